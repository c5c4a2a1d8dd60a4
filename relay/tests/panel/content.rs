//! What a file holds: read, written anew, and brought back.

use postern_shared::script::files::{Content, Expected, ReadFile, SaveFile, Saving, TrashId};
use postern_shared::script::{Action as _, Failure, Remedy, Script};

use super::desk::{Desk, Refused, name};
use super::names::{lay, nasty};

fn read(desk: &Desk, file: &[u8]) -> ReadFile {
    ReadFile { directory: desk.place.clone(), name: name(file), most: ReadFile::TEXT_BYTES }
}

fn save(desk: &Desk, file: &[u8], bytes: &[u8], expected: Expected) -> SaveFile {
    let (directory, bytes) = (desk.place.clone(), bytes.to_vec());
    let id = TrashId::parse(&format!("{:?}-test", desk.tools.is_gnu)).unwrap();
    SaveFile { directory, name: name(file), bytes, expected, id }
}

/// Expects what is there now.
async fn known(desk: &Desk, file: &[u8]) -> Expected {
    Expected::Content(desk.act(&read(desk, file)).await.was.sha256)
}

#[tokio::test]
async fn a_file_is_read_with_what_it_is() {
    for desk in Desk::both().await {
        desk.lay("printf 'a\\0\\377\\r\\n' > file; chmod 640 file; ln -s file way; : > empty").await;
        for path in [&b"file"[..], b"way"] {
            let Content { bytes, is_whole, was } = desk.act(&read(&desk, path)).await;
            assert_eq!((bytes.as_slice(), is_whole), (&b"a\0\xff\r\n"[..], true));
            assert_eq!((was.size, was.mode.octal().as_str()), (5, "640"));
            let owner = format!("{0}:{0}", desk.tools.user);
            assert_eq!(was.owner, owner);
            assert_eq!(was.sha256, "f09368fe53408ca9bc9518844c968241e512585360d13e2234589ecc2f405db2");
        }
        let empty = desk.act(&read(&desk, b"empty")).await;
        assert!(empty.bytes.is_empty() && empty.is_whole);
        let part = desk.act(&ReadFile { most: 2, ..read(&desk, b"file") }).await;
        assert_eq!((part.bytes.as_slice(), part.is_whole), (&b"a\0"[..], false));
    }
}

#[tokio::test]
async fn what_is_no_file_or_has_no_end_is_not_read() {
    for desk in Desk::both().await {
        desk.lay("mkdir directory; mkfifo pipe; ln -s /dev/zero zero; echo x > closed; chmod 000 closed")
            .await;
        let refused = |remedy| Refused { failure: Failure::Failed, remedy };
        for path in [&b"directory"[..], b"pipe", b"zero"] {
            assert_eq!(desk.refused(&read(&desk, path)).await, refused(None));
            let save = save(&desk, path, b"x", Expected::Anything);
            assert_eq!(desk.refused(&save).await, refused(None));
        }
        assert_eq!(desk.refused(&read(&desk, b"closed")).await, refused(Some(Remedy::Sudo)));
        assert_eq!(desk.refused(&read(&desk, b"gone")).await, refused(Some(Remedy::ReadAgain)));
        let sparse =
            "truncate -s 100M sparse 2>/dev/null || dd if=/dev/zero of=sparse bs=1 count=0 seek=104857600";
        desk.lay(sparse).await;
        let part = desk.act(&read(&desk, b"sparse")).await;
        assert_eq!(
            (part.bytes.len(), part.is_whole, part.was.size),
            (ReadFile::TEXT_BYTES, false, 104_857_600)
        );
    }
}

#[tokio::test]
async fn a_saved_file_keeps_its_mode_and_comes_back() {
    for desk in Desk::both().await {
        desk.lay("echo before > file; chmod 2741 file; ln -s file way").await;
        for path in [&b"file"[..], b"way"] {
            let save = save(&desk, path, b"after\xff\r\n", known(&desk, path).await);
            let after = desk.there_and_back(&save).await;
            assert_eq!(after.text(b"file"), Some("after\\xff\\r\\n"));
            assert_eq!(after.mode(b"file"), Some("2741"));
            assert!(after.of(b"way").unwrap().contains(" file= "), "the link stays one: {after:?}");
        }
        let digest = known(&desk, b"file").await;
        let Saving::Done(was) = desk.act(&save(&desk, b"file", b"twice", digest)).await else {
            panic!("it did not change")
        };
        assert_eq!(Expected::Content(was.sha256), known(&desk, b"file").await);
        assert_eq!((was.size, was.mode.octal().as_str()), (5, "2741"));
    }
}

