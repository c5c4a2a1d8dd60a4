//! The panels beside the terminals: which one is open, and what each session's panel holds.

mod board;
mod computer;
mod deeds;
mod drawer;
mod editor;
mod files;
mod filter;
mod form;
mod instead;
mod lazy;
mod monitor;
mod reader;
mod root;
mod runbooks;
mod sight;
mod station;
mod system;

use leptos::prelude::*;
use postern_shared::script::Name;

use super::machines::Machines;
use super::work::{Seat, Work};
use crate::browser::{self, Listener};
use crate::command::Command;
use crate::parts::Icon;
use crate::paste::visible_character;
use crate::words::{td_string, use_i18n};
pub(super) use drawer::LastScript;
use files::FilesPanel;
use lazy::LazyPanel;
use runbooks::{Runbooks, RunbooksPanel};
use station::Station;
use system::SystemPanel;

/// A panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Panel {
    /// Sessions and saved machines.
    Machines,
    /// Files of the target.
    Files,
    /// What the target is busy with.
    System,
    /// Runbooks, and what came of them.
    Runbooks,
}

/// The panels.
#[derive(Clone, Copy)]
pub(super) struct Panels {
    work: Work,
    open: RwSignal<Option<Panel>>,
    /// What belongs to each session, for as long as the page is there.
    stations: RwSignal<Vec<Station>>,
    runbooks: Runbooks,
    /// Whether the panel was just opened, and has not got the keyboard yet.
    is_arriving: StoredValue<bool>,
    owner: StoredValue<Owner>,
}

impl Panels {
    pub(super) fn new(work: Work) -> Self {
        let panels = Self {
            work,
            open: RwSignal::new(None),
            stations: RwSignal::new(Vec::new()),
            runbooks: Runbooks::new(work),
            is_arriving: StoredValue::new(false),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        work.set_panels(panels);
        Effect::new(move || {
            let live: Vec<Seat> = work.seats().into_iter().filter(|seat| seat.is_live()).collect();
            if !live.is_empty() {
                lazy::warm_up();
            }
            untrack(|| live.into_iter().for_each(|seat| panels.station(seat).signed_in()));
        });
        if let Some(window) = browser::window() {
            let leaving = Listener::new(window, "beforeunload", move |event| {
                let would_lose = |station: &Station| station.drawer.is_at_work() || station.has_unsaved();
                if panels.stations.with_untracked(|all| all.iter().any(would_lose)) {
                    event.prevent_default();
                }
            });
            StoredValue::new_local(leaving);
        }
        // What nobody looks at any more is not to go on at the target.
        if let Some(window) = browser::window() {
            let left = Listener::new(window, "pagehide", move |_| {
                panels.stations.with_untracked(|all| all.iter().for_each(|station| station.monitor.stop()));
            });
            StoredValue::new_local(left);
        }
        panels
    }

    /// Opens a panel and gives it the keyboard, or closes it.
    pub(super) fn toggle(self, panel: Panel) {
        let is_open = self.open.get_untracked() == Some(panel);
        if is_open {
            return self.close();
        }
        self.open.set(Some(panel));
        match panel {
            Panel::Machines => browser::focus_soon("go-to"),
            // As soon as it is there: its part of the program may have to be fetched.
            Panel::Files | Panel::System | Panel::Runbooks => self.is_arriving.set_value(true),
        }
    }

    /// Shows a panel; one that was just opened gets the keyboard.
    fn show(self, panel: Panel) -> AnyView {
        let is_arriving = self.is_arriving.get_value();
        self.is_arriving.set_value(false);
        let station = self.work.focused_now().map(|seat| self.station(seat));
        match (panel, station) {
            (Panel::Machines, _) => view! { <Machines /> }.into_any(),
            (Panel::Runbooks, _) => {
                if is_arriving {
                    self.runbooks.arrive();
                }
                view! { <RunbooksPanel /> }.into_any()
            }
            (Panel::Files | Panel::System, None) => ().into_any(),
            (Panel::Files, Some(station)) => {
                if is_arriving {
                    station.files.focus();
                    // What is shown from the last time may be no longer so.
                    station.changed();
                }
                view! { <FilesPanel station /> }.into_any()
            }
            (Panel::System, Some(station)) => {
                if is_arriving {
                    untrack(|| station.board()).focus();
                }
                view! { <SystemPanel station /> }.into_any()
            }
        }
    }

    /// The panel that is open; tracks nothing.
    fn open_now(self) -> Option<Panel> {
        self.open.get_untracked()
    }

    /// Closes the panel; the terminal has the keyboard then.
    pub(super) fn close(self) {
        self.open.set(None);
        self.work.focus_terminal();
    }

    /// Opens the drawer of the panel, or closes it.
    pub(super) fn toggle_drawer(self) {
        if !matches!(self.open.get_untracked(), Some(Panel::Files | Panel::System)) {
            self.open.set(Some(Panel::Files));
        }
        if let Some(station) = self.work.focused_now().map(|seat| self.station(seat)) {
            station.drawer.toggle();
        }
    }

    /// Makes a runbook of a script, and shows it.
    fn save_runbook(self, name: &str, about: &str, script: &str) {
        self.runbooks.save(name, about, script);
        self.open.set(Some(Panel::Runbooks));
    }

    /// What belongs to a pane's session.
    fn station(self, seat: Seat) -> Station {
        let session = seat.desk.session();
        let known = self.stations.with_untracked(|all| all.iter().find(|one| one.is_of(&session)).copied());
        known.unwrap_or_else(|| {
            let station = self.owner.with_value(|owner| owner.with(|| Station::new(self.work, seat.desk)));
            station.signed_in();
            self.stations.update(|all| all.push(station));
            station
        })
    }

    /// A session is over, and nobody looks at it any more.
    pub(super) fn forget(self, session: &str) {
        self.stations.update(|all| {
            all.retain(|station| {
                let is_left = !station.is_of(session) || station.has_unsaved();
                if !is_left {
                    station.monitor.stop();
                }
                is_left
            });
        });
    }

    /// What belongs to the session that has the keyboard, if its panel was ever opened.
    fn known(self) -> Option<Station> {
        let session = self.work.focused()?.desk.session();
        self.stations.with(|all| all.iter().find(|one| one.is_of(&session)).copied())
    }
}

/// A text of the target as it can be shown: what would move other text, or is not seen, becomes a sign for it.
fn shown_text(text: &str) -> String {
    text.chars().map(visible_character).collect()
}

/// A name as it can be shown in one line.
fn shown_name(name: &Name) -> String {
    shown_text(&name.text()).replace('\n', "␊").replace('\t', "␉")
}

/// Where the menu of the panel's bar opens, in pixels.
fn below_bar() -> (i32, i32) {
    let bar = browser::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector(".panel:is(.files, .system) > .bar").ok().flatten());
    bar.map_or((0, 0), |bar| {
        let place = bar.get_bounding_client_rect();
        // Pixels of a window fit.
        (place.right() as i32 - 280, place.bottom() as i32)
    })
}

