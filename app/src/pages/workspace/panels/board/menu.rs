//! The menu of what is selected: every line ends with the command it stands for.

use leptos::html;
use leptos::prelude::*;
use postern_shared::table::Offer;

use super::Board;
use crate::pages::workspace::menu::{has_closed, move_on, show_at};
use crate::pages::workspace::panels::deeds::{icon, verb};
use crate::pages::workspace::panels::station::Station;
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// The menu, while it is open.
#[component]
pub(super) fn BoardMenu(station: Station, board: Board) -> impl IntoView {
    move || board.menu.get().map(|(x, y)| view! { <Menu station board x y /> })
}

#[component]
fn Menu(station: Station, board: Board, x: i32, y: i32) -> impl IntoView {
    let i18n = use_i18n();
    let menu = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(menu) = menu.get() {
            show_at(&menu, x, y);
        }
    });
    let offers = board.offers(station);
    let is_empty = offers.is_empty();
    let item = move |offer: Offer| {
        let is_final = station.is_final(&offer);
        let (deed, command, key) = (offer.deed, offer.command, offer.key.unwrap_or_default());
        let act = move |_| {
            board.menu.set(None);
            board.focus();
            station.take_up(board, offer.clone());
        };
        view! {
            <button type="button" role="menuitem" class:bad=is_final title=key on:click=act>
                <Icon name=icon(deed) />
                {move || verb(i18n.get_locale(), deed)}
                <code>{command}</code>
            </button>
        }
    };
    view! {
        <div
            class="menu"
            popover="auto"
            role="menu"
            node_ref=menu
            on:keydown=|event| move_on(&event)
            on:toggle=move |event: web_sys::Event| {
                if has_closed(&event) {
                    board.menu.try_set(None);
                }
            }
        >
            {offers.into_iter().map(item).collect_view()}
            {is_empty.then(|| view! { <p class="hint none">{text!(i18n, board.choose_first)}</p> })}
        </div>
    }
}
