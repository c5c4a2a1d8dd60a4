//! How panes, tabs and sessions come to an end, and how a closed pane comes back.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Desk, Work};
use crate::browser::{self, Timer};
use crate::layout::{Layout, Pane, PaneId, TabId};
use crate::net;
use crate::route::Screen;
use crate::store::Held;

/// How long a closed pane can be brought back before its shell is hung up, in milliseconds.
///
/// The relay keeps the output of an owner that is away for as long, so that nothing is missing then.
const CLOSED_MILLIS: u64 = 60_000;

impl Work {
    /// Closes a pane. Its shell is hung up unless it is brought back in time.
    pub(in crate::pages::workspace) fn close(self, pane: PaneId) {
        let Some(seat) = untrack(|| self.seat(pane)) else { return };
        let is_over = untrack(|| seat.view.has_ended());
        let name = untrack(|| seat.title()).unwrap_or_default();
        let gone =
            self.layout.try_update(|layout| if is_over { layout.remove(pane) } else { layout.close(pane) });
        let Some(Some(gone)) = gone else { return };
        if is_over {
            self.tidy(gone.session);
        } else {
            self.offer.set(Some((pane, name)));
            self.hang_up_later(gone);
        }
        self.leave_if_empty();
    }

    /// Takes a pane away; its shell runs on.
    pub(in crate::pages::workspace) fn detach(self, pane: PaneId) {
        let gone = self.layout.try_update(|layout| layout.remove(pane)).flatten();
        if let Some(gone) = gone {
            self.tidy(gone.session);
        }
        self.leave_if_empty();
    }

    /// Takes a tab away; its shells run on.
    pub(in crate::pages::workspace) fn detach_tab(self, tab: TabId) {
        for pane in self.layout.with_untracked(|layout| layout.panes_of(tab)) {
            self.detach(pane);
        }
    }

    /// Brings back what was closed last.
    pub(in crate::pages::workspace) fn reopen(self) {
        let Some(pane) = self.layout.try_update(Layout::reopen).flatten() else { return };
        self.withdraw(pane);
        let session = self.layout.with_untracked(|layout| Some(layout.pane(pane)?.session.clone()));
        if let Some(session) = session.filter(|_| !self.is_shown()) {
            self.nav.go(Screen::Workspace(session));
        }
    }

    /// What can be brought back; tracked.
    pub(in crate::pages::workspace) fn offer(self) -> Option<String> {
        self.offer.get().map(|(_, name)| name)
    }

    pub(super) fn hang_up_later(self, pane: Pane) {
        let id = pane.id;
        let timer = Timer::after(CLOSED_MILLIS, move || self.hang_up(pane.clone()));
        self.timers.update_value(|timers| timers.extend(timer.map(|timer| (id, timer))));
    }

    /// No longer offers to bring a pane back, and no longer waits to hang it up.
    fn withdraw(self, pane: PaneId) {
        self.timers.update_value(|timers| timers.retain(|(other, _)| *other != pane));
        if self.offer.with_untracked(|offer| offer.as_ref().is_some_and(|(other, _)| *other == pane)) {
            self.offer.set(None);
        }
    }

    fn hang_up(self, pane: Pane) {
        self.withdraw(pane.id);
        // Also one that too many others were closed after to be brought back.
        self.layout.update(|layout| _ = layout.forget_closed(pane.id));
        let key = self.desk(&pane.session).map(|desk| desk.held.with_value(Held::key));
        let Pane { session, channel, .. } = pane;
        spawn_local(async move {
            if let (Some(key), Some(channel)) = (key, channel) {
                // One that cannot be reached now ends with its session, after the grace time.
                let _ = net::end_channel(&key, &channel).await;
            }
            self.tidy(session);
        });
    }

    /// Ends a session that has no pane and no shell any more.
    fn tidy(self, session: String) {
        let is_used = self.layout.with_untracked(|layout| {
            layout.panes().iter().chain(layout.closed()).any(|pane| pane.session == session)
        });
        let Some(desk) = self.desk(&session).filter(|_| !is_used) else { return };
        let key = desk.held.with_value(Held::key);
        spawn_local(async move {
            let Ok(info) = net::session(&key).await else { return };
            if info.channels.is_empty() {
                let _ = net::close_session(&key).await;
                self.forget_desk(&session);
            }
        });
    }

    /// Ends a session with everything in it.
    pub(in crate::pages::workspace) fn end_session(self, desk: Desk) {
        let key = desk.held.with_value(Held::key);
        self.layout.update(|layout| layout.retain(|pane| pane.session != key.session));
        self.forget_desk(&key.session);
        spawn_local(async move {
            // A session that cannot be closed now ends by itself after its grace time.
            let _ = net::close_session(&key).await;
        });
        self.leave_if_empty();
    }

    fn leave_if_empty(self) {
        if self.layout.with_untracked(|layout| layout.tabs().is_empty()) {
            self.nav.go(Screen::SignIn);
        } else {
            browser::next_frame(move || self.focus_terminal());
        }
    }
}
