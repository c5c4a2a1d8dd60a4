//! The figures of the strip: a name that opens it large, the value of now, a picture, a line of details.

use leptos::prelude::*;
use postern_shared::script::monitor::{Frame, Memory, Mount};

use super::chart::SmallChart;
use super::{Large, Monitor, words};
use crate::panel::chart::{bare, say};
use crate::panel::series::{Subject, Unit};
use crate::words::{Text, t_string, td_string, text, use_i18n};

/// From here on a core is hot, and from here on a file system full, as parts of all there is.
const HOT: f64 = 0.85;
const FULL: f64 = 0.9;
/// File systems that there is room for.
const MOUNTS: usize = 3;

/// A figure; what the target does not tell of is said to be so.
#[component]
fn Figure(
    monitor: Monitor,
    /// Id of its name.
    id: &'static str,
    /// What it opens large.
    large: Large,
    label: Text,
    #[prop(into)] value: Signal<String>,
    /// The file whose figures they are, and whether the target tells them.
    file: &'static str,
    is_told: fn(&Frame) -> bool,
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_told = Memo::new(move |_| monitor.look(|now| is_told(&now.frame).then_some(())).is_some());
    let absent = text!(i18n, monitor.absent, file = file);
    view! {
        <figure>
            <figcaption>
                <button
                    type="button"
                    id=id
                    class="quiet"
                    aria-haspopup="dialog"
                    disabled=move || !is_told.get()
                    on:click=move |_| monitor.enlarge(large.clone(), id)
                >
                    {label}
                </button>
                <span class="num">{move || if is_told.get() { value.get() } else { "–".to_owned() }}</span>
            </figcaption>
            <Show when=move || is_told.get() fallback=move || view! { <p class="absent">{absent}</p> }>
                {children()}
            </Show>
        </figure>
    }
}

/// The last value of something, as its chart has it; tracked.
fn last(monitor: Monitor, subject: &Subject, part: usize) -> f32 {
    monitor.window(subject, 1).last()[part]
}

/// Cores, and the load.
#[component]
pub(super) fn Cpu(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    let value = Signal::derive(move || say(Unit::Percent, last(monitor, &Subject::Cpu, 0)));
    let load = move || {
        let [one, five, fifteen] = monitor.look(|now| now.frame.load)?.map(|load| format!("{load:.2}"));
        Some(t_string!(i18n, monitor.load_now, one = one, five = five, fifteen = fifteen))
    };
    view! {
        <Figure
            monitor
            id="figure-cpu"
            large=Large::Chart(Subject::Cpu)
            label=text!(i18n, monitor.cpu)
            value
            file="/proc/stat"
            is_told=|frame| frame.cores.is_some()
        >
            <Cores monitor />
            <p class="num">{load}</p>
        </Figure>
    }
}

/// A bar for each core.
#[component]
fn Cores(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    // A core is there before it is known how busy it is.
    let cores = Memo::new(move |_| {
        monitor.look(|now| {
            let (_, each) = now.frame.cores.as_ref()?;
            let busy = |number: u16| now.rates.cores.iter().find(|(core, _)| *core == number);
            let busy = |number: u16| busy(number).map_or(0.0, |(_, busy)| *busy);
            Some(each.iter().map(|(number, _)| (*number, busy(*number))).collect::<Vec<_>>())
        })
    });
    let count = Memo::new(move |_| cores.with(|cores| cores.as_ref().map_or(0, Vec::len)));
    let busy = move |at: usize| {
        let of = |cores: &Vec<(u16, f64)>| cores.get(at).map(|(_, busy)| *busy);
        cores.with(|cores| cores.as_ref().and_then(of)).unwrap_or_default()
    };
    let label = move || {
        let l = i18n.get_locale();
        monitor.said.track();
        let cores = cores.get_untracked().unwrap_or_default();
        let (number, busy) = cores.iter().copied().max_by(|one, other| one.1.total_cmp(&other.1))?;
        let percent = format!("{:.0}", busy * 100.0);
        Some(match cores.len() {
            1 => td_string!(l, monitor.one_core, percent = percent),
            count => td_string!(l, monitor.cores, count = count, number = number, percent = percent),
        })
    };
    let bar = move |at: usize| {
        let x = at * 20 + 2;
        view! {
            <rect x=x y="0" width="16" height="40" class="track"></rect>
            <rect
                x=x
                y=move || format!("{:.1}", 40.0 * (1.0 - busy(at)))
                width="16"
                height=move || format!("{:.1}", 40.0 * busy(at))
                class:hot=move || { busy(at) >= HOT }
            ></rect>
        }
    };
    view! {
        <svg
            class="cores"
            viewBox=move || format!("0 0 {} 40", count.get().max(1) * 20)
            preserveAspectRatio="none"
            role="img"
            aria-label=label
        >
            <For each=move || 0..count.get() key=|at| *at let:at>
                {bar(at)}
            </For>
        </svg>
    }
}

