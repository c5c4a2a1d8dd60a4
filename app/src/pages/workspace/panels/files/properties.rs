//! Permissions, owner, time and size of what is selected.

use leptos::html;
use leptos::prelude::*;
use postern_shared::gesture::files::Wish;
use postern_shared::script::files::{Entry, Kind, Measure, Mode};
use postern_shared::script::{Action as _, Missing, Path, Plan};
use web_sys::SubmitEvent;

use super::super::drawer::{Drawer, Sheet, Wanted};
use super::super::station::Station;
use super::ask::close;
use crate::browser;
use crate::pages::workspace::message::size;
use crate::pages::workspace::panels::shown_name;
use crate::parts::{CancelButton, Dialog};
use crate::words::{Text, t_string, text, use_i18n};

/// What the fields hold, and what of it the person has set: the rest is left alone.
#[derive(Clone, Copy)]
struct Fields {
    mode: RwSignal<u16>,
    octal: RwSignal<String>,
    sets_mode: RwSignal<bool>,
    is_mode_deep: RwSignal<bool>,
    owner: RwSignal<String>,
    group: RwSignal<String>,
    sets_owner: RwSignal<bool>,
    is_owner_deep: RwSignal<bool>,
    time: RwSignal<i64>,
    sets_time: RwSignal<bool>,
}

impl Fields {
    /// They begin with what this has.
    fn of(entry: &Entry) -> Self {
        let no = || RwSignal::new(false);
        Self {
            mode: RwSignal::new(entry.mode.bits()),
            octal: RwSignal::new(entry.mode.octal()),
            sets_mode: no(),
            is_mode_deep: no(),
            owner: RwSignal::new(entry.owner.clone()),
            group: RwSignal::new(entry.group.clone()),
            sets_owner: no(),
            is_owner_deep: no(),
            time: RwSignal::new(entry.modified),
            sets_time: no(),
        }
    }

    fn is_bad(self) -> bool {
        Mode::parse(self.octal.get().trim()).is_none()
    }

    /// What was set; nothing is tracked.
    fn wish(self) -> Wish {
        let (is_mode_deep, is_owner_deep) =
            (self.is_mode_deep.get_untracked(), self.is_owner_deep.get_untracked());
        let owner = format!("{}:{}", self.owner.get_untracked().trim(), self.group.get_untracked().trim());
        let sets_mode = self.sets_mode.get_untracked() || is_mode_deep;
        let sets_owner = self.sets_owner.get_untracked() || is_owner_deep;
        Wish {
            mode: Mode::new(self.mode.get_untracked()).filter(|_| sets_mode),
            is_mode_deep,
            owner: sets_owner.then_some(owner),
            is_owner_deep,
            time: self.sets_time.get_untracked().then(|| self.time.get_untracked()),
        }
    }
}

