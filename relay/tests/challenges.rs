//! Keyboard-interactive authentication: the target's questions on their way to the person and back.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use hyper::Method;
use postern_shared::api::{Challenge, Credential, OpenSession, Problem, Prompt, SignIn, TooManyOf};
use postern_testkit::{
    CODES, Client, ECHOED_CODE, Login, PASSWORD, PromptServer, Reply, Round, TestRelay, TestSshd, request,
    target,
};

#[tokio::test]
async fn questions_come_round_by_round_with_their_echo_flag() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Rounds));
    let client = relay.client();
    let first = Asked::of(client.open(&request(&sshd, Credential::Interactive)).await);
    assert_eq!((first.challenge.round, &first.challenge.place), (1, &sshd.target()));
    assert_eq!(first.prompt(), ("Password: ", false));
    let second = first.answer(&client, &[PASSWORD]).await;
    let second = Asked::of(second);
    assert_eq!(second.challenge.round, 2);
    assert_eq!(second.prompt(), ("Verification code: ", true));
    let third = Asked::of(second.answer(&client, &[CODES[ECHOED_CODE]]).await);
    assert!(!third.prompt().1, "{third:?}");
    let signed_in = third.answer(&client, &[CODES[0]]).await;
    let Ok(SignIn::Open { info, session, .. }) = signed_in else { panic!("{signed_in:?}") };
    assert_eq!(session, first.session);
    assert!(info.single_link, "a code cannot be given twice");
}

#[tokio::test]
async fn a_password_given_beforehand_answers_its_own_round() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Rounds));
    let credential = Credential::Password { password: PASSWORD.into() };
    let asked = Asked::of(relay.client().open(&request(&sshd, credential)).await);
    assert_eq!(asked.prompt(), ("Verification code: ", true));
}

#[tokio::test]
async fn a_wrong_code_is_refused_or_asked_for_again_but_never_let_in() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::KeyThenCode));
    let client = relay.client();
    let credential = Credential::Key { key: sshd.key().text().into(), passphrase: None };
    let mut step = client.open(&request(&sshd, credential)).await;
    for _ in 0..20 {
        let asked = match step {
            Err(problem) => {
                assert!(matches!(problem, Problem::CredentialsRefused { .. }), "{problem:?}");
                return;
            }
            asked => Asked::of(asked),
        };
        step = asked.answer(&client, &["000000"]).await;
    }
    panic!("asked without end");
}

#[tokio::test]
async fn a_key_and_then_a_code_open_a_session_whose_channels_share_one_link() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::KeyThenCode));
    let client = relay.client();
    let credential = Credential::Key { key: sshd.key().text().into(), passphrase: None };
    let asked = Asked::of(client.open(&request(&sshd, credential)).await);
    let signed_in = asked.answer(&client, &[CODES[0]]).await;
    let Ok(SignIn::Open { session, token, info }) = signed_in else { panic!("{signed_in:?}") };
    assert!(info.single_link);
    let session = postern_testkit::Session { client, id: session, token, info };
    let mut shell = session.shell().await;
    shell.prompt().await;
    assert_eq!(session.run("echo $SSH_CONNECTION").await.stdout, {
        let line = shell.line("echo $SSH_CONNECTION").await;
        line.into_bytes()
    });
}

#[tokio::test]
async fn over_one_link_a_target_that_allows_one_channel_refuses_the_second() {
    let relay = TestRelay::start(&[]);
    let sshd = TestSshd::start_with(Login::KeyThenCode, "MaxSessions 1");
    let client = relay.client();
    let credential = Credential::Key { key: sshd.key().text().into(), passphrase: None };
    let asked = Asked::of(client.open(&request(&sshd, credential)).await);
    let signed_in = asked.answer(&client, &[CODES[0]]).await;
    let Ok(SignIn::Open { session, token, info }) = signed_in else { panic!("{signed_in:?}") };
    let session = postern_testkit::Session { client, id: session, token, info };
    let mut shell = session.shell().await;
    shell.prompt().await;
    let refusal = session.opening("shell", &[]).attach().await.unwrap_err();
    assert!(matches!(refusal.problem, Some(Problem::ChannelRefused { .. })), "{refusal:?}");
    assert_eq!(shell.line("echo alive").await, "alive\n");
}

