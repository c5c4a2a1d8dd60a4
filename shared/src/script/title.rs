//! What an action is called, before any language.

use super::{
    containers, cron, disks, files, groups, keys, logs, network, packages, processes, services, timers, users,
};

/// What is done, by subject. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Learn what the target has.
    Probe,
    /// Have `sudo` check its password.
    CheckPassword,
    /// Tell what the target is busy with.
    Monitor,
    /// Run a runbook.
    Runbook,
    /// To files.
    File(files::Deed),
    /// To processes.
    Process(processes::Deed),
    /// To services.
    Service(services::Deed),
    /// To timers.
    Timer(timers::Deed),
    /// To logs.
    Log(logs::Deed),
    /// To the network.
    Network(network::Deed),
    /// To disks.
    Disk(disks::Deed),
    /// To containers.
    Container(containers::Deed),
    /// To packages.
    Package(packages::Deed),
    /// To users.
    User(users::Deed),
    /// To groups.
    Group(groups::Deed),
    /// To keys that let in.
    Key(keys::Deed),
    /// To what cron runs.
    Cron(cron::Deed),
}

impl From<services::Deed> for Deed {
    fn from(deed: services::Deed) -> Self {
        Self::Service(deed)
    }
}

impl From<timers::Deed> for Deed {
    fn from(deed: timers::Deed) -> Self {
        Self::Timer(deed)
    }
}

impl From<logs::Deed> for Deed {
    fn from(deed: logs::Deed) -> Self {
        Self::Log(deed)
    }
}

impl From<files::Deed> for Deed {
    fn from(deed: files::Deed) -> Self {
        Self::File(deed)
    }
}

impl From<processes::Deed> for Deed {
    fn from(deed: processes::Deed) -> Self {
        Self::Process(deed)
    }
}

impl From<network::Deed> for Deed {
    fn from(deed: network::Deed) -> Self {
        Self::Network(deed)
    }
}

impl From<disks::Deed> for Deed {
    fn from(deed: disks::Deed) -> Self {
        Self::Disk(deed)
    }
}

impl From<containers::Deed> for Deed {
    fn from(deed: containers::Deed) -> Self {
        Self::Container(deed)
    }
}

impl From<packages::Deed> for Deed {
    fn from(deed: packages::Deed) -> Self {
        Self::Package(deed)
    }
}

impl From<users::Deed> for Deed {
    fn from(deed: users::Deed) -> Self {
        Self::User(deed)
    }
}

impl From<groups::Deed> for Deed {
    fn from(deed: groups::Deed) -> Self {
        Self::Group(deed)
    }
}

impl From<keys::Deed> for Deed {
    fn from(deed: keys::Deed) -> Self {
        Self::Key(deed)
    }
}

impl From<cron::Deed> for Deed {
    fn from(deed: cron::Deed) -> Self {
        Self::Cron(deed)
    }
}

/// What an action is, for a person: the page puts it into words of their language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// What is done.
    pub deed: Deed,
    /// To what: the first of it, as text that may hold anything.
    pub what: String,
    /// To how many things.
    pub count: usize,
    /// The new name, the place it goes to: what the deed needs besides.
    pub to: String,
    /// Whether it is taken back.
    pub is_undone: bool,
}

impl Title {
    /// A deed done to one thing.
    #[must_use]
    pub fn one(deed: impl Into<Deed>, what: impl Into<String>) -> Self {
        Self { deed: deed.into(), what: what.into(), count: 1, to: String::new(), is_undone: false }
    }

    /// A deed done to these names.
    #[must_use]
    pub fn many(deed: impl Into<Deed>, names: &[super::Name]) -> Self {
        let what = names.first().map(super::Name::text).unwrap_or_default();
        Self { deed: deed.into(), what, count: names.len(), to: String::new(), is_undone: false }
    }

    /// With where it leads.
    #[must_use]
    pub fn to(self, to: impl Into<String>) -> Self {
        Self { to: to.into(), ..self }
    }

    /// The same, taken back.
    #[must_use]
    pub fn undoing(self) -> Self {
        Self { is_undone: true, ..self }
    }
}
