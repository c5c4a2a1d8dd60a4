//! A modal dialog: shown as soon as it is there, gone with Esc.

use leptos::html;
use leptos::prelude::*;

use crate::words::{text, use_i18n};

/// A modal dialog; the browser keeps the focus inside and closes it on Esc.
#[component]
pub(crate) fn Dialog(
    /// Classes.
    #[prop(optional)]
    class: &'static str,
    /// Id of the heading that names it.
    labelled_by: &'static str,
    /// The person closed it.
    on_close: impl Fn() + 'static,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            // Fails only for one that is not in the document, or is open.
            let _ = dialog.show_modal();
        }
    });
    let cancelled = move |event: web_sys::Event| {
        // A choice of files that was cancelled says the same, and comes up to here.
        if event.target() != event.current_target() {
            return;
        }
        // Its owner takes it away; closed by itself it would stay behind, invisible.
        event.prevent_default();
        on_close();
    };
    view! {
        <dialog node_ref=dialog class=class aria-labelledby=labelled_by on:cancel=cancelled>
            {children()}
        </dialog>
    }
}

/// Closes the dialog it stands in, as Esc does.
#[component]
pub(crate) fn CancelButton(
    cancel: impl Fn() + 'static,
    /// Whether it has the focus at first, so that Enter does nothing.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button type="button" autofocus=autofocus on:click=move |_| cancel()>
            {text!(i18n, page.cancel)}
            <kbd aria-hidden="true">"Esc"</kbd>
        </button>
    }
}
