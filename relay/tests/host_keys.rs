//! Host keys: unknown ones are asked about, known ones trusted, changed and revoked ones refused, on every path.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

use postern_shared::api::{AcceptedHostKey, Credential, OpenSession, Problem, SignIn};
use postern_testkit::{Login, PASSWORD, TestRelay, TestSshd, accepted, request};

#[tokio::test]
async fn an_unknown_key_is_shown_and_nothing_is_sent_to_its_host() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let problem = relay.client().open(&asking(&sshd)).await.unwrap_err();
    let target = sshd.target();
    let expected =
        Problem::HostKeyUnknown { host: target.host, port: target.port, via: None, key: sshd.host_key() };
    assert_eq!(problem, expected);
    sshd.wait_for_log("Connection closed by");
    assert!(!sshd.log().contains("userauth-request"), "{}", sshd.log());
    assert_eq!(known_hosts(&relay), "");
}

#[tokio::test]
async fn a_key_accepted_once_is_not_remembered() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let session = relay.client().sign_in(&sshd).await;
    assert_eq!(session.run("echo links of its own work").await.status, Some(0));
    let problem = relay.client().open(&asking(&sshd)).await.unwrap_err();
    assert!(matches!(problem, Problem::HostKeyUnknown { .. }), "{problem:?}");
    assert_eq!(known_hosts(&relay), "");
}

#[tokio::test]
async fn a_key_accepted_for_good_is_written_as_openssh_writes_it() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let mut asked = request(&sshd, password());
    asked.accept[0].remember = true;
    opens(&relay, &asked).await;
    let file = relay.data().join("known_hosts");
    let place = format!("[127.0.0.1]:{}", sshd.port());
    let found = Command::new("ssh-keygen").args(["-lF", &place, "-f"]).arg(&file).output().unwrap();
    let found = String::from_utf8(found.stdout).unwrap();
    assert!(found.contains(&sshd.host_key().fingerprint.to_string()), "{found} in {}", known_hosts(&relay));
    opens(&relay, &asking(&sshd)).await;
    // Accepting it again adds no second line.
    opens(&relay, &asked).await;
    assert_eq!(known_hosts(&relay).lines().count(), 1);
    let relay = relay.start_again(&[]);
    opens(&relay, &asking(&sshd)).await;
}

#[tokio::test]
async fn another_program_that_keeps_known_hosts_locked_stops_no_sign_in() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let lock = std::fs::File::create(relay.data().join("known_hosts")).unwrap();
    lock.lock().unwrap();
    let mut asked = request(&sshd, password());
    asked.accept[0].remember = true;
    opens(&relay, &asked).await;
    // It holds for this session only then, and the log says why.
    relay.wait_for_log("another program keeps known_hosts locked");
    assert_eq!(known_hosts(&relay), "");
}

#[tokio::test]
async fn accepting_another_key_or_another_host_accepts_nothing() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let other = TestSshd::start(Login::Password);
    let right = accepted(&sshd, &sshd.target());
    for wrong in [
        accepted(&other, &sshd.target()),
        accepted(&sshd, &other.target()),
        AcceptedHostKey { host: "localhost".to_owned().try_into().unwrap(), ..right },
    ] {
        let asked = OpenSession { accept: vec![wrong], ..asking(&sshd) };
        let problem = relay.client().open(&asked).await.unwrap_err();
        assert!(matches!(problem, Problem::HostKeyUnknown { .. }), "{problem:?}");
    }
}

