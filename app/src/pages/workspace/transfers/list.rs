//! The list of transfers, and what a bar says of them.

use leptos::prelude::*;
use postern_shared::api::{FileFault, Problem};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::super::message::{duration, size};
use super::super::work::Work;
use super::{Row, Transfers, Way};
use crate::browser;
use crate::layout::PaneId;
use crate::net::NetError;
use crate::parts::Icon;
use crate::transfer::{Course, Phase};
use crate::trouble::tell_net;
use crate::words::{Locale, t_string, td_string, text, use_i18n};

/// Id of the list.
pub(super) const LIST: &str = "transfers";

/// Shows the list; the keyboard stays where it is. Over a dialog it could be seen but not used.
pub(super) fn show() {
    if let Some(list) = element().filter(|_| !browser::has_dialog()) {
        // Fails only for one that is not in the document.
        let _ = list.show_popover();
    }
}

/// Shows the list and gives it the keyboard.
pub(in crate::pages::workspace) fn go_to() {
    show();
    if let Some(list) = element() {
        let _ = list.focus();
    }
}

fn element() -> Option<HtmlElement> {
    let document = browser::window()?.document()?;
    document.get_element_by_id(LIST)?.dyn_into().ok()
}

/// What all of some transfers come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    active: usize,
    paused: usize,
    failed: usize,
    done: usize,
    percent: u64,
    goes_up: bool,
}

impl Sum {
    /// Tracked.
    fn of<'a>(rows: impl Iterator<Item = &'a Row>) -> Self {
        let mut sum = Self::default();
        let (mut bytes, mut total) = (0, 0);
        for row in rows {
            row.course.with(|course| match course.phase {
                Phase::Failed(_) => sum.failed += 1,
                Phase::Done { .. } => sum.done += 1,
                Phase::Paused => sum.paused += 1,
                Phase::Cancelled => {}
                _ => {
                    sum.active += 1;
                    sum.goes_up |= row.way == Way::Up;
                    (bytes, total) = (bytes + course.bytes, total + course.total);
                }
            });
        }
        sum.percent = (bytes.saturating_mul(100)).checked_div(total).unwrap_or_default();
        sum
    }
}

/// In a bar: how far the files of a pane are, or those of all panes; it opens the list.
#[component]
pub(in crate::pages::workspace) fn Chip(#[prop(optional)] pane: Option<PaneId>) -> impl IntoView {
    let i18n = use_i18n();
    let transfers = expect_context::<Transfers>();
    let sum = Memo::new(move |_| {
        transfers
            .rows
            .with(|rows| Sum::of(rows.iter().filter(|row| pane.is_none_or(|pane| row.pane == pane))))
    });
    // What is done is said once in the pane's bar, and then stands in the list alone.
    let is_shown = Memo::new(move |_| {
        let sum = sum.get();
        sum.active + sum.paused + sum.failed > 0 || (pane.is_none() && sum.done > 0)
    });
    let icon = move || match sum.get() {
        Sum { failed: 1.., .. } => "alert",
        Sum { active: 1.., goes_up: true, .. } => "upload",
        Sum { active: 1.., .. } => "download",
        Sum { paused: 1.., .. } => "pause",
        _ => "check",
    };
    let says = move || match sum.get() {
        Sum { failed: count @ 1.., .. } => t_string!(i18n, transfers.chip_failed, count = count),
        Sum { active: 1, percent, .. } => format!("{percent} %"),
        Sum { active: count @ 1.., percent, .. } => {
            t_string!(i18n, transfers.chip_active, percent = percent, count = count)
        }
        Sum { paused: 1.., .. } => t_string!(i18n, transfers.chip_paused).to_owned(),
        Sum { done, .. } => t_string!(i18n, transfers.chip_done, count = done),
    };
    let title = text!(i18n, transfers.title);
    view! {
        <Show when=move || is_shown.get()>
            <button
                type="button"
                class="quiet small transfer-chip"
                class:warn=move || { sum.get().failed > 0 }
                title=title
                popovertarget=LIST
            >
                {move || view! { <Icon name=icon() /> }}
                <span class="visually-hidden">{title}</span>
                <span class="num">{says}</span>
            </button>
        </Show>
    }
}

