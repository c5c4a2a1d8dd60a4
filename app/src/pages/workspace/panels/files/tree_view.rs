//! The tree of folders on the screen: beside the list where there is room, over it where there is not.

use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use web_sys::{DragEvent, MouseEvent};

use super::super::sight::Sight;
use super::super::station::Station;
use super::drag;
use super::tree_keys::pressed;
use crate::browser::{self, SizeWatch, Timer};
use crate::pages::workspace::panels::{shown_name, shown_text};
use crate::panel::tree::{Row, Stage};
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// Below this width of the panel, in pixels, the tree has no room beside the list.
const NARROW: i32 = 560;

/// How long something is held over a folder until that opens, in milliseconds.
const HELD: u64 = 700;

/// The list, and the tree beside it.
#[component]
pub(super) fn Beside(station: Station, children: Children) -> impl IntoView {
    let folders = station.files.folders;
    let place = NodeRef::<html::Div>::new();
    let watch = StoredValue::new_local(None::<SizeWatch>);
    let look = move || {
        // Something else may have taken its place meanwhile.
        let Some(place) = place.try_get_untracked().flatten() else { return };
        let is_narrow = place.client_width() < NARROW;
        if folders.is_narrow.get_untracked() != is_narrow {
            folders.is_over.set(false);
            folders.is_narrow.set(is_narrow);
        }
    };
    Effect::new(move || {
        if let Some(place) = place.get() {
            watch.set_value(SizeWatch::new(&place, look));
            look();
        }
    });
    let is_shown = Memo::new(move |_| folders.is_shown());
    view! {
        <div class="beside" node_ref=place>
            <Show when=move || is_shown.get()>
                <TreeView station />
            </Show>
            // What lies over the list is gone with a touch of the list.
            <div class="listing" on:pointerdown=move |_| folders.is_over.set(false)>
                {children()}
            </div>
        </div>
    }
}

/// The tree: of its rows only those in sight are in the document.
#[component]
fn TreeView(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let folders = station.files.folders;
    let rows = folders.rows();
    let sight = Sight::new();
    sight.watch();
    keep_in_sight(station, sight, rows);
    // What is known from the last time may be no longer so.
    station.grow_tree(true);
    let window = Memo::new(move |_| sight.rows(rows.with(Vec::len)));
    let each = move || {
        let row = |rows: &[Row], at: usize| Some((at, rows.get(at)?.clone()));
        // The rows first: what follows from them may stay as it is, and would hide that they changed.
        rows.with(|rows| window.get().filter_map(|at| row(rows, at)).collect::<Vec<_>>())
    };
    let above = move || window.get().start;
    let below = move || rows.with(Vec::len).saturating_sub(window.get().end);
    let active = move || {
        folders.cursor.track();
        rows.with(|rows| row_id(folders.cursor_at(rows)))
    };
    view! {
        <div
            class="scroll folders"
            id="files-tree"
            tabindex="0"
            role="tree"
            aria-label=text!(i18n, tree.title)
            aria-activedescendant=active
            node_ref=sight.scroll
            on:scroll=move |_| sight.look()
            on:keydown=move |event| pressed(&event, station, sight, rows)
        >
            <Gap sight rows=Signal::derive(above) />
            <For each=each key=Clone::clone let:row>
                <TreeRow station at=row.0 row=row.1 />
            </For>
            <Gap sight rows=Signal::derive(below) />
        </div>
    }
}

/// Gives it the keyboard where that is wanted, and keeps the cursor in sight.
fn keep_in_sight(station: Station, sight: Sight, rows: Memo<Vec<Row>>) {
    let folders = station.files.folders;
    Effect::new(move || {
        if let (true, Some(element)) = (folders.wants_keyboard.get(), sight.scroll.get()) {
            folders.wants_keyboard.set(false);
            let _ = element.focus();
        }
    });
    // Not whenever a row comes or goes: the person may have scrolled elsewhere.
    let cursor_at = Memo::new(move |_| {
        folders.cursor.track();
        rows.with(|rows| folders.cursor_at(rows))
    });
    Effect::new(move || {
        let at = cursor_at.get();
        sight.height();
        browser::next_frame(move || sight.reveal(at));
    });
}

/// Room for the rows that are not in the document.
#[component]
fn Gap(sight: Sight, rows: Signal<usize>) -> impl IntoView {
    let height = move || sight.height_of(rows.get());
    view! { <div aria-hidden="true" hidden=move || height() < 1.0 style:height=move || format!("{}px", height())></div> }
}

/// A folder.
#[component]
fn TreeRow(station: Station, at: usize, row: Row) -> impl IntoView {
    let (files, folders) = (station.files, station.files.folders);
    let node = StoredValue::new(row.node.clone());
    let is_cursor =
        move || folders.cursor.with(|cursor| node.with_value(|node| cursor.as_ref() == Some(node)));
    let is_under = RwSignal::new(false);
    let held = StoredValue::new_local(None::<Timer>);
    let is_closed = row.is_open == Some(false);
    let turn = move |event: MouseEvent| {
        event.stop_propagation();
        node.with_value(|node| {
            folders.cursor.set(Some(node.clone()));
            if is_closed { station.open_folder(node) } else { folders.close(node) }
        });
    };
    let over = move |event: DragEvent| {
        if !is_under.get_untracked() {
            is_under.set(true);
            let open = move || node.with_value(|node| station.open_folder(node));
            held.set_value(Timer::after(HELD, open).filter(|_| is_closed));
        }
        drag::over(&event, station);
    };
    let gone = move || {
        is_under.set(false);
        held.set_value(None);
    };
    let left = move |event: DragEvent| {
        if !browser::goes_inside(&event) {
            gone();
        }
    };
    let dropped = move |event: DragEvent| {
        gone();
        node.with_value(|node| drag::onto_path(&event, station, &node.path));
    };
    let path = shown_text(&row.node.path.text());
    let is_busy = row.stage == Stage::Coming;
    view! {
        <div
            id=row_id(at)
            role="treeitem"
            {..custom_attribute("aria-level", row.level.to_string())}
            aria-posinset=row.place.0
            aria-setsize=row.place.1
            aria-expanded=row.is_open.map(|is_open| is_open.to_string())
            aria-busy=is_busy.then_some("true")
            aria-current=row.is_here.then_some("true")
            class:cursor=is_cursor
            class:drop=move || is_under.get() && files.may_drop()
            style:--level=row.level.to_string()
            title=path
            on:click=move |_| node.with_value(|node| station.go_to_folder(node))
            on:dragover=over
            on:dragleave=left
            on:drop=dropped
        >
            <span class="twist" on:click=turn>
                {row.is_open.is_some().then(|| view! { <Icon name="turn" /> })}
            </span>
            <Icon name="folder" class="dir" />
            {named(&row)}
        </div>
    }
}

/// What a folder is called, and whether it could not be read.
fn named(row: &Row) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let name = row.node.path.name();
    let name = match name {
        Some(_) if row.level == 1 => view! { <span class="clip">{text!(i18n, tree.home)}</span> }.into_any(),
        Some(name) => view! { <bdi class="clip">{shown_name(&name)}</bdi> }.into_any(),
        None => view! { <bdi class="clip">"/"</bdi> }.into_any(),
    };
    let refused = row.stage == Stage::Refused;
    let refused = refused.then(|| view! { <span class="quiet-text bad">{text!(i18n, tree.refused)}</span> });
    (name, refused)
}

/// Id of the row at this place.
fn row_id(at: usize) -> String {
    format!("folder-{at}")
}