#[tokio::test]
async fn a_key_and_then_a_password_are_both_asked_for() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::KeyThenPassword));
    let client = relay.client();
    let credential = Credential::Key { key: sshd.key().text().into(), passphrase: None };
    let asked = Asked::of(client.open(&request(&sshd, credential)).await);
    assert!(!asked.prompt().1);
    let signed_in = asked.answer(&client, &[PASSWORD]).await;
    assert!(matches!(signed_in, Ok(SignIn::Open { .. })), "{signed_in:?}");
}

#[tokio::test]
async fn several_prompts_of_one_round_come_together_with_title_and_instruction() {
    let round = Round {
        name: "Gate".into(),
        instructions: "Two things, please".into(),
        prompts: vec![("Badge: ".into(), true), ("PIN: ".into(), false)],
        answers: Some(vec!["b-17".into(), "0000 ä".into()]),
    };
    let server = PromptServer::start(vec![round], false).await;
    let relay = TestRelay::start(&[]);
    let client = relay.client();
    let asked = Asked::of(open(&client, server.port()).await);
    assert_eq!(asked.challenge.name, "Gate");
    assert_eq!(asked.challenge.instructions, "Two things, please");
    let prompts =
        [("Badge: ", true), ("PIN: ", false)].map(|(text, echo)| Prompt { text: text.to_owned(), echo });
    assert_eq!(asked.challenge.prompts, prompts);
    let signed_in = asked.answer(&client, &["b-17", "0000 ä"]).await;
    assert!(matches!(signed_in, Ok(SignIn::Open { .. })), "{signed_in:?}");
}

#[tokio::test]
async fn a_target_that_asks_without_end_is_given_up_on() {
    let round = |prompts| Round { name: String::new(), instructions: String::new(), prompts, answers: None };
    let relay = TestRelay::start(&[]);
    let client = relay.client();
    // Rounds that need no person, and rounds that do.
    let server = PromptServer::start(vec![round(Vec::new())], true).await;
    let problem = open(&client, server.port()).await.unwrap_err();
    assert!(matches!(problem, Problem::CredentialsRefused { .. }), "{problem:?}");
    let server = PromptServer::start(vec![round(vec![("again: ".into(), true)])], true).await;
    let mut step = open(&client, server.port()).await;
    let mut rounds = 0;
    while let Ok(SignIn::Challenge { .. }) = step {
        rounds += 1;
        assert!(rounds < 100, "asked without end");
        step = Asked::of(step).answer(&client, &["x"]).await;
    }
    let problem = step.unwrap_err();
    assert!(matches!(problem, Problem::CredentialsRefused { .. }), "{problem:?}");
}

#[tokio::test]
async fn a_thousand_prompts_and_prompts_of_a_megabyte_are_bounded() {
    let relay = TestRelay::start(&[]);
    let client = relay.client();
    let round = |prompts| Round { name: String::new(), instructions: String::new(), prompts, answers: None };
    let server = PromptServer::start(vec![round(vec![("more: ".into(), true); 1000])], false).await;
    let problem = open(&client, server.port()).await.unwrap_err();
    assert!(matches!(problem, Problem::CredentialsRefused { .. }), "{problem:?}");
    // More than SSH has room for in a packet (RFC 4253, section 6.1), and as much as it has.
    let server = PromptServer::start(vec![round(vec![("x".repeat(1 << 20), true)])], false).await;
    let problem = open(&client, server.port()).await.unwrap_err();
    assert!(matches!(problem, Problem::HandshakeFailed { .. }), "{problem:?}");
    let server = PromptServer::start(vec![round(vec![("x".repeat(200_000), true)])], false).await;
    let asked = Asked::of(open(&client, server.port()).await);
    assert_eq!(asked.prompt().0.len(), 1024);
}

#[tokio::test]
async fn a_target_that_never_has_enough_is_given_up_on_by_number_and_by_time() {
    let relay = TestRelay::start(&["--handshake-timeout", "2s"]);
    let client = relay.client();
    let server = PromptServer::start_never_enough(Duration::ZERO).await;
    let problem = open(&client, server.port()).await.unwrap_err();
    let Problem::CredentialsRefused { tried, .. } = problem else { panic!("{problem:?}") };
    assert!((10..=16).contains(&tried.len()), "{tried:?}");
    // No single answer takes too long here.
    let server = PromptServer::start_never_enough(Duration::from_millis(1200)).await;
    let problem = open(&client, server.port()).await.unwrap_err();
    assert!(matches!(problem, Problem::TimedOut { seconds: 8, .. }), "{problem:?}");
}

