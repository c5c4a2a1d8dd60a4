//! How often the target is looked at, or not at all.

use leptos::prelude::*;

use super::{Pace, Station};
use crate::words::{text, use_i18n};

/// A choice of paces, for the bar of a panel.
#[component]
pub(in super::super) fn PaceChoice(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let monitor = station.monitor;
    let choice = move |pace: Pace| {
        let label = match pace {
            Pace::Every(seconds) => text!(i18n, monitor.seconds, seconds = seconds),
            Pace::Still => text!(i18n, monitor.still),
        };
        view! {
            <label>
                <input
                    type="radio"
                    name="pace"
                    prop:checked=move || monitor.pace.get() == pace
                    on:change=move |_| station.set_pace(pace)
                />
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="segmented small" aria-label=text!(i18n, monitor.pace)>
            {[Pace::Every(2), Pace::Every(10), Pace::Still].map(choice).collect_view()}
        </fieldset>
    }
}
