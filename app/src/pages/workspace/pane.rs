//! One pane: its bar, and the terminal below with the shell that is attached to it.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use postern_shared::wire::{Role, TermSize};

use super::bar::Bar;
use super::echo;
use super::end::EndDialog;
use super::link::{LinkDialog, LinkHint};
use super::looks::Look;
use super::paste::{Asked, PasteDialog};
use super::pointer::{ClipboardOffer, TerminalMenu};
use super::prompts::MarkPromptsDialog;
use super::save::SaveDialog;
use super::send::Send;
use super::settings::SettingsDialog;
use super::tells::{self, Tells};
use super::touch::Touch;
use super::work::{Desk, Dragged, Seat, Work};
use super::{images, message};
use crate::appearance::paint;
use crate::browser::{self, SizeWatch};
use crate::layout::{PaneId, Way};
use crate::predict::Mode;
use crate::session::{Ending, State};
use crate::settings::Choices;
use crate::shell::{Shell, Shown};
use crate::theme::Theme;
use crate::title;
use crate::words::{t_string, text, use_i18n};
use crate::xterm::{Handlers, Link, LinkEvent, Terminal};

/// How long to wait before the terminal's modules are asked for again, in milliseconds.
const MODULES_AGAIN_MILLIS: u64 = 2_000;

/// What a pane shows, and what can be done with it.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct View {
    shell: StoredValue<Option<Shell>, LocalStorage>,
    terminal: StoredValue<Option<Rc<Terminal>>, LocalStorage>,
    watch: StoredValue<Option<SizeWatch>, LocalStorage>,
    /// Where the connection stands; none before the terminal is open.
    shown: RwSignal<Option<Shown>>,
    /// The title the program wants; hostile text.
    pub(super) title: RwSignal<Option<String>>,
    /// What the program tells beyond its text.
    pub(super) tells: Tells,
    pub(super) size: RwSignal<TermSize>,
    pub(super) is_finding: RwSignal<bool>,
    pub(super) look: Look,
    /// Whether the person is being asked about ending the session.
    pub(super) is_ending: RwSignal<bool>,
    /// Whether the person is being asked how to save what the terminal holds.
    pub(super) is_saving: RwSignal<bool>,
    /// Whether the settings are open over it.
    pub(super) is_setting: RwSignal<bool>,
    /// A paste that waits for the person.
    pub(super) paste_asked: RwSignal<Option<Asked>>,
    /// Whether the person wants to look at no more lines before they are pasted.
    pub(super) trusts_pastes: RwSignal<bool>,
    pub(super) choices: Choices,
    /// Where the terminal's menu is open, in pixels of the window.
    pub(super) menu: RwSignal<Option<(i32, i32)>>,
    pub(super) touch: Touch,
    /// What a program wants on the clipboard; hostile text.
    pub(super) offered: RwSignal<Option<String>>,
    pub(super) link_over: RwSignal<Option<Link>>,
    pub(super) link_asked: RwSignal<Option<Link>>,
    /// When to show typed keys before their echo, if that is another choice than the one for all.
    pub(super) echo: RwSignal<Option<Mode>>,
}

