//! Runbooks: a script with a name and typed parameters, as one bash file that also runs by itself. Not where they are
//! kept, and not how they run.
//!
//! The format is in `docs/RUNBOOKS.md`; what is read of a file is its header, and the file stays as it is.

mod header;
#[cfg(test)]
mod tests;

use crate::form::{Answers, Field, Kind, Label};
use crate::script::{Input, Script, word};
pub use header::{BYTES, Bad, Fault, NAME_CHARS, PARAMETERS};

/// A runbook: a file, and what its header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runbook {
    text: String,
    /// What it is called.
    pub name: String,
    /// What it is for, in lines.
    pub about: String,
    /// What it wants to know, in the order its script gets it.
    pub fields: Vec<Field>,
    /// Where its header ends, in bytes.
    body: usize,
}

impl Runbook {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Bad`]: what is wrong in its header, and in which line.
    pub fn parse(text: impl Into<String>) -> Result<Self, Bad> {
        header::parse(text.into())
    }

    /// The file of a script that has none yet.
    ///
    /// # Errors
    /// [`Bad`]: a name that cannot stand in a header, or a script that cannot be kept.
    pub fn of(name: &str, about: &str, script: &str) -> Result<Self, Bad> {
        let mut text = format!("#!/usr/bin/env bash\n# @runbook {}\n", name.trim());
        for line in about.lines().map(str::trim).filter(|line| !line.is_empty()) {
            text.extend(["# @about ", line, "\n"]);
        }
        let script = script.strip_prefix("#!/usr/bin/env bash\n").unwrap_or(script).trim_start_matches('\n');
        text.extend(["\n", script]);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Self::parse(text)
    }

    /// The file, byte for byte as it was read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the file may be called.
    #[must_use]
    pub fn file_name(&self) -> String {
        let name: String = self.name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let name = name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        if name.is_empty() { "runbook.sh".into() } else { format!("{}.sh", name.to_lowercase()) }
    }

    /// The file with these answers as its positional parameters: a line `set --` below the header. What is secret
    /// does not stand there; bash reads it from standard input.
    #[must_use]
    pub fn script(&self, answers: &Answers) -> (Script, Input) {
        if self.fields.is_empty() {
            return (Script::edited(self.text.clone()), Input::default());
        }
        let (mut reads, mut words, mut input) = (String::new(), Vec::new(), Vec::new());
        for field in &self.fields {
            let (Label::Given(name), value) = (&field.label, answers.of(&field.label)) else { continue };
            words.push(match &field.kind {
                Kind::Secret => {
                    reads.push_str(&format!(
                        "IFS= read -r {name} # as it was typed; it does not stand here\n"
                    ));
                    input.extend([value.as_bytes(), b"\n"].concat());
                    format!("\"${name}\"")
                }
                Kind::Path => path(value),
                Kind::Text | Kind::Lines | Kind::Number { .. } | Kind::Choice(_) | Kind::Shaped(_) => {
                    word(value.as_bytes())
                }
            });
        }
        let (header, body) = self.text.split_at(self.body);
        // A file may end in its header, and without a line break.
        let end = if header.ends_with('\n') { "" } else { "\n" };
        let set = format!("{end}{reads}set -- {}\n", words.join(" "));
        (Script::edited([header, &set, body].concat()), Input::of(input))
    }
}

/// A path for bash; what begins in the home directory does so wherever the script runs.
fn path(value: &str) -> String {
    match value.strip_prefix('~') {
        Some("") => "\"$HOME\"".into(),
        Some(rest) => format!("\"$HOME\"{}", word(rest.as_bytes())),
        None => word(value.as_bytes()),
    }
}