#[tokio::test]
async fn a_refused_answer_counts_even_if_the_next_question_is_left_open() {
    let round = |text: &str, right: Option<&str>| Round {
        name: String::new(),
        instructions: String::new(),
        prompts: vec![(text.into(), false)],
        answers: right.map(|right| vec![right.into()]),
    };
    // One asks the same again; the other refuses, and the relay asks for a password instead.
    let again = PromptServer::start(vec![round("Password: ", None)], true).await;
    let refuses = PromptServer::start(vec![round("Code: ", Some("right"))], false).await;
    for server in [again, refuses] {
        let relay = TestRelay::start(&["--sign-in-account-burst", "20", "--sign-in-account-refill", "1h"]);
        let client = relay.client();
        let asking = asking(&client, server.port()).await;
        let mut guesses = 0;
        let problem = loop {
            let asked = match client.open(&asking).await {
                Ok(step) => Asked::of(Ok(step)),
                Err(problem) => break problem,
            };
            Asked::of(asked.answer(&client, &["guess"]).await);
            guesses += 1;
            assert!(guesses < 10, "no bound");
        };
        assert!(matches!(problem, Problem::TooMany { of: TooManyOf::SignIns, .. }), "{problem:?}");
        assert!((2..=4).contains(&guesses), "{guesses}");
    }
}

#[tokio::test]
async fn right_answers_to_several_questions_cost_no_more_than_one_attempt() {
    let (relay, sshd) = (
        TestRelay::start(&["--sign-in-account-burst", "2", "--sign-in-account-refill", "1h"]),
        TestSshd::start(Login::Rounds),
    );
    let client = relay.client();
    let first = Asked::of(client.open(&request(&sshd, Credential::Interactive)).await);
    Asked::of(first.answer(&client, &[PASSWORD]).await);
    Asked::of(client.open(&request(&sshd, Credential::Interactive)).await);
}

#[tokio::test]
async fn a_cancelled_question_is_gone_at_once_and_the_target_left_alone() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Rounds));
    let client = relay.client();
    let asked = Asked::of(client.open(&request(&sshd, Credential::Interactive)).await);
    let other = Asked::of(client.open(&request(&sshd, Credential::Interactive)).await);
    assert_eq!(cancel(&client, &asked.session, &other.token).await.problem(), Problem::TokenRefused);
    assert_eq!(cancel(&client, &asked.session, &asked.token).await.status, 204);
    sshd.wait_for_log("Connection closed by");
    assert_eq!(asked.answer(&client, &[PASSWORD]).await.unwrap_err(), Problem::ChallengeGone);
    assert_eq!(cancel(&client, &asked.session, &asked.token).await.problem(), Problem::TokenRefused);
    Asked::of(other.answer(&client, &[PASSWORD]).await);
}

#[tokio::test]
async fn open_questions_are_bounded_by_client_and_keep_out_nobody_who_is_not_asked() {
    let round = Round {
        name: String::new(),
        instructions: String::new(),
        prompts: vec![("Code: ".into(), false)],
        answers: None,
    };
    let (server, sshd) = (PromptServer::start(vec![round], false).await, TestSshd::start(Login::Password));
    let relay = TestRelay::start(&["--trusted-proxies", "127.0.0.0/8"]);
    let client = relay.client();
    let asking = asking(&client, server.port()).await;
    let mut open = Vec::new();
    let reply = loop {
        let reply = open_from(&client, "203.0.113.1", &asking).await;
        if reply.status != 202 {
            break reply;
        }
        open.push(Asked::of(Ok(reply.json())));
        assert!(open.len() < 100, "no bound");
    };
    let problem = reply.problem();
    assert!(matches!(problem, Problem::TooMany { of: TooManyOf::SignIns, .. }), "{problem:?}");
    assert_eq!(open.len(), 16);
    assert_eq!(open_from(&client, "203.0.113.2", &asking).await.status, 202);
    let password = request(&sshd, Credential::Password { password: PASSWORD.into() });
    assert_eq!(open_from(&client, "203.0.113.1", &password).await.status, 201);
    let one = open.pop().unwrap();
    assert_eq!(cancel(&client, &one.session, &one.token).await.status, 204);
    assert_eq!(open_from(&client, "203.0.113.1", &asking).await.status, 202);
}

