//! New files, directories and links.

use super::{Deed, Place, refuse_to_overwrite};
use crate::script::{Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tools, command, word};

/// Makes a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeDirectory {
    /// Where.
    pub directory: Path,
    /// Its name.
    pub name: Name,
}

/// Makes an empty file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeFile {
    /// Where.
    pub directory: Path,
    /// Its name.
    pub name: Name,
}

/// Makes a symbolic link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where.
    pub directory: Path,
    /// Its name.
    pub name: Name,
    /// Where it leads, as text of the link: at most 4095 bytes, none of them zero.
    pub to: Vec<u8>,
}

impl Action for MakeDirectory {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::MakeDirectory, self.name.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(alone(&self.directory, tools, "mkdir --", &self.name))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// It goes only if it is still empty.
    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(alone(&self.directory, tools, "rmdir --", &self.name))
    }
}

impl Action for MakeFile {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::MakeFile, self.name.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let place = Place::of(&self.directory, tools);
        Ok(place
            .begin()
            .line(refuse_to_overwrite(&place.word(&self.name), tools))
            .line(tools.as_chosen(&format!("touch -- {}", place.operand(&self.name)))))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// It goes only if it is still empty.
    fn undo(&self, tools: &Tools) -> Option<Script> {
        let place = Place::of(&self.directory, tools);
        let name = place.word(&self.name);
        let is_filled = tools.as_chosen(&format!("test -s {name}"));
        let refuse = format!(r"printf '%s is no longer empty\n' {name} >&2");
        let kept = format!("if {is_filled}; then\n  {refuse}\n  exit 1\nfi");
        Some(place.begin().line(kept).line(tools.as_chosen(&format!("rm -- {name}"))))
    }
}

impl Action for Link {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Link, self.name.text()).to(String::from_utf8_lossy(&self.to))
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let place = Place::of(&self.directory, tools);
        let name = place.word(&self.name);
        // A link of this name that leads to a directory would take the new one in.
        Ok(place
            .begin()
            .line(refuse_to_overwrite(&name, tools))
            .line(command(&tools.as_chosen("ln -s --"), [word(&self.to), name])))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(alone(&self.directory, tools, "rm --", &self.name))
    }
}

/// A script of one command for one name.
fn alone(directory: &Path, tools: &Tools, head: &str, name: &Name) -> Script {
    let place = Place::of(directory, tools);
    place.run(place.begin(), head, std::slice::from_ref(name))
}
