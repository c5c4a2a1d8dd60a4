//! Packages that come, go, or get a newer version.

use super::manager::Manager;
use super::{Deed, PackageName};
use crate::script::{Action, Failure, Missing, Preview, Ran, Risk, Script, Title, Tools};

/// What is done to packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// Install them, and what they need.
    Install,
    /// Give them their newest version.
    Upgrade,
    /// Give every package its newest version.
    UpgradeAll,
    /// Remove them, and what needs them; their configuration stays.
    Remove,
    /// Remove them, what needs them, and their configuration.
    Purge,
}

/// Does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apply {
    /// What.
    pub change: Change,
    /// To these; none where it is for all.
    pub names: Vec<PackageName>,
}

/// Brings the lists of what the repositories have up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refresh;

impl Change {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Install, Self::Upgrade, Self::UpgradeAll, Self::Remove, Self::Purge];
}

impl Action for Apply {
    type Outcome = ();

    fn title(&self) -> Title {
        let what = self.names.first().map(PackageName::to_string).unwrap_or_default();
        Title { count: self.names.len().max(1), ..Title::one(Deed::Change(self.change), what) }
    }

    /// What was installed can be removed, and what is upgraded does what it did: both change what runs. What is removed
    /// takes others with it, and their data may go too: no undo brings that back.
    fn risk(&self) -> Risk {
        match self.change {
            Change::Install | Change::Upgrade | Change::UpgradeAll => Risk::Disturbs,
            Change::Remove | Change::Purge => Risk::Final,
        }
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let manager = Manager::of(tools)?;
        Ok(script().line(manager.does(self.change, &self.names, tools)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let manager = Manager::of(tools).ok()?;
        Some(Preview::Text(script().line(manager.would_do(self.change, &self.names, tools))))
    }
}

impl Action for Refresh {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Refresh, "")
    }

    /// It fetches what there is; nothing that runs changes, but nothing brings the lists back either.
    fn risk(&self) -> Risk {
        Risk::Disturbs
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(script().line(Manager::of(tools)?.refreshes(tools)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }
}

fn script() -> Script {
    Script::default().line("export LC_ALL=C")
}
