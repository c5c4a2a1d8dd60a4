//! How panes share the workspace: tabs, and in each of them a tree of splits. Pure: knows no terminal and no DOM.

mod closed;
mod tree;

use serde::{Deserialize, Serialize};

use closed::Closed;
use tree::Node;
pub(crate) use tree::{Axis, Divider, Rect, WHOLE, Way};

/// Most panes of one workspace: each is a terminal with ten thousand lines, and a shell on a target.
const MOST_PANES: usize = 64;
/// Longest name of a tab, in characters.
const LONGEST_NAME: usize = 60;

/// Names a pane for as long as the workspace lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PaneId(u32);

/// Names a tab for as long as the workspace lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct TabId(u32);

/// One pane: which shell it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pane {
    /// Its name.
    pub(crate) id: PaneId,
    /// The session its shell belongs to.
    pub(crate) session: String,
    /// The shell; none before it is open.
    pub(crate) channel: Option<String>,
}

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tab {
    /// Its name for this program.
    pub(crate) id: TabId,
    /// The name a person gave it.
    pub(crate) name: Option<String>,
    root: Node,
    /// The pane that has the keyboard when the tab is shown.
    pub(crate) focus: PaneId,
    /// Whether that pane fills the tab.
    pub(crate) is_zoomed: bool,
}

/// Every tab and pane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Layout {
    tabs: Vec<Tab>,
    panes: Vec<Pane>,
    active: usize,
    closed: Vec<Closed>,
    next: u32,
}

impl Layout {
    /// The tabs, left to right.
    pub(crate) fn tabs(&self) -> &[Tab] {
        &self.tabs
    }

    /// The panes of all tabs, oldest first.
    pub(crate) fn panes(&self) -> &[Pane] {
        &self.panes
    }

    /// A pane.
    pub(crate) fn pane(&self, id: PaneId) -> Option<&Pane> {
        self.panes.iter().find(|pane| pane.id == id)
    }

    /// The tab that is shown.
    pub(crate) fn active(&self) -> Option<&Tab> {
        self.tabs.get(self.active)
    }

    /// The pane that has the keyboard.
    pub(crate) fn focused(&self) -> Option<PaneId> {
        self.active().map(|tab| tab.focus)
    }

    /// The tab a pane stands in.
    pub(crate) fn tab_of(&self, pane: PaneId) -> Option<&Tab> {
        self.tabs.iter().find(|tab| tab.root.holds(pane))
    }

    /// The panes of a tab, in reading order.
    pub(crate) fn panes_of(&self, tab: TabId) -> Vec<PaneId> {
        self.tabs.iter().find(|other| other.id == tab).map(|tab| tab.root.panes()).unwrap_or_default()
    }

    /// Where a pane lies in its tab while that is shown; none while it is hidden.
    pub(crate) fn place_of(&self, pane: PaneId) -> Option<Rect> {
        let tab = self.active().filter(|tab| tab.root.holds(pane))?;
        (!tab.is_zoomed || tab.focus == pane).then(|| self.room_of(pane)).flatten()
    }

    /// Where a pane lies in its tab, shown or not.
    pub(crate) fn room_of(&self, pane: PaneId) -> Option<Rect> {
        let tab = self.tab_of(pane)?;
        match tab.is_zoomed && tab.focus == pane {
            true => Some(WHOLE),
            false => tab.root.rects().into_iter().find(|(id, _)| *id == pane).map(|(_, rect)| rect),
        }
    }

    /// The borders between the panes that are shown.
    pub(crate) fn dividers(&self) -> Vec<Divider> {
        self.active().filter(|tab| !tab.is_zoomed).map(|tab| tab.root.dividers()).unwrap_or_default()
    }

    /// Opens a tab beside the active one with one pane, and shows it. None if there are too many panes.
    pub(crate) fn open(&mut self, session: &str, channel: Option<String>) -> Option<PaneId> {
        let id = self.add(session, channel)?;
        let at = if self.tabs.is_empty() { 0 } else { self.active + 1 };
        self.insert_tab(at, Node::Pane(id), id);
        Some(id)
    }

