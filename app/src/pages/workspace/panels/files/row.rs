//! A row of the list: one file, what can be known of it, and what mouse and fingers do to it.

use leptos::prelude::*;
use postern_shared::gesture::Gesture;
use postern_shared::script::Name;
use postern_shared::script::files::{Entry, Kind};
use web_sys::MouseEvent;

use super::super::station::Station;
use super::drag;
use super::rename::RenameField;
use super::rows::{open_menu, row_id, select};
use super::usage::Share;
use crate::gestures;
use crate::pages::workspace::message::size;
use crate::pages::workspace::panels::{shown_name, shown_text};
use crate::parts::Icon;

/// A row.
#[component]
pub(super) fn Row(station: Station, at: usize, entry: Entry) -> impl IntoView {
    let files = station.files;
    let name = StoredValue::new(entry.name.clone());
    let is_directory = entry.is_directory();
    let is_chosen = move || name.with_value(|name| files.selection.with(|selection| selection.has(name)));
    let is_cursor =
        move || name.with_value(|name| files.selection.with(|selection| selection.cursor() == Some(name)));
    let is_renamed =
        move || name.with_value(|name| files.renaming.with(|renaming| renaming.as_ref() == Some(name)));
    let is_under = RwSignal::new(false);
    let is_cut = move || {
        let here = files.here();
        files.held.with(|held| {
            let held = held.as_ref().filter(|held| held.is_cut && Some(&held.directory) == here.as_ref());
            held.is_some_and(|held| name.with_value(|name| held.names.contains(name)))
        })
    };
    let click = move |event: MouseEvent| {
        if gestures::is_touch(&event) {
            station.did(&Gesture::Open(name.get_value()));
            return;
        }
        let hold = gestures::hold(&event);
        select(files, |selection, rows| selection.click(rows, at, hold));
    };
    let over = move |event| {
        if is_directory {
            is_under.set(true);
            drag::over(&event, station);
        }
    };
    let dropped = move |event| {
        is_under.set(false);
        if is_directory {
            name.with_value(|name| drag::onto(&event, station, Some(name)));
        }
    };
    view! {
        <tr
            id=row_id(at)
            role="row"
            aria-rowindex=at + 2
            aria-selected=move || is_chosen().to_string()
            class:cursor=is_cursor
            class:drop=move || is_under.get()
            class:cut=is_cut
            draggable=move || (!is_renamed()).to_string()
            on:click=click
            on:dblclick=move |_| _ = station.did(&Gesture::Open(name.get_value()))
            on:contextmenu=move |event| open_menu(&event, station, Some(at))
            on:dragstart=move |event| name.with_value(|name| drag::begin(&event, station, name))
            on:dragover=over
            on:dragleave=move |_| is_under.set(false)
            on:drop=dropped
        >
            <Cells station entry name is_renamed=Memo::new(move |_| is_renamed()) />
        </tr>
    }
}

/// What is known of it.
#[component]
fn Cells(station: Station, entry: Entry, name: StoredValue<Name>, is_renamed: Memo<bool>) -> impl IntoView {
    let usage = station.files.usage;
    let shown = StoredValue::new(shown_name(&entry.name));
    let its_name = move || match is_renamed.get() {
        true => view! { <RenameField station name=name.get_value() /> }.into_any(),
        false => view! { <bdi>{shown.get_value()}</bdi> }.into_any(),
    };
    let link = entry.link.as_ref().map(|(to, text)| {
        let text = shown_text(&String::from_utf8_lossy(text)).replace('\n', "␊");
        view! {
            <span class="quiet-text clip" class:bad=to.is_none()>
                "→ "
                <bdi>{text}</bdi>
            </span>
        }
    });
    let bytes = if entry.kind == Kind::File { size(entry.size) } else { String::new() };
    let taken = move || match usage.is_on.get() {
        true => name.with_value(|name| usage.of(name)).map(|(bytes, _)| size(bytes)).unwrap_or_default(),
        false => bytes.clone(),
    };
    let owner = shown_text(&format!("{}:{}", entry.owner, entry.group));
    let owner_title = owner.clone();
    // Seconds of any file fit a double.
    let modified = StoredValue::new(crate::when::stamp(entry.modified as f64 * 1000.0));
    view! {
        <td class="key" role="gridcell">
            <span class="name">
                {icon(&entry)}
                {its_name}
                {link}
            </span>
        </td>
        <td class="n" role="gridcell">
            {taken}
        </td>
        <td role="gridcell">
            <Show when=move || usage.is_on.get() fallback=move || modified.get_value()>
                <Share usage name />
            </Show>
        </td>
        <td class="if-middling" role="gridcell">
            {entry.mode.symbolic(entry.kind)}
        </td>
        <td class="if-middling" role="gridcell" title=owner_title>
            {owner}
        </td>
    }
}

fn icon(entry: &Entry) -> AnyView {
    match entry.kind {
        Kind::Directory => view! { <Icon name="folder" class="dir" /> }.into_any(),
        Kind::Link => view! { <Icon name="link" /> }.into_any(),
        Kind::File => view! { <Icon name="file" /> }.into_any(),
        Kind::Device | Kind::Pipe | Kind::Socket => view! { <Icon name="ports" /> }.into_any(),
    }
}
