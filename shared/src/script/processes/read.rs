//! What the kernel knows of one process.

use super::Deed;
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tools};

/// What is read of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Read {
    /// Files and sockets it has open.
    OpenFiles,
    /// Its limits (getrlimit(2)).
    Limits,
    /// The environment it was started with.
    Environment,
}

/// Reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Of which process.
    pub pid: u32,
    /// What.
    pub read: Read,
}

impl Read {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OpenFiles, Self::Limits, Self::Environment];

    /// The command it comes to.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::OpenFiles => "ls -l /proc/…/fd",
            Self::Limits => "cat /proc/…/limits",
            Self::Environment => "tr < /proc/…/environ",
        }
    }
}

impl Action for Reading {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Read(self.read), self.pid.to_string())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let pid = self.pid;
        let line = match self.read {
            Read::OpenFiles => tools.as_chosen(&format!("ls -l /proc/{pid}/fd")),
            Read::Limits => tools.as_chosen(&format!("cat /proc/{pid}/limits")),
            // Who may not read it cannot open it for `tr` either.
            Read::Environment if tools.is_root() => {
                format!(r"sudo -n cat /proc/{pid}/environ | tr '\0' '\n'")
            }
            Read::Environment => format!(r"tr '\0' '\n' </proc/{pid}/environ"),
        };
        let script =
            if line.contains('|') { Script::default().line("set -o pipefail") } else { Script::default() };
        Ok(script.line(line))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}
