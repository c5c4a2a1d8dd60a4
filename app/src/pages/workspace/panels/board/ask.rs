//! What has to be known before something is done: asked in a dialog.

use leptos::prelude::*;
use postern_shared::form::Answers;
use postern_shared::table::Offer;

use super::Board;
use crate::pages::workspace::panels::deeds::verb;
use crate::pages::workspace::panels::form::FormDialog;
use crate::pages::workspace::panels::station::Station;
use crate::words::{Text, use_i18n};

/// The question, while there is one.
#[component]
pub(super) fn Asked(station: Station, board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let ask = move |offer: Offer| {
        let deed = offer.deed;
        let title = Text::derive(move || verb(i18n.get_locale(), deed).to_owned());
        let fields = offer.asks.clone();
        let close = move || {
            board.asked.set(None);
            board.focus();
        };
        let submit = move |answers: Answers| {
            close();
            station.carry_out(board, &offer, answers);
        };
        view! { <FormDialog title fields act=title submit cancel=close /> }
    };
    move || board.asked.get().map(ask)
}
