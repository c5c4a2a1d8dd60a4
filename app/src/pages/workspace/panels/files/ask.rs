//! Asks for what a change still needs.

use leptos::html;
use leptos::prelude::*;
use postern_shared::gesture::files::{Change, Question};
use postern_shared::script::files::{MakeDirectory, MakeFile};
use postern_shared::script::{Name, Path};
use web_sys::SubmitEvent;

use super::super::station::Station;
use super::pack::PackDialog;
use super::properties::Properties;
use crate::browser;
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
