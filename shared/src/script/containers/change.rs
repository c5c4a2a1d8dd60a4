//! Starting, stopping, removing.

use super::{Container, Deed, Engine};
use crate::script::{Action, Failure, Missing, Preview, Ran, Risk, Script, Title, Tools, command};

/// What becomes of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It is started.
    Start,
    /// It is told to end, and killed if it does not.
    Stop,
    /// The one, then the other.
    Restart,
    /// It is held where it is.
    Pause,
    /// It goes on.
    Unpause,
    /// It is killed.
    Kill,
    /// It is removed, with what was written in it.
    Remove,
}

/// Changes the state of containers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetState {
    /// Of these.
    pub containers: Vec<Container>,
    /// How.
    pub change: Change,
}

impl Change {
    /// All of them, as the menu has them.
    pub const ALL: [Self; 7] =
        [Self::Start, Self::Restart, Self::Stop, Self::Pause, Self::Unpause, Self::Kill, Self::Remove];

    /// The engines' command.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Restart => "restart",
            Self::Pause => "pause",
            Self::Unpause => "unpause",
            Self::Kill => "kill",
            Self::Remove => "rm --force",
        }
    }

    /// The key that stands for it.
    #[must_use]
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Restart => Some("r"),
            Self::Stop => Some("Delete"),
            Self::Remove => Some("Shift+Delete"),
            Self::Start | Self::Pause | Self::Unpause | Self::Kill => None,
        }
    }

    /// Whether it means anything to a container of this state.
    #[must_use]
    pub fn fits(self, state: &str) -> bool {
        match self {
            Self::Start => !["running", "paused", "restarting"].contains(&state),
            Self::Stop | Self::Kill => ["running", "paused", "restarting"].contains(&state),
            Self::Pause => state == "running",
            Self::Unpause => state == "paused",
            Self::Restart | Self::Remove => true,
        }
    }
}

impl SetState {
    /// A line for each engine: a command and the containers.
    fn told(&self, script: Script, what: &str, tools: &Tools) -> Script {
        let line = |script: Script, engine: Engine| {
            let of: Vec<String> = self
                .containers
                .iter()
                .filter(|container| container.engine == engine)
                .filter_map(|container| container.handle())
                .map(|handle| handle.to_string())
                .collect();
            let head = tools.as_chosen(&format!("{} {what}", engine.command()));
            if of.is_empty() { script } else { script.line(command(&head, of)) }
        };
        Engine::ALL.into_iter().fold(script, line)
    }
}

impl Action for SetState {
    type Outcome = ();

    fn title(&self) -> Title {
        let what = self.containers.first().map(|container| container.name.clone()).unwrap_or_default();
        Title { count: self.containers.len(), ..Title::one(Deed::Change(self.change), what) }
    }

    fn risk(&self) -> Risk {
        match self.change {
            Change::Start | Change::Stop | Change::Restart | Change::Pause | Change::Unpause => {
                Risk::Disturbs
            }
            Change::Kill | Change::Remove => Risk::Final,
        }
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        for container in &self.containers {
            tools.need(container.engine.tool())?;
        }
        Ok(self.told(Script::careful(), self.change.command(), tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let back = match self.change {
            Change::Start => Change::Stop,
            Change::Stop => Change::Start,
            Change::Pause => Change::Unpause,
            Change::Unpause => Change::Pause,
            Change::Restart | Change::Kill | Change::Remove => return None,
        };
        // Those alone that it changed.
        let containers = self.containers.iter().filter(|container| self.change.fits(&container.state));
        let back = Self { containers: containers.cloned().collect(), change: back };
        back.script(tools).ok()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let said = "inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written'";
        Some(Preview::Text(self.told(Script::default(), said, tools)))
    }
}
