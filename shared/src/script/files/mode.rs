//! Permissions, owner and group.

use std::collections::BTreeMap;

use super::{Deed, Mode, Place};
use crate::script::{Action, Failure, Missing, Name, Path, Preview, Ran, Risk, Script, Title, Tools, word};

/// A file, and what it had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Was<T> {
    /// The file.
    pub name: Name,
    /// What it had.
    pub had: T,
}

/// Whose a file is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owned {
    /// `owner:group`.
    pub owner: String,
    /// Its permissions: a new owner takes the set-ID bits off a file (chown(2)).
    pub mode: Mode,
}

/// Changes permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetMode {
    /// Where the files are.
    pub directory: Path,
    /// Which.
    pub files: Vec<Was<Mode>>,
    /// What they get.
    pub mode: Mode,
    /// Whether everything in them gets it too; what that had cannot be brought back.
    pub is_deep: bool,
}

/// Changes owner and group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetOwner {
    /// Where the files are.
    pub directory: Path,
    /// Which.
    pub files: Vec<Was<Owned>>,
    /// What they get, as `chown` takes it: `owner`, `owner:group` or `:group`.
    pub owner: String,
    /// Whether everything in them gets it too; what that had cannot be brought back.
    pub is_deep: bool,
}

impl Action for SetMode {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::many(Deed::SetMode, &names(&self.files)).to(self.mode.octal())
    }

    fn risk(&self) -> Risk {
        risk(self.is_deep)
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let had = self.files.iter().fold(0, |bits, file| bits | file.had.bits());
        let head = format!("chmod {}{} --", deep(self.is_deep), digits(had, self.mode));
        let place = Place::of(&self.directory, tools);
        Ok(place.run(place.begin(), &head, &names(&self.files)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let back = |(mode, names): (Mode, Vec<Name>)| {
            (format!("chmod {} --", digits(self.mode.bits(), mode)), names)
        };
        (!self.is_deep).then(|| each(&self.directory, grouped(&self.files).into_iter().map(back), tools))
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        deep_preview(self.is_deep, &self.directory, names(&self.files), tools)
    }
}

impl Action for SetOwner {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::many(Deed::SetOwner, &names(&self.files)).to(self.owner.clone())
    }

    fn risk(&self) -> Risk {
        risk(self.is_deep)
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        // `-h`: a link itself, not what it leads to. The owner is a word of its own, and comes after `--`.
        let head = format!("chown -h {}-- {}", deep(self.is_deep), word(self.owner.as_bytes()));
        let place = Place::of(&self.directory, tools);
        Ok(place.run(place.begin(), &head, &names(&self.files)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let commands = |(had, names): (Owned, Vec<Name>)| {
            let chown = (format!("chown -h -- {}", word(had.owner.as_bytes())), names.clone());
            let had_set_ids = had.mode.bits() & 0o6000 != 0;
            let chmod = had_set_ids.then(|| (format!("chmod {} --", had.mode.octal()), names));
            std::iter::once(chown).chain(chmod)
        };
        let back = || grouped(&self.files).into_iter().flat_map(commands);
        (!self.is_deep).then(|| each(&self.directory, back(), tools))
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        deep_preview(self.is_deep, &self.directory, names(&self.files), tools)
    }
}

fn risk(is_deep: bool) -> Risk {
    if is_deep { Risk::Final } else { Risk::Undoable }
}

fn deep(is_deep: bool) -> &'static str {
    if is_deep { "-R " } else { "" }
}

/// A mode as `chmod` takes it from files that have these bits: GNU's takes the set-ID bits from a directory only where
/// five digits say so (chmod(1), SETUID AND SETGID BITS).
fn digits(had: u16, mode: Mode) -> String {
    let takes_set_ids = had & 0o6000 & !mode.bits() != 0;
    if takes_set_ids { format!("{:05o}", mode.bits()) } else { mode.octal() }
}

fn deep_preview(is_deep: bool, directory: &Path, names: Vec<Name>, tools: &Tools) -> Option<Preview> {
    let delete = super::Delete { directory: directory.clone(), names };
    if is_deep { delete.preview(tools) } else { None }
}

pub(super) fn names<T>(files: &[Was<T>]) -> Vec<Name> {
    files.iter().map(|file| file.name.clone()).collect()
}

/// The files by what they had.
pub(super) fn grouped<T: Ord + Clone>(files: &[Was<T>]) -> BTreeMap<T, Vec<Name>> {
    let mut groups: BTreeMap<T, Vec<Name>> = BTreeMap::new();
    for file in files {
        groups.entry(file.had.clone()).or_default().push(file.name.clone());
    }
    groups
}

fn each(directory: &Path, commands: impl Iterator<Item = (String, Vec<Name>)>, tools: &Tools) -> Script {
    let place = Place::of(directory, tools);
    commands.fold(place.begin(), |script, (head, names)| place.run(script, &head, &names))
}
