//! The marks of a tab: progress, bell, new output. Shape and colour say the same, and so do the words.

use leptos::prelude::*;

use crate::marks::{Marks, Progress, ProgressKind, Stir};
use crate::parts::Icon;
use crate::words::{Locale, td_string, use_i18n};

/// The marks of one tab; takes no room while there is nothing to tell.
#[component]
pub(super) fn TabMarks(#[prop(into)] marks: Signal<Marks>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let Marks { progress, stir } = marks.get();
        let words = words(i18n.get_locale(), marks.get())?;
        let stir = match stir {
            Stir::Quiet => None,
            Stir::Output => Some(view! { <span class="news"></span> }.into_any()),
            Stir::Bell => Some(view! { <Icon name="bell" /> }.into_any()),
        };
        Some(view! {
            <span class="tab-marks" role="img" aria-label=words.clone() title=words>
                {progress.map(ring)}
                {stir}
            </span>
        })
    }
}

/// A ring that closes; dashes for what has no measure, two bars in it for what waits, one for what failed.
fn ring(Progress { kind, percent }: Progress) -> impl IntoView {
    let kind_name = match kind {
        ProgressKind::Busy => "busy",
        ProgressKind::Normal => "normal",
        ProgressKind::Paused => "paused",
        ProgressKind::Error => "error",
    };
    let bars = match kind {
        ProgressKind::Busy | ProgressKind::Normal => "",
        ProgressKind::Paused => "M6.5 6v4M9.5 6v4",
        ProgressKind::Error => "M5.5 8h5",
    };
    let arc = format!("{} 100", percent.unwrap_or(if kind == ProgressKind::Busy { 25 } else { 100 }));
    view! {
        <svg class=format!("i ring {kind_name}") viewBox="0 0 16 16" aria-hidden="true">
            <circle class="whole" cx="8" cy="8" r="5.75"></circle>
            <circle class="arc" cx="8" cy="8" r="5.75" pathLength="100" stroke-dasharray=arc></circle>
            <path d=bars></path>
        </svg>
    }
}

/// All of it in words; none if there is nothing to tell.
fn words(l: Locale, marks: Marks) -> Option<String> {
    let progress = marks.progress.map(|Progress { kind, percent }| {
        let kind = match kind {
            ProgressKind::Busy => td_string!(l, marks.busy),
            ProgressKind::Normal => td_string!(l, marks.normal),
            ProgressKind::Paused => td_string!(l, marks.paused),
            ProgressKind::Error => td_string!(l, marks.failed),
        };
        match percent {
            Some(percent) => format!("{kind} {percent} %"),
            None => kind.to_owned(),
        }
    });
    let stir = match marks.stir {
        Stir::Quiet => None,
        Stir::Output => Some(td_string!(l, marks.output)),
        Stir::Bell => Some(td_string!(l, marks.bell)),
    };
    match (progress, stir) {
        (Some(progress), Some(stir)) => Some(format!("{progress}, {stir}")),
        (progress, stir) => progress.or(stir.map(str::to_owned)),
    }
}
