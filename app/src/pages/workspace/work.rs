//! What the workspace holds: its layout, the sessions behind it, the panes that are open.

mod closing;
mod desk;
mod first_line;

use leptos::prelude::*;
use postern_shared::api::{ChannelKind, SessionInfo};
use postern_shared::target::Target;
use wasm_bindgen_futures::spawn_local;

use super::gate::Gate;
use super::panels::Panels;
use super::send::Send;
use super::transfers::Transfers;
use super::view::View;
use crate::app::Nav;
use crate::browser::Timer;
use crate::keys::KeyMap;
use crate::layout::{Axis, Divider, Layout, Pane, PaneId, Rect, Tab, TabId};
use crate::machines::saved::{Saved, Wish};
use crate::marks::Marks;
use crate::net;
use crate::route::Screen;
use crate::store::{self, Held};
use crate::theme::Theme;

pub(super) use desk::{Desk, Seat};

/// Most shells found running that are shown at once.
const MOST_FOUND: usize = 4;

/// What is open over the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sheet {
    Palette,
    Keys,
    Rename(TabId),
}

/// The workspace.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    nav: Nav,
    layout: RwSignal<Layout>,
    desks: StoredValue<Vec<Desk>>,
    seats: RwSignal<Vec<Seat>>,
    /// What panes that are yet to open begin with: a line for their shells.
    first_lines: StoredValue<Vec<(PaneId, String)>>,
    sheet: RwSignal<Option<Sheet>>,
    /// What was closed last, while it can be brought back.
    offer: RwSignal<Option<(PaneId, String)>>,
    timers: StoredValue<Vec<(PaneId, Timer)>, LocalStorage>,
    /// The pane, or the tab, that is being dragged.
    pub(super) dragged: RwSignal<Option<Dragged>>,
    /// Owns what outlives a pane.
    owner: StoredValue<Owner>,
    pub(super) theme: Theme,
    saved: Saved,
    gate: StoredValue<Option<Gate>>,
    send: StoredValue<Option<Send>>,
    panels: StoredValue<Option<Panels>>,
    transfers: StoredValue<Option<Transfers>>,
}

/// What is being dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dragged {
    Pane(PaneId),
    Tab(TabId),
}

impl Work {
    /// The workspace as it was before a reload, as far as its sessions are known.
    pub(super) fn restore() -> Self {
        let mut layout = store::layout();
        if !layout.is_sound() {
            layout = Layout::default();
        }
        let held = store::sessions();
        layout.retain(|pane| held.iter().any(|held| held.session == pane.session));
        let work = Self {
            nav: expect_context(),
            layout: RwSignal::new(layout),
            desks: StoredValue::new(Vec::new()),
            seats: RwSignal::new(Vec::new()),
            first_lines: StoredValue::new(Vec::new()),
            sheet: RwSignal::new(None),
            offer: RwSignal::new(None),
            timers: StoredValue::new_local(Vec::new()),
            dragged: RwSignal::new(None),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            theme: expect_context(),
            saved: expect_context(),
            gate: StoredValue::new(None),
            send: StoredValue::new(None),
            panels: StoredValue::new(None),
            transfers: StoredValue::new(None),
        };
        let closed: Vec<Pane> = work.layout.with_untracked(|layout| layout.closed().cloned().collect());
        for pane in closed {
            work.hang_up_later(pane);
        }
        work
    }

    /// Keeps address, storage and focus in step with the layout.
    pub(super) fn follow(self) {
        Effect::new(move || {
            if let Screen::Workspace(session) = self.nav.screen() {
                self.visit(&session);
            }
        });
        Effect::new(move || self.layout.with(store::set_layout));
        Effect::new(move || {
            let session = self.focused().map(|seat| seat.desk.session());
            match (self.nav.screen_untracked(), session) {
                (Screen::Workspace(shown), Some(session)) if shown != session => {
                    self.nav.replace(Screen::Workspace(session));
                }
                _ => {}
            }
        });
    }

    /// Shows a session: where it is already, in the place of one that is over, or in a new tab.
    fn visit(self, session: &str) {
        let is_shown = |pane: &Pane| pane.session == session;
        let (focused, any) = self.layout.with_untracked(|layout| {
            let focused = layout.focused().and_then(|pane| layout.pane(pane)).is_some_and(is_shown);
            (focused, layout.panes().iter().find(|pane| is_shown(pane)).map(|pane| pane.id))
        });
        match (focused, any) {
            (true, _) => {}
            (false, Some(pane)) => self.layout.update(|layout| layout.focus(pane)),
            (false, None) => self.welcome(session),
        }
    }

