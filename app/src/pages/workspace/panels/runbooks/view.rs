//! The panel of runbooks: its bar, and below it what is done.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::super::Panels;
use super::super::form::Form;
use super::edit::{Edit, begin_new};
use super::list::{Import, List};
use super::ready::Ready;
use super::results::Results;
use super::{Runbooks, Shown, Trouble};
use crate::pages::workspace::panels::shown_text;
use crate::parts::Icon;
use crate::store::Unkept;
use crate::words::{Locale, Text, t_string, td_string, text, use_i18n};
use postern_shared::form::Wrong;
use postern_shared::runbook::{Fault, Runbook};

/// The panel.
#[component]
pub(in super::super) fn RunbooksPanel() -> impl IntoView {
    let i18n = use_i18n();
    let runbooks = expect_context::<Panels>().runbooks;
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            event.stop_propagation();
            match runbooks.shown.get_untracked() {
                Shown::List => runbooks.work.focus_terminal(),
                Shown::Edit { .. } | Shown::Ask(_) | Shown::Ready { .. } | Shown::Results => runbooks.back(),
            }
        }
    };
    view! {
        <aside class="panel runbooks" data-size="wide" aria-label=text!(i18n, command.runbooks) on:keydown=keys>
            <Head runbooks />
            <p class="trouble bad" role="alert">
                {move || runbooks.trouble.get().map(|trouble| tell(i18n.get_locale(), &trouble))}
            </p>
            {move || match runbooks.shown.get() {
                Shown::List => view! { <List runbooks /> }.into_any(),
                Shown::Edit { text, replaces } => view! { <Edit runbooks text replaces /> }.into_any(),
                Shown::Ask(runbook) => view! { <Ask runbooks runbook /> }.into_any(),
                Shown::Ready { name, text, input } => view! { <Ready runbooks name text input /> }.into_any(),
                Shown::Results => view! { <Results runbooks /> }.into_any(),
            }}
        </aside>
    }
}

#[component]
fn Head(runbooks: Runbooks) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let title = move || match runbooks.shown.get() {
        Shown::List => t_string!(i18n, command.runbooks).to_owned(),
        Shown::Edit { replaces, .. } => replaces.unwrap_or_else(|| t_string!(i18n, runbooks.new).to_owned()),
        Shown::Ask(runbook) => runbook.name,
        Shown::Ready { name, .. } => name,
        Shown::Results => runbooks.batch.get().map(|batch| batch.name.get_value()).unwrap_or_default(),
    };
    let is_list = move || runbooks.shown.with(|shown| *shown == Shown::List);
    let button = move |icon: &'static str, label: Text, act: fn(Runbooks)| {
        view! {
            <li>
                <button type="button" class="icon small" title=label aria-label=label on:click=move |_| act(runbooks)>
                    <Icon name=icon />
                </button>
            </li>
        }
    };
    let close = text!(i18n, files.close);
    view! {
        <div class="bar">
            <Show when=move || !is_list()>
                <menu>{button("back", text!(i18n, runbooks.back), Runbooks::back)}</menu>
            </Show>
            <h2 class="grow clip">
                <bdi>{move || shown_text(&title())}</bdi>
            </h2>
            <menu>
                <Show when=is_list>
                    <Show when=move || runbooks.batch.with(Option::is_some)>
                        {button("script", text!(i18n, runbooks.results), |runbooks| runbooks.shown.set(Shown::Results))}
                    </Show>
                    {button("plus", text!(i18n, runbooks.new), begin_new)}
                    <Import runbooks />
                </Show>
                <li>
                    <button type="button" class="icon small" title=close aria-label=close on:click=move |_| panels.close()>
                        <Icon name="close" />
                    </button>
                </li>
            </menu>
        </div>
    }
}

/// Asks for what a runbook wants to know.
#[component]
fn Ask(runbooks: Runbooks, runbook: Runbook) -> impl IntoView {
    let i18n = use_i18n();
    let (fields, about) = (runbook.fields.clone(), runbook.about.clone());
    let submit = move |answers| runbooks.prepare(&runbook, &answers);
    view! {
        <div class="scroll fill">
            {(!about.is_empty()).then(|| view! { <p class="about">{shown_text(&about)}</p> })}
            <Form fields submit>
                <footer>
                    <button type="submit" class="primary">
                        {text!(i18n, runbooks.look)}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                    <button type="button" class="quiet" on:click=move |_| runbooks.back()>
                        {text!(i18n, page.cancel)}
                        <kbd aria-hidden="true">"Esc"</kbd>
                    </button>
                </footer>
            </Form>
        </div>
    }
}

/// What is in the way, and what the person can do.
fn tell(l: Locale, trouble: &Trouble) -> String {
    match trouble {
        Trouble::Bad(bad) => td_string!(l, runbooks.bad, line = bad.line, why = fault(l, &bad.fault)),
        Trouble::Exists(name) => td_string!(l, runbooks.exists, name = shown_text(name)),
        Trouble::TooMany => td_string!(l, runbooks.too_many).to_owned(),
        Trouble::Unreadable => td_string!(l, runbooks.unreadable).to_owned(),
        Trouble::Unkept(Unkept::Full) => td_string!(l, runbooks.full).to_owned(),
        Trouble::Unkept(Unkept::Unreadable | Unkept::Broken) => td_string!(l, runbooks.newer).to_owned(),
        Trouble::Unkept(Unkept::NoStorage | Unkept::Overtaken) => {
            td_string!(l, runbooks.no_storage).to_owned()
        }
    }
}

fn fault(l: Locale, fault: &Fault) -> String {
    match fault {
        Fault::NoName => td_string!(l, runbooks.no_name).to_owned(),
        Fault::TwoNames => td_string!(l, runbooks.two_names).to_owned(),
        Fault::Name => td_string!(l, runbooks.bad_name).to_owned(),
        Fault::Unknown(word) => td_string!(l, runbooks.unknown, word = shown_text(word)),
        Fault::Parameter(name) => td_string!(l, runbooks.parameter, name = shown_text(name)),
        Fault::Twice(name) => td_string!(l, runbooks.twice, name = shown_text(name)),
        Fault::Type(kind) => td_string!(l, runbooks.kind, kind = shown_text(kind)),
        Fault::Default(wrong) => td_string!(l, runbooks.default, why = wrong_words(l, *wrong)),
        Fault::SecretDefault => td_string!(l, runbooks.secret_default).to_owned(),
        Fault::TooMany => td_string!(l, runbooks.too_many_parameters).to_owned(),
        Fault::TooLong => td_string!(l, runbooks.too_long).to_owned(),
        Fault::Hidden => td_string!(l, runbooks.hidden).to_owned(),
    }
}

fn wrong_words(l: Locale, wrong: Wrong) -> String {
    super::super::form::tell(l, wrong)
}