#[tokio::test]
async fn a_changed_key_is_refused_with_both_fingerprints_and_no_way_on() {
    let (relay, mut sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let mut asked = request(&sshd, password());
    asked.accept[0].remember = true;
    opens(&relay, &asked).await;
    let before = sshd.host_key();
    sshd.change_host_key();
    let target = sshd.target();
    let changed = Problem::HostKeyChanged {
        host: target.host.clone(),
        port: target.port,
        known: vec![before],
        shown: sshd.host_key(),
    };
    assert_eq!(relay.client().open(&asking(&sshd)).await.unwrap_err(), changed);
    for remember in [false, true] {
        let mut insisting = request(&sshd, password());
        insisting.accept[0].remember = remember;
        assert_eq!(relay.client().open(&insisting).await.unwrap_err(), changed);
    }
    assert!(!sshd.log().contains("userauth-request"), "{}", sshd.log());
}

#[tokio::test]
async fn a_key_that_changes_under_a_session_opens_no_further_link() {
    let (relay, mut sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let session = relay.client().sign_in(&sshd).await;
    let mut shell = session.shell().await;
    shell.prompt().await;
    sshd.change_host_key();
    let refusal = session.opening("shell", &[]).attach().await.unwrap_err();
    assert!(
        matches!(refusal.problem, Some(Problem::HostKeyChanged { .. } | Problem::HostKeyUnknown { .. })),
        "{refusal:?}"
    );
    assert!(!sshd.log().contains("userauth-request"), "{}", sshd.log());
}

#[tokio::test]
async fn known_hosts_is_read_in_every_form_openssh_writes() {
    let sshd = TestSshd::start(Login::Password);
    let plain = sshd.known_hosts_line();
    let hashed = {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("known_hosts");
        std::fs::write(&file, &plain).unwrap();
        assert!(Command::new("ssh-keygen").args(["-Hf"]).arg(&file).output().unwrap().status.success());
        std::fs::read_to_string(file).unwrap()
    };
    assert!(hashed.starts_with("|1|"));
    let listed = plain.replacen("[127.0.0.1]", "web-01,[127.0.0.1]", 1);
    let pattern = plain.replacen("[127.0.0.1]", "[127.0.*]", 1);
    let commented = format!("# ours\n\n  {plain}");
    for text in [plain, hashed, listed, pattern, commented] {
        let relay = with_known_hosts(&text);
        opens(&relay, &asking(&sshd)).await;
    }
}

#[tokio::test]
async fn a_revoked_key_is_refused_even_when_it_is_accepted() {
    let sshd = TestSshd::start(Login::Password);
    let key = sshd.known_hosts_line();
    let relay = with_known_hosts(&format!("{key}@revoked * {}", key.split_once(' ').unwrap().1));
    let target = sshd.target();
    let revoked = Problem::HostKeyRevoked { host: target.host, port: target.port, shown: sshd.host_key() };
    for asked in [asking(&sshd), request(&sshd, password())] {
        assert_eq!(relay.client().open(&asked).await.unwrap_err(), revoked);
    }
}

#[tokio::test]
async fn a_negated_pattern_makes_no_host_known() {
    let sshd = TestSshd::start(Login::Password);
    let line = sshd.known_hosts_line();
    let port = sshd.port();
    let relay = with_known_hosts(&line.replacen(
        &format!("[127.0.0.1]:{port}"),
        &format!("[127.0.*]:{port},![127.0.0.1]:{port}"),
        1,
    ));
    let problem = relay.client().open(&asking(&sshd)).await.unwrap_err();
    assert!(matches!(problem, Problem::HostKeyUnknown { .. }), "{problem:?}");
}

fn asking(sshd: &TestSshd) -> OpenSession {
    OpenSession { accept: Vec::new(), ..request(sshd, password()) }
}

fn password() -> Credential {
    Credential::Password { password: PASSWORD.into() }
}

fn known_hosts(relay: &TestRelay) -> String {
    std::fs::read_to_string(relay.data().join("known_hosts")).unwrap_or_default()
}

fn with_known_hosts(text: &str) -> TestRelay {
    let relay = TestRelay::start(&[]);
    std::fs::write(relay.data().join("known_hosts"), text).unwrap();
    relay.start_again(&[])
}

async fn opens(relay: &TestRelay, asked: &OpenSession) {
    let signed_in = relay.client().open(asked).await;
    assert!(matches!(signed_in, Ok(SignIn::Open { .. })), "{signed_in:?}\n{}", known_hosts(relay));
}
