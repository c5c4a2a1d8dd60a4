//! What came of a runbook, target by target: how it ended, who said the same, what is different.

use leptos::prelude::*;

use super::super::drawer::{Phase, end, took};
use super::Runbooks;
use super::batch::{Batch, Row, State};
use super::details::Details;
use crate::browser;
use crate::pages::workspace::panels::shown_text;
use crate::panel::results::{Outcome, groups, letter, report};
use crate::parts::Icon;
use crate::words::{Locale, Text, t_string, td_string, text, use_i18n};

/// How a target stands, in words.
pub(super) fn end_of(l: Locale, state: &State) -> String {
    match state {
        State::InLine => td_string!(l, runbooks.in_line).to_owned(),
        State::Dropped => td_string!(l, runbooks.dropped).to_owned(),
        State::Begun(phase) => {
            let ended = end(l, phase).unwrap_or_default();
            match phase {
                Phase::Ran { millis, .. } => format!("{ended}, {}", took(*millis)),
                Phase::Waits | Phase::Running | Phase::Away | Phase::Lost(_) => ended,
            }
        }
    }
}

/// The results.
#[component]
pub(super) fn Results(runbooks: Runbooks) -> impl IntoView {
    let i18n = use_i18n();
    let Some(batch) = runbooks.batch.get_untracked() else { return ().into_any() };
    let rows = batch.rows();
    let all = rows.clone();
    let outcomes: Memo<Vec<Outcome>> =
        Memo::new(move |_| all.iter().map(|row| row.outcome(i18n.get_locale())).collect());
    let grouped = Memo::new(move |_| outcomes.with(|outcomes| groups(outcomes)));
    // The first is shown at once: with one target there is nothing to choose.
    let shown = RwSignal::new(Some(0_usize));
    browser::focus_soon("runbook-results");
    let view_row = move |row: Row| view! { <ResultRow batch row grouped shown /> };
    view! {
        <Deeds batch outcomes />
        <div class="scroll fill" id="runbook-results" tabindex="-1">
            <table class="rows" aria-label=text!(i18n, runbooks.results)>
                <colgroup>
                    <col />
                    <col class="w-9" />
                    <col />
                    <col class="w-3" />
                </colgroup>
                <thead>
                    <tr>
                        <th scope="col">{text!(i18n, runbooks.target)}</th>
                        <th scope="col">{text!(i18n, runbooks.ended)}</th>
                        <th scope="col">{text!(i18n, runbooks.output)}</th>
                        <th scope="col"><span class="visually-hidden">{text!(i18n, files.more)}</span></th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(view_row).collect_view()}</tbody>
            </table>
        </div>
        <Details batch outcomes grouped shown />
    }
    .into_any()
}

/// How many stand where, and what can be done with all of them.
#[component]
fn Deeds(batch: Batch, outcomes: Memo<Vec<Outcome>>) -> impl IntoView {
    let i18n = use_i18n();
    let count = move |is_so: fn(Row) -> bool| batch.rows().into_iter().filter(|row| is_so(*row)).count();
    let is_under_way = |row: Row| row.is_running() || row.state() == State::InLine;
    let under_way = move || count(is_under_way);
    let failed = move || count(Row::is_failed);
    let sum = move || {
        let (under_way, failed) = (under_way(), failed());
        let done = batch.rows().len() - under_way - failed;
        t_string!(i18n, runbooks.sum, done = done, failed = failed, running = under_way)
    };
    let cancel = move |_| batch.rows().into_iter().for_each(Batch::cancel);
    let again = move |_| {
        let failed = batch.rows().into_iter().filter(|row| untrack(|| row.is_failed()));
        failed.for_each(|row| batch.again(row));
    };
    let save = move |_| {
        let name = batch.name.get_value();
        let stamp = crate::when::stamp(browser::wall_clock());
        let title = format!("{name}, {stamp}");
        let text =
            batch.script.with_value(|script| outcomes.with_untracked(|all| report(&title, script, all)));
        browser::download(&format!("results-{}.txt", stamp.replace([' ', ':'], "-")), "text/plain", &text);
    };
    view! {
        <div class="bar thin" role="status">
            <span class="grow clip">{sum}</span>
            <Show when=move || { under_way() > 0 }>
                <button type="button" class="quiet" on:click=cancel>
                    <Icon name="stop" />
                    {text!(i18n, runbooks.cancel_all)}
                </button>
            </Show>
            <Show when=move || { under_way() == 0 && failed() > 0 }>
                <button type="button" class="quiet" on:click=again>
                    <Icon name="run" />
                    {text!(i18n, runbooks.again_failed)}
                </button>
            </Show>
            <button type="button" class="quiet" on:click=save>
                <Icon name="download" />
                {text!(i18n, runbooks.save_results)}
            </button>
        </div>
    }
}

#[component]
fn ResultRow(
    batch: Batch,
    row: Row,
    grouped: Memo<Vec<Option<usize>>>,
    shown: RwSignal<Option<usize>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = move || end_of(i18n.get_locale(), &row.state());
    let group = move || grouped.with(|grouped| grouped.get(row.at).copied().flatten());
    let same = move || grouped.with(|grouped| grouped.iter().filter(|other| **other == group()).count() - 1);
    let first = move || {
        row.sheet().said.with(|said| {
            let bytes = if row.is_failed() && !said.stderr.is_empty() { &said.stderr } else { &said.stdout };
            let text = String::from_utf8_lossy(bytes);
            shown_text(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default())
        })
    };
    let tag = move || {
        group().map(|group| {
            let words = match (group, same()) {
                (0, 0) => t_string!(i18n, runbooks.alone).to_owned(),
                (0, same) => t_string!(i18n, runbooks.same, count = same),
                _ => t_string!(i18n, runbooks.differs).to_owned(),
            };
            view! { <span class="tag" class:warn=group != 0 title=words.clone() aria-label=words>{letter(group)}</span> }
        })
    };
    let is_active = move || row.is_running() || row.state() == State::InLine;
    let (stop, again): (Text, Text) = (text!(i18n, drawer.stop), text!(i18n, drawer.run_again));
    let label = move || if is_active() { stop.get() } else { again.get() };
    let act = move |_| if untrack(is_active) { Batch::cancel(row) } else { batch.again(row) };
    view! {
        <tr class:cursor=move || shown.get() == Some(row.at)>
            <td>
                <button
                    type="button"
                    class="row name"
                    aria-pressed=move || (shown.get() == Some(row.at)).to_string()
                    on:click=move |_| shown.set(Some(row.at))
                >
                    <bdi>{row.station.desk.place()}</bdi>
                </button>
            </td>
            <td class:bad=move || row.is_failed()>{state}</td>
            <td>{tag} " " <code class="clip">{first}</code></td>
            <td>
                <button type="button" class="icon small" title=label aria-label=label on:click=act>
                    {move || view! { <Icon name=if is_active() { "stop" } else { "run" } /> }}
                </button>
            </td>
        </tr>
    }
}
