//! Signing in: every credential and every question a target may ask, and what is said when it fails.

use postern_shared::api::{
    Credential, KeyFault, LoginWebsshReply, OpenSession, Problem, SignIn, UnreachableWhy,
};
use postern_shared::target::{Host, UserName};
use postern_testkit::{
    KeyFormat, KeyKind, Login, PASSWORD, PrivateKey, Stand, TestRelay, TestSshd, accepted, free_port,
    request, target,
};

#[tokio::test]
async fn a_password_opens_a_session_that_says_what_it_leads_to() {
    let stand = Stand::start(&[]).await;
    let info = &stand.session.info;
    assert_eq!(info.target, stand.sshd.target());
    assert_eq!(info.host_key, stand.sshd.host_key());
    assert!(info.server.contains("OpenSSH"), "{}", info.server);
    assert!(!info.single_link);
    assert_eq!(info.stages.len(), 1);
    assert_eq!(stand.session.token.len(), 43, "256 bits in base64url");
}

#[tokio::test]
async fn a_wrong_password_is_refused_and_says_what_was_tried() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let problem = refused(&relay, &request(&sshd, password("wrong"))).await;
    let Problem::CredentialsRefused { place, tried, methods } = problem else { panic!("{problem:?}") };
    assert_eq!(place, sshd.target());
    assert_eq!((tried, methods), (vec!["password".to_owned()], vec!["password".to_owned()]));
}

#[tokio::test]
async fn a_user_that_does_not_exist_is_refused_like_a_wrong_password() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let mut asked = request(&sshd, password(PASSWORD));
    asked.target.user = UserName::parse("nobody-of-this-name").unwrap();
    let problem = refused(&relay, &asked).await;
    assert!(matches!(problem, Problem::CredentialsRefused { .. }), "{problem:?}");
}

#[tokio::test]
async fn a_private_key_of_every_kind_and_format_opens_a_session() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Key));
    for (kind, format) in [
        (KeyKind::Ed25519, KeyFormat::OpenSsh),
        (KeyKind::Ed25519, KeyFormat::Pkcs8),
        (KeyKind::EcdsaP256, KeyFormat::OpenSsh),
        (KeyKind::EcdsaP256, KeyFormat::Pkcs8),
        (KeyKind::EcdsaP256, KeyFormat::Pem),
        (KeyKind::EcdsaP384, KeyFormat::Pem),
        (KeyKind::EcdsaP521, KeyFormat::OpenSsh),
        (KeyKind::Rsa2048, KeyFormat::OpenSsh),
        (KeyKind::Rsa2048, KeyFormat::Pkcs8),
        (KeyKind::Rsa2048, KeyFormat::Pem),
    ] {
        let key = PrivateKey::generate_in(kind, format, "");
        sshd.authorize(&key);
        let signed_in = relay.client().open(&request(&sshd, private_key(&key, None))).await;
        assert!(matches!(signed_in, Ok(SignIn::Open { .. })), "{kind:?} {format:?}: {signed_in:?}");
    }
}

#[tokio::test]
async fn an_encrypted_key_of_every_format_opens_with_its_passphrase_only() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Key));
    for (kind, format) in [
        (KeyKind::Ed25519, KeyFormat::OpenSsh),
        (KeyKind::Ed25519, KeyFormat::Pkcs8),
        (KeyKind::EcdsaP256, KeyFormat::Pem),
        (KeyKind::Rsa2048, KeyFormat::OpenSsh),
        (KeyKind::Rsa2048, KeyFormat::Pkcs8),
        (KeyKind::Rsa2048, KeyFormat::Pem),
    ] {
        let key = PrivateKey::generate_in(kind, format, "open sesame");
        sshd.authorize(&key);
        let with = |passphrase| request(&sshd, private_key(&key, passphrase));
        let signed_in = relay.client().open(&with(Some("open sesame"))).await;
        assert!(matches!(signed_in, Ok(SignIn::Open { .. })), "{kind:?} {format:?}: {signed_in:?}");
        for (passphrase, why) in
            [(None, KeyFault::PassphraseNeeded), (Some("open barley"), KeyFault::PassphraseWrong)]
        {
            let problem = refused(&relay, &with(passphrase)).await;
            assert_eq!(problem, Problem::KeyUnusable { why }, "{kind:?} {format:?}");
        }
    }
}

#[tokio::test]
async fn what_is_no_private_key_is_refused_before_anything_is_dialled() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Key));
    for text in ["", "hello", sshd.key().public_line(), "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"] {
        let credential = Credential::Key { key: text.to_owned(), passphrase: None };
        let problem = refused(&relay, &request(&sshd, credential)).await;
        assert_eq!(problem, Problem::KeyUnusable { why: KeyFault::Unreadable }, "{text:?}");
    }
    assert!(!sshd.log().contains("Connection from"), "{}", sshd.log());
}

#[tokio::test]
async fn a_key_the_target_does_not_know_is_refused() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Key));
    let key = PrivateKey::generate(KeyKind::Ed25519);
    let problem = refused(&relay, &request(&sshd, private_key(&key, None))).await;
    let Problem::CredentialsRefused { tried, methods, .. } = problem else { panic!("{problem:?}") };
    assert_eq!((tried, methods), (vec!["publickey".to_owned()], vec!["publickey".to_owned()]));
}

#[tokio::test]
async fn a_password_answers_the_one_hidden_prompt_of_a_target_that_asks() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Prompt));
    let session = relay.client().sign_in(&sshd).await;
    assert!(!session.info.single_link, "it can be repeated without the person");
    assert_eq!(session.run("echo in").await.stdout, b"in\n");
}

