//! New files, directories and links.

use postern_shared::script::files::{Link, MakeDirectory, MakeFile};
use postern_shared::script::{Action as _, Failure};

use super::desk::{Desk, name};

#[tokio::test]
async fn a_new_file_or_directory_is_empty_and_goes_again() {
    for desk in Desk::both().await {
        let before = desk.found().await;
        let file = MakeFile { directory: desk.place.clone(), name: name("new file") };
        let after = desk.there_and_back(&file).await;
        assert_eq!((after.text(b"new file"), after.mode(b"new file")), (Some(""), Some("644")));
        let directory = MakeDirectory { directory: desk.place.clone(), name: name("new directory") };
        let after = desk.there_and_back(&directory).await;
        assert_eq!(after.mode(b"new directory"), Some("755"));
        assert_eq!(after.without(b"new directory"), before);
    }
}

#[tokio::test]
async fn what_was_put_into_a_new_file_or_directory_is_not_undone() {
    for desk in Desk::both().await {
        let file = MakeFile { directory: desk.place.clone(), name: name("-file") };
        let directory = MakeDirectory { directory: desk.place.clone(), name: name("-directory") };
        desk.act(&file).await;
        desk.act(&directory).await;
        desk.lay("echo text > -file; echo text > ./-directory/x").await;
        let before = desk.found().await;
        for undo in [file.undo(&desk.tools), directory.undo(&desk.tools)] {
            assert_eq!(desk.run(&undo.unwrap()).await.done(), Err(Failure::Failed));
        }
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn a_link_leads_where_it_was_told_to_and_an_undo_leaves_that_alone() {
    for desk in Desk::both().await {
        desk.lay("mkdir there; echo text > there/file").await;
        let before = desk.found().await;
        for to in [&b"there"[..], b"../no\nwhere\n", b"-f", b"\xff", b"$(touch pwned)"] {
            let link = Link { directory: desk.place.clone(), name: name("link"), to: to.to_vec() };
            let after = desk.there_and_back(&link).await;
            let leads = format!(" {}= ", to.escape_ascii());
            assert!(after.of(b"link").unwrap().ends_with(&leads), "{after:?}");
            assert_eq!(after.without(b"link"), before);
        }
        assert!(!desk.is_pwned().await);
    }
}
