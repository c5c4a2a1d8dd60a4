//! What a shell that is yet to open is to begin with.

use leptos::prelude::*;

use super::Work;
use crate::layout::{Axis, Layout, PaneId};

impl Work {
    /// Opens a new shell of a session below the pane that has the keyboard, and sends it a line. Whether there is room.
    pub(in crate::pages::workspace) fn begin_with(self, session: &str, line: String) -> bool {
        let split = |layout: &mut Layout| layout.split(layout.focused()?, Axis::Column, session);
        let pane = self.layout.try_update(split).flatten();
        if let Some(pane) = pane {
            self.first_lines.update_value(|lines| lines.push((pane, line)));
        }
        pane.is_some()
    }

    /// What this pane's shell is to begin with: once.
    pub(in crate::pages::workspace) fn take_first_line(self, pane: PaneId) -> Option<String> {
        self.first_lines.try_update_value(|lines| {
            let at = lines.iter().position(|(of, _)| *of == pane)?;
            Some(lines.swap_remove(at).1)
        })?
    }
}
