//! The status bar: what holds for the pane, in one line.

use leptos::prelude::*;

use super::echo::EchoMark;
use super::panels::LastScript;
use super::transfers::Chip;
use super::view::View;
use super::work::{Seat, Work};
use crate::command::Command;
use crate::parts::Icon;
use crate::session::State;
use crate::words::{text, use_i18n};

/// The status bar.
#[component]
pub(super) fn Status() -> impl IntoView {
    let i18n = use_i18n();
    let work = expect_context::<Work>();
    let focused = Memo::new(move |_| work.focused());
    view! {
        <footer class="status">
            {move || focused.get().map(|seat| view! { <OfPane seat /> })}
            <LastScript />
            <span class="grow"></span>
            <Offer />
            <Chip />
            {move || focused.get().map(|seat| view! { <Numbers view=seat.view /> })}
            <button type="button" class="quiet extra" on:click=move |_| work.run(Command::Keys)>
                {text!(i18n, work.keys)}
                <kbd aria-hidden="true">{move || work.gate_key()}</kbd>
            </button>
        </footer>
    }
}

/// What was closed last can be brought back.
#[component]
fn Offer() -> impl IntoView {
    let i18n = use_i18n();
    let work = expect_context::<Work>();
    view! {
        <span class="closed" role="status">
            {move || {
                work.offer().map(|name| {
                    view! {
                        <span class="clip">{text!(i18n, work.closed, name = name.clone())}</span>
                        <button type="button" class="quiet" title=move || work.titled("", Command::Reopen) on:click=move |_| work.run(Command::Reopen)>
                            {text!(i18n, work.undo)}
                        </button>
                    }
                })
            }}
        </span>
    }
}

/// Whom the pane that has the keyboard shows.
#[component]
fn OfPane(seat: Seat) -> impl IntoView {
    let i18n = use_i18n();
    let Seat { view, desk, .. } = seat;
    let dot = move || match view.shown().map(|shown| shown.state) {
        Some(State::Live { .. }) => "dot",
        Some(State::Ended(_)) => "dot down",
        _ => "dot wait",
    };
    let target = desk.place();
    let host_key = move || {
        desk.info.get().map(|info| {
            let title = format!("{} {}", info.host_key.algorithm, info.host_key.fingerprint);
            view! {
                <span class="extra" title=title>
                    <Icon name="shield" />
                    {info.host_key.family().to_owned()}
                </span>
                <span class="extra clip">
                    <bdi>{info.server}</bdi>
                </span>
                {info
                    .single_link
                    .then(|| {
                        view! {
                            <span class="extra" title=text!(i18n, shell.single_link_hint)>
                                {text!(i18n, shell.single_link)}
                            </span>
                        }
                    })}
            }
        })
    };
    view! {
        <span>
            <span class=dot></span>
            <code>{target}</code>
        </span>
        {host_key}
    }
}

/// What can be counted of it.
#[component]
fn Numbers(view: View) -> impl IntoView {
    let i18n = use_i18n();
    let size = move || format!("{}×{}", view.size.get().cols(), view.size.get().rows());
    view! {
        <RoundTrips view />
        <EchoMark view />
        <span class="num" title=text!(i18n, shell.size)>
            {size}
        </span>
        <span class="extra">"UTF-8"</span>
    }
}

#[component]
fn RoundTrips(view: View) -> impl IntoView {
    let i18n = use_i18n();
    let trips = Memo::new(move |_| view.shown().map(|shown| shown.round_trips).unwrap_or_default());
    move || {
        let trips = trips.get();
        let last = *trips.last()?;
        Some(view! {
            <span class="num" title=text!(i18n, shell.round_trip)>
                <svg class="spark" viewBox="0 0 320 110" aria-hidden="true">
                    <path d=spark(&trips)></path>
                </svg>
                {text!(i18n, shell.millis, millis = last)}
            </span>
        })
    }
}

/// A line through the values, in a box of 320 by 110; a flat one lies in the middle.
fn spark(values: &[u32]) -> String {
    let (low, high) = (values.iter().min().copied().unwrap_or(0), values.iter().max().copied().unwrap_or(0));
    // Below this spread everything would look like a mountain range.
    let spread = u64::from(high - low).max(8);
    let floor = u64::from(high + low) / 2 + spread / 2;
    let step = 320 / (values.len().max(2) - 1);
    let points = values.iter().enumerate().map(|(index, &value)| {
        let below = floor.saturating_sub(u64::from(value)).min(spread);
        format!("{} {}", index * step, 10 + 90 * below / spread)
    });
    let points: Vec<String> = points.collect();
    match points.as_slice() {
        [] => String::new(),
        [one] => format!("M{one}h320"),
        many => format!("M{}", many.join("L")),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::spark;

    #[test]
    fn the_line_stays_in_its_box() {
        for values in [&[][..], &[5], &[0, 1000], &[7, 7, 7], &[3, 9, 1, u32::MAX / 4]] {
            let path = spark(values);
            let numbers = path.split(['M', 'L', 'h', ' ']).filter_map(|number| number.parse::<u32>().ok());
            assert!(numbers.clone().all(|n| n <= 320), "{path}");
        }
    }
}
