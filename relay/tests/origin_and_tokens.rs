//! Who may speak: pages of the relay's own origin, and holders of the session's token; nobody else, on any route.

use hyper::Method;
use postern_shared::api::{Credential, Problem, SessionEnd};
use postern_testkit::{Login, PASSWORD, Stand, TestRelay, TestSshd, request};

const FOREIGN: [&str; 9] = [
    "https://evil.example",
    "http://127.0.0.1",
    "http://127.0.0.1.evil.example",
    "http://evil.example/127.0.0.1",
    "null",
    "",
    "file://",
    "http://127.0.0.1:1",
    "not an origin",
];

#[tokio::test]
async fn a_page_of_another_origin_is_refused_on_every_route() {
    let stand = Stand::start(&[]).await;
    let client = stand.relay.client();
    let body = serde_json::to_vec(&request(&stand.sshd, Credential::Interactive)).unwrap();
    let bearer = format!("Bearer {}", stand.session.token);
    let session = format!("/api/sessions/{}", stand.session.id);
    for origin in FOREIGN {
        for (method, path) in [
            (Method::POST, "/api/sessions"),
            (Method::POST, "/loginWebssh"),
            (Method::GET, session.as_str()),
            (Method::DELETE, session.as_str()),
            (Method::GET, "/api/relay"),
        ] {
            let headers =
                [("origin", origin), ("authorization", &bearer), ("content-type", "application/json")];
            let reply = client.request(method.clone(), path, &headers, body.clone()).await;
            assert_eq!(reply.problem(), Problem::OriginRefused, "{method} {path} from {origin:?}");
        }
    }
    assert!(stand.session.now().await.is_ok());
}

#[tokio::test]
async fn a_websocket_of_another_origin_is_refused_even_with_the_token() {
    let stand = Stand::start(&[]).await;
    for route in ["shell", "exec", "tcp"] {
        for origin in FOREIGN.into_iter().filter(|origin| !origin.is_empty()) {
            let refusal = stand.session.opening(route, &[]).connect(&[("origin", origin)]).await.unwrap_err();
            assert_eq!((refusal.status, refusal.problem), (403, Some(Problem::OriginRefused)), "{origin:?}");
        }
    }
}

#[tokio::test]
async fn a_host_header_that_repeats_the_foreign_origin_does_not_help() {
    // DNS rebinding: the page of `evil.example` reaches the relay under its own name.
    let relay = TestRelay::start(&[]);
    let port = relay.address().port();
    let (origin, host) = (format!("http://evil.example:{port}"), format!("evil.example:{port}"));
    let headers =
        [("origin", origin.as_str()), ("host", host.as_str()), ("content-type", "application/json")];
    let reply = relay.client().request(Method::POST, "/api/sessions", &headers, b"{}".to_vec()).await;
    assert!(reply.status == 403 || reply.status == 421, "{} {}", reply.status, reply.text());
}

#[tokio::test]
async fn the_relays_own_page_and_a_configured_origin_are_let_in() {
    let (sshd, relay) = (
        TestSshd::start(Login::Password),
        TestRelay::start(&["--allowed-origins", "https://ops.example:8443"]),
    );
    let session = relay.client().sign_in(&sshd).await;
    let own = format!("http://{}", relay.address());
    for origin in [own.as_str(), "https://ops.example:8443"] {
        assert!(session.opening("exec", &[]).connect(&[("origin", origin)]).await.is_ok(), "{origin}");
    }
    let near = "https://ops.example";
    assert!(session.opening("exec", &[]).connect(&[("origin", near)]).await.is_err());
}

