//! Bounds: what is too large, too slow or too many is refused, early and at a bounded cost.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use hyper::Method;
use postern_shared::api::{Credential, Problem, TooManyOf};
use postern_shared::target::{Host, Target};
use postern_shared::wire::limits::CLIENT_MESSAGE_BYTES;
use postern_testkit::{Login, PASSWORD, Stand, TestRelay, TestSshd, request};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

/// No request may keep a connection longer than this without being answered or closed.
const PATIENCE: Duration = Duration::from_secs(25);

#[tokio::test]
async fn a_body_of_ten_megabytes_is_refused_unread() {
    let relay = TestRelay::start(&[]);
    let before = relay.memory();
    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    let head = "POST /api/sessions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 10485760\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = read_head(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(relay.memory().saturating_sub(before) < 4 << 20);
}

#[tokio::test]
async fn a_body_that_does_not_say_its_length_is_cut_off_at_the_bound() {
    let relay = TestRelay::start(&[]);
    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    let head = "POST /api/sessions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut read, mut write) = stream.split();
    let piece = format!("4000\r\n{}\r\n", " ".repeat(0x4000));
    let sending = async {
        for _ in 0..640 {
            if write.write_all(piece.as_bytes()).await.is_err() {
                break;
            }
        }
        std::future::pending::<()>().await;
    };
    let answer = tokio::select! {
        answer = read_head(&mut read) => answer,
        () = sending => unreachable!(),
    };
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn a_frame_of_ten_megabytes_ends_its_own_attachment_only() {
    let stand = Stand::start(&[]).await;
    let mut other = stand.session.shell().await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    let before = stand.relay.memory();
    shell.send(Message::binary(vec![b'x'; 10 << 20])).await;
    let (code, problem) = shell.closed().await;
    // A client that is still sending may see the connection end before it can read why.
    assert!(matches!(code, Some(1009) | None), "{code:?}");
    assert!(matches!(problem, Some(Problem::TooLarge { .. }) | None), "{problem:?}");
    assert!(stand.relay.memory().saturating_sub(before) < 4 << 20);
    other.prompt().await;
    let mut back = shell.opening_again().attach().await.unwrap();
    assert_eq!(back.line("echo alive").await, "alive\n");
}

#[tokio::test]
async fn the_largest_message_is_taken_and_one_byte_more_is_not() {
    let stand = Stand::start(&[]).await;
    let mut exec = stand.session.exec("wc -c").await;
    exec.send(Message::binary(vec![0; CLIENT_MESSAGE_BYTES])).await;
    exec.end_input().await;
    assert_eq!(exec.outcome().await.stdout, format!("{}\n", CLIENT_MESSAGE_BYTES - 1).into_bytes());
    let mut exec = stand.session.exec("wc -c").await;
    exec.send(Message::binary(vec![0; CLIENT_MESSAGE_BYTES + 1])).await;
    let limit = CLIENT_MESSAGE_BYTES as u64;
    assert_eq!(exec.closed().await, (Some(1009), Some(Problem::TooLarge { limit })));
}

#[tokio::test]
async fn a_control_message_that_cannot_be_read_ends_the_attachment_with_a_reason() {
    let stand = Stand::start(&[]).await;
    for text in [
        "",
        "{",
        "[]",
        r#"{"type":"no-such-thing"}"#,
        r#"{"type":"resize","cols":0,"rows":1}"#,
        r#"{"type":"signal","signal":"NOSUCH"}"#,
        &"[".repeat(60_000),
    ] {
        let mut exec = stand.session.exec("cat").await;
        exec.send(Message::text(text)).await;
        let (code, problem) = exec.closed().await;
        assert_eq!(code, Some(1002), "{text:.80}");
        assert!(matches!(problem, Some(Problem::BadRequest { .. })), "{problem:?}");
    }
}

#[tokio::test]
async fn a_request_that_drips_is_closed_in_time() {
    let relay = TestRelay::start(&[]);
    let started = Instant::now();
    let head = tokio::spawn(drip(relay.address(), String::new()));
    let nothing = tokio::spawn(silence(relay.address()));
    let body = "POST /api/sessions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";
    let body = tokio::spawn(drip(relay.address(), body.to_owned()));
    for slow in [head, nothing, body] {
        slow.await.unwrap();
        assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    }
    // Nobody else was kept waiting.
    assert_eq!(relay.client().get("/healthz", None).await.status, 200);
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let relay = TestRelay::start(&[]);
    let before = relay.memory();
    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    let _ = stream.write_all(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-long: ").await;
    let piece = vec![b'x'; 64 * 1024];
    let mut sent = 0;
    while sent < 64 << 20 && stream.write_all(&piece).await.is_ok() {
        sent += piece.len();
    }
    assert!(sent < 64 << 20, "all of it was taken");
    assert!(relay.memory().saturating_sub(before) < 4 << 20);
}

#[tokio::test]
async fn sessions_are_bounded() {
    let (relay, sshd) = (TestRelay::start(&["--max-sessions", "2"]), TestSshd::start(Login::Password));
    let client = relay.client();
    let first = client.sign_in(&sshd).await;
    client.sign_in(&sshd).await;
    let asked = request(&sshd, Credential::Password { password: PASSWORD.into() });
    let problem = client.open(&asked).await.unwrap_err();
    assert!(matches!(problem, Problem::TooMany { of: TooManyOf::Sessions, .. }), "{problem:?}");
    first.close().await;
    client.sign_in(&sshd).await;
}

#[tokio::test]
async fn channels_of_a_session_are_bounded() {
    let stand = Stand::start(&["--max-channels", "2"]).await;
    let mut first = stand.session.exec("cat").await;
    let _second = stand.session.exec("cat").await;
    let refusal = stand.session.opening("shell", &[]).attach().await.unwrap_err();
    let bounded = matches!(refusal.problem, Some(Problem::TooMany { of: TooManyOf::Channels, .. }));
    assert!(bounded, "{refusal:?}");
    first.end_input().await;
    first.outcome().await;
    first.closed().await;
    stand.session.shell().await.prompt().await;
}

#[tokio::test]
async fn connections_are_bounded_and_free_again_when_they_end() {
    let relay = TestRelay::start(&["--max-connections", "3"]);
    let mut idle = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(relay.address()).await.unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").await.unwrap();
        read_head(&mut stream).await;
        idle.push(stream);
    }
    let mut refused = TcpStream::connect(relay.address()).await.unwrap();
    let _ = refused.write_all(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").await;
    let mut answer = Vec::new();
    let _ = refused.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 503 "), "{answer}");
    idle.clear();
    while !answers(&relay).await {}
}

#[tokio::test]
async fn failed_sign_ins_are_slowed_down_by_account() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let asked = request(&sshd, Credential::Password { password: "wrong".into() });
    let mut tries = 0;
    let problem = loop {
        let problem = relay.client().open(&asked).await.unwrap_err();
        if !matches!(problem, Problem::CredentialsRefused { .. }) {
            break problem;
        }
        tries += 1;
        assert!(tries < 200, "no bound");
    };
    let Problem::TooMany { of: TooManyOf::SignIns, retry_after } = problem else { panic!("{problem:?}") };
    assert!(retry_after > 0);
    let reply = relay.client().post("/api/sessions", None, &asked).await;
    assert!(reply.header("retry-after").is_some_and(|seconds| seconds.parse::<u64>().is_ok()));
    assert!(tries >= 3, "a person may mistype");
}

#[tokio::test]
async fn an_account_is_limited_as_a_hop_too_and_however_its_host_is_written() {
    let free = "1000000";
    let relay = TestRelay::start(&["--sign-in-address-burst", free, "--sign-in-account-refill", "1h"]);
    let sshd = TestSshd::start(Login::Password);
    let mut asked = request(&sshd, Credential::Password { password: "wrong".into() });
    let victim = asked.target.clone();
    let mut tries = 0;
    let problem = loop {
        let host = ["127.0.0.1", "127.1", "0x7f.0.0.1", "::ffff:127.0.0.1"][tries % 4];
        let hop = Target { host: Host::parse(host).unwrap(), ..victim.clone() };
        asked.accept[0].host = hop.host.clone();
        asked.hops = vec![hop];
        asked.target.host = Host::parse(&format!("any{tries}.example")).unwrap();
        let problem = relay.client().open(&asked).await.unwrap_err();
        if !matches!(problem, Problem::CredentialsRefused { .. }) {
            break problem;
        }
        tries += 1;
        assert!(tries < 20, "no bound");
    };
    assert!(matches!(problem, Problem::TooMany { of: TooManyOf::SignIns, .. }), "{problem:?}");
}

#[tokio::test]
async fn sign_ins_are_slowed_down_by_address_whatever_account_they_try() {
    let relay = TestRelay::start(&["--sign-in-address-burst", "20", "--sign-in-address-refill", "1h"]);
    let (sshd, other) = (TestSshd::start(Login::Password), TestSshd::start(Login::Password));
    let mut tries = 0;
    let problem = loop {
        let mut asked = request(&sshd, Credential::Password { password: "wrong".into() });
        asked.target.user = format!("user{tries}").try_into().unwrap();
        let problem = relay.client().open(&asked).await.unwrap_err();
        if !matches!(problem, Problem::CredentialsRefused { .. }) {
            break problem;
        }
        tries += 1;
        assert!(tries < 50, "no bound");
    };
    assert!(matches!(problem, Problem::TooMany { of: TooManyOf::SignIns, .. }), "{problem:?}");
    assert!(tries >= 2, "a person may mistype");
    let right = request(&other, Credential::Password { password: PASSWORD.into() });
    let problem = relay.client().open(&right).await.unwrap_err();
    assert!(matches!(problem, Problem::TooMany { of: TooManyOf::SignIns, .. }), "{problem:?}");
}

#[tokio::test]
async fn other_parameters_out_of_bounds_are_bad_requests() {
    let stand = Stand::start(&[]).await;
    for (name, value) in [
        ("cols", "0"),
        ("rows", "1001"),
        ("cols", "x"),
        ("term", "a b"),
        ("term", ""),
        ("term", &"x".repeat(65)),
        ("offset", "-1"),
        ("offset", "18446744073709551616"),
        ("watch", "perhaps"),
    ] {
        let refusal = stand.session.opening("shell", &[]).with(name, value).attach().await.unwrap_err();
        assert_eq!(refusal.status, 400, "{name}={value}: {refusal:?}");
    }
}

#[tokio::test]
async fn a_channel_route_without_a_websocket_is_a_problem_not_a_crash() {
    let stand = Stand::start(&[]).await;
    let path = format!("/api/sessions/{}/shell", stand.session.id);
    let protocol = format!("postern.v1, bearer.{}", stand.session.token);
    let headers = [("sec-websocket-protocol", protocol.as_str())];
    let reply = stand.relay.client().request(Method::GET, &path, &headers, Vec::new()).await;
    assert!(matches!(reply.problem(), Problem::BadRequest { .. }), "{}", reply.text());
}

async fn answers(relay: &TestRelay) -> bool {
    let Ok(mut stream) = TcpStream::connect(relay.address()).await else { return false };
    let request = b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
    let mut answer = Vec::new();
    let _ = stream.write_all(request).await;
    let _ = stream.read_to_end(&mut answer).await;
    answer.starts_with(b"HTTP/1.1 200 ")
}

/// Sends a request one byte at a time until the relay has had enough.
async fn drip(relay: std::net::SocketAddr, before: String) {
    let mut stream = TcpStream::connect(relay).await.unwrap();
    stream.write_all(before.as_bytes()).await.unwrap();
    let (mut read, mut write) = stream.split();
    let dripping = async {
        let byte = if before.is_empty() { b"G" } else { b" " };
        while write.write_all(byte).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let mut answer = Vec::new();
    tokio::select! {
        _ = read.read_to_end(&mut answer) => {}
        () = dripping => {}
    }
}

/// Connects and says nothing until the relay has had enough.
async fn silence(relay: std::net::SocketAddr) {
    let mut stream = TcpStream::connect(relay).await.unwrap();
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

async fn read_head(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> String {
    let mut head = Vec::new();
    let reading = async {
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => break,
            }
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.unwrap();
    String::from_utf8(head).unwrap()
}
