//! The runbooks of this browser: run, change, save as a file, delete, take from a file.

use leptos::html;
use leptos::prelude::*;
use postern_shared::runbook::{BYTES, Runbook};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, KeyboardEvent};

use super::{Runbooks, Trouble};
use crate::browser;
use crate::pages::workspace::panels::shown_text;
use crate::parts::Icon;
use crate::words::{t_string, text, use_i18n};

/// The list.
#[component]
pub(super) fn List(runbooks: Runbooks) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="scroll fill" id="runbooks" tabindex="-1" on:keydown=walk>
            <ul class="runbook-list" aria-label=text!(i18n, command.runbooks)>
                <For each=move || runbooks.all.get() key=|runbook| runbook.text().to_owned() let:runbook>
                    <Row runbooks runbook />
                </For>
            </ul>
            <Show when=move || runbooks.all.with(Vec::is_empty)>
                <p class="hint">{text!(i18n, runbooks.none)}</p>
            </Show>
        </div>
    }
}

#[component]
fn Row(runbooks: Runbooks, runbook: Runbook) -> impl IntoView {
    let i18n = use_i18n();
    let name = StoredValue::new(shown_text(&runbook.name));
    let about = shown_text(runbook.about.lines().next().unwrap_or_default());
    let runbook = StoredValue::new(runbook);
    let is_deleting = RwSignal::new(false);
    let change =
        move |_| runbook.with_value(|one| runbooks.edit(one.text().to_owned(), Some(one.name.clone())));
    let export = move |_| {
        runbook.with_value(|one| browser::download(&one.file_name(), "text/x-shellscript", one.text()));
    };
    let delete = move |_| {
        if is_deleting.get_untracked() {
            runbook.with_value(|one| runbooks.forget(&one.name));
        } else {
            is_deleting.set(true);
        }
    };
    let (edit_label, export_label) = (
        move || t_string!(i18n, runbooks.edit_of, name = name.get_value()),
        move || t_string!(i18n, runbooks.export_of, name = name.get_value()),
    );
    let delete_label = move || match is_deleting.get() {
        true => t_string!(i18n, runbooks.delete_surely, name = name.get_value()),
        false => t_string!(i18n, runbooks.delete_of, name = name.get_value()),
    };
    view! {
        <li>
            <button type="button" class="row name" on:click=move |_| runbooks.begin(runbook.get_value())>
                <Icon name="run" />
                <bdi>{name.get_value()}</bdi>
                <span class="quiet-text clip">{about}</span>
            </button>
            <menu class="acts">
                <li>
                    <button type="button" class="icon small" title=edit_label aria-label=edit_label on:click=change>
                        <Icon name="pencil" />
                    </button>
                </li>
                <li>
                    <button type="button" class="icon small" title=export_label aria-label=export_label on:click=export>
                        <Icon name="download" />
                    </button>
                </li>
                <li>
                    <button
                        type="button"
                        class="small"
                        class:icon=move || !is_deleting.get()
                        class:danger=is_deleting
                        title=delete_label
                        aria-label=delete_label
                        on:click=delete
                        on:blur=move |_| is_deleting.set(false)
                    >
                        <Icon name="trash" />
                        <Show when=move || is_deleting.get()>{text!(i18n, runbooks.delete)}</Show>
                    </button>
                </li>
            </menu>
        </li>
    }
}

/// Up and down go from runbook to runbook.
fn walk(event: KeyboardEvent) {
    let by = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    event.prevent_default();
    let list = event_target_of(&event);
    let Some(rows) = list.as_ref().and_then(|list| list.query_selector_all("button.name").ok()) else {
        return;
    };
    let active = document().active_element();
    let row = |at: u32| rows.item(at).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    let at = (0..rows.length()).find(|at| row(*at).map(Into::into) == active);
    let next = match at {
        None => Some(0),
        Some(at) => at.checked_add_signed(by),
    };
    if let Some(next) = next.and_then(row) {
        let _ = next.focus();
    }
}

fn event_target_of(event: &KeyboardEvent) -> Option<HtmlElement> {
    event.current_target().and_then(|target| target.dyn_into().ok())
}

/// Takes files of this computer.
#[component]
pub(super) fn Import(runbooks: Runbooks) -> impl IntoView {
    let i18n = use_i18n();
    let chooser = NodeRef::<html::Input>::new();
    let label = text!(i18n, runbooks.import);
    let open = move |_| {
        if let Some(chooser) = chooser.get_untracked() {
            chooser.click();
        }
    };
    let chosen = move |_| {
        let Some(input) = chooser.get_untracked() else { return };
        let files: Vec<web_sys::File> = input
            .files()
            .map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect())
            .unwrap_or_default();
        runbooks.trouble.set(None);
        spawn_local(async move {
            for file in files {
                let text =
                    if file.size() > BYTES as f64 { None } else { JsFuture::from(file.text()).await.ok() };
                let is_taken = match text.and_then(|text| text.as_string()) {
                    Some(text) => runbooks.take(text),
                    None => {
                        runbooks.trouble.set(Some(Trouble::Unreadable));
                        false
                    }
                };
                if !is_taken {
                    break;
                }
            }
        });
        // The same file once more is a change again.
        input.set_value("");
    };
    view! {
        <li>
            <button type="button" class="icon small" title=label aria-label=label on:click=open>
                <Icon name="upload" />
            </button>
            <input node_ref=chooser type="file" accept=".sh,.bash,text/x-shellscript" multiple hidden on:change=chosen />
        </li>
    }
}
