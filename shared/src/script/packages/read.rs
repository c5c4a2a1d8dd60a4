//! What is known of one package.

use super::manager::Manager;
use super::{Deed, PackageName};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tools};

/// What is read of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Read {
    /// What it is, needs and is for.
    Details,
    /// Its files.
    Files,
}

/// Reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Of which package.
    pub name: PackageName,
    /// What.
    pub read: Read,
}

impl Action for Reading {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Read(self.read), self.name.as_str())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let manager = Manager::of(tools)?;
        Ok(Script::default().line("export LC_ALL=C").line(match self.read {
            Read::Details => manager.describes(&self.name),
            Read::Files => manager.files_of(&self.name),
        }))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}
