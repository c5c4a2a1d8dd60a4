//! Asks for what a change still needs: a name, permissions, an owner.

use leptos::html;
use leptos::prelude::*;
use postern_shared::gesture::files::{Change, Question};
use postern_shared::script::files::{
    Entry, Kind, MakeDirectory, MakeFile, Mode, Owned, SetMode, SetOwner, SetTime, Was,
};
use postern_shared::script::{Name, Path};
use web_sys::SubmitEvent;

use super::super::station::Station;
use super::pack::PackDialog;
use crate::browser;
use crate::pages::workspace::message::size;
use crate::pages::workspace::panels::shown_name;
use crate::parts::{CancelButton, Dialog};
use crate::words::{Text, t_string, text, use_i18n};

/// The question that is open.
#[component]
pub(super) fn Questions(station: Station) -> impl IntoView {
    let files = station.files;
    move || {
        let asked = files.asked.get()?;
        let here = untrack(|| files.here())?;
        Some(match asked {
            Question::Properties(entries) => view! { <Properties station here entries /> }.into_any(),
            Question::Compress(names) => view! { <PackDialog station here names /> }.into_any(),
            asked => view! { <NameDialog station here asked /> }.into_any(),
        })
    }
}

pub(super) fn close(station: Station) {
    station.files.asked.set(None);
    station.files.focus();
}

