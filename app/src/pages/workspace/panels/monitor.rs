//! The monitor of a session: figures that come on one channel while somebody looks, and the hour that is kept of them.

mod chart;
mod figures;
mod large;
mod pace;
mod strip;
mod words;

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;
use postern_shared::script::Plan;
use postern_shared::script::monitor::{Frame, Frames, Monitor as Action, Rates};

use super::drawer::Wanted;
use super::station::{Known, Station};
use crate::browser;
use crate::net::NetError;
use crate::panel::series::{History, Subject, Window};
use crate::run::{End, Run, Told};
pub(super) use pace::PaceChoice;
pub(super) use strip::MonitorStrip;

/// A script that ended by itself sooner than this did not end because its hour was over, in milliseconds.
const AN_HOUR_ENDS_AFTER: u64 = 60_000;
/// How often what a chart says in words is renewed, in hundredths of a second: whoever listens is not to be chased.
const SAID_EVERY: u64 = 1_000;

/// The monitor of a session.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::pages::workspace) struct Monitor {
    pub(super) pace: RwSignal<Pace>,
    state: RwSignal<State>,
    /// The last look, and what happened since the one before.
    now: RwSignal<Option<Arc<Now>>>,
    /// The last look whose figures are said in words.
    said: RwSignal<u64>,
    history: StoredValue<History>,
    /// Charts that are on the page.
    watchers: StoredValue<u32>,
    run: StoredValue<Option<Begun>, LocalStorage>,
    numbered: StoredValue<u32>,
    /// The wall clock, in milliseconds, when the target's own was at zero.
    began: StoredValue<f64>,
    /// What is shown large.
    large: RwSignal<Option<Large>>,
    /// Id of what opened that, which has the keyboard again afterwards.
    opener: StoredValue<&'static str>,
    /// Minutes that are shown large.
    minutes: RwSignal<u16>,
}

/// How often the target is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    Every(u16),
    /// Not at all: the charts stand still.
    Still,
}

/// Where the figures stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The first are on their way.
    Coming,
    /// They come.
    Here,
    /// The line is down.
    Away,
    /// The script ended, and nobody told it to.
    Failed,
}

/// What is shown large.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Large {
    Chart(Subject),
    Space,
}

/// A look at the target.
#[derive(Clone, Debug, PartialEq)]
struct Now {
    frame: Frame,
    rates: Rates,
}

/// A script under way.
struct Begun {
    run: Run,
    /// Its number on this page: what an earlier one still says is not heard.
    number: u32,
}

impl Pace {
    /// Milliseconds from one look to the next; none where there is no next.
    pub(super) fn millis(self) -> Option<u64> {
        match self {
            Self::Every(seconds) => Some(u64::from(seconds) * 1_000),
            Self::Still => None,
        }
    }
}

impl Monitor {
    pub(super) fn new() -> Self {
        Self {
            pace: RwSignal::new(Pace::Every(2)),
            state: RwSignal::new(State::Coming),
            now: RwSignal::new(None),
            said: RwSignal::new(0),
            history: StoredValue::new(History::default()),
            watchers: StoredValue::new(0),
            run: StoredValue::new_local(None),
            numbered: StoredValue::new(0),
            began: StoredValue::new(0.0),
            large: RwSignal::new(None),
            opener: StoredValue::new(""),
            minutes: RwSignal::new(5),
        }
    }

    /// The last so many minutes of something; tracked.
    fn window(self, subject: &Subject, minutes: u16) -> Window {
        self.now.track();
        self.history.with_value(|history| history.window(subject, u64::from(minutes) * 6_000))
    }

    /// Reads something off the last look; tracked.
    fn look<T>(self, read: impl FnOnce(&Now) -> Option<T>) -> Option<T> {
        self.now.with(|now| now.as_deref().and_then(read))
    }

    /// Shows something large.
    fn enlarge(self, large: Large, opener: &'static str) {
        self.opener.set_value(opener);
        self.large.set(Some(large));
    }

    /// Shows nothing large any more.
    fn close_large(self) {
        self.large.set(None);
        browser::focus_soon(self.opener.get_value());
    }

