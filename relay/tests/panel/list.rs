//! What a directory holds, as it is shown.

use postern_shared::script::files::{Entry, Kind, List, Mode};
use postern_shared::script::{Failure, Remedy};
use postern_testkit::USER;

use super::desk::{Desk, Refused, name};

/// One of each kind, and links of each kind; times and modes of their own.
const TREE: &str = "mkdir directory shared .hidden; chmod 2775 shared; printf 12345 > file; chmod 4755 file; mkfifo pipe; \
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"socket\")'; chmod 600 pipe; ln -s directory to-directory; \
    ln -s file to-file; ln -s gone dangling; ln -s loop loop; ln -s $'a\\nd\\n' broken; ln -s to-directory twice; \
    touch -h -d @-1.5 dangling; touch -d @1700000000.7 file directory";

#[tokio::test]
async fn every_kind_of_file_is_listed_for_what_it_is() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let listing = desk.act(&List { directory: desk.place.clone() }).await;
        let entry = |text: &str| listing.entries.iter().find(|entry| entry.name == name(text)).unwrap();
        let octal = |text: &str| entry(text).mode.octal();
        for (text, kind) in [
            ("directory", Kind::Directory),
            ("shared", Kind::Directory),
            (".hidden", Kind::Directory),
            ("file", Kind::File),
            ("pipe", Kind::Pipe),
            ("socket", Kind::Socket),
        ] {
            assert_eq!((entry(text).kind, entry(text).link.as_ref()), (kind, None), "{text}");
            assert_eq!((entry(text).owner.as_str(), entry(text).group.as_str()), (USER, USER));
        }
        assert_eq!(
            (octal("shared"), octal("file"), octal("pipe")),
            ("2775".into(), "4755".into(), "600".into())
        );
        assert_eq!((entry("file").size, entry("file").modified), (5, 1_700_000_000));
        assert_eq!(entry("directory").modified, 1_700_000_000);
        for (text, kind, to) in [
            ("to-directory", Some(Kind::Directory), &b"directory"[..]),
            ("twice", Some(Kind::Directory), b"to-directory"),
            ("to-file", Some(Kind::File), b"file"),
            ("dangling", None, b"gone"),
            ("loop", None, b"loop"),
            ("broken", None, b"a\nd\n"),
        ] {
            assert_eq!(entry(text).kind, Kind::Link);
            assert_eq!(entry(text).link, Some((kind, to.to_vec())), "{text}");
        }
        assert_eq!(listing.entries.len(), 12);
    }
}

#[tokio::test]
async fn a_directory_without_links_and_an_empty_one_are_listed() {
    for desk in Desk::both().await {
        let list = List { directory: desk.place.clone() };
        assert_eq!(desk.act(&list).await.entries, []);
        desk.lay("printf 1 > file; chmod 640 file; touch -d @1 file").await;
        let (owner, group, mode) = (USER.to_owned(), USER.to_owned(), Mode::parse("640").unwrap());
        let (kind, size, modified, link) = (Kind::File, 1, 1, None);
        let entry = Entry { name: name("file"), kind, mode, size, modified, owner, group, link };
        assert_eq!(desk.act(&list).await.entries, [entry]);
    }
}

#[tokio::test]
async fn a_thousand_files_are_listed() {
    for desk in Desk::both().await {
        desk.lay("for i in {1..1000}; do : > \"file $i\"; done; for i in {1..100}; do ln -s \"file $i\" \"link $i\"; done").await;
        let entries = desk.act(&List { directory: desk.place.clone() }).await.entries;
        assert_eq!(entries.len(), 1100);
        let led = entries.iter().filter(|entry| matches!(&entry.link, Some((Some(Kind::File), _)))).count();
        assert_eq!(led, 100);
    }
}

#[tokio::test]
async fn a_directory_that_may_not_be_read_is_for_sudo_and_one_that_is_gone_for_looking_again() {
    for desk in Desk::both().await {
        desk.lay(
            "mkdir closed blind; echo x > closed/x; echo x > blind/x; chmod 000 closed; chmod 111 blind",
        )
        .await;
        let refused = |remedy| Refused { failure: Failure::Failed, remedy: Some(remedy) };
        for (text, remedy) in [("closed", Remedy::Sudo), ("blind", Remedy::Sudo), ("gone", Remedy::ReadAgain)]
        {
            let list = List { directory: desk.place.join(&name(text)) };
            assert_eq!(desk.refused(&list).await, refused(remedy), "{text}");
        }
    }
}

#[tokio::test]
async fn a_directory_of_any_name_is_listed() {
    for desk in Desk::both().await {
        for name in super::names::nasty() {
            let word = super::desk::plainly(name.bytes());
            desk.lay(&format!("mkdir -- {word}; echo > ./{word}/x; ln -s {word} -- 'link' || true")).await;
            let entries = desk.act(&List { directory: desk.place.join(&name) }).await.entries;
            assert_eq!(entries.iter().map(|entry| entry.name.bytes()).collect::<Vec<_>>(), [b"x"]);
        }
        assert!(!desk.is_pwned().await);
    }
}