#[tokio::test]
async fn what_somebody_else_has_written_is_not_overwritten_unless_the_person_wants_it() {
    for desk in Desk::both().await {
        desk.lay("echo before > file").await;
        let expected = known(&desk, b"file").await;
        desk.lay("echo theirs > file").await;
        let before = desk.found().await;
        let mine = save(&desk, b"file", b"mine", expected);
        assert_eq!(desk.act(&mine).await, Saving::Changed);
        assert_eq!(desk.found().await, before, "nothing is left behind");
        let anyway = SaveFile { expected: Expected::Anything, ..mine.clone() };
        assert_eq!(desk.there_and_back(&anyway).await.text(b"file"), Some("mine"));
        // What was changed after it was saved is not taken back.
        desk.act(&anyway).await;
        desk.lay("echo later > file").await;
        let ran = desk.run(&anyway.undo(&desk.tools).unwrap()).await;
        assert_eq!(ran.status, Some(80), "{ran:?}");
        assert_eq!(desk.found().await.text(b"file"), Some("later\\n"));
    }
}

#[tokio::test]
async fn a_new_file_takes_nobodys_place_and_goes_again() {
    for desk in Desk::both().await {
        let new = save(&desk, b"new", b"text", Expected::Nothing);
        let after = desk.there_and_back(&new).await;
        assert_eq!((after.text(b"new"), after.mode(b"new")), (Some("text"), Some("644")));
        desk.lay("echo theirs > new; ln -s nowhere way").await;
        let before = desk.found().await;
        let refused = Refused { failure: Failure::Failed, remedy: Some(Remedy::OtherName) };
        assert_eq!(desk.refused(&new).await, refused);
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn a_file_of_any_name_is_read_and_saved() {
    for desk in Desk::both().await {
        let nasty = nasty();
        lay(&desk, &nasty).await;
        for name in &nasty {
            let bytes = name.bytes();
            assert_eq!(desk.act(&read(&desk, bytes)).await.bytes, bytes);
            let save = save(&desk, bytes, b"saved", known(&desk, bytes).await);
            assert_eq!(desk.there_and_back(&save).await.text(bytes), Some("saved"));
        }
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn what_does_not_fit_or_does_not_arrive_leaves_the_old_file_alone() {
    for desk in Desk::both().await {
        desk.lay("echo before > file").await;
        let before = desk.found().await;
        let save = save(&desk, b"file", &[b'x'; 100_000], known(&desk, b"file").await);
        let script = save.script(&desk.tools).unwrap();
        // What is written beyond so many blocks fails, as it would on a disk that is full.
        let full = Script::edited(format!("trap '' XFSZ\nulimit -f 16\n{}", script.text()));
        let ran = desk.run_with(&full, save.input().bytes()).await;
        assert!(
            ran.done().is_err() && String::from_utf8_lossy(&ran.stderr).contains("File too large"),
            "{ran:?}"
        );
        assert_eq!(desk.found().await, before);
        let ran = desk.run_with(&script, &[b'x'; 99_999]).await;
        assert_eq!(ran.done(), Err(Failure::Failed));
        assert_eq!(desk.found().await, before);
        assert!(matches!(desk.act(&save).await, Saving::Done(_)));
    }
}

#[tokio::test]
async fn four_mebibytes_of_anything_are_saved_and_read_again() {
    let [desk, _] = Desk::both().await;
    let bytes: Vec<u8> = (0..ReadFile::TEXT_BYTES).map(|at| (at * 31 % 251) as u8).collect();
    desk.act(&save(&desk, b"large", &bytes, Expected::Nothing)).await;
    let read = desk.act(&read(&desk, b"large")).await;
    assert!(read.is_whole && read.bytes == bytes, "{} bytes came back", read.bytes.len());
}
