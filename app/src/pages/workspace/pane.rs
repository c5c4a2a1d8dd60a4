//! One pane: its bar, and the terminal below with the shell that is attached to it.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use postern_shared::wire::Role;

use super::bar::Bar;
use super::echo;
use super::end::EndDialog;
use super::link::{LinkDialog, LinkHint};
use super::paste::PasteDialog;
use super::pointer::{ClipboardOffer, TerminalMenu};
use super::prompts::MarkPromptsDialog;
use super::save::SaveDialog;
use super::send::Send;
use super::settings::SettingsDialog;
use super::sides::DropSides;
use super::transfers::{DropBar, Over};
use super::view::View;
use super::work::{Desk, Seat, Work};
use super::{images, message, tells};
use crate::appearance::paint;
use crate::browser::{self, SizeWatch};
use crate::layout::PaneId;
use crate::session::{Ending, State};
use crate::shell::{Shell, Shown};
use crate::theme::Theme;
use crate::title;
use crate::words::{t_string, text, use_i18n};
use crate::xterm::{Handlers, Terminal};

/// How long to wait before the terminal's modules are asked for again, in milliseconds.
const MODULES_AGAIN_MILLIS: u64 = 2_000;

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
    let over = Over::new(id, view, desk);
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
    hand_keyboard(work, view, has_keyboard);
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
            data-drop=move || view.dragging.with(Option::is_some).then_some("")
            data-bell=move || view.look.is_lit.get().then_some("")
            on:focusin=move |_| take_focus()
            on:pointerdown=move |_| take_focus()
            on:dragenter=move |event| over.moved(&event)
            on:dragover=move |event| over.moved(&event)
            on:dragleave=move |event| over.left(&event)
            on:drop=move |event| over.dropped(&event)
        >
            <Bar />
            <DropBar />
            <p class="visually-hidden" role="status">
                {announcement}
            </p>
            <div class="terminal-host" node_ref=host></div>
            <LinkHint />
            <ClipboardOffer />
            <DropSides id />
        </section>
        <Dialogs view />
    }
}

/// Gives the terminal the keyboard when its pane has it.
fn hand_keyboard(work: Work, view: View, has_keyboard: Memo<bool>) {
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
}

/// What opens over the pane.
#[component]
fn Dialogs(view: View) -> impl IntoView {
    view! {
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
    view.watch.set_value(SizeWatch::new(&host, move || view.refit()));
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
    if let Some(line) = work.take_first_line(id) {
        view.typed([line.as_bytes(), b"\r"].concat());
    }
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
        cells_changed: Rc::new(move || view.refit()),
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
        view.refit();
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