/// The button that opens a panel.
#[component]
pub(super) fn PanelButton(panel: Panel, #[prop(default = "icon")] class: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let (icon, command) = match panel {
        Panel::Machines => ("machines", Command::Machines),
        Panel::Files => ("folder", Command::Files),
        Panel::System => ("pulse", Command::System),
        Panel::Runbooks => ("book", Command::Runbooks),
    };
    let name = move || match panel {
        Panel::Machines => td_string!(i18n.get_locale(), machines.panel),
        Panel::Files => td_string!(i18n.get_locale(), command.files),
        Panel::System => td_string!(i18n.get_locale(), command.system),
        Panel::Runbooks => td_string!(i18n.get_locale(), command.runbooks),
    };
    view! {
        <button
            type="button"
            class=class
            title=move || panels.work.titled(name(), command)
            aria-label=name
            aria-pressed=move || (panels.open.get() == Some(panel)).to_string()
            on:click=move |_| panels.toggle(panel)
        >
            <Icon name=icon />
        </button>
    }
}

/// The panel that is open.
#[component]
pub(super) fn OpenPanel() -> impl IntoView {
    let (work, panels) = (expect_context::<Work>(), expect_context::<Panels>());
    let session = Memo::new(move |_| work.focused().map(|seat| seat.desk.session()));
    move || match panels.open.get() {
        None => ().into_any(),
        Some(Panel::Machines) => view! { <Machines /> }.into_any(),
        Some(panel @ (Panel::Files | Panel::System)) => {
            session.track();
            view! { <LazyPanel panel /> }.into_any()
        }
        Some(panel @ Panel::Runbooks) => view! { <LazyPanel panel /> }.into_any(),
    }
}
