//! The monitor strip: the figures of a target, side by side.

use leptos::prelude::*;

use super::figures::{Cpu, Disk, Heat, MemoryFigure, Network, SpaceFigure};
use super::large::LargeView;
use super::{Known, Monitor, State, Station};
use crate::words::{t_string, text, use_i18n};

/// The figures of a target. While they are on the page, the target is looked at.
#[component]
pub(in super::super) fn MonitorStrip(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let monitor = station.monitor;
    station.watch();
    on_cleanup(move || station.unwatch());
    // What the target has may be known only now.
    Effect::new(move || {
        if station.tools.with(|known| matches!(known, Known::Here(_))) {
            station.begin_monitor();
        }
    });
    let has_heat =
        Memo::new(move |_| monitor.look(|now| (!now.frame.sensors.is_empty()).then_some(())).is_some());
    let is_there = Memo::new(move |_| monitor.now.with(Option::is_some));
    let state = move || match monitor.state.get() {
        State::Coming | State::Here => None,
        State::Away => Some("away"),
        State::Failed => Some("failed"),
    };
    view! {
        <div
            class="monitor"
            role="group"
            aria-label=text!(i18n, monitor.group)
            data-figures=move || if has_heat.get() { "6" } else { "5" }
            data-state=state
        >
            <Show when=move || is_there.get() fallback=move || view! { <Instead station /> }>
                <Cpu monitor />
                <MemoryFigure monitor />
                <Disk monitor />
                <Network monitor />
                <Show when=move || has_heat.get()>
                    <Heat monitor />
                </Show>
                <SpaceFigure monitor />
            </Show>
        </div>
        <Says station />
        <LargeView monitor host=station.desk.host() />
    }
}

/// Before there are figures.
#[component]
fn Instead(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Show when=move || !is_failed(station)>
            <p class="hint" role="status">
                {text!(i18n, monitor.coming)}
            </p>
        </Show>
    }
}

/// Whether no figures come, and none will; tracked.
fn is_failed(station: Station) -> bool {
    let is_unknown = station.tools.with(|known| matches!(known, Known::Unknown(_)));
    station.monitor.state.get() == State::Failed || is_unknown
}

/// Why the figures do not come, or do not go on.
#[component]
fn Says(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let Monitor { state, now, .. } = station.monitor;
    let says = move || match (now.with(Option::is_some), is_failed(station), state.get()) {
        (true, true, _) => Some(t_string!(i18n, monitor.stopped)),
        (false, true, _) => Some(t_string!(i18n, monitor.failed)),
        (true, false, State::Away) => Some(t_string!(i18n, monitor.away)),
        (_, false, State::Coming | State::Here | State::Away | State::Failed) => None,
    };
    let again = move |_| {
        if station.tools.with_untracked(|known| matches!(known, Known::Here(_))) {
            station.begin_monitor();
        } else {
            station.probe();
        }
    };
    view! {
        <Show when=move || says().is_some()>
            <p class="bar thin hint" role="status">
                <span class="grow clip">{says}</span>
                <Show when=move || is_failed(station)>
                    <button type="button" class="small" on:click=again>
                        {text!(i18n, monitor.again)}
                    </button>
                </Show>
            </p>
        </Show>
    }
}
