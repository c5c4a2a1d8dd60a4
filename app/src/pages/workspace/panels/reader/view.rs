//! A reading on the screen: its lines, and what can be done with them.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::super::deeds;
use super::super::drawer::{end, help, lost};
use super::super::root::PasswordForm;
use super::{Reading, Way};
use crate::browser::{self, SizeWatch};
use crate::panel::log::{Log, Shown};
use crate::parts::{CopyButton, Icon};
use crate::words::{Text, t_string, text, use_i18n};

/// How far from its end a log may be scrolled and still stay there, in pixels: a line and a half.
const NEAR_PX: i32 = 26;

/// How a reading lies in its window.
#[derive(Clone, Copy)]
struct Sight {
    scroll: NodeRef<html::Div>,
    /// All lines together.
    inside: NodeRef<html::Div>,
    watch: StoredValue<Option<SizeWatch>, LocalStorage>,
    /// Whether it stays at the end while more comes.
    sticks: RwSignal<bool>,
    /// Whether a finger or the mouse is down on it: perhaps on its scroll bar.
    is_held: StoredValue<bool>,
    wraps: RwSignal<bool>,
    filter: RwSignal<String>,
}

/// A reading; `close` takes it away.
#[component]
pub(in super::super) fn Reader(reading: Reading, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let sight = Sight {
        scroll: NodeRef::new(),
        sticks: RwSignal::new(reading.way == Way::Follow),
        is_held: StoredValue::new(false),
        inside: NodeRef::new(),
        watch: StoredValue::new_local(None),
        wraps: RwSignal::new(true),
        filter: RwSignal::new(String::new()),
    };
    let title = Text::derive(move || reading.plan.with(|plan| deeds::name(i18n.get_locale(), &plan.title)));
    Effect::new(move || {
        if let Some(scroll) = sight.scroll.get() {
            let _ = scroll.focus();
        }
    });
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            event.stop_propagation();
            close.run(());
        }
    };
    view! {
        <section class="reader" aria-label=title on:keydown=keys>
            <div class="bar">
                <h3 class="clip grow" title=title>
                    <bdi>{title}</bdi>
                </h3>
                <State reading />
                <Tools reading sight close />
            </div>
            <Lines reading sight title />
            <Password reading />
            <Foot reading sight />
        </section>
    }
}

/// Whether it runs, and how it ended.
#[component]
fn State(reading: Reading) -> impl IntoView {
    let i18n = use_i18n();
    let said = move || match reading.is_paused.get() {
        true => Some(t_string!(i18n, reader.paused).to_owned()),
        false => end(i18n.get_locale(), &reading.phase.get()),
    };
    view! {
        <output class="quiet-text" class:bad=move || reading.is_failed() aria-live="polite">
            {said}
        </output>
    }
}

#[component]
fn Tools(reading: Reading, sight: Sight, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let button = move |icon: &'static str, label: Text, act: fn(Reading)| {
        view! {
            <button type="button" class="icon small" title=label aria-label=label on:click=move |_| act(reading)>
                <Icon name=icon />
            </button>
        }
    };
    let wrap = text!(i18n, reader.wrap);
    let (stop, again, close_it) =
        (text!(i18n, drawer.stop), text!(i18n, reader.again), text!(i18n, reader.close));
    let (pause, go_on) = (text!(i18n, reader.pause), text!(i18n, reader.go_on));
    let pausing = move || match reading.is_paused.get() {
        true => button("run", go_on, |reading| reading.pause(false)).into_any(),
        false => button("pause", pause, |reading| reading.pause(true)).into_any(),
    };
    let running = move || match reading.is_running() {
        true => (pausing(), button("stop", stop, Reading::stop)).into_any(),
        false => button("refresh", again, Reading::rerun).into_any(),
    };
    view! {
        <menu>
            <li>
                <Filter sight />
            </li>
            <li class="pair">{running}</li>
            <li>
                <button
                    type="button"
                    class="icon small"
                    title=wrap
                    aria-label=wrap
                    aria-pressed=move || sight.wraps.get().to_string()
                    on:click=move |_| sight.wraps.update(|wraps| *wraps = !*wraps)
                >
                    <Icon name="turn" />
                </button>
            </li>
            <li>
                <Copy reading sight />
            </li>
            <li>{button("script", text!(i18n, drawer.show), show_script)}</li>
            <li>
                <button type="button" class="icon small" title=close_it aria-label=close_it on:click=move |_| close.run(())>
                    <Icon name="close" />
                </button>
            </li>
        </menu>
    }
}

