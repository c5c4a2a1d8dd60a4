//! The table itself: of its rows only those in sight are in the document.

use leptos::html;
use leptos::prelude::*;
use postern_shared::gesture::{Gesture, Press};
use postern_shared::table::{Cell, Column, Row};
use web_sys::{KeyboardEvent, MouseEvent};

use super::cells::{content, is_number, shown, width};
use super::empty::Empty;
use super::{Board, Selection, words};
use crate::browser;
use crate::gestures;
use crate::pages::workspace::panels::below_bar;
use crate::pages::workspace::panels::sight::{Sight, Spacer};
use crate::pages::workspace::panels::station::Station;
use crate::panel::selection::Hold;
use crate::parts::Icon;
use crate::words::use_i18n;

/// Id of the table.
const LIST: &str = "board-list";

/// The table.
#[component]
pub(super) fn RowsView(station: Station, board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let sight = Sight::new();
    keep_in_sight(board, sight);
    let window = Memo::new(move |_| sight.rows(board.shown.with(Vec::len)));
    let each = move || {
        let window = window.get();
        let key = |at: &usize| board.rows.with(|rows| rows.get(*at).map(|row| row.key.clone()));
        board
            .shown
            .with(|shown| shown.get(window).unwrap_or_default().iter().filter_map(key).collect::<Vec<_>>())
    };
    let above = move || window.get().start;
    let below = move || board.shown.with(Vec::len).saturating_sub(window.get().end);
    let active = move || {
        let cursor = board.selection.with(|selection| selection.cursor().cloned());
        cursor.and_then(|key| board.by_key.with(|places| places.get(&key).copied())).map(row_id)
    };
    let columns = board.layout.columns;
    let cols =
        columns.iter().map(|column| view! { <col class=format!("{} {}", width(*column), shown(*column)) /> });
    view! {
        <div
            class="scroll"
            id=LIST
            tabindex="0"
            role=move || if board.is_tree.get() { "treegrid" } else { "grid" }
            aria-label=move || words::topic(i18n.get_locale(), board.topic)
            aria-multiselectable="true"
            aria-rowcount=move || board.shown.with(Vec::len) + 1
            aria-activedescendant=active
            node_ref=sight.scroll
            on:scroll=move |_| sight.look()
            on:keydown=move |event| pressed(&event, station, board, sight)
            on:contextmenu=move |event| open_menu(&event, board, None)
        >
            <table class="rows" role="presentation">
                <colgroup>{cols.collect_view()}</colgroup>
                <Headings board />
                <tbody role="rowgroup">
                    <Spacer sight rows=Signal::derive(above) columns=columns.len() />
                    <For each=each key=Clone::clone let:key>
                        <RowView station board key />
                    </For>
                    <Spacer sight rows=Signal::derive(below) columns=columns.len() />
                </tbody>
            </table>
        </div>
        <Show when=move || board.shown.with(Vec::is_empty)>
            <Empty station board />
        </Show>
    }
}

/// Keeps the cursor in sight, and gives the table the keyboard.
fn keep_in_sight(board: Board, sight: Sight) {
    sight.watch();
    Effect::new(move || {
        if let (true, Some(element)) = (board.wants_keyboard.get(), sight.scroll.get()) {
            board.wants_keyboard.set(false);
            let _ = element.focus();
        }
    });
}

fn row_id(at: usize) -> String {
    format!("board-{at}")
}

/// A row: its place, and what stands in it, change while it stays.
#[component]
fn RowView(station: Station, board: Board, key: String) -> impl IntoView {
    let key = StoredValue::new(key);
    let at = Memo::new(move |_| key.with_value(|key| board.by_key.with(|places| places.get(key).copied())));
    let row = Memo::new(move |_| {
        let place = board.shown.with(|shown| shown.get(at.get()?).copied())?;
        board.rows.with(|rows| rows.get(place).cloned())
    });
    let depth = move || {
        let place = |places: &Vec<_>| at.get().and_then(|at| places.get(at).copied());
        board.places.with(place).map_or(0, |place: crate::panel::board::Place| place.depth)
    };
    let line = NodeRef::<html::Tr>::new();
    Effect::new(move || {
        let Some(line) = line.get() else { return };
        let _ = match board.is_tree.get() {
            true => line.set_attribute("aria-level", &(depth() + 1).to_string()),
            false => line.remove_attribute("aria-level"),
        };
    });
    let is_chosen = move || key.with_value(|key| board.selection.with(|selection| selection.has(key)));
    let is_cursor =
        move || key.with_value(|key| board.selection.with(|selection| selection.cursor() == Some(key)));
    let place = move || at.get_untracked();
    let click = move |event: MouseEvent| {
        if let Some(at) = place() {
            let hold = if gestures::is_touch(&event) { Hold::Nothing } else { gestures::hold(&event) };
            board.select(|selection, rows| selection.click(rows, at, hold));
            if gestures::is_touch(&event) {
                board.menu.set(Some((event.client_x(), event.client_y())));
            }
        }
    };
    let cells = move || {
        let Some(row) = row.get() else { return ().into_any() };
        row_cells(&row, board.layout.columns, if board.is_tree.get() { depth() } else { 0 })
    };
    view! {
        <tr
            id=move || at.get().map(row_id)
            role="row"
            aria-rowindex=move || at.get().map(|at| at + 2)
            node_ref=line
            aria-selected=move || is_chosen().to_string()
            class:cursor=is_cursor
            on:click=click
            on:dblclick=move |_| _ = station.did_there(board, &Gesture::Open(key.get_value()))
            on:contextmenu=move |event| open_menu(&event, board, place())
        >
            {cells}
        </tr>
    }
}

