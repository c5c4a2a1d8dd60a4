//! Files under the mouse: within the list, to another directory, and from the computer.

use leptos::prelude::*;
use postern_shared::gesture::files::{Held, is_packed};
use postern_shared::script::files::Entry;
use postern_shared::script::{Name, Path};
use web_sys::DragEvent;

use super::super::station::Station;
use crate::browser;
use crate::gestures;

/// A row is taken up: everything that is selected, or this one where it is not.
pub(super) fn begin(event: &DragEvent, station: Station, name: &Name) {
    let files = station.files;
    if !files.selection.with_untracked(|selection| selection.has(name)) {
        files.selection.update(|selection| selection.only(name.clone()));
    }
    let names: Vec<Name> = files.chosen().into_iter().map(|entry| entry.name).collect();
    if let (Some(directory), Some(data)) = (untrack(|| files.here()), event.data_transfer()) {
        // What other programs take: the paths, as words. Without data some browsers drag nothing.
        let words: Vec<String> = names.iter().map(|name| directory.join(name).word()).collect();
        let _ = data.set_data("text/plain", &words.join(" "));
        data.set_effect_allowed("copyMove");
        files.offered.set_value(
            only_file(&files.chosen()).and_then(|name| station.offer(event, directory.join(&name))),
        );
        files.dragged.set(Some(Held { directory, names, is_cut: true }));
    }
}

/// The one file that is taken up: a browser fetches no more than that.
fn only_file(chosen: &[Entry]) -> Option<Name> {
    match chosen {
        [one] if !is_packed(&[one]) => Some(one.name.clone()),
        _ => None,
    }
}

/// It was let go of, wherever that was.
pub(super) fn end(event: &DragEvent, station: Station) {
    let files = station.files;
    // What was dropped in the page was taken there.
    let is_here = files.dragged.with_untracked(Option::is_none);
    files.dragged.set(None);
    if let Some(offered) = files.offered.get_value() {
        files.offered.set_value(None);
        station.let_go(event, offered, is_here);
    }
}

/// Something is over what may take it.
pub(super) fn over(event: &DragEvent, station: Station) {
    let is_from_computer = browser::carries_files(event);
    if !is_from_computer && station.files.dragged.with_untracked(Option::is_none) {
        return;
    }
    event.prevent_default();
    event.stop_propagation();
    if let Some(data) = event.data_transfer() {
        let is_copy = is_from_computer || event.ctrl_key() || event.alt_key();
        data.set_drop_effect(if is_copy { "copy" } else { "move" });
    }
}

/// It was let go of over a directory of the list, or over the ground.
pub(super) fn onto(event: &DragEvent, station: Station, name: Option<&Name>) {
    event.prevent_default();
    event.stop_propagation();
    if browser::carries_files(event) {
        let here = untrack(|| station.files.here());
        let there = here.map(|here| name.map_or(here.clone(), |name| here.join(name)));
        return from_computer(event, station, there.as_ref());
    }
    station.did(&gestures::drop(event, name.cloned()));
    station.files.dragged.set(None);
}

/// It was let go of over a directory on the way.
pub(super) fn onto_path(event: &DragEvent, station: Station, path: &Path) {
    event.prevent_default();
    event.stop_propagation();
    if browser::carries_files(event) {
        return from_computer(event, station, Some(path));
    }
    let is_cut = !(event.ctrl_key() || event.alt_key());
    if let Some(held) = station.files.dragged.get_untracked() {
        station.place(Held { is_cut, ..held }, path);
    }
    station.files.dragged.set(None);
}

fn from_computer(event: &DragEvent, station: Station, to: Option<&Path>) {
    // Uploads take a path as text.
    if let Some(to) = to.filter(|to| std::str::from_utf8(to.bytes()).is_ok()) {
        station.receive_drop(event, to.clone());
    }
}
