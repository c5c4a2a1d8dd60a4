//! A tree of folders: which are open, what is known of them, and the rows they make. Pure.

use std::collections::{BTreeMap, BTreeSet};

use postern_shared::script::files::Within;
use postern_shared::script::{Name, Path};

use super::rows::natural;

/// Most folders that are open at once: more are closed, but for those on the way to where the person is.
const MOST_OPEN: usize = 200;

/// A folder in the tree. Below the home directory it stands at two places, so the root it hangs from belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Node {
    pub(crate) root: Path,
    pub(crate) path: Path,
}

/// The tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    roots: Vec<Path>,
    open: BTreeSet<Node>,
    known: BTreeMap<Path, Known>,
    here: Option<Node>,
    /// How many readings were asked for.
    asked: u32,
}

/// What is known of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Known {
    /// The reading that was asked for last.
    asked: u32,
    within: Option<Within>,
}

/// A row of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub(crate) node: Node,
    /// How deep it lies; a root is at 1.
    pub(crate) level: usize,
    /// Its place among its like, from 1, and how many these are.
    pub(crate) place: (usize, usize),
    /// Whether what is in it stands below; none if nothing is in it.
    pub(crate) is_open: Option<bool>,
    pub(crate) stage: Stage,
    /// Whether the list shows it.
    pub(crate) is_here: bool,
}

/// What there is to say of a folder besides its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Stage {
    /// Nothing.
    Plain,
    /// It is being read for the first time.
    Coming,
    /// It cannot be read.
    Refused,
}

/// What a key to the side means on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Open,
    Close,
    /// Go to this row.
    To(usize),
}

impl Node {
    fn in_it(&self, name: &Name) -> Self {
        Self { root: self.root.clone(), path: self.path.join(name) }
    }

    /// The folders from the root to it, itself last.
    fn way(&self) -> impl Iterator<Item = Self> {
        let way = self.path.way().into_iter().filter(|path| path.is_within(&self.root));
        way.map(|path| Self { root: self.root.clone(), path })
    }
}

impl Tree {
    /// Hangs it up: the home directory, and `/`.
    pub(crate) fn hang(&mut self, home: Path) {
        let mut roots = vec![home];
        if roots[0] != Path::root() {
            roots.push(Path::root());
        }
        if self.roots != roots {
            *self = Self { roots, asked: self.asked, ..Self::default() };
        }
    }

    /// Where the person is, if that is in it.
    pub(crate) fn here(&self) -> Option<&Node> {
        self.here.as_ref()
    }

    /// The person is about to go to this one.
    pub(crate) fn choose(&mut self, node: Node) {
        self.here = Some(node);
    }

    /// The person is here now: opens the way. Returns what of it has to be read.
    pub(crate) fn follow(&mut self, here: &Path) -> Vec<Path> {
        let Some(root) = self.root_of(here) else { return Vec::new() };
        let node = Node { root, path: here.clone() };
        let way: Vec<Node> = node.way().collect();
        let above = &way[..way.len().saturating_sub(1)];
        self.here = Some(node);
        if self.open.len() + above.len() > MOST_OPEN {
            self.open.clear();
        }
        self.open.extend(above.iter().cloned());
        self.forget_closed();
        let lacks = |(folder, next): (&Node, &Node)| {
            let within = self.known.get(&folder.path).and_then(|known| known.within.as_ref());
            let is_known = match (within, next.path.name()) {
                (Some(Within::These(names)), Some(name)) => names.contains(&name),
                (Some(Within::Refused), _) => true,
                (None, _) | (_, None) => false,
            };
            (!is_known).then(|| folder.path.clone())
        };
        above.iter().zip(&way[1..]).filter_map(lacks).collect()
    }

    /// The root a path hangs from: the one the person came by, the home directory, or `/`.
    fn root_of(&self, path: &Path) -> Option<Path> {
        let came = self.here.as_ref().filter(|here| here.path.is_within(path) || path.is_within(&here.path));
        let came = came.map(|here| &here.root);
        came.into_iter().chain(&self.roots).find(|root| path.is_within(root)).cloned()
    }

    /// Opens a folder. Returns whether it has to be read.
    pub(crate) fn open(&mut self, node: &Node) -> bool {
        if self.open.len() >= MOST_OPEN {
            return false;
        }
        self.open.insert(node.clone());
        let within = self.known.get(&node.path).and_then(|known| known.within.as_ref());
        !matches!(within, Some(Within::These(_)))
    }

    /// Closes a folder, and everything in it.
    pub(crate) fn close(&mut self, node: &Node) {
        self.open.retain(|open| open.root != node.root || !open.path.is_within(&node.path));
        self.forget_closed();
    }

    /// Every folder that is open.
    pub(crate) fn open_ones(&self) -> Vec<Path> {
        let paths: BTreeSet<&Path> = self.open.iter().map(|node| &node.path).collect();
        paths.into_iter().cloned().collect()
    }

    /// These are about to be read. Returns the number of the reading.
    pub(crate) fn ask(&mut self, paths: &[Path]) -> u32 {
        self.asked += 1;
        for path in paths {
            self.known.entry(path.clone()).or_default().asked = self.asked;
        }
        self.asked
    }

    /// A reading has come; what was asked for again since is left to that one.
    pub(crate) fn take(&mut self, asked: u32, all: Vec<(Path, Within)>) {
        for (path, within) in all {
            if self.known.get(&path).is_some_and(|known| known.asked == asked) {
                self.learn(path, within);
            }
        }
    }

