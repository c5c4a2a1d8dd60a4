//! Asks what an archive is to be called, and what it is to be.

use leptos::html;
use leptos::prelude::*;
use postern_shared::gesture::files::Change;
use postern_shared::script::files::{Compress, Format};
use postern_shared::script::{Action as _, Missing, Name, Path, Tool};
use web_sys::SubmitEvent;

use super::super::station::Station;
use super::ask::{begin_with, close};
use crate::pages::workspace::panels::shown_name;
use crate::parts::{CancelButton, Dialog};
use crate::words::{t_string, td_string, text, use_i18n};

/// The name that was typed, with the end that says what it is, unless it has that.
fn archive_of(typed: &str, format: Format) -> Option<Name> {
    let typed = typed.trim();
    let has_end = typed.to_ascii_lowercase().ends_with(format.suffix());
    let end = if has_end { "" } else { format.suffix() };
    (!typed.is_empty()).then(|| Name::parse(format!("{typed}{end}")))?
}

/// Packs what is selected.
#[component]
pub(super) fn PackDialog(station: Station, here: Path, names: Vec<Name>) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    let one = if let [name] = &names[..] { Some(name.clone()) } else { None };
    let first = one.clone().or_else(|| here.name()).map_or_else(|| "archive".to_owned(), |name| name.text());
    let typed = RwSignal::new(first.clone());
    let format = RwSignal::new(Format::TarGz);
    begin_with(field);
    let archive = move || archive_of(&typed.get(), format.get());
    let count = names.len();
    let title = move || match &one {
        Some(name) => t_string!(i18n, archive.title_one, name = shown_name(name)),
        None => t_string!(i18n, archive.title_many, count = count),
    };
    let says = move || match archive() {
        Some(name) => t_string!(i18n, archive.makes, name = shown_name(&name)),
        None => t_string!(i18n, files.bad_name).to_owned(),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(archive) = untrack(archive) else { return };
        close(station);
        let (directory, names, format) = (here.clone(), names.clone(), format.get_untracked());
        station.change(here.clone(), Change::Compress(Compress { directory, names, archive, format }));
    };
    view! {
        <Dialog class="slim" labelled_by="files-pack-title" on_close=move || close(station)>
            <form on:submit=submit>
                <header>
                    <h2 id="files-pack-title">{title}</h2>
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
                        value=first
                        aria-label=text!(i18n, archive.name)
                        aria-invalid=move || archive().is_none().to_string()
                        aria-describedby="files-pack-hint"
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <Formats station format />
                    <p class="hint" id="files-pack-hint" role="status">
                        <bdi>{says}</bdi>
                    </p>
                </section>
                <footer>
                    <CancelButton cancel=move || close(station) />
                    <span class="grow"></span>
                    <button type="submit" class="primary" disabled=move || archive().is_none()>
                        {text!(i18n, archive.compress)}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

/// What can be made; what the target has no tool for cannot be chosen, and says so.
#[component]
fn Formats(station: Station, format: RwSignal<Format>) -> impl IntoView {
    let i18n = use_i18n();
    let choice = move |one: Format| {
        let lacks = lacking(station, one);
        let title =
            move || lacks.map(|tool| td_string!(i18n.get_locale(), files.lacks, tool = tool.command()));
        view! {
            <label title=title>
                <input
                    type="radio"
                    name="format"
                    disabled=lacks.is_some()
                    prop:checked=move || format.get() == one
                    on:change=move |_| format.set(one)
                />
                <code>{one.suffix()}</code>
            </label>
        }
    };
    view! {
        <fieldset class="segmented small" aria-label=text!(i18n, archive.kind)>
            {Format::MADE.map(choice)}
        </fieldset>
    }
}

/// The tool that the target lacks for it.
fn lacking(station: Station, format: Format) -> Option<Tool> {
    let action = Compress { directory: Path::root(), names: Vec::new(), archive: Name::parse("x")?, format };
    let Missing(tool) = station.with_tools(|tools| action.script(tools).err()).flatten()?;
    Some(tool)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Format, archive_of};

    #[test]
    fn a_name_gets_its_end_once() {
        let name = |typed: &str| archive_of(typed, Format::TarGz).map(|name| name.text());
        assert_eq!(name(" site "), Some("site.tar.gz".into()));
        assert_eq!(name("site.TAR.GZ"), Some("site.TAR.GZ".into()));
        assert_eq!((name(""), name("a/b"), name(" ")), (None, None, None));
    }
}