    /// Splits a pane in two, and gives the new one the keyboard. None if there are too many panes.
    pub(crate) fn split(&mut self, pane: PaneId, axis: Axis, session: &str) -> Option<PaneId> {
        let at = self.index_of(pane)?;
        let id = self.add(session, None)?;
        let tab = &mut self.tabs[at];
        tab.root.insert(pane, axis, true, id);
        (tab.focus, tab.is_zoomed) = (id, false);
        self.active = at;
        Some(id)
    }

    /// Notes which shell a pane shows.
    pub(crate) fn set_channel(&mut self, pane: PaneId, channel: Option<String>) {
        if let Some(pane) = self.panes.iter_mut().find(|other| other.id == pane) {
            pane.channel = channel;
        }
    }

    /// Moves every pane of a session to another one, with shells yet to be opened.
    pub(crate) fn renew(&mut self, old: &str, new: &str) {
        for pane in self.panes.iter_mut().filter(|pane| pane.session == old) {
            (pane.session, pane.channel) = (new.to_owned(), None);
        }
        self.closed.retain(|closed| closed.pane.session != old);
    }

    /// Gives a pane the keyboard, and shows its tab.
    pub(crate) fn focus(&mut self, pane: PaneId) {
        if let Some(at) = self.index_of(pane) {
            self.active = at;
            let tab = &mut self.tabs[at];
            tab.is_zoomed &= tab.focus == pane;
            tab.focus = pane;
        }
    }

    /// Gives the pane in this direction the keyboard.
    pub(crate) fn focus_way(&mut self, way: Way) {
        let next = self.active().and_then(|tab| tab.root.neighbour(tab.focus, way));
        if let Some(next) = next {
            self.focus(next);
        }
    }

    /// Moves the border of the pane that has the keyboard one step in this direction.
    pub(crate) fn grow(&mut self, way: Way) {
        if let Some(tab) = self.tabs.get_mut(self.active).filter(|tab| !tab.is_zoomed) {
            tab.root.grow(tab.focus, way);
        }
    }

    /// Moves a border to a place, in units of [`WHOLE`].
    pub(crate) fn drag(&mut self, divider: &Divider, to: u32) {
        if let Some(tab) = self.tabs.get_mut(self.active) {
            tab.root.drag(divider, to);
        }
    }

    /// Gives all panes of the active tab the same room.
    pub(crate) fn even_out(&mut self) {
        if let Some(tab) = self.tabs.get_mut(self.active) {
            tab.root.even_out();
        }
    }

    /// Lets the pane that has the keyboard fill the tab, or no longer.
    pub(crate) fn zoom(&mut self) {
        if let Some(tab) = self.tabs.get_mut(self.active) {
            tab.is_zoomed = !tab.is_zoomed && tab.root.panes().len() > 1;
        }
    }

    /// Gives a pane a tab of its own.
    pub(crate) fn move_to_new_tab(&mut self, pane: PaneId) {
        let Some(at) = self.index_of(pane).filter(|&at| self.tabs[at].root.panes().len() > 1) else { return };
        self.take_out(pane);
        self.insert_tab(at + 1, Node::Pane(pane), pane);
    }

    /// Moves a pane into another tab, beside the pane that has the keyboard there.
    pub(crate) fn move_to_tab(&mut self, pane: PaneId, tab: TabId) {
        let Some(goal) = self.tabs.iter().find(|other| other.id == tab && !other.root.holds(pane)) else {
            return;
        };
        let beside = goal.focus;
        self.move_beside(pane, beside, Way::Right);
    }

    /// Moves a pane to one side of another, which may stand in another tab.
    pub(crate) fn move_beside(&mut self, pane: PaneId, beside: PaneId, side: Way) {
        if pane == beside || self.index_of(pane).is_none() || self.index_of(beside).is_none() {
            return;
        }
        self.take_out(pane);
        if let Some(at) = self.index_of(beside) {
            let tab = &mut self.tabs[at];
            tab.root.insert(beside, side.axis(), side.is_forward(), pane);
            tab.is_zoomed = false;
            self.focus(pane);
        }
    }

    /// Shows a tab.
    pub(crate) fn show(&mut self, tab: TabId) {
        if let Some(at) = self.tabs.iter().position(|other| other.id == tab) {
            self.active = at;
        }
    }

