//! Processes: what is listed, signals, niceness, what the kernel knows of one.

use postern_shared::script::processes::{List, Process, Read, Reading, Renice, Send, Signal};
use postern_shared::script::{Action as _, Failure, Remedy, word};

use super::desk::{Desk, Refused, Userland};
use super::root;

/// A process of the test's own, on the target, until the test ends it or half a minute is over.
async fn sleeper(desk: &Desk, arguments: &str) -> u32 {
    let begin = format!("(exec -a 'pro be' sleep {arguments}) >/dev/null 2>&1 & echo $!");
    let output = desk.stand.session.run(&format!("bash -c {}", word(begin.as_bytes()))).await;
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

/// The niceness that everybody may go down to.
const LOWEST: i32 = 19;

/// The niceness that whatever begins on the target has, which is that of the tests.
async fn own_niceness(desk: &Desk) -> i32 {
    let output = desk.stand.session.run("nice").await;
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

async fn listed(desk: &Desk, pid: u32) -> Option<Process> {
    desk.act(&List).await.into_iter().find(|process| process.pid == pid)
}

#[tokio::test]
async fn processes_are_listed_with_whose_they_are_and_what_they_use() {
    for desk in Desk::both().await {
        let pid = sleeper(&desk, "31").await;
        let process = listed(&desk, pid).await.unwrap();
        assert_eq!(
            (&*process.user, process.state, process.nice),
            (&*desk.tools.user, 'S', own_niceness(&desk).await)
        );
        assert!(process.resident > 100_000 && process.threads == 1 && process.age() < 30, "{process:?}");
        assert!(process.arguments.ends_with("31"), "{process:?}");
        let all = desk.act(&List).await;
        assert!(all.iter().any(|process| process.pid == 1) && all.len() > 3);
        desk.act(&Send { processes: vec![process], signal: Signal::Term }).await;
        assert_eq!(listed(&desk, pid).await.filter(|process| process.state != 'Z'), None);
    }
}

#[tokio::test]
async fn a_signal_reaches_those_it_is_sent_to_and_says_whom_before() {
    for desk in Desk::both().await {
        let (first, second) = (sleeper(&desk, "32").await, sleeper(&desk, "33").await);
        let stays = sleeper(&desk, "34").await;
        let mut these = Vec::new();
        for pid in [first, second] {
            these.push(listed(&desk, pid).await.unwrap());
        }
        let stop = Send { processes: these.clone(), signal: Signal::Stop };
        let preview = stop.preview(&desk.tools).unwrap();
        let said = String::from_utf8(desk.run(preview.script()).await.stdout).unwrap();
        assert!(said.contains(&first.to_string()) && said.contains(&second.to_string()), "{said}");
        assert!(!said.contains(&stays.to_string()), "{said}");
        desk.act(&stop).await;
        assert_eq!(listed(&desk, first).await.unwrap().state, 'T');
        assert_eq!(listed(&desk, stays).await.unwrap().state, 'S');
        let kill = Send { processes: these, signal: Signal::Kill };
        desk.act(&kill).await;
        assert_eq!(listed(&desk, first).await.filter(|process| process.state != 'Z'), None);
        let gone = Process { pid: 4_194_305, ..kill.processes[0].clone() };
        let gone = desk.refused(&Send { processes: vec![gone], signal: Signal::Kill }).await;
        assert_eq!(gone, Refused { failure: Failure::Failed, remedy: Some(Remedy::ReadAgain) });
        let last = vec![listed(&desk, stays).await.unwrap()];
        desk.act(&Send { processes: last, signal: Signal::Term }).await;
    }
}

/// Says which signals it gets, and ends with 7 at the one that asks it to.
const LISTENS: &str = r#"for name in HUP INT USR1 USR2 CONT; do trap "echo got $name" $name; done
trap 'echo got TERM; kill $!; exit 7' TERM
sleep 1000 &
echo "pid $$ listens"
while :; do wait; done"#;

#[tokio::test]
async fn every_signal_is_the_one_that_arrives() {
    for desk in Desk::both().await {
        let mut exec = desk.exec(LISTENS).await;
        let said = exec.read_until(" listens\n").await;
        let pid = said.split_whitespace().nth_back(1).unwrap().parse().unwrap();
        let send = async |signal| {
            let processes = vec![listed(&desk, pid).await.unwrap()];
            desk.act(&Send { processes, signal }).await;
        };
        for (signal, got) in [
            (Signal::Hup, "got HUP\n"),
            (Signal::Int, "got INT\n"),
            (Signal::Usr1, "got USR1\n"),
            (Signal::Usr2, "got USR2\n"),
        ] {
            send(signal).await;
            assert_eq!(exec.read_until("\n").await, got);
        }
        send(Signal::Stop).await;
        assert_eq!(listed(&desk, pid).await.unwrap().state, 'T');
        send(Signal::Cont).await;
        exec.read_until("got CONT\n").await;
        assert_ne!(listed(&desk, pid).await.unwrap().state, 'T');
        send(Signal::Term).await;
        exec.read_until("got TERM\n").await;
        assert_eq!(exec.outcome().await.status, Some(7));
    }
}

#[tokio::test]
async fn niceness_changes_and_root_brings_it_back() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let desk = Desk::at(root::stand().await.into(), userland).await;
        let pid = sleeper(&desk, "35").await;
        let process = listed(&desk, pid).await.unwrap();
        let renice = Renice { processes: vec![process.clone()], to: LOWEST };
        desk.act(&renice).await;
        assert_eq!(listed(&desk, pid).await.unwrap().nice, LOWEST);
        desk.undo(&renice).await;
        assert_eq!(listed(&desk, pid).await.unwrap().nice, process.nice);
        desk.act(&Send { processes: vec![process], signal: Signal::Term }).await;
    }
}

#[tokio::test]
async fn a_user_may_give_up_a_claim_and_has_to_ask_root_for_it() {
    for desk in Desk::both().await {
        let pid = sleeper(&desk, "37").await;
        let process = listed(&desk, pid).await.unwrap();
        let renice = Renice { processes: vec![process.clone()], to: LOWEST };
        desk.act(&renice).await;
        assert_eq!(listed(&desk, pid).await.unwrap().nice, LOWEST);
        let undo = renice.undo(&desk.tools).unwrap();
        assert_eq!(undo.text(), format!("set -eu\nsudo -n renice {} -p {pid}\n", process.nice));
        let higher = Renice { processes: vec![process.clone()], to: LOWEST - 1 };
        assert_eq!(desk.refused(&higher).await.remedy, Some(Remedy::Sudo));
        desk.act(&Send { processes: vec![process], signal: Signal::Term }).await;
    }
}

#[tokio::test]
async fn what_the_kernel_knows_of_a_process_is_read() {
    for desk in Desk::both().await {
        let pid = sleeper(&desk, "36").await;
        let read = async |read| String::from_utf8(desk.act(&Reading { pid, read }).await).unwrap();
        assert!(read(Read::OpenFiles).await.contains("/dev/null"));
        assert!(read(Read::Limits).await.contains("Max open files"));
        assert!(read(Read::Environment).await.lines().any(|line| line.starts_with("HOME=/")));
        let gone = Reading { pid: 4_194_305, read: Read::Limits };
        assert_eq!(desk.refused(&gone).await.remedy, Some(Remedy::ReadAgain));
        let process = listed(&desk, pid).await.unwrap();
        desk.act(&Send { processes: vec![process], signal: Signal::Term }).await;
    }
}
