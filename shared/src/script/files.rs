//! Files and directories of a target.

mod change;
mod create;
mod delete;
mod list;
mod mode;
mod usage;

pub use change::{Copy, Move, Rename};
pub use create::{Link, MakeDirectory, MakeFile};
pub use delete::{Delete, Touched, Trash, TrashId};
pub use list::{Entry, Kind, List, Listing, Mode};
pub use mode::{SetMode, SetOwner, Was};
pub use usage::{Checksum, Digest, Measure, Peek, Space, SpaceLeft, Tree};

use super::{Name, Path, word};

/// Lines that stop before a file of this name is overwritten: `mv -n` alone says nothing on older systems.
fn refuse_to_overwrite(name: &str) -> String {
    format!("if [ -e {name} ] || [ -L {name} ]; then echo {name} 'exists already' >&2; exit 1; fi")
}

/// The same for many, in another directory.
fn refuse_to_overwrite_in(directory: &Path, names: &[Name]) -> String {
    let names = super::command("for name in", names.iter().map(Name::word));
    let there = within(directory, "\"$name\"");
    format!("{names}; do\n  {}\ndone", refuse_to_overwrite(&there))
}

/// The word for what has the name that `word` stands for, in a directory.
fn within(directory: &Path, word: &str) -> String {
    format!("{}{word}", slashed(directory))
}

/// The word for a directory with a slash at its end, so that it can only be one.
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
