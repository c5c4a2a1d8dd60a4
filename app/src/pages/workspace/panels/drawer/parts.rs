//! What both the drawer and the status bar say of a script.

use leptos::prelude::*;

use super::super::{Panels, shown_text};
use super::{Phase, Sheet};
use crate::parts::Icon;
use crate::trouble::tell_net;
use crate::words::{Locale, td_string, text, use_i18n};

/// A time a script took.
pub(in super::super) fn took(millis: u64) -> String {
    match millis {
        0..10_000 => format!("{}.{:02} s", millis / 1000, millis % 1000 / 10),
        10_000..60_000 => format!("{}.{} s", millis / 1000, millis % 1000 / 100),
        _ => format!("{}:{:02} min", millis / 60_000, millis / 1000 % 60),
    }
}

/// How it ended, in a word or two; none before.
pub(in super::super) fn end(l: Locale, phase: &Phase) -> Option<String> {
    match phase {
        Phase::Waits => None,
        Phase::Running => Some(td_string!(l, drawer.running).to_owned()),
        Phase::Away => Some(td_string!(l, drawer.away).to_owned()),
        Phase::Ran { status: Some(status), .. } => Some(td_string!(l, drawer.exit, status = *status)),
        Phase::Ran { signal: Some(signal), .. } => {
            Some(td_string!(l, drawer.killed, signal = signal.clone()))
        }
        Phase::Ran { .. } => Some(td_string!(l, drawer.ended).to_owned()),
        Phase::Lost(_) => Some(td_string!(l, drawer.lost).to_owned()),
    }
}

/// Why nothing is known of it any more.
pub(in super::super) fn lost(l: Locale, phase: &Phase) -> Option<String> {
    match phase {
        Phase::Lost(why) => {
            let told = tell_net(l, why);
            Some(format!("{} {}", told.what, told.next))
        }
        _ => None,
    }
}

/// In the status bar: the last script of the session, and how it ended; it opens the drawer.
#[component]
pub(in crate::pages::workspace) fn LastScript() -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let last = Memo::new(move |_| {
        let station = panels.known()?;
        station.drawer.ran.with(|ran| ran.iter().find(|sheet| !sheet.is_quiet).copied())
    });
    let label = text!(i18n, drawer.last);
    let line = move |sheet: Sheet| {
        let gist = move || {
            let text = sheet.as_run.try_get().unwrap_or_default();
            shown_text(&postern_shared::script::Script::edited(text).gist())
        };
        let said = move || sheet.phase.try_get().and_then(|phase| end(i18n.get_locale(), &phase));
        let is_bad = move || sheet.phase.try_get().is_some() && sheet.is_failed();
        let time = move || match sheet.phase.try_get() {
            Some(Phase::Ran { millis, .. }) => took(millis),
            _ => String::new(),
        };
        view! {
            <button type="button" class="quiet clip last-script" title=label on:click=move |_| panels.toggle_drawer()>
                <Icon name="script" />
                <code class="clip">{gist}</code>
                <span class:ok=move || !is_bad() class:bad=is_bad>{said}</span>
                <span class="num quiet-text">{time}</span>
            </button>
        }
    };
    move || last.get().map(line)
}