/// The list.
#[component]
pub(in crate::pages::workspace) fn TransferList() -> impl IntoView {
    let i18n = use_i18n();
    let (transfers, work) = (expect_context::<Transfers>(), expect_context::<Work>());
    let ids = move || transfers.rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>());
    let is_empty = Memo::new(move |_| transfers.rows.with(Vec::is_empty));
    let has_done = Memo::new(move |_| transfers.rows.with(|rows| Sum::of(rows.iter()).done > 0));
    let clear = move |_| {
        transfers.clear();
        go_to();
    };
    let close = move |_| {
        if let Some(list) = element() {
            let _ = list.hide_popover();
        }
        work.focus_terminal();
    };
    let close_label = text!(i18n, page.close);
    let row = move |id| {
        let row = transfers.rows.with_untracked(|rows| rows.iter().find(|row| row.id == id).cloned());
        // The button is gone, and the keyboard must not be.
        row.map(|row| view! { <Line row after=Callback::new(|()| go_to()) /> })
    };
    view! {
        <section class="panel transfer-list" id=LIST popover="auto" tabindex="-1" aria-labelledby="transfers-title">
            <header class="bar thin">
                <h2 class="title" id="transfers-title">{text!(i18n, transfers.title)}</h2>
                <Show when=move || has_done.get()>
                    <button type="button" class="quiet small" on:click=clear>{text!(i18n, transfers.clear)}</button>
                </Show>
                <button type="button" class="icon small" title=close_label aria-label=close_label on:click=close>
                    <Icon name="close" />
                </button>
            </header>
            <Show when=move || is_empty.get()>
                <p class="hint">{text!(i18n, transfers.none)}</p>
            </Show>
            <ul class="transfers">
                <For each=ids key=|id| *id let:id>{row(id)}</For>
            </ul>
        </section>
    }
}

/// One file; `after` gives the keyboard to somebody else, once it is gone.
#[component]
pub(super) fn Line(row: Row, after: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let transfers = expect_context::<Transfers>();
    let row = StoredValue::new(row);
    let course = move || row.with_value(Row::course);
    let phase = Memo::new(move |_| course().phase);
    let Row { way, name, place, .. } = row.get_value();
    let tone = move || match phase.get() {
        Phase::Done { .. } => "ok",
        Phase::Broken { .. } | Phase::Failed(_) | Phase::Halted => "warn",
        _ => "",
    };
    let icon = move || match (phase.get(), way) {
        (Phase::Done { .. }, _) => "check",
        (Phase::Failed(_), _) => "alert",
        (_, Way::Up) => "upload",
        (_, Way::Down) => "download",
    };
    let says = move || says(i18n.get_locale(), &course(), way, transfers.clock.get());
    let why = move || match phase.get() {
        Phase::Failed(error) => {
            let told = tell_net(i18n.get_locale(), &error);
            Some(format!("{} {}", told.what, told.next))
        }
        _ => None,
    };
    let share = move || {
        let course = course();
        let is_done = matches!(course.phase, Phase::Done { .. });
        if is_done {
            100
        } else {
            (course.bytes.saturating_mul(100)).checked_div(course.total).unwrap_or_default()
        }
    };
    let (whole, place) = (place.of(&name), place.short());
    view! {
        <li data-phase=move || name_of(&phase.get()) data-unknown=move || (course().total == 0).then_some("")>
            <span class=tone>{move || view! { <Icon name=icon() /> }}</span>
            <bdi class="mono clip" title=whole>{name.clone()}</bdi>
            <bdi class="mono clip quiet-text place">{place}</bdi>
            <progress class=tone max="100" prop:value=move || share() as f64 aria-label=name></progress>
            <span class="num">{says}</span>
            <Tools row phase way after />
            <Show when=move || why().is_some()>
                <p class="why">{why}</p>
            </Show>
        </li>
    }
}

