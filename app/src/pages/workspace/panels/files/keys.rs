//! Keys of the list.

use leptos::prelude::*;
use postern_shared::gesture::{Gesture, Press};
use web_sys::KeyboardEvent;

use super::super::below_bar;
use super::super::sight::Sight;
use super::super::station::Station;
use super::Selection;
use super::head::begin_filter;
use super::rows::select;
use crate::browser;
use crate::gestures;

/// Keys of the list; those that mean nothing to files go through the rows.
pub(super) fn pressed(event: &KeyboardEvent, station: Station, sight: Sight) {
    let Some(press) = gestures::press(event) else { return };
    let is_taken = station.drawer.answered(station, &press)
        || stepped(&press, station, sight)
        || chose(&press, station)
        || station.did(&Gesture::Press(press));
    if is_taken {
        event.prevent_default();
        event.stop_propagation();
        browser::next_frame(move || sight.look());
    }
}

/// Goes through the rows, if that is what the key means.
fn stepped(press: &Press, station: Station, sight: Sight) -> bool {
    let Some(by) = gestures::steps(press, sight.page()) else { return false };
    let hold = gestures::hold_of(press);
    if let Some(at) = select(station.files, |selection, rows| selection.step(rows, by, hold)) {
        sight.reveal(at);
    }
    true
}

/// Does what concerns the list alone, if that is what the key means.
fn chose(press: &Press, station: Station) -> bool {
    let files = station.files;
    match press.chord().as_str() {
        " " | "Ctrl+ " => files.selection.update(Selection::toggle),
        "Ctrl+a" => select(files, Selection::all),
        "Alt+ArrowLeft" => station.step(-1),
        "Alt+ArrowRight" => station.step(1),
        "/" => begin_filter(station),
        "t" => station.toggle_tree(),
        "." => files.shows_hidden.update(|shows| *shows = !*shows),
        "Escape" if files.selection.with_untracked(Selection::count) > 0 => {
            files.selection.update(Selection::clear);
        }
        "Escape" => station.work.focus_terminal(),
        "ContextMenu" | "Shift+F10" => files.menu.set(Some(below_bar())),
        _ => return false,
    }
    true
}
