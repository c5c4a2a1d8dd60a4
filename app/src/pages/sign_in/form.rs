//! The sign-in form.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use postern_shared::api::Problem;

use super::fields::Fields;
use super::flow::Flow;
use super::jump::Jump;
use super::keep::Keep;
use super::key_field::KeyField;
use super::says::Says;
use crate::draft::{Draft, Wrong};
use crate::parts::{CopyButton, SecretInput};
use crate::recent::Method;
use crate::sign_in::{Fault, Step};
use crate::words::{Text, text, use_i18n};

/// The form.
#[component]
pub(super) fn Form() -> impl IntoView {
    let i18n = use_i18n();
    let flow = expect_context::<Flow>();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        flow.start();
    };
    let is_busy = move || !matches!(flow.step(), Step::Form(_));
    let was_refused = Signal::derive(move || match flow.step() {
        Step::Form(Some(Fault::Problem(problem))) => {
            matches!(problem, Problem::CredentialsRefused { .. } | Problem::KeyUnusable { .. })
        }
        _ => false,
    });
    view! {
        <form aria-labelledby="connect-title" novalidate on:submit=submit>
            <h1 id="connect-title">{text!(i18n, form.title)}</h1>
            <PlaceFields />
            <div class="stack">
                <MethodChoice />
                <Credential was_refused />
                <Jump />
                <Keep />
            </div>
            <div class="go">
                <Show
                    when=is_busy
                    fallback=move || {
                        view! {
                            <button type="submit" id="connect" class="primary">
                                <span>{text!(i18n, form.connect)}</span>
                                <kbd aria-hidden="true">"↵"</kbd>
                            </button>
                        }
                    }
                >
                    <button type="button" on:click=move |_| flow.cancel()>
                        <span>{text!(i18n, page.cancel)}</span>
                    </button>
                </Show>
            </div>
            <Says />
            <SameFromShell />
        </form>
    }
}

#[component]
pub(in crate::pages) fn PlaceFields() -> impl IntoView {
    let i18n = use_i18n();
    let fields = expect_context::<Fields>();
    let Fields { draft, wrong, .. } = fields;
    let edit = move |change: fn(&mut Draft, String)| {
        move |event| {
            draft.update(|draft| change(draft, event_target_value(&event)));
            wrong.set(None);
        }
    };
    let invalid = move |these: &'static [Wrong]| {
        move || wrong.get().is_some_and(|wrong| these.contains(&wrong)).then_some("true")
    };
    view! {
        <div class="fields">
            <label class="labelled">
                <span>{text!(i18n, form.host)}</span>
                <input
                    id=fields.id("host")
                    name="host"
                    type="text"
                    class="mono"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder=text!(i18n, form.host_hint)
                    aria-invalid=invalid(&[Wrong::Host, Wrong::Option])
                    prop:value=move || draft.with(|draft| draft.host.clone())
                    on:input=edit(|draft, text| draft.host = text)
                    on:change=move |_| draft.update(Draft::spread)
                />
            </label>
            <label class="labelled port">
                <span>{text!(i18n, form.port)}</span>
                <input
                    id=fields.id("port")
                    name="port"
                    type="text"
                    class="mono"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-invalid=invalid(&[Wrong::Port])
                    prop:value=move || draft.with(|draft| draft.port.clone())
                    on:input=edit(|draft, text| draft.port = text)
                />
            </label>
            <label class="labelled wide">
                <span>{text!(i18n, form.user)}</span>
                <input
                    id=fields.id("user")
                    name="user"
                    type="text"
                    class="mono"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=invalid(&[Wrong::User])
                    prop:value=move || draft.with(|draft| draft.user.clone())
                    on:input=edit(|draft, text| draft.user = text)
                />
            </label>
        </div>
    }
}

#[component]
pub(in crate::pages) fn MethodChoice() -> impl IntoView {
    let i18n = use_i18n();
    let fields = expect_context::<Fields>();
    let method = fields.method;
    let name = fields.id("with");
    let choice = move |this: Method, text: Text| {
        view! {
            <label>
                <input type="radio" name=name.clone() prop:checked=move || method.get() == this on:change=move |_| method.set(this) />
                {text}
            </label>
        }
    };
    view! {
        <fieldset class="segmented fill" aria-label=text!(i18n, form.with)>
            {choice(Method::Password, text!(i18n, form.password))}
            {choice(Method::Key, text!(i18n, form.key))}
            {choice(Method::Interactive, text!(i18n, form.interactive))}
        </fieldset>
    }
}

#[component]
pub(in crate::pages) fn Credential(was_refused: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let fields = expect_context::<Fields>();
    let Fields { method, password, passphrase, .. } = fields;
    move || match method.get() {
        Method::Password => view! {
            <div class="labelled">
                <label for=fields.id("password")>{text!(i18n, form.password)}</label>
                <SecretInput
                    id=fields.id("password")
                    autocomplete="current-password"
                    show_label=text!(i18n, form.show_password)
                    value=password
                    invalid=was_refused
                />
            </div>
        }
        .into_any(),
        Method::Key => view! {
            <KeyField />
            <div class="labelled">
                <label for=fields.id("passphrase")>{text!(i18n, form.passphrase)}</label>
                <SecretInput
                    id=fields.id("passphrase")
                    autocomplete="off"
                    show_label=text!(i18n, form.show_passphrase)
                    value=passphrase
                    invalid=was_refused
                />
            </div>
        }
        .into_any(),
        Method::Interactive => view! { <p class="hint">{text!(i18n, form.interactive_hint)}</p> }.into_any(),
    }
}

/// The command that does the same: what a click means is never hidden.
#[component]
fn SameFromShell() -> impl IntoView {
    let i18n = use_i18n();
    let Fields { draft, .. } = expect_context();
    let command = Memo::new(move |_| draft.with(Draft::command).unwrap_or_else(|| "ssh".to_owned()));
    view! {
        <div class="same">
            <span class="hint">{text!(i18n, form.same)}</span>
            <div class="line">
                <code class="script one">{command}</code>
                <CopyButton
                    label=text!(i18n, form.copy_command)
                    text=Signal::derive(move || command.get())
                />
            </div>
        </div>
    }
}