    fn welcome(self, session: &str) {
        let Some(held) = store::held(session) else { return self.nav.go(Screen::SignIn) };
        let fresh = self.nav.take_fresh(session);
        let is_new = fresh.is_some();
        let Some(over) = self.over(&held.target) else {
            let desk = self.add_desk(held, fresh);
            return self.seat_first(desk, is_new);
        };
        let old = over.session();
        store::let_go(&old);
        over.renew(held, fresh);
        self.layout.update(|layout| layout.renew(&old, session));
    }

    /// A session to a target that is over while its panes are still there.
    fn over(self, target: &Target) -> Option<Desk> {
        let has_panes = |desk: &Desk| {
            let session = desk.session();
            self.layout.with_untracked(|layout| layout.panes().iter().any(|pane| pane.session == session))
        };
        let is_it = |desk: &&Desk| {
            desk.is_over.get_untracked()
                && desk.held.with_value(|held| held.target == *target)
                && has_panes(desk)
        };
        self.desks.with_value(|desks| desks.iter().find(is_it).copied())
    }

    /// The first pane of a session: a new shell, or those that were left running.
    fn seat_first(self, desk: Desk, is_new: bool) {
        let session = desk.session();
        if is_new {
            return self.open_tab(&session, None);
        }
        let key = desk.held.with_value(Held::key);
        spawn_local(async move {
            let channels = net::session(&key).await.map(|info| info.channels).unwrap_or_default();
            let found = channels.into_iter().filter(|info| info.kind == ChannelKind::Shell && !info.attached);
            self.open_found(&session, found.map(|info| info.channel).take(MOST_FOUND).collect());
        });
    }

    /// Opens a tab with shells that were left running, or with a new one.
    fn open_found(self, session: &str, found: Vec<String>) {
        let mut found = found.into_iter();
        self.layout.update(|layout| {
            let mut last = layout.open(session, found.next());
            for channel in found {
                last = last.and_then(|pane| layout.split(pane, Axis::Row, session));
                if let Some(pane) = last {
                    layout.set_channel(pane, Some(channel));
                }
            }
            layout.even_out();
        });
    }

    /// Opens a tab for a shell of a session.
    pub(super) fn open_tab(self, session: &str, channel: Option<String>) {
        self.layout.update(|layout| _ = layout.open(session, channel));
    }

    /// The desk of a session; none if it is not known here any more.
    pub(super) fn desk(self, session: &str) -> Option<Desk> {
        let known =
            self.desks.with_value(|desks| desks.iter().find(|desk| desk.session() == session).copied());
        known.or_else(|| store::held(session).map(|held| self.add_desk(held, None)))
    }

    fn add_desk(self, held: Held, info: Option<SessionInfo>) -> Desk {
        let desk = self.owner.with_value(|owner| owner.with(|| Desk::new(held, info)));
        self.desks.update_value(|desks| desks.push(desk));
        desk
    }

    fn forget_desk(self, session: &str) {
        store::let_go(session);
        self.desks.update_value(|desks| desks.retain(|desk| desk.session() != session));
        if let Some(panels) = self.panels() {
            panels.forget(session);
        }
    }

    /// This session, or another to the same target once it is over.
    pub(super) fn living(self, desk: Desk) -> Desk {
        if !desk.is_over.get_untracked() {
            return desk;
        }
        let same = |other: &&Desk| !other.is_over.get_untracked() && other.place() == desk.place();
        self.desks.with_value(|desks| desks.iter().find(same).copied()).unwrap_or(desk)
    }

    /// A pane was opened.
    pub(super) fn seated(self, seat: Seat) {
        self.seats.update(|seats| seats.push(seat));
    }

    /// It was closed.
    pub(super) fn left(self, view: View) {
        let _ = self.seats.try_update(|seats| seats.retain(|seat| seat.view != view));
    }

    /// Every open pane; tracked.
    pub(super) fn seats(self) -> Vec<Seat> {
        self.seats.get()
    }

    /// One open pane; tracked.
    pub(super) fn seat(self, pane: PaneId) -> Option<Seat> {
        self.seats.with(|seats| seats.iter().find(|seat| seat.pane == pane).copied())
    }

    /// The pane that has the keyboard; tracked.
    pub(super) fn focused(self) -> Option<Seat> {
        self.layout.with(Layout::focused).and_then(|pane| self.seat(pane))
    }

