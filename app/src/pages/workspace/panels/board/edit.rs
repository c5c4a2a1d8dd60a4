//! What a row is made of, as text: in the editor, in the place of the table.

use leptos::prelude::*;
use postern_shared::form::Answers;
use postern_shared::script::Missing;
use postern_shared::script::services::Located;
use postern_shared::table::{Editing, Offer};

use super::Board;
use crate::pages::workspace::panels::drawer::Wanted;
use crate::pages::workspace::panels::editor::Opened;
use crate::pages::workspace::panels::station::Station;

impl Board {
    /// Whether there is a text that was edited and not saved.
    pub(in super::super) fn has_unsaved(self) -> bool {
        self.opened.with_untracked(|opened| opened.is_some_and(Opened::has_unsaved))
    }

    /// Closes what is edited; the table has the keyboard then.
    pub(super) fn leave(self) {
        if let Some(opened) = self.opened.get_untracked() {
            self.opened.set(None);
            opened.close();
        }
        self.focus();
    }
}

impl Station {
    /// Opens what is to be edited, once it is known where that is.
    pub(super) fn edit(self, board: Board, offer: &Offer, editing: Editing) -> Option<Missing> {
        if let Some(path) = editing.file {
            let place = Located { path, is_new: false };
            board.opened.set(Opened::begin_at(self, &place, editing.then));
            return None;
        }
        let plan = match self.with_tools(|tools| offer.plan(&Answers::default(), tools))? {
            Ok(plan) => plan,
            Err(missing) => return Some(missing),
        };
        let offer = offer.clone();
        self.drawer.read(self, plan, Wanted::ByPerson, move |ran| {
            match ran.as_ref().map(Located::read) {
                Ok(Ok(place)) => board.opened.set(Opened::begin_at(self, &place, editing.then)),
                // Once more, where the person sees why.
                Ok(Err(_)) | Err(_) => {
                    self.act(move |tools| offer.plan(&Answers::default(), tools));
                }
            }
        });
        None
    }
}
