//! Targets that stop taking part: nothing waits for them without end, and nothing of them stays behind.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use postern_shared::api::{Credential, OpenSession, Problem, SignIn};
use postern_testkit::{Line, Login, PASSWORD, Proxy, Session, Stand, TestRelay, TestSshd, request, target};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const SHORT: [&str; 2] = ["--handshake-timeout", "2s"];

#[tokio::test]
async fn a_handshake_that_is_given_up_leaves_no_connection_behind() {
    let relay = TestRelay::start(&SHORT);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"SSH-2.0-silent\r\n").await.unwrap();
        let mut heard = Vec::new();
        // Until the relay lets go; a reset is as good as an end.
        let _ = stream.read_to_end(&mut heard).await;
        heard
    });
    let asked = OpenSession {
        target: target("127.0.0.1", port),
        hops: Vec::new(),
        credential: Credential::Password { password: PASSWORD.into() },
        accept: Vec::new(),
    };
    let problem = relay.client().open(&asked).await.unwrap_err();
    assert!(matches!(problem, Problem::TimedOut { .. }), "{problem:?}");
    let heard = tokio::time::timeout(std::time::Duration::from_secs(20), server).await;
    assert!(heard.expect("the connection stays open").unwrap().starts_with(b"SSH-2.0-Postern"));
}

#[tokio::test]
async fn a_channel_that_the_target_does_not_open_is_given_up_in_time() {
    let (relay, _sshd, line, session) = through_a_line(&SHORT).await;
    let mut shell = session.shell().await;
    shell.prompt().await;
    shell.type_text("exit\n").await;
    shell.closed().await;
    // The link of that shell waits for the next one.
    line.set(Line::Stalled);
    let opening = session.opening("shell", &[]);
    let refusal = opening.attach().await.unwrap_err();
    assert!(matches!(refusal.problem, Some(Problem::TimedOut { .. })), "{refusal:?}");
    assert_eq!(session.now().await.unwrap().channels, []);
    drop(relay);
}

#[tokio::test]
async fn a_session_ends_although_its_target_takes_no_more() {
    let (relay, _sshd, line, session) = through_a_line(&["--target-keepalive", "1h"]).await;
    let mut exec = session.exec("cat > /dev/null").await;
    line.set(Line::Stalled);
    // More than the channel's window: russh holds the rest.
    for _ in 0..4 {
        exec.type_bytes(&[b'x'; 60_000]).await;
    }
    assert_eq!(session.close().await.status, 204);
    let (code, problem) = exec.closed().await;
    assert!(matches!(problem, Some(Problem::SessionGone { .. })), "{code:?} {problem:?}");
    // And the relay as a whole goes on.
    assert_eq!(relay.client().get("/healthz", None).await.status, 200);
}

#[tokio::test]
async fn streams_that_were_left_take_their_output_with_them() {
    let stand = Stand::start(&[]).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.write_all(&vec![b'x'; 400_000]).await.unwrap();
            // Its own end stays open: the stream ends from the other side.
            open.push(stream);
        }
    });
    let mut before = 0;
    for round in 0..150 {
        let mut tcp = stand.session.tcp("127.0.0.1", port).await.unwrap();
        tcp.read_bytes(400_000).await;
        tcp.leave().await;
        if round == 20 {
            before = stand.relay.memory();
        }
    }
    let grown = stand.relay.memory().saturating_sub(before);
    assert!(grown < 16 << 20, "{grown} bytes more");
    server.abort();
}

/// A session whose way to its target can be stalled.
async fn through_a_line(arguments: &[&str]) -> (TestRelay, TestSshd, Proxy, Session) {
    let (relay, sshd) = (TestRelay::start(arguments), TestSshd::start(Login::Password));
    let line = Proxy::start(([127, 0, 0, 1], sshd.port()).into()).await;
    let mut asked = request(&sshd, Credential::Password { password: PASSWORD.into() });
    asked.target.port = line.address().port();
    asked.accept[0].port = line.address().port();
    let SignIn::Open { session: id, token, info } = relay.client().open(&asked).await.unwrap() else {
        panic!()
    };
    let session = Session { client: relay.client(), id, token, info };
    (relay, sshd, line, session)
}