    /// The same, not tracked.
    pub(super) fn focused_now(self) -> Option<Seat> {
        untrack(|| self.focused())
    }

    /// Looks at the layout; tracked.
    pub(super) fn layout<T>(self, look: impl FnOnce(&Layout) -> T) -> T {
        self.layout.with(look)
    }

    /// Changes the layout.
    pub(super) fn arrange(self, change: impl FnOnce(&mut Layout)) {
        self.layout.update(change);
    }

    /// Where a pane lies in its tab; tracked.
    pub(super) fn room_of(self, pane: PaneId) -> Option<Rect> {
        self.layout.with(|layout| layout.room_of(pane))
    }

    /// The tab that is shown; tracked.
    pub(super) fn active_tab(self) -> Option<Tab> {
        self.layout.with(|layout| layout.active().cloned())
    }

    /// What these panes tell together; tracked.
    pub(super) fn marks_of(self, panes: impl IntoIterator<Item = PaneId>) -> Marks {
        let marks = |pane| self.seat(pane)?.view.tells.marks.try_get();
        Marks::together(panes.into_iter().filter_map(marks))
    }

    /// What all panes tell; tracked.
    pub(super) fn marks_of_all(self) -> Marks {
        self.marks_of(self.layout(|layout| layout.panes().iter().map(|pane| pane.id).collect::<Vec<_>>()))
    }

    /// What a tab is called; tracked.
    pub(super) fn name_of(self, tab: &Tab) -> String {
        let title = || self.seat(tab.focus).and_then(Seat::title);
        tab.name.clone().or_else(title).unwrap_or_default()
    }

    /// What is open over the workspace; tracked.
    pub(super) fn sheet(self) -> Option<Sheet> {
        self.sheet.get()
    }

    /// Opens something over the workspace.
    pub(super) fn open_sheet(self, sheet: Sheet) {
        self.sheet.set(Some(sheet));
    }

    /// Closes it; the pane gets the keyboard back.
    pub(super) fn close_sheet(self) {
        self.sheet.set(None);
        self.focus_terminal();
    }

    /// Gives the keyboard to the pane that should have it.
    pub(super) fn focus_terminal(self) {
        if let Some(seat) = self.focused_now() {
            seat.view.focus();
        }
    }

    /// Drags a border.
    pub(super) fn drag(self, divider: &Divider, to: u32) {
        self.layout.update(|layout| layout.drag(divider, to));
    }

    /// Takes note of the gate, which makes keys commands.
    pub(super) fn set_gate(self, gate: Gate) {
        self.gate.set_value(Some(gate));
    }

    /// Takes note of the bar that types into several panes.
    pub(super) fn set_send(self, send: Send) {
        self.send.set_value(Some(send));
    }

    /// Takes note of the panels.
    pub(super) fn set_panels(self, panels: Panels) {
        self.panels.set_value(Some(panels));
    }

    /// Takes note of the files on their way.
    pub(super) fn set_transfers(self, transfers: Transfers) {
        self.transfers.set_value(Some(transfers));
    }

    pub(super) fn transfers(self) -> Option<Transfers> {
        self.transfers.get_value()
    }

    pub(super) fn panels(self) -> Option<Panels> {
        self.panels.get_value()
    }

    pub(super) fn send(self) -> Option<Send> {
        self.send.get_value()
    }

    /// Looks at the key map; tracked.
    pub(super) fn map<T>(self, look: impl FnOnce(&KeyMap) -> T) -> Option<T> {
        self.gate.get_value().map(|gate| gate.map.with(look))
    }

    /// Leaves the workspace; it stays as it is.
    pub(super) fn go(self, screen: Screen) {
        self.nav.go(screen);
    }

    /// Leaves it to sign in again to the target of a session that is over.
    pub(super) fn sign_in_again(self, desk: Desk) {
        self.sign_in_to(desk.held.with_value(|held| held.target.clone()));
    }

    /// Leaves it to sign in to a target, as the saved machine that it is, if it is one.
    pub(super) fn sign_in_to(self, target: Target) {
        match self.saved.with_untracked(|machines| machines.to(&target).cloned()) {
            Some(machine) => {
                self.saved.wish.set(Some(Wish::Machine(Box::new(machine))));
                self.nav.go(Screen::SignIn);
            }
            None => self.nav.sign_in_to(target),
        }
    }

    /// Whether this is the screen that is shown.
    pub(super) fn is_shown(self) -> bool {
        matches!(self.nav.screen_untracked(), Screen::Workspace(_))
    }
}
