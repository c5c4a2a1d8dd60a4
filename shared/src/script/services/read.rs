//! What the target says of one unit; and that its files are read anew.

use super::manage::tool;
use super::{Deed, Manager, Unit};
use crate::script::{Action, Failure, Init, Missing, Ran, Risk, Script, Title, Tool, Tools};

/// What is read of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Read {
    /// How it is.
    Status,
    /// The files that say what it is.
    Definition,
    /// What it needs.
    Dependencies,
}

/// Reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Of which unit.
    pub unit: Unit,
    /// What.
    pub read: Read,
}

/// Has systemd read the files of its units anew (`systemctl daemon-reload`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReloadFiles {
    /// Whose.
    pub manager: Manager,
}

impl Read {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Status, Self::Definition, Self::Dependencies];

    /// The command it comes to; none where there is no such thing.
    #[must_use]
    pub fn command(self, init: Init) -> Option<&'static str> {
        match (init, self) {
            (Init::Systemd, Self::Status) => Some("systemctl status"),
            (Init::Systemd, Self::Definition) => Some("systemctl cat"),
            (Init::Systemd, Self::Dependencies) => Some("systemctl list-dependencies"),
            (Init::Openrc, Self::Status) => Some("rc-service … status"),
            (Init::Scripts, Self::Status) => Some("service … status"),
            (Init::Openrc | Init::Scripts, Self::Definition) => Some("cat /etc/init.d/…"),
            (Init::Openrc, Self::Dependencies) => Some("rc-service … ineed"),
            (Init::Scripts, Self::Dependencies) => None,
        }
    }
}

impl Action for Reading {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Read(self.read), self.unit.name.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(tool(tools))?;
        let (name, manager) = (self.unit.name.word(), self.unit.manager);
        let systemctl = |what: &str| manager.command(&format!("{what} --no-pager --full -- {name}"), tools);
        // 3 says that it does not run, which is an answer.
        let answers = |line: String| format!("{line} || [ $? = 3 ]");
        let line = match (tools.init, self.read) {
            (Init::Systemd, Read::Status) => answers(systemctl("status --lines=20")),
            (Init::Systemd, Read::Definition) => systemctl("cat"),
            (Init::Systemd, Read::Dependencies) => systemctl("list-dependencies"),
            (Init::Openrc, Read::Status) => answers(tools.as_chosen(&format!("rc-service {name} status"))),
            (Init::Openrc, Read::Dependencies) => tools.as_chosen(&format!("rc-service {name} ineed")),
            (Init::Scripts, Read::Status) => answers(tools.as_chosen(&format!("service {name} status"))),
            (Init::Openrc | Init::Scripts, Read::Definition) | (Init::Scripts, Read::Dependencies) => {
                tools.as_chosen(&format!("cat -- /etc/init.d/{name}"))
            }
        };
        let begin = match tools.init {
            Init::Systemd => manager.prepare(Script::default()),
            Init::Openrc | Init::Scripts => tools.reaching_sbin(Script::default()),
        };
        Ok(begin.line(line))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}

impl Action for ReloadFiles {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::ReloadFiles, "")
    }

    fn risk(&self) -> Risk {
        Risk::Disturbs
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Systemctl)?;
        let script = self.manager.prepare(Script::careful());
        Ok(script.line(self.manager.command("daemon-reload", tools)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }
}
