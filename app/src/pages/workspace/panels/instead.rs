//! Where a list cannot be shown: why, and the way on.

use leptos::prelude::*;
use postern_shared::script::{Ran, Remedy, Tool};

use super::root::PasswordForm;
use super::shown_text;
use super::station::{Known, Station};
use crate::net::NetError;
use crate::parts::Icon;
use crate::trouble::tell_net;
use crate::words::{Locale, t_string, td_string, text, use_i18n};

/// What is to be seen of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shown {
    /// It is being read for the first time.
    Coming,
    /// It.
    Here,
    /// It cannot be read: what the target said.
    Failed(Ran),
    /// The target lacks a tool.
    Lacks(Tool),
    /// Nothing was heard.
    Lost(NetError),
}

/// Why there is no list, where that depends on what is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It is on its way.
    Coming,
    /// This user may not read it.
    NotAllowed,
    /// There is none any more.
    Gone,
    /// It could not be read.
    Failed,
}

/// Why there is no list, and what to do about it.
#[component]
pub(super) fn Instead(
    station: Station,
    state: RwSignal<Shown>,
    words: fn(Locale, Why) -> &'static str,
    /// Reads it again.
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let say = move |why| words(i18n.get_locale(), why).to_owned();
    let says = move || match station.tools.get() {
        Known::Coming => (false, t_string!(i18n, files.probing).to_owned(), String::new()),
        Known::Unknown(Ok(ran)) if ran.status == Some(127) => {
            (true, t_string!(i18n, files.no_bash).to_owned(), String::new())
        }
        Known::Unknown(Ok(ran)) => (true, t_string!(i18n, files.probe_failed).to_owned(), said(&ran.stderr)),
        Known::Unknown(Err(why)) => lost(i18n.get_locale(), &why),
        Known::Here(_) => match state.get() {
            Shown::Coming | Shown::Here => (false, say(Why::Coming), String::new()),
            Shown::Lacks(tool) => (true, lacks(i18n.get_locale(), tool), String::new()),
            Shown::Lost(why) => lost(i18n.get_locale(), &why),
            shown @ Shown::Failed(_) => {
                let what = match remedy(&shown) {
                    Some(Remedy::Sudo) => say(Why::NotAllowed),
                    Some(Remedy::Password | Remedy::PasswordAgain) => {
                        t_string!(i18n, drawer.help_password).to_owned()
                    }
                    Some(Remedy::NotAllowed) => t_string!(i18n, drawer.help_not_allowed).to_owned(),
                    Some(Remedy::ReadAgain) => say(Why::Gone),
                    Some(
                        Remedy::OtherName
                        | Remedy::MakeRoom
                        | Remedy::ReadOnly
                        | Remedy::Install
                        | Remedy::EndUse,
                    )
                    | None => say(Why::Failed),
                };
                let Shown::Failed(ran) = shown else { return (true, what, String::new()) };
                (true, what, said(complaint(&ran)))
            }
        },
    };
    let begin = move |_| {
        if station.tools.with_untracked(|known| matches!(known, Known::Here(_))) {
            again.run(());
        } else {
            station.probe();
        }
    };
    move || {
        let (is_bad, what, said) = says();
        view! {
            <div class="scroll instead" role="status">
                <p>{what}</p>
                {(!said.is_empty()).then(|| view! { <samp class="bad">{said}</samp> })}
                <AsRoot station state again />
                {is_bad
                    .then(|| {
                        view! {
                            <button type="button" on:click=begin>
                                {text!(i18n, files.again)}
                            </button>
                        }
                    })}
            </div>
        }
    }
}

/// The way on where this user may not read: as root, and with the password of `sudo` where it wants one.
#[component]
fn AsRoot(station: Station, state: RwSignal<Shown>, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let remedy = Memo::new(move |_| state.with(remedy));
    let may = move || remedy.get() == Some(Remedy::Sudo) && station.may_be_root() && !station.is_root.get();
    let asks = Memo::new(move |_| {
        let wants = matches!(remedy.get(), Some(Remedy::Password | Remedy::PasswordAgain));
        wants && !station.has_password()
    });
    view! {
        <Show when=may>
            <button type="button" class="primary" on:click=move |_| station.set_root(true)>
                <Icon name="shield" />
                {text!(i18n, root.read)}
            </button>
        </Show>
        <Show when=move || asks.get()>
            <PasswordForm station then=move || again.run(()) />
        </Show>
    }
}

fn lost(l: Locale, why: &NetError) -> (bool, String, String) {
    let told = tell_net(l, why);
    (true, told.what, told.next)
}

/// That the target lacks a tool.
pub(super) fn lacks(l: Locale, tool: Tool) -> String {
    td_string!(l, files.lacks, tool = tool.command())
}

fn said(words: &[u8]) -> String {
    shown_text(&String::from_utf8_lossy(words))
}

/// What a script complained of: its errors, or the last it said at all where it has none.
fn complaint(ran: &Ran) -> &[u8] {
    if !ran.stderr.trim_ascii().is_empty() {
        return &ran.stderr;
    }
    let last = ran.stdout.trim_ascii_end().rsplit(|byte| matches!(byte, b'\n' | 0)).next();
    last.unwrap_or_default()
}

/// What the person can do about a list that cannot be read.
fn remedy(shown: &Shown) -> Option<Remedy> {
    match shown {
        Shown::Failed(ran) => Remedy::after(ran),
        Shown::Coming | Shown::Here | Shown::Lacks(_) | Shown::Lost(_) => None,
    }
}
