//! One slot of the form for what is going on and for what went wrong; it keeps its height.

use std::cmp::Ordering;

use leptos::prelude::*;

use super::fields::Fields;
use super::flow::Flow;
use crate::draft::Wrong;
use crate::parts::Icon;
use crate::sign_in::{At, Progress, Step};
use crate::trouble::{Told, tell_fault};
use crate::words::{Locale, td_string, text, use_i18n};

/// What the form has to say.
#[component]
pub(super) fn Says() -> impl IntoView {
    let i18n = use_i18n();
    let (fields, flow) = (expect_context::<Fields>(), expect_context::<Flow>());
    let says = move || match (fields.wrong.get(), flow.step()) {
        (Some(wrong), _) => {
            let told = Told { what: tell_wrong(i18n.get_locale(), wrong), next: String::new() };
            view! { <Fault told /> }.into_any()
        }
        (None, Step::Form(Some(fault))) => {
            view! { <Fault told=tell_fault(i18n.get_locale(), &fault) /> }.into_any()
        }
        (None, Step::Busy(progress) | Step::NewHost(_, progress) | Step::Code(_, _, progress)) => {
            view! { <Stages progress /> }.into_any()
        }
        (None, Step::Form(None) | Step::WrongHost(_) | Step::Open(..)) => {
            view! { <p class="hint">{text!(i18n, form.keeps)}</p> }.into_any()
        }
    };
    view! {
        <div class="says" aria-live="polite">
            {says}
        </div>
    }
}

#[component]
fn Fault(told: Told) -> impl IntoView {
    view! {
        <div class="notice bad" role="alert">
            <Icon name="alert" />
            <strong>{told.what}</strong>
            <span>{told.next}</span>
        </div>
    }
}

#[component]
fn Stages(progress: Progress) -> impl IntoView {
    let i18n = use_i18n();
    let Progress { hosts, reached, at } = progress;
    let is_there = reached == hosts.len();
    let hosts = hosts.into_iter().enumerate().map(move |(index, (host, millis))| {
        // Which of the hosts still to be reached is being dialled, only the relay knows.
        let class = match (index < reached, at) {
            (true, _) => "done",
            (false, At::Reaching) => "now",
            (false, At::HostKey | At::SigningIn) => "",
        };
        let millis = millis.map(|millis| view! { <span class="num">{millis} " ms"</span> });
        view! {
            <li class=class>
                <StageIcon class />
                <bdi>{host.to_string()}</bdi>
                {millis}
            </li>
        }
    });
    let later = move |stage: At| match at.cmp(&stage) {
        Ordering::Greater if is_there => "done",
        Ordering::Equal => "now",
        Ordering::Greater | Ordering::Less => "",
    };
    let (host_key, sign_in) = (later(At::HostKey), later(At::SigningIn));
    view! {
        <ol class="stages">
            {hosts.collect_view()} <li class=host_key>
                <StageIcon class=host_key />
                <span>{text!(i18n, stage.host_key)}</span>
            </li> <li class=sign_in>
                <StageIcon class=sign_in />
                <span>{text!(i18n, stage.sign_in)}</span>
            </li>
        </ol>
    }
}

#[component]
fn StageIcon(class: &'static str) -> impl IntoView {
    match class {
        "done" => view! { <Icon name="check" /> }.into_any(),
        "now" => view! { <Icon name="more" /> }.into_any(),
        _ => ().into_any(),
    }
}

fn tell_wrong(l: Locale, wrong: Wrong) -> String {
    match wrong {
        Wrong::Host => td_string!(l, form.missing_host).to_owned(),
        Wrong::Option => td_string!(l, form.odd_option).to_owned(),
        Wrong::Port => td_string!(l, form.missing_port).to_owned(),
        Wrong::User => td_string!(l, form.missing_user).to_owned(),
        Wrong::Hop(number) => td_string!(l, form.wrong_hop, number = number),
        Wrong::Key => td_string!(l, form.missing_key).to_owned(),
    }
}
