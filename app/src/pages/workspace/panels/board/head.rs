//! The bar of a table: which part of it is shown, how often it is read, what is looked for.

use leptos::prelude::*;
use postern_shared::table::Scope;

use super::{Board, words};
use crate::pages::workspace::panels::below_bar;
use crate::pages::workspace::panels::filter::FilterField;
use crate::pages::workspace::panels::monitor::PaceChoice;
use crate::pages::workspace::panels::station::Station;
use crate::parts::Icon;
use crate::words::{Text, text, use_i18n};

/// The bar.
#[component]
pub(super) fn Head(station: Station, board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let button = move |icon: &'static str, label: Text, act: fn(Station, Board)| {
        view! {
            <li>
                <button type="button" class="icon small" title=label aria-label=label on:click=move |_| act(station, board)>
                    <Icon name=icon />
                </button>
            </li>
        }
    };
    let is_searching = move || board.is_filtering.get() || board.layout.takes_query;
    view! {
        <div class="bar thin ways">
            <Show when=is_searching fallback=|| view! { <span class="grow"></span> }>
                <Filter station board />
            </Show>
            <Scopes board />
            <Show when=move || board.layout.is_tree>
                <label class="chip">
                    <input
                        type="checkbox"
                        prop:checked=board.is_tree
                        on:change=move |_| board.is_tree.update(|is_tree| *is_tree = !*is_tree)
                    />
                    {text!(i18n, board.tree)}
                </label>
            </Show>
            <Show when=move || board.layout.is_live>
                <PaceChoice station />
            </Show>
            <menu>
                {button("search", text!(i18n, files.filter), |_, board| board.is_filtering.set(true))}
                {button("refresh", text!(i18n, files.refresh), |station, board| station.refresh_board(board))}
                {button("more", text!(i18n, board.more), |_, board| board.menu.set(Some(below_bar())))}
            </menu>
        </div>
    }
}

/// Which part is shown.
#[component]
fn Scopes(board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let scope = move |scope: &'static Scope| {
        view! {
            <label>
                <input
                    type="radio"
                    name="board-scope"
                    prop:checked=move || board.scope.get() == *scope
                    on:change=move |_| board.scope.set(*scope)
                />
                {move || words::scope(i18n.get_locale(), *scope)}
            </label>
        }
    };
    let scopes = board.layout.scopes;
    (scopes.len() > 1).then(|| {
        view! {
            <fieldset class="segmented small" aria-label=text!(i18n, board.show)>
                {scopes.iter().map(scope).collect_view()}
            </fieldset>
        }
    })
}

/// Narrows the table down; where the reading takes it, Enter has the target look for it.
#[component]
fn Filter(station: Station, board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let asks_target = board.layout.takes_query;
    let done = Callback::new(move |()| {
        let typed = board.filter.get_untracked();
        if asks_target && board.query.with_untracked(|query| *query != typed) {
            board.query.set(typed);
            station.refresh_board(board);
        }
        board.focus();
    });
    let label = if asks_target { text!(i18n, board.search) } else { text!(i18n, files.filter) };
    view! { <FilterField label text=board.filter is_wanted=board.is_filtering done /> }
}
