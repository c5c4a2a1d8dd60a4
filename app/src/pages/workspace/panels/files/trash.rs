//! The trash: what leads there, where its files were, and back there.

use leptos::prelude::*;
use postern_shared::gesture::files::Change;
use postern_shared::script::files::{Origin, PutBack, trash};
use postern_shared::script::{Action as _, Path, Plan};

use super::super::drawer::Wanted;
use super::super::station::{Known, Station};

impl Station {
    /// Shows the trash.
    pub(super) fn open_trash(self) {
        if let Some(trash) = self.with_tools(trash) {
            self.go(trash);
        }
    }

    /// Whether the person is in the trash itself; tracked.
    pub(super) fn is_in_trash(self) -> bool {
        let trash = self.tools.with(|known| match known {
            Known::Here(tools) => Some(trash(tools)),
            Known::Coming | Known::Unknown(_) => None,
        });
        trash.is_some() && self.files.here() == trash
    }

    /// Learns where the files of a folder of the trash were, if this is one.
    pub(super) fn learn_origin(self, folder: &Path) {
        let origin = self.files.origin;
        let is_known = |known: &Option<(Path, Path)>| known.as_ref().is_some_and(|(of, _)| of == folder);
        if origin.with_untracked(is_known) {
            return;
        }
        origin.set(None);
        let Some(Some(action)) = self.with_tools(|tools| Origin::of(folder, tools)) else { return };
        let Some(Ok(plan)) = self.with_tools(|tools| Plan::of(&action, tools)) else { return };
        let folder = folder.clone();
        self.drawer.read(self, plan, Wanted::ByPage, move |ran| {
            // The person may have gone on meanwhile.
            if untrack(|| self.files.here()).as_ref() == Some(&folder) {
                let place = ran.ok().and_then(|ran| action.outcome(&ran).ok()).flatten();
                origin.set(place.map(|place| (folder, place)));
            }
        });
    }

    /// Moves these out of the trash to where they were.
    pub(super) fn put_back(self, folder: &Path, paths: &[Path]) {
        let known = self.files.origin.get_untracked().filter(|(of, _)| of == folder);
        if let Some((folder, to)) = known {
            let names = paths.iter().filter_map(Path::name).collect();
            self.change(folder.clone(), Change::PutBack(PutBack { folder, names, to }));
        }
    }
}
