//! Every script that ran in this session's panel, newest first.

use std::collections::BTreeSet;

use leptos::prelude::*;
use postern_shared::script::{Part, Risk, Script, compose};

use super::super::deeds::name;
use super::super::shown_text;
use super::super::station::Station;
use super::parts::{end, took};
use super::{Phase, Sheet};
use crate::browser;
use crate::parts::Icon;
use crate::words::{Locale, t_string, text, use_i18n};

/// The history.
#[component]
pub(super) fn History(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let drawer = station.drawer;
    let filter = RwSignal::new(String::new());
    let shows_reads = RwSignal::new(false);
    let rows = move || {
        let (filter, l) = (filter.get().trim().to_lowercase(), i18n.get_locale());
        let matches = |sheet: &Sheet| {
            (shows_reads.get() || sheet.risk() != Risk::Reads || drawer.shown.get() == Some(*sheet))
                && (filter.is_empty()
                    || sheet.as_run.with(|text| text.to_lowercase().contains(&filter))
                    || sheet.plan.with_value(|plan| name(l, &plan.title)).to_lowercase().contains(&filter))
        };
        drawer.ran.with(|ran| ran.iter().filter(|sheet| matches(sheet)).copied().collect::<Vec<_>>())
    };
    let rows = Memo::new(move |_| rows());
    view! {
        <div class="history">
            <div class="bar thin">
                <label class="with search grow">
                    <Icon name="search" />
                    <input
                        class="bare"
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=text!(i18n, drawer.search)
                        aria-label=text!(i18n, drawer.search)
                        prop:value=filter
                        on:input=move |event| filter.set(event_target_value(&event))
                    />
                </label>
                <label class="chip">
                    <input
                        type="checkbox"
                        prop:checked=shows_reads
                        on:change=move |_| shows_reads.update(|shows| *shows = !*shows)
                    />
                    {text!(i18n, drawer.reads)}
                </label>
                <Show when=move || drawer.chosen.with(|chosen| !chosen.is_empty())>
                    <button type="button" class="quiet" on:click=move |_| save(station, i18n.get_locale_untracked())>
                        <Icon name="download" />
                        {move || t_string!(i18n, drawer.save_as_script, count = drawer.chosen.with(BTreeSet::len))}
                    </button>
                </Show>
            </div>
            <table class="rows" aria-label=text!(i18n, drawer.history)>
                <colgroup>
                    <col class="w-3" />
                    <col class="w-5" />
                    <col />
                    <col class="w-17 if-middling" />
                    <col class="w-5 if-middling" />
                    <col class="w-6" />
                </colgroup>
                <tbody>
                    <For each=move || rows.get() key=|sheet| sheet.id let:sheet>
                        <Row station sheet />
                    </For>
                </tbody>
            </table>
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="hint">{text!(i18n, drawer.nothing_yet)}</p>
            </Show>
        </div>
    }
}

#[component]
fn Row(station: Station, sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let drawer = station.drawer;
    let title = move || sheet.plan.with_value(|plan| name(i18n.get_locale(), &plan.title));
    let time = move || crate::when::clock(i18n.get_locale(), sheet.began.get());
    let gist = move || sheet.as_run.with(|text| shown_text(&Script::edited(text.clone()).gist()));
    let took = move || match sheet.phase.get() {
        Phase::Ran { millis, status: Some(0), .. } => took(millis),
        phase => end(i18n.get_locale(), &phase).unwrap_or_default(),
    };
    let is_chosen = move || drawer.chosen.with(|chosen| chosen.contains(&sheet.id));
    let choose = move |_| {
        drawer.chosen.update(|chosen| {
            if !chosen.remove(&sheet.id) {
                chosen.insert(sheet.id);
            }
        });
    };
    view! {
        <tr class:cursor=move || drawer.shown.get() == Some(sheet)>
            <td>
                <input
                    type="checkbox"
                    prop:checked=is_chosen
                    aria-label=move || t_string!(i18n, drawer.select, title = title())
                    on:change=choose
                />
            </td>
            <td>
                <time>{time}</time>
            </td>
            <td>
                <button
                    type="button"
                    class="row name"
                    title=move || t_string!(i18n, drawer.show)
                    on:click=move |_| drawer.show(sheet)
                >
                    {move || mark(sheet)}
                    <bdi class="prose">{title}</bdi>
                </button>
            </td>
            <td class="if-middling">
                // What it said, where it failed; what it did else.
                {move || match complaint(sheet) {
                    Some(said) => view! { <samp class="clip bad">{said}</samp> }.into_any(),
                    None => view! { <code class="clip">{gist}</code> }.into_any(),
                }}
            </td>
            <td class="n if-middling">
                <span class:bad=move || sheet.is_failed()>{took}</span>
            </td>
            <td>
                <Acts station sheet />
            </td>
        </tr>
    }
}

