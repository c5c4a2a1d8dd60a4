//! What a gesture means in a list of files.

use super::{Gesture, Press};
use crate::script::files::{
    Checksum, Compress, Copy, Delete, EmptyTrash, Entry, Extract, Fetch, Format, Kind, Link, MakeDirectory,
    MakeFile, Measure, Move, PutBack, Rename, SetMode, SetOwner, SetTime, Trash, TrashId,
};
use crate::script::{Missing, Name, Path, Plan, Tools};

/// What can be chosen from a menu or by a key.
#[expect(missing_docs, reason = "each is what its name says; `command_of` has the command")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    Open,
    Up,
    Refresh,
    Rename,
    MakeDirectory,
    MakeFile,
    Cut,
    Copy,
    Paste,
    PasteLink,
    Duplicate,
    Trash,
    Delete,
    PutBack,
    OpenTrash,
    EmptyTrash,
    Properties,
    Measure,
    Checksum,
    Compress,
    Extract,
    Search,
    DiskUsage,
    CopyPaths,
    TerminalHere,
    Follow,
    Download,
    Upload,
    UploadFolder,
}

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

/// Everything that can be done to files.
#[expect(missing_docs, reason = "each is the action of its name")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Rename(Rename),
    Move(Move),
    Copy(Copy),
    MakeDirectory(MakeDirectory),
    MakeFile(MakeFile),
    Link(Link),
    /// Into the trash; the page names the folder.
    Trash(Vec<Name>),
    PutBack(PutBack),
    EmptyTrash(EmptyTrash),
    Delete(Delete),
    SetMode(SetMode),
    SetOwner(SetOwner),
    SetTime(SetTime),
    Compress(Compress),
    /// Out of an archive of this kind, into what gets this name.
    Extract(Name, Format, Name),
    Measure(Measure),
    Checksum(Checksum),
    /// Onto the person's own computer, as one archive.
    Fetch(Fetch),
}

impl Change {
    /// What the drawer holds for it. `id` names the folder of the trash, if it takes one.
    ///
    /// # Errors
    /// The tool that the target lacks.
    pub fn plan(&self, directory: &Path, id: TrashId, tools: &Tools) -> Result<Plan, Missing> {
        match self {
            Self::Rename(action) => Plan::of(action, tools),
            Self::Move(action) => Plan::of(action, tools),
            Self::Copy(action) => Plan::of(action, tools),
            Self::MakeDirectory(action) => Plan::of(action, tools),
            Self::MakeFile(action) => Plan::of(action, tools),
            Self::Link(action) => Plan::of(action, tools),
            Self::Trash(names) => {
                Plan::of(&Trash { directory: directory.clone(), names: names.clone(), id }, tools)
            }
            Self::PutBack(action) => Plan::of(action, tools),
            Self::EmptyTrash(action) => Plan::of(action, tools),
            Self::Delete(action) => Plan::of(action, tools),
            Self::SetMode(action) => Plan::of(action, tools),
            Self::SetOwner(action) => Plan::of(action, tools),
            Self::SetTime(action) => Plan::of(action, tools),
            Self::Compress(action) => Plan::of(action, tools),
            Self::Extract(archive, format, into) => {
                let (archive, format, into) = (archive.clone(), *format, into.clone());
                Plan::of(&Extract { directory: directory.clone(), archive, format, into, id }, tools)
            }
            Self::Measure(action) => Plan::of(action, tools),
            Self::Checksum(action) => Plan::of(action, tools),
            Self::Fetch(action) => Plan::of(action, tools),
        }
    }
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

/// The choice a key stands for.
#[must_use]
pub fn choice_of(press: &Press) -> Option<Choice> {
    Some(match press.chord().as_str() {
        "Enter" | "Alt+ArrowDown" => Choice::Open,
        "Backspace" | "Alt+ArrowUp" => Choice::Up,
        "g" => Choice::Refresh,
        "F2" => Choice::Rename,
        "n" => Choice::MakeDirectory,
        "Shift+n" => Choice::MakeFile,
        "Ctrl+x" => Choice::Cut,
        "Ctrl+c" => Choice::Copy,
        "Ctrl+v" => Choice::Paste,
        "l" => Choice::PasteLink,
        "Ctrl+d" => Choice::Duplicate,
        "Delete" => Choice::Trash,
        "Shift+Delete" => Choice::Delete,
        "Alt+Enter" => Choice::Properties,
        "f" => Choice::Follow,
        "d" => Choice::Download,
        "u" => Choice::Upload,
        "Shift+u" => Choice::UploadFolder,
        "z" => Choice::Compress,
        "x" => Choice::Extract,
        "Ctrl+f" => Choice::Search,
        "s" => Choice::DiskUsage,
        _ => return None,
    })
}

/// The key that stands for a choice, as it is shown beside it; none if it has none.
#[must_use]
pub fn key_of(choice: Choice) -> Option<&'static str> {
    Some(match choice {
        Choice::Open => "⏎",
        Choice::Up => "⌫",
        Choice::Refresh => "g",
        Choice::Rename => "F2",
        Choice::MakeDirectory => "n",
        Choice::MakeFile => "Shift+N",
        Choice::Cut => "Ctrl+X",
        Choice::Copy => "Ctrl+C",
        Choice::Paste => "Ctrl+V",
        Choice::PasteLink => "l",
        Choice::Duplicate => "Ctrl+D",
        Choice::Trash => "Del",
        Choice::Delete => "Shift+Del",
        Choice::Properties => "Alt+⏎",
        Choice::Follow => "f",
        Choice::Download => "d",
        Choice::Upload => "u",
        Choice::UploadFolder => "Shift+U",
        Choice::Compress => "z",
        Choice::Extract => "x",
        Choice::Search => "Ctrl+F",
        Choice::DiskUsage => "s",
        Choice::PutBack
        | Choice::OpenTrash
        | Choice::EmptyTrash
        | Choice::Measure
        | Choice::Checksum
        | Choice::CopyPaths
        | Choice::TerminalHere => return None,
    })
}