#[tokio::test]
async fn answers_need_the_right_token_and_the_right_round() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Rounds));
    let client = relay.client();
    let asked = Asked::of(client.open(&request(&sshd, Credential::Interactive)).await);
    let other = Asked::of(client.open(&request(&sshd, Credential::Interactive)).await);
    for (token, round) in [(&other.token, 1), (&asked.token, 2), (&asked.token, 0)] {
        let problem = client.answer(&asked.session, token, round, &[PASSWORD]).await.unwrap_err();
        assert!(matches!(problem, Problem::ChallengeGone | Problem::TokenRefused), "{problem:?}");
    }
    // The question is still open for whoever holds its token.
    let second = Asked::of(asked.answer(&client, &[PASSWORD]).await);
    assert_eq!(second.challenge.round, 2);
}

#[tokio::test]
async fn the_token_of_a_question_opens_no_channel() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Rounds));
    let asked = Asked::of(relay.client().open(&request(&sshd, Credential::Interactive)).await);
    let reply = relay.client().get(&format!("/api/sessions/{}", asked.session), Some(&asked.token)).await;
    assert_eq!(reply.problem(), Problem::TokenRefused);
}

#[tokio::test]
async fn a_question_nobody_answers_is_closed_and_the_target_left_alone() {
    let (relay, sshd) = (TestRelay::start(&["--challenge-timeout", "1s"]), TestSshd::start(Login::Rounds));
    let client = relay.client();
    let asked = Asked::of(client.open(&request(&sshd, Credential::Interactive)).await);
    sshd.wait_for_log("Connection closed by");
    assert_eq!(asked.answer(&client, &[PASSWORD]).await.unwrap_err(), Problem::ChallengeGone);
}

#[derive(Debug)]
struct Asked {
    session: String,
    token: String,
    challenge: Challenge,
}

impl Asked {
    fn of(step: Result<SignIn, Problem>) -> Self {
        match step {
            Ok(SignIn::Challenge { session, token, challenge, .. }) => Self { session, token, challenge },
            other => panic!("no question: {other:?}"),
        }
    }

    fn prompt(&self) -> (&str, bool) {
        match self.challenge.prompts.as_slice() {
            [prompt] => (&prompt.text, prompt.echo),
            other => panic!("not one prompt: {other:?}"),
        }
    }

    async fn answer(&self, client: &Client, answers: &[&str]) -> Result<SignIn, Problem> {
        client.answer(&self.session, &self.token, self.challenge.round, answers).await
    }
}

/// Signs in interactively to a server whose host key has to be accepted first.
async fn open(client: &Client, port: u16) -> Result<SignIn, Problem> {
    client.open(&asking(client, port).await).await
}

/// An interactive sign-in to a server, with its host key accepted.
async fn asking(client: &Client, port: u16) -> OpenSession {
    let mut asked = OpenSession {
        target: target("127.0.0.1", port),
        hops: Vec::new(),
        credential: Credential::Interactive,
        accept: Vec::new(),
    };
    let problem = client.open(&asked).await.unwrap_err();
    let Problem::HostKeyUnknown { host, port, key, .. } = problem else { panic!("{problem:?}") };
    asked.accept.push(postern_shared::api::AcceptedHostKey {
        host,
        port,
        fingerprint: key.fingerprint,
        remember: false,
    });
    asked
}

/// The same as [`Client::open`], from this address behind a proxy.
async fn open_from(client: &Client, address: &str, request: &OpenSession) -> Reply {
    let headers = [("content-type", "application/json"), ("x-forwarded-for", address)];
    let body = serde_json::to_vec(request).unwrap();
    client.request(Method::POST, "/api/sessions", &headers, body).await
}

async fn cancel(client: &Client, session: &str, token: &str) -> Reply {
    let bearer = format!("Bearer {token}");
    let path = format!("/api/sessions/{session}");
    client.request(Method::DELETE, &path, &[("authorization", &bearer)], Vec::new()).await
}
