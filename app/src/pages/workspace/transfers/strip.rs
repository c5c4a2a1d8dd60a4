//! What of one session's files is on its way or just done, in a few lines beside its files.

use leptos::prelude::*;

use super::super::work::Desk;
use super::list::{LIST, Line};
use super::{Row, Transfers};
use crate::transfer::Phase;
use crate::words::{t_string, text, use_i18n};

/// Most lines; the others are in the list.
const MOST_LINES: usize = 3;

/// What comes first where there is room for a few: what moves, what waits for the person, what is done, what waits its
/// turn. None for what is not shown.
fn rank(row: &Row) -> Option<u8> {
    let is_fresh = row.is_fresh.get();
    row.course.with(|course| match course.phase {
        Phase::Running | Phase::Broken { .. } | Phase::Checking => Some(0),
        Phase::Halted | Phase::Paused | Phase::Failed(_) => Some(1),
        Phase::Done { .. } => is_fresh.then_some(2),
        Phase::Queued => Some(3),
        Phase::Cancelled => None,
    })
}

/// The lines, and how many more there are.
#[component]
pub(in crate::pages::workspace) fn Strip(desk: Desk, after: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let transfers = expect_context::<Transfers>();
    let shown = Memo::new(move |_| {
        let mut ranked: Vec<(u8, u32)> = transfers.rows.with(|rows| {
            let mine = rows.iter().filter(|row| row.desk == desk);
            mine.filter_map(|row| Some((rank(row)?, row.id))).collect()
        });
        ranked.sort_unstable();
        let more = ranked.len().saturating_sub(MOST_LINES);
        (ranked.into_iter().take(MOST_LINES).map(|(_, id)| id).collect::<Vec<_>>(), more)
    });
    let ids = move || shown.with(|(ids, _)| ids.clone());
    let more = move || shown.with(|(_, more)| *more);
    let line = move |id| {
        let row = transfers.rows.with_untracked(|rows| rows.iter().find(|row| row.id == id).cloned());
        row.map(|row| view! { <Line row after /> })
    };
    view! {
        <Show when=move || shown.with(|(ids, _)| !ids.is_empty())>
            <section class="transfer-strip" aria-label=text!(i18n, transfers.title)>
                <ul class="transfers">
                    <For each=ids key=|id| *id let:id>{line(id)}</For>
                </ul>
                <Show when=move || { more() > 0 }>
                    <button type="button" class="quiet small" popovertarget=LIST>
                        {move || t_string!(i18n, computer.more, count = more())}
                    </button>
                </Show>
            </section>
        </Show>
    }
}
