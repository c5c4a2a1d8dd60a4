//! When a timer elapses, as a person says it (systemd.time(7)).

use crate::script::{Script, Tool, Tools, word};

/// Longest text that says when, in bytes.
const BYTES: usize = 256;

/// Most digits of a number in a span.
const DIGITS: usize = 9;

/// What the parts of a span may be counted in (systemd.time(7)).
const UNITS: [&str; 28] = [
    "", "us", "usec", "ms", "msec", "s", "sec", "second", "seconds", "m", "min", "minute", "minutes", "h",
    "hr", "hour", "hours", "d", "day", "days", "w", "week", "weeks", "M", "month", "months", "y", "year",
];

/// A calendar event, such as `Mon..Fri 08:00`: of the characters that there are in one. Whether it is one says systemd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar(String);

/// A span of time that is not empty, such as `1h 30min`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span(String);

/// When a timer elapses; more than one may be said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// At these moments.
    pub calendar: Option<Calendar>,
    /// So long after the target began.
    pub boot: Option<Span>,
    /// Again, so long after it last did.
    pub every: Option<Span>,
}

impl Calendar {
    /// Reads it; none if nothing of the kind is written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let may_be = |byte: u8| byte.is_ascii_alphanumeric() || b" *-/,.:~_+".contains(&byte);
        ((1..=BYTES).contains(&text.len()) && text.bytes().all(may_be)).then(|| Self(text.to_owned()))
    }
}

impl Span {
    /// Reads it; none if it is none, or nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_zero = text.bytes().all(|byte| !matches!(byte, b'1'..=b'9'));
        let mut rest = text;
        while !rest.is_empty() {
            rest = after_part(rest)?;
        }
        (text.len() <= BYTES && !is_zero).then(|| Self(text.to_owned()))
    }
}

/// What comes after a number and what it counts.
fn after_part(text: &str) -> Option<&str> {
    let until = |text: &str, fits: fn(char) -> bool| text.find(|c: char| !fits(c)).unwrap_or(text.len());
    let (number, rest) = text.split_at(until(text, |c| c.is_ascii_digit() || c == '.'));
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits =
        |text: &str| (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let rest = rest.trim_start_matches(' ');
    let (unit, rest) = rest.split_at(until(rest, |c| c.is_ascii_alphabetic()));
    (is_digits(whole) && is_digits(part) && (UNITS.contains(&unit) || unit == "years"))
        .then(|| rest.trim_start_matches(' '))
}

impl When {
    /// Reads what systemd says of a timer: `OnCalendar=*-*-* 00:00:00`, `OnBootUSec=15min`, …; of several of a kind the
    /// last.
    #[must_use]
    pub fn of(triggers: &[String]) -> Self {
        let mut when = Self::default();
        for (name, value) in triggers.iter().filter_map(|trigger| trigger.split_once('=')) {
            match name {
                "OnCalendar" => when.calendar = Calendar::parse(value),
                "OnBootUSec" => when.boot = Span::parse(value),
                "OnUnitActiveUSec" => when.every = Span::parse(value),
                _ => {}
            }
        }
        when
    }

    /// What is written where.
    pub(super) fn fields(&self) -> [&str; 3] {
        [
            self.calendar.as_ref().map(|calendar| &*calendar.0),
            self.boot.as_ref().map(|span| &*span.0),
            self.every.as_ref().map(|span| &*span.0),
        ]
        .map(Option::unwrap_or_default)
    }

    /// The lines of a section `[Timer]` (systemd.timer(5)).
    pub(super) fn lines(&self) -> Vec<String> {
        let [calendar, boot, every] = self.fields();
        // What counts from the last time has no first time of its own.
        let first = if boot.is_empty() { every } else { "" };
        [("OnCalendar", calendar), ("OnBootSec", boot), ("OnActiveSec", first), ("OnUnitActiveSec", every)]
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }

    /// With what stops where systemd does not understand it.
    pub(super) fn check(&self, script: Script, tools: &Tools) -> Script {
        match &self.calendar {
            Some(calendar) if tools.has(Tool::SystemdAnalyze) => {
                script.line(format!("systemd-analyze calendar -- {}", word(calendar.0.as_bytes())))
            }
            Some(_) | None => script,
        }
    }

    /// What says that nothing says when, where nothing does.
    pub(super) fn refused(&self) -> Option<Script> {
        let refuse = || {
            Script::careful().line("echo 'nothing says when: fill in one of the three' >&2").line("exit 1")
        };
        (*self == Self::default()).then(refuse)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Calendar, Span, When};

    #[test]
    fn spans_are_what_systemd_takes_and_not_nothing() {
        for text in ["15min", "1h 30min", "2.5 hours", "90", "1w2d", "3 years 1month", "0h 1s", " 5M "] {
            assert_eq!(Span::parse(text).unwrap().0, text.trim(), "{text}");
        }
        for text in [
            "",
            "0",
            "0s 0min",
            "min",
            "15 minuten",
            "-5min",
            "1.h",
            ".5h",
            "1..5h",
            "5min;",
            "1e3",
            "∞",
            "daily",
        ] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_calendar_event_has_nothing_in_it_that_a_file_or_a_shell_reads() {
        for text in ["daily", "Mon..Fri 08:00", "*-*~03/2:00:00 Europe/Berlin", "Sat,Sun *-02-29 0/4:00"] {
            assert_eq!(Calendar::parse(text).unwrap().0, text);
        }
        for text in ["", " ", "daily\nUnit=x", "%H:00", "$(id)", "a'b", "daily\\", "#daily", "täglich"] {
            assert_eq!(Calendar::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_counts_from_the_last_time_has_a_first_time() {
        let every = When { every: Span::parse("1h"), ..When::default() };
        assert_eq!(every.lines(), ["OnActiveSec=1h", "OnUnitActiveSec=1h"]);
        let both = When { boot: Span::parse("5min"), ..every };
        assert_eq!(both.lines(), ["OnBootSec=5min", "OnUnitActiveSec=1h"]);
    }

    #[test]
    fn what_systemd_says_is_when() {
        let said = ["OnCalendar=*-*-* 00:00:00", "OnActiveUSec=1h", "OnUnitActiveUSec=1h 30min", "OnX=$(id)"];
        let when = When::of(&said.map(str::to_owned));
        assert_eq!(when.fields(), ["*-*-* 00:00:00", "", "1h 30min"]);
    }

    proptest! {
        #[test]
        fn what_is_typed_is_one_line_or_nothing(text in ".{0,30}") {
            for text in Span::parse(&text).map(|span| span.0).into_iter().chain(Calendar::parse(&text).map(|it| it.0)) {
                prop_assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
                prop_assert!(!text.contains(['%', '\\', '\'', '"', '$']));
            }
        }
    }
}
