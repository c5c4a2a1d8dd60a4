//! Renaming, moving and copying.

use postern_shared::script::files::{Copy, Link, MakeDirectory, MakeFile, Move, Rename};
use postern_shared::script::{Action, Failure, Remedy};

use super::desk::{Desk, Refused, name, names};

const TAKEN: Refused = Refused { failure: Failure::Failed, remedy: Some(Remedy::OtherName) };
const GONE: Refused = Refused { failure: Failure::Failed, remedy: Some(Remedy::ReadAgain) };
const FORBIDDEN: Refused = Refused { failure: Failure::Failed, remedy: Some(Remedy::Sudo) };

/// A tree with something of every kind, a directory to take things in, and one that nothing may be written to.
const TREE: &str = "mkdir -p tree/deep to locked; echo one > tree/one; echo two > tree/deep/two; chmod 640 tree/one; \
    chmod 750 tree/deep; ln -s ../nowhere tree/link; mkfifo tree/pipe; echo file > file; ln -s tree way; chmod 555 locked";

#[tokio::test]
async fn a_renamed_file_has_its_new_name_and_an_undo_its_old() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let before = desk.found().await;
        for from in ["file", "tree", "way"] {
            let rename = Rename { directory: desk.place.clone(), from: name(from), to: name("new name") };
            assert_eq!(
                desk.there_and_back(&rename).await,
                before.clone().moved(from.as_bytes(), b"new name")
            );
        }
    }
}

#[tokio::test]
async fn what_is_moved_is_there_and_no_longer_here_and_an_undo_brings_it_back() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let before = desk.found().await;
        let names = names(["tree", "file", "way"]);
        let moved = Move { directory: desk.place.clone(), names, to: desk.place.join(&name("to")) };
        let expected = before.moved(b"tree", b"to/tree").moved(b"file", b"to/file").moved(b"way", b"to/way");
        assert_eq!(desk.there_and_back(&moved).await, expected);
    }
}

#[tokio::test]
async fn a_copy_is_the_same_in_everything_and_an_undo_removes_only_it() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        desk.lay("touch -d @1000000000 file tree/one").await;
        let before = desk.found().await;
        let pair = |from: &str, to: &str| (name(from), name(to));
        let copy = |pairs: Vec<_>, to| Copy { directory: desk.place.clone(), names: pairs, to };
        let into = copy(vec![pair("tree", "tree"), pair("way", "way")], desk.place.join(&name("to")));
        let expected = before.clone().copied(b"tree", b"to/tree").copied(b"way", b"to/way");
        assert_eq!(desk.there_and_back(&into).await, expected);
        let beside = copy(vec![pair("tree", "tree copy"), pair("file", "file copy")], desk.place.clone());
        let expected = before.copied(b"tree", b"tree copy").copied(b"file", b"file copy");
        assert_eq!(desk.there_and_back(&beside).await, expected);
        desk.act(&beside).await;
        let times = desk
            .stand
            .session
            .run(&format!("stat -c %Y {0}/tree/one {0}/'tree copy'/one", desk.place.word()))
            .await;
        assert_eq!(times.stdout, b"1000000000\n1000000000\n");
    }
}

#[tokio::test]
async fn a_copy_of_closed_folders_goes_again_and_what_links_in_it_lead_to_stays() {
    for desk in Desk::both().await {
        desk.lay(
            "mkdir -p -- tree/-deep/er away to; echo x > tree/-deep/er/x; mkdir away/closed; chmod 555 away",
        )
        .await;
        desk.lay("ln -s ../away tree/way; ln -s away way; chmod 500 away/closed; chmod 555 tree/-deep tree/-deep/er")
            .await;
        let pairs = ["tree", "way"].map(|text| (name(text), name(text))).to_vec();
        let to = desk.place.join(&name("to"));
        desk.there_and_back(&Copy { directory: desk.place.clone(), names: pairs, to }).await;
        // So that what is left can be removed.
        desk.lay("chmod -R u+w .").await;
    }
}