impl View {
    pub(super) fn new(desk: Desk) -> Self {
        Self {
            shell: StoredValue::new_local(None),
            terminal: StoredValue::new_local(None),
            watch: StoredValue::new_local(None),
            shown: RwSignal::new(None),
            title: RwSignal::new(None),
            tells: Tells::new(),
            size: RwSignal::new(TermSize::default()),
            is_finding: RwSignal::new(false),
            look: Look::of(desk.place()),
            is_ending: RwSignal::new(false),
            is_saving: RwSignal::new(false),
            is_setting: RwSignal::new(false),
            paste_asked: RwSignal::new(None),
            trusts_pastes: RwSignal::new(false),
            choices: expect_context(),
            menu: RwSignal::new(None),
            touch: Touch::new(),
            offered: RwSignal::new(None),
            link_over: RwSignal::new(None),
            link_asked: RwSignal::new(None),
            echo: RwSignal::new(None),
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

    /// Whether the shell has ended; tracked.
    pub(super) fn has_ended(self) -> bool {
        self.shown.with(|shown| shown.as_ref().is_some_and(|shown| matches!(shown.state, State::Ended(_))))
    }

    /// Whether what is typed reaches the shell, now or soon; tracked.
    pub(super) fn may_type(self) -> bool {
        let may = |shown: &Shown| match &shown.state {
            State::Live { role, .. } => *role == Role::Owner,
            State::Opening { .. } | State::Asking { .. } | State::Waiting { .. } => true,
            State::Ended(_) => false,
        };
        self.shown.with(|shown| shown.as_ref().is_some_and(may))
    }

    /// The person typed.
    pub(super) fn typed(self, bytes: Vec<u8>) {
        self.with_shell(|shell| shell.typed(bytes));
    }

    /// Tries to reconnect now, or opens a new shell where one has ended.
    pub(super) fn again(self) {
        self.with_shell(Shell::again);
        self.focus();
    }

    /// Copies what is selected.
    pub(super) fn copy(self) {
        if let Some(terminal) = self.terminal() {
            terminal.copy();
        }
    }

    /// Copies what the screen shows.
    pub(super) fn copy_screen(self) {
        if let Some(terminal) = self.terminal() {
            browser::copy(&terminal.screen());
        }
        self.focus();
    }

    /// Looks at where the connection stands; not tracked.
    pub(super) fn shown_untracked(self, look: impl FnOnce(&State) -> bool) -> bool {
        self.shown.with_untracked(|shown| shown.as_ref().is_some_and(|shown| look(&shown.state)))
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

    /// Fits the terminal to its pane, after its cells have another size.
    pub(super) fn refit(self) {
        resize(self);
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
pub(super) fn Pane(id: PaneId, desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let (work, theme, send) = (expect_context::<Work>(), expect_context::<Theme>(), expect_context::<Send>());
    let view = View::new(desk);
    provide_context(view);
    provide_context(desk);
    provide_context(id);
    work.seated(Seat { pane: id, view, desk });
    on_cleanup(move || work.left(view));
    let host = NodeRef::<html::Div>::new();
    tells::follow(view, move || work.layout(|layout| layout.place_of(id).is_some()));
    images::follow(view);
    echo::follow(view);
    Effect::new(move || {
        if let Some(host) = host.get() {
            let host: web_sys::HtmlElement = host.into();
            // Before the terminal is open, so that it opens in its colours.
            untrack(|| paint(&host, &view.look.looks(), theme.is_dark()));
            spawn_local(open(Place { id, desk, work, send }, view, host));
        }
    });
    Effect::new(move || dress(view, theme));
    Effect::new(move || {
        let label = t_string!(i18n, shell.terminal, target = desk.name());
        view.shown.track();
        if let Some(terminal) = view.terminal() {
            terminal.set_label(&label);
        }
    });
    let has_keyboard = Memo::new(move |_| work.layout(|layout| layout.focused() == Some(id)));
    Effect::new(move || {
        if has_keyboard.get() && work.is_shown() {
            spawn_local(async move {
                // Once the pane has come out of hiding, and before the next key: a frame would be too late for that.
                leptos::task::tick().await;
                if has_keyboard.try_get_untracked() == Some(true) && !browser::has_dialog() {
                    view.focus();
                }
            });
        }
    });
    let state = move || view.shown().map(|shown| name_of(&shown.state));
    // One that is always there: a status that comes and goes with its bar is not read out.
    let announcement =
        move || view.shown().and_then(|shown| message::announce(i18n.get_locale(), &shown.state));
    let take_focus = move || {
        if !has_keyboard.get_untracked() {
            work.arrange(|layout| layout.focus(id));
        }
    };
    view! {
        <section
            class="pane"
            class:sent-to=move || send.reaches_live(id)
            aria-current=move || has_keyboard.get().then_some("true")
            aria-label=text!(i18n, shell.pane, target = desk.name())
            data-state=state
            data-bell=move || view.look.is_lit.get().then_some("")
            on:focusin=move |_| take_focus()
            on:pointerdown=move |_| take_focus()
        >
            <Bar />
            <p class="visually-hidden" role="status">
                {announcement}
            </p>
            <div class="terminal-host" node_ref=host></div>
            <LinkHint />
            <ClipboardOffer />
            <DropSides id />
        </section>
        <LinkDialog />
        <PasteDialog />
        <TerminalMenu />
        <Show when=move || view.is_ending.get()>
            <EndDialog />
        </Show>
        <Show when=move || view.tells.is_marking.get()>
            <MarkPromptsDialog />
        </Show>
        <Show when=move || view.is_saving.get()>
            <SaveDialog />
        </Show>
        <Show when=move || view.is_setting.get()>
            <SettingsDialog />
        </Show>
    }
}

/// Where a dragged pane can be dropped: on one of the four sides.
#[component]
fn DropSides(id: PaneId) -> impl IntoView {
    let work = expect_context::<Work>();
    let goal = move || match work.dragged.get() {
        Some(Dragged::Pane(pane)) => pane != id,
        _ => false,
    };
    let side = move |name: &'static str, way: Way| {
        let is_over = RwSignal::new(false);
        let drop = move |event: web_sys::DragEvent| {
            event.prevent_default();
            if let Some(Dragged::Pane(pane)) = work.dragged.get_untracked() {
                work.dragged.set(None);
                work.arrange(|layout| layout.move_beside(pane, id, way));
                // What has just been moved may have had the keyboard already, and lost it to the mouse.
                browser::next_frame(move || work.focus_terminal());
            }
        };
        view! {
            <span
                data-side=name
                class:over=move || is_over.get()
                on:dragover=move |event| event.prevent_default()
                on:dragenter=move |_| is_over.set(true)
                on:dragleave=move |_| is_over.set(false)
                on:drop=drop
            ></span>
        }
    };
    view! {
        <Show when=goal>
            <div class="sides" aria-hidden="true">
                {side("left", Way::Left)}
                {side("right", Way::Right)}
                {side("up", Way::Up)}
                {side("down", Way::Down)}
            </div>
        </Show>
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

/// Where a pane stands, for what happens in it.
#[derive(Clone, Copy)]
struct Place {
    id: PaneId,
    desk: Desk,
    work: Work,
    send: Send,
}

/// Opens the terminal and attaches the shell that was shown last, or a new one.
async fn open(place: Place, view: View, host: web_sys::HtmlElement) {
    let Place { id, desk, work, .. } = place;
    let terminal = loop {
        let opened = Terminal::open(&host, handlers(place, view)).await;
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
    untrack(|| dress(view, work.theme));
    view.watch.set_value(SizeWatch::new(&host, move || resize(view)));
    let key = desk.held.with_value(crate::store::Held::key);
    let channel = untrack(|| work.layout(|layout| layout.pane(id).and_then(|pane| pane.channel.clone())));
    let banner = desk.info.with_untracked(|info| info.as_ref()?.banner.clone());
    if let Some(banner) = banner.filter(|_| channel.is_none()) {
        terminal.say(&banner);
    }
    let remember = move |channel: String| work.arrange(|layout| layout.set_channel(id, Some(channel)));
    let tell = move |shown: Shown| {
        if matches!(shown.state, State::Ended(Ending::Session(_) | Ending::Garbled)) {
            let _ = desk.is_over.try_set(true);
        }
        let _ = view.shown.try_set(Some(shown));
    };
    let has_keyboard = untrack(|| work.layout(|layout| layout.focused() == Some(id)));
    if has_keyboard && work.is_shown() && !browser::has_dialog() {
        terminal.focus();
    }
    view.shell.set_value(Some(Shell::attach(key, channel, terminal, remember, tell)));
}

fn handlers(place: Place, view: View) -> Handlers {
    let typed = move |bytes: Vec<u8>| match view.ending() {
        Some(ending) if bytes == b"\r" => go_on(place, view, &ending),
        Some(_) => {}
        None => {
            let bytes = view.touch.modify(bytes);
            place.send.spread(place.id, &bytes);
            view.typed(bytes);
        }
    };
    Handlers {
        typed: Box::new(typed),
        titled: Box::new(move |title| _ = view.title.try_set(title::tidy(&title))),
        link: Rc::new(move |event| view.on_link(event)),
        said: Rc::new(move |said| view.tells.said(said)),
        stirred: Rc::new(move |stir| view.tells.stirred(stir)),
        rang: Box::new(move || view.look.rang()),
        cells_changed: Rc::new(move || resize(view)),
        pasted: Box::new(move |bytes| {
            place.send.spread(place.id, &bytes);
            view.with_shell(|shell| shell.pasted(bytes));
        }),
        asked: Rc::new(move |request| view.asked(request)),
    }
}

/// Gives the terminal the look that holds for it; tracked.
fn dress(view: View, theme: Theme) {
    let (looks, is_dark) = (view.look.looks(), theme.is_dark());
    if let Some(terminal) = view.terminal() {
        terminal.dress(&looks, is_dark);
        resize(view);
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
fn go_on(place: Place, view: View, ending: &Ending) {
    match ending {
        Ending::Session(_) | Ending::Garbled => place.work.sign_in_again(place.desk),
        Ending::Exit { .. } | Ending::Shell(_) => {
            view.tells.forget();
            view.with_shell(Shell::again);
        }
    }
}
