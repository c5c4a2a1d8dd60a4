//! Which subjects have a table.

use super::{Table, table};
use crate::script::processes::Processes;

/// A subject with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Processes.
    Processes,
}

impl Topic {
    /// All of them, in groups: those of a group are shown beside each other.
    pub const GROUPS: &'static [&'static [Self]] = &[&[Self::Processes]];

    /// Its table, with nothing read yet.
    #[must_use]
    pub fn table(self) -> Box<dyn Table> {
        match self {
            Self::Processes => table::<Processes>(),
        }
    }
}
