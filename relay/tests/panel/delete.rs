//! Into the trash and back, and away for good.

use postern_shared::script::files::{Delete, Touched, Trash, TrashId};
use postern_shared::script::{Action as _, Failure, Remedy};

use super::desk::{Desk, Refused, name, names};
use super::names::{lay, nasty};

const TREE: &str = "mkdir -p tree/deep keep; head -c 100000 /dev/zero | tr '\\0' x > tree/deep/big; echo one > tree/one; \
    echo kept > keep/kept; ln -s ../keep tree/link; ln -s keep way; chmod 444 tree/one; echo file > file";

#[tokio::test]
async fn what_is_in_the_trash_lies_in_a_folder_of_its_own_and_comes_back() {
    for desk in Desk::both().await {
        let all = nasty();
        lay(&desk, &all).await;
        desk.lay(TREE).await;
        let before = desk.found().await;
        let mut names = names(["tree", "way"]);
        names.extend(all);
        let trash = Trash { directory: desk.place.clone(), names: names.clone(), id: id("2026-7f3a") };
        desk.act(&trash).await;
        let folder = trash.folder(&desk.tools);
        let (left, lies) = (desk.found().await, desk.found_in(&folder).await);
        for name in &names {
            assert_eq!((left.of(name.bytes()), lies.of(name.bytes())), (None, before.of(name.bytes())));
        }
        assert_eq!(lies.of(b"tree/deep/big"), before.of(b"tree/deep/big"));
        let above = desk.found_in(&folder.parent().unwrap()).await;
        assert_eq!(above.mode(b"2026-7f3a"), Some("700"), "nobody else looks into it");
        desk.undo(&trash).await;
        assert_eq!(desk.found().await, before);
        assert_eq!(desk.found_in(&folder.parent().unwrap()).await.of(b"2026-7f3a"), None);
    }
}

#[tokio::test]
async fn what_comes_back_from_the_trash_writes_over_nothing() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let trash = Trash { directory: desk.place.clone(), names: names(["tree", "file"]), id: id("a") };
        desk.act(&trash).await;
        desk.lay("echo newer > file").await;
        let (before, folder) = (desk.found().await, trash.folder(&desk.tools));
        let lies = desk.found_in(&folder).await;
        let ran = desk.run(&trash.undo(&desk.tools).unwrap()).await;
        assert_eq!(Remedy::after(&ran), Some(Remedy::OtherName), "{ran:?}");
        assert_eq!((desk.found().await, desk.found_in(&folder).await), (before, lies));
    }
}

#[tokio::test]
async fn what_is_deleted_is_gone_and_what_links_lead_to_stays() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let before = desk.found().await;
        desk.act(&Delete { directory: desk.place.clone(), names: names(["tree", "way"]) }).await;
        assert_eq!(desk.found().await, before.without(b"tree").without(b"way"));
        let gone = Delete { directory: desk.place.clone(), names: names(["tree"]) };
        let remedy = Some(Remedy::ReadAgain);
        assert_eq!(desk.refused(&gone).await, Refused { failure: Failure::Failed, remedy });
    }
}

#[tokio::test]
async fn what_may_not_be_deleted_stays_and_sudo_is_offered() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        desk.lay("chmod 555 keep").await;
        let before = desk.found().await;
        let (refused, id) = (Refused { failure: Failure::Failed, remedy: Some(Remedy::Sudo) }, id("b"));
        let keep = desk.place.join(&name("keep"));
        assert_eq!(desk.refused(&Delete { directory: keep.clone(), names: names(["kept"]) }).await, refused);
        assert_eq!(desk.refused(&Trash { directory: keep, names: names(["kept"]), id }).await, refused);
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn a_preview_says_what_a_deletion_will_touch_and_touches_nothing() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let before = desk.found().await;
        let delete = Delete { directory: desk.place.clone(), names: names(["tree", "way", "file"]) };
        let ran = desk.run(delete.preview(&desk.tools).unwrap().script()).await;
        let touched = Touched::read(&ran).unwrap();
        let counts: Vec<_> = touched.iter().map(|one| (one.name.as_slice(), one.files)).collect();
        // The directory, one in it, two files, a link.
        assert_eq!(counts, [(&b"tree"[..], 5), (b"way", 1), (b"file", 1)]);
        assert!((100_000..200_000).contains(&touched[0].bytes), "{touched:?}");
        assert!(touched[1].bytes <= 4096, "a link is not what it leads to: {touched:?}");
        assert_eq!(desk.found().await, before);
    }
}

fn id(text: &str) -> TrashId {
    TrashId::parse(text).unwrap()
}
