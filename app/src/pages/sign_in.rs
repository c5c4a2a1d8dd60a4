//! The sign-in screen: the form beside everything that can be reached without typing.

mod challenge;
pub(super) mod fields;
mod flow;
pub(super) mod form;
mod host_key;
pub(super) mod jump;
mod keep;
mod key_field;
mod saved_rows;
mod says;
mod targets;

use leptos::prelude::*;
use postern_shared::api::RelayInfo;
use wasm_bindgen_futures::spawn_local;

use super::lazy;
use crate::app::Nav;
use crate::browser;
use crate::machines::saved::{Saved, Wish};
use crate::net;
use crate::parts::{Icon, LanguageChoice, ThemeButton};
use crate::sign_in::Step;
use crate::words::{t_string, text, use_i18n};
use challenge::ChallengeDialog;
use fields::Fields;
use flow::Flow;
use form::Form;
use host_key::{NewHostDialog, WrongHostDialog};
use keep::Kept;
use targets::Targets;

/// The sign-in screen.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    let fields = Fields::new("");
    let kept = Kept::new();
    provide_context(kept);
    let flow = Flow::new(fields);
    provide_context(fields);
    provide_context(flow);
    // While the person fills in the form, what a session needs is fetched.
    browser::when_idle(lazy::warm_up);
    // A touch keyboard that opens by itself would cover half of the screen.
    match expect_context::<Nav>().take_again() {
        Some(target) => fields.fill_in_target(&target),
        None if !browser::is_touch() => browser::focus_soon("host"),
        None => {}
    }
    Effect::new(move || browser::set_title(t_string!(i18n, page.title)));
    // What the person chose on another screen.
    let saved = expect_context::<Saved>();
    Effect::new(move || {
        let Some(wish) = saved.wish.get() else { return };
        saved.wish.set(None);
        match wish {
            Wish::Machine(machine) => flow.go_to(&machine),
            Wish::Typed(text) => flow.go_to_typed(text),
        }
    });
    let info = RwSignal::new(None::<Option<RelayInfo>>);
    spawn_local(async move {
        let answer = net::relay().await.ok();
        let _ = info.try_set(Some(answer));
    });
    let unreachable = Signal::derive(move || info.get() == Some(None));
    view! {
        <div class="connect">
            <header class="bar">
                <span class="brand">
                    <Icon name="gate" />
                    "Postern"
                </span>
                <span class="grow"></span>
                <LanguageChoice />
                <ThemeButton />
            </header>
            <main>
                <NoRelay unreachable />
                <Form />
            </main>
            <Targets />
            <RelayStatus info />
        </div>
        {move || match flow.step() {
            Step::NewHost(question, _) => view! { <NewHostDialog question /> }.into_any(),
            Step::WrongHost(wrong) => view! { <WrongHostDialog wrong /> }.into_any(),
            Step::Code(_, challenge, _) => view! { <ChallengeDialog challenge /> }.into_any(),
            Step::Form(_) | Step::Busy(_) | Step::Open(..) => ().into_any(),
        }}
    }
}

/// Says what is missing when the page was opened without its relay. Loading it again brings the relay's own page.
#[component]
fn NoRelay(unreachable: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Show when=move || unreachable.get()>
            <div class="notice bad alone" role="alert">
                <Icon name="alert" />
                <p>{text!(i18n, install.no_relay)}</p>
                <button type="button" on:click=|_| browser::reload()>
                    {text!(i18n, install.again)}
                </button>
            </div>
        </Show>
    }
}

#[component]
fn RelayStatus(info: RwSignal<Option<Option<RelayInfo>>>) -> impl IntoView {
    let i18n = use_i18n();
    let address = browser::window().and_then(|window| window.location().host().ok()).unwrap_or_default();
    let dot = move || match info.get() {
        Some(Some(_)) => "dot",
        Some(None) => "dot down",
        None => "dot wait",
    };
    let known = move |read: fn(&RelayInfo) -> bool| info.get().flatten().as_ref().is_some_and(read);
    view! {
        <footer class="status">
            <span>
                <span class=dot></span>
                {text!(i18n, relay.relay)}
                <code>{address}</code>
            </span>
            <Show when=move || known(|info| info.loopback)>
                <span>{text!(i18n, relay.loopback)}</span>
            </Show>
            <Show when=move || known(|info| info.tls)>
                <span>{text!(i18n, relay.encrypted)}</span>
            </Show>
            <Show when=move || info.get() == Some(None)>
                <span class="bad" role="status">{text!(i18n, relay.unreachable)}</span>
            </Show>
            <span class="grow"></span>
            {move || {
                info.get().flatten().map(|info| {
                    view! {
                        <span class="extra">{text!(i18n, relay.keys_known, count = info.host_keys)}</span>
                        <span class="num">{info.version}</span>
                    }
                })
            }}
        </footer>
    }
}
