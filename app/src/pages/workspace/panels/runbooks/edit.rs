//! The file of a runbook, to be written and changed: what is kept is this text.

use leptos::prelude::*;
use postern_shared::runbook::Runbook;
use web_sys::KeyboardEvent;

use super::super::drawer::ScriptText;
use super::{Runbooks, Trouble};
use crate::browser;
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// What a new one begins with.
const NEW: &str = "#!/usr/bin/env bash\n# @runbook Restart a service\n# @about Restarts it, and says whether it runs.\n\
    # @param service text = nginx\nset -euo pipefail\nservice=${1:-nginx}\n\n\
    sudo -n systemctl restart -- \"$service\"\nsystemctl is-active -- \"$service\"\n";

/// Begins a new one.
pub(super) fn begin_new(runbooks: Runbooks) {
    runbooks.trouble.set(None);
    runbooks.edit(NEW.to_owned(), None);
}

/// The file.
#[component]
pub(super) fn Edit(runbooks: Runbooks, text: RwSignal<String>, replaces: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let replaces = StoredValue::new(replaces);
    let keep = move || {
        let is_kept = match Runbook::parse(text.get_untracked()) {
            Ok(runbook) => replaces.with_value(|replaces| runbooks.keep(runbook, replaces.as_deref())),
            Err(bad) => {
                runbooks.trouble.set(Some(Trouble::Bad(bad)));
                false
            }
        };
        if is_kept {
            runbooks.back();
        }
    };
    browser::focus_soon("runbook-text");
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            keep();
        }
    };
    view! {
        <div class="fill well" on:keydown=keys>
            <ScriptText text is_fixed=false id="runbook-text" />
        </div>
        <p class="hint padded">{text!(i18n, runbooks.format)}</p>
        <menu class="bar foot">
            <li>
                <button type="button" class="primary" on:click=move |_| keep()>
                    <Icon name="check" />
                    {text!(i18n, runbooks.keep)}
                    <kbd aria-hidden="true">"Ctrl+↵"</kbd>
                </button>
            </li>
            <li>
                <button type="button" class="quiet" on:click=move |_| runbooks.back()>
                    {text!(i18n, page.cancel)}
                    <kbd aria-hidden="true">"Esc"</kbd>
                </button>
            </li>
        </menu>
    }
}
