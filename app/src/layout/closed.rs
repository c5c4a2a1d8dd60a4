//! Panes that were closed, and how they come back.

use serde::{Deserialize, Serialize};

use super::tree::{Axis, Node};
use super::{Layout, Pane, PaneId, Tab};

/// Most closed panes that can be brought back.
const MOST_CLOSED: usize = 16;

/// A pane that was closed, and how to bring it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Closed {
    pub(super) pane: Pane,
    /// Its tab as it was, and where it stood.
    tab: Tab,
    at: usize,
    /// What was left of the tab's tree.
    left: Option<Node>,
}

impl Layout {
    /// Takes a pane away. It can be brought back with [`Self::reopen`].
    pub(crate) fn close(&mut self, pane: PaneId) -> Option<Pane> {
        let at = self.index_of(pane)?;
        let before = self.tabs[at].clone();
        self.take_out(pane);
        let index = self.panes.iter().position(|other| other.id == pane)?;
        let gone = self.panes.remove(index);
        let left = self.tabs.iter().find(|tab| tab.id == before.id).map(|tab| tab.root.clone());
        self.closed.push(Closed { pane: gone.clone(), tab: before, at, left });
        if self.closed.len() > MOST_CLOSED {
            self.closed.remove(0);
        }
        Some(gone)
    }

    /// Takes a pane away for good.
    pub(crate) fn remove(&mut self, pane: PaneId) -> Option<Pane> {
        let gone = self.close(pane)?;
        self.forget_closed(pane);
        Some(gone)
    }

    /// Brings back the pane that was closed last.
    pub(crate) fn reopen(&mut self) -> Option<PaneId> {
        let Closed { pane, tab, at, left } = self.closed.pop()?;
        let id = pane.id;
        let now = self.tabs.iter().position(|other| other.id == tab.id);
        match now {
            // Nothing has changed there since: everything gets its old place.
            Some(now) if Some(&self.tabs[now].root) == left.as_ref() => {
                self.tabs[now] = Tab { is_zoomed: false, ..tab };
                self.tabs[now].focus = id;
                self.active = now;
            }
            Some(now) => {
                let tab = &mut self.tabs[now];
                tab.root.insert(tab.focus, Axis::Row, true, id);
                (tab.focus, tab.is_zoomed) = (id, false);
                self.active = now;
            }
            None => {
                let at = at.min(self.tabs.len());
                let tab = Tab { root: Node::Pane(id), focus: id, is_zoomed: false, ..tab };
                self.tabs.insert(at, tab);
                self.active = at;
            }
        }
        self.panes.push(pane);
        Some(id)
    }

    /// Forgets the closed pane of this shell: it can no longer be brought back. Returns whether there was one.
    pub(crate) fn forget_closed(&mut self, pane: PaneId) -> bool {
        let before = self.closed.len();
        self.closed.retain(|closed| closed.pane.id != pane);
        self.closed.len() < before
    }

    /// The panes that can be brought back, the last one last.
    pub(crate) fn closed(&self) -> impl Iterator<Item = &Pane> {
        self.closed.iter().map(|closed| &closed.pane)
    }
}
