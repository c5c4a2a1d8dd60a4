//! Keys that are pressed on the page instead of the keyboard; xterm makes of them what the program's modes want.

use wasm_bindgen::JsCast as _;
use web_sys::{EventTarget, KeyboardEvent, KeyboardEventInit};

use super::bindings;

/// A key a phone lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Escape,
    Tab,
    Up,
    Down,
    Left,
    Right,
}

impl Key {
    /// Its name (UI Events key values), which is its code too, and its number in `keyCode`, by which xterm goes.
    fn names(self) -> (&'static str, u32) {
        match self {
            Self::Escape => ("Escape", 27),
            Self::Tab => ("Tab", 9),
            Self::Left => ("ArrowLeft", 37),
            Self::Up => ("ArrowUp", 38),
            Self::Right => ("ArrowRight", 39),
            Self::Down => ("ArrowDown", 40),
        }
    }
}

/// Presses a key.
pub(super) fn press(xterm: &bindings::Terminal, key: Key, ctrl: bool, alt: bool) {
    let (name, code) = key.names();
    let event = KeyboardEventInit::new();
    event.set_key(name);
    event.set_code(name);
    event.set_key_code(code);
    event.set_ctrl_key(ctrl);
    event.set_alt_key(alt);
    event.set_bubbles(true);
    event.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &event);
    if let (Some(field), Ok(event)) = (xterm.textarea(), event) {
        // Fails only for an event that is being dispatched already.
        let _ = field.unchecked_ref::<EventTarget>().dispatch_event(&event);
    }
}
