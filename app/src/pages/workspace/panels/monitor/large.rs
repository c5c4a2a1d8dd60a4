//! A figure, large: the last minutes with an axis, and what it was when.

use leptos::prelude::*;
use postern_shared::script::monitor::Mount;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use super::chart::paths;
use super::figures::Fullness;
use super::{Large, Monitor, words};
use crate::panel::chart::{Room, draw, say};
use crate::panel::series::{Subject, UNKNOWN, Unit, Values, Window};
use crate::parts::{Dialog, Icon};
use crate::words::{t_string, text, use_i18n};

/// Room of a large chart.
const ROOM: Room = Room { width: 600, height: 200 };
/// How far back it can look, in minutes.
const MINUTES: [u16; 4] = [1, 5, 15, 60];

/// What is shown large, if something is.
#[component]
pub(super) fn LargeView(monitor: Monitor, host: String) -> impl IntoView {
    let i18n = use_i18n();
    let close = move || monitor.close_large();
    let host = StoredValue::new(host);
    let is_space = Memo::new(move |_| monitor.large.get() == Some(Large::Space));
    view! {
        <Show when=move || monitor.large.with(Option::is_some)>
            <Dialog class="wide monitor-large" labelled_by="monitor-title" on_close=close>
                <header>
                    <Icon name="pulse" />
                    <h2 id="monitor-title">
                        <bdi>{host.get_value()}</bdi>
                    </h2>
                    <ShownChoice monitor />
                </header>
                <section>
                    <Show when=move || is_space.get() fallback=move || view! { <Chart monitor /> }>
                        <SpaceTable monitor />
                    </Show>
                </section>
                <footer>
                    <Show when=move || !is_space.get()>
                        <RangeChoice monitor />
                    </Show>
                    <span class="grow"></span>
                    <button type="button" class="primary" on:click=move |_| close()>
                        {text!(i18n, page.close)}
                    </button>
                </footer>
            </Dialog>
        </Show>
    }
}

/// Everything there are figures of.
#[component]
fn ShownChoice(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    let choices = Memo::new(move |_| {
        monitor.now.track();
        let mut all: Vec<Large> =
            monitor.history.with_value(|history| history.subjects()).into_iter().map(Large::Chart).collect();
        all.extend(monitor.look(|now| now.frame.mounts.as_ref().map(|_| Large::Space)));
        all
    });
    let choose = move |event| {
        let at = event_target_value(&event).parse::<usize>().ok();
        if let Some(chosen) = at.and_then(|at| choices.with_untracked(|all| all.get(at).cloned())) {
            monitor.large.set(Some(chosen));
        }
    };
    let option = move |(at, large): (usize, Large)| {
        let name = match &large {
            Large::Chart(subject) => words::name(i18n.get_locale(), subject),
            Large::Space => t_string!(i18n, monitor.space).to_owned(),
        };
        let is_chosen = monitor.large.with(|shown| *shown == Some(large));
        view! {
            <option value=at selected=is_chosen>
                {name}
            </option>
        }
    };
    view! {
        <select aria-label=text!(i18n, monitor.shown) on:change=choose>
            {move || choices.get().into_iter().enumerate().map(option).collect_view()}
        </select>
    }
}

/// How far back.
#[component]
fn RangeChoice(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    let choice = move |minutes: u16| {
        view! {
            <label>
                <input
                    type="radio"
                    name="monitor-range"
                    prop:checked=move || monitor.minutes.get() == minutes
                    on:change=move |_| monitor.minutes.set(minutes)
                />
                {text!(i18n, monitor.minutes, minutes = minutes)}
            </label>
        }
    };
    view! {
        <fieldset class="segmented" aria-label=text!(i18n, monitor.range)>
            {MINUTES.map(choice).collect_view()}
        </fieldset>
    }
}

/// A chart with what it takes to read it.
#[derive(Clone, Copy)]
struct Reading {
    monitor: Monitor,
    subject: Memo<Subject>,
    window: Memo<Window>,
    /// The time that is read, in hundredths of a second of the target's clock; none for now.
    cursor: RwSignal<Option<u64>>,
}