#[tokio::test]
async fn an_address_of_ipv6_and_a_name_are_dialled_too() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    for host in ["::1", "[::1]", "localhost"] {
        let place = target(host, sshd.port());
        let asked = OpenSession {
            accept: vec![accepted(&sshd, &place)],
            target: place,
            ..request(&sshd, password(PASSWORD))
        };
        let signed_in = relay.client().open(&asked).await;
        assert!(matches!(signed_in, Ok(SignIn::Open { .. })), "{host}: {signed_in:?}");
    }
}

#[tokio::test]
async fn a_closed_port_and_an_unknown_name_are_told_apart() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let mut asked = request(&sshd, password(PASSWORD));
    asked.target.port = free_port();
    let problem = refused(&relay, &asked).await;
    assert!(matches!(problem, Problem::Unreachable { why: UnreachableWhy::Refused, .. }), "{problem:?}");
    // RFC 6761: names under `.invalid` have no address.
    asked.target.host = Host::parse("host.invalid").unwrap();
    let problem = refused(&relay, &asked).await;
    assert_eq!(problem, Problem::NameNotFound { host: asked.target.host });
}

#[tokio::test]
async fn the_flat_login_opens_the_same_kind_of_session() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    std::fs::write(relay.data().join("known_hosts"), sshd.known_hosts_line()).unwrap();
    let relay = relay.start_again(&[]);
    let body = |password: &str| {
        serde_json::json!({
            "host": "127.0.0.1", "port": sshd.port().to_string(),
            "username": sshd.target().user, "password": password,
        })
    };
    let reply = relay.client().post("/loginWebssh", None, &body(PASSWORD)).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let reply: LoginWebsshReply = reply.json();
    assert_eq!(reply.shell, format!("/api/sessions/{}/shell", reply.session));
    let info = relay.client().get(&format!("/api/sessions/{}", reply.session), Some(&reply.token)).await;
    assert_eq!(info.status, 200, "{}", info.text());
    let problem = relay.client().post("/loginWebssh", None, &body("wrong")).await.problem();
    assert!(matches!(problem, Problem::CredentialsRefused { .. }), "{problem:?}");
}

#[tokio::test]
async fn a_request_that_cannot_be_read_is_refused_without_repeating_what_it_holds() {
    let relay = TestRelay::start(&[]);
    let target = serde_json::json!({ "host": "web", "user": "ops" });
    for body in [
        serde_json::json!({ "target": target }),
        serde_json::json!({ "target": target, "credential": "hunter2" }),
        serde_json::json!({ "target": target, "credential": { "type": "hunter2" } }),
        serde_json::json!({ "target": target, "credential": { "type": "password", "password": ["hunter2"] } }),
        serde_json::json!({ "target": target, "credential": { "type": "key", "key": 7, "passphrase": "hunter2" } }),
        serde_json::json!({ "target": { "host": "-oProxyCommand=id", "user": "ops" }, "credential": { "type": "interactive" } }),
        serde_json::json!("hunter2"),
    ] {
        let reply = relay.client().post("/api/sessions", None, &body).await;
        assert!(matches!(reply.problem(), Problem::BadRequest { .. }), "{body}: {}", reply.text());
        assert!(!reply.text().contains("hunter2"), "{body}: {}", reply.text());
    }
}

#[tokio::test]
async fn no_secret_reaches_the_log_even_at_its_most_talkative() {
    let relay = TestRelay::start(&["--log", "trace"]);
    let (sshd, keyed) = (TestSshd::start(Login::Password), TestSshd::start(Login::Key));
    let session = relay.client().sign_in(&sshd).await;
    session.run("echo terminal-content").await;
    refused(&relay, &request(&sshd, password("wrong-password-text"))).await;
    let key = PrivateKey::generate_in(KeyKind::Ed25519, KeyFormat::OpenSsh, "passphrase-text");
    refused(&relay, &request(&keyed, private_key(&key, Some("passphrase-text")))).await;
    session.close().await;
    relay.wait_for_log(&session.id);
    let log = relay.log();
    let middle_of_key = key.text().lines().nth(2).unwrap().to_owned();
    for secret in [
        PASSWORD,
        "wrong-password-text",
        "passphrase-text",
        &session.token,
        &middle_of_key,
        "terminal-content",
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn the_targets_banner_is_shown_as_text() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "Authorised staff only\nAll use is <b>recorded</b>\n").unwrap();
    let banner = format!("Banner {}", file.path().display());
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start_with(Login::Password, &banner));
    let session = relay.client().sign_in(&sshd).await;
    let banner = session.info.banner.unwrap();
    assert_eq!(banner.replace("\r\n", "\n"), "Authorised staff only\nAll use is <b>recorded</b>\n");
}

#[tokio::test]
async fn a_closed_session_is_gone_for_good() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    assert_eq!(stand.session.close().await.status, 204);
    let gone = Problem::SessionGone { why: postern_shared::api::SessionEnd::Closed };
    assert_eq!(shell.closed().await, (Some(4001), Some(gone.clone())));
    assert_eq!(stand.session.now().await.unwrap_err(), gone);
    stand.sshd.wait_for_log("Disconnected from user");
}

fn password(text: &str) -> Credential {
    Credential::Password { password: text.to_owned() }
}

fn private_key(key: &PrivateKey, passphrase: Option<&str>) -> Credential {
    Credential::Key { key: key.text().to_owned(), passphrase: passphrase.map(str::to_owned) }
}

async fn refused(relay: &TestRelay, request: &OpenSession) -> Problem {
    match relay.client().open(request).await {
        Err(problem) => problem,
        Ok(signed_in) => panic!("{signed_in:?}"),
    }
}