    /// Ends the script, on the target too.
    pub(super) fn stop(self) {
        if let Some(begun) = self.run.try_update_value(Option::take).flatten() {
            begun.run.cancel();
        }
    }

    fn is_current(self, number: u32) -> bool {
        self.run.try_with_value(|run| run.as_ref().is_some_and(|run| run.number == number)).unwrap_or(false)
    }

    fn take(self, frame: Frame, before: Option<&Frame>, every: u16) {
        let rates = before.map(|before| Rates::between(before, &frame)).unwrap_or_default();
        // A target that hides its own clock has the page's.
        let at = frame.at.unwrap_or(browser::now() / 10);
        let measured = crate::panel::figures::of(&frame, &rates);
        let added = |history: &mut History| history.push(at, u64::from(every) * 100, measured);
        if self.history.try_update_value(added).is_none() {
            return;
        }
        self.began.set_value(browser::wall_clock() - at as f64 * 10.0);
        self.state.set(State::Here);
        self.now.set(Some(Arc::new(Now { frame, rates })));
        if self.said.with_untracked(|said| at.abs_diff(*said) >= SAID_EVERY) {
            self.said.set(at);
        }
    }
}

impl Station {
    /// A chart came onto the page: from the first on, the target is looked at.
    fn watch(self) {
        self.monitor.watchers.update_value(|count| *count += 1);
        self.begin_monitor();
    }

    /// A chart left the page: with the last, the script on the target ends.
    fn unwatch(self) {
        self.monitor.watchers.update_value(|count| *count = count.saturating_sub(1));
        if self.monitor.watchers.get_value() == 0 {
            self.monitor.stop();
        }
    }

    /// Looks at the target at another pace, or no longer.
    fn set_pace(self, pace: Pace) {
        self.monitor.pace.set(pace);
        self.monitor.stop();
        self.begin_monitor();
    }

    /// Begins to look, if somebody does and nothing is under way.
    fn begin_monitor(self) {
        let monitor = self.monitor;
        let Pace::Every(every) = monitor.pace.get_untracked() else { return };
        let is_known = self.tools.with_untracked(|known| matches!(known, Known::Here(_)));
        let is_watched = monitor.watchers.get_value() > 0;
        if !is_known || !is_watched || monitor.run.with_value(Option::is_some) {
            return;
        }
        let Some(Ok(plan)) = self.with_tools(|tools| Plan::of(&Action { every }, tools)) else { return };
        if monitor.state.get_untracked() == State::Failed {
            monitor.state.set(State::Coming);
        }
        let began = browser::now();
        monitor.numbered.update_value(|number| *number += 1);
        let number = monitor.numbered.get_value();
        let (frames, before) = (RefCell::new(Frames::default()), RefCell::new(None::<Frame>));
        let sheet = self.drawer.watch(self, plan, Wanted::ByPage, move |told| {
            if !monitor.is_current(number) {
                return;
            }
            match told {
                Told::Output(bytes) => {
                    for frame in frames.borrow_mut().feed(bytes) {
                        let last = before.borrow_mut().replace(frame.clone());
                        monitor.take(frame, last.as_ref(), every);
                    }
                }
                Told::Errors(_) => {}
                Told::Away => monitor.state.set(State::Away),
                Told::Back => monitor.state.set(State::Here),
                Told::Ended(end) => self.monitor_ended(end, browser::now().saturating_sub(began)),
            }
        });
        if let Some(run) = sheet.run() {
            monitor.run.set_value(Some(Begun { run, number }));
        }
    }

    /// The script ended, and nobody here told it to: its hour was over, or something is wrong.
    fn monitor_ended(self, end: &End, millis: u64) {
        self.monitor.run.set_value(None);
        let is_over = matches!(end, End::Exit { status: Some(0), .. } | End::Lost(NetError::Unreachable));
        if is_over && millis > AN_HOUR_ENDS_AFTER {
            return self.begin_monitor();
        }
        self.monitor.state.set(State::Failed);
    }
}
