//! A table without rows: why there are none, and what can be done there.

use leptos::prelude::*;
use postern_shared::table::{Offer, Scope};

use super::rows::open_menu;
use super::{Board, words};
use crate::pages::workspace::panels::deeds::{icon, verb};
use crate::pages::workspace::panels::station::Station;
use crate::parts::Icon;
use crate::words::{t_string, text, use_i18n};

/// Why a table has no rows.
#[derive(Clone, Copy, PartialEq)]
enum Why {
    /// The filter lets none through.
    Filtered,
    /// None is of this part; there are so many of others.
    Elsewhere(Scope, usize),
    /// There are none.
    Nothing,
}

/// Stands where the rows would.
#[component]
pub(super) fn Empty(station: Station, board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let why = Memo::new(move |_| {
        let all = board.rows.with(|rows| rows.len());
        match board.filter.with(|filter| filter.trim().is_empty()) {
            false => Why::Filtered,
            true if all > 0 => Why::Elsewhere(board.scope.get(), all),
            true => Why::Nothing,
        }
    });
    view! {
        <div class="none" on:contextmenu=move |event| open_menu(&event, board, None)>
            <p class="hint">
                {move || match why.get() {
                    Why::Filtered => t_string!(i18n, board.no_match).to_owned(),
                    Why::Elsewhere(scope, _) => {
                        t_string!(i18n, board.none_in, scope = words::scope(i18n.get_locale(), scope))
                    }
                    Why::Nothing => t_string!(i18n, board.empty).to_owned(),
                }}
            </p>
            <menu>
                {move || match why.get() {
                    Why::Filtered => ().into_any(),
                    Why::Elsewhere(_, all) => view! { <ShowAll board all /> }.into_any(),
                    Why::Nothing => offers(station, board).into_any(),
                }}
            </menu>
        </div>
    }
}

/// Leaves the part that has none.
#[component]
fn ShowAll(board: Board, all: usize) -> impl IntoView {
    let i18n = use_i18n();
    let has_all = board.layout.scopes.contains(&Scope::All);
    has_all.then(|| {
        view! {
            <li>
                <button type="button" on:click=move |_| board.scope.set(Scope::All)>
                    {text!(i18n, board.show_all, count = all)}
                </button>
            </li>
        }
    })
}

/// What can be done where nothing is selected: the first row is made by it.
fn offers(station: Station, board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let button = |offer: Offer| {
        let deed = offer.deed;
        let act = move |_| {
            board.focus();
            station.take_up(board, offer.clone());
        };
        view! {
            <li>
                <button type="button" on:click=act>
                    <Icon name=icon(deed) />
                    {move || verb(i18n.get_locale(), deed)}
                </button>
            </li>
        }
    };
    board.offers(station).into_iter().filter(|offer| !station.is_final(offer)).map(button).collect_view()
}