impl Reading {
    /// The point that is read: its place, its time, its values; tracked.
    fn point(self) -> Option<(usize, u64, Values)> {
        let cursor = self.cursor.get();
        self.window.with(|window| {
            let last = window.points.len().checked_sub(1)?;
            let place = cursor.and_then(|at| window.nearest(at)).unwrap_or(last);
            let (at, values) = window.points[place];
            Some((place, at, values))
        })
    }

    fn step(self, by: isize) {
        let Some((place, ..)) = untrack(|| self.point()) else { return };
        self.window.with_untracked(|window| {
            let last = window.points.len().saturating_sub(1);
            let place = place.saturating_add_signed(by).min(last);
            // At its end it goes on with time.
            self.cursor.set((place < last).then(|| window.points[place].0));
        });
    }

    fn key(self, event: &KeyboardEvent) {
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -1,
            "ArrowRight" | "ArrowUp" => 1,
            "PageUp" => -30,
            "PageDown" => 30,
            "Home" => isize::MIN,
            "End" => isize::MAX,
            _ => return,
        };
        event.prevent_default();
        self.step(by);
    }

    fn point_at(self, event: &PointerEvent) {
        let target = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(chart) = target else { return };
        let area = chart.get_bounding_client_rect();
        let part = ((f64::from(event.client_x()) - area.left()) / area.width().max(1.0)).clamp(0.0, 1.0);
        let (begin, end) = self.window.with_untracked(|window| (window.begin, window.end));
        self.cursor.set(Some(begin + ((end - begin) as f64 * part) as u64));
    }

    /// When that was, as the clock showed it.
    fn clock(self, l: crate::words::Locale, at: u64) -> String {
        crate::when::clock(l, self.monitor.began.get_value() + at as f64 * 10.0)
    }

    fn unit(self) -> Unit {
        self.subject.with(Subject::unit)
    }
}

#[component]
fn Chart(monitor: Monitor) -> impl IntoView {
    let subject = Memo::new(move |before: Option<&Subject>| match monitor.large.get() {
        Some(Large::Chart(subject)) => subject,
        Some(Large::Space) | None => before.cloned().unwrap_or(Subject::Cpu),
    });
    let window = Memo::new(move |_| subject.with(|subject| monitor.window(subject, monitor.minutes.get())));
    let reading = Reading { monitor, subject, window, cursor: RwSignal::new(None) };
    view! {
        <div class="large">
            <Plot reading />
        </div>
        <Legend reading />
    }
}

/// The lines, their axes, and the cursor.
#[component]
fn Plot(reading: Reading) -> impl IntoView {
    let i18n = use_i18n();
    let Reading { monitor, subject, window, cursor } = reading;
    let lines = Memo::new(move |_| {
        let (lines, unit) = subject.with(|subject| (subject.lines(), subject.unit()));
        window.with(|window| draw(window, lines, unit, ROOM))
    });
    let value = move |part: f32| say(reading.unit(), lines.with(|lines| lines.top) * part);
    let x = move || {
        let (_, at, _) = reading.point()?;
        let (begin, end) = window.with(|window| (window.begin, window.end));
        Some(at.saturating_sub(begin) as f64 / (end - begin).max(1) as f64 * f64::from(ROOM.width))
    };
    let x = Signal::derive(move || format!("{:.1}", x().unwrap_or_else(|| f64::from(ROOM.width))));
    let said = move || {
        let l = i18n.get_locale();
        let Some((_, at, values)) = reading.point() else { return String::new() };
        let parts = subject.with(|subject| words::parts(l, subject));
        let said =
            parts.iter().zip(values).map(|(part, value)| format!("{part} {}", say(reading.unit(), value)));
        format!("{}: {}", reading.clock(l, at), said.collect::<Vec<_>>().join(", "))
    };
    let last = move || window.with(|window| window.points.len().saturating_sub(1));
    let ago = move |part: u16| {
        t_string!(
            i18n,
            monitor.minutes,
            minutes = format!("−{}", f64::from(monitor.minutes.get()) / f64::from(part))
        )
    };
    view! {
        <div class="axis num" aria-hidden="true">
            <span>{move || value(1.0)}</span>
            <span>{move || value(0.5)}</span>
            <span>{move || value(0.0)}</span>
        </div>
        <div
            class="plot"
            role="slider"
            tabindex="0"
            aria-label=text!(i18n, monitor.cursor)
            aria-valuemin="0"
            aria-valuemax=last
            aria-valuenow=move || reading.point().map_or(0, |(place, ..)| place)
            aria-valuetext=said
            on:keydown=move |event| reading.key(&event)
            on:pointermove=move |event| reading.point_at(&event)
            on:pointerdown=move |event| reading.point_at(&event)
            on:pointerleave=move |_| cursor.set(None)
        >
            <svg viewBox="0 0 600 200" preserveAspectRatio="none" aria-hidden="true">
                <path class="grid" d="M0 0.5H600M0 100H600M0 199.5H600M150 0V200M300 0V200M450 0V200"></path>
                {paths(lines)}
                <line class="cursor" x1=x x2=x y1="0" y2="200"></line>
            </svg>
        </div>
        <div class="times num" aria-hidden="true">
            <span>{move || ago(1)}</span>
            <span>{move || ago(2)}</span>
            <span>{text!(i18n, monitor.now)}</span>
        </div>
    }
}

