//! Files of the target: what is shown, and what becomes of what a person does with it.

mod ask;
mod drag;
mod head;
mod keys;
mod menu;
mod pack;
mod page;
mod paste;
mod properties;
mod rename;
mod row;
mod rows;
mod search;
mod search_view;
mod trash;
mod tree;
mod tree_keys;
mod tree_view;
mod usage;
mod view;

use std::sync::Arc;

use leptos::prelude::*;
use postern_shared::gesture::Gesture;
use postern_shared::gesture::files::{Change, Choice, Hand, Held, Meaning, Question, recognise};
use postern_shared::script::files::{Entry, List, Space, SpaceLeft, TrashId};
use postern_shared::script::{Action, Missing, Name, Path, Plan, Ran};

use super::computer::Coming;
use super::drawer::{Meant, Sheet, Wanted};
use super::editor::Opened;
use super::instead::Shown;
use super::reader::Reading;
use super::station::Station;
use crate::browser;
use crate::pages::workspace::transfers::Offered;
use crate::panel::rows::{Order, arrange};
use crate::panel::selection;
use crate::panel::trail::Trail;
use search::Hunt;
use tree::Folders;
use usage::Usage;
pub(super) use view::FilesPanel;

/// What is selected among them.
type Selection = selection::Selection<Name>;

/// They as they are shown.
type Rows<'a> = selection::Rows<'a, Entry>;

/// The files of one session.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::pages::workspace) struct Files {
    trail: RwSignal<Option<Trail>>,
    /// Whose files are shown: the directory that was read last.
    read: RwSignal<Option<Path>>,
    entries: RwSignal<Arc<Vec<Entry>>>,
    state: RwSignal<Shown>,
    space: RwSignal<Option<SpaceLeft>>,
    order: RwSignal<Order>,
    filter: RwSignal<String>,
    is_filtering: RwSignal<bool>,
    shows_hidden: RwSignal<bool>,
    /// Whether it goes where the terminal goes.
    follows: RwSignal<bool>,
    /// The rows that are shown, as places in the entries.
    shown: Memo<Vec<usize>>,
    selection: RwSignal<Selection>,
    /// Whether the list takes the keyboard once it is there.
    wants_keyboard: RwSignal<bool>,
    held: RwSignal<Option<Held>>,
    /// What was cut and is on its way to where it was pasted.
    pasted: StoredValue<Option<(Sheet, Held)>>,
    /// What is under the mouse on its way.
    dragged: RwSignal<Option<Held>>,
    /// Of that, what the browser may fetch where it is let go of.
    offered: StoredValue<Option<Offered>>,
    /// Files from the person's computer that wait for their folders.
    pub(super) coming: StoredValue<Option<Coming>, LocalStorage>,
    asked: RwSignal<Option<Question>>,
    /// Whose new name is being typed.
    renaming: RwSignal<Option<Name>>,
    /// What is to be selected once the directory is read.
    wanted: StoredValue<Option<Name>>,
    hunt: Hunt,
    usage: Usage,
    folders: Folders,
    /// A folder of the trash, and where its files were.
    origin: RwSignal<Option<(Path, Path)>>,
    /// A tool the target lacks for what was asked.
    missing: RwSignal<Option<Missing>>,
    /// A file that is watched, in the place of the list.
    followed: RwSignal<Option<Reading>>,
    /// A file that is looked at or edited, in the place of the list.
    opened: RwSignal<Option<Opened>>,
    /// Where the menu is open.
    menu: RwSignal<Option<(i32, i32)>>,
}

impl Files {
    pub(super) fn new() -> Self {
        let entries: RwSignal<Arc<Vec<Entry>>> = RwSignal::default();
        let (order, filter) = (RwSignal::new(Order::default()), RwSignal::new(String::new()));
        let shows_hidden = RwSignal::new(false);
        let usage = Usage::new();
        let shown = Memo::new(move |_| {
            let (order, shows_hidden, measured) = (order.get(), shows_hidden.get(), usage.shown());
            let measured = measured.as_deref();
            entries
                .with(|entries| filter.with(|filter| arrange(entries, order, filter, shows_hidden, measured)))
        });
        Self {
            trail: RwSignal::new(None),
            read: RwSignal::new(None),
            entries,
            state: RwSignal::new(Shown::Coming),
            space: RwSignal::new(None),
            order,
            filter,
            is_filtering: RwSignal::new(false),
            shows_hidden,
            follows: RwSignal::new(false),
            shown,
            selection: RwSignal::new(Selection::default()),
            wants_keyboard: RwSignal::new(false),
            held: RwSignal::new(None),
            pasted: StoredValue::new(None),
            dragged: RwSignal::new(None),
            offered: StoredValue::new(None),
            coming: StoredValue::new_local(None),
            asked: RwSignal::new(None),
            renaming: RwSignal::new(None),
            wanted: StoredValue::new(None),
            hunt: Hunt::new(),
            usage,
            folders: Folders::new(shows_hidden),
            origin: RwSignal::new(None),
            missing: RwSignal::new(None),
            followed: RwSignal::new(None),
            opened: RwSignal::new(None),
            menu: RwSignal::new(None),
        }
    }

