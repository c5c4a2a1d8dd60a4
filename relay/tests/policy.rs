//! The target policy as a client meets it: judged by name, by address, and on the address really dialled.

use postern_shared::api::{Credential, OpenSession, Problem, SignIn};
use postern_testkit::{Login, PASSWORD, TestRelay, TestSshd, accepted, request, target};

#[tokio::test]
async fn a_denied_target_is_not_dialled() {
    let sshd = TestSshd::start(Login::Password);
    let relay = TestRelay::start(&["--deny-targets", "127.0.0.0/8"]);
    let problem = relay.client().open(&asking(&sshd, "127.0.0.1")).await.unwrap_err();
    assert_eq!(problem, Problem::TargetDenied { host: sshd.target().host, port: sshd.port() });
    assert!(!sshd.log().contains("Connection from"));
}

#[tokio::test]
async fn a_name_that_leads_to_a_denied_address_is_denied_too() {
    let sshd = TestSshd::start(Login::Password);
    let relay = TestRelay::start(&["--deny-targets", "127.0.0.0/8,::1"]);
    for host in ["localhost", "127.1", "2130706433", "0x7f.1", "::ffff:127.0.0.1", "127.0.0.1"] {
        let problem = relay.client().open(&asking(&sshd, host)).await.unwrap_err();
        assert!(
            matches!(problem, Problem::TargetDenied { .. } | Problem::NameNotFound { .. }),
            "{host}: {problem:?}"
        );
    }
    assert!(!sshd.log().contains("Connection from"));
}

#[tokio::test]
async fn an_allow_list_lets_in_only_what_it_names() {
    let (sshd, other) = (TestSshd::start(Login::Password), TestSshd::start(Login::Password));
    let relay = TestRelay::start(&["--allow-targets", &format!("127.0.0.1:{}", sshd.port())]);
    let signed_in = relay.client().open(&asking(&sshd, "127.0.0.1")).await;
    assert!(matches!(signed_in, Ok(SignIn::Open { .. })), "{signed_in:?}");
    let problem = relay.client().open(&asking(&other, "127.0.0.1")).await.unwrap_err();
    assert!(matches!(problem, Problem::TargetDenied { .. }), "{problem:?}");
}

#[tokio::test]
async fn a_denial_outweighs_a_permission() {
    let sshd = TestSshd::start(Login::Password);
    let relay = TestRelay::start(&["--allow-targets", "127.0.0.0/8", "--deny-targets", "127.0.0.1"]);
    let problem = relay.client().open(&asking(&sshd, "127.0.0.1")).await.unwrap_err();
    assert!(matches!(problem, Problem::TargetDenied { .. }), "{problem:?}");
}

#[tokio::test]
async fn the_metadata_services_of_clouds_are_denied_unasked() {
    let relay = TestRelay::start(&[]);
    let sshd = TestSshd::start(Login::Password);
    for host in ["169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "::ffff:169.254.169.254"] {
        let problem = relay.client().open(&asking(&sshd, host)).await.unwrap_err();
        assert!(matches!(problem, Problem::TargetDenied { .. }), "{host}: {problem:?}");
    }
}

fn asking(sshd: &TestSshd, host: &str) -> OpenSession {
    let place = target(host, sshd.port());
    OpenSession {
        accept: vec![accepted(sshd, &place)],
        target: place,
        ..request(sshd, Credential::Password { password: PASSWORD.into() })
    }
}