/// What can be done about one file.
#[component]
fn Tools(row: StoredValue<Row>, phase: Memo<Phase>, way: Way, after: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let transfers = expect_context::<Transfers>();
    let may_pause = move || way == Way::Up && matches!(phase.get(), Phase::Queued | Phase::Running);
    let may_go_on = move || matches!(phase.get(), Phase::Paused | Phase::Broken { .. });
    let is_there = move || matches!(phase.get(), Phase::Failed(error) if exists(&error));
    // A script is run again where it is shown.
    let is_script = row.with_value(|row| transfers.is_script(row));
    let may_retry = move || matches!(phase.get(), Phase::Failed(error) if !is_script && !exists(&error) && error != NetError::Unreadable);
    let is_active = move || phase.get().is_active() || phase.get() == Phase::Paused;
    let (pause, go_on) = (text!(i18n, transfers.pause), text!(i18n, transfers.go_on));
    let (cancel, clear) = (text!(i18n, page.cancel), text!(i18n, transfers.clear_one));
    let remove_label = move || if is_active() { cancel.get() } else { clear.get() };
    let remove = move |_| {
        let row = row.get_value();
        after.run(());
        transfers.remove(&row);
    };
    view! {
        <menu>
            <Show when=is_there>
                <li>
                    <button type="button" class="small" on:click=move |_| row.with_value(|row| transfers.replace(row))>
                        {text!(i18n, transfers.replace)}
                    </button>
                </li>
            </Show>
            <Show when=may_retry>
                <li>
                    <button type="button" class="small" on:click=move |_| row.with_value(|row| transfers.retry(row))>
                        {text!(i18n, transfers.again)}
                    </button>
                </li>
            </Show>
            <Show when=may_pause>
                <li>
                    <button type="button" class="icon small" title=pause aria-label=pause on:click=move |_| row.with_value(|row| transfers.pause(row))>
                        <Icon name="pause" />
                    </button>
                </li>
            </Show>
            <Show when=may_go_on>
                <li>
                    <button type="button" class="icon small" title=go_on aria-label=go_on on:click=move |_| row.with_value(|row| transfers.retry(row))>
                        <Icon name="run" />
                    </button>
                </li>
            </Show>
            <li>
                <button type="button" class="icon small" title=remove_label aria-label=remove_label on:click=remove>
                    <Icon name="close" />
                </button>
            </li>
        </menu>
    }
}

fn exists(error: &NetError) -> bool {
    matches!(error, NetError::Problem(Problem::FileRefused { why: FileFault::Exists, .. }))
}

/// Where it stands, in words.
fn says(l: Locale, course: &Course, way: Way, now: u64) -> String {
    let there = size(course.bytes);
    match &course.phase {
        Phase::Queued => td_string!(l, transfers.queued).to_owned(),
        Phase::Running if way == Way::Down && course.bytes == 0 => {
            td_string!(l, transfers.waiting).to_owned()
        }
        Phase::Running => running(l, course, now),
        Phase::Paused => td_string!(l, transfers.paused, size = there),
        // How much of what the browser has sent arrived, only the relay knows.
        Phase::Broken { .. } => td_string!(l, transfers.broken).to_owned(),
        Phase::Halted => td_string!(l, transfers.halted, size = there),
        Phase::Checking => td_string!(l, transfers.checking).to_owned(),
        Phase::Done { verified: Some(true) } => td_string!(l, transfers.verified, size = there),
        Phase::Done { verified: Some(false) } => td_string!(l, transfers.changed).to_owned(),
        Phase::Done { verified: None } => td_string!(l, transfers.done, size = there),
        Phase::Failed(_) => td_string!(l, transfers.failed).to_owned(),
        Phase::Cancelled => String::new(),
    }
}

fn running(l: Locale, course: &Course, now: u64) -> String {
    let (there, total) = (size(course.bytes), size(course.total));
    let speed = course.meter.speed(now).map(size);
    let left = course
        .meter
        .seconds_left(now, course.total.saturating_sub(course.bytes))
        .map(|left| duration(l, left));
    match (speed, left) {
        // The size of what the target makes up as it is read is not known before.
        (Some(speed), _) if course.total == 0 => {
            td_string!(l, transfers.size_unknown, done = there, speed = speed)
        }
        (Some(speed), Some(left)) => {
            td_string!(l, transfers.running, done = there, total = total, speed = speed, left = left)
        }
        _ => td_string!(l, transfers.begun, done = there, total = total),
    }
}

/// Its name in the page's styles and tests.
fn name_of(phase: &Phase) -> &'static str {
    match phase {
        Phase::Queued => "queued",
        Phase::Running => "running",
        Phase::Paused => "paused",
        Phase::Broken { .. } => "broken",
        Phase::Halted => "halted",
        Phase::Checking => "checking",
        Phase::Done { .. } => "done",
        Phase::Failed(_) => "failed",
        Phase::Cancelled => "cancelled",
    }
}
