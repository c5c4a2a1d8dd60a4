//! What is known of one user.

use super::{Account, Deed};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools};

/// Reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Of whom.
    pub name: Account,
}

impl Action for About {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::About, self.name.as_str())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let name = self.name.word();
        let script = tools.sbin().line("export LC_ALL=C").line(format!("id {name}"));
        Ok(if tools.has(Tool::Usermod) {
            script
                .line(tools.as_chosen(&format!("chage --list {name} || true")))
                .line(format!("last -n 20 -- {name} || true"))
        } else {
            script
        })
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}
