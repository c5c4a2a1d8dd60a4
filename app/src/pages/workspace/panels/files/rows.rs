//! The list itself: a table of which only what is in sight is in the document.

use leptos::prelude::*;
use postern_shared::script::files::Entry;
use web_sys::MouseEvent;

use super::super::sight::{Sight, Spacer};
use super::super::station::Station;
use super::keys::pressed;
use super::row::Row;
use super::{Files, Rows, Selection, drag};
use crate::panel::rows::Column;
use crate::panel::selection::Hold;
use crate::parts::Icon;
use crate::words::{Text, text, use_i18n};

/// Id of the list.
const LIST: &str = "files-list";

/// The list.
#[component]
pub(super) fn RowsView(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let files = station.files;
    let sight = Sight::new();
    let shown = files.shown;
    keep_in_sight(files, sight);
    let rows = Memo::new(move |_| sight.rows(shown.with(Vec::len)));
    let each = move || {
        let rows = rows.get();
        let row =
            |shown: &[usize], entries: &[Entry], at: usize| Some((at, entries.get(*shown.get(at)?)?.clone()));
        shown.with(|shown| {
            files.entries.with(|entries| rows.filter_map(|at| row(shown, entries, at)).collect::<Vec<_>>())
        })
    };
    let above = move || rows.get().start;
    let below = move || shown.with(Vec::len).saturating_sub(rows.get().end);
    let active = move || {
        shown.track();
        files.selection.track();
        cursor_at(files).map(row_id)
    };
    view! {
        <div
            class="scroll"
            class:drop=move || files.dragged.with(Option::is_some)
            id=LIST
            tabindex="0"
            role="grid"
            aria-label=text!(i18n, command.files)
            aria-multiselectable="true"
            aria-rowcount=move || shown.with(Vec::len) + 1
            aria-activedescendant=active
            node_ref=sight.scroll
            on:scroll=move |_| sight.look()
            on:keydown=move |event| pressed(&event, station, sight)
            on:contextmenu=move |event| open_menu(&event, station, None)
            on:dragover=move |event| drag::over(&event, station)
            on:drop=move |event| drag::onto(&event, station, None)
            on:dragend=move |event| drag::end(&event, station)
        >
            <table class="rows" role="presentation">
                <colgroup>
                    <col />
                    <col class="w-5" />
                    <col class="w-9" />
                    <col class="w-6 if-middling" />
                    <col class="w-8 if-middling" />
                </colgroup>
                <Headings files />
                <tbody role="rowgroup">
                    <Spacer sight rows=Signal::derive(above) columns=5 />
                    <For each=each key=|(at, entry)| (*at, entry.clone()) let:row>
                        <Row station at=row.0 entry=row.1 />
                    </For>
                    <Spacer sight rows=Signal::derive(below) columns=5 />
                </tbody>
            </table>
            <Empty files />
        </div>
    }
}

/// Keeps what is known of the list's window up to date, and the cursor within it.
fn keep_in_sight(files: Files, sight: Sight) {
    sight.watch();
    Effect::new(move || {
        if let (true, Some(element)) = (files.wants_keyboard.get(), sight.scroll.get()) {
            files.wants_keyboard.set(false);
            let _ = element.focus();
        }
    });
    // Another directory begins at its top.
    Effect::new(move || {
        files.read.track();
        if let Some(element) = sight.scroll.get_untracked() {
            element.set_scroll_top(0);
        }
        if let Some(at) = cursor_at(files) {
            sight.reveal(at);
        }
    });
}

/// Id of the row at this place.
pub(super) fn row_id(at: usize) -> String {
    format!("file-{at}")
}

/// Where the cursor stands; tracks nothing.
fn cursor_at(files: Files) -> Option<usize> {
    let at =
        |selection: &Selection| files.with_rows(|rows| selection.cursor().and_then(|cursor| rows.at(cursor)));
    files.selection.with_untracked(at)
}

/// What is said where there is no row.
#[component]
fn Empty(files: Files) -> impl IntoView {
    let i18n = use_i18n();
    let says = move || match files.filter.with(|filter| filter.trim().is_empty()) {
        true => text!(i18n, files.empty),
        false => text!(i18n, files.no_match),
    };
    view! {
        <Show when=move || files.shown.with(Vec::is_empty)>
            <p class="hint none">{says}</p>
        </Show>
    }
}

#[component]
fn Headings(files: Files) -> impl IntoView {
    let i18n = use_i18n();
    let heading = move |by: Column, label: Text, class: &'static str| {
        let sort = move || {
            let order = files.order.get();
            (order.by == by).then_some(if order.is_descending { "descending" } else { "ascending" })
        };
        view! {
            <th scope="col" role="columnheader" class=class aria-sort=sort>
                <button type="button" tabindex="-1" on:click=move |_| files.order.update(|order| *order = order.chosen(by))>
                    {label}
                    {move || sort().map(|way| view! { <Icon name=if way == "ascending" { "up" } else { "down" } /> })}
                </button>
            </th>
        }
    };
    view! {
        <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">
                {heading(Column::Name, text!(i18n, files.name), "")}
                {heading(Column::Size, text!(i18n, files.size), "n")}
                <Show
                    when=move || files.usage.is_on.get()
                    fallback=move || heading(Column::Modified, text!(i18n, files.modified), "")
                >
                    <th scope="col" role="columnheader">{text!(i18n, usage.share)}</th>
                </Show>
                {heading(Column::Mode, text!(i18n, files.mode), "if-middling")}
                {heading(Column::Owner, text!(i18n, files.owner), "if-middling")}
            </tr>
        </thead>
    }
}

/// Changes what is selected.
pub(super) fn select<T>(files: Files, change: impl FnOnce(&mut Selection, Rows<'_>) -> T) -> T {
    let mut selection = files.selection.get_untracked();
    let result = files.with_rows(|rows| change(&mut selection, rows));
    files.selection.set(selection);
    result
}

/// The menu, for what is selected, or for what it was opened on.
pub(super) fn open_menu(event: &MouseEvent, station: Station, at: Option<usize>) {
    event.prevent_default();
    event.stop_propagation();
    if let Some(at) = at {
        select(station.files, |selection, rows| {
            let name = rows.shown.get(at).and_then(|at| rows.entries.get(*at)).map(|entry| &entry.name);
            if name.is_some_and(|name| !selection.has(name)) {
                selection.click(rows, at, Hold::Nothing);
            }
        });
    }
    station.files.menu.set(Some((event.client_x(), event.client_y())));
}
