//! What can be done with what a person has before them: which files go where, under which names.

use super::{Change, Hand, Held, Meaning, kind_of};
use crate::script::files::{Copy, Entry, Format, Kind, Link, Move};
use crate::script::{Name, Path};

impl Hand<'_> {
    /// None for what has no content of its own: reading a pipe would wait for whoever writes to it, and take that away.
    pub(super) fn open(&self, entry: &Entry) -> Option<Meaning> {
        match kind_of(entry) {
            Kind::Directory => Some(Meaning::Go(self.directory.join(&entry.name))),
            Kind::File | Kind::Link => Some(Meaning::Look(entry.name.clone())),
            Kind::Pipe | Kind::Socket | Kind::Device => None,
        }
    }

    pub(super) fn dropped(&self, onto: Option<&Name>, is_copy: bool) -> Option<Meaning> {
        let held = Held { is_cut: !is_copy, ..self.held?.clone() };
        let to = match onto {
            None => self.directory.clone(),
            Some(name) => {
                let entry = self.entries.iter().find(|entry| entry.name == *name && entry.is_directory())?;
                self.directory.join(&entry.name)
            }
        };
        self.placed(&held, to).map(Meaning::Act)
    }

    /// What is in the archive that is selected, into a new folder; none unless that is one archive.
    pub(super) fn extracted(&self) -> Option<Change> {
        let [entry] = self.chosen[..] else { return None };
        let (format, stem) = Format::of(&entry.name).filter(|_| !entry.is_directory())?;
        let taken: Vec<Name> = self.entries.iter().map(|entry| entry.name.clone()).collect();
        let may_differ = format != Format::Gz && taken.contains(&stem);
        let into = if may_differ { free_name(&stem, &taken)? } else { stem };
        Some(Change::Extract(entry.name.clone(), format, into))
    }

    /// A link here that leads to what is held; none unless that is one thing.
    pub(super) fn linked(&self) -> Option<Change> {
        let held = self.held?;
        let [name] = &held.names[..] else { return None };
        let taken: Vec<Name> = self.entries.iter().map(|entry| entry.name.clone()).collect();
        let free = if taken.contains(name) { free_name(name, &taken)? } else { name.clone() };
        let to = held.directory.join(name).bytes().to_vec();
        Some(Change::Link(Link { directory: self.directory.clone(), name: free, to }))
    }

    /// Puts what is held into a directory; none where that would change nothing, or put something into itself.
    pub(super) fn placed(&self, held: &Held, to: Path) -> Option<Change> {
        let Held { directory, names, is_cut } = held.clone();
        let is_within_itself = names.iter().any(|name| to.is_within(&directory.join(name)));
        if names.is_empty() || is_within_itself || (is_cut && to == directory) {
            return None;
        }
        if is_cut {
            return Some(Change::Move(Move { directory, names, to }));
        }
        let is_here = to == directory && to == *self.directory;
        let mut taken: Vec<Name> = self.entries.iter().map(|entry| entry.name.clone()).collect();
        let mut pairs = Vec::new();
        for name in names {
            let copy = if is_here { free_name(&name, &taken)? } else { name.clone() };
            taken.push(copy.clone());
            pairs.push((name, copy));
        }
        Some(Change::Copy(Copy { directory, names: pairs, to }))
    }
}

/// A name like this one that nothing has: `site copy.tar.zst`, `site copy 2.tar.zst`. None where all are too long.
pub(super) fn free_name(name: &Name, taken: &[Name]) -> Option<Name> {
    let bytes = name.bytes();
    // What follows the first dot says what the file is; a name that begins with a dot has no such part.
    let at = bytes.iter().skip(1).position(|byte| *byte == b'.').map_or(bytes.len(), |at| at + 1);
    let (stem, ending) = bytes.split_at(at);
    (1..=taken.len() + 1).find_map(|number| {
        let mark = if number == 1 { " copy".to_owned() } else { format!(" copy {number}") };
        Name::parse([stem, mark.as_bytes(), ending].concat()).filter(|copy| !taken.contains(copy))
    })
}
