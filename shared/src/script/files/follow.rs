//! Watching a file grow.

use super::{Deed, Place, only_files};
use crate::script::{Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tools, command};

/// Shows how a file ends, and what is added to it; ends only when it is stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    /// Where it is.
    pub directory: Path,
    /// Which.
    pub name: Name,
}

impl Follow {
    /// How many lines are shown that were there before.
    pub const LINES: usize = 200;
}

impl Action for Follow {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Follow, self.name.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let place = Place::of(&self.directory, tools);
        // `-F`: by name, so that a log goes on when it is rotated.
        let head = tools.as_chosen(&format!("tail -n {} -F --", Self::LINES));
        let word = place.operand(&self.name);
        Ok(place.begin().line(only_files(&word, tools)).line(command(&head, [word])))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }
}
