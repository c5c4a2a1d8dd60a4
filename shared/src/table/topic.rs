//! Which subjects have a table.

use super::{Table, table};
use crate::script::containers::{Containers, Images};
use crate::script::cron::Cron;
use crate::script::disks::{Blocks, Mounts};
use crate::script::groups::Groups;
use crate::script::keys::Keys;
use crate::script::logs::Logs;
use crate::script::network::{Addresses, Firewall, Routes, Sockets};
use crate::script::packages::Packages;
use crate::script::processes::Processes;
use crate::script::services::Services;
use crate::script::timers::Timers;
use crate::script::users::Users;

/// A subject with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Processes.
    Processes,
    /// Services.
    Services,
    /// Timers.
    Timers,
    /// Logs.
    Logs,
    /// Sockets.
    Sockets,
    /// Interfaces and their addresses.
    Addresses,
    /// Routes.
    Routes,
    /// Rules of the firewall.
    Firewall,
    /// What is mounted.
    Mounts,
    /// Block devices.
    Blocks,
    /// Containers.
    Containers,
    /// Images of containers.
    Images,
    /// Packages.
    Packages,
    /// Users.
    Users,
    /// Groups.
    Groups,
    /// Keys that let in.
    Keys,
    /// What cron runs.
    Cron,
}

impl Topic {
    /// All of them, in groups: those of a group are shown beside each other.
    pub const GROUPS: &'static [&'static [Self]] = &[
        &[Self::Processes],
        &[Self::Services, Self::Timers, Self::Logs],
        &[Self::Packages],
        &[Self::Users, Self::Groups, Self::Keys],
        &[Self::Cron],
        &[Self::Sockets, Self::Addresses, Self::Routes, Self::Firewall],
        &[Self::Mounts, Self::Blocks],
        &[Self::Containers, Self::Images],
    ];

    /// Its table, with nothing read yet.
    #[must_use]
    pub fn table(self) -> Box<dyn Table> {
        match self {
            Self::Processes => table::<Processes>(),
            Self::Services => table::<Services>(),
            Self::Timers => table::<Timers>(),
            Self::Logs => table::<Logs>(),
            Self::Sockets => table::<Sockets>(),
            Self::Addresses => table::<Addresses>(),
            Self::Routes => table::<Routes>(),
            Self::Firewall => table::<Firewall>(),
            Self::Mounts => table::<Mounts>(),
            Self::Blocks => table::<Blocks>(),
            Self::Containers => table::<Containers>(),
            Self::Images => table::<Images>(),
            Self::Packages => table::<Packages>(),
            Self::Users => table::<Users>(),
            Self::Groups => table::<Groups>(),
            Self::Keys => table::<Keys>(),
            Self::Cron => table::<Cron>(),
        }
    }
}