/// Memory, and what is kept of files in it; swap.
#[component]
pub(super) fn MemoryFigure(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    let memory = move || monitor.look(|now| now.frame.memory).unwrap_or_default();
    let bytes = |bytes: u64| say(Unit::Bytes, bytes as f32);
    let value = Signal::derive(move || {
        let Memory { total, available, .. } = memory();
        let used = bare(Unit::Bytes, total.saturating_sub(available) as f32, total as f32);
        t_string!(i18n, monitor.of, used = used, total = bytes(total))
    });
    let note = move || {
        let Memory { cache, swap, swap_used, .. } = memory();
        let swap = match swap {
            0 => t_string!(i18n, monitor.no_swap).to_owned(),
            _ => bytes(swap_used),
        };
        t_string!(i18n, monitor.cache_swap, cache = bytes(cache), swap = swap)
    };
    view! {
        <Figure
            monitor
            id="figure-memory"
            large=Large::Chart(Subject::Memory)
            label=text!(i18n, monitor.memory)
            value
            file="/proc/meminfo"
            is_told=|frame| frame.memory.is_some()
        >
            <SmallChart monitor subject=Subject::Memory />
            <p class="num">{note}</p>
        </Figure>
    }
}

/// What was read and written.
#[component]
pub(super) fn Disk(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    let is_told = |frame: &Frame| frame.disks.as_ref().is_some_and(|disks| !disks.is_empty());
    let words = (text!(i18n, monitor.read), text!(i18n, monitor.written));
    view! {
        <Both monitor id="figure-disk" subject=Subject::Disks label=text!(i18n, monitor.disk) file="/proc/diskstats" is_told words />
    }
}

/// What was received and sent.
#[component]
pub(super) fn Network(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    let is_told = |frame: &Frame| frame.links.as_ref().is_some_and(|links| !links.is_empty());
    let words = (text!(i18n, monitor.received), text!(i18n, monitor.sent));
    view! {
        <Both monitor id="figure-network" subject=Subject::Links label=text!(i18n, monitor.network) file="/proc/net/dev" is_told words />
    }
}

/// What goes both ways: its sum, and each in the unit of the sum.
#[component]
fn Both(
    monitor: Monitor,
    id: &'static str,
    subject: Subject,
    label: Text,
    file: &'static str,
    is_told: fn(&Frame) -> bool,
    words: (Text, Text),
) -> impl IntoView {
    let unit = subject.unit();
    let of = subject.clone();
    let both = Memo::new(move |_| (last(monitor, &of, 0), last(monitor, &of, 1)));
    let sum = move || both.get().0 + both.get().1;
    let value = Signal::derive(move || say(unit, sum()));
    let first = Signal::derive(move || bare(unit, both.get().0, sum()));
    let second = Signal::derive(move || bare(unit, both.get().1, sum()));
    let shown = subject.clone();
    view! {
        <Figure monitor id large=Large::Chart(subject) label value file is_told>
            <SmallChart monitor subject=shown.clone() />
            <p class="num">
                <i></i>
                {first}
                " "
                {words.0}
                <i class="two"></i>
                {second}
                " "
                {words.1}
            </p>
        </Figure>
    }
}

/// The hottest sensor.
#[component]
pub(super) fn Heat(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    let value = Signal::derive(move || say(Unit::Celsius, last(monitor, &Subject::Heat, 0)));
    let hottest = move || {
        monitor.look(|now| {
            let hottest = now.frame.sensors.iter().max_by_key(|sensor| sensor.millidegrees)?;
            Some(words::shown(&hottest.name))
        })
    };
    view! {
        <Figure
            monitor
            id="figure-heat"
            large=Large::Chart(Subject::Heat)
            label=text!(i18n, monitor.heat)
            value
            file="/sys/class/hwmon"
            is_told=|frame| !frame.sensors.is_empty()
        >
            <SmallChart monitor subject=Subject::Heat />
            <p>
                <bdi>{hottest}</bdi>
            </p>
        </Figure>
    }
}

/// The fullest file systems.
#[component]
pub(super) fn SpaceFigure(monitor: Monitor) -> impl IntoView {
    let i18n = use_i18n();
    let mounts = Memo::new(move |_| monitor.look(|now| now.frame.mounts.clone()).unwrap_or_default());
    let value = Signal::derive(move || match mounts.with(Vec::len).saturating_sub(MOUNTS) {
        0 => String::new(),
        more => t_string!(i18n, monitor.more_mounts, count = more),
    });
    let shown = move || mounts.with(|mounts| mounts.iter().take(MOUNTS).cloned().collect::<Vec<_>>());
    view! {
        <Figure
            monitor
            id="figure-space"
            large=Large::Space
            label=text!(i18n, monitor.space)
            value
            file="df"
            is_told=|frame| frame.mounts.is_some()
        >
            <ul class="mounts">
                <For each=shown key=|mount| (mount.at.clone(), percent(mount)) let:mount>
                    <li>
                        <bdi class="clip" title=words::shown(&mount.at)>{words::shown(&mount.at)}</bdi>
                        <Fullness mount />
                    </li>
                </For>
            </ul>
        </Figure>
    }
}

/// How full a file system is, as a bar and a number.
#[component]
pub(super) fn Fullness(mount: Mount) -> impl IntoView {
    let i18n = use_i18n();
    let (percent, is_full) = (percent(&mount), mount.fullness() >= FULL);
    let name = words::shown(&mount.at);
    view! {
        <meter
            min="0"
            max="100"
            value=percent
            class:warn=is_full
            aria-label=text!(i18n, monitor.full, mount = name.clone(), percent = percent)
        ></meter>
        <span class="num">{percent} " %"</span>
    }
}

/// Rounded up, as `df` does it: what is nearly full is not to look as if it had room.
fn percent(mount: &Mount) -> u32 {
    (mount.fullness() * 100.0).ceil() as u32
}
