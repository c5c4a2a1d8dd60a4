//! Keys of the tree of folders, as of any tree (WAI-ARIA Authoring Practices, tree view).

use leptos::prelude::*;
use postern_shared::gesture::Press;
use web_sys::KeyboardEvent;

use super::super::sight::Sight;
use super::super::station::Station;
use crate::browser;
use crate::gestures;
use crate::panel::tree::{Row, Side, inwards, outwards, seek};

/// How long what is typed belongs together, in milliseconds.
const TOGETHER: u64 = 1000;

/// Most bytes of it.
const TYPED_BYTES: usize = 255;

/// Does what a key means.
pub(super) fn pressed(event: &KeyboardEvent, station: Station, sight: Sight, rows: Memo<Vec<Row>>) {
    let Some(press) = gestures::press(event) else { return };
    let folders = station.files.folders;
    let rows = rows.get_untracked();
    let at = folders.cursor_at(&rows);
    if !is_letter(&press) {
        folders.typed.update_value(|(typed, _)| typed.clear());
    }
    let is_taken = match press.chord().as_str() {
        _ if station.drawer.answered(station, &press) => true,
        "ArrowRight" => turned(station, &rows, at, inwards(&rows, at)),
        "ArrowLeft" => turned(station, &rows, at, outwards(&rows, at)),
        "Enter" => {
            if let Some(row) = rows.get(at) {
                station.go_to_folder(&row.node);
            }
            true
        }
        "Escape" => {
            folders.is_over.set(false);
            station.files.focus();
            true
        }
        _ => stepped(&press, station, sight, &rows, at) || typed(&press, station, &rows, at),
    };
    if is_taken {
        event.prevent_default();
        event.stop_propagation();
        browser::next_frame(move || sight.look());
    }
}

/// Opens, closes, or goes into the depth or out of it.
fn turned(station: Station, rows: &[Row], at: usize, side: Option<Side>) -> bool {
    match (side, rows.get(at)) {
        (Some(Side::Open), Some(row)) => station.open_folder(&row.node),
        (Some(Side::Close), Some(row)) => station.files.folders.close(&row.node),
        (Some(Side::To(to)), _) => go_to(station, rows, to),
        (None, _) | (_, None) => {}
    }
    true
}

/// Goes through the rows, if that is what the key means.
fn stepped(press: &Press, station: Station, sight: Sight, rows: &[Row], at: usize) -> bool {
    let Some(by) = gestures::steps(press, sight.page()) else { return false };
    go_to(station, rows, at.saturating_add_signed(by).min(rows.len().saturating_sub(1)));
    true
}

/// Goes to the next folder whose name begins with what is typed, if something is.
fn typed(press: &Press, station: Station, rows: &[Row], at: usize) -> bool {
    if !is_letter(press) {
        return false;
    }
    let now = browser::now();
    let typed = station.files.folders.typed.try_update_value(|(typed, last)| {
        if now.saturating_sub(*last) > TOGETHER || typed.len() >= TYPED_BYTES {
            typed.clear();
        }
        typed.push_str(&press.key);
        *last = now;
        typed.clone()
    });
    if let Some(to) = seek(rows, at, &typed.unwrap_or_default()) {
        go_to(station, rows, to);
    }
    true
}

fn is_letter(press: &Press) -> bool {
    press.key.chars().count() == 1 && !press.ctrl && !press.alt
}

fn go_to(station: Station, rows: &[Row], at: usize) {
    station.files.folders.cursor.set(rows.get(at).map(|row| row.node.clone()));
}
