//! Asks for the passphrase that seals secrets, sets it, changes it, and forgets what it sealed.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::tools::Trouble;
use crate::browser;
use crate::machines::saved::Saved;
use crate::machines::vault::{self, Fault};
use crate::parts::{CancelButton, Dialog, Icon, SecretInput};
use crate::words::{Locale, Text, td_string, text, use_i18n};

/// Shortest passphrase, in characters (NIST SP 800-63B, section 5.1.1.1).
const SHORTEST: usize = 8;

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    Short,
    Different,
    Passphrase,
    Failed,
}

/// What was typed, and what came of it.
#[derive(Clone, Copy)]
struct Typed {
    old: RwSignal<String>,
    new: RwSignal<String>,
    again: RwSignal<String>,
    wrong: RwSignal<Option<Wrong>>,
    is_busy: RwSignal<bool>,
}

impl Typed {
    fn new() -> Self {
        Self {
            old: RwSignal::default(),
            new: RwSignal::default(),
            again: RwSignal::default(),
            wrong: RwSignal::default(),
            is_busy: RwSignal::new(false),
        }
    }

    /// The new passphrase, if it was typed twice and is long enough.
    fn chosen(self) -> Option<String> {
        let new = self.new.get_untracked();
        let wrong = match () {
            () if new.chars().count() < SHORTEST => Some(Wrong::Short),
            () if new != self.again.get_untracked() => Some(Wrong::Different),
            () => None,
        };
        self.wrong.set(wrong);
        wrong.is_none().then_some(new)
    }

    fn failed(self, fault: Fault) {
        // The dialog may be gone.
        let _ = self.is_busy.try_set(false);
        let _ = self.wrong.try_set(Some(match fault {
            Fault::Wrong => Wrong::Passphrase,
            Fault::Unavailable => Wrong::Failed,
        }));
    }
}

/// Asks for the passphrase; the first time it is chosen.
#[component]
pub(super) fn AskDialog() -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let typed = Typed::new();
    let is_first = saved.with_untracked(|all| all.vault.is_none());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let passphrase = if is_first { typed.chosen() } else { Some(typed.old.get_untracked()) };
        let Some(passphrase) = passphrase.filter(|_| !typed.is_busy.get_untracked()) else { return };
        typed.is_busy.set(true);
        spawn_local(async move {
            if let Err(fault) = saved.try_passphrase(&passphrase).await {
                typed.failed(fault);
                browser::focus_soon("vault-old");
            }
        });
    };
    browser::focus_soon(if is_first { "vault-new" } else { "vault-old" });
    let what = if is_first { text!(i18n, machines.choose_what) } else { text!(i18n, machines.open_what) };
    view! {
        <Dialog class="slim" labelled_by="vault-title" on_close=move || saved.not_asked()>
            <header>
                <Icon name="key" />
                <h2 id="vault-title">
                    {if is_first { text!(i18n, machines.choose) } else { text!(i18n, machines.open) }}
                </h2>
            </header>
            <form novalidate on:submit=submit>
                <section>
                    <p>{what}</p>
                    {if is_first {
                        view! { <NewFields typed /> }.into_any()
                    } else {
                        view! { <Field id="vault-old" label=text!(i18n, machines.passphrase_field) value=typed.old typed /> }
                            .into_any()
                    }}
                    <Says typed />
                </section>
                <footer>
                    <CancelButton cancel=move || saved.not_asked() />
                    <span class="grow"></span>
                    <button type="submit" class="primary" prop:disabled=typed.is_busy>
                        {if is_first { text!(i18n, machines.choose_button) } else { text!(i18n, machines.open_button) }}
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

/// Changes the passphrase, or forgets every secret with it.
#[component]
pub(super) fn PassphraseDialog() -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let typed = Typed::new();
    let has_vault = Memo::new(move |_| saved.with(|all| all.vault.is_some()));
    let secrets = move || saved.with(crate::machines::Machines::secrets);
    let close = move || saved.dialog.set(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !has_vault.get_untracked() {
            saved.dialog.set(None);
            saved.when_open(|_| ());
            return;
        }
        let Some(new) = typed.chosen().filter(|_| !typed.is_busy.get_untracked()) else { return };
        typed.is_busy.set(true);
        spawn_local(async move {
            match saved.change_passphrase(&typed.old.get_untracked(), &new).await {
                Ok(()) => close(),
                Err(fault) => typed.failed(fault),
            }
        });
    };
    let can_seal = vault::is_available();
    view! {
        <Dialog class="slim" labelled_by="passphrase-title" on_close=close>
            <header>
                <Icon name="key" />
                <h2 id="passphrase-title">{text!(i18n, machines.passphrase)}</h2>
            </header>
            <form novalidate on:submit=submit>
                <section>
                    <p>{text!(i18n, machines.passphrase_what)}</p>
                    <Show when=move || !can_seal>
                        <p class="hint">{text!(i18n, machines.insecure)}</p>
                    </Show>
                    <Show when=move || has_vault.get()>
                        <p>{text!(i18n, machines.secrets, count = secrets())}</p>
                        <Field id="change-old" label=text!(i18n, machines.passphrase_old) value=typed.old typed />
                        <NewFields typed />
                    </Show>
                    <Says typed />
                    <Trouble />
                </section>
                <footer>
                    <Show when=move || has_vault.get()>
                        <button type="button" class="danger" on:click=move |_| saved.forget_secrets()>
                            {text!(i18n, machines.forget_secrets, count = secrets())}
                        </button>
                    </Show>
                    <span class="grow"></span>
                    <button type="button" autofocus on:click=move |_| close()>
                        {text!(i18n, page.close)}
                    </button>
                    <button type="submit" class="primary" prop:disabled=move || !can_seal || typed.is_busy.get()>
                        {move || {
                            if has_vault.get() {
                                text!(i18n, machines.change_button)
                            } else {
                                text!(i18n, machines.choose_button)
                            }
                        }}
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

#[component]
fn NewFields(typed: Typed) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Field id="vault-new" label=text!(i18n, machines.passphrase_new) value=typed.new typed />
        <Field id="vault-again" label=text!(i18n, machines.passphrase_again) value=typed.again typed />
    }
}

#[component]
fn Field(id: &'static str, label: Text, value: RwSignal<String>, typed: Typed) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="labelled">
            <label for=id>{label}</label>
            <SecretInput
                id=id
                autocomplete="off"
                show_label=text!(i18n, form.show_passphrase)
                value
                invalid=Signal::derive(move || typed.wrong.get().is_some())
            />
        </div>
    }
}

#[component]
fn Says(typed: Typed) -> impl IntoView {
    let i18n = use_i18n();
    let says = |l: Locale, wrong: Wrong| match wrong {
        Wrong::Short => td_string!(l, machines.passphrase_short),
        Wrong::Different => td_string!(l, machines.passphrase_different),
        Wrong::Passphrase => td_string!(l, machines.passphrase_wrong),
        Wrong::Failed => td_string!(l, machines.passphrase_failed),
    };
    view! {
        <p class="bad vault-says" role="alert">
            {move || typed.wrong.get().map(|wrong| says(i18n.get_locale(), wrong))}
        </p>
    }
}
