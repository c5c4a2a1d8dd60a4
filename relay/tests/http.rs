//! What every answer carries, and what whoever runs the relay can ask it.

use hyper::Method;
use postern_shared::api::{Problem, RelayInfo};
use postern_testkit::{Stand, TestRelay};

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_the_page() {
    let relay = TestRelay::start(&[]);
    for path in ["/", "/api/relay", "/api/nothing", "/healthz"] {
        let reply = relay.client().get(path, None).await;
        let policy = reply.header("content-security-policy").unwrap_or_else(|| panic!("{path}: no policy"));
        for part in ["default-src 'none'", "frame-ancestors 'none'", "script-src 'self' 'wasm-unsafe-eval'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        for unsafe_word in ["'unsafe-inline'", "'unsafe-eval'", "data: 'self'", "*"] {
            assert!(!policy.contains(unsafe_word), "{path}: {policy}");
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{path}");
        }
    }
}

#[tokio::test]
async fn what_holds_a_token_is_not_kept_by_caches() {
    let stand = Stand::start(&[]).await;
    let path = format!("/api/sessions/{}", stand.session.id);
    let reply = stand.relay.client().get(&path, Some(&stand.session.token)).await;
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let relay = TestRelay::start(&[]);
    let client = relay.client();
    assert_eq!(client.get("/api/nothing", None).await.problem(), Problem::NotFound);
    for (method, path) in
        [(Method::GET, "/api/sessions"), (Method::PUT, "/api/sessions"), (Method::POST, "/api/relay")]
    {
        let reply = client.request(method.clone(), path, &[], Vec::new()).await;
        assert_eq!(reply.problem(), Problem::MethodNotAllowed, "{method} {path}");
        assert!(reply.header("allow").is_some(), "{method} {path}");
    }
}

#[tokio::test]
async fn paths_that_climb_find_nothing_of_the_machine() {
    let relay = TestRelay::start(&[]);
    for path in
        ["/../../../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd"]
    {
        let reply = relay.client().get(path, None).await;
        assert!(!reply.text().contains("root:"), "{path}");
    }
}

#[tokio::test]
async fn the_relay_says_what_the_page_shows_of_it() {
    let relay = TestRelay::start(&["--grace", "90s"]);
    let info: RelayInfo = relay.client().get("/api/relay", None).await.json();
    assert!(info.loopback && !info.tls);
    assert_eq!((info.host_keys, info.grace_seconds), (0, 90));
}

#[tokio::test]
async fn metrics_count_sessions_channels_bytes_and_sign_ins() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.line("seq 1 1000").await;
    let metrics = stand.relay.client().get("/metrics", None).await.text();
    let value = |name: &str| -> f64 {
        let line = metrics.lines().find(|line| line.starts_with(name) && !line.starts_with('#'));
        let line = line.unwrap_or_else(|| panic!("no {name} in {metrics}"));
        line.rsplit(' ').next().unwrap().parse().unwrap()
    };
    assert_eq!(value("postern_sessions") as u32, 1);
    assert_eq!(value("postern_channels") as u32, 1);
    assert!(value("postern_sent_bytes_total") > 3000.0);
    assert!(value("postern_received_bytes_total") > 5.0);
    assert!(metrics.contains("postern_sign_ins_total{"), "{metrics}");
    // One sign-in was timed, and with it the one connection it took; the buckets add up.
    for series in ["sign_in", "connect"] {
        assert_eq!(value(&format!("postern_{series}_seconds_count")) as u32, 1);
        let (sum, all) = (
            value(&format!("postern_{series}_seconds_sum")),
            value(&format!("postern_{series}_seconds_bucket{{le=\"+Inf\"}}")),
        );
        assert!(sum > 0.0 && sum < 30.0, "{series}: {sum} s");
        assert_eq!(all as u32, 1);
    }
}