fn show_script(reading: Reading) {
    if let Some(sheet) = reading.sheet.get_value() {
        reading.station.drawer.show_again(sheet);
    }
}

/// Copies every line that is kept and has the wanted text in it.
#[component]
fn Copy(reading: Reading, sight: Sight) -> impl IntoView {
    let i18n = use_i18n();
    let all = move || {
        reading.shown.track();
        sight.filter.with(|filter| reading.log.with_value(|log| log.whole(filter)))
    };
    view! { <CopyButton class="icon small" label=text!(i18n, reader.copy) text=Signal::derive(all) /> }
}

/// Narrows the lines down by a text that is in them.
#[component]
fn Filter(sight: Sight) -> impl IntoView {
    let i18n = use_i18n();
    let keys = move |event: KeyboardEvent| {
        let has_text = sight.filter.with_untracked(|filter| !filter.is_empty());
        if event.key() == "Escape" && !event.is_composing() && has_text {
            event.prevent_default();
            event.stop_propagation();
            sight.filter.set(String::new());
        }
    };
    view! {
        <label class="with search">
            <Icon name="search" />
            <input
                class="bare"
                type="search"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                placeholder=text!(i18n, reader.filter)
                aria-label=text!(i18n, reader.filter)
                prop:value=sight.filter
                on:input=move |event| sight.filter.set(event_target_value(&event))
                on:keydown=keys
            />
        </label>
    }
}

/// The lines, in blocks of which the browser lays out those in sight.
#[component]
fn Lines(reading: Reading, sight: Sight, title: Text) -> impl IntoView {
    let blocks = move || {
        reading.shown.track();
        sight.filter.with(|filter| reading.log.with_value(|log| log.shown(filter)))
    };
    let block = move |(shown, filter): (Shown, String)| {
        let text = reading.log.with_value(|log| log.text(shown.number, &filter));
        view! { <samp class:warn=shown.is_error>{text}</samp> }
    };
    let each = move || {
        let filter = sight.filter.get();
        blocks().into_iter().map(|shown| (shown, filter.clone())).collect::<Vec<_>>()
    };
    let open = move || {
        reading.shown.track();
        reading.log.with_value(Log::open)
    };
    Effect::new(move || {
        reading.shown.track();
        sight.filter.track();
        sight.wraps.track();
        if sight.sticks.get() {
            browser::next_frame(move || sight.to_end());
        }
    });
    Effect::new(move || {
        if let Some(inside) = sight.inside.get() {
            sight.watch.set_value(SizeWatch::new(&inside, move || sight.settle()));
        }
    });
    let keys = move |event: KeyboardEvent| {
        sight.leave(matches!(event.key().as_str(), "ArrowUp" | "PageUp" | "Home"));
    };
    view! {
        <div
            class="scroll log"
            class:wraps=move || sight.wraps.get()
            tabindex="0"
            role="log"
            aria-live="off"
            aria-label=title
            node_ref=sight.scroll
            on:scroll=move |_| sight.scrolled()
            on:wheel=move |event| sight.leave(event.delta_y() < 0.0)
            on:keydown=keys
            on:pointerdown=move |_| sight.is_held.set_value(true)
            on:pointerup=move |_| sight.is_held.set_value(false)
            on:pointercancel=move |_| sight.is_held.set_value(false)
        >
            <div node_ref=sight.inside>
                <For each=each key=Clone::clone let:shown>
                    {block(shown)}
                </For>
                <samp class="open">{open}</samp>
            </div>
        </div>
    }
}

