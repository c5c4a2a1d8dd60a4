//! Stopping: every client is told why, nothing is cut off before, and the program ends in good order.

use hyper::Method;
use postern_shared::api::{Problem, SessionEnd};
use postern_testkit::{Login, Stand, TestRelay, TestSshd};
use tokio::net::TcpStream;

#[tokio::test]
async fn every_open_channel_is_told_that_the_relay_shuts_down() {
    let mut stand = Stand::start(&[]).await;
    let (mut shell, mut exec) = (stand.session.shell().await, stand.session.exec("cat").await);
    shell.prompt().await;
    stand.relay.terminate();
    for attachment in [&mut shell, &mut exec] {
        let (code, problem) = attachment.closed().await;
        assert_eq!(code, Some(1001));
        let why = Problem::SessionGone { why: SessionEnd::ShutDown };
        assert!(problem == Some(Problem::ShuttingDown) || problem == Some(why), "{problem:?}");
    }
    assert!(stand.relay.wait().success());
    stand.sshd.wait_for_log("Disconnected from user");
}

#[tokio::test]
async fn a_client_that_does_not_read_delays_the_end_by_little() {
    let mut stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.type_text("yes\n").await;
    shell.read_until("y\r\n").await;
    // From here on nobody reads.
    let asked = std::time::Instant::now();
    stand.relay.terminate();
    assert!(stand.relay.wait().success());
    assert!(asked.elapsed().as_secs() < 15, "{:?}", asked.elapsed());
}

#[tokio::test]
async fn an_interrupt_ends_it_as_well_and_an_idle_connection_does_not_hold_it() {
    let mut relay = TestRelay::start(&[]);
    let _idle = TcpStream::connect(relay.address()).await.unwrap();
    relay.signal("INT");
    assert!(relay.wait().success());
    assert!(TcpStream::connect(relay.address()).await.is_err());
}

#[tokio::test]
async fn a_token_of_the_relay_before_is_refused_by_the_next_one() {
    let mut stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    stand.relay.terminate();
    shell.closed().await;
    stand.relay.wait();
    let again = stand.relay.start_again(&[]);
    assert_eq!(stand.session.now().await.unwrap_err(), Problem::TokenRefused);
    again.client().sign_in(&stand.sshd).await;
}

#[tokio::test]
async fn a_sign_in_that_waits_for_its_person_does_not_hold_the_end() {
    let (mut relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Rounds));
    let asked = postern_testkit::request(&sshd, postern_shared::api::Credential::Interactive);
    relay.client().open(&asked).await.unwrap();
    relay.terminate();
    assert!(relay.wait().success());
    sshd.wait_for_log("Connection closed by");
}

#[tokio::test]
async fn health_is_told_apart_from_readiness() {
    let stand = Stand::start(&["--max-sessions", "1"]).await;
    let client = stand.relay.client();
    assert_eq!(client.get("/healthz", None).await.status, 200);
    let full = client.get("/readyz", None).await;
    assert_eq!((full.status, full.header("content-type")), (503, Some("application/problem+json")));
    let document: serde_json::Value = full.json();
    let facts = ["code", "of", "status"].map(|member| document[member].clone());
    assert_eq!(facts, ["too-many".into(), "sessions".into(), serde_json::Value::from(503)]);
    assert!(full.header("retry-after").is_some());
    let head = client.request(Method::HEAD, "/healthz", &[], Vec::new()).await;
    assert_eq!(head.status, 200);
    stand.session.close().await;
    assert_eq!(client.get("/readyz", None).await.status, 200);
}