/// Permissions, owner and time of what is selected.
#[component]
pub(super) fn Properties(station: Station, here: Path, entries: Vec<Entry>) -> impl IntoView {
    let i18n = use_i18n();
    // A link has no permissions of its own.
    let own = entries.iter().find(|entry| entry.kind != Kind::Link);
    let Some(first) = own.or(entries.first()).cloned() else { return ().into_any() };
    let has_mode = first.kind != Kind::Link;
    let has_directory = entries.iter().any(|entry| entry.kind == Kind::Directory);
    let fields = Fields::of(&first);
    let title = title_of(&first, entries.len());
    let mixed = is_mixed(&entries).then(|| {
        let name = shown_name(&first.name);
        view! { <p class="hint">{text!(i18n, files.mixed, name = name.clone())}</p> }
    });
    let entries = StoredValue::new(entries);
    let directory = StoredValue::new(here);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(|| fields.is_bad()) {
            return;
        }
        close(station);
        let here = directory.get_value();
        if let Some(change) = entries.with_value(|entries| fields.wish().change(&here, entries)) {
            station.change(here, change);
        }
    };
    let deep =
        move |label: Text, is_deep: RwSignal<bool>| has_directory.then(|| view! { <Deep label is_deep /> });
    view! {
        <Dialog class="slim" labelled_by="files-properties-title" on_close=move || close(station)>
            <form on:submit=submit>
                <header>
                    <h2 id="files-properties-title">{title}</h2>
                </header>
                <section>
                    {mixed}
                    {has_mode.then(|| view! { <ModeFields fields /> })}
                    {deep(text!(i18n, files.deep_mode), fields.is_mode_deep)}
                    <OwnedBy label=text!(i18n, files.owner) value=fields.owner is_set=fields.sets_owner />
                    <OwnedBy label=text!(i18n, files.group) value=fields.group is_set=fields.sets_owner />
                    {deep(text!(i18n, files.deep_owner), fields.is_owner_deep)}
                    <TimeField time=fields.time is_set=fields.sets_time />
                    <Size station directory entries />
                </section>
                <footer>
                    <CancelButton cancel=move || close(station) />
                    <span class="grow"></span>
                    <button type="submit" class="primary" disabled=move || fields.is_bad()>
                        {text!(i18n, files.apply)}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Whether what the fields show of one is not what all of them have.
fn is_mixed(entries: &[Entry]) -> bool {
    let has = |entry: &Entry| (entry.mode.bits(), entry.owner.clone(), entry.group.clone(), entry.modified);
    entries.windows(2).any(|two| has(&two[0]) != has(&two[1]))
}

/// Whose properties they are.
fn title_of(first: &Entry, count: usize) -> Text {
    let i18n = use_i18n();
    let name = shown_name(&first.name);
    match count {
        1 => text!(i18n, files.properties_of, name = name.clone()),
        count => text!(i18n, files.properties_of_many, count = count),
    }
}

/// What is known of how much they take.
#[derive(Clone, Copy)]
enum Takes {
    /// Nothing: nobody has asked.
    Unknown,
    Measuring,
    /// So many bytes in all.
    Bytes(u64),
    Failed,
}

/// How large they are. Of folders that is found out only when the person asks: everything in them is looked at.
#[component]
fn Size(station: Station, directory: StoredValue<Path>, entries: StoredValue<Vec<Entry>>) -> impl IntoView {
    let i18n = use_i18n();
    let needs_a_look =
        entries.with_value(|entries| entries.iter().any(|entry| entry.kind == Kind::Directory));
    let known = || entries.with_value(|entries| entries.iter().map(|entry| entry.size).sum());
    let takes = RwSignal::new(if needs_a_look { Takes::Unknown } else { Takes::Bytes(known()) });
    let asked = StoredValue::new(None::<Sheet>);
    let says = NodeRef::<html::Output>::new();
    let measure = move |_| {
        let names = entries.with_value(|entries| entries.iter().map(|entry| entry.name.clone()).collect());
        let action = Measure { directory: directory.get_value(), names };
        match station.with_tools(|tools| Plan::of(&action, tools)) {
            Some(Ok(plan)) => {
                takes.set(Takes::Measuring);
                // Its button goes away.
                browser::next_frame(move || {
                    if let Some(says) = says.try_get_untracked().flatten() {
                        let _ = says.focus();
                    }
                });
                let sheet = station.drawer.read(station, plan, Wanted::ByPerson, move |ran| {
                    let trees = ran.ok().and_then(|ran| action.outcome(&ran).ok());
                    let all = trees.map(|trees| trees.iter().map(|tree| tree.bytes).sum());
                    let _ = takes.try_set(all.map_or(Takes::Failed, Takes::Bytes));
                });
                asked.set_value(Some(sheet));
            }
            Some(Err(Missing(_))) | None => takes.set(Takes::Failed),
        }
    };
    // Nobody waits for it any more.
    on_cleanup(move || {
        let sheet = asked.try_update_value(Option::take).flatten();
        if let Some(sheet) = sheet.filter(|sheet| sheet.is_at_work()) {
            Drawer::cancel(sheet);
        }
    });
    let may_ask = move || needs_a_look && matches!(takes.get(), Takes::Unknown | Takes::Failed);
    let said = move || match takes.get() {
        Takes::Unknown => String::new(),
        Takes::Measuring => t_string!(i18n, usage.measuring).to_owned(),
        Takes::Bytes(bytes) if needs_a_look => t_string!(i18n, usage.total, size = size(bytes)),
        Takes::Bytes(bytes) => size(bytes),
        Takes::Failed => t_string!(i18n, usage.failed).to_owned(),
    };
    view! {
        <p class="hint size">
            <output tabindex=move || (needs_a_look && !matches!(takes.get(), Takes::Unknown)).then_some("-1") node_ref=says>{said}</output>
            <Show when=may_ask>
                <button type="button" class="small" on:click=measure>
                    {text!(i18n, usage.measure)}
                    <code aria-hidden="true">"du -s"</code>
                </button>
            </Show>
        </p>
    }
}

#[component]
fn Deep(label: Text, is_deep: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=is_deep on:change=move |_| is_deep.update(|deep| *deep = !*deep) />
            {label}
        </label>
    }
}