impl Sight {
    fn to_end(self) {
        if let Some(scroll) = self.scroll.try_get_untracked().flatten() {
            scroll.set_scroll_top(scroll.scroll_height());
        }
    }

    /// Who scrolls to the end stays there, and who drags away from it leaves it.
    fn scrolled(self) {
        let Some(scroll) = self.scroll.get_untracked() else { return };
        let is_at_end = scroll.scroll_top() + scroll.client_height() + NEAR_PX >= scroll.scroll_height();
        // Lines that come and go scroll it as well: that is nobody's wish.
        if is_at_end != self.sticks.get_untracked() && (is_at_end || self.is_held.get_value()) {
            self.sticks.set(is_at_end);
        }
    }

    /// Who scrolls up by wheel or keys leaves the end.
    fn leave(self, goes_up: bool) {
        let may = self.scroll.get_untracked().is_some_and(|scroll| scroll.scroll_top() > 0);
        if goes_up && may && self.sticks.get_untracked() {
            self.sticks.set(false);
        }
    }

    /// What is in it lies otherwise now: lines came, or the browser found out how high those in sight are.
    fn settle(self) {
        if self.sticks.try_get_untracked() == Some(true) {
            self.to_end();
        }
    }
}

/// Asks for the password of `sudo`, and then reads again.
#[component]
fn Password(reading: Reading) -> impl IntoView {
    let asks = Memo::new(move |_| reading.wants_password());
    view! {
        <Show when=move || asks.get()>
            <PasswordForm station=reading.station then=move || reading.rerun() />
        </Show>
    }
}

/// How many lines there are, and what else is to be said.
#[component]
fn Foot(reading: Reading, sight: Sight) -> impl IntoView {
    let i18n = use_i18n();
    let count = move || {
        reading.shown.track();
        match reading.log.with_value(Log::lines) {
            1 => t_string!(i18n, reader.one_line).to_owned(),
            count => t_string!(i18n, reader.lines, count = count),
        }
    };
    let matching = move || {
        reading.shown.track();
        let filter = sight.filter.get();
        let all = reading.log.with_value(|log| log.shown(&filter));
        (!filter.trim().is_empty()).then(|| {
            t_string!(i18n, reader.matching, count = all.iter().map(|shown| shown.lines).sum::<usize>())
        })
    };
    let dropped = move || {
        reading.shown.track();
        let dropped = reading.log.with_value(Log::dropped);
        (dropped > 0).then(|| t_string!(i18n, reader.dropped, count = dropped))
    };
    let next = move || {
        let l = i18n.get_locale();
        let has_password = reading.station.has_password();
        let helps = |remedy| help(l, remedy, has_password).to_owned();
        lost(l, &reading.phase.get()).or_else(|| reading.remedy().map(helps))
    };
    let notes = move || {
        let notes = [Some(count()), matching(), dropped()];
        notes.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let has_left_end = move || reading.way == Way::Follow && !sight.sticks.get();
    view! {
        <p class="bar thin foot hint" role="status">
            <span class="clip">{notes}</span>
            <span class="grow clip bad">{next}</span>
            <Show when=move || reading.may_sudo()>
                <button type="button" class="quiet small" on:click=move |_| reading.rerun_through_sudo()>
                    {text!(i18n, drawer.through_sudo)}
                </button>
            </Show>
            <Show when=has_left_end>
                <button type="button" class="quiet small" on:click=move |_| sight.sticks.set(true)>
                    <Icon name="down" />
                    {text!(i18n, reader.to_end)}
                </button>
            </Show>
        </p>
    }
}
