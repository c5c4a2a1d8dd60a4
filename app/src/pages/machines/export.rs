//! The dialog that puts the machines into a file.

use leptos::prelude::*;

use crate::browser;
use crate::machines::file::{self, Secrets};
use crate::machines::saved::Saved;
use crate::parts::{CancelButton, Dialog, Icon};
use crate::words::{text, use_i18n};

/// Name of the file.
const NAME: &str = "postern-machines.json";

/// The dialog.
#[component]
pub(super) fn ExportDialog() -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let (count, secrets) = saved.with_untracked(|all| (all.list.len(), all.secrets()));
    let with_secrets = RwSignal::new(false);
    let close = move || saved.dialog.set(None);
    let export = move |_| {
        let which = if with_secrets.get_untracked() { Secrets::Sealed } else { Secrets::Leave };
        browser::download(NAME, "application/json", &saved.with_untracked(|all| file::write(all, which)));
        close();
    };
    view! {
        <Dialog class="slim" labelled_by="export-title" on_close=close>
            <header>
                <Icon name="upload" />
                <h2 id="export-title">{text!(i18n, machines.export)}</h2>
            </header>
            <section>
                <p>{text!(i18n, machines.export_what, count = count)}</p>
                <Show when=move || { secrets > 0 }>
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=with_secrets
                            on:change=move |event| with_secrets.set(event_target_checked(&event))
                        />
                        <span>{text!(i18n, machines.export_secrets, count = secrets)}</span>
                    </label>
                    <p class="hint">{text!(i18n, machines.export_hint)}</p>
                </Show>
            </section>
            <footer>
                <CancelButton cancel=close />
                <span class="grow"></span>
                <button type="button" class="primary" autofocus disabled=count == 0 on:click=export>
                    {text!(i18n, machines.export_button)}
                </button>
            </footer>
        </Dialog>
    }
}
