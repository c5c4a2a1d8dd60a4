//! The header of a runbook: the comments it begins with, line by line.

use super::Runbook;
use crate::form::{Field, Kind, Label, Wrong};
use crate::script::hidden;

/// Longest file, in bytes.
pub const BYTES: usize = 64 * 1024;

/// Most parameters: nobody fills in more.
pub const PARAMETERS: usize = 20;

/// Longest name of a runbook, in characters.
pub const NAME_CHARS: usize = 80;

/// Longest name of a parameter, in bytes.
const PARAMETER_BYTES: usize = 32;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct Bad {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong in a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no `# @runbook NAME` in the header.
    #[error("the header has no line \"# @runbook NAME\"")]
    NoName,
    /// There are two.
    #[error("the runbook has a name already")]
    TwoNames,
    /// The name is too long or empty.
    #[error("a name has 1 to 80 characters")]
    Name,
    /// A word after `@` that means nothing.
    #[error("@{0} is unknown")]
    Unknown(String),
    /// The name of a parameter is none, or one that bash or the environment uses.
    #[error("a parameter is called by small letters, digits and _, not {0:?}")]
    Parameter(String),
    /// Two parameters have one name.
    #[error("there are two parameters {0}")]
    Twice(String),
    /// A type that does not exist, or is written otherwise.
    #[error("{0:?} is no type of a parameter")]
    Type(String),
    /// The default is not of the type.
    #[error("the default cannot be taken: {0}")]
    Default(Wrong),
    /// A secret has a default.
    #[error("a secret has no default")]
    SecretDefault,
    /// More parameters than anybody fills in.
    #[error("there are more than 20 parameters")]
    TooMany,
    /// The file is too long.
    #[error("the file is longer than 64 KiB")]
    TooLong,
    /// A character that nobody sees: it could make the script look like another one.
    #[error("there is a character that cannot be seen")]
    Hidden,
}

/// What a header said so far.
#[derive(Default)]
struct Header {
    name: Option<String>,
    about: Vec<String>,
    fields: Vec<Field>,
}

/// Reads a file.
pub(super) fn parse(text: String) -> Result<Runbook, Bad> {
    if text.len() > BYTES {
        return Err(Bad { line: 1, fault: Fault::TooLong });
    }
    if let Some(at) = hidden(&text) {
        let line = 1 + text[..at].matches('\n').count();
        return Err(Bad { line, fault: Fault::Hidden });
    }
    let (mut header, mut body) = (Header::default(), 0);
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if !line.starts_with('#') {
            break;
        }
        header.read(line.trim_end()).map_err(|fault| Bad { line: number, fault })?;
        body += line.len();
    }
    let Some(name) = header.name else { return Err(Bad { line: 1, fault: Fault::NoName }) };
    Ok(Runbook { name, about: header.about.join("\n"), fields: header.fields, body, text })
}

impl Header {
    /// Reads a line; a comment that is none of ours says nothing.
    fn read(&mut self, line: &str) -> Result<(), Fault> {
        let Some(said) = line.strip_prefix("# @") else { return Ok(()) };
        let (key, rest) = said.split_once(' ').unwrap_or((said, ""));
        let rest = rest.trim();
        match key {
            "runbook" if self.name.is_some() => Err(Fault::TwoNames),
            "runbook" if rest.is_empty() || rest.chars().count() > NAME_CHARS => Err(Fault::Name),
            "runbook" => {
                self.name = Some(rest.to_owned());
                Ok(())
            }
            "about" => {
                self.about.push(rest.to_owned());
                Ok(())
            }
            "param" => self.parameter(rest),
            other => Err(Fault::Unknown(other.to_owned())),
        }
    }

    /// `NAME TYPE[?] [= DEFAULT]`
    fn parameter(&mut self, rest: &str) -> Result<(), Fault> {
        let (said, default) = match rest.split_once(" = ") {
            Some((said, default)) => (said, Some(default.trim())),
            None => (rest.strip_suffix(" =").unwrap_or(rest), None),
        };
        let (name, kind) = said.trim().split_once(' ').unwrap_or((said.trim(), "text"));
        if !is_name(name) {
            return Err(Fault::Parameter(name.to_owned()));
        }
        let label = Label::Given(name.to_owned());
        if self.fields.iter().any(|field| field.label == label) {
            return Err(Fault::Twice(name.to_owned()));
        }
        if self.fields.len() == PARAMETERS {
            return Err(Fault::TooMany);
        }
        let kind = kind.trim();
        let (written, may_be_empty) = kind.strip_suffix('?').map_or((kind, false), |kind| (kind, true));
        let parsed = self::kind(written).ok_or_else(|| Fault::Type(kind.to_owned()))?;
        let mut field = Field::of(label, parsed);
        field.may_be_empty = may_be_empty;
        if let Some(default) = default {
            if field.kind == Kind::Secret {
                return Err(Fault::SecretDefault);
            }
            field.value = field.read(default).map_err(Fault::Default)?;
        }
        self.fields.push(field);
        Ok(())
    }
}

/// A name that is a variable of bash, and none that it or the environment knows: those are in capitals.
fn is_name(name: &str) -> bool {
    let may = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.len() <= PARAMETER_BYTES
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(may)
}

/// `text`, `lines`, `path`, `secret`, `number`, `number(1..10)`, `choice(a|b|c)`.
fn kind(written: &str) -> Option<Kind> {
    if let Some(bounds) = written.strip_prefix("number(").and_then(|rest| rest.strip_suffix(')')) {
        let (least, most) = bounds.split_once("..")?;
        let (least, most) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
        return (least <= most).then_some(Kind::Number { least, most });
    }
    if let Some(choices) = written.strip_prefix("choice(").and_then(|rest| rest.strip_suffix(')')) {
        let choices: Vec<String> = choices.split('|').map(|choice| choice.trim().to_owned()).collect();
        return choices.iter().all(|choice| !choice.is_empty()).then_some(Kind::Choice(choices));
    }
    match written {
        "text" => Some(Kind::Text),
        "lines" => Some(Kind::Lines),
        "path" => Some(Kind::Path),
        "secret" => Some(Kind::Secret),
        "number" => Some(Kind::Number { least: i64::MIN, most: i64::MAX }),
        _ => None,
    }
}
