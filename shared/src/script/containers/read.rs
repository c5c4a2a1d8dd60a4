//! What there is to read of one container, and its inside.

use super::{Deed, Engine, Handle};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tools};

/// What is read of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Read {
    /// What it printed, and what it prints from now on.
    Logs,
    /// Its processes.
    Top,
    /// What it uses, now.
    Stats,
    /// All that is known of it.
    Inspect,
}

/// Reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What runs it.
    pub engine: Engine,
    /// Of which container.
    pub container: Handle,
    /// What.
    pub read: Read,
}

/// Runs a shell in a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enter {
    /// What runs it.
    pub engine: Engine,
    /// Which container.
    pub container: Handle,
}

impl Read {
    /// All of them, as the menu has them.
    pub const ALL: [Self; 4] = [Self::Logs, Self::Top, Self::Stats, Self::Inspect];

    /// The engines' command.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::Logs => "logs --follow --tail 200",
            Self::Top => "top",
            Self::Stats => "stats --no-stream",
            Self::Inspect => "inspect",
        }
    }

    /// Whether it takes a container that runs.
    #[must_use]
    pub fn takes_running(self) -> bool {
        match self {
            Self::Top | Self::Stats => true,
            Self::Logs | Self::Inspect => false,
        }
    }
}

impl Action for Reading {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Read(self.read), self.container.to_string())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(self.engine.tool())?;
        let read = format!("{} {} {}", self.engine.command(), self.read.command(), self.container);
        // What it says of what went wrong belongs between what it says otherwise.
        let read = if self.read == Read::Logs { format!("{read} 2>&1") } else { read };
        Ok(Script::default().line(tools.as_chosen(&read)))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}

impl Action for Enter {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Enter, self.container.to_string())
    }

    fn risk(&self) -> Risk {
        Risk::Disturbs
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(self.engine.tool())?;
        let enter = format!("{} exec -it {} sh", self.engine.command(), self.container);
        Ok(Script::default().line(tools.as_chosen(&enter)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }
}
