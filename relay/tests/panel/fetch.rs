//! Between the target and a person's computer: what is packed for it, and the folders that are made for what comes.

use std::io::Write as _;
use std::process::{Command, Stdio};

use postern_shared::script::files::{Fetch, MakeTree};
use postern_shared::script::{Action as _, Failure, Name, Ran, Remedy};

use super::desk::{Desk, name, names};
use super::names::{lay, nasty};

#[tokio::test]
async fn what_is_packed_for_a_computer_comes_out_there_as_it_was() {
    for desk in Desk::both().await {
        desk.lay("mkdir -p tree/deep; echo one > tree/one; ln -s ../away tree/way; echo two > tree/deep/two; echo no > other").await;
        lay(&desk, &nasty()).await;
        let before = desk.found().await;
        let chosen: Vec<Name> = nasty().into_iter().chain(names(["tree"])).collect();
        let ran = fetch(&desk, &chosen).await;
        assert_eq!(ran.status, Some(0), "{ran:?}");
        let computer = tempfile::tempdir().unwrap();
        unpack(&ran.stdout, computer.path());
        assert_eq!(std::fs::read_to_string(computer.path().join("tree/deep/two")).unwrap(), "two\n");
        assert_eq!(
            std::fs::read_link(computer.path().join("tree/way")).unwrap(),
            std::path::Path::new("../away")
        );
        for name in nasty() {
            use std::os::unix::ffi::OsStrExt as _;
            let path = computer.path().join(std::ffi::OsStr::from_bytes(name.bytes()));
            assert!(path.symlink_metadata().is_ok(), "{name:?}");
        }
        assert!(!computer.path().join("other").exists());
        let all = Fetch { directory: desk.place.join(&name("tree")), names: Vec::new() };
        let ran = desk.run(&all.script(&desk.tools).unwrap()).await;
        let whole = tempfile::tempdir().unwrap();
        unpack(&ran.stdout, whole.path());
        assert_eq!(std::fs::read_to_string(whole.path().join("deep/two")).unwrap(), "two\n");
        assert!(desk.found().await == before && !desk.is_pwned().await, "nothing of it stays on the target");
    }
}

#[tokio::test]
async fn what_may_not_be_read_or_is_not_there_fails_it() {
    for desk in Desk::both().await {
        desk.lay("mkdir -p tree closed; echo a > tree/a; chmod 000 closed").await;
        for chosen in [["tree", "closed"], ["tree", "gone"]] {
            let ran = fetch(&desk, &names(chosen)).await;
            assert!(ran.status.is_some_and(|status| status != 0), "{ran:?}");
        }
        let closed = desk.refused(&Fetch { directory: desk.place.clone(), names: names(["closed"]) }).await;
        assert_eq!(closed.remedy, Some(Remedy::Sudo));
    }
}

#[tokio::test]
async fn folders_are_made_where_they_lack_and_only_empty_ones_are_taken_away() {
    for desk in Desk::both().await {
        let mut folders: Vec<Vec<Name>> = vec![names(["site"]), names(["site", "deep"])];
        folders.extend(nasty().into_iter().flat_map(|odd| [vec![odd.clone()], vec![odd, name("in")]]));
        let tree = MakeTree { directory: desk.place.clone(), folders };
        let after = desk.there_and_back(&tree).await;
        assert!(after.of(b"site/deep").unwrap().starts_with("d "), "{after:?}");
        assert!(!desk.is_pwned().await);

        desk.lay("mkdir site; echo kept > site/kept; chmod 700 site").await;
        desk.act(&tree).await;
        let found = desk.found().await;
        assert_eq!((found.text(b"site/kept"), found.mode(b"site")), (Some("kept\\n"), Some("700")));
        let undo = desk.run(&tree.undo(&desk.tools).unwrap()).await;
        assert!(undo.status != Some(0) && desk.found().await.text(b"site/kept").is_some());

        desk.lay("echo file > taken").await;
        let taken = MakeTree { directory: desk.place.clone(), folders: vec![names(["taken", "in"])] };
        assert_eq!(desk.refused(&taken).await.failure, Failure::Failed);
        assert_eq!(desk.found().await.text(b"taken"), Some("file\\n"));
    }
}

async fn fetch(desk: &Desk, chosen: &[Name]) -> Ran {
    let fetch = Fetch { directory: desk.place.clone(), names: chosen.to_vec() };
    desk.run(&fetch.script(&desk.tools).unwrap()).await
}

/// As a person does on their computer.
fn unpack(archive: &[u8], into: &std::path::Path) {
    let mut tar = Command::new("tar").arg("-xzC").arg(into).stdin(Stdio::piped()).spawn().unwrap();
    tar.stdin.take().unwrap().write_all(archive).unwrap();
    assert!(tar.wait().unwrap().success());
}
