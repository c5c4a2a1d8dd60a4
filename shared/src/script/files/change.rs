//! Where files are and what they are called.

use super::{Deed, Place, dotted, inside, refuse_to_overwrite, refuse_to_overwrite_in};
use crate::script::{Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools, command};

/// Gives a file another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// Where it is.
    pub directory: Path,
    /// What it is called.
    pub from: Name,
    /// What it is to be called.
    pub to: Name,
}

/// Moves files to another directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where they are.
    pub directory: Path,
    /// Which.
    pub names: Vec<Name>,
    /// Where they go.
    pub to: Path,
}

/// Copies files, with everything in them, their modes, owners and times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Where they are.
    pub directory: Path,
    /// Which, and what the copy of each is called.
    pub names: Vec<(Name, Name)>,
    /// Where the copies go.
    pub to: Path,
}

impl Action for Rename {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Rename, self.from.text()).to(self.to.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(renaming(&self.directory, &self.from, &self.to, tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(renaming(&self.directory, &self.to, &self.from, tools))
    }
}

fn renaming(directory: &Path, from: &Name, to: &Name, tools: &Tools) -> Script {
    let place = Place::of(directory, tools);
    let script = place.begin().line(refuse_to_overwrite(&place.word(to), tools));
    place.run(script, "mv -n --", &[from.clone(), to.clone()])
}

impl Action for Move {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::many(Deed::Move, &self.names).to(self.to.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(moving(&self.directory, &self.names, &self.to, tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(moving(&self.to, &self.names, &self.directory, tools))
    }
}

/// Moves files from one directory to another, where none of their names is taken.
pub(super) fn moving(from: &Path, names: &[Name], to: &Path, tools: &Tools) -> Script {
    let place = Place::of(from, tools);
    let words = place.words(names).chain([inside(to)]);
    place
        .begin()
        .line(refuse_to_overwrite_in(to, names, tools))
        .line(command(&tools.as_chosen("mv -n --"), words))
}

impl Action for Copy {
    type Outcome = ();

    fn title(&self) -> Title {
        let names: Vec<Name> = self.names.iter().map(|(name, _)| name.clone()).collect();
        Title::many(Deed::Copy, &names).to(self.to.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let (copies, head) = (self.copies(), tools.as_chosen("cp -a --"));
        let place = Place::of(&self.directory, tools);
        let script = place.begin().line(refuse_to_overwrite_in(&self.to, &copies, tools));
        if self.names.iter().all(|(name, copy)| name == copy) {
            let words = place.words(&copies).chain([inside(&self.to)]);
            return Ok(script.line(command(&head, words)));
        }
        Ok(self.names.iter().fold(script, |script, (name, copy)| {
            script.line(command(&head, [place.word(name), self.to.join(copy).word()]))
        }))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// Only the copies go, and they are new.
    fn undo(&self, tools: &Tools) -> Option<Script> {
        let (place, copies) = (Place::of(&self.to, tools), self.copies());
        let script = if tools.has(Tool::Find) && !tools.is_root() {
            let find = command("find", copies.iter().map(dotted));
            place
                .begin()
                .line("# A folder that is closed could not be emptied.")
                .line(format!("{find} -type d ! -perm -700 -exec chmod u+rwx {{}} \\;"))
        } else {
            place.begin()
        };
        Some(place.run(script, "rm -r --", &copies))
    }
}

impl Copy {
    fn copies(&self) -> Vec<Name> {
        self.names.iter().map(|(_, copy)| copy.clone()).collect()
    }
}
