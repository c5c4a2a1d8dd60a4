//! The panel of machines in the workspace, fed with the sessions of this tab of the browser.

use leptos::prelude::*;
use postern_shared::target::Target;

use super::panels::Panels;
use super::work::{Seat, Work};
use crate::app::Nav;
use crate::machines::saved::{Saved, Wish};
use crate::pages::machines::{Go, MachinesPanel, SessionRow};
use crate::route::Screen;
use crate::session::State;
use crate::store;

/// The panel.
#[component]
pub(super) fn Machines() -> impl IntoView {
    let work = expect_context::<Work>();
    let (nav, saved, panels) =
        (expect_context::<Nav>(), expect_context::<Saved>(), expect_context::<Panels>());
    // The rows stay as they are while only figures of a session change.
    let sessions = Memo::new(move |_| rows(work));
    let go = Callback::new(move |go: Go| match go {
        Go::Session(session) => {
            work.go(Screen::Workspace(session));
            work.focus_terminal();
        }
        Go::Machine(machine) => {
            saved.wish.set(Some(Wish::Machine(machine)));
            nav.go(Screen::SignIn);
        }
        Go::Typed(text) => {
            saved.wish.set(Some(Wish::Typed(text)));
            nav.go(Screen::SignIn);
        }
        Go::Form => nav.go(Screen::SignIn),
        Go::Back => panels.close(),
    });
    view! {
        <MachinesPanel sessions go />
    }
}

/// The sessions that are shown in panes, then those of this tab that are in none.
fn rows(work: Work) -> Vec<SessionRow> {
    let focused = work.focused();
    let mut rows: Vec<SessionRow> = Vec::new();
    for seat in work.seats() {
        let session = seat.desk.session();
        let is_current = focused.is_some_and(|focused| focused.desk == seat.desk);
        if rows.iter().all(|row| row.id != session) {
            let hops =
                seat.desk.info.with(|info| info.as_ref().map(|info| info.hops.clone()).unwrap_or_default());
            let target = seat.desk.held.with_value(|held| held.target.clone());
            rows.push(row(session, target, hops, dot(seat), is_current));
        }
    }
    for held in store::sessions() {
        if rows.iter().all(|row| row.id != held.session) {
            rows.push(row(held.session, held.target, Vec::new(), "dot idle", false));
        }
    }
    rows
}

fn row(id: String, target: Target, hops: Vec<Target>, dot: &'static str, is_current: bool) -> SessionRow {
    let path = Screen::Workspace(id.clone()).path();
    SessionRow { path, id, target, hops, dot, note: String::new(), is_current }
}

fn dot(seat: Seat) -> &'static str {
    match seat.view.shown().map(|shown| shown.state) {
        Some(State::Live { .. }) => "dot",
        Some(State::Ended(_)) => "dot down",
        Some(State::Waiting { .. } | State::Opening { .. } | State::Asking { .. }) | None => "dot wait",
    }
}