/// How it went, at a glance.
fn mark(sheet: Sheet) -> impl IntoView {
    if sheet.is_running() {
        view! { <Icon name="more" /> }
    } else if sheet.is_failed() {
        view! { <Icon name="close" class="bad" /> }
    } else {
        view! { <Icon name="check" class="ok" /> }
    }
}

/// The last line of its errors, where it failed.
fn complaint(sheet: Sheet) -> Option<String> {
    let errors = sheet.said.with(|said| String::from_utf8_lossy(&said.stderr).into_owned());
    let line = errors.lines().rfind(|line| !line.trim().is_empty()).map(shown_text);
    line.filter(|_| sheet.is_failed())
}

/// What can be done with a script that ran: take it back, run it again.
#[component]
fn Acts(station: Station, sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let drawer = station.drawer;
    let (undo_label, again_label) = (text!(i18n, drawer.undo), text!(i18n, drawer.run_again));
    view! {
        <menu class="acts">
            <Show when=move || sheet.undo().is_some()>
                <li>
                    <button
                        type="button"
                        class="icon"
                        title=undo_label
                        aria-label=undo_label
                        on:click=move |_| drawer.undo(station, sheet)
                    >
                        <Icon name="undo" />
                    </button>
                </li>
            </Show>
            <Show when=move || !sheet.is_running()>
                <li>
                    <button
                        type="button"
                        class="icon"
                        title=again_label
                        aria-label=again_label
                        on:click=move |_| drawer.again(station, sheet)
                    >
                        <Icon name="run" />
                    </button>
                </li>
            </Show>
        </menu>
    }
}

/// Gives the person what is selected as one script, in the order it ran.
fn save(station: Station, l: Locale) {
    let place = station.desk.place();
    let part = |sheet: &Sheet| {
        let script = sheet.as_run.get_untracked();
        Part {
            title: sheet.plan.with_value(|plan| name(l, &plan.title)),
            ran: untrack(|| ran(l, *sheet, &place)),
            reads_input: sheet.plan.with_value(|plan| !plan.input.bytes().is_empty()),
            script,
        }
    };
    let chosen = station.drawer.chosen.get_untracked();
    let parts: Vec<Part> = station.drawer.ran.with_untracked(|ran| {
        ran.iter().rev().filter(|sheet| chosen.contains(&sheet.id)).map(part).collect()
    });
    let stamp = crate::when::stamp(browser::wall_clock()).replace(' ', "-").replace(':', "");
    browser::download(&format!("postern-{stamp}.sh"), "text/x-shellscript", &compose(&parts));
    station.drawer.chosen.set(BTreeSet::new());
}

/// When and where it ran, and how it ended.
fn ran(l: Locale, sheet: Sheet, place: &str) -> String {
    let time = crate::when::stamp(sheet.began.get());
    let end = end(l, &sheet.phase.get()).unwrap_or_default();
    format!("{time}, {place}, {end}")
}
