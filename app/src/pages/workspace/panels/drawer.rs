//! The drawer: the script of what was asked for, before, while and after it runs, and every script that ran.

mod asks;
mod history;
mod meant;
mod parts;
mod save;
mod script;
mod sheet;
mod view;

use std::cell::RefCell;
use std::collections::BTreeSet;

use leptos::prelude::*;
use postern_shared::api::Problem;
use postern_shared::gesture::Press;
use postern_shared::script::files::Touched;
use postern_shared::script::{Input, Missing, Plan, Preview, Ran, Risk, Script, Tools};

use super::station::Station;
use crate::browser;
use crate::net::NetError;
use crate::run::{End, SAID_BYTES, SCRIPT_BYTES, Told, keep_last};
pub(super) use meant::Meant;
pub(in crate::pages::workspace) use parts::LastScript;
pub(super) use parts::{end, lost, took};
pub(super) use script::ScriptText;
pub(super) use sheet::Phase;
pub(in crate::pages::workspace) use sheet::Sheet;
use sheet::Touches;
pub(super) use view::{DrawerView, help};

/// Most scripts that are remembered.
const MOST_SHEETS: usize = 300;

/// Plans an action anew, for instance through `sudo`.
pub(super) type Again = Box<dyn Fn(&Tools) -> Result<Plan, Missing>>;

/// The drawer of one session.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::pages::workspace) struct Drawer {
    /// What it shows.
    shown: RwSignal<Option<Sheet>>,
    is_open: RwSignal<bool>,
    /// Every script that ran, newest first.
    pub(super) ran: RwSignal<Vec<Sheet>>,
    /// Of these, what the person selected, by number.
    chosen: RwSignal<BTreeSet<u32>>,
    numbered: StoredValue<u32>,
    /// Owns the sheets: they outlive the button that made them.
    owner: StoredValue<Owner>,
}

/// Who wants a script to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The person.
    ByPerson,
    /// The page, after something else.
    ByPage,
}

