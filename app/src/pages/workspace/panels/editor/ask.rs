//! What is asked before text would be lost: somebody's on the target, or the person's own.

use leptos::html;
use leptos::prelude::*;
use postern_shared::script::Name;
use postern_shared::script::files::Expected;
use web_sys::SubmitEvent;

use super::super::shown_name;
use super::{Asked, Opened};
use crate::browser;
use crate::parts::{CancelButton, Dialog};
use crate::words::{t_string, text, use_i18n};

/// The question that is open.
#[component]
pub(super) fn Questions(opened: Opened, leave: Callback<()>) -> impl IntoView {
    move || {
        opened.asked.get().map(|asked| match asked {
            Asked::Changed => view! { <Changed opened /> }.into_any(),
            Asked::Leave => view! { <Leave opened leave /> }.into_any(),
            Asked::Name => view! { <AskName opened /> }.into_any(),
        })
    }
}

fn back(opened: Opened) {
    opened.asked.set(None);
    // Not before the question is gone: until then nothing else can have the keyboard.
    browser::next_frame(move || {
        let _ = opened.editor.try_with_value(|editor| {
            if let Some(editor) = editor {
                editor.focus();
            }
        });
    });
}

/// The file is not what was read.
#[component]
fn Changed(opened: Opened) -> impl IntoView {
    let i18n = use_i18n();
    let name = opened.name.with_untracked(shown_name);
    let overwrite = move |_| opened.save_as(opened.name.get_untracked(), Expected::Anything, false);
    let theirs = move |_| {
        back(opened);
        opened.read();
    };
    view! {
        <Dialog class="slim" labelled_by="editor-changed" on_close=move || back(opened)>
            <header>
                <h2 id="editor-changed">{text!(i18n, editor.changed, name = name.clone())}</h2>
            </header>
            <section>
                <p>{text!(i18n, editor.changed_what)}</p>
            </section>
            <footer>
                <CancelButton cancel=move || back(opened) autofocus=true />
                <span class="grow"></span>
                <button type="button" on:click=move |_| opened.asked.set(Some(Asked::Name))>{text!(i18n, editor.save_as)}</button>
                <button type="button" on:click=theirs>{text!(i18n, editor.theirs)}</button>
                <button type="button" class="danger" on:click=overwrite>{text!(i18n, editor.overwrite)}</button>
            </footer>
        </Dialog>
    }
}

/// There is text that is not saved.
#[component]
fn Leave(opened: Opened, leave: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let name = opened.name.with_untracked(shown_name);
    let save = move |_| {
        back(opened);
        opened.save();
    };
    view! {
        <Dialog class="slim" labelled_by="editor-leave" on_close=move || back(opened)>
            <header>
                <h2 id="editor-leave">{text!(i18n, editor.leave, name = name.clone())}</h2>
            </header>
            <section>
                <p>{text!(i18n, editor.leave_what)}</p>
            </section>
            <footer>
                <CancelButton cancel=move || back(opened) autofocus=true />
                <span class="grow"></span>
                <button type="button" class="danger" on:click=move |_| leave.run(())>{text!(i18n, editor.discard)}</button>
                <button type="button" class="primary" on:click=save>{text!(i18n, editor.save)}</button>
            </footer>
        </Dialog>
    }
}

/// Asks for another name.
#[component]
fn AskName(opened: Opened) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    let is_bad = RwSignal::new(false);
    let before = opened.name.with_untracked(Name::text);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let Some(name) = Name::parse(typed.into_bytes()) else { return is_bad.set(true) };
        back(opened);
        opened.save_as(name, Expected::Nothing, false);
    };
    view! {
        <Dialog class="slim" labelled_by="editor-name" on_close=move || back(opened)>
            <form on:submit=submit>
                <header>
                    <h2 id="editor-name">{text!(i18n, editor.save_as)}</h2>
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
                        value=before
                        aria-label=text!(i18n, files.name)
                        aria-invalid=move || is_bad.get().to_string()
                        aria-describedby="editor-name-hint"
                        on:input=move |_| is_bad.set(false)
                    />
                    <p class="hint" id="editor-name-hint" role="status">
                        {move || is_bad.get().then(|| t_string!(i18n, files.bad_name))}
                    </p>
                </section>
                <footer>
                    <CancelButton cancel=move || back(opened) />
                    <span class="grow"></span>
                    <button type="submit" class="primary">
                        {text!(i18n, editor.save)}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}
