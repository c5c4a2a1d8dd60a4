//! Files that are looked for by name and by content.

use postern_shared::script::files::{By, Found, Search};
use postern_shared::script::{Action as _, Failure, Path, Remedy};
use postern_shared::wire::{ClientControl, Signal};
use postern_testkit::Attachment;

use super::desk::{Desk, Refused, name, plainly};
use super::names::{lay, nasty};

fn search(desk: &Desk, by: By, pattern: &str) -> Search {
    Search {
        directory: desk.place.clone(),
        by,
        pattern: pattern.into(),
        ignores_case: false,
        takes_hidden: false,
    }
}

/// What was found: the path from where was looked, then number and text of the line.
fn shown(desk: &Desk, found: Vec<Found>) -> Vec<String> {
    let show = |found: Found| {
        let path = found.path.bytes().strip_prefix(desk.place.bytes()).unwrap().escape_ascii().to_string();
        let line = found.line.map(|line| format!(":{}:{}", line.number, line.text.escape_ascii()));
        path + &line.unwrap_or_default()
    };
    let mut all: Vec<String> = found.into_iter().map(show).collect();
    all.sort();
    all
}

#[tokio::test]
async fn names_are_found_by_a_part_of_them_or_by_a_pattern() {
    for desk in Desk::both().await {
        desk.lay("mkdir -p deep/er .git; touch deep/Site.log deep/er/site.LOG site .git/site .site deep/other; ln -s . loop").await;
        let all = async |action: Search| shown(&desk, desk.act(&action).await);
        assert_eq!(all(search(&desk, By::Name, "site")).await, ["/deep/er/site.LOG", "/site"]);
        let any_case = Search { ignores_case: true, ..search(&desk, By::Name, "*.log") };
        assert_eq!(all(any_case).await, ["/deep/Site.log", "/deep/er/site.LOG"]);
        let hidden = Search { takes_hidden: true, ..search(&desk, By::Name, "site") };
        assert_eq!(all(hidden).await, ["/.git/site", "/.site", "/deep/er/site.LOG", "/site"]);
        assert_eq!(all(search(&desk, By::Name, "er")).await, ["/deep/er", "/deep/other"]);
        assert!(all(search(&desk, By::Name, "nowhere")).await.is_empty());
    }
}

#[tokio::test]
async fn lines_are_found_by_text_and_by_expression() {
    for desk in Desk::both().await {
        desk.lay("mkdir -p deep .git; printf 'one\\nTwo [x]\\ntwo (x)\\n' > deep/file; echo two > .git/file; mkfifo pipe").await;
        desk.lay(
            "printf 'two\\0two\\n' > binary; printf 'two \\xff without end' > latin; ln -s deep/file way",
        )
        .await;
        let all = async |action: Search| shown(&desk, desk.act(&action).await);
        let found = all(search(&desk, By::Text, "two")).await;
        assert_eq!(found, ["/deep/file:3:two (x)", "/latin:1:two \\xff without end"]);
        let any_case = Search { ignores_case: true, ..search(&desk, By::Text, "TWO [") };
        assert_eq!(all(any_case).await, ["/deep/file:2:Two [x]"]);
        let hidden = Search { takes_hidden: true, ..search(&desk, By::Expression, "^(one|two)$") };
        assert_eq!(all(hidden).await, ["/.git/file:1:two", "/deep/file:1:one"]);
        assert!(all(search(&desk, By::Text, "nowhere")).await.is_empty());
        assert_eq!(desk.refused(&search(&desk, By::Expression, "a(")).await.failure, Failure::Failed);
    }
}

