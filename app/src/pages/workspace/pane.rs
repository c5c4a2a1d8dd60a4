//! One pane: its bar, and the terminal below with the shell that is attached to it.

use std::rc::Rc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use postern_shared::wire::{Role, TermSize};

use super::Desk;
use super::bar::Bar;
use super::link::{LinkDialog, LinkHint};
use crate::app::Nav;
use crate::browser::{self, SizeWatch};
use crate::route::Screen;
use crate::session::{Ending, State};
use crate::shell::{Shell, Shown};
use crate::store::{self, Held};
use crate::theme::Theme;
use crate::words::{t_string, use_i18n};
use crate::xterm::{Handlers, Link, LinkEvent, Shortcut, Terminal};

/// What a pane shows, and what can be done with it.
#[derive(Clone, Copy)]
pub(super) struct View {
    shell: StoredValue<Option<Shell>, LocalStorage>,
    terminal: StoredValue<Option<Rc<Terminal>>, LocalStorage>,
    /// Where the connection stands; none before the terminal is open.
    shown: RwSignal<Option<Shown>>,
    /// The title the program wants; hostile text.
    pub(super) title: RwSignal<Option<String>>,
    pub(super) size: RwSignal<TermSize>,
    pub(super) is_finding: RwSignal<bool>,
    pub(super) link_over: RwSignal<Option<Link>>,
    pub(super) link_asked: RwSignal<Option<Link>>,
}

impl View {
    pub(super) fn new() -> Self {
        Self {
            shell: StoredValue::new_local(None),
            terminal: StoredValue::new_local(None),
            shown: RwSignal::new(None),
            title: RwSignal::new(None),
            size: RwSignal::new(TermSize::default()),
            is_finding: RwSignal::new(false),
            link_over: RwSignal::new(None),
            link_asked: RwSignal::new(None),
        }
    }

    /// Where the connection stands; tracked.
    pub(super) fn shown(self) -> Option<Shown> {
        self.shown.get()
    }

    /// Does something with the shell.
    pub(super) fn with_shell(self, act: impl FnOnce(&Shell)) {
        // A copy, because what is done may change what is stored.
        if let Some(shell) = self.shell.get_value() {
            act(&shell);
        }
    }

    /// The terminal, once it is open.
    pub(super) fn terminal(self) -> Option<Rc<Terminal>> {
        self.terminal.get_value()
    }

    /// Gives the terminal the keyboard.
    pub(super) fn focus(self) {
        if let Some(terminal) = self.terminal() {
            terminal.focus();
        }
    }

    fn on_link(self, event: LinkEvent) {
        match event {
            LinkEvent::Over(link) => self.link_over.set(Some(link)),
            LinkEvent::Out => self.link_over.set(None),
            LinkEvent::Open(link) => browser::open(&link.url),
            LinkEvent::Ask(link) => self.link_asked.set(Some(link)),
        }
    }
}

/// The pane of a session's shell.
#[component]
pub(super) fn Pane() -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view, theme) = (expect_context::<Desk>(), expect_context::<View>(), expect_context::<Theme>());
    let host = NodeRef::<html::Div>::new();
    let watch = StoredValue::new_local(None::<SizeWatch>);
    Effect::new(move || {
        if let Some(host) = host.get() {
            open(desk, view, &host);
            watch.set_value(SizeWatch::new(&host, move || resize(view)));
        }
    });
    Effect::new(move || {
        theme.is_dark();
        if let Some(terminal) = view.terminal() {
            terminal.recolour();
        }
    });
    Effect::new(move || {
        let label = t_string!(i18n, shell.terminal, target = desk.name());
        view.shown.track();
        if let Some(terminal) = view.terminal() {
            terminal.set_label(&label);
        }
    });
    let nav = expect_context::<Nav>();
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            enter(view, nav);
        }
    };
    let state = move || view.shown().map(|shown| name_of(&shown.state));
    view! {
        <section
            class="pane"
            aria-current="true"
            aria-label=move || t_string!(i18n, shell.pane, target = desk.name())
            data-state=state
        >
            <Bar />
            <div class="terminal-host" node_ref=host on:keydown=keys></div>
            <LinkHint />
        </section>
        <LinkDialog />
    }
}

/// The state's name for style sheet and tests.
fn name_of(state: &State) -> &'static str {
    match state {
        State::Opening { tries: 0, .. } => "opening",
        State::Live { role: Role::Watcher, .. } => "watching",
        State::Live { .. } => "live",
        State::Opening { .. } | State::Asking { .. } | State::Waiting { .. } => "reconnecting",
        State::Ended(_) => "ended",
    }
}

/// Opens the terminal and attaches the shell that was shown last, or a new one.
fn open(desk: Desk, view: View, host: &web_sys::HtmlElement) {
    let typed = move |bytes| view.with_shell(|shell| shell.typed(bytes));
    let titled =
        move |title: String| _ = view.title.try_set(Some(title).filter(|title| !title.trim().is_empty()));
    let handlers = Handlers {
        typed: Box::new(typed),
        titled: Box::new(titled),
        link: Rc::new(move |event| view.on_link(event)),
        shortcut: Box::new(move |Shortcut::Find| view.is_finding.set(true)),
    };
    let terminal = Terminal::open(host, handlers);
    view.terminal.set_value(Some(terminal.clone()));
    let (key, channel) = desk.held.with_value(|held| (held.key(), held.channel.clone()));
    if channel.is_none()
        && let Some(banner) = desk.info.with_untracked(|info| info.as_ref()?.banner.clone())
    {
        terminal.say(&banner);
    }
    let session = key.session.clone();
    let remember = move |channel: String| store::set_channel(&session, channel);
    let shell = Shell::attach(key, channel, terminal.clone(), remember);
    let shown = shell.shown();
    view.shell.set_value(Some(shell));
    Effect::new(move || view.shown.set(Some(shown.get())));
    terminal.focus();
}

fn resize(view: View) {
    let size = view.terminal.try_get_value().flatten().and_then(|terminal| terminal.fit());
    if let Some(size) = size {
        view.size.set(size);
        view.with_shell(|shell| shell.resized(size));
    }
}

/// Enter in a terminal that has ended goes on: a new shell where the session lives, else the sign-in.
fn enter(view: View, nav: Nav) {
    match view.shown.get_untracked().map(|shown| shown.state) {
        Some(State::Ended(Ending::Session(_))) => nav.go(Screen::SignIn),
        Some(State::Ended(Ending::Exit { .. } | Ending::Shell(_))) => view.with_shell(Shell::again),
        _ => {}
    }
}

/// Ends the session, and forgets its token.
pub(super) fn end_session(desk: Desk, nav: Nav) {
    let key = desk.held.with_value(Held::key);
    store::let_go(&key.session);
    leptos::task::spawn_local(async move {
        // A session that cannot be closed now ends by itself after its grace time.
        let _ = crate::net::close_session(&key).await;
    });
    nav.go(Screen::SignIn);
}
