//! The palette: every command, every tab and every target reached lately, found by a few letters.

use leptos::html;
use leptos::prelude::*;
use postern_shared::target::{Target, TargetDraft};
use web_sys::KeyboardEvent;

use super::work::Work;
use crate::browser;
use crate::command::{ALL, Command};
use crate::fuzzy;
use crate::layout::TabId;
use crate::parts::{Dialog, Icon};
use crate::store;
use crate::words::{I18n, text, use_i18n};

/// Most entries shown at once; whoever looks for one further down types another letter.
const MOST_SHOWN: usize = 50;

/// Something to go to or to do.
#[derive(Clone, Debug, PartialEq)]
enum Aim {
    Do(Command),
    Tab(TabId),
    /// Sign in to this target.
    Target(Box<Target>),
}

/// An entry, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    aim: Aim,
    name: String,
    keys: String,
    icon: &'static str,
    positions: Vec<usize>,
}

/// The palette.
#[component]
pub(super) fn Palette() -> impl IntoView {
    let i18n = use_i18n();
    let work = expect_context::<Work>();
    let (query, chosen) = (RwSignal::new(String::new()), RwSignal::new(0usize));
    let all = StoredValue::new(untrack(|| entries(work, i18n)));
    let found = Memo::new(move |_| query.with(|query| all.with_value(|all| matching(all, query))));
    let input = NodeRef::<html::Input>::new();
    let run = move |at: usize| {
        let aim = found.with_untracked(|found| found.get(at).map(|entry| entry.aim.clone()));
        work.close_sheet();
        match aim {
            Some(Aim::Do(command)) => work.run(command),
            Some(Aim::Tab(tab)) => work.arrange(|layout| layout.show(tab)),
            Some(Aim::Target(target)) => work.sign_in_to(*target),
            None => {}
        }
    };
    let key = move |event: KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => chosen.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => chosen.update(|at| *at = (*at + count - 1) % count),
            "Enter" if !event.is_composing() => run(chosen.get_untracked()),
            _ => return,
        }
        event.prevent_default();
        browser::scroll_to(&format!("palette-{}", chosen.get_untracked()));
    };
    let edit = move |event| {
        query.set(event_target_value(&event));
        chosen.set(0);
    };
    let count = move || found.with(Vec::len);
    view! {
        <Dialog class="palette" labelled_by="palette-title" on_close=move || work.close_sheet()>
            <h2 id="palette-title" class="visually-hidden">{text!(i18n, command.palette)}</h2>
            <label class="with search">
                <Icon name="search" />
                <input
                    node_ref=input
                    class="bare"
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls="palette-list"
                    aria-activedescendant=move || format!("palette-{}", chosen.get())
                    autofocus
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=text!(i18n, work.palette_hint)
                    aria-label=text!(i18n, work.palette_hint)
                    on:input=edit
                    on:keydown=key
                />
            </label>
            <div id="palette-list" role="listbox" aria-label=text!(i18n, command.palette)>
                <For each=move || 0..count() key=|at| *at let:at>
                    <Row at found chosen run />
                </For>
            </div>
            <p class="hint none" role="status">
                {move || (count() == 0).then(|| text!(i18n, work.palette_none))}
            </p>
        </Dialog>
    }
}

#[component]
fn Row(
    at: usize,
    found: Memo<Vec<Entry>>,
    chosen: RwSignal<usize>,
    run: impl Fn(usize) + Copy + Send + 'static,
) -> impl IntoView {
    let entry = Memo::new(move |_| found.with(|found| found.get(at).cloned()));
    view! {
        <div
            id=format!("palette-{at}")
            role="option"
            aria-selected=move || (chosen.get() == at).to_string()
            on:click=move |_| run(at)
            on:pointermove=move |_| {
                if chosen.get_untracked() != at {
                    chosen.set(at);
                }
            }
        >
            {move || {
                entry.get().map(|Entry { name, keys, icon, positions, .. }| {
                    view! {
                        <Icon name=icon />
                        <bdi class="clip">{marked(&name, &positions)}</bdi>
                        <kbd>{keys}</kbd>
                    }
                })
            }}
        </div>
    }
}

/// The text with what was typed in it made to stand out.
fn marked(text: &str, positions: &[usize]) -> Vec<AnyView> {
    let mut runs: Vec<(bool, String)> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        let is_match = positions.contains(&at);
        match runs.last_mut() {
            Some((same, run)) if *same == is_match => run.push(c),
            _ => runs.push((is_match, c.to_string())),
        }
    }
    let view = |(is_match, run): (bool, String)| {
        if is_match { view! { <b>{run}</b> }.into_any() } else { run.into_any() }
    };
    runs.into_iter().map(view).collect()
}

/// Everything there is, in the order in which it is shown before anything is typed.
fn entries(work: Work, i18n: I18n) -> Vec<Entry> {
    let tabs = work.layout(|layout| layout.tabs().to_vec());
    let tabs = tabs.into_iter().map(|tab| Entry {
        aim: Aim::Tab(tab.id),
        name: work.name_of(&tab),
        keys: String::new(),
        icon: "tab",
        positions: Vec::new(),
    });
    let commands = ALL.iter().filter(|entry| entry.command != Command::Palette).map(|entry| Entry {
        aim: Aim::Do(entry.command),
        name: super::keys::name(i18n.get_locale(), entry.command).to_owned(),
        keys: work.keys_of(entry.command),
        icon: "turn",
        positions: Vec::new(),
    });
    let recents = store::recents().matching("").into_iter().map(|recent| Entry {
        name: recent.target.to_string(),
        aim: Aim::Target(Box::new(recent.target)),
        keys: String::new(),
        icon: "machines",
        positions: Vec::new(),
    });
    tabs.chain(commands).chain(recents).collect()
}

/// The best entries for what was typed; what reads as a target can be gone to at once.
fn matching(all: &[Entry], query: &str) -> Vec<Entry> {
    let scored = all.iter().enumerate().filter_map(|(at, entry)| {
        let found = fuzzy::score(query, &entry.name)?;
        Some((found.score, at, Entry { positions: found.positions, ..entry.clone() }))
    });
    let mut scored: Vec<_> = scored.collect();
    scored.sort_by_key(|(score, at, _)| (-score, *at));
    let mut found: Vec<Entry> = scored.into_iter().map(|(_, _, entry)| entry).take(MOST_SHOWN).collect();
    let typed = query.trim();
    let target = TargetDraft::parse(typed).and_then(TargetDraft::complete).ok();
    if let Some(target) = target.filter(|_| typed.contains('@')) {
        let name = target.to_string();
        let entry = Entry {
            aim: Aim::Target(Box::new(target)),
            name,
            keys: String::new(),
            icon: "plus",
            positions: Vec::new(),
        };
        found.retain(|other| other.name != entry.name);
        found.insert(0, entry);
    }
    found
}
