//! What a gesture means in a list of files.

mod change;
mod choice;
mod hand;
mod wish;

use super::Gesture;
use crate::script::files::{Checksum, Delete, EmptyTrash, Entry, Fetch, Kind, Measure};
use crate::script::{Name, Path};

pub use change::Change;
pub use choice::{Choice, choice_of, command_of, key_of, needs_some};
pub use wish::Wish;

/// What the person has before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand<'a> {
    /// The directory that is shown.
    pub directory: &'a Path,
    /// Every file in it.
    pub entries: &'a [Entry],
    /// What is selected, in the order it is shown.
    pub chosen: Vec<&'a Entry>,
    /// What is to be pasted.
    pub held: Option<&'a Held>,
}

/// Files that were cut, copied, or taken up with the mouse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Where they are.
    pub directory: Path,
    /// Which.
    pub names: Vec<Name>,
    /// Whether they leave their place.
    pub is_cut: bool,
}

/// What a gesture means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Show this directory.
    Go(Path),
    /// Show what this file holds.
    Look(Name),
    /// Do this.
    Act(Change),
    /// Ask for what is missing.
    Ask(Question),
    /// Keep these for pasting.
    Hold(Held),
    /// Something that concerns the page, with what is selected.
    Page(Choice),
}

/// What a person is asked before something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Its new name.
    Rename(Name),
    /// Name of a new directory.
    MakeDirectory,
    /// Name of a new file.
    MakeFile,
    /// Permissions, owner and time of these.
    Properties(Vec<Entry>),
    /// Name and kind of an archive of these.
    Compress(Vec<Name>),
}

/// What a gesture means, if it means something here.
#[must_use]
pub fn recognise(gesture: &Gesture<Name, Choice>, hand: &Hand<'_>) -> Option<Meaning> {
    match gesture {
        Gesture::Press(press) => chosen(choice_of(press)?, hand),
        Gesture::Choose(choice) => chosen(*choice, hand),
        Gesture::Open(name) => hand.open(hand.entries.iter().find(|entry| entry.name == *name)?),
        Gesture::Drop { onto, is_copy } => hand.dropped(onto.as_ref(), *is_copy),
    }
}

fn chosen(choice: Choice, hand: &Hand<'_>) -> Option<Meaning> {
    let names = || hand.chosen.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>();
    let directory = || hand.directory.clone();
    if needs_some(choice) && hand.chosen.is_empty() {
        return None;
    }
    Some(match choice {
        Choice::Open => hand.open(hand.chosen.first()?)?,
        Choice::Up => Meaning::Go(hand.directory.parent()?),
        Choice::Rename => match hand.chosen[..] {
            [entry] => Meaning::Ask(Question::Rename(entry.name.clone())),
            _ => return None,
        },
        Choice::MakeDirectory => Meaning::Ask(Question::MakeDirectory),
        Choice::MakeFile => Meaning::Ask(Question::MakeFile),
        Choice::Cut => Meaning::Hold(Held { directory: directory(), names: names(), is_cut: true }),
        Choice::Copy => Meaning::Hold(Held { directory: directory(), names: names(), is_cut: false }),
        Choice::Paste => Meaning::Act(hand.placed(hand.held?, hand.directory.clone())?),
        Choice::PasteLink => Meaning::Act(hand.linked()?),
        Choice::Duplicate => {
            let held = Held { directory: directory(), names: names(), is_cut: false };
            Meaning::Act(hand.placed(&held, directory())?)
        }
        Choice::Trash => Meaning::Act(Change::Trash(names())),
        Choice::EmptyTrash => Meaning::Act(Change::EmptyTrash(EmptyTrash)),
        Choice::Delete => Meaning::Act(Change::Delete(Delete { directory: directory(), names: names() })),
        Choice::Properties => {
            Meaning::Ask(Question::Properties(hand.chosen.iter().map(|entry| (*entry).clone()).collect()))
        }
        Choice::Measure => Meaning::Act(Change::Measure(Measure { directory: directory(), names: names() })),
        Choice::Checksum => {
            Meaning::Act(Change::Checksum(Checksum { directory: directory(), names: names() }))
        }
        Choice::Follow => match hand.chosen[..] {
            [entry] if kind_of(entry) == Kind::File => Meaning::Page(choice),
            _ => return None,
        },
        Choice::Download if is_packed(&hand.chosen) => {
            Meaning::Act(Change::Fetch(match hand.chosen[..] {
                // Not the link, but what it leads to.
                [one] if one.link.is_some() => {
                    Fetch { directory: hand.directory.join(&one.name), names: Vec::new() }
                }
                _ => Fetch { directory: directory(), names: names() },
            }))
        }
        Choice::Download => Meaning::Page(choice),
        Choice::Compress => Meaning::Ask(Question::Compress(names())),
        Choice::Extract => Meaning::Act(hand.extracted()?),
        Choice::Refresh
        | Choice::Search
        | Choice::DiskUsage
        | Choice::PutBack
        | Choice::OpenTrash
        | Choice::CopyPaths
        | Choice::TerminalHere
        | Choice::Upload
        | Choice::UploadFolder => Meaning::Page(choice),
    })
}

/// Whether these come to the person's own computer as an archive, and not as they are: one file alone is a file.
#[must_use]
pub fn is_packed(chosen: &[&Entry]) -> bool {
    !matches!(chosen, [one] if kind_of(one) != Kind::Directory)
}

/// What a file is, or what a link leads to, if that is there.
fn kind_of(entry: &Entry) -> Kind {
    entry.link.as_ref().and_then(|(kind, _)| *kind).unwrap_or(entry.kind)
}

#[cfg(test)]
mod tests;
