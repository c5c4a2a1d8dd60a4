//! What was cut, copied or taken up, and comes to be somewhere else.

use leptos::prelude::*;
use postern_shared::gesture::Gesture;
use postern_shared::gesture::files::{Hand, Held, Meaning, recognise};
use postern_shared::script::Path;

use super::super::drawer::Sheet;
use super::super::station::Station;

impl Station {
    /// What was cut and is now somewhere else cannot be pasted again.
    pub(in super::super) fn forget_pasted(self) {
        let held = self.files.held;
        let is_done = |(sheet, _): &(Sheet, Held)| untrack(|| sheet.is_done());
        if let Some((_, pasted)) = self.files.pasted.get_value().filter(is_done) {
            self.files.pasted.set_value(None);
            if held.with_untracked(|held| held.as_ref() == Some(&pasted)) {
                held.set(None);
            }
        }
    }

    /// Puts what is held into a directory that is not in the list.
    pub(super) fn place(self, held: Held, to: &Path) {
        let Some(here) = untrack(|| self.files.here()) else { return };
        let hand = Hand { directory: to, entries: &[], chosen: Vec::new(), held: Some(&held) };
        if let Some(Meaning::Act(change)) =
            recognise(&Gesture::Drop { onto: None, is_copy: !held.is_cut }, &hand)
        {
            self.change(here, change);
        }
    }
}
