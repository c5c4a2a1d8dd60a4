//! A table on the screen: its bar, its rows or why there are none, what is selected; it reads itself again.

use leptos::prelude::*;

use super::ask::Asked;
use super::head::Head;
use super::menu::BoardMenu;
use super::rows::RowsView;
use super::{Board, Selection, Shown};
use crate::browser::{self, Timer};
use crate::pages::workspace::panels::drawer::Wanted;
use crate::pages::workspace::panels::editor::OpenedView;
use crate::pages::workspace::panels::instead::{Instead, Why, lacks};
use crate::pages::workspace::panels::reader::{self, Reader};
use crate::pages::workspace::panels::station::{Known, Station};
use crate::words::{Locale, t_string, td_string, use_i18n};

/// The table of a subject.
#[component]
pub(in super::super) fn BoardView(station: Station, board: Board) -> impl IntoView {
    let is_known = Memo::new(move |_| station.tools.with(|known| matches!(known, Known::Here(_))));
    let has_list = Memo::new(move |_| board.state.with(|state| *state == Shown::Here));
    read_again(station, board, is_known);
    let again = Callback::new(move |()| station.refresh_board(board));
    let close = Callback::new(move |()| {
        reader::close(board.read);
        board.focus();
    });
    let leave = Callback::new(move |()| board.leave());
    view! {
        {move || match (board.read.get(), board.opened.get()) {
            (Some(reading), _) => view! { <Reader reading close /> }.into_any(),
            (None, Some(opened)) => view! { <OpenedView opened leave /> }.into_any(),
            (None, None) => {
                view! {
                    <Head station board />
                    {move || {
                        if is_known.get() && has_list.get() {
                            view! { <RowsView station board /> }.into_any()
                        } else {
                            view! { <Instead station state=board.state words again /> }.into_any()
                        }
                    }}
                    <Foot board />
                }
                    .into_any()
            }
        }}
        <BoardMenu station board />
        <Asked station board />
    }
}

fn words(l: Locale, why: Why) -> &'static str {
    match why {
        Why::Coming => td_string!(l, board.coming),
        Why::NotAllowed => td_string!(l, board.not_allowed),
        Why::Gone | Why::Failed => td_string!(l, board.failed),
    }
}

/// Reads the table once what the target has is known, and then again at its pace, while it is on the screen and
/// somebody can see it.
fn read_again(station: Station, board: Board, is_known: Memo<bool>) {
    let waiting = StoredValue::new_local(None::<Timer>);
    let round = RwSignal::new(0_u32);
    let next = move || {
        if let (true, Some(millis)) = (board.layout.is_live, station.monitor.pace.get_untracked().millis()) {
            // The page may show something else by now.
            waiting.try_set_value(Timer::after(millis, move || _ = round.try_update(|round| *round += 1)));
        }
    };
    Effect::new(move |before: Option<()>| {
        round.track();
        station.monitor.pace.track();
        if !is_known.get() {
            return;
        }
        let is_covered =
            board.read.with_untracked(Option::is_some) || board.opened.with_untracked(Option::is_some);
        if (browser::is_hidden() || is_covered) && before.is_some() {
            return next();
        }
        let wanted = if before.is_none() { Wanted::ByPerson } else { Wanted::ByPage };
        station.read_board(board, wanted, next);
    });
}

impl Station {
    /// Reads a table again, as the person wants.
    pub(super) fn refresh_board(self, board: Board) {
        board.focus();
        self.read_board(board, Wanted::ByPerson, || {});
    }
}

/// How many there are, and how many are selected.
#[component]
fn Foot(board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| board.shown.with(Vec::len));
    let all = move || board.rows.with(|rows| rows.len());
    let chosen = move || board.selection.with(Selection::count);
    let is_here = Memo::new(move |_| board.state.with(|state| *state == Shown::Here));
    let shown = move || match (count.get(), all()) {
        _ if !is_here.get() => String::new(),
        (count, all) if count == all => t_string!(i18n, board.count, count = count),
        (count, all) => t_string!(i18n, board.count_of, count = count, all = all),
    };
    let missing = move || board.missing.get().map(|missing| lacks(i18n.get_locale(), missing.0));
    view! {
        <p class="bar thin foot hint" role="status">
            <span class="grow clip">
                {shown}
                <Show when=move || { chosen() > 0 }>
                    ", " <strong>{move || t_string!(i18n, files.selected, count = chosen())}</strong>
                </Show>
                {move || missing().map(|missing| view! { ", " <span class="bad">{missing}</span> })}
            </span>
        </p>
    }
}
