//! A search below a directory: what is looked for, what was found so far, and where a person goes from there.

use std::cell::RefCell;

use leptos::prelude::*;
use postern_shared::script::files::{By, Found, Search};
use postern_shared::script::{Failure, Missing, Path, Plan, Ran};

use super::super::drawer::{Drawer, Sheet, Wanted};
use super::super::station::Station;
use crate::net::NetError;
use crate::run::{End, SAID_BYTES, Told, keep_last};

/// The search of one session's files.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Hunt {
    pub(super) is_open: RwSignal<bool>,
    pub(super) pattern: RwSignal<String>,
    pub(super) by: RwSignal<By>,
    pub(super) ignores_case: RwSignal<bool>,
    pub(super) takes_hidden: RwSignal<bool>,
    /// What is or was looked for.
    pub(super) begun: RwSignal<Option<Search>>,
    pub(super) found: RwSignal<Vec<Found>>,
    pub(super) stage: RwSignal<Stage>,
    /// Which of what was found the cursor is on.
    pub(super) cursor: RwSignal<usize>,
    sheet: StoredValue<Option<Sheet>>,
}

/// Where a search stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stage {
    /// Nothing was looked for yet.
    Idle,
    /// The target lacks a tool.
    Lacks(Missing),
    /// It looks.
    Running,
    /// It looked everywhere, but for what it says on standard error.
    Over(Ran),
    /// The person ended it.
    Stopped,
    /// There is more than is shown.
    Full,
    /// It printed what such a script does not print.
    Garbled,
    /// Nothing is known of it any more.
    Lost(NetError),
}

impl Hunt {
    pub(super) fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            pattern: RwSignal::new(String::new()),
            by: RwSignal::new(By::default()),
            ignores_case: RwSignal::new(true),
            takes_hidden: RwSignal::new(false),
            begun: RwSignal::new(None),
            found: RwSignal::new(Vec::new()),
            stage: RwSignal::new(Stage::Idle),
            cursor: RwSignal::new(0),
            sheet: StoredValue::new(None),
        }
    }

    /// Where a search would begin, as the person has it now.
    fn search(self, directory: Path) -> Search {
        Search {
            directory,
            by: self.by.get_untracked(),
            pattern: self.pattern.get_untracked(),
            ignores_case: self.ignores_case.get_untracked(),
            takes_hidden: self.takes_hidden.get_untracked(),
        }
    }

    /// Ends it; what was found stays.
    pub(super) fn stop(self, stage: Stage) {
        if self.stage.with_untracked(|stage| *stage == Stage::Running) {
            self.stage.set(stage);
        }
        let sheet = self.sheet.try_update_value(Option::take).flatten();
        if let Some(sheet) = sheet.filter(|sheet| sheet.is_at_work()) {
            Drawer::cancel(sheet);
        }
    }

    /// Goes through what was found; past the ends there is nothing.
    pub(super) fn step(self, by: isize) -> usize {
        let last = self.found.with_untracked(Vec::len).saturating_sub(1);
        let at = self.cursor.get_untracked().saturating_add_signed(by).min(last);
        self.cursor.set(at);
        at
    }

    /// Takes what was found; where that is too much, or cannot be, the search ends.
    fn take(self, found: Result<Vec<Found>, Failure>) {
        match found {
            Ok(found) => {
                if !self.add(found) {
                    self.stop(Stage::Full);
                }
            }
            Err(Failure::Garbled | Failure::Failed) => self.stop(Stage::Garbled),
        }
    }

    /// Adds what was found, up to what is shown; whether there is room for more.
    fn add(self, found: Vec<Found>) -> bool {
        let room = Search::MOST.saturating_sub(self.found.with_untracked(Vec::len));
        let has_room = found.len() <= room;
        if !found.is_empty() {
            self.found.update(|all| all.extend(found.into_iter().take(room)));
        }
        has_room
    }
}

impl Station {
    /// Opens the search, with what was found the last time.
    pub(super) fn open_search(self) {
        self.files.hunt.is_open.set(true);
    }

    /// Shows the list again.
    pub(super) fn close_search(self) {
        self.files.hunt.is_open.set(false);
        self.files.focus();
    }

    /// Looks for what was typed, below the directory that is shown.
    pub(super) fn begin_search(self) {
        let hunt = self.files.hunt;
        let Some(directory) = untrack(|| self.files.here()) else { return };
        let search = hunt.search(directory);
        if search.pattern.is_empty() || search.pattern.contains('\n') {
            return;
        }
        hunt.stop(Stage::Stopped);
        hunt.found.set(Vec::new());
        hunt.cursor.set(0);
        hunt.begun.set(Some(search.clone()));
        let plan = match self.with_tools(|tools| Plan::of(&search, tools)) {
            Some(Ok(plan)) => plan,
            Some(Err(missing)) => return hunt.stage.set(Stage::Lacks(missing)),
            None => return,
        };
        hunt.stage.set(Stage::Running);
        let (hits, errors) = (RefCell::new(search.hits()), RefCell::new(Vec::new()));
        let is_this = move || hunt.begun.with_untracked(|begun| begun.as_ref() == Some(&search));
        let sheet = self.drawer.watch(self, plan, Wanted::ByPerson, move |told| {
            // The person may have begun another, or ended this one.
            let is_wanted = is_this() && hunt.stage.with_untracked(|stage| *stage == Stage::Running);
            match told {
                _ if !is_wanted => {}
                Told::Output(bytes) => hunt.take(hits.borrow_mut().take(bytes)),
                Told::Errors(bytes) => keep_last(&mut errors.borrow_mut(), bytes, SAID_BYTES),
                Told::Away | Told::Back => {}
                Told::Ended(End::Exit { status, .. }) => {
                    let ran = Ran { status: *status, stderr: errors.take(), ..Ran::default() };
                    self.hear(&ran);
                    hunt.stage.set(Stage::Over(ran));
                }
                Told::Ended(End::Lost(why)) => hunt.stage.set(Stage::Lost(why.clone())),
            }
        });
        hunt.sheet.set_value(Some(sheet));
    }

    /// Goes to the directory of what was found, with that selected.
    pub(super) fn go_to_found(self, at: usize) {
        let hunt = self.files.hunt;
        let path = hunt.found.with_untracked(|found| found.get(at).map(|found| found.path.clone()));
        let Some((directory, name)) = path.and_then(|path| Some((path.parent()?, path.name()?))) else {
            return;
        };
        hunt.cursor.set(at);
        if name.is_hidden() {
            self.files.shows_hidden.set(true);
        }
        self.files.wanted.set_value(Some(name));
        self.close_search();
        self.go(directory);
    }
}
