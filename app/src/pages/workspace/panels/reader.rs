//! What a script says, to be read while it comes: a log that is followed, a journal, or the output of one that ends.
//!
//! A [`Reading`] is begun with a plan and kept in a signal of the panel that shows it; [`Reader`] is its view. It
//! lives until it is closed: in another panel or pane meanwhile, it goes on.

mod view;

use leptos::prelude::*;
use postern_shared::script::{Missing, Plan, Ran, Remedy, Tools};

use super::drawer::{Again, Drawer, Phase, Sheet, Wanted, ended};
use super::station::Station;
use crate::browser::{self, Timer};
use crate::panel::log::{Log, Side};
use crate::run::{End, SAID_BYTES, Told, keep_last};
use crate::session::Moment;
pub(super) use view::Reader;

/// How long what is said waits to be shown together with what follows it, in milliseconds.
const TOGETHER: u64 = 60;

/// Which end of what is said matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The last: the view stays there while more comes.
    Follow,
    /// The first: it is read from the beginning.
    Whole,
}

/// A script that is read.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    station: Station,
    way: Way,
    plan: RwSignal<Plan>,
    /// Plans it anew, to go through `sudo`.
    again: StoredValue<Option<Again>, LocalStorage>,
    log: StoredValue<Log>,
    /// Counts what of the log has been shown.
    shown: RwSignal<u32>,
    phase: RwSignal<Phase>,
    /// The last of what it wrote to standard error, for what helps.
    errors: StoredValue<Vec<u8>>,
    is_paused: RwSignal<bool>,
    sheet: StoredValue<Option<Sheet>>,
    /// Counts the runs.
    turn: StoredValue<u32>,
    due: StoredValue<Option<Timer>, LocalStorage>,
    owner: StoredValue<Owner>,
}

impl Reading {
    /// Begins to read what a plan says; it should be one that reads. `again` plans it anew where `sudo` may help.
    pub(super) fn begin(station: Station, plan: Plan, way: Way, again: Option<Again>) -> Self {
        let owner = station.drawer.child_owner();
        let reading = owner.with(|| Self {
            station,
            way,
            plan: RwSignal::new(plan),
            again: StoredValue::new_local(again),
            log: StoredValue::default(),
            shown: RwSignal::new(0),
            phase: RwSignal::new(Phase::Waits),
            errors: StoredValue::default(),
            is_paused: RwSignal::new(false),
            sheet: StoredValue::new(None),
            turn: StoredValue::new(0),
            due: StoredValue::new_local(None),
            owner: StoredValue::new(owner.clone()),
        });
        reading.run();
        reading
    }

    /// Ends the script, if it runs, and forgets what it said.
    pub(super) fn close(self) {
        self.stop();
        // The view may still be on its way out.
        browser::next_frame(move || {
            if let Some(owner) = self.owner.try_get_value() {
                owner.cleanup();
            }
        });
    }

    fn run(self) {
        self.stop();
        self.log.set_value(Log::default());
        self.errors.set_value(Vec::new());
        self.is_paused.set(false);
        self.phase.set(Phase::Running);
        self.show();
        let begun = browser::now();
        // A run that was stopped for a new one may still have something to say.
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        let plan = self.plan.get_untracked();
        let sheet = self.station.drawer.watch(self.station, plan, Wanted::ByPerson, move |told| {
            if self.turn.try_get_value() == Some(turn) {
                self.heard(told, begun);
            }
        });
        self.sheet.set_value(Some(sheet));
    }

    /// Runs it once more; what it said before is forgotten.
    fn rerun(self) {
        self.run();
    }

    fn rerun_through_sudo(self) {
        let planned = self.station.with_tools(|tools| {
            self.again.with_value(|again| again.as_ref().map(|again| again(&tools.through_sudo())))
        });
        if let Some(Some(Ok(plan))) = planned {
            self.plan.set(plan);
            self.run();
        }
    }

    fn stop(self) {
        if let Some(sheet) = self.sheet.get_value().filter(|_| untrack(|| self.is_running())) {
            Drawer::cancel(sheet);
        }
    }

