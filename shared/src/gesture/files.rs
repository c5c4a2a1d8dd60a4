//! What a gesture means in a list of files.

use super::{Gesture, Press};
use crate::script::files::{
    Checksum, Copy, Delete, Entry, Link, MakeDirectory, MakeFile, Measure, Move, Peek, Rename, SetMode,
    SetOwner, Trash, TrashId,
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
    Duplicate,
    Trash,
    Delete,
    Properties,
    Measure,
    Checksum,
    CopyPaths,
    TerminalHere,
    Download,
    Upload,
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
    /// Permissions and owner of these.
    Properties(Vec<Entry>),
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
    Delete(Delete),
    SetMode(SetMode),
    SetOwner(SetOwner),
    Measure(Measure),
    Checksum(Checksum),
    Peek(Peek),
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
            Self::Delete(action) => Plan::of(action, tools),
            Self::SetMode(action) => Plan::of(action, tools),
            Self::SetOwner(action) => Plan::of(action, tools),
            Self::Measure(action) => Plan::of(action, tools),
            Self::Checksum(action) => Plan::of(action, tools),
            Self::Peek(action) => Plan::of(action, tools),
        }
    }
}

/// What a gesture means, if it means something here.
#[must_use]
pub fn recognise(gesture: &Gesture<Name, Choice>, hand: &Hand<'_>) -> Option<Meaning> {
    match gesture {
        Gesture::Press(press) => chosen(choice_of(press)?, hand),
        Gesture::Choose(choice) => chosen(*choice, hand),
        Gesture::Open(name) => {
            hand.entries.iter().find(|entry| entry.name == *name).map(|entry| hand.open(entry))
        }
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
        "Ctrl+d" => Choice::Duplicate,
        "Delete" => Choice::Trash,
        "Shift+Delete" => Choice::Delete,
        "Alt+Enter" => Choice::Properties,
        "u" => Choice::Upload,
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
        Choice::Duplicate => "Ctrl+D",
        Choice::Trash => "Del",
        Choice::Delete => "Shift+Del",
        Choice::Properties => "Alt+⏎",
        Choice::Upload => "u",
        Choice::Measure | Choice::Checksum | Choice::CopyPaths | Choice::TerminalHere | Choice::Download => {
            return None;
        }
    })
}

/// The command a choice comes to: what a line of a menu ends with.
#[must_use]
pub fn command_of(choice: Choice) -> &'static str {
    match choice {
        Choice::Open | Choice::Up | Choice::Refresh => "ls -la",
        Choice::Rename => "mv -n",
        Choice::MakeDirectory => "mkdir",
        Choice::MakeFile => "touch",
        Choice::Cut | Choice::Trash => "mv",
        Choice::Copy | Choice::Paste | Choice::Duplicate => "cp -a",
        Choice::Delete => "rm -r",
        Choice::Properties => "chmod",
        Choice::Measure => "du -sh",
        Choice::Checksum => "sha256sum",
        Choice::CopyPaths => "printf",
        Choice::TerminalHere => "cd",
        Choice::Download | Choice::Upload => "sftp",
    }
}

