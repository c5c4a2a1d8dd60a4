//! Runbooks: scripts with names and parameters, kept in this browser, run on one target or on many at once.

mod batch;
mod details;
mod edit;
mod list;
mod ready;
mod results;
mod view;

use std::collections::BTreeSet;

use leptos::prelude::*;
use postern_shared::form::Answers;
use postern_shared::runbook::{Bad, Runbook};
use postern_shared::script::Input;

use super::super::work::{Seat, Work};
use crate::browser;
use crate::store::{self, Unkept};
use batch::Batch;
pub(super) use view::RunbooksPanel;

/// Most runbooks that are kept.
const MOST: usize = 200;

/// The runbooks of this browser, and what is done with one.
#[derive(Clone, Copy)]
pub(in crate::pages::workspace) struct Runbooks {
    work: Work,
    all: RwSignal<Vec<Runbook>>,
    trouble: RwSignal<Option<Trouble>>,
    shown: RwSignal<Shown>,
    /// The sessions it is to run on, by id.
    chosen: RwSignal<BTreeSet<String>>,
    batch: RwSignal<Option<Batch>>,
    owner: StoredValue<Owner>,
}

/// What the panel shows.
#[derive(Clone, Debug, PartialEq)]
enum Shown {
    /// The runbooks.
    List,
    /// The file of one, to be changed; by name the one that it replaces.
    Edit { text: RwSignal<String>, replaces: Option<String> },
    /// What it wants to know.
    Ask(Runbook),
    /// Its script, which waits.
    Ready { name: String, text: RwSignal<String>, input: Input },
    /// What came of it.
    Results,
}

/// What is in the way.
#[derive(Clone, Debug, PartialEq)]
enum Trouble {
    /// A file is no runbook.
    Bad(Bad),
    /// There is another one of this name.
    Exists(String),
    /// More than are kept.
    TooMany,
    /// It was not stored.
    Unkept(Unkept),
    /// A file of this computer could not be read.
    Unreadable,
}

impl Runbooks {
    pub(super) fn new(work: Work) -> Self {
        Self {
            work,
            all: RwSignal::default(),
            trouble: RwSignal::default(),
            shown: RwSignal::new(Shown::List),
            chosen: RwSignal::default(),
            batch: RwSignal::default(),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// The panel is opened: what another tab has stored is there too.
    pub(super) fn arrive(self) {
        self.read();
        browser::focus_soon("runbooks");
    }

    fn read(self) {
        match store::runbooks() {
            Ok(files) => {
                // What another version wrote, and this one cannot read, stays stored only if nothing is changed.
                let read: Result<Vec<_>, _> = files.into_iter().map(Runbook::parse).collect();
                match read {
                    Ok(all) => self.all.set(all),
                    Err(_) => self.trouble.set(Some(Trouble::Unkept(Unkept::Unreadable))),
                }
            }
            Err(why) => self.trouble.set(Some(Trouble::Unkept(why))),
        }
    }

    /// Keeps one, in the place of another; whether it is kept.
    fn keep(self, runbook: Runbook, replaces: Option<&str>) -> bool {
        self.trouble.set(None);
        self.read();
        if self.trouble.with_untracked(Option::is_some) {
            return false;
        }
        let mut all = self.all.get_untracked();
        all.retain(|other| replaces != Some(other.name.as_str()));
        if all.iter().any(|other| other.name == runbook.name) {
            self.trouble.set(Some(Trouble::Exists(runbook.name)));
            return false;
        }
        if all.len() >= MOST {
            self.trouble.set(Some(Trouble::TooMany));
            return false;
        }
        all.push(runbook);
        all.sort_by(|one, other| one.name.cmp(&other.name));
        self.store(all)
    }

    /// Forgets one.
    fn forget(self, name: &str) {
        self.read();
        let mut all = self.all.get_untracked();
        all.retain(|other| other.name != name);
        self.store(all);
    }

    fn store(self, all: Vec<Runbook>) -> bool {
        let files: Vec<String> = all.iter().map(|runbook| runbook.text().to_owned()).collect();
        match store::set_runbooks(&files) {
            Ok(()) => {
                self.all.set(all);
                true
            }
            Err(why) => {
                self.trouble.set(Some(Trouble::Unkept(why)));
                false
            }
        }
    }

    /// Takes a file; whether it is kept. The same one once more is no other.
    fn take(self, text: String) -> bool {
        match Runbook::parse(text) {
            Ok(runbook) => {
                let is_there = self.all.with_untracked(|all| all.contains(&runbook));
                is_there || self.keep(runbook, None)
            }
            Err(bad) => {
                self.trouble.set(Some(Trouble::Bad(bad)));
                false
            }
        }
    }

    /// Makes one of a script, and shows it to be changed.
    pub(super) fn save(self, name: &str, about: &str, script: &str) {
        self.read();
        match Runbook::of(name, about, script) {
            Ok(runbook) => {
                let (name, text) = (runbook.name.clone(), runbook.text().to_owned());
                let is_kept = self.keep(runbook, None);
                self.edit(text, is_kept.then_some(name));
            }
            Err(bad) => {
                self.shown.set(Shown::List);
                self.trouble.set(Some(Trouble::Bad(bad)));
            }
        }
    }

    fn edit(self, text: String, replaces: Option<String>) {
        let text = self.owner.with_value(|owner| owner.with(|| RwSignal::new(text)));
        self.shown.set(Shown::Edit { text, replaces });
    }

    /// Begins one: asks for what it wants to know, or shows its script at once.
    fn begin(self, runbook: Runbook) {
        self.trouble.set(None);
        if runbook.fields.is_empty() {
            self.prepare(&runbook, &Answers::default());
        } else {
            self.shown.set(Shown::Ask(runbook));
        }
    }

    /// Shows the script that waits.
    fn prepare(self, runbook: &Runbook, answers: &Answers) {
        let (script, input) = runbook.script(answers);
        let text = script.text().to_owned();
        let text = self.owner.with_value(|owner| owner.with(|| RwSignal::new(text)));
        let seats = untrack(|| self.seats());
        let here = self.work.focused_now().map(|seat| seat.desk.session());
        self.chosen.update(|chosen| {
            chosen.retain(|session| seats.iter().any(|seat| seat.desk.session() == *session));
            if chosen.is_empty() {
                chosen.extend(here);
            }
        });
        self.shown.set(Shown::Ready { name: runbook.name.clone(), text, input });
    }

    /// One pane of each session that is open; tracked.
    fn seats(self) -> Vec<Seat> {
        let mut seats: Vec<Seat> = Vec::new();
        for seat in self.work.seats() {
            if !seat.desk.is_over.get() && seats.iter().all(|other| other.desk != seat.desk) {
                seats.push(seat);
            }
        }
        seats
    }

    /// Shows the runbooks.
    fn back(self) {
        self.trouble.set(None);
        self.shown.set(Shown::List);
        browser::focus_soon("runbooks");
    }
}
