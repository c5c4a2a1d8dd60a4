//! One pane: its bar, and the terminal below with the shell that is attached to it.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use postern_shared::wire::{Role, TermSize};

use super::bar::Bar;
use super::link::LinkHint;
use super::{Desk, message};
use crate::app::Nav;
use crate::browser::{self, SizeWatch};
use crate::route::Screen;
use crate::session::{Ending, State};
use crate::shell::{Shell, Shown};
use crate::store;
use crate::theme::Theme;
use crate::title;
use crate::words::{t_string, text, use_i18n};
use crate::xterm::{Handlers, Link, LinkEvent, Shortcut, Terminal};

/// How long to wait before the terminal's modules are asked for again, in milliseconds.
const MODULES_AGAIN_MILLIS: u64 = 2_000;

/// What a pane shows, and what can be done with it.
#[derive(Clone, Copy)]
pub(super) struct View {
    shell: StoredValue<Option<Shell>, LocalStorage>,
    terminal: StoredValue<Option<Rc<Terminal>>, LocalStorage>,
    watch: StoredValue<Option<SizeWatch>, LocalStorage>,
    /// Where the connection stands; none before the terminal is open.
    shown: RwSignal<Option<Shown>>,
    /// The title the program wants; hostile text.
    pub(super) title: RwSignal<Option<String>>,
    pub(super) size: RwSignal<TermSize>,
    pub(super) is_finding: RwSignal<bool>,
    /// Whether the person is being asked about ending the session.
    pub(super) is_ending: RwSignal<bool>,
    pub(super) link_over: RwSignal<Option<Link>>,
    pub(super) link_asked: RwSignal<Option<Link>>,
}

impl View {
    pub(super) fn new() -> Self {
        Self {
            shell: StoredValue::new_local(None),
            terminal: StoredValue::new_local(None),
            watch: StoredValue::new_local(None),
            shown: RwSignal::new(None),
            title: RwSignal::new(None),
            size: RwSignal::new(TermSize::default()),
            is_finding: RwSignal::new(false),
            is_ending: RwSignal::new(false),
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

    /// How it ended, if it did.
    fn ending(self) -> Option<Ending> {
        self.shown.with_untracked(|shown| match shown.as_ref().map(|shown| &shown.state) {
            Some(State::Ended(ending)) => Some(ending.clone()),
            _ => None,
        })
    }

    /// The terminal, once it is open.
    pub(super) fn terminal(self) -> Option<Rc<Terminal>> {
        self.terminal.get_value()
    }

    /// Gives the terminal the keyboard.
    pub(super) fn focus(self) {
        // It keeps the keyboard to itself until it is closed; the next key may come before it is taken away.
        browser::close_dialog();
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
    let nav = expect_context::<Nav>();
    let host = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(host) = host.get() {
            spawn_local(open(desk, view, nav, host.into()));
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
    let state = move || view.shown().map(|shown| name_of(&shown.state));
    // One that is always there: a status that comes and goes with its bar is not read out.
    let announcement =
        move || view.shown().and_then(|shown| message::announce(i18n.get_locale(), &shown.state));
    view! {
        <section
            class="pane"
            aria-current="true"
            aria-label=text!(i18n, shell.pane, target = desk.name())
            data-state=state
        >
            <Bar />
            <p class="visually-hidden" role="status">
                {announcement}
            </p>
            <div class="terminal-host" node_ref=host></div>
            <LinkHint />
        </section>
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
async fn open(desk: Desk, view: View, nav: Nav, host: web_sys::HtmlElement) {
    let terminal = loop {
        let opened = Terminal::open(&host, handlers(view, nav)).await;
        if view.terminal.is_disposed() {
            return;
        }
        match opened {
            Some(terminal) => break terminal,
            // Its modules could not be had. The relay may be back in a moment; until then the bar says "opening".
            None => browser::sleep(MODULES_AGAIN_MILLIS).await,
        }
    };
    view.terminal.set_value(Some(terminal.clone()));
    view.watch.set_value(SizeWatch::new(&host, move || resize(view)));
    let (key, channel) = desk.held.with_value(|held| (held.key(), held.channel.clone()));
    let banner = desk.info.with_untracked(|info| info.as_ref()?.banner.clone());
    if let Some(banner) = banner.filter(|_| channel.is_none()) {
        terminal.say(&banner);
    }
    let session = key.session.clone();
    let remember = move |channel: String| store::set_channel(&session, channel);
    let tell = move |shown: Shown| _ = view.shown.try_set(Some(shown));
    terminal.focus();
    view.shell.set_value(Some(Shell::attach(key, channel, terminal, remember, tell)));
}

fn handlers(view: View, nav: Nav) -> Handlers {
    let typed = move |bytes: Vec<u8>| match view.ending() {
        Some(ending) if bytes == b"\r" => go_on(view, nav, &ending),
        Some(_) => {}
        None => view.with_shell(|shell| shell.typed(bytes)),
    };
    Handlers {
        typed: Box::new(typed),
        titled: Box::new(move |title| _ = view.title.try_set(title::tidy(&title))),
        link: Rc::new(move |event| view.on_link(event)),
        shortcut: Box::new(move |Shortcut::Find| view.is_finding.set(true)),
        cells_changed: Rc::new(move || resize(view)),
    }
}

fn resize(view: View) {
    let size = view.terminal.try_get_value().flatten().and_then(|terminal| terminal.fit());
    if let Some(size) = size {
        view.size.set(size);
        view.with_shell(|shell| shell.resized(size));
    }
}

/// Enter in a terminal that has ended goes on: a new shell where the session lives, else the sign-in.
fn go_on(view: View, nav: Nav, ending: &Ending) {
    match ending {
        Ending::Session(_) | Ending::Garbled => nav.go(Screen::SignIn),
        Ending::Exit { .. } | Ending::Shell(_) => view.with_shell(Shell::again),
    }
}
