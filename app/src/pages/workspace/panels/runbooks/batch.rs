//! A script on its way through many targets: a few at a time, each stopped or run again by itself.

use leptos::prelude::*;
use postern_shared::script::{Deed, Input, Plan, Risk, Script, Title};

use super::super::drawer::{Drawer, Phase, Sheet};
use super::super::station::Station;
use crate::panel::results::{Outcome, Said};
use crate::words::Locale;

/// How many run at a time: more would be too much for one relay's or one jump host's patience.
const AT_ONCE: usize = 8;

/// A script, and the targets it runs on.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Batch {
    pub(super) name: StoredValue<String>,
    pub(super) script: StoredValue<String>,
    input: StoredValue<Input>,
    rows: StoredValue<Vec<Row>>,
    /// Ends the watching when the batch is put away.
    owner: StoredValue<Owner>,
}

/// One target.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) at: usize,
    pub(super) station: Station,
    sheet: RwSignal<Sheet>,
    stage: RwSignal<Stage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Others come first.
    InLine,
    /// It was begun.
    Begun,
    /// The person took it out before it was begun.
    Dropped,
}

/// Where a target stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum State {
    /// Others come first.
    InLine,
    /// The person took it out.
    Dropped,
    /// It was begun.
    Begun(Phase),
}

impl Batch {
    /// Begins; what it makes belongs to this owner.
    pub(super) fn begin(owner: &Owner, name: String, script: String, input: Input, on: Vec<Station>) -> Self {
        let owner = owner.with(Owner::new);
        let kept = owner.clone();
        let batch = owner.with(|| {
            let batch = Self {
                name: StoredValue::new(name),
                script: StoredValue::new(script),
                input: StoredValue::new(input),
                rows: StoredValue::new(Vec::new()),
                owner: StoredValue::new(kept),
            };
            let row = |(at, station): (usize, Station)| Row {
                at,
                station,
                sheet: RwSignal::new(batch.sheet(station)),
                stage: RwSignal::new(Stage::InLine),
            };
            batch.rows.set_value(on.into_iter().enumerate().map(row).collect());
            batch
        });
        owner.with(|| Effect::new(move || batch.pump()));
        batch
    }

    pub(super) fn rows(self) -> Vec<Row> {
        self.rows.get_value()
    }

    fn sheet(self, station: Station) -> Sheet {
        let plan = Plan {
            title: Title::one(Deed::Runbook, self.name.get_value()),
            risk: Risk::Disturbs,
            script: Script::edited(self.script.get_value()),
            undo: None,
            preview: None,
            input: self.input.get_value(),
            saved_as: None,
        };
        let sheet = station.drawer.sheet(plan, None);
        sheet.is_kept.set_value(true);
        sheet
    }

    /// Begins as many as may run; tracks all, so that one that ends makes room for the next.
    fn pump(self) {
        let rows = self.rows();
        let running = rows.iter().filter(|row| row.is_running()).count();
        let waiting: Vec<Row> = rows.into_iter().filter(|row| row.stage.get() == Stage::InLine).collect();
        untrack(|| {
            for row in waiting.into_iter().take(AT_ONCE.saturating_sub(running)) {
                row.stage.set(Stage::Begun);
                row.station.drawer.run(row.station, row.sheet.get_untracked());
            }
        });
    }

    /// Stops one, or takes it out of the line.
    pub(super) fn cancel(row: Row) {
        match row.stage.get_untracked() {
            Stage::InLine => row.stage.set(Stage::Dropped),
            Stage::Begun => Drawer::cancel(row.sheet.get_untracked()),
            Stage::Dropped => {}
        }
    }

    /// Runs one once more.
    pub(super) fn again(self, row: Row) {
        row.sheet.get_untracked().is_kept.set_value(false);
        let owner = self.owner.get_value();
        row.sheet.set(owner.with(|| self.sheet(row.station)));
        row.stage.set(Stage::InLine);
    }
}

impl Row {
    /// Where it stands; tracked.
    pub(super) fn state(self) -> State {
        match self.stage.get() {
            Stage::InLine => State::InLine,
            Stage::Dropped => State::Dropped,
            Stage::Begun => State::Begun(self.sheet.get().phase.get()),
        }
    }

    pub(super) fn sheet(self) -> Sheet {
        self.sheet.get()
    }

    /// Whether it is under way; tracked.
    pub(super) fn is_running(self) -> bool {
        matches!(self.state(), State::Begun(Phase::Running | Phase::Away | Phase::Waits))
    }

    /// Whether it is over, and did not what it was to do; tracked.
    pub(super) fn is_failed(self) -> bool {
        match self.state() {
            State::InLine => false,
            State::Dropped => true,
            State::Begun(_) => self.sheet.get().is_failed(),
        }
    }

    /// What came of it so far; tracked.
    pub(super) fn outcome(self, l: Locale) -> Outcome {
        let (state, sheet) = (self.state(), self.sheet.get());
        let said = match &state {
            State::Begun(Phase::Ran { status, .. }) => Some(sheet.said.with(|said| Said {
                status: *status,
                stdout: String::from_utf8_lossy(&said.stdout).into_owned(),
                stderr: String::from_utf8_lossy(&said.stderr).into_owned(),
            })),
            State::InLine | State::Dropped | State::Begun(_) => None,
        };
        Outcome { place: self.station.desk.place(), end: super::results::end_of(l, &state), said }
    }
}
