//! Which lines of a log a person wants to see.

use crate::form::{Answers, Field, Kind, Label};

/// Lines from the end of a log that are shown at first.
const LINES: u32 = 200;

/// Most lines from its end that can be asked for.
const MOST_LINES: u32 = 100_000;

/// Which lines of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// How many from its end.
    pub lines: u32,
    /// How important at least.
    pub priority: Priority,
    /// What has to be in them; nothing stands for anything.
    pub search: String,
}

/// How important a message is (syslog(3)).
#[expect(missing_docs, reason = "each is the level of its name")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    Debug,
    Info,
    Notice,
    Warning,
    Err,
    Crit,
    Alert,
    Emerg,
}

impl Default for Filter {
    fn default() -> Self {
        Self { lines: LINES, priority: Priority::Debug, search: String::new() }
    }
}

impl Filter {
    /// What is asked for it.
    pub(super) fn fields(has_priorities: bool) -> Vec<Field> {
        let names = Priority::ALL.iter().map(|priority| priority.name().to_owned()).collect();
        let priority = has_priorities.then(|| Field::of(Label::Priority, Kind::Choice(names)));
        let lines = Kind::Number { least: 1, most: MOST_LINES.into() };
        [
            Some(Field::of(Label::Search, Kind::Text).optional()),
            priority,
            Some(Field::of(Label::Lines, lines).holding(LINES.to_string())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// What was answered.
    pub(super) fn of(answers: &Answers) -> Self {
        let named = |priority: &&Priority| priority.name() == answers.of(&Label::Priority);
        Self {
            lines: answers.of(&Label::Lines).parse().unwrap_or(LINES),
            priority: Priority::ALL.iter().find(named).copied().unwrap_or(Priority::Debug),
            search: answers.of(&Label::Search).to_owned(),
        }
    }
}

impl Priority {
    /// All of them, least important first.
    pub const ALL: [Self; 8] = [
        Self::Debug,
        Self::Info,
        Self::Notice,
        Self::Warning,
        Self::Err,
        Self::Crit,
        Self::Alert,
        Self::Emerg,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Err => "err",
            Self::Crit => "crit",
            Self::Alert => "alert",
            Self::Emerg => "emerg",
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Filter, Priority};
    use crate::form::{Answers, Label};

    #[test]
    fn what_is_asked_is_what_is_filtered_by() {
        let fields = Filter::fields(true);
        assert_eq!(Filter::of(&Answers::first(&fields)), Filter::default());
        let typed = |label: &Label| match label {
            Label::Lines => "7".to_owned(),
            Label::Priority => "err".to_owned(),
            _ => "out of memory".to_owned(),
        };
        let answers = Answers::read(&fields, typed).unwrap();
        let filter = Filter { lines: 7, priority: Priority::Err, search: "out of memory".into() };
        assert_eq!(Filter::of(&answers), filter);
        assert!(Answers::read(&Filter::fields(false), |_| "0".into()).is_err());
    }
}
