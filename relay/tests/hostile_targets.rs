//! Targets that are broken or hostile: each harms its own session only, within bounds of time and memory.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::StreamExt as _;
use postern_shared::api::{AcceptedHostKey, Credential, OpenSession, Problem};
use postern_testkit::{
    HostileTarget, Login, Malice, PASSWORD, PromptServer, Proxy, Stand, TestRelay, TestSshd, request, target,
};

const SHORT: [&str; 2] = ["--handshake-timeout", "2s"];

#[tokio::test]
async fn a_banner_of_a_gigabyte_is_given_up_on_at_once() {
    for malice in [Malice::Lines(1 << 30), Malice::EndlessLine(1 << 30), Malice::Garbage(1 << 30)] {
        let relay = TestRelay::start(&SHORT);
        let before = relay.memory();
        let hostile = HostileTarget::start(malice.clone()).await;
        let problem = dial(&relay, hostile.port()).await;
        assert!(
            matches!(problem, Problem::HandshakeFailed { .. } | Problem::TimedOut { .. }),
            "{malice:?}: {problem:?}"
        );
        let grown = relay.memory().saturating_sub(before);
        assert!(grown < 8 << 20, "{malice:?}: {grown} bytes more");
        assert!(hostile.sent() < 64 << 20, "{malice:?}: {} bytes were taken", hostile.sent());
    }
}

#[tokio::test]
async fn a_target_that_says_nothing_or_drips_is_given_up_on_in_time() {
    let relay = TestRelay::start(&SHORT);
    for malice in [Malice::Silence, Malice::Drip(Duration::from_millis(50))] {
        let hostile = HostileTarget::start(malice).await;
        let problem = dial(&relay, hostile.port()).await;
        let Problem::TimedOut { port, seconds, .. } = problem else { panic!("{problem:?}") };
        assert_eq!((port, seconds), (hostile.port(), 2));
    }
}

#[tokio::test]
async fn another_protocol_is_told_from_ssh() {
    let relay = TestRelay::start(&SHORT);
    for said in [
        &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
        b"220 mail.example ESMTP\r\n",
        b"SSH-1.5-old\r\n",
        b"\0\0\0\0",
        b"",
    ] {
        let hostile = HostileTarget::start(Malice::Says(said.to_vec())).await;
        let problem = dial(&relay, hostile.port()).await;
        assert!(
            matches!(problem, Problem::HandshakeFailed { .. } | Problem::Unreachable { .. }),
            "{:?}: {problem:?}",
            String::from_utf8_lossy(said)
        );
    }
}

#[tokio::test]
async fn a_long_banner_is_clipped_and_cleaned_and_does_not_prevent_the_sign_in() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "\u{1b}]0;owned\u{7}line of a banner\n".repeat(5000)).unwrap();
    let banner = format!("Banner {}", file.path().display());
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start_with(Login::Password, &banner));
    let banner = relay.client().sign_in(&sshd).await.info.banner.unwrap();
    assert!(banner.len() <= 8192, "{} bytes", banner.len());
    assert!(banner.contains("line of a banner") && !banner.contains('\u{1b}'));
}

#[tokio::test]
async fn a_flood_of_banners_ends_the_sign_in() {
    let relay = TestRelay::start(&[]);
    // As much as is borne, and one byte more.
    for (bytes, is_borne) in [(256 * 1024, true), (256 * 1024 + 1, false)] {
        let server = PromptServer::start_with_banner(bytes).await;
        let mut asked = OpenSession {
            target: target("127.0.0.1", server.port()),
            hops: Vec::new(),
            credential: Credential::Password { password: PASSWORD.into() },
            accept: Vec::new(),
        };
        let problem = relay.client().open(&asked).await.unwrap_err();
        let Problem::HostKeyUnknown { host, port, key, .. } = problem else { panic!("{problem:?}") };
        let accepted = AcceptedHostKey { host, port, fingerprint: key.fingerprint, remember: false };
        asked.accept.push(accepted);
        match relay.client().open(&asked).await {
            Ok(_) => assert!(is_borne),
            Err(Problem::HandshakeFailed { .. }) => assert!(!is_borne),
            Err(problem) => panic!("{problem:?}"),
        }
    }
}

#[tokio::test]
async fn what_a_target_says_in_an_error_is_clipped_and_harmless() {
    let relay = TestRelay::start(&SHORT);
    let said = b"SSH-2.0-\x1b]0;owned\x07<script>alert(1)</script>\r\n".repeat(50);
    let hostile = HostileTarget::start(Malice::Says(said)).await;
    let problem = dial(&relay, hostile.port()).await;
    let text = serde_json::to_string(&problem).unwrap();
    assert!(text.len() < 4096, "{} bytes", text.len());
    assert!(!text.contains("\\u001b"), "{text}");
}