fn chosen(choice: Choice, hand: &Hand<'_>) -> Option<Meaning> {
    let names = || hand.chosen.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>();
    let directory = || hand.directory.clone();
    if needs_some(choice) && hand.chosen.is_empty() {
        return None;
    }
    Some(match choice {
        Choice::Open => hand.open(hand.chosen.first()?),
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
        Choice::Duplicate => {
            let held = Held { directory: directory(), names: names(), is_cut: false };
            Meaning::Act(hand.placed(&held, directory())?)
        }
        Choice::Trash => Meaning::Act(Change::Trash(names())),
        Choice::Delete => Meaning::Act(Change::Delete(Delete { directory: directory(), names: names() })),
        Choice::Properties => {
            Meaning::Ask(Question::Properties(hand.chosen.iter().map(|entry| (*entry).clone()).collect()))
        }
        Choice::Measure => Meaning::Act(Change::Measure(Measure { directory: directory(), names: names() })),
        Choice::Checksum => {
            Meaning::Act(Change::Checksum(Checksum { directory: directory(), names: names() }))
        }
        Choice::Refresh | Choice::CopyPaths | Choice::TerminalHere | Choice::Download | Choice::Upload => {
            Meaning::Page(choice)
        }
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
        | Choice::TerminalHere
        | Choice::Upload => false,
        Choice::Open
        | Choice::Rename
        | Choice::Cut
        | Choice::Copy
        | Choice::Duplicate
        | Choice::Trash
        | Choice::Delete
        | Choice::Properties
        | Choice::Measure
        | Choice::Checksum
        | Choice::CopyPaths
        | Choice::Download => true,
    }
}

impl Hand<'_> {
    fn open(&self, entry: &Entry) -> Meaning {
        let (directory, name) = (self.directory.clone(), entry.name.clone());
        if entry.is_directory() {
            Meaning::Go(directory.join(&name))
        } else {
            Meaning::Act(Change::Peek(Peek { directory, name }))
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
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::{Gesture, Press};
    use super::{Change, Choice, Hand, Held, Meaning, Name, Path, Question, recognise};
    use crate::script::files::{Entry, Kind, Mode, Peek};

    fn name(text: &str) -> Name {
        Name::parse(text.as_bytes()).unwrap()
    }

    fn path(text: &str) -> Path {
        Path::parse(text.as_bytes()).unwrap()
    }

    fn entry(text: &str, kind: Kind) -> Entry {
        let (owner, group) = (String::from("ops"), String::from("ops"));
        let mode = Mode::parse("644").unwrap();
        Entry { name: name(text), kind, mode, size: 0, modified: 0, owner, group, link: None }
    }

    /// In `/srv` lie the directory `app`, the files `a.tar.gz` and `b`; the named ones are selected.
    fn means(gesture: &Gesture<Name, Choice>, chosen: &[&str], held: Option<&Held>) -> Option<Meaning> {
        let entries = [entry("app", Kind::Directory), entry("a.tar.gz", Kind::File), entry("b", Kind::File)];
        let directory = path("/srv");
        let chosen = entries.iter().filter(|entry| chosen.contains(&entry.name.text().as_str())).collect();
        recognise(gesture, &Hand { directory: &directory, entries: &entries, chosen, held })
    }

    fn press(key: &str) -> Gesture<Name, Choice> {
        Gesture::Press(Press::of(key))
    }

    fn held(directory: &str, names: &[&str], is_cut: bool) -> Held {
        Held { directory: path(directory), names: names.iter().map(|text| name(text)).collect(), is_cut }
    }

    #[test]
    fn enter_opens_a_directory_and_reads_a_file() {
        assert_eq!(means(&press("Enter"), &["app"], None), Some(Meaning::Go(path("/srv/app"))));
        let peek = Peek { directory: path("/srv"), name: name("b") };
        assert_eq!(means(&press("Enter"), &["b"], None), Some(Meaning::Act(Change::Peek(peek))));
        assert_eq!(means(&Gesture::Open(name("app")), &[], None), Some(Meaning::Go(path("/srv/app"))));
        assert_eq!(means(&press("Enter"), &[], None), None);
        assert_eq!(means(&press("Backspace"), &[], None), Some(Meaning::Go(path("/"))));
    }

    #[test]
    fn delete_goes_to_the_trash_and_with_shift_for_good() {
        let trash = Some(Meaning::Act(Change::Trash(vec![name("a.tar.gz"), name("b")])));
        assert_eq!(means(&press("Delete"), &["a.tar.gz", "b"], None), trash);
        let press = Gesture::Press(Press { shift: true, ..Press::of("Delete") });
        assert!(matches!(means(&press, &["b"], None), Some(Meaning::Act(Change::Delete(_)))));
        assert_eq!(means(&press, &[], None), None);
    }

    #[test]
    fn one_name_at_a_time_is_changed() {
        assert_eq!(means(&press("F2"), &["b"], None), Some(Meaning::Ask(Question::Rename(name("b")))));
        assert_eq!(means(&press("F2"), &["a.tar.gz", "b"], None), None);
    }

    #[test]
    fn what_was_cut_moves_and_what_was_copied_is_copied() {
        let paste = Gesture::Press(Press { ctrl: true, ..Press::of("v") });
        let Some(Meaning::Act(Change::Move(moved))) = means(&paste, &[], Some(&held("/tmp", &["x"], true)))
        else {
            panic!("nothing moves")
        };
        assert_eq!((moved.directory, moved.to), (path("/tmp"), path("/srv")));
        assert_eq!(means(&paste, &[], Some(&held("/srv", &["b"], true))), None, "it is there already");
        let Some(Meaning::Act(Change::Copy(copy))) =
            means(&paste, &[], Some(&held("/srv", &["a.tar.gz", "b"], false)))
        else {
            panic!("nothing is copied")
        };
        assert_eq!(copy.names[0], (name("a.tar.gz"), name("a copy.tar.gz")));
        assert_eq!(copy.names[1], (name("b"), name("b copy")));
    }

    #[test]
    fn nothing_is_put_into_itself() {
        let paste = Gesture::Press(Press { ctrl: true, ..Press::of("v") });
        assert_eq!(means(&paste, &[], Some(&held("/", &["srv"], false))), None);
        let drop = |onto: &str| Gesture::Drop { onto: Some(name(onto)), is_copy: false };
        assert_eq!(means(&drop("app"), &[], Some(&held("/srv", &["app"], true))), None);
        assert_eq!(
            means(&drop("b"), &[], Some(&held("/srv", &["a.tar.gz"], true))),
            None,
            "a file takes nothing in"
        );
        let Some(Meaning::Act(Change::Move(moved))) =
            means(&drop("app"), &[], Some(&held("/srv", &["b"], true)))
        else {
            panic!("nothing moves")
        };
        assert_eq!(moved.to, path("/srv/app"));
    }

    #[test]
    fn a_copy_of_a_copy_has_a_name_of_its_own() {
        let taken = [name("b"), name("b copy"), name(".env")];
        assert_eq!(super::free_name(&name("b"), &taken), Some(name("b copy 2")));
        assert_eq!(super::free_name(&name(".env"), &taken), Some(name(".env copy")));
        assert_eq!(super::free_name(&Name::parse(vec![b'x'; 255]).unwrap(), &[]), None);
    }
}