    /// A reading has failed: what it was for is closed, unless it was known before.
    pub(crate) fn give_up(&mut self, asked: u32) {
        let failed = |known: &Known| known.asked == asked && known.within.is_none();
        for known in self.known.values_mut().filter(|known| failed(known)) {
            known.within = Some(Within::Refused);
        }
    }

    /// The list has shown what is in a folder: newer than any reading that is under way.
    pub(crate) fn hear(&mut self, path: &Path, names: Vec<Name>) {
        self.ask(std::slice::from_ref(path));
        self.learn(path.clone(), Within::These(names));
    }

    /// What is gone takes with it what was known of it.
    fn learn(&mut self, path: Path, mut within: Within) {
        if let Within::These(names) = &mut within {
            names.sort_by_cached_key(|name| Sorted(name.text().to_lowercase(), name.clone()));
            let there: BTreeSet<&Name> = names.iter().collect();
            let is_gone = |other: &Path| {
                let below = other.way().into_iter().find(|step| step.parent().as_ref() == Some(&path));
                below.and_then(|below| below.name()).is_some_and(|name| !there.contains(&name))
            };
            self.open.retain(|open| open.path == path || !open.path.is_within(&path) || !is_gone(&open.path));
        }
        if let Some(known) = self.known.get_mut(&path) {
            known.within = Some(within);
        }
        self.forget_closed();
    }

    /// Only what is open is kept up to date.
    fn forget_closed(&mut self) {
        let (open, here) = (&self.open, self.here.as_ref().map(|here| &here.path));
        let kept: BTreeSet<&Path> = open.iter().map(|node| &node.path).chain(here).collect();
        self.known.retain(|path, _| kept.contains(path));
    }

    /// The rows, from top to bottom.
    pub(crate) fn rows(&self, shows_hidden: bool) -> Vec<Row> {
        let mut rows = Vec::new();
        for (at, root) in self.roots.iter().enumerate() {
            let node = Node { root: root.clone(), path: root.clone() };
            self.grow(node, 1, (at + 1, self.roots.len()), shows_hidden, &mut rows);
        }
        rows
    }

    fn grow(&self, node: Node, level: usize, place: (usize, usize), shows_hidden: bool, rows: &mut Vec<Row>) {
        let is_open = self.open.contains(&node);
        let within = self.known.get(&node.path).and_then(|known| known.within.as_ref());
        let names = self.names(&node, within, shows_hidden);
        let stage = match within {
            None if is_open => Stage::Coming,
            Some(Within::Refused) if is_open => Stage::Refused,
            None | Some(Within::These(_) | Within::Refused) => Stage::Plain,
        };
        let is_empty = matches!(within, Some(Within::These(_))) && names.is_empty();
        let has_more = is_open && (stage == Stage::Coming || !names.is_empty());
        let is_here = self.here.as_ref() == Some(&node);
        let is_shown_open = (!is_empty).then_some(has_more);
        rows.push(Row { node: node.clone(), level, place, is_open: is_shown_open, stage, is_here });
        if is_open {
            for (at, name) in names.iter().enumerate() {
                self.grow(node.in_it(name), level + 1, (at + 1, names.len()), shows_hidden, rows);
            }
        }
    }

    /// What stands below a folder: what is in it, and the way to where the person is where that is not known.
    fn names(&self, node: &Node, within: Option<&Within>, shows_hidden: bool) -> Vec<Name> {
        let here = self.here.as_ref().filter(|here| here.root == node.root);
        let next =
            here.and_then(|here| here.way().find(|step| step.path.parent().as_ref() == Some(&node.path)));
        let next = next.and_then(|next| next.path.name());
        match within {
            Some(Within::These(names)) => {
                let is_shown =
                    |name: &&Name| shows_hidden || !name.is_hidden() || next.as_ref() == Some(name);
                names.iter().filter(is_shown).cloned().collect()
            }
            Some(Within::Refused) | None => next.into_iter().collect(),
        }
    }
}

/// A name as the list sorts it.
#[derive(PartialEq, Eq)]
struct Sorted(String, Name);

impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        natural(&self.0, &other.0).then_with(|| self.1.cmp(&other.1))
    }
}

impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// What the key into the depth means: open the folder, or go to the first in it.
pub(crate) fn inwards(rows: &[Row], at: usize) -> Option<Side> {
    let row = rows.get(at)?;
    let next = || rows.get(at + 1).filter(|next| next.level > row.level).map(|_| Side::To(at + 1));
    match row.is_open {
        Some(false) => Some(Side::Open),
        Some(true) => next(),
        None => None,
    }
}

/// What the key out of the depth means: close the folder, or go to the one it is in.
pub(crate) fn outwards(rows: &[Row], at: usize) -> Option<Side> {
    let row = rows.get(at)?;
    if row.is_open == Some(true) {
        return Some(Side::Close);
    }
    rows[..at].iter().rposition(|above| above.level < row.level).map(Side::To)
}

/// The next row whose name begins with what was typed; from the row itself on where more than one letter was.
pub(crate) fn seek(rows: &[Row], at: usize, typed: &str) -> Option<usize> {
    let typed = typed.to_lowercase();
    let begins = |row: &Row| {
        row.level > 1
            && row.node.path.name().is_some_and(|name| name.text().to_lowercase().starts_with(&typed))
    };
    let first = at + usize::from(typed.chars().count() == 1);
    let turn = (0..rows.len()).map(|step| (first + step) % rows.len());
    turn.filter(|_| !typed.is_empty()).find(|at| begins(&rows[*at]))
}

#[cfg(test)]
mod tests;
