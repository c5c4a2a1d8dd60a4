//! Saved machines on the screen: the panel beside the terminals and the dialogs; what they are, `crate::machines` knows.

mod edit;
mod export;
mod groups;
mod import;
mod panel;
mod passphrase;
mod preview;
mod row;
mod tools;

use leptos::prelude::*;

pub(crate) use panel::{Go, MachinesPanel, SessionRow};
pub(super) use row::Name;
pub(super) use tools::{Tools, Trouble};

use crate::machines::saved::{Dialog, Saved};
use edit::EditDialog;
use export::ExportDialog;
use import::ImportDialog;
use passphrase::{AskDialog, PassphraseDialog};

/// Most rows drawn at once: a person reads no more, and each costs time.
pub(super) const MOST_ROWS: usize = 200;

/// The dialogs about machines, over whichever screen is shown.
#[component]
pub(crate) fn MachineDialogs() -> impl IntoView {
    let saved = expect_context::<Saved>();
    view! {
        {move || match saved.dialog.get() {
            Some(Dialog::Edit(machine)) => view! { <EditDialog machine=*machine /> }.into_any(),
            Some(Dialog::Import) => view! { <ImportDialog /> }.into_any(),
            Some(Dialog::Export) => view! { <ExportDialog /> }.into_any(),
            Some(Dialog::Passphrase) => view! { <PassphraseDialog /> }.into_any(),
            None => ().into_any(),
        }}
        <Show when=move || saved.is_asking.get()>
            <AskDialog />
        </Show>
    }
}