#[component]
fn OwnedBy(label: Text, value: RwSignal<String>, is_set: RwSignal<bool>) -> impl IntoView {
    let typed = move |event| {
        is_set.set(true);
        value.set(event_target_value(&event));
    };
    view! {
        <label class="labelled">
            <span>{label}</span>
            <input
                class="mono"
                type="text"
                maxlength="64"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=value
                on:input=typed
            />
        </label>
    }
}

/// When it changed, to the second, by the clock of whoever looks at it.
#[component]
fn TimeField(time: RwSignal<i64>, is_set: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    // Seconds of any file fit a double.
    let shown = crate::when::typed(time.get_untracked() as f64 * 1000.0);
    let typed = move |event| {
        if let Some(millis) = crate::when::read(&event_target_value(&event)) {
            is_set.set(true);
            time.set((millis / 1000.0) as i64);
        }
    };
    view! {
        <label class="labelled">
            <span>{text!(i18n, files.modified)}</span>
            <input class="mono" type="datetime-local" step="1" value=shown on:input=typed />
        </label>
    }
}

/// Permissions, as boxes and as digits.
#[component]
fn ModeFields(fields: Fields) -> impl IntoView {
    let i18n = use_i18n();
    let Fields { mode, octal, sets_mode: is_set, .. } = fields;
    let typed = move |event| {
        let text = event_target_value(&event);
        if let Some(read) = Mode::parse(text.trim()) {
            mode.set(read.bits());
        }
        is_set.set(true);
        octal.set(text);
    };
    view! {
        <ModeGrid mode octal is_set />
        <label class="labelled">
            <span>{text!(i18n, files.octal)}</span>
            <input
                class="mono"
                type="text"
                inputmode="numeric"
                maxlength="4"
                autocomplete="off"
                prop:value=octal
                aria-invalid=move || fields.is_bad().to_string()
                on:input=typed
            />
        </label>
    }
}

/// Who may do what: nine boxes, and the digits they come to.
#[component]
fn ModeGrid(mode: RwSignal<u16>, octal: RwSignal<String>, is_set: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let rights = [text!(i18n, files.read), text!(i18n, files.write), text!(i18n, files.execute)];
    let people = [text!(i18n, files.owner), text!(i18n, files.group), text!(i18n, files.others)];
    let bit = move |mask: u16, person: Text, right: Text| {
        let flip = move |_| {
            is_set.set(true);
            mode.update(|mode| *mode ^= mask);
            octal.set(Mode::new(mode.get_untracked()).map(Mode::octal).unwrap_or_default());
        };
        view! {
            <td>
                <input
                    type="checkbox"
                    prop:checked=move || mode.get() & mask != 0
                    aria-label=move || format!("{}: {}", person.get(), right.get())
                    on:change=flip
                />
            </td>
        }
    };
    let row = move |place: usize, person: Text| {
        let cells =
            rights.iter().enumerate().map(|(at, right)| bit(0o400 >> (3 * place + at), person, *right));
        view! {
            <tr>
                <th scope="row">{person}</th>
                {cells.collect_view()}
            </tr>
        }
    };
    view! {
        <table class="modes">
            <thead>
                <tr>
                    <td></td>
                    {rights.map(|right| view! { <th scope="col">{right}</th> })}
                </tr>
            </thead>
            <tbody>{people.iter().enumerate().map(|(place, person)| row(place, *person)).collect_view()}</tbody>
        </table>
    }
}
