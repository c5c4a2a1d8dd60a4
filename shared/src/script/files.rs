//! Files and directories of a target.

mod archive;
mod change;
mod content;
mod create;
mod deed;
mod delete;
mod disk_usage;
mod extract;
mod fetch;
mod folders;
mod follow;
mod list;
mod mode;
mod properties;
mod search;
mod time;
mod trash;
mod usage;

pub use archive::{Compress, Format};
pub use change::{Copy, Move, Rename};
pub use content::{Content, Expected, Fingerprint, ReadFile, SaveFile, Saving};
pub use create::{Link, MakeDirectory, MakeFile};
pub use deed::Deed;
pub use delete::{Delete, Touched};
pub use disk_usage::DiskUsage;
pub use extract::Extract;
pub use fetch::{Fetch, MakeTree};
pub use folders::{Folders, Within};
pub use follow::Follow;
pub use list::{Entry, Kind, List, Listing, Mode};
pub use mode::{Owned, SetMode, SetOwner, Was};
pub use properties::SetProperties;
pub use search::{By, Found, Hits, Line, Search};
pub use time::SetTime;
pub use trash::{EmptyTrash, Origin, PutBack, Trash, TrashId, trash};
pub use usage::{Checksum, Digest, Measure, Peek, Space, SpaceLeft, Tree};

use super::{Name, Path, Script, Tools, word};

/// Where an action does its work, and how its script names what is there.
#[derive(Clone, Copy)]
struct Place<'a> {
    directory: &'a Path,
    tools: &'a Tools,
}

impl<'a> Place<'a> {
    fn of(directory: &'a Path, tools: &'a Tools) -> Self {
        Self { directory, tools }
    }

    /// The script's beginning: in the directory. Root's commands name whole paths, for perhaps only root may enter it.
    fn begin(self) -> Script {
        if self.tools.is_root() { Script::careful() } else { Script::within(self.directory) }
    }

    /// The same, where the directory may have to be made first.
    fn make(self) -> Script {
        let word = self.directory.word();
        let script = Script::careful().line(self.tools.as_chosen(&format!("mkdir -p -- {word}")));
        if self.tools.is_root() { script } else { script.line(format!("cd -- {word}")) }
    }

    /// The word for what has this name.
    fn word(self, name: &Name) -> String {
        if self.tools.is_root() { self.directory.join(name).word() } else { name.word() }
    }

    /// The words for what has these names.
    fn words(self, names: &[Name]) -> impl Iterator<Item = String> {
        names.iter().map(move |name| self.word(name))
    }

    /// The word for a file that is read or touched.
    fn operand(self, name: &Name) -> String {
        if self.tools.is_root() { self.word(name) } else { operand(name) }
    }

    /// The word for what has the name that `$name` holds.
    fn variable(self) -> String {
        if self.tools.is_root() { within(self.directory, "\"$name\"") } else { "\"./$name\"".into() }
    }

    /// A command, by whoever may give it, for these names.
    fn run(self, script: Script, head: &str, names: &[Name]) -> Script {
        script.line(super::command(&self.tools.as_chosen(head), self.words(names)))
    }
}

/// Lines that stop before a file of this name is overwritten: `mv -n` alone says nothing on older systems.
/// Who changes things looks, too: nobody else may see what is there.
fn refuse_to_overwrite(name: &str, tools: &Tools) -> String {
    let [exists, is_link] = ["-e", "-L"].map(|is| tools.as_chosen(&format!("test {is} {name}")));
    // Not `echo`, to which some names are options.
    let refuse = format!(r"printf '%s exists already\n' {name} >&2");
    format!("if {exists} || {is_link}; then\n  {refuse}\n  exit 1\nfi")
}

/// The same for many, in another directory.
fn refuse_to_overwrite_in(directory: &Path, names: &[Name], tools: &Tools) -> String {
    if let [name] = names {
        return refuse_to_overwrite(&directory.join(name).word(), tools);
    }
    let names = super::command("for name in", names.iter().map(Name::word));
    let there = within(directory, "\"$name\"");
    format!("{names}; do\n  {}\ndone", refuse_to_overwrite(&there, tools).replace('\n', "\n  "))
}

/// Lines that stop before something is read that has no end, or takes what is read from somebody else: a device, a pipe.
fn only_files(word: &str, tools: &Tools) -> String {
    let is_file = tools.as_chosen(&format!("test -f {word}"));
    let exists = tools.as_chosen(&format!("test -e {word}"));
    // What is not there, or may not be looked at, the command itself says better.
    let refuse = format!(r"printf '%s is not a regular file\n' {word} >&2");
    format!("if {exists} && ! {is_file}; then\n  {refuse}\n  exit 1\nfi")
}

/// The word for what has the name that `word` stands for, in a directory.
fn within(directory: &Path, word: &str) -> String {
    format!("{}{word}", slashed(directory))
}

/// The word for what is in a directory, as a place to put things: if that is gone, nothing takes its name.
fn inside(directory: &Path) -> String {
    within(directory, ".")
}

/// The word for a file that is read or touched: `-` alone would be standard input or output to such a command.
fn operand(name: &Name) -> String {
    if name.bytes() == b"-" { "./-".into() } else { name.word() }
}

/// The word for a file that `find` begins at: what begins with a hyphen or a sign of its own would be an expression.
fn dotted(name: &Name) -> String {
    word(&[b"./", name.bytes()].concat())
}

/// The word for a directory with a slash at its end.
fn slashed(directory: &Path) -> String {
    let mut bytes = directory.bytes().to_vec();
    if bytes != b"/" {
        bytes.push(b'/');
    }
    word(&bytes)
}

#[cfg(test)]
pub(crate) fn names(names: &[&str]) -> Vec<Name> {
    names.iter().filter_map(|name| Name::parse(name.as_bytes())).collect()
}