/// What stands in the columns of a row; the last one hangs deeper in a tree.
fn row_cells(row: &Row, columns: &[Column], depth: usize) -> AnyView {
    let last = columns.len().saturating_sub(1);
    let cell = |(at, column): (usize, &Column)| {
        let cell = row.cells.get(at)?;
        let class = format!(
            "{} {}{}",
            shown(*column),
            if is_number(cell) { "n" } else { "" },
            if at == 0 { " key" } else { "" }
        );
        let branch = (at == last && depth > 0)
            .then(|| view! { <span class="quiet-text" aria-hidden="true">{branch(depth)}</span> });
        Some(view! {
            <td class=class role="gridcell">
                {branch}
                {content(cell)}
            </td>
        })
    };
    columns.iter().enumerate().filter_map(cell).collect_view().into_any()
}

/// Most steps that a branch is drawn to the right.
const MOST_STEPS: usize = 12;

fn branch(depth: usize) -> String {
    format!("{}└ ", "\u{a0}\u{a0}".repeat(depth.min(MOST_STEPS) - 1))
}

#[component]
fn Headings(board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let heading = move |(at, column): (usize, &'static Column)| {
        let sort = move || {
            let order = board.order.get();
            (order.by == at).then_some(if order.is_descending { "descending" } else { "ascending" })
        };
        let first = Memo::new(move |_| {
            board.rows.with(|rows| rows.first().and_then(|row| row.cells.get(at)).cloned())
        });
        let is_right = move || first.get().is_some_and(|cell| is_number(&cell));
        // Figures are looked at from the largest on.
        let is_figure = move || is_right() || matches!(first.get(), Some(Cell::Share(_)));
        let choose = move |_| {
            board.order.update(|order| {
                let is_descending = if order.by == at { !order.is_descending } else { untrack(is_figure) };
                *order = crate::panel::board::Order { by: at, is_descending };
            });
        };
        view! {
            <th scope="col" role="columnheader" class=shown(*column) class:n=is_right aria-sort=sort>
                <button type="button" tabindex="-1" on:click=choose>
                    {move || words::heading(i18n.get_locale(), column.heading)}
                    {move || sort().map(|way| view! { <Icon name=if way == "ascending" { "up" } else { "down" } /> })}
                </button>
            </th>
        }
    };
    view! {
        <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">
                {board.layout.columns.iter().enumerate().map(heading).collect_view()}
            </tr>
        </thead>
    }
}

/// The menu, for what is selected, or for what it was opened on.
pub(super) fn open_menu(event: &MouseEvent, board: Board, at: Option<usize>) {
    event.prevent_default();
    event.stop_propagation();
    if let Some(at) = at {
        board.select(|selection, rows| {
            let key = rows.shown.get(at).and_then(|at| rows.entries.get(*at)).map(|row| &row.key);
            if key.is_some_and(|key| !selection.has(key)) {
                selection.click(rows, at, Hold::Nothing);
            }
        });
    }
    board.menu.set(Some((event.client_x(), event.client_y())));
}

/// Keys of the table; those that mean nothing to its rows may mean something to the subject.
fn pressed(event: &KeyboardEvent, station: Station, board: Board, sight: Sight) {
    let Some(press) = gestures::press(event) else { return };
    let is_taken = station.drawer.answered(station, &press)
        || stepped(&press, board, sight)
        || chose(&press, station, board)
        || station.did_there(board, &Gesture::Press(press));
    if is_taken {
        event.prevent_default();
        event.stop_propagation();
        browser::next_frame(move || sight.look());
    }
}

/// Goes through the rows, if that is what the key means.
fn stepped(press: &Press, board: Board, sight: Sight) -> bool {
    let Some(by) = gestures::steps(press, sight.page()) else { return false };
    let hold = gestures::hold_of(press);
    if let Some(at) = board.select(|selection, rows| selection.step(rows, by, hold)) {
        sight.reveal(at);
    }
    true
}

/// Does what concerns the table alone, if that is what the key means.
fn chose(press: &Press, station: Station, board: Board) -> bool {
    match press.chord().as_str() {
        " " | "Ctrl+ " => board.selection.update(Selection::toggle),
        "Ctrl+a" => board.select(Selection::all),
        "/" => board.is_filtering.set(true),
        "g" => station.refresh_board(board),
        "Escape" if board.selection.with_untracked(Selection::count) > 0 => {
            board.selection.update(Selection::clear);
        }
        "Escape" => station.work.focus_terminal(),
        "ContextMenu" | "Shift+F10" => board.menu.set(Some(below_bar())),
        _ => return false,
    }
    true
}
