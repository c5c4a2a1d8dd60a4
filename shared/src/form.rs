//! What a person is asked before a script can be made: typed fields, and what was typed, checked. Not how it looks.

mod shape;

use std::collections::BTreeMap;
use std::fmt;

pub use shape::Shape;

/// Longest line that is taken, in bytes.
const TEXT_BYTES: usize = 4096;

/// Longest text of several lines that is taken, in bytes.
const LINES_BYTES: usize = 65536;

/// One thing to be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is called.
    pub label: Label,
    /// What it takes.
    pub kind: Kind,
    /// What it holds at first.
    pub value: String,
    /// Whether it may stay empty.
    pub may_be_empty: bool,
}

/// What a field is called: the page has the words, but for what a person named.
#[expect(missing_docs, reason = "each is what its name says; the page has the words")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// As whoever wrote a runbook calls it.
    Given(String),
    Name,
    About,
    Signal,
    Niceness,
    Lines,
    Priority,
    Search,

    Address,
    Port,
    Protocol,
    From,
    Chain,
    Directory,
    Image,
    // Packages, users and groups, cron.
    Packages,
    Comment,
    Shell,
    Home,
    Groups,
    Members,
    Password,
    ExpiresOn,
    Keys,
    Schedule,
    Command,
    Crontab,
    User,
    // Timers.
    Calendar,
    AfterBoot,
    Every,
    Persistent,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Text,
    /// Text of several lines.
    Lines,
    /// An absolute path, or one from the home directory: `~/x`.
    Path,
    /// A whole number within bounds, both included.
    Number {
        /// Least.
        least: i64,
        /// Most.
        most: i64,
    },
    /// One of these.
    Choice(Vec<String>),
    /// Text that is not shown and not kept.
    Secret,
    /// A line of text that a tool takes for what it is meant to be.
    Shaped(Shape),
}

/// What was typed, by field.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<Label, String>);

/// Why something typed is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// Longer than 4096 bytes, or 65536 where there are several lines, or with a zero byte, or with a line break where
    /// there is one line.
    #[error("this text cannot be taken")]
    Text,
    /// No whole number.
    #[error("that is no whole number")]
    Number,
    /// A number out of its bounds, both included.
    #[error("the number must be from {least} to {most}")]
    Bounds {
        /// Least.
        least: i64,
        /// Most.
        most: i64,
    },
    /// Not among what can be chosen.
    #[error("that is none of the choices")]
    Choice,
    /// Neither absolute nor from the home directory.
    #[error("a path begins with / or ~/")]
    Path,
    /// Nothing of this form.
    #[error("that is nothing of the kind")]
    Shape(Shape),
}

impl Field {
    /// A field that has to be filled in.
    #[must_use]
    pub fn of(label: Label, kind: Kind) -> Self {
        let value = match &kind {
            Kind::Choice(choices) => choices.first().cloned().unwrap_or_default(),
            Kind::Text | Kind::Lines | Kind::Path | Kind::Number { .. } | Kind::Secret | Kind::Shaped(_) => {
                String::new()
            }
        };
        Self { label, kind, value, may_be_empty: false }
    }

    /// With what it holds at first.
    #[must_use]
    pub fn holding(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// One that may stay empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { may_be_empty: true, ..self }
    }

    /// What was typed, as the script gets it: without spaces around, but for secrets and text of several lines.
    ///
    /// # Errors
    /// [`Wrong`]: why it is not taken.
    pub fn read(&self, typed: &str) -> Result<String, Wrong> {
        let text = match self.kind {
            Kind::Lines | Kind::Secret => typed,
            Kind::Text | Kind::Path | Kind::Number { .. } | Kind::Choice(_) | Kind::Shaped(_) => typed.trim(),
        };
        if text.is_empty() {
            return if self.may_be_empty { Ok(String::new()) } else { Err(Wrong::Empty) };
        }
        let most = if self.kind.has_lines() { LINES_BYTES } else { TEXT_BYTES };
        let has_lines = text.contains(['\n', '\r']) && !self.kind.has_lines();
        if text.len() > most || text.contains('\0') || has_lines {
            return Err(Wrong::Text);
        }
        match &self.kind {
            Kind::Text | Kind::Lines | Kind::Secret => {}
            Kind::Path if text.starts_with('/') || text == "~" || text.starts_with("~/") => {}
            Kind::Path => return Err(Wrong::Path),
            Kind::Number { least, most } => {
                let number: i64 = text.parse().map_err(|_| Wrong::Number)?;
                if !(*least..=*most).contains(&number) {
                    return Err(Wrong::Bounds { least: *least, most: *most });
                }
                return Ok(number.to_string());
            }
            Kind::Choice(choices) if choices.iter().any(|choice| choice == text) => {}
            Kind::Choice(_) => return Err(Wrong::Choice),
            Kind::Shaped(shape) if shape.takes(text) => {}
            Kind::Shaped(shape) => return Err(Wrong::Shape(*shape)),
        }
        Ok(text.to_owned())
    }
}

