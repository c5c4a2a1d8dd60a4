//! Which subjects have a table.

use super::{Table, table};
use crate::script::logs::Logs;
use crate::script::processes::Processes;
use crate::script::services::Services;
use crate::script::timers::Timers;

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
}

impl Topic {
    /// All of them, in groups: those of a group are shown beside each other.
    pub const GROUPS: &'static [&'static [Self]] =
        &[&[Self::Processes], &[Self::Services, Self::Timers, Self::Logs]];

    /// Its table, with nothing read yet.
    #[must_use]
    pub fn table(self) -> Box<dyn Table> {
        match self {
            Self::Processes => table::<Processes>(),
            Self::Services => table::<Services>(),
            Self::Timers => table::<Timers>(),
            Self::Logs => table::<Logs>(),
        }
    }
}