#[tokio::test]
async fn nothing_is_written_over() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        desk.lay("mkdir to/tree; echo other > to/file; ln -s nowhere to/way; ln -s to dangling; ln -sfn gone dangling")
            .await;
        let (before, directory, to) = (desk.found().await, desk.place.clone(), desk.place.join(&name("to")));
        for taken in ["tree", "to", "way", "dangling", "file"] {
            let (name, other) = (name(taken), if taken == "file" { name("tree") } else { name("file") });
            let rename = Rename { directory: directory.clone(), from: other.clone(), to: name.clone() };
            assert_eq!(desk.refused(&rename).await, TAKEN, "{taken}");
            let names = vec![(other, name.clone())];
            assert_eq!(
                desk.refused(&Copy { directory: directory.clone(), names, to: directory.clone() }).await,
                TAKEN
            );
            assert_eq!(
                desk.refused(&MakeFile { directory: directory.clone(), name: name.clone() }).await,
                TAKEN
            );
            assert_eq!(
                desk.refused(&MakeDirectory { directory: directory.clone(), name: name.clone() }).await,
                TAKEN
            );
            let link = Link { directory: directory.clone(), name, to: b"/etc".to_vec() };
            assert_eq!(desk.refused(&link).await, TAKEN);
        }
        // One of several is enough, and then none moves.
        for taken in ["tree", "file", "way"] {
            let names = vec![name("locked"), name(taken)];
            let pairs = names.iter().map(|name| (name.clone(), name.clone())).collect();
            let moved = Move { directory: directory.clone(), names, to: to.clone() };
            assert_eq!(desk.refused(&moved).await, TAKEN, "{taken}");
            assert_eq!(
                desk.refused(&Copy { directory: directory.clone(), names: pairs, to: to.clone() }).await,
                TAKEN
            );
        }
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn an_undo_writes_over_nothing_either() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let rename = Rename { directory: desk.place.clone(), from: name("file"), to: name("new") };
        desk.act(&rename).await;
        desk.lay("echo newer > file").await;
        let before = desk.found().await;
        let ran = desk.run(&rename.undo(&desk.tools).unwrap()).await;
        assert_eq!(Remedy::after(&ran), Some(Remedy::OtherName));
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn what_goes_to_a_directory_that_is_gone_stays_what_it_is() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let (before, directory, to) =
            (desk.found().await, desk.place.clone(), desk.place.join(&name("gone")));
        for what in ["tree", "file", "way"] {
            let moved = Move { directory: directory.clone(), names: vec![name(what)], to: to.clone() };
            assert_eq!(desk.refused(&moved).await, GONE, "{what}");
            let names = vec![(name(what), name(what))];
            let copy = Copy { directory: directory.clone(), names, to: to.clone() };
            assert_eq!(desk.refused(&copy).await, GONE, "{what}");
        }
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn what_is_gone_is_to_be_looked_for_again() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let (before, directory, to) = (desk.found().await, desk.place.clone(), desk.place.join(&name("to")));
        let rename = Rename { directory: directory.clone(), from: name("gone"), to: name("new") };
        assert_eq!(desk.refused(&rename).await, GONE);
        let moved = Move { directory: directory.clone(), names: names(["gone"]), to: to.clone() };
        assert_eq!(desk.refused(&moved).await, GONE);
        let copy = Copy { directory: directory.clone(), names: vec![(name("gone"), name("gone"))], to };
        assert_eq!(desk.refused(&copy).await, GONE);
        let away = MakeFile { directory: directory.join(&name("gone")), name: name("new") };
        assert_eq!(desk.refused(&away).await, GONE);
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn where_a_user_may_not_write_sudo_is_offered() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let (before, directory) = (desk.found().await, desk.place.clone());
        let locked = directory.join(&name("locked"));
        let pair = vec![(name("file"), name("file"))];
        let is_forbidden = |refused: Refused| assert_eq!(refused, FORBIDDEN);
        is_forbidden(
            desk.refused(&Move { directory: directory.clone(), names: names(["file"]), to: locked.clone() })
                .await,
        );
        is_forbidden(desk.refused(&Copy { directory, names: pair, to: locked.clone() }).await);
        is_forbidden(desk.refused(&MakeFile { directory: locked.clone(), name: name("x") }).await);
        is_forbidden(desk.refused(&MakeDirectory { directory: locked.clone(), name: name("x") }).await);
        is_forbidden(desk.refused(&Link { directory: locked, name: name("x"), to: b"y".to_vec() }).await);
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn sudo_that_wants_a_password_says_so_and_nothing_happens() {
    let desk = Desk::start().await;
    desk.lay(TREE).await;
    let before = desk.found().await;
    let rename = Rename { directory: desk.place.clone(), from: name("file"), to: name("new") };
    let ran = desk.run(&rename.script(&desk.tools.through_sudo()).unwrap()).await;
    assert_eq!(Remedy::after(&ran), Some(Remedy::Password), "{ran:?}");
    assert_eq!(desk.found().await, before);
}
