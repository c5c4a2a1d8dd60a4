//! A row of a table, and what stands in it.

use super::Scope;

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What tells it from the others, the next time too.
    pub key: String,
    /// The key of the row it hangs below, in a tree.
    pub parent: Option<String>,
    /// The parts it belongs to, besides [`Scope::All`].
    pub scopes: Vec<Scope>,
    /// What stands in it, column by column.
    pub cells: Vec<Cell>,
}

/// What stands in a row, in a column. Text is the target's, and may hold anything.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Nothing,
    /// Text.
    Text(String),
    /// Text and less important text after it: a command and its arguments.
    Pair(String, String),
    /// A number.
    Number(i64),
    /// A size, in bytes.
    Bytes(u64),
    /// A share of something, in tenths of a percent; more than a thousand where there are several of it.
    Share(u64),
    /// A time span, in seconds.
    Seconds(u64),
    /// A moment, in seconds since 1970-01-01 UTC.
    Moment(i64),
    /// How it is, in the target's own word.
    State(Mood, String),
}

/// What a state means for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mood {
    /// It failed, or will not end by itself.
    Bad,
    /// Something is on its way, or needs a look.
    Busy,
    /// As it should be, and at work.
    Good,
    /// At rest.
    Idle,
}

impl Row {
    /// A row.
    #[must_use]
    pub fn of(key: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { key: key.into(), parent: None, scopes: Vec::new(), cells }
    }

    /// Whether it belongs to a part.
    #[must_use]
    pub fn is_in(&self, scope: Scope) -> bool {
        scope == Scope::All || self.scopes.contains(&scope)
    }
}

impl Cell {
    /// Text, or nothing where it is empty.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }
}
