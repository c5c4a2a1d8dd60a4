//! What can be done with the list as a whole, and what went wrong with it.

use leptos::prelude::*;

use crate::machines::saved::{Dialog, Saved};
use crate::parts::Icon;
use crate::store::Unkept;
use crate::words::{Text, td_string, text, use_i18n};

/// Bring machines in, take them out, the passphrase of their secrets.
#[component]
pub(in crate::pages) fn Tools() -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let tool = move |dialog: Dialog, icon: &'static str, label: Text| {
        view! {
            <li>
                <button
                    type="button"
                    class="icon small"
                    title=label
                    aria-label=label
                    on:click=move |_| {
                        saved.trouble.set(None);
                        saved.dialog.set(Some(dialog.clone()));
                    }
                >
                    <Icon name=icon />
                </button>
            </li>
        }
    };
    view! {
        <menu class="machine-tools">
            {tool(Dialog::Import, "download", text!(i18n, machines.import))}
            {tool(Dialog::Export, "upload", text!(i18n, machines.export))}
            {tool(Dialog::Passphrase, "key", text!(i18n, machines.passphrase))}
        </menu>
    }
}

/// Why the last change was not stored.
#[component]
pub(in crate::pages) fn Trouble() -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let says = move || {
        let l = i18n.get_locale();
        saved.trouble.get().map(|why| match why {
            Unkept::Full => td_string!(l, machines.full),
            Unkept::Unreadable => td_string!(l, machines.unreadable),
            Unkept::NoStorage => td_string!(l, machines.no_storage),
            Unkept::Overtaken => td_string!(l, machines.overtaken),
            Unkept::Broken => td_string!(l, machines.broken),
        })
    };
    view! {
        {move || {
            says()
                .map(|says| {
                    view! {
                        <p class="notice bad" role="alert">
                            <Icon name="alert" />
                            <span>{says}</span>
                        </p>
                    }
                })
        }}
    }
}
