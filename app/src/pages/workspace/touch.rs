//! The keys a phone lacks, and text that two fingers make larger. Nothing here takes the keyboard from the terminal.

use leptos::prelude::*;
use web_sys::{MouseEvent, PointerEvent};

use super::view::View;
use super::work::Work;
use crate::browser::{self, Timer};
use crate::parts::Icon;
use crate::sticky::{Hold, modified};
use crate::words::{Text, text, use_i18n};
use crate::xterm::Key;

/// How long an arrow is held before it repeats, and then between two of them, in milliseconds: as keyboards do.
const REPEAT_AFTER_MILLIS: u64 = 400;
const REPEAT_MILLIS: u64 = 60;
/// Smallest and largest text that fingers can make, in pixels: below nothing can be read, above nothing fits.
const TEXT_PX: std::ops::RangeInclusive<f64> = 7.0..=32.0;

/// What fingers have done to a pane.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Touch {
    ctrl: RwSignal<Hold>,
    alt: RwSignal<Hold>,
    /// The size of the text when the fingers came down, in pixels.
    pinched: StoredValue<Option<f64>>,
}

impl Touch {
    pub(super) fn new() -> Self {
        Self { ctrl: RwSignal::new(Hold::Up), alt: RwSignal::new(Hold::Up), pinched: StoredValue::new(None) }
    }

    /// Whether Ctrl and Alt are down; they may be up afterwards.
    fn use_modifiers(self) -> (bool, bool) {
        let down = (self.ctrl.get_untracked().is_down(), self.alt.get_untracked().is_down());
        if down != (false, false) {
            self.ctrl.update(|hold| *hold = hold.used());
            self.alt.update(|hold| *hold = hold.used());
        }
        down
    }

    /// What was typed, with Ctrl and Alt if they are down.
    pub(super) fn modify(self, typed: Vec<u8>) -> Vec<u8> {
        let (ctrl, alt) = (self.ctrl.get_untracked().is_down(), self.alt.get_untracked().is_down());
        match modified(&typed, ctrl, alt) {
            Some(bytes) => {
                self.use_modifiers();
                bytes
            }
            None => typed,
        }
    }
}

impl View {
    /// Two fingers make the text so many times as large.
    pub(super) fn pinch(self, factor: f64) {
        let Some(terminal) = self.terminal() else { return };
        let start = self.touch.pinched.get_value().unwrap_or_else(|| terminal.text_size());
        self.touch.pinched.set_value(Some(start));
        let size = (start * factor).round().clamp(*TEXT_PX.start(), *TEXT_PX.end());
        if size != terminal.text_size() {
            terminal.set_text_size(size);
            self.refit();
        }
    }

    /// The fingers are up.
    pub(super) fn pinch_ended(self) {
        self.touch.pinched.set_value(None);
    }

    fn press(self, key: Key) {
        let (ctrl, alt) = self.touch.use_modifiers();
        if let Some(terminal) = self.terminal() {
            terminal.press(key, ctrl, alt);
        }
    }

    fn type_char(self, text: &str) {
        if let Some(terminal) = self.terminal() {
            terminal.type_text(text);
        }
    }
}

