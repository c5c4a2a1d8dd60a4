//! Asks for the name of a tab.

use leptos::html;
use leptos::prelude::*;

use super::work::Work;
use crate::layout::TabId;
use crate::parts::{CancelButton, Dialog};
use crate::words::{text, use_i18n};

/// The question.
#[component]
pub(super) fn RenameDialog(tab: TabId) -> impl IntoView {
    let i18n = use_i18n();
    let work = expect_context::<Work>();
    let name = work.layout(|layout| layout.tabs().iter().find(|other| other.id == tab)?.name.clone());
    let input = NodeRef::<html::Input>::new();
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            work.arrange(|layout| layout.rename(tab, &input.value()));
        }
        work.close_sheet();
    };
    view! {
        <Dialog class="slim" labelled_by="rename-title" on_close=move || work.close_sheet()>
            <form on:submit=save>
                <header>
                    <h2 id="rename-title">{text!(i18n, work.rename_title)}</h2>
                </header>
                <section>
                    <input
                        node_ref=input
                        type="text"
                        autofocus
                        autocomplete="off"
                        maxlength="60"
                        value=name.unwrap_or_default()
                        aria-label=text!(i18n, work.rename_label)
                    />
                    <p class="hint">{text!(i18n, work.rename_hint)}</p>
                </section>
                <footer>
                    <CancelButton cancel=move || work.close_sheet() />
                    <span class="grow"></span>
                    <button type="submit" class="primary">
                        {text!(i18n, work.rename)}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}