#[tokio::test]
async fn whatever_a_file_is_called_and_whatever_is_looked_for_is_that() {
    for desk in Desk::both().await {
        let nasty = nasty();
        lay(&desk, &nasty).await;
        let before = desk.found().await;
        for name in &nasty {
            let pattern = name.text();
            // A name of bytes that are no text cannot be typed, and a line break ends a line.
            if pattern.contains(['\u{fffd}', '\n', '*', '{']) {
                continue;
            }
            let found = desk.act(&search(&desk, By::Name, &pattern)).await;
            assert!(
                found.iter().any(|found| found.path.name().as_ref() == Some(name)),
                "{name:?}: {found:?}"
            );
            let lines = desk.act(&search(&desk, By::Text, &pattern)).await;
            let is_it = |found: &Found| found.path.name().as_ref() == Some(name);
            let line = lines.into_iter().find(is_it).unwrap().line.unwrap();
            assert_eq!((line.number, line.text.as_slice()), (1, name.bytes()));
        }
        let everything = desk.act(&search(&desk, By::Name, "*")).await;
        assert_eq!(everything.len(), nasty.len() + 4);
        assert_eq!(desk.found().await, before);
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn a_long_line_is_cut_and_a_closed_folder_is_said() {
    for desk in Desk::both().await {
        desk.lay("head -c 100000 /dev/zero | tr '\\0' x > long; mkdir -p closed; echo x > closed/file; chmod 000 closed").await;
        let found = desk.act(&search(&desk, By::Text, "xxx")).await;
        let text = &found[0].line.as_ref().unwrap().text;
        assert!(found.len() == 1 && (4000..8193).contains(&text.len()), "{}", text.len());
        desk.lay("rm long").await;
        let none = search(&desk, By::Name, "nowhere");
        assert_eq!(
            desk.refused(&none).await,
            Refused { failure: Failure::Failed, remedy: Some(Remedy::Sudo) }
        );
        let gone = Search { directory: desk.place.join(&name("gone")), ..none };
        assert_eq!(desk.refused(&gone).await.remedy, Some(Remedy::ReadAgain));
    }
}

#[tokio::test]
async fn what_is_mounted_below_is_left_alone() {
    for desk in Desk::both().await {
        let devices = Path::parse(b"/dev").unwrap();
        let found = desk.act(&Search { directory: devices, ..search(&desk, By::Name, "ptmx") }).await;
        assert_eq!(found.iter().map(|found| found.path.text()).collect::<Vec<_>>(), ["/dev/ptmx"]);
    }
}

/// Has whoever opens a file wait until its owner lets go, or for 45 s (fcntl(2), "Leases").
const HOLD: &str = r#"
import fcntl, os, signal, sys
signal.signal(signal.SIGIO, signal.SIG_IGN)
file = os.open(sys.argv[1], os.O_RDWR)
fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print("held", flush=True)
sys.stdin.read()
"#;

/// Files that hold `needle`, of which the one that is looked at last waits until what this gives back ends.
async fn lay_held(desk: &Desk) -> Attachment {
    desk.lay("for at in 1 2 3 4; do echo needle > file$at; done; mkfifo alive").await;
    let last = format!("cd {} && find . -type f | tail -n 1", desk.place.word());
    let last = desk.stand.session.run(&last).await.stdout;
    let last = desk.place.join(&name(last.trim_ascii().strip_prefix(b"./").unwrap()));
    let hold = format!("python3 -c {} {}", plainly(HOLD.as_bytes()), last.word());
    let mut held = desk.stand.session.exec(&hold).await;
    held.read_until("held\n").await;
    held
}

#[tokio::test]
async fn what_is_found_is_there_before_the_search_is_over() {
    for desk in Desk::both().await {
        let mut held = lay_held(&desk).await;
        let action = search(&desk, By::Text, "needle");
        let mut exec = desk.exec(action.script(&desk.tools).unwrap().text()).await;
        for _ in 0..3 {
            exec.read_until("needle\n").await;
        }
        held.end_input().await;
        held.outcome().await;
        let rest = exec.outcome().await;
        assert_eq!(rest.status, Some(0), "{rest:?}");
        assert!(rest.stdout.ends_with(b"needle\n"), "{rest:?}");
    }
}

#[tokio::test]
async fn a_search_that_is_stopped_ends_on_the_target() {
    for desk in Desk::both().await {
        let mut held = lay_held(&desk).await;
        let script = search(&desk, By::Text, "needle").script(&desk.tools).unwrap();
        // Whatever it begins holds the pipe open as long as it lives.
        let alive = desk.place.join(&name("alive")).word();
        let mut exec = desk.exec(&format!("exec 9>{alive}\n{}", script.text())).await;
        let mut pipe = desk.stand.session.exec(&format!("cat {alive}")).await;
        exec.read_until("needle\n").await;
        exec.control(&ClientControl::Signal { signal: Signal::Term }).await;
        assert_eq!(exec.outcome().await.signal.as_deref(), Some("TERM"));
        assert_eq!(pipe.outcome().await.status, Some(0));
        held.end_input().await;
        held.outcome().await;
    }
}