#[tokio::test]
async fn a_connection_closed_at_any_byte_of_the_handshake_ends_that_sign_in_only() {
    let sshd = TestSshd::start(Login::Password);
    let address: SocketAddr = ([127, 0, 0, 1], sshd.port()).into();
    let many = "1000000";
    let stand = Stand::start(&["--sign-in-address-burst", many, "--sign-in-account-burst", many]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    let whole = Proxy::start(address).await;
    let asked = asking(&sshd, whole.address().port());
    assert!(stand.relay.client().open(&asked).await.is_ok());
    let length = whole.bytes_down();
    assert!(length > 500, "{length} bytes");
    let client = stand.relay.client();
    let failures = futures_util::stream::iter(0..length)
        .map(|byte| {
            let (client, sshd) = (client.clone(), &sshd);
            async move {
                let line = Proxy::start_breaking_at(address, byte).await;
                (byte, client.open(&asking(sshd, line.address().port())).await)
            }
        })
        .buffer_unordered(8);
    futures_util::pin_mut!(failures);
    let mut opened = Vec::new();
    while let Some((byte, result)) = failures.next().await {
        match result {
            Err(Problem::HandshakeFailed { .. } | Problem::Unreachable { .. } | Problem::LinkLost { .. }) => {
            }
            Err(problem) => panic!("at byte {byte} of {length}: {problem:?}"),
            Ok(_) => opened.push(byte),
        }
    }
    // What follows the success itself (OpenSSH's `hostkeys-00`) is not needed to sign in.
    assert!(opened.iter().all(|byte| byte + 1024 > length), "{opened:?} of {length}");
    assert_eq!(shell.line("echo alive").await, "alive\n");
    assert_eq!(stand.relay.client().get("/healthz", None).await.status, 200);
}

#[tokio::test]
async fn a_line_that_dies_under_a_running_session_ends_that_session_only() {
    let stand = Stand::start(&[]).await;
    let sshd = TestSshd::start(Login::Password);
    let line = Proxy::start(([127, 0, 0, 1], sshd.port()).into()).await;
    let mut healthy = stand.session.shell().await;
    healthy.prompt().await;
    let asked = asking(&sshd, line.address().port());
    let signed_in = stand.relay.client().open(&asked).await.unwrap();
    let postern_shared::api::SignIn::Open { session, token, info } = signed_in else { panic!() };
    let doomed = postern_testkit::Session { client: stand.relay.client(), id: session, token, info };
    let mut shell = doomed.shell().await;
    shell.prompt().await;
    shell.type_text("yes\n").await;
    shell.read_until("y\r\ny\r\n").await;
    line.set(postern_testkit::Line::Reset);
    let (code, problem) = shell.closed().await;
    assert_eq!(code, Some(4003));
    assert!(matches!(problem, Some(Problem::LinkLost { .. })), "{problem:?}");
    assert_eq!(healthy.line("echo alive").await, "alive\n");
}

#[tokio::test]
async fn a_target_that_goes_silent_is_noticed_by_keepalives() {
    let stand = Stand::start(&["--target-keepalive", "1s"]).await;
    let sshd = TestSshd::start(Login::Password);
    let line = Proxy::start(([127, 0, 0, 1], sshd.port()).into()).await;
    let signed_in = stand.relay.client().open(&asking(&sshd, line.address().port())).await.unwrap();
    let postern_shared::api::SignIn::Open { session, token, info } = signed_in else { panic!() };
    let session = postern_testkit::Session { client: stand.relay.client(), id: session, token, info };
    let mut shell = session.shell().await;
    shell.prompt().await;
    line.set(postern_testkit::Line::Stalled);
    assert_eq!(shell.closed().await.0, Some(4003));
}

fn asking(sshd: &TestSshd, port: u16) -> OpenSession {
    let mut asked = request(sshd, Credential::Password { password: PASSWORD.into() });
    asked.target.port = port;
    asked.accept[0].port = port;
    asked
}

async fn dial(relay: &TestRelay, port: u16) -> Problem {
    let asked = OpenSession {
        target: target("127.0.0.1", port),
        hops: Vec::new(),
        credential: Credential::Password { password: PASSWORD.into() },
        accept: Vec::<AcceptedHostKey>::new(),
    };
    relay.client().open(&asked).await.unwrap_err()
}
