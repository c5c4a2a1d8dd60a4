//! What mouse and fingers ask of the page: a menu, a paste, a selection, another size of the text.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, Event, HtmlElement, KeyboardEvent, MouseEvent, TouchEvent};

use super::bindings;
use crate::browser::Listener;

/// How long after a middle click the browser's own paste still belongs to it, in milliseconds.
const MIDDLE_CLICK_MILLIS: f64 = 500.0;
/// The middle and the right mouse button (UI Events, `MouseEvent.button`).
const MIDDLE: i16 = 1;
const RIGHT: i16 = 2;

/// What is asked of the page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Request {
    /// The browser brings a text from the clipboard.
    Paste(String),
    /// The right button was clicked here, or the menu key pressed; in pixels of the window.
    Menu { x: i32, y: i32, by_key: bool },
    /// The middle button was clicked.
    MiddleClick,
    /// A text was selected.
    Selected,
    /// A program wants something of the clipboard (OSC 52); hostile text.
    Clipboard(String),
    /// Two fingers make the text so many times as large as it was when they came down.
    Pinch(f64),
    /// The fingers are up again.
    PinchEnded,
}

/// Answers whether the page does something itself, so that neither browser nor terminal should.
pub(crate) type Ask = Rc<dyn Fn(Request) -> bool>;

/// Hears what happens in the terminal's element, before xterm does.
pub(super) fn listen(xterm: &Rc<bindings::Terminal>, host: &HtmlElement, ask: &Ask) -> Vec<Listener> {
    let own = |event: &Event| {
        event.prevent_default();
        event.stop_propagation();
    };
    let middle_click = Rc::new(Cell::new(f64::NEG_INFINITY));
    let menu = {
        let (xterm, ask) = (xterm.clone(), ask.clone());
        move |event: MouseEvent| {
            let is_for_program = xterm.modes().mouse_tracking_mode() != "none" && event.button() == RIGHT;
            let (x, y) = (event.client_x(), event.client_y());
            // With Shift it is the other way round: ours over a program with mouse, else the browser's.
            if is_for_program != event.shift_key() {
                if is_for_program {
                    own(&event);
                }
            } else if ask(Request::Menu { x, y, by_key: false }) {
                own(&event);
            }
        }
    };
    let menu_key = {
        let (xterm, ask) = (xterm.clone(), ask.clone());
        move |event: KeyboardEvent| {
            let is_menu = event.key() == "ContextMenu" || (event.key() == "F10" && event.shift_key());
            let Some(textarea) = xterm.textarea().filter(|_| is_menu) else { return };
            let cell = textarea.get_bounding_client_rect();
            if ask(Request::Menu { x: cell.left() as i32, y: cell.bottom() as i32, by_key: true }) {
                own(&event);
            }
        }
    };
    let middle = {
        let (xterm, ask, middle_click) = (xterm.clone(), ask.clone(), middle_click.clone());
        move |event: MouseEvent| {
            let is_ours = xterm.modes().mouse_tracking_mode() == "none" || event.shift_key();
            if event.button() == MIDDLE && is_ours && ask(Request::MiddleClick) {
                middle_click.set(event.time_stamp());
                own(&event);
            }
        }
    };
    let pasted = {
        let ask = ask.clone();
        move |event: ClipboardEvent| {
            own(&event);
            let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
            let is_middle_click =
                event.time_stamp() - middle_click.replace(f64::NEG_INFINITY) < MIDDLE_CLICK_MILLIS;
            if let Some(text) = text.filter(|text| !text.is_empty() && !is_middle_click) {
                ask(Request::Paste(text));
            }
        }
    };
    let mut listeners = vec![
        on(host, "contextmenu", menu),
        on(host, "keydown", menu_key),
        on(host, "auxclick", middle),
        on(host, "paste", pasted),
    ];
    listeners.extend(pinch(host, ask));
    listeners
}

fn pinch(host: &HtmlElement, ask: &Ask) -> [Listener; 3] {
    let start = Rc::new(Cell::new(None));
    let (began, moved) = (start.clone(), start.clone());
    let (ask_moved, ask) = (ask.clone(), ask.clone());
    let begin = move |event: TouchEvent| began.set(distance(&event));
    let change = move |event: TouchEvent| {
        if let (Some(from), Some(to)) = (moved.get(), distance(&event)) {
            event.prevent_default();
            event.stop_propagation();
            ask_moved(Request::Pinch(to / from));
        }
    };
    let end = move |_: TouchEvent| {
        if start.take().is_some() {
            ask(Request::PinchEnded);
        }
    };
    [on(host, "touchstart", begin), on(host, "touchmove", change), on(host, "touchend", end)]
}

/// How far two fingers are apart, in pixels.
fn distance(event: &TouchEvent) -> Option<f64> {
    let touches = event.touches();
    let (one, other) = (touches.get(0)?, touches.get(1)?);
    let (x, y) = (one.client_x() - other.client_x(), one.client_y() - other.client_y());
    let distance = f64::from(x).hypot(f64::from(y));
    (touches.length() == 2 && distance > 0.0).then_some(distance)
}

/// Hears events of one type, before whoever is further inside.
pub(super) fn on<E: JsCast>(host: &HtmlElement, name: &'static str, hear: impl Fn(E) + 'static) -> Listener {
    Listener::first(host.clone(), name, move |event| hear(event.unchecked_into()))
}
