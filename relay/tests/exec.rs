//! Commands: streams apart, exit status and signals at the end, any bytes, any length.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use postern_shared::api::Problem;
use postern_shared::wire::limits::COMMAND_BYTES;
use postern_shared::wire::{ClientControl, Signal};
use postern_testkit::{Event, Login, Stand, TestRelay, TestSshd, sha256};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn output_and_errors_come_apart_and_the_status_last() {
    let stand = Stand::start(&[]).await;
    let outcome = stand.session.run("echo out; echo err >&2; exit 3").await;
    assert_eq!((outcome.stdout.as_slice(), outcome.stderr.as_slice()), (&b"out\n"[..], &b"err\n"[..]));
    assert_eq!((outcome.status, outcome.signal), (Some(3), None));
}

#[tokio::test]
async fn the_signal_that_ended_a_command_is_named() {
    let stand = Stand::start(&[]).await;
    let outcome = stand.session.run("kill -TERM $$").await;
    assert_eq!((outcome.status, outcome.signal.as_deref()), (None, Some("TERM")));
}

#[tokio::test]
async fn a_signal_reaches_the_command() {
    let stand = Stand::start(&[]).await;
    let mut exec =
        stand.session.exec("trap 'echo got it; exit 4' USR1; echo ready; while :; do sleep 0.01; done").await;
    exec.read_until("ready\n").await;
    exec.control(&ClientControl::Signal { signal: Signal::Usr1 }).await;
    let outcome = exec.outcome().await;
    assert_eq!((outcome.stdout.as_slice(), outcome.status), (&b"got it\n"[..], Some(4)));
}

#[tokio::test]
async fn input_of_every_byte_value_comes_back_whole() {
    let stand = Stand::start(&[]).await;
    let input: Vec<u8> = (0..3_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut exec = stand.session.exec("cat").await;
    exec.type_bytes(&input).await;
    exec.end_input().await;
    let outcome = exec.outcome().await;
    assert_eq!(outcome.status, Some(0));
    assert_eq!(sha256(&outcome.stdout), sha256(&input));
}

#[tokio::test]
async fn fifty_megabytes_arrive_complete() {
    let stand = Stand::start(&[]).await;
    let make = "dd if=/dev/urandom of=big bs=1M count=50 status=none; sha256sum < big";
    let sum = String::from_utf8(stand.session.run(&format!("cd; {make}")).await.stdout).unwrap();
    let outcome = stand.session.run("cat ~/big").await;
    assert_eq!(outcome.stdout.len(), 50 << 20);
    assert_eq!(format!("{}  -\n", sha256(&outcome.stdout)), sum);
}

#[tokio::test]
async fn a_command_without_input_sees_its_end_when_the_client_says_so() {
    let stand = Stand::start(&[]).await;
    let mut exec = stand.session.exec("wc -c").await;
    exec.type_text("four").await;
    exec.end_input().await;
    assert_eq!(exec.outcome().await.stdout, b"4\n");
}

#[tokio::test]
async fn the_longest_command_runs_and_a_longer_one_is_refused() {
    let stand = Stand::start(&[]).await;
    let command = format!("echo {:->1$}", "", COMMAND_BYTES - 5);
    assert_eq!(command.len(), COMMAND_BYTES);
    assert_eq!(stand.session.run(&command).await.stdout.len(), COMMAND_BYTES - 4);
    let refusal = attach_running(&stand, &format!("{command}-")).await.unwrap_err();
    assert_eq!(refusal, (Some(1009), Some(Problem::TooLarge { limit: COMMAND_BYTES as u64 })));
}

#[tokio::test]
async fn what_does_not_begin_with_a_command_is_refused() {
    let stand = Stand::start(&[]).await;
    for first in [
        Message::binary(b"\0ls".to_vec()),
        Message::text("ls"),
        Message::text(r#"{"type":"eof"}"#),
        Message::text(r#"{"type":"run"}"#),
    ] {
        let shown = format!("{first:?}");
        let (code, problem) = first_message(&stand, first).await.unwrap_err();
        assert_eq!(code, Some(1002), "{shown}");
        assert!(matches!(problem, Some(Problem::BadRequest { .. })), "{shown}: {problem:?}");
    }
}

#[tokio::test]
async fn a_second_command_and_a_frame_of_no_stream_end_the_channel() {
    let stand = Stand::start(&[]).await;
    let mut exec = stand.session.exec("cat").await;
    exec.control(&ClientControl::Run { command: "id".into() }).await;
    assert_eq!(exec.closed().await.0, Some(1002));
    let mut exec = stand.session.exec("cat").await;
    exec.send(Message::binary(vec![7, b'x'])).await;
    assert_eq!(exec.closed().await.0, Some(1002));
}

#[tokio::test]
async fn a_target_that_allows_no_more_channels_says_so() {
    let relay = TestRelay::start(&[]);
    let sshd = TestSshd::start_with(Login::Password, "MaxSessions 0");
    let session = relay.client().sign_in(&sshd).await;
    let refusal = session.opening("shell", &[]).attach().await.unwrap_err();
    assert_eq!(refusal.close, Some(4004));
    assert!(matches!(refusal.problem, Some(Problem::ChannelRefused { .. })), "{refusal:?}");
}

#[tokio::test]
async fn every_channel_has_a_link_of_its_own_where_the_sign_in_can_be_repeated() {
    let relay = TestRelay::start(&[]);
    let sshd = TestSshd::start_with(Login::Password, "MaxSessions 1");
    let session = relay.client().sign_in(&sshd).await;
    let mut shell = session.shell().await;
    shell.prompt().await;
    let connection = shell.line("echo $SSH_CONNECTION").await;
    let other = session.run("echo $SSH_CONNECTION").await.stdout;
    assert_ne!(connection.into_bytes(), other);
}

#[tokio::test]
async fn twenty_commands_at_once_are_answered_each_its_own() {
    let stand = Stand::start(&[]).await;
    let runs = (0..20).map(|n| {
        let session = stand.session.clone();
        async move { (n, session.run(&format!("echo {n}")).await) }
    });
    for (n, outcome) in futures_util::future::join_all(runs).await {
        assert_eq!(outcome.stdout, format!("{n}\n").into_bytes());
    }
}

type Closed = (Option<u16>, Option<Problem>);

async fn attach_running(stand: &Stand, command: &str) -> Result<(), Closed> {
    let run = serde_json::to_string(&ClientControl::Run { command: command.into() }).unwrap();
    first_message(stand, Message::text(run)).await
}

/// Opens an exec channel with this as first message; an error holds how it was closed.
async fn first_message(stand: &Stand, message: Message) -> Result<(), Closed> {
    match stand.session.opening("exec", &[]).attach_saying(message).await {
        Ok(mut attachment) => match attachment.next().await {
            Event::Closed(code) => Err((code.map(|(code, _)| code), None)),
            _ => Ok(()),
        },
        Err(refusal) => Err((refusal.close, refusal.problem)),
    }
}
