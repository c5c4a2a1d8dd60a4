//! The tree of folders beside the list: when it is shown, and what is read for it. It reads after the list.

use leptos::prelude::*;
use postern_shared::script::files::Folders as ListFolders;
use postern_shared::script::{Action as _, Missing, Name, Path, Plan};

use super::super::drawer::Wanted;
use super::super::station::Station;
use super::Files;
use crate::panel::tree::{Node, Row, Tree};
use crate::session::Moment;
use crate::settings::Choices;

/// The tree of one session's files.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Folders {
    choices: Choices,
    tree: RwSignal<Tree>,
    shows_hidden: RwSignal<bool>,
    pub(super) cursor: RwSignal<Option<Node>>,
    /// Whether the panel is too narrow to have it beside the list.
    pub(super) is_narrow: RwSignal<bool>,
    /// Whether it lies over the list then.
    pub(super) is_over: RwSignal<bool>,
    /// Whether it takes the keyboard once it is there.
    pub(super) wants_keyboard: RwSignal<bool>,
    /// What was typed lately to go to a folder, and when that was.
    pub(super) typed: StoredValue<(String, Moment)>,
}

impl Folders {
    pub(super) fn new(shows_hidden: RwSignal<bool>) -> Self {
        Self {
            choices: expect_context(),
            tree: RwSignal::default(),
            shows_hidden,
            cursor: RwSignal::new(None),
            is_narrow: RwSignal::new(true),
            is_over: RwSignal::new(false),
            wants_keyboard: RwSignal::new(false),
            typed: StoredValue::new((String::new(), 0)),
        }
    }

    /// Its rows, from top to bottom, for whoever shows them.
    pub(super) fn rows(self) -> Memo<Vec<Row>> {
        Memo::new(move |_| {
            let shows_hidden = self.shows_hidden.get();
            self.tree.with(|tree| tree.rows(shows_hidden))
        })
    }

    /// Whether the person wants it beside the list, where there is room; tracked.
    pub(super) fn is_wanted(self) -> bool {
        self.choices.with(|choices| choices.shows_folders)
    }

    /// Whether it is shown; tracked.
    pub(super) fn is_shown(self) -> bool {
        if self.is_narrow.get() { self.is_over.get() } else { self.is_wanted() }
    }

    /// Where the cursor stands among these rows: on what was last gone to if that is there, or on the first.
    pub(super) fn cursor_at(self, rows: &[Row]) -> usize {
        let at = |cursor: &Node| rows.iter().position(|row| row.node == *cursor);
        let there = self.cursor.with_untracked(|cursor| cursor.as_ref().and_then(at));
        there.or_else(|| rows.iter().position(|row| row.is_here)).unwrap_or_default()
    }

    /// Closes a folder.
    pub(super) fn close(self, node: &Node) {
        self.tree.update(|tree| tree.close(node));
    }
}

impl Station {
    /// Shows the tree and gives it the keyboard, or shows it no longer.
    pub(super) fn toggle_tree(self) {
        let (files, folders) = (self.files, self.files.folders);
        let is_shown = !untrack(|| folders.is_shown());
        if folders.is_narrow.get_untracked() {
            folders.is_over.set(is_shown);
        } else {
            folders.choices.change(|choices| choices.shows_folders = is_shown);
        }
        if is_shown {
            folders.wants_keyboard.set(true);
        } else {
            files.focus();
        }
    }

    /// Opens the way to the directory that is shown, and reads what is not known of it, or everything that is open.
    pub(super) fn grow_tree(self, is_again: bool) {
        let folders = self.files.folders;
        let shown = untrack(|| folders.is_shown().then(|| self.files.here()).flatten());
        let home = self.with_tools(|tools| tools.home.clone());
        let (Some(here), Some(home)) = (shown, home) else { return };
        let heard = self.files.folders_of(&here);
        let mut tree = folders.tree.get_untracked();
        let before = tree.here().cloned();
        tree.hang(home);
        let unknown = tree.follow(&here);
        let open = tree.open_ones().into_iter().filter(|open| heard.is_none() || *open != here);
        let read = if is_again { open.collect() } else { unknown };
        if let Some(names) = heard {
            tree.hear(&here, names);
        }
        if before.as_ref() != tree.here() {
            folders.cursor.set(tree.here().cloned());
        }
        folders.tree.set(tree);
        self.read_folders(read, Wanted::ByPage);
    }

    /// Opens a folder of the tree.
    pub(super) fn open_folder(self, node: &Node) {
        let is_unknown = self.files.folders.tree.try_update(|tree| tree.open(node));
        if is_unknown == Some(true) {
            self.read_folders(vec![node.path.clone()], Wanted::ByPerson);
        }
    }

    /// Shows a folder of the tree in the list.
    pub(super) fn go_to_folder(self, node: &Node) {
        let folders = self.files.folders;
        folders.tree.update(|tree| tree.choose(node.clone()));
        folders.cursor.set(Some(node.clone()));
        folders.is_over.set(false);
        self.go(node.path.clone());
    }

    fn read_folders(self, directories: Vec<Path>, wanted: Wanted) {
        let tree = self.files.folders.tree;
        if directories.is_empty() {
            return;
        }
        let action = ListFolders { directories };
        let plan = match self.with_tools(|tools| Plan::of(&action, tools)) {
            Some(Ok(plan)) => plan,
            Some(Err(Missing(tool))) => return self.files.missing.set(Some(Missing(tool))),
            None => return,
        };
        let Some(asked) = tree.try_update(|tree| tree.ask(&action.directories)) else { return };
        self.drawer.read(self, plan, wanted, move |ran| {
            let read = ran.ok().and_then(|ran| action.outcome(&ran).ok());
            tree.update(|tree| match read {
                Some(all) => tree.take(asked, all),
                None => tree.give_up(asked),
            });
        });
    }
}

impl Files {
    /// The folders in a directory, if that is what the list shows.
    fn folders_of(self, directory: &Path) -> Option<Vec<Name>> {
        let is_read = self.read.with_untracked(|read| read.as_ref() == Some(directory));
        is_read.then(|| {
            self.entries.with_untracked(|entries| {
                let folders = entries.iter().filter(|entry| entry.is_directory());
                folders.map(|entry| entry.name.clone()).collect()
            })
        })
    }
}