#[tokio::test]
async fn a_missing_wrong_or_foreign_token_opens_nothing() {
    let stand = Stand::start(&[]).await;
    let other = stand.relay.client().sign_in(&stand.sshd).await;
    let (path, long) = (format!("/api/sessions/{}", stand.session.id), "x".repeat(5000));
    let mut near = stand.session.token.clone();
    let last = near.pop();
    near.push(if last == Some('A') { 'B' } else { 'A' });
    for token in [None, Some(""), Some("wrong"), Some(&near), Some(&other.token), Some(&long)] {
        let reply = stand.relay.client().get(&path, token).await;
        assert_eq!(reply.problem(), Problem::TokenRefused, "{token:?}");
        assert!(reply.header("www-authenticate").is_some());
        let refused = postern_testkit::Session { token: token.unwrap_or("").into(), ..stand.session.clone() };
        assert_eq!(refused.close().await.problem(), Problem::TokenRefused, "{token:?}");
        for route in ["shell", "exec", "tcp"] {
            let refusal = refused.opening(route, &[]).connect(&[]).await.unwrap_err();
            assert_eq!((refusal.status, refusal.problem), (401, Some(Problem::TokenRefused)), "{token:?}");
        }
    }
    assert!(stand.session.now().await.is_ok());
}

#[tokio::test]
async fn a_session_that_never_was_is_refused_like_a_wrong_token() {
    let stand = Stand::start(&[]).await;
    for id in ["nothing", "%00", "../relay", &"x".repeat(2000)] {
        let reply =
            stand.relay.client().get(&format!("/api/sessions/{id}"), Some(&stand.session.token)).await;
        assert!([401, 404].contains(&reply.status), "{id}: {} {}", reply.status, reply.text());
    }
}

#[tokio::test]
async fn an_expired_token_is_told_why_and_only_its_holder_is() {
    let stand = Stand::start(&["--grace", "1s"]).await;
    let gone = loop {
        if let Err(problem) = stand.session.now().await {
            break problem;
        }
    };
    assert_eq!(gone, Problem::SessionGone { why: SessionEnd::Expired });
    let reply = stand.relay.client().get(&format!("/api/sessions/{}", stand.session.id), Some("wrong")).await;
    assert_eq!(reply.problem(), Problem::TokenRefused);
}

#[tokio::test]
async fn a_token_in_the_url_or_in_a_cookie_opens_nothing() {
    let stand = Stand::start(&[]).await;
    let (id, token) = (&stand.session.id, &stand.session.token);
    let client = stand.relay.client();
    let path = format!("/api/sessions/{id}?token={token}&access_token={token}");
    let cookie = format!("token={token}");
    let reply = client.request(Method::GET, &path, &[("cookie", cookie.as_str())], Vec::new()).await;
    assert_eq!(reply.problem(), Problem::TokenRefused);
}

#[tokio::test]
async fn a_websocket_without_the_subprotocol_or_of_another_version_is_refused() {
    let stand = Stand::start(&[]).await;
    let bearer = format!("bearer.{}", stand.session.token);
    for offered in [String::new(), bearer.clone(), format!("postern.v2, {bearer}"), "postern.v1".into()] {
        let headers = [("sec-websocket-protocol", offered.as_str())];
        let refusal = stand.session.opening("shell", &[]).connect(&headers).await.unwrap_err();
        assert!([400, 401].contains(&refusal.status), "{offered:?}: {refusal:?}");
    }
}

#[tokio::test]
async fn the_token_is_never_sent_back_in_a_websocket_handshake() {
    let stand = Stand::start(&[]).await;
    let answer = stand.session.opening("exec", &[]).handshake().await;
    assert!(answer.to_ascii_lowercase().contains("sec-websocket-protocol: postern.v1\r\n"), "{answer}");
    assert!(!answer.contains(&stand.session.token), "{answer}");
}

#[tokio::test]
async fn a_form_of_another_page_cannot_sign_in() {
    let (sshd, relay) = (TestSshd::start(Login::Password), TestRelay::start(&[]));
    let body = request(&sshd, Credential::Password { password: PASSWORD.into() });
    let body = serde_json::to_vec(&body).unwrap();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let reply = relay
            .client()
            .request(Method::POST, "/api/sessions", &[("content-type", kind)], body.clone())
            .await;
        assert!(matches!(reply.problem(), Problem::BadRequest { .. }), "{kind}");
    }
}
