//! What lies in the trash: where it was, back there, and away for good. Both userlands have the same home directory, so
//! each test leaves the trash empty.

use postern_shared::script::files::{EmptyTrash, Origin, PutBack, Touched, Trash, TrashId, trash};
use postern_shared::script::{Action as _, Failure, Name, Path, Remedy};

use super::desk::{Desk, Refused, name, names, plainly};
use super::names::{lay, nasty};

#[tokio::test]
async fn what_is_in_the_trash_knows_where_it_was_and_goes_back_there() {
    for desk in Desk::both().await {
        // In directories of any name; one ends with a line break.
        for (number, place) in nasty().into_iter().chain([name("ends\n")]).enumerate() {
            let directory = desk.place.join(&place);
            desk.lay(&format!("mkdir -- {}", plainly(directory.bytes()))).await;
            let put = put(&desk, &directory, &format!("n-{number}"), "kept").await;
            let folder = put.folder(&desk.tools);
            let origin = Origin::of(&folder, &desk.tools).unwrap();
            assert_eq!(desk.act(&origin).await, Some(directory.clone()));
            let back = PutBack { folder, names: put.names, to: directory.clone() };
            desk.act(&back).await;
            assert_eq!(desk.found_in(&directory).await.text(b"kept"), Some("kept"));
        }
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn what_was_put_back_can_be_in_the_trash_again() {
    for desk in Desk::both().await {
        let all = nasty();
        lay(&desk, &all).await;
        let before = desk.found().await;
        let trash = Trash { directory: desk.place.clone(), names: all.clone(), id: id("a") };
        desk.act(&trash).await;
        let folder = trash.folder(&desk.tools);
        let lies = desk.found_in(&folder).await;
        let back = PutBack { folder: folder.clone(), names: all, to: desk.place.clone() };
        desk.act(&back).await;
        assert_eq!(desk.found().await, before);
        desk.undo(&back).await;
        assert_eq!(desk.found_in(&folder).await, lies);
        assert!(!desk.is_pwned().await);
        desk.act(&EmptyTrash).await;
    }
}

#[tokio::test]
async fn nothing_is_put_back_where_its_place_is_taken_or_gone() {
    for desk in Desk::both().await {
        desk.lay("mkdir old").await;
        let old = desk.place.join(&name("old"));
        let put = put(&desk, &old, "a", "kept").await;
        let folder = put.folder(&desk.tools);
        let back = PutBack { folder: folder.clone(), names: put.names, to: old };
        desk.lay("echo newer > old/kept").await;
        let (there, lies) = (desk.found().await, desk.found_in(&folder).await);
        let refused = |remedy| Refused { failure: Failure::Failed, remedy: Some(remedy) };
        assert_eq!(desk.refused(&back).await, refused(Remedy::OtherName));
        assert_eq!((desk.found().await, desk.found_in(&folder).await), (there, lies.clone()));
        desk.lay("rm -r old").await;
        assert_eq!(desk.refused(&back).await, refused(Remedy::ReadAgain));
        assert_eq!(desk.found_in(&folder).await, lies);
        assert!(desk.found().await.of(b"old").is_none());
        desk.act(&EmptyTrash).await;
    }
}

#[tokio::test]
async fn nobody_knows_where_it_was_where_that_was_not_kept() {
    for desk in Desk::both().await {
        let folder = trash(&desk.tools).join(&name("2026-old"));
        assert_eq!(desk.act(&Origin::of(&folder, &desk.tools).unwrap()).await, None);
        for other in [folder.join(&name("x")), trash(&desk.tools), trash(&desk.tools).join(&name(".from-a"))]
        {
            assert_eq!(Origin::of(&other, &desk.tools), None);
        }
    }
}

#[tokio::test]
async fn a_trash_that_is_tried_again_leads_nowhere_else() {
    for desk in Desk::both().await {
        desk.lay("mkdir there; echo x > there/x").await;
        let there = desk.place.join(&name("there"));
        let put = Trash { directory: there.clone(), names: names(["x", "y"]), id: id("again") };
        let ran = desk.run(&put.script(&desk.tools).unwrap()).await;
        assert_eq!(ran.done(), Err(Failure::Failed), "there is no y");
        desk.lay("echo x > there/x2; echo y > there/y").await;
        let put = Trash { names: names(["x2", "y"]), ..put };
        desk.act(&put).await;
        assert!(desk.found_in(&there).await.of(b"there").is_none(), "no link in it");
        assert_eq!(desk.act(&Origin::of(&put.folder(&desk.tools), &desk.tools).unwrap()).await, Some(there));
        desk.act(&EmptyTrash).await;
    }
}

#[tokio::test]
async fn the_trash_is_emptied_and_what_links_in_it_lead_to_stays() {
    for desk in Desk::both().await {
        let nothing = desk.run(EmptyTrash.preview(&desk.tools).unwrap().script()).await;
        let known = Touched::read(&nothing).unwrap().len();
        desk.lay(
            "mkdir -p keep tree/deep; echo kept > keep/kept; echo x > tree/deep/x; ln -s ../keep tree/link",
        )
        .await;
        lay(&desk, &nasty()).await;
        let mut all = nasty();
        all.push(name("tree"));
        let directory = desk.place.clone();
        desk.act(&Trash { directory: directory.clone(), names: all, id: id("first") }).await;
        put(&desk, &directory, "second", "single").await;
        let before = desk.found().await;
        let ran = desk.run(EmptyTrash.preview(&desk.tools).unwrap().script()).await;
        let touched = Touched::read(&ran).unwrap();
        let files = |name: &[u8]| touched.iter().find(|one| one.name == name).map(|one| one.files);
        // The folder, one file each, and of the tree two directories, a file, a link.
        let first = nasty().len() as u64 + 1 + 4;
        assert_eq!((files(b"first"), files(b"second")), (Some(first), Some(2)));
        assert_eq!(touched.len(), known + 2, "{touched:?}");
        desk.act(&EmptyTrash).await;
        assert_eq!(
            desk.found_in(&trash(&desk.tools)).await,
            desk.found_in(&desk.place.join(&name("keep"))).await.without(b"kept")
        );
        assert_eq!(desk.found().await, before);
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn what_in_the_trash_may_not_be_deleted_stays_and_sudo_is_offered() {
    for desk in Desk::both().await {
        desk.lay("mkdir -p outer/closed; echo x > outer/closed/x; chmod 555 outer/closed").await;
        let directory = desk.place.clone();
        desk.act(&Trash { directory, names: names(["outer"]), id: id("closed") }).await;
        let refused = Refused { failure: Failure::Failed, remedy: Some(Remedy::Sudo) };
        assert_eq!(desk.refused(&EmptyTrash).await, refused);
        let lies = desk.found_in(&trash(&desk.tools)).await;
        assert_eq!(lies.text(b"closed/outer/closed/x"), Some("x\\n"));
        desk.lay(&format!("chmod -R 755 {}", plainly(trash(&desk.tools).bytes()))).await;
        desk.act(&EmptyTrash).await;
    }
}

/// Puts a new file into the trash.
async fn put(desk: &Desk, directory: &Path, number: &str, text: &str) -> Trash {
    let file: Name = name(text);
    let path = plainly(directory.join(&file).bytes());
    desk.lay(&format!("printf %s {} > {path}", plainly(text.as_bytes()))).await;
    let trash = Trash { directory: directory.clone(), names: vec![file], id: id(number) };
    desk.act(&trash).await;
    trash
}

fn id(text: &str) -> TrashId {
    TrashId::parse(text).unwrap()
}