/// Asks for a name.
#[component]
fn NameDialog(station: Station, here: Path, asked: Question) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    let is_bad = RwSignal::new(false);
    let (title, act): (Text, Text) = match &asked {
        Question::MakeFile => (text!(i18n, files.new_file), text!(i18n, files.make)),
        Question::MakeDirectory | Question::Properties(_) | Question::Rename(_) | Question::Compress(_) => {
            (text!(i18n, files.new_directory), text!(i18n, files.make))
        }
    };
    begin_with(field);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let Some(name) = Name::parse(typed.into_bytes()) else { return is_bad.set(true) };
        close(station);
        if let Some(change) = change_of(&asked, here.clone(), name) {
            station.change(here.clone(), change);
        }
    };
    view! {
        <Dialog class="slim" labelled_by="files-name-title" on_close=move || close(station)>
            <form on:submit=submit>
                <header>
                    <h2 id="files-name-title">{title}</h2>
                </header>
                <section>
                    <input
                        node_ref=field
                        class="mono"
                        type="text"
                        autofocus
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        aria-label=text!(i18n, files.name)
                        aria-invalid=move || is_bad.get().to_string()
                        aria-describedby="files-name-hint"
                        on:input=move |_| is_bad.set(false)
                    />
                    <p class="hint" id="files-name-hint" role="status">
                        {move || is_bad.get().then(|| t_string!(i18n, files.bad_name))}
                    </p>
                </section>
                <footer>
                    <CancelButton cancel=move || close(station) />
                    <span class="grow"></span>
                    <button type="submit" class="primary">
                        {act}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

/// Gives the field the keyboard, with everything in it selected.
pub(super) fn begin_with(field: NodeRef<html::Input>) {
    Effect::new(move || {
        if let Some(field) = field.get() {
            browser::next_frame(move || {
                let _ = field.focus();
                field.select();
            });
        }
    });
}

/// What typing replaces, as in any file manager: the name, and not what says what it is; in UTF-16 units.
pub(super) fn stem_units(name: &str) -> u32 {
    let stem = name.rfind('.').filter(|at| *at > 0).unwrap_or(name.len());
    // A name has 255 bytes.
    name[..stem].encode_utf16().count() as u32
}

/// What a name that was given makes of a question.
fn change_of(asked: &Question, directory: Path, name: Name) -> Option<Change> {
    match asked {
        Question::MakeFile => Some(Change::MakeFile(MakeFile { directory, name })),
        Question::MakeDirectory => Some(Change::MakeDirectory(MakeDirectory { directory, name })),
        Question::Properties(_) | Question::Rename(_) | Question::Compress(_) => None,
    }
}

/// Permissions and owner of what is selected.
#[component]
fn Properties(station: Station, here: Path, entries: Vec<Entry>) -> impl IntoView {
    let i18n = use_i18n();
    // A link has no permissions of its own.
    let own = entries.iter().find(|entry| entry.kind != Kind::Link);
    let Some(first) = own.or(entries.first()).cloned() else { return ().into_any() };
    let has_mode = first.kind != Kind::Link;
    let mode = RwSignal::new(first.mode.bits());
    let octal = RwSignal::new(first.mode.octal());
    let (owner, group) = (RwSignal::new(first.owner.clone()), RwSignal::new(first.group.clone()));
    let (is_deep, time) = (RwSignal::new(false), RwSignal::new(first.modified));
    let had_time = first.modified;
    let has_directory = entries.iter().any(|entry| entry.kind == Kind::Directory);
    let title = title_of(&first, entries.len());
    let facts = (entries.len() == 1).then(|| view! { <p class="hint">{size(first.size)}</p> });
    let is_bad = move || Mode::parse(octal.get().trim()).is_none();
    let entries = StoredValue::new(entries);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(new) = Mode::new(mode.get_untracked()).filter(|_| !untrack(is_bad)) else { return };
        close(station);
        entries.with_value(|entries| {
            let deep = is_deep.get_untracked();
            let owner = format!("{}:{}", owner.get_untracked().trim(), group.get_untracked().trim());
            station.set_properties(here.clone(), entries, new, &owner, deep);
            if time.get_untracked() != had_time {
                station.set_time(here.clone(), entries, time.get_untracked());
            }
        });
    };
    view! {
        <Dialog class="slim" labelled_by="files-properties-title" on_close=move || close(station)>
            <form on:submit=submit>
                <header>
                    <h2 id="files-properties-title">{title}</h2>
                </header>
                <section>
                    {facts}
                    <Show when=move || has_mode>
                        <ModeFields mode octal />
                    </Show>
                    <OwnedBy label=text!(i18n, files.owner) value=owner />
                    <OwnedBy label=text!(i18n, files.group) value=group />
                    <TimeField time />
                    <Show when=move || has_directory>
                        <label class="check">
                            <input type="checkbox" prop:checked=is_deep on:change=move |_| is_deep.update(|deep| *deep = !*deep) />
                            {text!(i18n, files.deep)}
                        </label>
                    </Show>
                </section>
                <footer>
                    <CancelButton cancel=move || close(station) />
                    <span class="grow"></span>
                    <button type="submit" class="primary" disabled=is_bad>
                        {text!(i18n, files.apply)}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
    .into_any()
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

#[component]
fn OwnedBy(label: Text, value: RwSignal<String>) -> impl IntoView {
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
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

/// When it changed, to the second, by the clock of whoever looks at it.
#[component]
fn TimeField(time: RwSignal<i64>) -> impl IntoView {
    let i18n = use_i18n();
    // Seconds of any file fit a double.
    let shown = crate::when::typed(time.get_untracked() as f64 * 1000.0);
    let typed = move |event| {
        if let Some(millis) = crate::when::read(&event_target_value(&event)) {
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
fn ModeFields(mode: RwSignal<u16>, octal: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let typed = move |event| {
        let text = event_target_value(&event);
        if let Some(read) = Mode::parse(text.trim()) {
            mode.set(read.bits());
        }
        octal.set(text);
    };
    view! {
        <ModeGrid mode octal />
        <label class="labelled">
            <span>{text!(i18n, files.octal)}</span>
            <input
                class="mono"
                type="text"
                inputmode="numeric"
                maxlength="4"
                autocomplete="off"
                prop:value=octal
                aria-invalid=move || Mode::parse(octal.get().trim()).is_none().to_string()
                on:input=typed
            />
        </label>
    }
}

/// Who may do what: nine boxes, and the digits they come to.
#[component]
fn ModeGrid(mode: RwSignal<u16>, octal: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let rights = [text!(i18n, files.read), text!(i18n, files.write), text!(i18n, files.execute)];
    let people = [text!(i18n, files.owner), text!(i18n, files.group), text!(i18n, files.others)];
    let bit = move |mask: u16, person: Text, right: Text| {
        let flip = move |_| {
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

impl Station {
    /// Changes what is to be changed: permissions, owner, or both, one script after the other.
    fn set_properties(self, here: Path, entries: &[Entry], mode: Mode, owner: &str, is_deep: bool) {
        let owner_of = |entry: &Entry| format!("{}:{}", entry.owner, entry.group);
        if owner.len() > 1
            && (is_deep || entries.iter().any(|entry| owner_of(entry) != owner))
            && entries.first().is_some_and(|first| owner_of(first) != owner)
        {
            let had = |entry: &Entry| Owned { owner: owner_of(entry), mode: entry.mode };
            let files = entries.iter().map(|entry| Was { name: entry.name.clone(), had: had(entry) });
            let set = SetOwner {
                directory: here.clone(),
                files: files.collect(),
                owner: owner.to_owned(),
                is_deep,
            };
            self.change(here.clone(), Change::SetOwner(set));
        }
        let own: Vec<&Entry> = entries.iter().filter(|entry| entry.kind != Kind::Link).collect();
        if !own.is_empty() && (is_deep || own.iter().any(|entry| entry.mode != mode)) {
            let files = own.iter().map(|entry| Was { name: entry.name.clone(), had: entry.mode }).collect();
            self.change(here.clone(), Change::SetMode(SetMode { directory: here, files, mode, is_deep }));
        }
    }

    /// Changes the time of what is selected.
    fn set_time(self, here: Path, entries: &[Entry], time: i64) {
        let files =
            entries.iter().map(|entry| Was { name: entry.name.clone(), had: entry.modified }).collect();
        self.change(here.clone(), Change::SetTime(SetTime { directory: here, files, time }));
    }
}