    /// The directory the person is in; tracked.
    fn here(self) -> Option<Path> {
        self.trail.with(|trail| trail.as_ref().map(|trail| trail.here().clone()))
    }

    /// The directory the person is in; tracks nothing.
    pub(super) fn here_now(self) -> Option<Path> {
        untrack(|| self.here())
    }

    /// Whether one file has taken the place of the list; tracked.
    fn shows_one(self) -> bool {
        self.followed.with(Option::is_some) || self.opened.with(Option::is_some)
    }

    /// Closes the file that is looked at or edited.
    fn leave(self) {
        if let Some(opened) = self.opened.get_untracked() {
            self.opened.set(None);
            opened.close();
        }
    }

    /// Whether there is a text that was edited and not saved.
    pub(super) fn has_unsaved(self) -> bool {
        self.opened.with_untracked(|opened| opened.is_some_and(Opened::has_unsaved))
    }

    /// Whether something is under the mouse that can be put into a folder; tracks nothing.
    fn may_drop(self) -> bool {
        self.dragged.with_untracked(Option::is_some)
    }

    /// Gives the list the keyboard, now or as soon as it is there.
    pub(super) fn focus(self) {
        self.wants_keyboard.set(true);
    }

    /// Leaves the keyboard to the terminal, where it was to be given to the list.
    pub(super) fn unfocus(self) {
        self.wants_keyboard.set(false);
    }

    /// Looks at the rows that are shown; tracks nothing.
    fn with_rows<T>(self, look: impl FnOnce(Rows<'_>) -> T) -> T {
        self.entries
            .with_untracked(|entries| self.shown.with_untracked(|shown| look(Rows { entries, shown })))
    }

    /// What is selected, in the order it is shown; tracks nothing.
    fn chosen(self) -> Vec<Entry> {
        let entries = |selection: &Selection| {
            self.with_rows(|rows| selection.entries(rows).into_iter().cloned().collect())
        };
        self.selection.with_untracked(entries)
    }
}

impl Station {
    /// Shows the first directory: where the terminal is, or the login directory.
    pub(super) fn begin(self) {
        let here = self.work.focused_now().filter(|seat| seat.desk == self.desk).and_then(|seat| seat.here());
        let here = here.and_then(|here| Path::parse(here.as_bytes()));
        let home = || self.with_tools(|tools| tools.home.clone());
        if let Some(first) = here.or_else(home) {
            self.files.trail.set(Some(Trail::new(first)));
            self.refresh();
        }
    }

    /// Shows another directory.
    pub(super) fn go(self, to: Path) {
        if self.files.trail.with_untracked(Option::is_none) {
            return;
        }
        self.files.trail.update(|trail| {
            if let Some(trail) = trail {
                trail.go(to);
            }
        });
        self.arrive();
    }

    /// Goes back or forward.
    fn step(self, by: isize) {
        self.files.trail.update(|trail| {
            if let Some(trail) = trail {
                trail.step(by);
            }
        });
        self.arrive();
    }

    fn arrive(self) {
        self.files.focus();
        self.files.filter.set(String::new());
        self.files.is_filtering.set(false);
        self.refresh();
    }

    /// Reads the directory again, as the person wants.
    pub(super) fn refresh(self) {
        self.read_again(Wanted::ByPerson);
    }

    /// Reads the directory again. What is shown stays until the new is there.
    pub(super) fn read_again(self, wanted: Wanted) {
        let files = self.files;
        let Some(directory) = untrack(|| files.here()) else { return };
        let list = List { directory: directory.clone() };
        let Some(planned) = self.with_tools(|tools| Plan::of(&list, tools)) else { return };
        let plan = match planned {
            Ok(plan) => plan,
            Err(Missing(tool)) => return files.state.set(Shown::Lacks(tool)),
        };
        self.drawer.read(self, plan, wanted, move |ran| {
            // The person may have gone on meanwhile.
            if untrack(|| files.here()).as_ref() != Some(&list.directory) {
                return;
            }
            let is_again = files.read.with_untracked(|read| read.as_ref() == Some(&directory));
            let state = match ran {
                Ok(ran) => match list.outcome(&ran) {
                    Ok(listing) => {
                        files.show(directory.clone(), listing.entries);
                        self.measure();
                        self.learn_origin(&directory);
                        self.weigh(directory, wanted);
                        Shown::Here
                    }
                    Err(_) => Shown::Failed(Ran { stdout: Vec::new(), ..ran }),
                },
                Err(why) => Shown::Lost(why),
            };
            files.state.set(state);
            self.grow_tree(is_again);
        });
    }

