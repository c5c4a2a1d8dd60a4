//! The search on the screen: what is looked for above, what was found below.

use leptos::html;
use leptos::prelude::*;
use postern_shared::script::files::{By, Found};
use postern_shared::script::{Name, Remedy};
use web_sys::KeyboardEvent;

use super::super::sight::{Sight, Spacer};
use super::super::station::Station;
use super::search::Stage;
use crate::browser;
use crate::gestures;
use crate::pages::workspace::panels::{shown_name, shown_text};
use crate::panel::excerpt::excerpt;
use crate::parts::Icon;
use crate::trouble::tell_net;
use crate::words::{Text, t_string, text, use_i18n};

/// The search.
#[component]
pub(super) fn SearchView(station: Station) -> impl IntoView {
    let (field, sight) = (NodeRef::<html::Input>::new(), Sight::new());
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
            field.select();
        }
    });
    let keys = move |event: KeyboardEvent| {
        let Some(press) = gestures::press(&event) else { return };
        match press.chord().as_str() {
            "Escape" => station.close_search(),
            "Ctrl+f" => {
                if let Some(field) = field.get_untracked() {
                    let _ = field.focus();
                    field.select();
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <search class="hunt" on:keydown=keys>
            <Asked station field sight />
            <Results station sight />
        </search>
    }
}

/// What is looked for.
#[component]
fn Asked(station: Station, field: NodeRef<html::Input>, sight: Sight) -> impl IntoView {
    let i18n = use_i18n();
    let hunt = station.files.hunt;
    let is_running = move || hunt.stage.with(|stage| *stage == Stage::Running);
    let hint = move || match hunt.by.get() {
        By::Name => t_string!(i18n, search.name_hint),
        By::Text => t_string!(i18n, search.text_hint),
        By::Expression => t_string!(i18n, search.expression_hint),
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            station.begin_search();
        }
        "ArrowDown" if hunt.found.with_untracked(|found| !found.is_empty()) => {
            event.prevent_default();
            if let Some(list) = sight.scroll.get_untracked() {
                let _ = list.focus();
            }
        }
        _ => {}
    };
    let deal = move |_| match untrack(is_running) {
        true => hunt.stop(Stage::Stopped),
        false => station.begin_search(),
    };
    let close = text!(i18n, search.close);
    view! {
        <div class="bar">
            <label class="with search grow">
                <Icon name="search" />
                <input
                    class="bare mono"
                    node_ref=field
                    type="search"
                    maxlength="1000"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder=hint
                    aria-label=text!(i18n, search.what)
                    prop:value=hunt.pattern
                    on:input=move |event| hunt.pattern.set(event_target_value(&event))
                    on:keydown=keys
                />
            </label>
            <button type="button" class:primary=move || !is_running() on:click=deal>
                {move || view! { <Icon name=if is_running() { "stop" } else { "search" } /> }}
                {move || if is_running() { t_string!(i18n, search.stop) } else { t_string!(i18n, search.go) }}
            </button>
            <button type="button" class="icon small" title=close aria-label=close on:click=move |_| station.close_search()>
                <Icon name="close" />
            </button>
        </div>
        <Ways station />
    }
}

/// How it is looked for.
#[component]
fn Ways(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let hunt = station.files.hunt;
    let radio = move |by: By, label: Text| {
        view! {
            <label>
                <input type="radio" name="by" prop:checked=move || hunt.by.get() == by on:change=move |_| hunt.by.set(by) />
                {label}
            </label>
        }
    };
    let check = move |is_so: RwSignal<bool>, label: Text, title: Text| {
        view! {
            <label class="chip" title=title>
                <input
                    type="checkbox"
                    aria-label=title
                    prop:checked=is_so
                    on:change=move |_| is_so.update(|is_so| *is_so = !*is_so)
                />
                {label}
            </label>
        }
    };
    view! {
        <div class="bar thin ways">
            <fieldset class="segmented small" aria-label=text!(i18n, search.by)>
                {radio(By::Name, text!(i18n, search.by_name))} {radio(By::Text, text!(i18n, search.by_text))}
                {radio(By::Expression, text!(i18n, search.by_expression))}
            </fieldset>
            {check(hunt.ignores_case, text!(i18n, search.ignores_case), text!(i18n, search.ignores_case_hint))}
            {check(hunt.takes_hidden, text!(i18n, search.hidden), text!(i18n, search.hidden))}
            <Says station />
        </div>
    }
}

/// How far it is.
#[component]
fn Says(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let hunt = station.files.hunt;
    let count = Memo::new(move |_| hunt.found.with(Vec::len));
    let says = move || match hunt.stage.get() {
        Stage::Idle => (false, String::new()),
        Stage::Lacks(missing) => (true, t_string!(i18n, files.lacks, tool = missing.0.command())),
        Stage::Running => (false, t_string!(i18n, search.running, count = count.get())),
        Stage::Stopped => (false, t_string!(i18n, search.stopped, count = count.get())),
        Stage::Full => (true, t_string!(i18n, search.most, count = count.get())),
        Stage::Garbled => (true, t_string!(i18n, search.garbled).to_owned()),
        Stage::Lost(why) => (true, tell_net(i18n.get_locale(), &why).what),
        Stage::Over(_) => match count.get() {
            0 => (false, t_string!(i18n, search.nothing).to_owned()),
            1 => (false, t_string!(i18n, search.one).to_owned()),
            count => (false, t_string!(i18n, search.many, count = count)),
        },
    };
    // What could not be read, and why: what was said first.
    let errors = move || match hunt.stage.get() {
        Stage::Over(ran) if ran.status != Some(0) || !ran.stderr.is_empty() => {
            let said = shown_text(&String::from_utf8_lossy(&ran.stderr));
            let first = said.lines().next().unwrap_or_default().to_owned();
            match Remedy::after(&ran) {
                Some(Remedy::ReadAgain) if ran.stderr.is_empty() => None,
                _ if first.is_empty() => None,
                _ => Some((t_string!(i18n, search.not_all, said = first), said)),
            }
        }
        _ => None,
    };
    view! {
        <output class="grow clip hint" class:warn=move || says().0 role="status">
            {move || says().1}
            {move || errors().map(|(first, all)| view! { " " <span class="warn" title=all>{first}</span> })}
        </output>
    }
}

/// Id of the list of what was found.
const LIST: &str = "files-found";

/// What was found; only what is in sight is in the document.
#[component]
fn Results(station: Station, sight: Sight) -> impl IntoView {
    let i18n = use_i18n();
    let hunt = station.files.hunt;
    sight.watch();
    let count = Memo::new(move |_| hunt.found.with(Vec::len));
    let rows = Memo::new(move |_| sight.rows(count.get()));
    let each = move || {
        let rows = rows.get();
        hunt.found.with(|found| rows.filter_map(|at| Some((at, found.get(at)?.clone()))).collect::<Vec<_>>())
    };
    let above = move || rows.get().start;
    let below = move || count.get().saturating_sub(rows.get().end);
    let active = move || (count.get() > 0).then(|| found_id(hunt.cursor.get()));
    let has_lines = move || hunt.begun.with(|begun| begun.as_ref().is_some_and(|begun| begun.by != By::Name));
    view! {
        <div
            class="scroll"
            id=LIST
            tabindex="0"
            role="grid"
            aria-label=text!(i18n, search.found)
            aria-rowcount=count
            aria-activedescendant=active
            node_ref=sight.scroll
            on:scroll=move |_| sight.look()
            on:keydown=move |event| pressed(&event, station, sight)
        >
            <table class="rows" class:with-lines=has_lines role="presentation">
                <tbody role="rowgroup">
                    <Spacer sight rows=Signal::derive(above) columns=3 />
                    <For each=each key=Clone::clone let:row>
                        <Row station at=row.0 found=row.1 />
                    </For>
                    <Spacer sight rows=Signal::derive(below) columns=3 />
                </tbody>
            </table>
            <Show when=move || count.get() == 0>
                <Below station />
            </Show>
        </div>
    }
}

/// What stands where nothing was found yet: where it is looked.
#[component]
fn Below(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let place = move || station.files.here().map(|here| shown_text(&here.text())).unwrap_or_default();
    view! {
        <p class="hint none">
            {move || t_string!(i18n, search.below, place = place())} " " {text!(i18n, search.none_yet)}
        </p>
    }
}

fn found_id(at: usize) -> String {
    format!("found-{at}")
}

/// Keys of the list: through it, and to what the cursor is on.
fn pressed(event: &KeyboardEvent, station: Station, sight: Sight) {
    let hunt = station.files.hunt;
    let Some(press) = gestures::press(event).filter(|press| !press.alt && !press.ctrl) else { return };
    if press.key == "Enter" {
        event.prevent_default();
        return station.go_to_found(hunt.cursor.get_untracked());
    }
    let Some(by) = gestures::steps(&press, sight.page()) else { return };
    event.prevent_default();
    event.stop_propagation();
    sight.reveal(hunt.step(by));
    browser::next_frame(move || sight.look());
}

/// Where it is, and the line.
#[component]
fn Row(station: Station, at: usize, found: Found) -> impl IntoView {
    let hunt = station.files.hunt;
    let begun = hunt.begun.get_untracked();
    let directory = begun.as_ref().map(|begun| begun.directory.clone());
    let name = found.path.name().as_ref().map(shown_name).unwrap_or_default();
    let place = found.path.parent().map(|parent| within(&parent, directory.as_ref())).unwrap_or_default();
    let title = shown_text(&found.path.text());
    let line = found.line.map(|line| {
        let text = shown_text(&String::from_utf8_lossy(&line.text)).replace('\t', " ");
        let pattern = begun.as_ref().filter(|begun| begun.by == By::Text).map(|begun| begun.pattern.clone());
        let part = excerpt(&text, pattern.as_deref(), begun.is_some_and(|begun| begun.ignores_case));
        view! {
            <td class="n" role="gridcell">
                {line.number}
            </td>
            <td class="line" role="gridcell">
                <bdi>{part.before} <mark>{part.found}</mark> {part.after}</bdi>
            </td>
        }
    });
    view! {
        <tr
            id=found_id(at)
            role="row"
            aria-rowindex=at + 1
            aria-selected=move || (hunt.cursor.get() == at).to_string()
            class:cursor=move || hunt.cursor.get() == at
            title=title
            on:click=move |event| {
                hunt.cursor.set(at);
                if gestures::is_touch(&event) {
                    station.go_to_found(at);
                }
            }
            on:dblclick=move |_| station.go_to_found(at)
        >
            <td class="key" role="gridcell">
                <span class="name">
                    <bdi>{name}</bdi>
                    <bdi class="where quiet-text clip">{place}</bdi>
                </span>
            </td>
            {line}
        </tr>
    }
}

/// A directory, as seen from the one that is searched.
fn within(path: &postern_shared::script::Path, directory: Option<&postern_shared::script::Path>) -> String {
    let way = path.way();
    let depth = directory.map_or(0, |directory| directory.way().len());
    let parts: Vec<Name> = way.iter().skip(depth).filter_map(postern_shared::script::Path::name).collect();
    parts.iter().map(shown_name).collect::<Vec<_>>().join("/")
}