/// The command a choice comes to: what a line of a menu ends with.
#[must_use]
pub fn command_of(choice: Choice) -> &'static str {
    match choice {
        Choice::Open | Choice::Up | Choice::Refresh | Choice::OpenTrash => "ls -la",
        Choice::Rename | Choice::PutBack => "mv -n",
        Choice::MakeDirectory => "mkdir",
        Choice::MakeFile => "touch",
        Choice::Cut | Choice::Trash => "mv",
        Choice::Copy | Choice::Paste | Choice::Duplicate => "cp -a",
        Choice::PasteLink => "ln -s",
        Choice::Delete | Choice::EmptyTrash => "rm -r",
        Choice::Properties => "chmod",
        Choice::Measure => "du -sh",
        Choice::Checksum => "sha256sum",
        Choice::Compress => "tar -c",
        Choice::Extract => "tar -x",
        Choice::Search => "find, grep",
        Choice::DiskUsage => "du -d 1",
        Choice::CopyPaths => "printf",
        Choice::TerminalHere => "cd",
        Choice::Follow => "tail -F",
        Choice::Download | Choice::Upload | Choice::UploadFolder => "sftp",
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

/// Whether something has to be selected for it.
#[must_use]
pub fn needs_some(choice: Choice) -> bool {
    match choice {
        Choice::Up
        | Choice::Refresh
        | Choice::MakeDirectory
        | Choice::MakeFile
        | Choice::Paste
        | Choice::PasteLink
        | Choice::Search
        | Choice::DiskUsage
        | Choice::OpenTrash
        | Choice::EmptyTrash
        | Choice::TerminalHere
        | Choice::Upload
        | Choice::UploadFolder => false,
        Choice::Open
        | Choice::Rename
        | Choice::Cut
        | Choice::Copy
        | Choice::Duplicate
        | Choice::Trash
        | Choice::Delete
        | Choice::PutBack
        | Choice::Properties
        | Choice::Measure
        | Choice::Checksum
        | Choice::Compress
        | Choice::Extract
        | Choice::CopyPaths
        | Choice::Follow
        | Choice::Download => true,
    }
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

impl Hand<'_> {
    /// None for what has no content of its own: reading a pipe would wait for whoever writes to it, and take that away.
    fn open(&self, entry: &Entry) -> Option<Meaning> {
        match kind_of(entry) {
            Kind::Directory => Some(Meaning::Go(self.directory.join(&entry.name))),
            Kind::File | Kind::Link => Some(Meaning::Look(entry.name.clone())),
            Kind::Pipe | Kind::Socket | Kind::Device => None,
        }
    }

    fn dropped(&self, onto: Option<&Name>, is_copy: bool) -> Option<Meaning> {
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
    fn extracted(&self) -> Option<Change> {
        let [entry] = self.chosen[..] else { return None };
        let (format, stem) = Format::of(&entry.name).filter(|_| !entry.is_directory())?;
        let taken: Vec<Name> = self.entries.iter().map(|entry| entry.name.clone()).collect();
        let may_differ = format != Format::Gz && taken.contains(&stem);
        let into = if may_differ { free_name(&stem, &taken)? } else { stem };
        Some(Change::Extract(entry.name.clone(), format, into))
    }

    /// A link here that leads to what is held; none unless that is one thing.
    fn linked(&self) -> Option<Change> {
        let held = self.held?;
        let [name] = &held.names[..] else { return None };
        let taken: Vec<Name> = self.entries.iter().map(|entry| entry.name.clone()).collect();
        let free = if taken.contains(name) { free_name(name, &taken)? } else { name.clone() };
        let to = held.directory.join(name).bytes().to_vec();
        Some(Change::Link(Link { directory: self.directory.clone(), name: free, to }))
    }

    /// Puts what is held into a directory; none where that would change nothing, or put something into itself.
    fn placed(&self, held: &Held, to: Path) -> Option<Change> {
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
fn free_name(name: &Name, taken: &[Name]) -> Option<Name> {
    let bytes = name.bytes();
    // What follows the first dot says what the file is; a name that begins with a dot has no such part.
    let at = bytes.iter().skip(1).position(|byte| *byte == b'.').map_or(bytes.len(), |at| at + 1);
    let (stem, ending) = bytes.split_at(at);
    (1..=taken.len() + 1).find_map(|number| {
        let mark = if number == 1 { " copy".to_owned() } else { format!(" copy {number}") };
        Name::parse([stem, mark.as_bytes(), ending].concat()).filter(|copy| !taken.contains(copy))
    })
}

#[cfg(test)]
mod tests;
