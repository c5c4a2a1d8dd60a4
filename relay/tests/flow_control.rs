//! Flow: a bounded number of bytes runs ahead, nothing is dropped, a slow reader slows its own program only.

use std::time::{Duration, Instant};

use postern_shared::wire::ClientControl;
use postern_testkit::{Acks, Attachment, Event, Line, Proxy, Stand, sha256};
use tokio_tungstenite::tungstenite::Message;

/// More than any bound of the relay on bytes under way to one shell.
const BOUND: u64 = 256 * 1024;

#[tokio::test]
async fn fifty_megabytes_of_text_pass_through_a_shell_complete() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    let make = "base64 -w 76 /dev/urandom | head -n 660000 > text; sed 's/$/\\r/' text | sha256sum";
    let sum = shell.line(make).await;
    shell.line("stty -echo").await;
    shell.type_text("cat text\n").await;
    // The terminal's line discipline puts a carriage return before every line feed.
    let text = shell.read_bytes(660_000 * 78).await;
    assert_eq!(format!("{}  -\n", sha256(&text)), sum);
}

#[tokio::test]
async fn a_client_that_stops_acknowledging_gets_a_bounded_number_of_bytes_more() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.acks = Acks::ByHand;
    shell.acknowledge().await;
    let acknowledged = shell.offset();
    shell.type_text("yes\n").await;
    let ahead = read_to_silence(&mut shell).await - acknowledged;
    assert!((32 * 1024..BOUND).contains(&ahead), "{ahead} bytes ran ahead");
    // One acknowledgement lets as much go on.
    shell.acknowledge().await;
    let more = read_to_silence(&mut shell).await - acknowledged - ahead;
    assert!((32 * 1024..BOUND).contains(&more), "{more} bytes followed");
}

#[tokio::test]
async fn interrupt_reaches_a_program_whose_output_is_held() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.acks = Acks::ByHand;
    shell.acknowledge().await;
    shell.type_text("yes\n").await;
    read_to_silence(&mut shell).await;
    shell.type_text("\u{3}").await;
    shell.acks = Acks::AsRead;
    let before = shell.offset();
    shell.acknowledge().await;
    shell.read_until("^C").await;
    shell.prompt().await;
    assert!(shell.offset() - before < BOUND, "{} bytes after Ctrl-C", shell.offset() - before);
}

#[tokio::test]
async fn a_reader_of_a_megabyte_a_second_waits_little_for_its_prompt_after_interrupt() {
    let stand = Stand::start(&[]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut shell = stand.session.through(line.address()).shell().await;
    shell.prompt().await;
    line.set(Line::Slow(1_000_000));
    shell.type_text("yes\n").await;
    shell.read_until(&"y\r\n".repeat(200_000)).await;
    let (before, asked) = (shell.offset(), Instant::now());
    shell.type_text("\u{3}").await;
    shell.read_until("^C").await;
    shell.prompt().await;
    let bytes = shell.offset() - before;
    assert!(bytes < 384 * 1024, "{bytes} bytes and {:?} after Ctrl-C", asked.elapsed());
}

#[tokio::test]
async fn a_stalled_client_costs_a_bounded_amount_of_memory_and_stalls_nobody_else() {
    let stand = Stand::start(&[]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut other = stand.session.shell().await;
    other.prompt().await;
    let mut stalled = stand.session.through(line.address()).shell().await;
    stalled.prompt().await;
    let before = stand.relay.memory();
    stalled.type_text("yes\n").await;
    stalled.read_until("y\r\ny\r\n").await;
    line.set(Line::Stalled);
    // Work of the other shell is the clock: it passes many times what the stalled one may hold.
    for _ in 0..5 {
        assert_eq!(
            other.line("seq 1 300000 | tail -n 200000 | md5sum; seq 1 100000").await.lines().count(),
            100_001
        );
    }
    let grown = stand.relay.memory().saturating_sub(before);
    assert!(grown < 8 << 20, "{grown} bytes more");
}

#[tokio::test]
async fn a_client_that_never_acknowledges_is_held_by_tcp_alone_and_loses_nothing() {
    let stand = Stand::start(&[]).await;
    let run = ClientControl::Run { command: "seq 1 1000000".into() };
    let run = Message::text(serde_json::to_string(&run).unwrap());
    let opening = stand.session.opening("exec", &[]).acknowledging_by_hand();
    let mut exec = opening.attach_saying(run).await.unwrap();
    let outcome = exec.outcome().await;
    let expected: String = (1..=1_000_000).map(|n| format!("{n}\n")).collect();
    assert_eq!(sha256(&outcome.stdout), sha256(expected.as_bytes()));
}

#[tokio::test]
async fn acknowledging_the_future_or_the_past_changes_nothing() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.acks = Acks::ByHand;
    shell.control(&ClientControl::Ack { offset: u64::MAX }).await;
    let start = shell.offset();
    shell.type_text("yes\n").await;
    let ahead = read_to_silence(&mut shell).await - start;
    assert!(ahead < BOUND, "{ahead} bytes ran ahead");
    shell.control(&ClientControl::Ack { offset: 0 }).await;
    let more = read_to_silence(&mut shell).await - start - ahead;
    assert_eq!(more, 0);
}

/// Reads until nothing has come for a while, and returns the offset then.
///
/// That nothing more comes can only be seen by waiting; the time is short for a relay that sends without pause.
async fn read_to_silence(attachment: &mut Attachment) -> u64 {
    const SILENCE: Duration = Duration::from_secs(1);
    while let Ok(event) = tokio::time::timeout(SILENCE, attachment.next()).await {
        assert!(!matches!(event, Event::Closed(_)), "{event:?}");
    }
    attachment.offset()
}