    /// Learns how much room is left there.
    fn measure(self) {
        let files = self.files;
        let Some(directory) = untrack(|| files.here()) else { return };
        let space = Space { directory };
        if let Some(Ok(plan)) = self.with_tools(|tools| Plan::of(&space, tools)) {
            self.drawer.read(self, plan, Wanted::ByPage, move |ran| {
                files.space.set(ran.ok().and_then(|ran| space.outcome(&ran).ok()));
            });
        }
    }

    /// Does what a gesture means. Returns whether it meant something.
    pub(super) fn did(self, gesture: &Gesture<Name, Choice>) -> bool {
        let files = self.files;
        let Some(directory) = untrack(|| files.here()) else { return false };
        let (entries, chosen) = (files.entries.get_untracked(), files.chosen());
        let held = match gesture {
            Gesture::Drop { .. } => files.dragged.get_untracked(),
            Gesture::Press(_) | Gesture::Open(_) | Gesture::Choose(_) => files.held.get_untracked(),
        };
        let chosen = chosen.iter().collect();
        let hand = Hand { directory: &directory, entries: &entries, chosen, held: held.as_ref() };
        let Some(meaning) = recognise(gesture, &hand) else { return false };
        let paths: Vec<Path> = hand.chosen.iter().map(|entry| directory.join(&entry.name)).collect();
        match meaning {
            Meaning::Go(to) => self.go(to),
            Meaning::Look(name) => self.look(directory, name),
            Meaning::Ask(Question::Rename(name)) => files.renaming.set(Some(name)),
            Meaning::Ask(question) => files.asked.set(Some(question)),
            Meaning::Hold(held) => files.held.set(Some(held)),
            Meaning::Act(change) => {
                let is_paste = held == files.held.get_untracked() && matches!(change, Change::Move(_));
                let sheet = self.change(directory, change);
                files.pasted.set_value(sheet.zip(held).filter(|_| is_paste));
                self.forget_pasted();
            }
            Meaning::Page(choice) => self.in_page(choice, &directory, &paths),
        }
        true
    }

    /// Has a change made, in this directory.
    fn change(self, directory: Path, change: Change) -> Option<Sheet> {
        let (id, meant) = (trash_id(), Meant::of(&change));
        let acted = self.act(move |tools| change.plan(&directory, id.clone(), tools))?;
        self.files.missing.set(acted.as_ref().err().copied());
        let sheet = acted.ok()?;
        sheet.meant.set_value(meant);
        Some(sheet)
    }
}

impl Files {
    /// Shows these; the selection keeps what is still there.
    fn show(self, directory: Path, entries: Vec<Entry>) {
        let is_other = self.read.with_untracked(|read| read.as_ref() != Some(&directory));
        let before = self.read.get_untracked();
        self.entries.set(Arc::new(entries));
        self.read.set(Some(directory.clone()));
        let mut selection = self.selection.get_untracked();
        self.with_rows(|rows| {
            if is_other {
                selection = Selection::default();
                // On the way up, the cursor is on where the person came from.
                let came = before.filter(|before| before.parent().as_ref() == Some(&directory));
                if let Some(name) =
                    came.and_then(|before| before.name()).filter(|name| rows.at(name).is_some())
                {
                    selection.only(name);
                }
            } else {
                selection.keep(rows);
            }
            let wanted = self.wanted.try_update_value(Option::take).flatten();
            if let Some(name) = wanted.filter(|name| rows.at(name).is_some()) {
                selection.only(name);
            }
        });
        self.selection.set(selection);
    }
}

/// Names a folder of the trash: by time and by chance.
pub(super) fn trash_id() -> TrashId {
    let stamp: String = crate::when::stamp(browser::wall_clock()).replace(' ', "T").replace(':', "");
    let chance = (browser::random() * 65536.0) as u32;
    // Digits and hyphens are a name.
    TrashId::parse(&format!("{stamp}-{chance:04x}")).unwrap_or_default()
}
