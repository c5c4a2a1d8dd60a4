//! The panel of machines in the workspace: opened from the rail, fed with the sessions this tab holds.

use leptos::prelude::*;

use super::Desk;
use super::pane::View;
use crate::app::Nav;
use crate::browser;
use crate::machines::saved::{Saved, Wish};
use crate::pages::machines::{Go, MachinesPanel, SessionRow};
use crate::parts::Icon;
use crate::route::Screen;
use crate::store;
use crate::words::{text, use_i18n};

/// Whether the panel is open.
#[derive(Clone, Copy)]
pub(super) struct Side(RwSignal<bool>);

impl Side {
    pub(super) fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Opens the panel and goes to its search, or closes it.
    pub(super) fn toggle(self) {
        self.0.update(|is_open| *is_open = !*is_open);
        if self.0.get_untracked() {
            browser::focus_soon("go-to");
        }
    }
}

/// The button that opens the panel.
#[component]
pub(super) fn MachinesButton(class: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let side = expect_context::<Side>();
    let label = text!(i18n, machines.panel);
    view! {
        <button
            type="button"
            class=class
            title=label
            aria-label=label
            aria-pressed=move || side.0.get().to_string()
            on:click=move |_| side.toggle()
        >
            <Icon name="machines" />
        </button>
    }
}

/// The panel, while it is open.
#[component]
pub(super) fn Machines() -> impl IntoView {
    let (desk, view) = (expect_context::<Desk>(), expect_context::<View>());
    let (nav, saved, side) = (expect_context::<Nav>(), expect_context::<Saved>(), expect_context::<Side>());
    let current = desk.held.with_value(|held| held.session.clone());
    let row = move |held: store::Held| {
        let is_current = held.session == current;
        SessionRow {
            path: Screen::Workspace(held.session.clone()).path(),
            id: held.session,
            target: held.target,
            hops: Vec::new(),
            dot: if is_current { "dot" } else { "dot idle" },
            note: String::new(),
            is_current,
        }
    };
    let sessions = store::sessions().into_iter().map(row).collect::<Vec<_>>();
    let sessions = Signal::stored(sessions);
    let go = Callback::new(move |go: Go| match go {
        Go::Session(session) => nav.go(Screen::Workspace(session)),
        Go::Machine(machine) => {
            saved.wish.set(Some(Wish::Machine(machine)));
            nav.go(Screen::SignIn);
        }
        Go::Typed(text) => {
            saved.wish.set(Some(Wish::Typed(text)));
            nav.go(Screen::SignIn);
        }
        Go::Form => nav.go(Screen::SignIn),
        Go::Back => {
            side.0.set(false);
            view.focus();
        }
    });
    view! {
        <Show when=move || side.0.get()>
            <MachinesPanel sessions go />
        </Show>
    }
}