/// What each line is, what it was at the cursor, and at most.
#[component]
fn Legend(reading: Reading) -> impl IntoView {
    let i18n = use_i18n();
    let Reading { subject, window, .. } = reading;
    let when = move || reading.point().map(|(_, at, _)| reading.clock(i18n.get_locale(), at));
    let what = move || subject.with(|subject| words::name(i18n.get_locale(), subject));
    let row = move |(part, name): (usize, String)| {
        let now = move || {
            let value = reading.point().map_or(UNKNOWN, |(.., values)| values)[part];
            if value.is_finite() {
                say(reading.unit(), value)
            } else {
                t_string!(i18n, monitor.gap).to_owned()
            }
        };
        let most = move || say(reading.unit(), window.with(|window| window.most(part)));
        view! {
            <tr>
                <th scope="row">
                    <i data-part=part></i>
                    <bdi>{name}</bdi>
                </th>
                <td class="n">{now}</td>
                <td class="n quiet-text">{most}</td>
            </tr>
        }
    };
    view! {
        <table class="rows legend">
            <thead>
                <tr>
                    <th scope="col">{what}</th>
                    <th scope="col" class="n">
                        {when}
                    </th>
                    <th scope="col" class="n">
                        {text!(i18n, monitor.most)}
                    </th>
                </tr>
            </thead>
            <tbody>
                {move || {
                    let parts = subject.with(|subject| words::parts(i18n.get_locale(), subject));
                    parts.into_iter().enumerate().map(row).collect_view()
                }}
            </tbody>
        </table>
    }
}

/// Every file system.
#[component]
fn SpaceTable(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    let mounts = Memo::new(move |_| monitor.look(|now| now.frame.mounts.clone()).unwrap_or_default());
    let row = move |mount: Mount| {
        let bytes = |bytes: u64| say(Unit::Bytes, bytes as f32);
        view! {
            <tr>
                <td class="key">
                    <bdi>{words::shown(&mount.at)}</bdi>
                </td>
                <td>
                    <bdi>{words::shown(&mount.from)}</bdi>
                </td>
                <td class="n">{bytes(mount.size)}</td>
                <td class="n">{bytes(mount.used)}</td>
                <td class="n">{bytes(mount.free)}</td>
                <td>
                    <span class="cell">
                        <Fullness mount />
                    </span>
                </td>
            </tr>
        }
    };
    view! {
        <table class="rows space">
            <thead>
                <tr>
                    <th scope="col">{text!(i18n, monitor.mount)}</th>
                    <th scope="col">{text!(i18n, monitor.device)}</th>
                    <th scope="col" class="n">
                        {text!(i18n, monitor.size)}
                    </th>
                    <th scope="col" class="n">
                        {text!(i18n, monitor.used)}
                    </th>
                    <th scope="col" class="n">
                        {text!(i18n, monitor.free)}
                    </th>
                    <th scope="col">
                        <span class="visually-hidden">{text!(i18n, monitor.space)}</span>
                    </th>
                </tr>
            </thead>
            <tbody>{move || mounts.get().into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