    /// Leaves out every pane that is not to be kept, those that could be brought back too.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Pane) -> bool) {
        let gone: Vec<PaneId> = self.panes.iter().filter(|pane| !keep(pane)).map(|pane| pane.id).collect();
        for pane in gone {
            self.remove(pane);
        }
        self.closed.retain(|closed| keep(&closed.pane));
    }

    /// Shows the tab at this place, counted from 0; there may be none.
    pub(crate) fn show_nth(&mut self, at: usize) {
        if at < self.tabs.len() {
            self.active = at;
        }
    }

    /// Shows the tab so many places to the right, or to the left; behind the last comes the first.
    pub(crate) fn step(&mut self, places: isize) {
        if let Some(count) = isize::try_from(self.tabs.len()).ok().filter(|count| *count > 0) {
            // Not negative, and less than the number of tabs.
            self.active = (self.active as isize + places).rem_euclid(count) as usize;
        }
    }

    /// Moves a tab to this place, counted from 0.
    pub(crate) fn move_tab(&mut self, tab: TabId, to: usize) {
        if let Some(from) = self.tabs.iter().position(|other| other.id == tab) {
            let shown = self.active().map(|tab| tab.id);
            let tab = self.tabs.remove(from);
            self.tabs.insert(to.min(self.tabs.len()), tab);
            if let Some(shown) = shown {
                self.show(shown);
            }
        }
    }

    /// Place of the active tab, counted from 0.
    pub(crate) fn active_index(&self) -> usize {
        self.active
    }

    /// Names a tab; an empty name takes the name away.
    pub(crate) fn rename(&mut self, tab: TabId, name: &str) {
        if let Some(tab) = self.tabs.iter_mut().find(|other| other.id == tab) {
            let name: String = name.trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
            tab.name = Some(name).filter(|name| !name.is_empty());
        }
    }

    /// Whether everything refers to something: what was stored may be another version's, or damaged.
    pub(crate) fn is_sound(&self) -> bool {
        let mut shown: Vec<PaneId> = self.tabs.iter().flat_map(|tab| tab.root.panes()).collect();
        let mut known: Vec<PaneId> = self.panes.iter().map(|pane| pane.id).collect();
        shown.sort_unstable();
        known.sort_unstable();
        let unique = known.windows(2).all(|two| two[0] != two[1]);
        let newest =
            self.panes.iter().map(|pane| pane.id.0).chain(self.tabs.iter().map(|tab| tab.id.0)).max();
        unique
            && shown == known
            && self.panes.len() <= MOST_PANES
            && self.tabs.iter().all(|tab| tab.root.is_sound() && tab.root.holds(tab.focus))
            && (self.active < self.tabs.len() || self.tabs.is_empty())
            && newest.is_none_or(|newest| newest < self.next)
    }

    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn add(&mut self, session: &str, channel: Option<String>) -> Option<PaneId> {
        if self.panes.len() >= MOST_PANES {
            return None;
        }
        let id = PaneId(self.number());
        self.panes.push(Pane { id, session: session.to_owned(), channel });
        Some(id)
    }

    fn insert_tab(&mut self, at: usize, root: Node, focus: PaneId) {
        let id = TabId(self.number());
        let at = at.min(self.tabs.len());
        self.tabs.insert(at, Tab { id, name: None, root, focus, is_zoomed: false });
        self.active = at;
    }

    fn index_of(&self, pane: PaneId) -> Option<usize> {
        self.tabs.iter().position(|tab| tab.root.holds(pane))
    }

    /// Takes a pane out of its tab; a tab without panes goes with it.
    fn take_out(&mut self, pane: PaneId) {
        let Some(at) = self.index_of(pane) else { return };
        let tab = &mut self.tabs[at];
        let panes = tab.root.panes();
        if panes.len() == 1 {
            self.tabs.remove(at);
            if self.active > at || (self.active == at && at == self.tabs.len()) {
                self.active = self.active.saturating_sub(1);
            }
            return;
        }
        tab.is_zoomed = false;
        if tab.focus == pane {
            let index = panes.iter().position(|other| *other == pane).unwrap_or(0);
            // The one before it took its room from, or gave it to, this one; failing that the one behind.
            tab.focus = if index > 0 { panes[index - 1] } else { panes[1] };
        }
        tab.root.remove(pane);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
