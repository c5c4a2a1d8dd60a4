//! Shells: a login shell in a pty behind one WebSocket.

use postern_shared::wire::{ClientControl, ServerControl, TermSize};
use postern_testkit::{Stand, sha256};

#[tokio::test]
async fn what_is_typed_is_echoed_and_run() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.type_text("echo \"a\"'b'c\n").await;
    assert_eq!(shell.prompt().await, "echo \"a\"'b'c\r\nabc\r\n$ ");
}

#[tokio::test]
async fn the_terminal_has_the_type_and_size_asked_for() {
    let stand = Stand::start(&[]).await;
    let session = &stand.session;
    let opening = session.opening_shell(TermSize::new(132, 43).unwrap()).with("term", "vt220");
    let mut shell = opening.attach().await.unwrap();
    shell.prompt().await;
    assert_eq!(shell.line("stty size; echo $TERM").await, "43 132\nvt220\n");
}

#[tokio::test]
async fn a_resize_is_seen_by_the_program_that_runs() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    let program = "trap 'stty size' WINCH; echo ready; while :; do sleep 0.01; done";
    shell.type_text(&format!("bash -c \"{program}\"\n")).await;
    shell.read_until("\r\n").await;
    shell.read_until("ready").await;
    shell.control(&ClientControl::Resize(TermSize::new(101, 37).unwrap())).await;
    shell.read_until("37 101").await;
}

#[tokio::test]
async fn the_end_of_a_shell_is_told_with_its_status() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.type_text("echo last words; exit 7\n").await;
    let outcome = shell.outcome().await;
    assert!(String::from_utf8_lossy(&outcome.stdout).contains("\r\nlast words\r\n"));
    assert_eq!((outcome.status, outcome.signal), (Some(7), None));
    assert_eq!(shell.closed().await, (Some(1000), None));
}

#[tokio::test]
async fn interrupt_under_a_flood_brings_the_prompt_at_once() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.type_text("yes\n").await;
    shell.read_until(&"y\r\n".repeat(100_000)).await;
    shell.type_text("\u{3}").await;
    let before = shell.offset();
    shell.read_until("^C").await;
    shell.prompt().await;
    assert!(shell.offset() - before < 512 * 1024, "{} bytes after Ctrl-C", shell.offset() - before);
}

#[tokio::test]
async fn a_paste_of_a_megabyte_arrives_whole() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    let paste: String = (0..20_000).map(|n| format!("{n:06} {}\n", "postern ".repeat(6))).collect();
    assert!(paste.len() > 1_000_000);
    shell.type_text("stty -echo; echo re''ady; cat > pasted; sha256sum < pasted\n").await;
    shell.read_until("ready\r\n").await;
    shell.type_text(&paste).await;
    shell.type_text("\u{4}").await;
    let sum = shell.read_until("-\r\n").await;
    assert_eq!(sum.trim(), format!("{}  -", sha256(paste.as_bytes())));
}

#[tokio::test]
async fn two_shells_of_one_session_are_apart() {
    let stand = Stand::start(&[]).await;
    let session = &stand.session;
    let (mut one, mut two) = (session.shell().await, session.shell().await);
    assert_ne!(one.opened.channel, two.opened.channel);
    one.prompt().await;
    two.prompt().await;
    one.line("mine=1").await;
    assert_eq!(two.line("echo \"[$mine]\"").await, "[]\n");
    assert_eq!(one.line("echo \"[$mine]\"").await, "[1]\n");
}

#[tokio::test]
async fn a_ping_is_answered_with_its_number() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.control(&ClientControl::Ping { id: 41 }).await;
    shell.control_where(|control| *control == ServerControl::Pong { id: 41 }).await;
}
