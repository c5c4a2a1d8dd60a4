//! Which subjects have a table.

use super::{Table, table};
use crate::script::containers::{Containers, Images};
use crate::script::disks::{Blocks, Mounts};
use crate::script::network::{Addresses, Firewall, Routes, Sockets};
use crate::script::processes::Processes;

/// A subject with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Processes.
    Processes,
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
}

impl Topic {
    /// All of them, in groups: those of a group are shown beside each other.
    pub const GROUPS: &'static [&'static [Self]] = &[
        &[Self::Processes],
        &[Self::Sockets, Self::Addresses, Self::Routes, Self::Firewall],
        &[Self::Mounts, Self::Blocks],
        &[Self::Containers, Self::Images],
    ];

    /// Its table, with nothing read yet.
    #[must_use]
    pub fn table(self) -> Box<dyn Table> {
        match self {
            Self::Processes => table::<Processes>(),
            Self::Sockets => table::<Sockets>(),
            Self::Addresses => table::<Addresses>(),
            Self::Routes => table::<Routes>(),
            Self::Firewall => table::<Firewall>(),
            Self::Mounts => table::<Mounts>(),
            Self::Blocks => table::<Blocks>(),
            Self::Containers => table::<Containers>(),
            Self::Images => table::<Images>(),
        }
    }
}