impl Drawer {
    pub(super) fn new() -> Self {
        Self {
            shown: RwSignal::new(None),
            is_open: RwSignal::new(false),
            ran: RwSignal::new(Vec::new()),
            chosen: RwSignal::default(),
            numbered: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    pub(super) fn toggle(self) {
        self.is_open.update(|is_open| *is_open = !*is_open);
    }

    pub(super) fn sheet(self, plan: Plan, again: Option<Again>) -> Sheet {
        self.numbered.update_value(|number| *number += 1);
        let number = self.numbered.get_value();
        self.owner.with_value(|owner| owner.with(|| Sheet::new(number, plan, again)))
    }

    /// Whether something runs that the person would miss the end of.
    pub(super) fn is_at_work(self) -> bool {
        self.ran.with_untracked(|ran| {
            ran.iter().any(|sheet| sheet.risk() != Risk::Reads && untrack(|| sheet.is_running()))
        })
    }

    /// Runs what reads: it stands in the history and the status bar, and not in the person's way.
    pub(super) fn read(
        self,
        station: Station,
        plan: Plan,
        wanted: Wanted,
        then: impl FnOnce(Result<Ran, NetError>) + 'static,
    ) -> Sheet {
        let (script, input) = (plan.script.clone(), plan.input.clone());
        let sheet = Sheet { is_quiet: wanted == Wanted::ByPage, ..self.sheet(plan, None) };
        self.remember(sheet);
        sheet.phase.set(Phase::Running);
        let begun = browser::now();
        let run = station.gather(&script, &input, move |ran| {
            let millis = browser::now().saturating_sub(begun);
            match &ran {
                Ok(ran) => {
                    let stdout = last(&ran.stdout).to_vec();
                    sheet.said.set(Ran { stdout, stderr: ran.stderr.clone(), status: ran.status });
                    sheet.phase.set(Phase::Ran { status: ran.status, signal: None, millis });
                }
                Err(why) => sheet.phase.set(Phase::Lost(why.clone())),
            }
            then(ran);
        });
        sheet.run.set_value(Some(run));
        sheet
    }

    /// Runs what reads and perhaps never ends, and hands on what is told of it.
    pub(super) fn watch(
        self,
        station: Station,
        plan: Plan,
        wanted: Wanted,
        tell: impl Fn(&Told<'_>) + 'static,
    ) -> Sheet {
        let (script, input) = (plan.script.clone(), plan.input.clone());
        let sheet = Sheet { is_quiet: wanted == Wanted::ByPage, ..self.sheet(plan, None) };
        self.remember(sheet);
        sheet.phase.set(Phase::Running);
        let begun = browser::now();
        let said = RefCell::new(Ran::default());
        let run = station.begin_run(&script, &input, move |told| {
            tell(&told);
            let mut said = said.borrow_mut();
            let phase = match told {
                Told::Output(bytes) => return keep_last(&mut said.stdout, bytes, SAID_BYTES),
                Told::Errors(bytes) => return keep_last(&mut said.stderr, bytes, SAID_BYTES),
                Told::Away => Phase::Away,
                Told::Back => Phase::Running,
                Told::Ended(end) => {
                    let _ = sheet.said.try_set(said.clone());
                    ended(end, browser::now().saturating_sub(begun))
                }
            };
            let _ = sheet.phase.try_set(phase);
        });
        sheet.run.set_value(Some(run));
        sheet
    }

    /// Has a change planned and made as ever, and leaves the drawer open or folded, as it was.
    pub(super) fn folded<T>(self, act: impl FnOnce() -> T) -> T {
        let is_open = self.is_open.get_untracked();
        let acted = act();
        self.is_open.set(is_open);
        acted
    }

    /// An owner of signals that live as long as the session's panel, or until it is cleaned up.
    pub(super) fn child_owner(self) -> Owner {
        self.owner.with_value(Owner::child)
    }

    /// Puts what a reader runs into the drawer, unless it has been forgotten.
    pub(super) fn show_again(self, sheet: Sheet) {
        if sheet.as_run.try_get_untracked().is_some() {
            self.show(sheet);
        }
    }

    /// Shows a plan, and runs it at once where that can be taken back.
    pub(super) fn offer(self, station: Station, plan: Plan, again: Option<Again>) -> Sheet {
        let risk = plan.risk;
        let sheet = self.sheet(plan, again);
        self.shown.set(Some(sheet));
        self.is_open.set(true);
        match risk {
            Risk::Reads | Risk::Undoable => self.run(station, sheet),
            Risk::Disturbs | Risk::Final => self.look_ahead(station, sheet),
        }
        sheet
    }

    /// Finds out what a script will touch.
    fn look_ahead(self, station: Station, sheet: Sheet) {
        let Some(preview) = sheet.plan.with_value(|plan| plan.preview.clone()) else { return };
        sheet.touches.set(Touches::Coming);
        let script = preview.script().clone();
        let looking = station.gather(&script, &Input::default(), move |ran| {
            let touches = ran.map_or(Touches::Unknown(String::new()), |ran| touches(&preview, &ran));
            let _ = sheet.touches.try_set(touches);
        });
        sheet.run.set_value(Some(looking));
    }

    /// Runs the script as it is in the drawer.
    pub(super) fn run(self, station: Station, sheet: Sheet) {
        let text = sheet.text.get_untracked();
        if untrack(|| sheet.is_running()) {
            return;
        }
        if text.len() > SCRIPT_BYTES {
            let limit = SCRIPT_BYTES as u64;
            return sheet.phase.set(Phase::Lost(NetError::Problem(Problem::TooLarge { limit })));
        }
        // One that ran already stays as it was in the history.
        let sheet = if sheet.phase.with_untracked(|phase| *phase == Phase::Waits) {
            sheet
        } else {
            let again = self.sheet(sheet.plan.get_value(), None);
            again.text.set(text.clone());
            again.meant.set_value(sheet.meant.get_value());
            self.shown.set(Some(again));
            again
        };
        sheet.as_run.set(text.clone());
        self.remember(sheet);
        sheet.began.set(browser::wall_clock());
        sheet.phase.set(Phase::Running);
        if let Some(name) = sheet.plan.with_value(|plan| plan.saved_as.clone()) {
            return self.save(station, sheet, &name);
        }
        let begun = browser::now();
        let said = RefCell::new(Ran::default());
        let input = sheet.plan.with_value(|plan| plan.input.clone());
        let run = station.begin_run(&Script::edited(text), &input, move |told| {
            let mut said = said.borrow_mut();
            match told {
                Told::Output(bytes) => keep_last(&mut said.stdout, bytes, SAID_BYTES),
                Told::Errors(bytes) => keep_last(&mut said.stderr, bytes, SAID_BYTES),
                Told::Away => return drop(sheet.phase.try_set(Phase::Away)),
                Told::Back => return drop(sheet.phase.try_set(Phase::Running)),
                Told::Ended(end) => {
                    let millis = browser::now().saturating_sub(begun);
                    if matches!(end, End::Exit { status: Some(0), .. }) {
                        self.mark_taken_back(sheet);
                    }
                    if let End::Exit { status, .. } = &end {
                        said.status = *status;
                        station.hear(&said);
                    }
                    let _ = sheet.phase.try_set(ended(end, millis));
                    return station.changed();
                }
            }
            let _ = sheet.said.try_set(said.clone());
        });
        sheet.run.set_value(Some(run));
    }

    /// Ends a script that runs.
    pub(super) fn cancel(sheet: Sheet) {
        let _ = sheet.run.try_with_value(|run| {
            if let Some(run) = run {
                run.cancel();
            }
        });
        if let Some(stop) = sheet.stop.try_get_value().flatten() {
            stop.run(());
        }
    }

    /// Takes a script back: by another one, which is shown like any.
    fn undo(self, station: Station, sheet: Sheet) {
        if let Some(undo) = untrack(|| sheet.undo()) {
            let plan = sheet.plan.get_value();
            let title = plan.title.undoing();
            // What the script read on standard input is not for the way back.
            let input = Input::default();
            let plan = Plan { title, script: undo, undo: None, preview: None, input, saved_as: None, ..plan };
            let back = self.sheet(plan, None);
            back.undoes.set_value(Some(sheet.id));
            self.show(back);
            self.run(station, back);
        }
    }

    /// What was taken back cannot be taken back again.
    fn mark_taken_back(self, by: Sheet) {
        let Some(undone) = by.undoes.try_get_value().flatten() else { return };
        let sheet = self.ran.with_untracked(|ran| ran.iter().find(|sheet| sheet.id == undone).copied());
        if let Some(sheet) = sheet {
            sheet.is_undone.set(true);
        }
    }

    /// The same through `sudo`.
    fn through_sudo(self, station: Station, sheet: Sheet) {
        let planned = station.with_tools(|tools| {
            let again = |again: &Option<Again>| again.as_ref().map(|again| again(&tools.through_sudo()));
            sheet.again.with_value(again)
        });
        if let Some(Some(Ok(plan))) = planned {
            self.offer(station, plan, None);
        }
    }

    /// Runs what ran before once more; what is final waits again, for it may touch other things now.
    fn again(self, station: Station, sheet: Sheet) {
        let text = sheet.as_run.get_untracked();
        if sheet.risk() <= Risk::Undoable {
            self.show(sheet);
            return self.run(station, sheet);
        }
        let again = self.sheet(sheet.plan.get_value(), None);
        again.text.set(text);
        self.shown.set(Some(again));
        self.is_open.set(true);
        self.look_ahead(station, again);
    }

    /// Puts what ran before into the drawer.
    fn show(self, sheet: Sheet) {
        sheet.text.set(sheet.as_run.get_untracked());
        self.shown.set(Some(sheet));
        self.is_open.set(true);
    }

    /// What waits for the person.
    fn waiting(self) -> Option<Sheet> {
        let sheet = self.shown.get_untracked()?;
        sheet.phase.with_untracked(|phase| *phase == Phase::Waits).then_some(sheet)
    }

    /// Runs what waits, or takes it away, if that is what a key means that was pressed beside the drawer. What is
    /// folded away is not meant: nobody sees it.
    pub(super) fn answered(self, station: Station, press: &Press) -> bool {
        let Some(sheet) = self.waiting().filter(|_| self.is_open.get_untracked()) else { return false };
        match press.chord().as_str() {
            "Ctrl+Enter" => self.run(station, sheet),
            "Escape" => self.dismiss(),
            _ => return false,
        }
        true
    }

    /// Takes away what waits.
    fn dismiss(self) {
        self.shown.set(None);
        self.is_open.set(false);
    }

    fn remember(self, sheet: Sheet) {
        let mut old = Vec::new();
        self.ran.update(|ran| {
            // The same thing read again says nothing new.
            let text = sheet.as_run.get_untracked();
            let is_same = |other: &Sheet| {
                other.risk() == Risk::Reads
                    && sheet.risk() == Risk::Reads
                    && !untrack(|| other.is_running())
                    && other.as_run.get_untracked() == text
            };
            if ran.first().is_some_and(is_same) {
                old.push(ran.remove(0));
            }
            ran.insert(0, sheet);
            old.extend(ran.drain(MOST_SHEETS.min(ran.len())..));
        });
        self.chosen.update(|chosen| chosen.retain(|id| old.iter().all(|sheet| sheet.id != *id)));
        let shown = self.shown.get_untracked();
        for sheet in old.into_iter().filter(|sheet| Some(*sheet) != shown && !sheet.is_kept.get_value()) {
            // A view may still be on its way out.
            browser::next_frame(move || sheet.dispose());
        }
    }
}

/// Where a script stands that has ended.
pub(super) fn ended(end: End, millis: u64) -> Phase {
    match end {
        End::Exit { status, signal } => Phase::Ran { status, signal, millis },
        End::Lost(why) => Phase::Lost(why),
    }
}

/// What a preview found out.
fn touches(preview: &Preview, ran: &Ran) -> Touches {
    match preview {
        _ if ran.status != Some(0) => Touches::Unknown(String::from_utf8_lossy(&ran.stderr).into_owned()),
        Preview::Files(_) => Touched::read(ran).map_or(Touches::Unknown(String::new()), Touches::These),
        Preview::Text(_) => Touches::Text(String::from_utf8_lossy(last(&ran.stdout)).into_owned()),
    }
}

/// The last part that is kept.
fn last(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.len().saturating_sub(SAID_BYTES)..]
}
