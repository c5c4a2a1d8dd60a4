//! DOM events as gestures: the only place where the browser's events become what `postern_shared::gesture` knows.

use postern_shared::gesture::{Gesture, Press};
use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, KeyboardEvent, MouseEvent, PointerEvent};

use crate::panel::selection::Hold;

/// A key that was pressed; none while an input method composes.
pub(crate) fn press(event: &KeyboardEvent) -> Option<Press> {
    (!event.is_composing()).then(|| Press {
        key: event.key(),
        ctrl: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    })
}

/// What was let go of, over this.
pub(crate) fn drop<Item, Place>(event: &DragEvent, onto: Option<Item>) -> Gesture<Item, Place> {
    Gesture::Drop { onto, is_copy: event.ctrl_key() || event.alt_key() }
}

/// What a click does with what is selected.
pub(crate) fn hold(event: &MouseEvent) -> Hold {
    held(event.shift_key(), event.ctrl_key() || event.meta_key())
}

/// The same for a key.
pub(crate) fn hold_of(press: &Press) -> Hold {
    held(press.shift, press.ctrl)
}

fn held(shift: bool, ctrl: bool) -> Hold {
    match (shift, ctrl) {
        (true, _) => Hold::Range,
        (false, true) => Hold::Each,
        (false, false) => Hold::Nothing,
    }
}

/// How many rows a key goes down, or up; none if it is for something else. `page` is how many are in sight.
pub(crate) fn steps(press: &Press, page: isize) -> Option<isize> {
    match press.key.as_str() {
        _ if press.alt => None,
        "ArrowDown" => Some(1),
        "ArrowUp" => Some(-1),
        "PageDown" => Some(page),
        "PageUp" => Some(-page),
        "Home" => Some(isize::MIN / 2),
        "End" => Some(isize::MAX / 2),
        _ => None,
    }
}

/// Whether a finger did it: that opens where a mouse selects.
pub(crate) fn is_touch(event: &MouseEvent) -> bool {
    event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "touch")
}