    fn heard(self, told: &Told<'_>, begun: Moment) {
        match told {
            Told::Output(bytes) => self.said(Side::Output, bytes),
            Told::Errors(bytes) => {
                self.errors.update_value(|kept| keep_last(kept, bytes, SAID_BYTES));
                self.said(Side::Errors, bytes);
            }
            Told::Away => self.phase.set(Phase::Away),
            Told::Back => self.phase.set(Phase::Running),
            Told::Ended(end) => {
                let millis = browser::now().saturating_sub(begun);
                self.hear(end);
                self.log.update_value(Log::finish);
                self.phase.set(ended(end.clone(), millis));
                self.is_paused.set(false);
                self.show();
            }
        }
    }

    /// What `sudo` said of its password concerns the whole panel.
    fn hear(self, end: &End) {
        if let End::Exit { status, .. } = end {
            let stderr = self.errors.get_value();
            self.station.hear(&Ran { status: *status, stderr, ..Ran::default() });
        }
    }

    fn said(self, side: Side, bytes: &[u8]) {
        self.log.update_value(|log| log.push(side, bytes));
        let is_due = self.due.with_value(Option::is_some);
        if !is_due && !self.is_paused.get_untracked() {
            let show = move || {
                if self.due.try_set_value(None).is_none() && !self.is_paused.get_untracked() {
                    self.show();
                }
            };
            self.due.set_value(Timer::after(TOGETHER, show));
        }
    }

    fn show(self) {
        self.shown.update(|shown| *shown = shown.wrapping_add(1));
    }

    fn pause(self, is_paused: bool) {
        self.is_paused.set(is_paused);
        if !is_paused {
            self.show();
        }
    }

    fn is_running(self) -> bool {
        self.phase.with(|phase| matches!(phase, Phase::Running | Phase::Away))
    }

    fn is_failed(self) -> bool {
        self.phase.with(|phase| match phase {
            Phase::Ran { status, .. } => *status != Some(0) && !self.was_stopped(),
            Phase::Lost(_) => true,
            Phase::Waits | Phase::Running | Phase::Away => false,
        })
    }

    /// Whether the person has ended it.
    fn was_stopped(self) -> bool {
        self.phase.with(|phase| matches!(phase, Phase::Ran { signal: Some(signal), .. } if signal == "TERM" || signal == "KILL"))
    }

    /// What the person can do about what it complains of; it may go on nevertheless, as `tail -F` does.
    fn remedy(self) -> Option<Remedy> {
        self.shown.track();
        let status = match self.phase.get() {
            Phase::Ran { status, .. } => status,
            Phase::Running | Phase::Away => None,
            Phase::Waits | Phase::Lost(_) => return None,
        };
        self.errors
            .with_value(|stderr| Remedy::after(&Ran { status, stderr: stderr.clone(), ..Ran::default() }))
    }

    /// Whether it is the password of `sudo` that is missing; tracked.
    fn wants_password(self) -> bool {
        let wants = matches!(self.remedy(), Some(Remedy::Password | Remedy::PasswordAgain));
        wants && !self.station.has_password()
    }

    /// Whether `sudo` may help.
    fn may_sudo(self) -> bool {
        self.remedy() == Some(Remedy::Sudo) && self.again.with_value(Option::is_some)
    }
}

/// Opens a reading in the place that shows it; what was there is closed.
///
/// # Errors
/// The tool that the target lacks.
pub(super) fn open(
    place: RwSignal<Option<Reading>>,
    station: Station,
    way: Way,
    plan: impl Fn(&Tools) -> Result<Plan, Missing> + 'static,
) -> Result<(), Missing> {
    let Some(planned) = station.with_tools(&plan) else { return Ok(()) };
    let planned = planned?;
    close(place);
    place.set(Some(Reading::begin(station, planned, way, Some(Box::new(plan)))));
    Ok(())
}

/// Closes what a place shows.
pub(super) fn close(place: RwSignal<Option<Reading>>) {
    if let Some(reading) = place.get_untracked() {
        place.set(None);
        reading.close();
    }
}