impl Kind {
    /// Whether it takes several lines.
    #[must_use]
    pub fn has_lines(&self) -> bool {
        match self {
            Self::Lines => true,
            Self::Shaped(shape) => shape.has_lines(),
            Self::Text | Self::Path | Self::Number { .. } | Self::Choice(_) | Self::Secret => false,
        }
    }
}

impl Answers {
    /// What the fields hold at first.
    #[must_use]
    pub fn first(fields: &[Field]) -> Self {
        Self(fields.iter().map(|field| (field.label.clone(), field.value.clone())).collect())
    }

    /// What was typed, field by field.
    ///
    /// # Errors
    /// The first field whose text is not taken, and why.
    pub fn read<'a>(
        fields: &'a [Field],
        typed: impl Fn(&Label) -> String,
    ) -> Result<Self, (&'a Field, Wrong)> {
        let answer = |field: &'a Field| match field.read(&typed(&field.label)) {
            Ok(text) => Ok((field.label.clone(), text)),
            Err(wrong) => Err((field, wrong)),
        };
        fields.iter().map(answer).collect::<Result<_, _>>().map(Self)
    }

    /// What was typed there; nothing where nothing was asked.
    #[must_use]
    pub fn of(&self, label: &Label) -> &str {
        self.0.get(label).map(String::as_str).unwrap_or_default()
    }
}

/// Names what was asked; what was typed may be secret.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Answers, Field, Kind, Label, Shape, Wrong};

    #[test]
    fn each_kind_takes_what_it_is_for() {
        let number = Kind::Number { least: -20, most: 19 };
        let choice = Kind::Choice(vec!["TERM".into(), "KILL".into()]);
        for (kind, typed, read) in [
            (Kind::Text, " a b ", Ok("a b")),
            (Kind::Text, "  ", Err(Wrong::Empty)),
            (Kind::Text, "a\nb", Err(Wrong::Text)),
            (Kind::Lines, "a\nb\n", Ok("a\nb\n")),
            (Kind::Secret, " x ", Ok(" x ")),
            (Kind::Path, "/srv/x y", Ok("/srv/x y")),
            (Kind::Path, "~/x", Ok("~/x")),
            (Kind::Path, "x", Err(Wrong::Path)),
            (number.clone(), "+5", Ok("5")),
            (number.clone(), "five", Err(Wrong::Number)),
            (number, "20", Err(Wrong::Bounds { least: -20, most: 19 })),
            (choice.clone(), "KILL", Ok("KILL")),
            (choice, "STOP; reboot", Err(Wrong::Choice)),
            (Kind::Shaped(Shape::PackageNames), " nginx curl ", Ok("nginx curl")),
            (Kind::Shaped(Shape::PackageNames), "nginx -y", Err(Wrong::Shape(Shape::PackageNames))),
            (Kind::Shaped(Shape::Schedule), "0 25 * * *", Err(Wrong::Shape(Shape::Schedule))),
            (Kind::Shaped(Shape::Account), "root\nx", Err(Wrong::Text)),
            (Kind::Shaped(Shape::Comment), "a:b", Err(Wrong::Shape(Shape::Comment))),
        ] {
            let field = Field::of(Label::Name, kind);
            assert_eq!(field.read(typed), read.map(str::to_owned), "{typed:?}");
        }
        assert_eq!(Field::of(Label::Name, Kind::Text).optional().read(""), Ok(String::new()));
        assert_eq!(Field::of(Label::Name, Kind::Text).read(&"x".repeat(4097)), Err(Wrong::Text));
    }

    #[test]
    fn the_first_field_that_is_wrong_is_named() {
        let fields =
            [Field::of(Label::Name, Kind::Text), Field::of(Label::Lines, Kind::Number { least: 1, most: 9 })];
        let typed = |label: &Label| if *label == Label::Name { "web".into() } else { "10".into() };
        let (field, wrong) = Answers::read(&fields, typed).unwrap_err();
        assert_eq!((&field.label, wrong), (&Label::Lines, Wrong::Bounds { least: 1, most: 9 }));
    }

    #[test]
    fn what_was_typed_is_not_printed() {
        let fields = [Field::of(Label::Given("password".into()), Kind::Secret)];
        let answers = Answers::read(&fields, |_| "hunter2".into()).unwrap();
        assert!(!format!("{answers:?}").contains("hunter2"));
        assert_eq!(answers.of(&Label::Given("password".into())), "hunter2");
    }
}
