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
        let place = Place::of(&self.directory, tools);
        Ok(self.set(place, place.begin()))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let place = Place::of(&self.directory, tools);
        (!self.is_deep).then(|| self.set_back(place, place.begin()))
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
        let place = Place::of(&self.directory, tools);
        Ok(self.set(place, place.begin()))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let place = Place::of(&self.directory, tools);
        (!self.is_deep).then(|| self.set_back(place, place.begin()))
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        deep_preview(self.is_deep, &self.directory, names(&self.files), tools)
    }
}

impl SetMode {
    /// The line of a script that does it.
    pub(super) fn set(&self, place: Place<'_>, script: Script) -> Script {
        let had = self.files.iter().fold(0, |bits, file| bits | file.had.bits());
        let head = format!("chmod {}{} --", deep(self.is_deep), digits(had, self.mode));
        place.run(script, &head, &names(&self.files))
    }

    /// The lines that take it back, unless it is deep.
    pub(super) fn set_back(&self, place: Place<'_>, script: Script) -> Script {
        let head = |mode| format!("chmod {} --", digits(self.mode.bits(), mode));
        let groups = grouped(&self.files).into_iter();
        groups.fold(script, |script, (mode, names)| place.run(script, &head(mode), &names))
    }
}

impl SetOwner {
    /// The line of a script that does it.
    pub(super) fn set(&self, place: Place<'_>, script: Script) -> Script {
        // `-h`: a link itself, not what it leads to. The owner is a word of its own, and comes after `--`.
        let head = format!("chown -h {}-- {}", deep(self.is_deep), word(self.owner.as_bytes()));
        place.run(script, &head, &names(&self.files))
    }

    /// The lines that take it back, unless it is deep.
    pub(super) fn set_back(&self, place: Place<'_>, script: Script) -> Script {
        grouped(&self.files).into_iter().fold(script, |script, (had, names)| {
            let chown = format!("chown -h -- {}", word(had.owner.as_bytes()));
            let script = place.run(script, &chown, &names);
            let had_set_ids = had.mode.bits() & 0o6000 != 0;
            if had_set_ids {
                place.run(script, &format!("chmod {} --", had.mode.octal()), &names)
            } else {
                script
            }
        })
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
