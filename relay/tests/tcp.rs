//! Streams to a port or unix socket as seen from the target.

use postern_shared::api::Problem;
use postern_testkit::{Login, Stand, TestRelay, TestSshd, free_port, sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UnixListener};

#[tokio::test]
async fn bytes_go_both_ways_and_the_end_of_one_way_leaves_the_other_open() {
    let stand = Stand::start(&[]).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.unwrap();
        stream.write_all(format!("{} bytes, {}", all.len(), sha256(&all)).as_bytes()).await.unwrap();
    });
    let input: Vec<u8> = (0..1_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut tcp = stand.session.tcp("127.0.0.1", port).await.unwrap();
    tcp.type_bytes(&input).await;
    tcp.end_input().await;
    let outcome = tcp.outcome().await;
    assert_eq!(outcome.stdout, format!("1000000 bytes, {}", sha256(&input)).into_bytes());
    assert_eq!((outcome.status, outcome.signal), (None, None));
    assert_eq!(tcp.closed().await.0, Some(1000));
    server.await.unwrap();
}

#[tokio::test]
async fn a_server_that_speaks_first_is_heard_at_once() {
    let stand = Stand::start(&[]).await;
    // RFB (RFC 6143): the server says its version before anything else.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut tcp = stand.session.tcp("localhost", port).await.unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    stream.write_all(b"RFB 003.008\n").await.unwrap();
    tcp.read_until("RFB 003.008\n").await;
    tcp.type_text("RFB 003.008\n").await;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"RFB 003.008\n");
}

#[tokio::test]
async fn a_unix_socket_on_the_target_is_reached() {
    use std::os::unix::fs::PermissionsExt as _;
    let stand = Stand::start(&[]).await;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("socket");
    let listener = UnixListener::bind(&path).unwrap();
    for path in [dir.path(), &path] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o777)).unwrap();
    }
    let mut tcp = stand.session.tcp_socket(path.to_str().unwrap()).await.unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    tcp.type_text("ping").await;
    let mut asked = [0; 4];
    stream.read_exact(&mut asked).await.unwrap();
    stream.write_all(b"pong").await.unwrap();
    tcp.read_until("pong").await;
}

#[tokio::test]
async fn a_closed_port_and_a_missing_socket_are_refused_by_the_target() {
    let stand = Stand::start(&[]).await;
    for refused in [
        stand.session.tcp("127.0.0.1", free_port()).await,
        stand.session.tcp_socket("/nonexistent/socket").await,
    ] {
        let refusal = refused.unwrap_err();
        assert_eq!(refusal.close, Some(4004));
        assert!(matches!(refusal.problem, Some(Problem::ChannelRefused { .. })), "{refusal:?}");
    }
}

#[tokio::test]
async fn a_stream_to_nowhere_is_a_bad_request() {
    let stand = Stand::start(&[]).await;
    for query in [
        vec![],
        vec![("host", "127.0.0.1")],
        vec![("port", "80")],
        vec![("host", "127.0.0.1"), ("port", "0")],
        vec![("host", "127.0.0.1"), ("port", "65536")],
        vec![("host", "a b"), ("port", "80")],
        vec![("socket", "relative")],
        vec![("host", "127.0.0.1"), ("port", "80"), ("socket", "/run/x")],
    ] {
        let shown = format!("{query:?}");
        let query: Vec<_> = query.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        let refusal = stand.session.opening("tcp", &query).attach().await.unwrap_err();
        assert_eq!(refusal.status, 400, "{shown}: {refusal:?}");
    }
}

#[tokio::test]
async fn the_relays_policy_is_about_what_the_relay_dials_not_about_what_the_target_reaches() {
    let sshd = TestSshd::start(Login::Password);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let relay = TestRelay::start(&["--deny-targets", &format!("127.0.0.1:{port}")]);
    let session = relay.client().sign_in(&sshd).await;
    session.tcp("127.0.0.1", port).await.unwrap();
}
