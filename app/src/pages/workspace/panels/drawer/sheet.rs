//! A script, from when it is offered to what became of it.

use leptos::prelude::*;
use postern_shared::script::files::Touched;
use postern_shared::script::{Plan, Ran, Remedy, Risk, Script};

use super::super::computer::Stop;
use super::{Again, Meant};
use crate::browser;
use crate::net::NetError;
use crate::run::Run;

/// A script, and what became of it.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::pages::workspace) struct Sheet {
    pub(super) id: u32,
    pub(super) plan: StoredValue<Plan>,
    pub(super) again: StoredValue<Option<Again>, LocalStorage>,
    /// The script as it is in the drawer: the person may have changed it.
    pub(in super::super) text: RwSignal<String>,
    /// The script as it ran: nothing changes that any more.
    pub(super) as_run: RwSignal<String>,
    pub(super) touches: RwSignal<Touches>,
    pub(in super::super) phase: RwSignal<Phase>,
    pub(in super::super) said: RwSignal<Ran>,
    /// When it began, in milliseconds since 1970-01-01 UTC.
    pub(in super::super) began: RwSignal<f64>,
    pub(super) run: StoredValue<Option<Run>, LocalStorage>,
    /// What ends it where its output is saved, and the relay runs it.
    pub(super) stop: StoredValue<Option<Stop>>,
    /// What its output means, where that is shown.
    pub(in super::super) meant: StoredValue<Option<Meant>>,
    /// What it takes back.
    pub(super) undoes: StoredValue<Option<u32>>,
    pub(super) is_undone: RwSignal<bool>,
    /// Whether somebody else looks at it: then it outlives the history.
    pub(in super::super) is_kept: StoredValue<bool>,
    /// Whether the page wanted it, and not the person: it is in the history, and not in the status bar.
    pub(super) is_quiet: bool,
}

/// Where a script stands.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Phase {
    /// For the person.
    Waits,
    /// It runs.
    Running,
    /// It runs, and the line is down.
    Away,
    /// It ended by itself, with a status or by a signal, after so many milliseconds.
    Ran { status: Option<u32>, signal: Option<String>, millis: u64 },
    /// Nothing is known of it any more.
    Lost(NetError),
}

/// What a script will touch.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Touches {
    /// Nothing that has to be said.
    Nothing,
    /// It is being found out.
    Coming,
    /// This.
    These(Vec<Touched>),
    /// What the target's own tools say of it.
    Text(String),
    /// It could not be found out: what the target said.
    Unknown(String),
}

impl Sheet {
    pub(super) fn new(id: u32, plan: Plan, again: Option<Again>) -> Self {
        Self {
            id,
            text: RwSignal::new(plan.script.text().to_owned()),
            as_run: RwSignal::new(plan.script.text().to_owned()),
            plan: StoredValue::new(plan),
            again: StoredValue::new_local(again),
            touches: RwSignal::new(Touches::Nothing),
            phase: RwSignal::new(Phase::Waits),
            said: RwSignal::new(Ran::default()),
            began: RwSignal::new(browser::wall_clock()),
            run: StoredValue::new_local(None),
            stop: StoredValue::new(None),
            meant: StoredValue::new(None),
            undoes: StoredValue::new(None),
            is_undone: RwSignal::new(false),
            is_kept: StoredValue::new(false),
            is_quiet: false,
        }
    }

    /// What runs it, if it was begun.
    pub(in super::super) fn run(self) -> Option<Run> {
        self.run.get_value()
    }

    /// What came of it, once it is over; tracked.
    pub(in super::super) fn came_to(self) -> Option<Result<Ran, NetError>> {
        match self.phase.try_get()? {
            Phase::Ran { status, .. } => Some(Ok(Ran { status, ..self.said.get_untracked() })),
            Phase::Lost(why) => Some(Err(why)),
            Phase::Waits | Phase::Running | Phase::Away => None,
        }
    }

    pub(in super::super) fn is_running(self) -> bool {
        self.phase.with(|phase| matches!(phase, Phase::Running | Phase::Away))
    }

    /// Whether it runs; it may be gone by now.
    pub(in super::super) fn is_at_work(self) -> bool {
        let is_at_work = |phase: &Phase| matches!(phase, Phase::Running | Phase::Away);
        self.phase.try_with_untracked(is_at_work).unwrap_or_default()
    }

    /// Whether it did what it was to do.
    pub(in super::super) fn is_done(self) -> bool {
        self.phase.with(|phase| matches!(phase, Phase::Ran { status: Some(0), .. }))
    }

    pub(in super::super) fn is_failed(self) -> bool {
        self.phase.with(|phase| match phase {
            Phase::Ran { status, .. } => *status != Some(0),
            Phase::Lost(_) => true,
            Phase::Waits | Phase::Running | Phase::Away => false,
        })
    }

    pub(super) fn risk(self) -> Risk {
        self.plan.with_value(|plan| plan.risk)
    }

    /// What the person can do after it failed.
    pub(super) fn remedy(self) -> Option<Remedy> {
        let status = self.phase.with(|phase| match phase {
            Phase::Ran { status, .. } => Some(*status),
            _ => None,
        });
        status.and_then(|status| {
            self.said
                .with(|said| Remedy::after(&Ran { status, stderr: said.stderr.clone(), ..Ran::default() }))
        })
    }

    /// What its output means, and what ran, once that is over and was not changed by hand.
    pub(super) fn meant(self) -> Option<(Meant, Ran)> {
        let Phase::Ran { status, .. } = self.phase.get() else { return None };
        let is_as_planned = self.as_run.with(|text| self.plan.with_value(|plan| text == plan.script.text()));
        let meant = self.meant.get_value().filter(|_| is_as_planned)?;
        Some((meant, Ran { status, ..self.said.get() }))
    }

    /// Whether `sudo` wants a password: for the script, or for what looks what it will touch.
    pub(in super::super) fn wants_password(self) -> bool {
        let wants = |remedy| matches!(remedy, Some(Remedy::Password | Remedy::PasswordAgain));
        let before = |touches: &Touches| match touches {
            Touches::Unknown(said) => Remedy::after(&Ran { stderr: said.clone().into(), ..Ran::default() }),
            Touches::Nothing | Touches::Coming | Touches::These(_) | Touches::Text(_) => None,
        };
        wants(self.remedy()) || self.waits() && wants(self.touches.with(before))
    }

    /// Whether it waits for the person.
    pub(super) fn waits(self) -> bool {
        self.phase.with(|phase| *phase == Phase::Waits)
    }

    /// The way back, while there is one.
    pub(super) fn undo(self) -> Option<Script> {
        let may = self.is_done() && !self.is_undone.get();
        // What a person has changed is no longer what the way back was made for.
        let undo = |plan: &Plan| {
            let is_as_planned = self.as_run.with(|text| text == plan.script.text());
            plan.undo.clone().filter(|_| is_as_planned)
        };
        may.then(|| self.plan.with_value(undo)).flatten()
    }

    pub(in super::super) fn dispose(self) {
        self.plan.dispose();
        self.again.dispose();
        self.text.dispose();
        self.as_run.dispose();
        self.touches.dispose();
        self.phase.dispose();
        self.said.dispose();
        self.began.dispose();
        self.run.dispose();
        self.stop.dispose();
        self.meant.dispose();
        self.undoes.dispose();
        self.is_undone.dispose();
        self.is_kept.dispose();
    }
}
