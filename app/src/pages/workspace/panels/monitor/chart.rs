//! A chart: lines that are drawn anew with each look.

use leptos::prelude::*;

use super::{Monitor, words};
use crate::panel::chart::{Lines, Room, draw, say};
use crate::panel::series::Subject;
use crate::words::{Locale, td_string, use_i18n};

/// Room of a small chart.
const SMALL: Room = Room { width: 160, height: 40 };

/// The lines of a chart; what they are drawn in is whoever asks's.
pub(super) fn paths(lines: Memo<Lines>) -> impl IntoView {
    let line = move |part: usize| lines.with(|lines| lines.lines[part].clone());
    view! {
        <path class="area" d=move || lines.with(|lines| lines.area.clone())></path>
        <path d=move || line(0)></path>
        <path class="second" d=move || line(1)></path>
        <path class="third" d=move || line(2)></path>
    }
}

/// The last minute of something, small.
#[component]
pub(super) fn SmallChart(monitor: Monitor, subject: Subject) -> impl IntoView {
    let i18n = use_i18n();
    let drawn = subject.clone();
    let lines = Memo::new(move |_| draw(&monitor.window(&drawn, 1), drawn.lines(), drawn.unit(), SMALL));
    // It changes seldom: whoever listens to it is not to be chased.
    let label = move || {
        let l = i18n.get_locale();
        monitor.said.track();
        untrack(|| said(l, monitor, &subject))
    };
    view! {
        <svg viewBox="0 0 160 40" preserveAspectRatio="none" role="img" aria-label=label>
            {paths(lines)}
        </svg>
    }
}

/// A chart in words.
fn said(l: Locale, monitor: Monitor, subject: &Subject) -> String {
    let window = monitor.window(subject, 1);
    let (now, most) = (say(subject.unit(), window.last()[0]), say(subject.unit(), window.most(0)));
    td_string!(l, monitor.chart, name = words::name(l, subject), minutes = 1, now = now, most = most)
}