/// What a key of the row does.
#[derive(Clone, Copy)]
enum Act {
    Press(Key),
    Repeat(Key),
    Type(&'static str),
}

/// Two rows of keys below the terminal; shown where fingers do the pointing.
#[component]
pub(super) fn KeyRow() -> impl IntoView {
    let work = expect_context::<Work>();
    let focused = Memo::new(move |_| work.focused());
    move || focused.get().map(|seat| view! { <Row view=seat.view /> })
}

#[component]
fn Row(view: View) -> impl IntoView {
    let i18n = use_i18n();
    provide_context(view);
    let Touch { ctrl, alt, .. } = view.touch;
    Effect::new(move || {
        let is_held = ctrl.get().is_down() || alt.get().is_down();
        if let Some(terminal) = view.terminal() {
            terminal.type_at_once(is_held);
        }
    });
    let named = |words: &'static str| Text::derive(move || words.to_owned());
    view! {
        <div class="keys" role="toolbar" aria-label=text!(i18n, touch.keys)>
            <Cap act=Act::Press(Key::Escape) label=named("Esc") cap="Esc" />
            <Cap act=Act::Press(Key::Tab) label=named("Tab") cap="Tab" />
            <Cap act=Act::Type("/") label=named("/") cap="/" />
            <Cap act=Act::Type("|") label=named("|") cap="|" />
            <Cap act=Act::Repeat(Key::Up) label=text!(i18n, touch.up) turn="" />
            <Cap act=Act::Type("~") label=named("~") cap="~" />
            <Modifier hold=ctrl name="Ctrl" />
            <Modifier hold=alt name="Alt" />
            <Cap act=Act::Type("-") label=named("-") cap="-" />
            <Cap act=Act::Repeat(Key::Left) label=text!(i18n, touch.left) turn="left" />
            <Cap act=Act::Repeat(Key::Down) label=text!(i18n, touch.down) turn="down" />
            <Cap act=Act::Repeat(Key::Right) label=text!(i18n, touch.right) turn="right" />
        </div>
    }
}

/// One key: acts when it is touched, as keys do. `cap` stands on it, or an arrow that is turned.
#[component]
fn Cap(
    act: Act,
    label: Text,
    #[prop(optional)] cap: &'static str,
    #[prop(optional)] turn: &'static str,
) -> impl IntoView {
    let view = expect_context::<View>();
    let held = StoredValue::new_local(None::<Timer>);
    let run = move || match act {
        Act::Press(key) | Act::Repeat(key) => view.press(key),
        Act::Type(text) => view.type_char(text),
    };
    let down = move |event: PointerEvent| {
        event.prevent_default();
        run();
        if let Act::Repeat(key) = act {
            again(view, key, held, REPEAT_AFTER_MILLIS);
        }
    };
    let up = move |_| held.set_value(None);
    let face = move || match cap {
        "" => view! { <span class=turn><Icon name="arrow" /></span> }.into_any(),
        cap => cap.into_any(),
    };
    view! {
        <button
            type="button"
            aria-label=label
            on:pointerdown=down
            on:pointerup=up
            on:pointercancel=up
            on:pointerleave=up
            on:mousedown=stay
            on:click=move |event: MouseEvent| if is_without_pointer(&event) { run() }
        >
            {face}
        </button>
    }
}

#[component]
fn Modifier(hold: RwSignal<Hold>, name: &'static str) -> impl IntoView {
    let tap = move || hold.update(|hold| *hold = hold.tapped(browser::now()));
    let pressed = move || if hold.get().is_down() { "true" } else { "false" };
    let down = move |event: PointerEvent| {
        event.prevent_default();
        tap();
    };
    view! {
        <button
            type="button"
            aria-pressed=pressed
            class:locked=move || hold.get() == Hold::Locked
            on:pointerdown=down
            on:mousedown=stay
            on:click=move |event: MouseEvent| if is_without_pointer(&event) { tap() }
        >
            {name}
        </button>
    }
}

/// Presses again and again, until the finger is up.
fn again(view: View, key: Key, held: StoredValue<Option<Timer>, LocalStorage>, millis: u64) {
    held.set_value(Timer::after(millis, move || {
        if !held.is_disposed() {
            view.press(key);
            again(view, key, held, REPEAT_MILLIS);
        }
    }));
}

/// Leaves the focus, and so the phone's keyboard, where it is.
fn stay(event: MouseEvent) {
    event.prevent_default();
}

/// Whether a click comes from a keyboard or a screen reader; a pointer has acted when it came down.
fn is_without_pointer(event: &MouseEvent) -> bool {
    event.detail() == 0
}
