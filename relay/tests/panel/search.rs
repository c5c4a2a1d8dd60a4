//! Files that are looked for by name and by content.

use postern_shared::script::files::{By, Found, Search};
use postern_shared::script::{Failure, Path, Remedy};

use super::desk::{Desk, Refused, name};
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
