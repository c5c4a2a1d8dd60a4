//! Logs: the journal of a machine whose systemd really runs, and files, compressed ones too.

use postern_shared::script::logs::{Filter, Follow, List, Log, Priority, Source};
use postern_shared::script::services::{Manager, UnitName};
use postern_shared::script::{Action as _, Path};
use postern_testkit::Attachment;

use super::desk::{Desk, Userland};
use super::root;
use super::services::{said, systemd};

/// Reads on until it says so; gives back what came.
async fn follows(desk: &Desk, source: &Source, filter: &Filter, until: &str) -> (String, Attachment) {
    let follow = Follow { source: source.clone(), filter: filter.clone() };
    let mut exec = desk.exec(follow.script(&desk.tools).unwrap().text()).await;
    let came = exec.read_until(until).await;
    (came, exec)
}

#[tokio::test]
async fn the_journal_of_a_service_is_followed_as_it_grows() {
    let talker = "[Service]\nExecStart=/bin/sh -c 'mkfifo /run/say; while :; do cat /run/say; done'";
    let (_machine, desk) = systemd(&[("talker.service", talker)]).await;
    said(&desk, "systemctl start talker; until [ -p /run/say ]; do :; done; echo one >/run/say").await;
    let name = UnitName::parse("talker.service").unwrap();
    let source = Source::Unit { name, manager: Manager::System };
    let (_, mut exec) = follows(&desk, &source, &Filter::default(), "]: one").await;
    said(&desk, "logger 'somebody else'; echo two >/run/say").await;
    let came = exec.read_until("]: two").await;
    assert!(!came.contains("somebody else"), "{came}");
    exec.leave().await;
}

#[tokio::test]
async fn the_journal_is_filtered_by_priority_and_text() {
    let (_machine, desk) = systemd(&[]).await;
    said(&desk, "logger -p user.info quiet; logger -p user.err 'loud $(id)'; journalctl --sync").await;
    let filter = Filter { priority: Priority::Err, ..Filter::default() };
    let (came, mut exec) = follows(&desk, &Source::Journal, &filter, "loud $(id)").await;
    assert!(!came.contains("quiet"), "{came}");
    said(&desk, "logger -p user.info murmur; logger -p user.crit shout").await;
    assert!(!exec.read_until("shout").await.contains("murmur"));
    exec.leave().await;
    let filter = Filter { search: "quiet".into(), ..Filter::default() };
    let (came, exec) = follows(&desk, &Source::Journal, &filter, "quiet").await;
    assert!(!came.contains("loud"), "{came}");
    exec.leave().await;
}

#[tokio::test]
async fn logs_are_listed_with_size_and_time_whatever_they_are_called() {
    let (_machine, desk) = systemd(&[]).await;
    said(
        &desk,
        "cd /var/log; mkdir app; printf 12345 >\"app/$(printf 'a\\nb') \\$(touch pwned)\"; \
                 touch -d @1000 app/*",
    )
    .await;
    let logs = desk.act(&List).await;
    let path = Path::parse(b"/var/log/app/a\nb $(touch pwned)").unwrap();
    let found = logs.iter().find(|log| log.source == Source::File(path.clone())).unwrap();
    assert_eq!((found.size, found.modified), (Some(5), Some(1000)));
    let journal = logs.iter().find(|log| log.source == Source::Journal).unwrap();
    let now: i64 = said(&desk, "date +%s").await.parse().unwrap();
    assert!((now - 60..=now).contains(&journal.modified.unwrap()), "{journal:?}, now {now}");
    assert!(logs.iter().any(|log| log.source == Source::Kernel), "{logs:?}");
    let is_journal =
        |log: &&Log| matches!(&log.source, Source::File(path) if path.text().ends_with(".journal"));
    let of_journal: Vec<&Log> = logs.iter().filter(is_journal).collect();
    assert!(of_journal.is_empty(), "{of_journal:?}");
    assert!(!desk.is_pwned().await);
}

#[tokio::test]
async fn files_are_listed_with_either_userland() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let desk = Desk::at(root::stand().await.into(), userland).await;
        let logs = desk.act(&List).await;
        let dpkg = Source::File(Path::parse(b"/var/log/dpkg.log").unwrap());
        let found = logs.iter().find(|log| log.source == dpkg).unwrap();
        let stat = said(&desk, "stat -c '%s %Y' /var/log/dpkg.log").await;
        assert_eq!(format!("{} {}", found.size.unwrap(), found.modified.unwrap()), stat);
    }
}

