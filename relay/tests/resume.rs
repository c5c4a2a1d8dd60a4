//! Coming back: after a cut, a stall, a long absence, from another client, and when the session is gone.

use std::time::Duration;

use postern_shared::api::{Problem, SessionEnd};
use postern_shared::wire::TermSize;
use postern_testkit::{Event, Line, Proxy, Session, Stand};

/// As long as the network is away in these tests.
const OUTAGE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_line_that_drops_for_five_seconds_under_output_loses_and_doubles_nothing() {
    numbered_lines_survive(Line::Reset).await;
}

#[tokio::test]
async fn a_line_that_stalls_for_five_seconds_under_output_loses_and_doubles_nothing() {
    numbered_lines_survive(Line::Stalled).await;
}

#[tokio::test]
async fn many_short_cuts_in_a_command_lose_and_double_nothing() {
    let stand = Stand::start(&[]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut exec = stand.session.through(line.address()).exec("seq 1 500000").await;
    // From here on the relay has the first acknowledgement.
    exec.answered().await;
    let mut all = Vec::new();
    for cut in 0..20 {
        all.extend(exec.read_bytes(90_000).await);
        line.set(if cut % 2 == 0 { Line::Reset } else { Line::Closed });
        exec.broken().await;
        line.set(Line::Open);
        exec = exec.come_back().await;
        assert_eq!(exec.opened.lost, 0, "at cut {cut}");
    }
    let outcome = exec.outcome().await;
    all.extend(outcome.stdout);
    assert_eq!(outcome.status, Some(0));
    let text = String::from_utf8(all).unwrap();
    let numbers: Vec<u32> = text.lines().map(|line| line.parse().unwrap()).collect();
    let gap = numbers.windows(2).find(|pair| pair[1] != pair[0] + 1);
    assert_eq!((gap, numbers.len()), (None, 500_000));
}

#[tokio::test]
async fn what_is_typed_across_cuts_arrives_once_and_in_order() {
    let stand = Stand::start(&[]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut exec = stand.session.through(line.address()).exec("sha256sum; echo done").await;
    let all: String = (0..200_000).map(|n| format!("{n}\n")).collect();
    for (at, piece) in all.as_bytes().chunks(50_000).enumerate() {
        exec.type_bytes(piece).await;
        if at % 3 == 2 {
            line.set(Line::Reset);
            exec.broken().await;
            line.set(Line::Open);
            exec = exec.come_back().await;
        }
    }
    exec.end_input().await;
    let sum = exec.read_until("done\n").await;
    assert_eq!(sum, format!("{}  -\ndone\n", postern_testkit::sha256(all.as_bytes())));
}

#[tokio::test]
async fn what_waits_in_a_stalled_connection_is_not_typed_twice() {
    let stand = Stand::start(&[]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let session = stand.session.through(line.address());
    // The target reads nothing until the file is there, so that every queue on the way fills.
    let wait = "echo ready; until [ -e ~/go ]; do sleep 0.01; done; sha256sum; echo done";
    let mut exec = session.exec(wait).await;
    exec.read_until("ready\n").await;
    let all: Vec<u8> = (0..6_000_000u32).map(|n| b'a' + (n % 26) as u8).collect();
    let blocked = tokio::time::timeout(Duration::from_secs(1), exec.type_bytes(&all)).await;
    assert!(blocked.is_err(), "nothing held the input");
    line.set(Line::Stalled);
    let mut back = exec.come_back_by(stand.relay.address()).await;
    stand.session.run("touch ~/go").await;
    line.set(Line::Open);
    let typed = back.input_offset();
    back.type_bytes(&all[typed..]).await;
    back.end_input().await;
    let sum = back.read_until("done\n").await;
    assert_eq!(sum, format!("{}  -\ndone\n", postern_testkit::sha256(&all)));
}

#[tokio::test]
async fn another_client_with_the_token_gets_everything_from_the_beginning() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.line("echo one").await;
    let end = shell.offset();
    let mut other = shell.opening_beside().attach().await.unwrap();
    assert_eq!((other.opened.offset, other.opened.lost, other.opened.repaint), (0, 0, 0));
    let text = other.read_until("\r\none\r\n").await;
    assert!(text.starts_with("$ echo one"), "{text:?}");
    other.prompt().await;
    assert_eq!(other.offset(), end);
    assert_eq!(other.line("echo two").await, "two\n");
}

#[tokio::test]
async fn who_starts_over_learns_what_was_processed_before_so_that_nothing_is_answered_twice() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    assert_eq!(shell.opened.seen, 0);
    shell.prompt().await;
    // A question to the terminal: where is the cursor?
    shell.line("printf '\\033[6n'").await;
    shell.acknowledge().await;
    shell.answered().await;
    let processed = shell.offset();
    shell.line("echo more").await;
    let other = shell.opening_beside().attach().await.unwrap();
    assert_eq!((other.opened.offset, other.opened.seen), (0, processed));
}

#[tokio::test]
async fn after_a_long_absence_the_screen_is_repainted_and_the_loss_is_told() {
    let stand = Stand::start(&["--hold", "1s", "--log-bytes", "64KiB"]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut shell = stand.session.through(line.address()).shell().await;
    shell.prompt().await;
    shell.type_text("seq 1 200000; echo e''nd; touch finished\n").await;
    shell.read_until("\r\n1000\r\n").await;
    shell.acknowledge().await;
    line.set(Line::Reset);
    shell.broken().await;
    wait_for(&stand, "test -e ~/finished").await;
    line.set(Line::Open);
    let left_at = shell.offset();
    let mut back = shell.opening_again().attach().await.unwrap();
    assert!(back.opened.repaint > 0, "{:?}", back.opened);
    assert!(back.opened.lost > 1_000_000, "{:?}", back.opened);
    assert_eq!(back.opened.offset, left_at + back.opened.lost);
    assert!(matches!(back.next().await, Event::Repaint(bytes) if !bytes.is_empty()));
    let rest = back.read_until("end\r\n").await;
    assert!(rest.ends_with("199999\r\n200000\r\nend\r\n"), "{rest:?}");
    assert_eq!(back.line("echo alive").await, "alive\n");
}

#[tokio::test]
async fn the_repaint_shows_what_the_screen_showed() {
    let stand = Stand::start(&["--hold", "1s", "--log-bytes", "64KiB"]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    // A full-screen program that draws once, then writes much into one line.
    let draw = r"clear; printf 'top-left'; printf '\033[12;30H\033[1;31mmiddle\033[m'";
    let write = r"for i in $(seq 1 9000); do printf '\033[24;1H%06d' $i; done; printf '\033[5;1H'; cat";
    shell.type_text(&format!("{draw}; {write}\n")).await;
    shell.read_until("009000").await;
    let mut back = shell.opening_beside().attach().await.unwrap();
    assert!(back.opened.repaint > 0 && back.opened.lost > 0, "{:?}", back.opened);
    let Event::Repaint(painted) = back.next().await else { panic!("no repaint") };
    let painted = String::from_utf8_lossy(&painted).into_owned();
    for text in ["top-left", "middle"] {
        assert!(painted.contains(text), "{text:?} is not in {painted:?}");
    }
}

#[tokio::test]
async fn a_repaint_of_many_colours_comes_in_pieces_and_whole() {
    let stand = Stand::start(&["--hold", "1s", "--log-bytes", "64KiB"]).await;
    let size = TermSize::new(300, 60).unwrap();
    let mut shell = stand.session.opening_shell(size).attach().await.unwrap();
    shell.prompt().await;
    let cell = r#"printf "\033[38;2;%d;%d;7;48;2;%d;9;%dm#", c % 256, r, r, c % 251"#;
    let draw = format!(
        "awk 'BEGIN {{ for (r = 0; r < 59; r++) {{ for (c = 0; c < 300; c++) {cell}; print \"\" }} }}'"
    );
    let write = r"for i in $(seq 1 9000); do printf '\033[m\r%06d\033[K' $i; done; cat";
    shell.type_text(&format!("clear; {draw}; {write}\n")).await;
    shell.read_until("009000").await;
    let mut back = shell.opening_beside().attach().await.unwrap();
    let (mut painted, all) = (Vec::new(), back.opened.repaint);
    assert!(all > 400_000, "{:?}", back.opened);
    while (painted.len() as u64) < all {
        let Event::Repaint(piece) = back.next().await else { panic!("no repaint") };
        assert!(piece.len() <= 64 * 1024);
        painted.extend_from_slice(&piece);
    }
    let drawn = String::from_utf8(painted).unwrap();
    assert!(drawn.contains("38;2;255;58;7") && drawn.contains("48;2;58;9;48"), "colours are missing");
    back.read_until("009000").await;
}

#[tokio::test]
async fn an_ended_command_can_still_be_read_by_who_was_cut_off() {
    let stand = Stand::start(&[]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let command = "echo begun; sleep 0.2; echo ended; touch ~/ended; exit 5";
    let mut exec = stand.session.through(line.address()).exec(command).await;
    exec.read_until("begun\n").await;
    line.set(Line::Reset);
    exec.broken().await;
    wait_for(&stand, "test -e ~/ended").await;
    line.set(Line::Open);
    let outcome = exec.come_back().await.outcome().await;
    assert_eq!((outcome.stdout.as_slice(), outcome.status), (&b"ended\n"[..], Some(5)));
}

#[tokio::test]
async fn a_channel_that_never_was_is_gone() {
    let stand = Stand::start(&[]).await;
    let refusal = stand.session.opening("shell", &[]).with("channel", "c99").attach().await.unwrap_err();
    assert_eq!((refusal.close, refusal.problem), (Some(4002), Some(Problem::ChannelGone)));
}

#[tokio::test]
async fn a_session_nobody_comes_back_to_ends_after_its_grace_time() {
    let stand = Stand::start(&["--grace", "1s"]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    // Attached, it lives beyond the grace time.
    shell.line("sleep 2").await;
    drop(shell);
    stand.sshd.wait_for_log("Disconnected from user");
    let gone = wait_for_end(&stand.session).await;
    assert_eq!(gone, Problem::SessionGone { why: SessionEnd::Expired });
    let refusal = stand.session.opening("shell", &[]).attach().await.unwrap_err();
    assert_eq!(refusal.problem, Some(gone));
}

#[tokio::test]
async fn a_running_program_outlives_its_clients() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.type_text("until [ -e go ]; do sleep 0.01; done; echo went on\n").await;
    shell.read_until("\r\n").await;
    let again = shell.opening_again();
    drop(shell);
    stand.session.run("touch ~/go").await;
    again.attach().await.unwrap().read_until("went on\r\n").await;
}

#[tokio::test]
async fn a_target_that_dies_is_told_to_the_shell() {
    let mut stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    stand.sshd.cut_sessions();
    let (code, problem) = shell.closed().await;
    assert_eq!(code, Some(4003));
    assert!(matches!(problem, Some(Problem::LinkLost { .. })), "{problem:?}");
    // The session itself can be signed in to again by its own credential.
    let mut again = stand.session.shell().await;
    again.prompt().await;
}

#[tokio::test]
async fn a_client_that_falls_silent_is_given_up_and_can_come_back_without_loss() {
    let stand = Stand::start(&["--browser-keepalive", "1s"]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut exec = stand.session.through(line.address()).exec("seq 1 2000000").await;
    exec.answered().await;
    let mut all = exec.read_bytes(200_000).await;
    line.set(Line::Stalled);
    while stand.session.now().await.unwrap().channels[0].attached {}
    let mut back = exec.come_back_by(stand.relay.address()).await;
    assert_eq!(back.opened.lost, 0);
    all.extend(back.outcome().await.stdout);
    let expected: String = (1..=2_000_000).map(|n| format!("{n}\n")).collect();
    assert_eq!(postern_testkit::sha256(&all), postern_testkit::sha256(expected.as_bytes()));
}

async fn numbered_lines_survive(outage: Line) {
    const LAST: u32 = 400_000;
    let stand = Stand::start(&[]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut shell = stand.session.through(line.address()).shell().await;
    shell.prompt().await;
    shell.type_text(&format!("stty -echo; seq 1 {LAST}; echo e''nd\n")).await;
    let mut text = shell.read_until("\r\n50000\r\n").await;
    line.set(outage);
    let returning = tokio::time::sleep(OUTAGE);
    let mut back = if outage == Line::Stalled {
        // Nobody is told of a stall: the client gives the old connection up.
        tokio::pin!(returning);
        loop {
            tokio::select! {
                () = shell.read_on() => {}
                () = &mut returning => break,
            }
        }
        line.set(Line::Open);
        shell.come_back().await
    } else {
        shell.broken().await;
        returning.await;
        line.set(Line::Open);
        shell.come_back().await
    };
    text.push_str(&back.read_until("end\r\n").await);
    let numbers = text.split("\r\n").filter_map(|line| line.parse::<u32>().ok());
    assert!(numbers.eq(1..=LAST), "lines are missing or doubled");
    back.prompt().await;
}

async fn wait_for(stand: &Stand, condition: &str) {
    let wait = format!("until {condition}; do sleep 0.02; done");
    assert_eq!(stand.session.run(&wait).await.status, Some(0));
}

async fn wait_for_end(session: &Session) -> Problem {
    loop {
        if let Err(problem) = session.now().await {
            return problem;
        }
    }
}
