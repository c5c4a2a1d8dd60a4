//! Permissions, owner and group, as an ordinary user may change them.

use postern_shared::script::files::{Mode, SetMode, SetOwner, Touched, Was};
use postern_shared::script::{Action as _, Failure, Remedy};
use postern_testkit::USER;

use super::desk::{Desk, Refused, name, owned};

const FORBIDDEN: Refused = Refused { failure: Failure::Failed, remedy: Some(Remedy::Sudo) };

const TREE: &str = "mkdir -p tree/deep shared; echo one > tree/one; echo two > tree/deep/two; echo file > file; \
    ln -s ../../file tree/deep/way; chmod 640 tree/one tree/deep/two; chmod 644 file; chmod 750 tree tree/deep; chmod 2775 shared";

#[tokio::test]
async fn permissions_change_and_an_undo_gives_each_its_own_back() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let before = desk.found().await;
        for mode in ["600", "755", "4711", "000"] {
            let files = vec![had("tree", "750"), had("file", "644")];
            let set = SetMode { directory: desk.place.clone(), files, mode: octal(mode), is_deep: false };
            let after = desk.there_and_back(&set).await;
            let bits = octal(mode).octal();
            let bits = bits.trim_start_matches('0');
            let bits = if bits.is_empty() { "0" } else { bits };
            assert_eq!(after.mode(b"file"), Some(bits));
            assert_eq!(after.mode(b"tree"), Some(bits));
            assert_eq!(after.of(b"shared"), before.of(b"shared"));
        }
    }
}

/// `chmod` of GNU leaves the set-group-ID bit of a directory where three digits do not name it.
#[tokio::test]
async fn special_bits_of_a_directory_go_and_come_back() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let set = |text, from, to| SetMode {
            directory: desk.place.clone(),
            files: vec![had(text, from)],
            mode: octal(to),
            is_deep: false,
        };
        assert_eq!(desk.there_and_back(&set("shared", "2775", "755")).await.mode(b"shared"), Some("755"));
        assert_eq!(desk.there_and_back(&set("tree", "750", "3770")).await.mode(b"tree"), Some("3770"));
    }
}

#[tokio::test]
async fn permissions_change_in_depth_and_links_lead_to_nothing_changed() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let before = desk.found().await;
        let files = vec![had("tree", "750")];
        let set = SetMode { directory: desk.place.clone(), files, mode: octal("700"), is_deep: true };
        let ran = desk.run(set.preview(&desk.tools).unwrap().script()).await;
        let touched = Touched::read(&ran).unwrap();
        assert_eq!((touched.len(), touched[0].files), (1, 5));
        assert_eq!((desk.found().await, set.undo(&desk.tools)), (before.clone(), None));
        desk.act(&set).await;
        let after = desk.found().await;
        for path in [&b"tree"[..], b"tree/one", b"tree/deep", b"tree/deep/two"] {
            assert_eq!(after.mode(path), Some("700"), "{}", path.escape_ascii());
        }
        assert_eq!(after.of(b"file"), before.of(b"file"));
        assert_eq!(after.text(b"tree/deep/two"), Some("two\\n"));
    }
}

#[tokio::test]
async fn an_ordinary_user_gives_away_to_its_own_group_only() {
    for desk in Desk::both().await {
        desk.lay(TREE).await;
        let before = desk.found().await;
        let set = |owner: &str, is_deep| SetOwner {
            directory: desk.place.clone(),
            files: vec![Was { name: name("tree"), had: owned(&format!("{USER}:{USER}")) }],
            owner: owner.into(),
            is_deep,
        };
        for owner in [USER.to_owned(), format!(":{USER}"), format!("{USER}:{USER}")] {
            assert_eq!(desk.there_and_back(&set(&owner, false)).await, before);
            desk.act(&set(&owner, true)).await;
        }
        for owner in ["root", ":root", "root:root"] {
            assert_eq!(desk.refused(&set(owner, false)).await, FORBIDDEN);
            assert_eq!(desk.refused(&set(owner, true)).await, FORBIDDEN);
        }
        for owner in ["$(touch pwned)", "--reference=file", "-R", ""] {
            let ran = desk.run(&set(owner, false).script(&desk.tools).unwrap()).await;
            assert_eq!(ran.done().is_ok(), owner.is_empty() && ran.stderr.is_empty(), "{owner}: {ran:?}");
        }
        let etc = postern_shared::script::Path::parse(b"/etc").unwrap();
        let set =
            SetMode { directory: etc, files: vec![had("passwd", "644")], mode: octal("644"), is_deep: false };
        assert_eq!(desk.refused(&set).await, FORBIDDEN);
        assert_eq!(desk.found().await, before);
        assert!(!desk.is_pwned().await);
    }
}

fn octal(text: &str) -> Mode {
    Mode::parse(text).unwrap()
}

fn had(text: &str, mode: &str) -> Was<Mode> {
    Was { name: name(text), had: octal(mode) }
}
