//! The password of `sudo`: whether it is the right one, before anything runs with it.

use super::{Action, Deed, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools};

/// Has `sudo` check the password it is given. It changes nothing but what `sudo` remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckPassword;

impl CheckPassword {
    /// The bash that does it (sudo(8), `-v`).
    #[must_use]
    pub fn script() -> Script {
        Script::default().line("sudo -n -v")
    }
}

impl Action for CheckPassword {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::CheckPassword, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Sudo)?;
        Ok(Self::script())
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }
}