#[tokio::test]
async fn a_file_is_followed_past_its_rotation_and_searched() {
    for desk in Desk::both().await {
        desk.lay("printf 'one\\nTwo words\\n' >'-a log'").await;
        let path = desk.place.join(&super::desk::name("-a log"));
        let source = Source::File(path.clone());
        let (_, mut exec) = follows(&desk, &source, &Filter::default(), "Two words\n").await;
        desk.lay("mv -- '-a log' old; printf 'three\\n' >'-a log'").await;
        exec.read_until("three\n").await;
        exec.leave().await;
        let filter = Filter { search: "two W".into(), ..Filter::default() };
        desk.lay("printf 'Two words\\n' >>'-a log'").await;
        let (came, mut exec) = follows(&desk, &source, &filter, "Two words\n").await;
        assert!(!came.contains("three"), "{came}");
        desk.lay("printf 'four\\nfour two words\\n' >>'-a log'").await;
        assert!(!exec.read_until("four two words\n").await.contains("four\n"));
        desk.end(exec, &came).await;
    }
}

#[tokio::test]
async fn compressed_files_are_read_by_what_packed_them() {
    for desk in Desk::both().await {
        desk.lay("printf 'one\\ntwo\\nthree\\n' >log; gzip -k log; bzip2 -k log; xz -k log; zstd -q log")
            .await;
        // Busybox reads no `.zst`.
        let ends: &[&str] =
            if desk.tools.is_gnu { &["gz", "bz2", "xz", "zst"] } else { &["gz", "bz2", "xz"] };
        for end in ends {
            let path = desk.place.join(&super::desk::name(format!("log.{end}")));
            let follow = |path: &Path, lines, search: &str| Follow {
                source: Source::File(path.clone()),
                filter: Filter { lines, search: search.into(), ..Filter::default() },
            };
            assert_eq!(desk.act(&follow(&path, 2, "")).await, b"two\nthree\n");
            assert_eq!(desk.act(&follow(&path, 9, "TWO")).await, b"two\n");
            assert_eq!(desk.act(&follow(&path, 9, "four")).await, b"");
            let gone = desk.place.join(&super::desk::name(format!("gone.{end}")));
            desk.refused(&follow(&gone, 9, "")).await;
            desk.refused(&follow(&gone, 9, "x")).await;
        }
    }
}

#[tokio::test]
async fn the_kernels_messages_are_read() {
    let desk = Desk::at(root::stand().await.into(), Userland::Busybox).await;
    let follow = Follow { source: Source::Kernel, filter: Filter::default() };
    let said = desk.act(&follow).await;
    assert!(!said.is_empty());
}

#[tokio::test]
async fn the_kernels_messages_are_followed_until_it_is_stopped() {
    let desk = Desk::at(root::stand().await.into(), Userland::Gnu).await;
    let (came, exec) = follows(&desk, &Source::Kernel, &Filter::default(), "\0").await;
    desk.end(exec, &came).await;
}

/// One entry of `wtmp`, as glibc lays it out (utmp(5)): `USER_PROCESS`, and who signed in from where.
const SIGNED_IN: &str = r#"python3 - <<'END'
import struct
entry = struct.pack("<hxxi32s4s32s256shhiii4i20s", 7, 4711, b"pts/7", b"7", b"ops", b"192.0.2.7", 0, 0, 0, 1000000000, 0, *[0] * 4, b"")
open("wtmp.1", "wb").write(entry)
END"#;

/// The busybox of Debian was built to read nothing but `/var/log/wtmp`.
#[tokio::test]
async fn who_signed_in_is_read_as_what_it_is() {
    let desk = Desk::start().await;
    desk.lay(SIGNED_IN).await;
    let source = Source::File(desk.place.join(&super::desk::name("wtmp.1")));
    let follow = Follow { source, filter: Filter::default() };
    let said = String::from_utf8(desk.act(&follow).await).unwrap();
    assert!(said.contains("ops") && said.contains("192.0.2.7"), "{said}");
}
