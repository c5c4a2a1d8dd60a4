//! From what a person asked for to the bash that does it, and from its output to what they see: pure.
//!
//! A subject (files, processes, …) is one module here. Each thing a person can do in it is an [`Action`]; what
//! becomes of it is text a system administrator would have written, run as it is shown.

use std::fmt;

pub mod carrier;
mod checksum;
mod compose;
pub mod containers;
pub mod cron;
pub mod disks;
mod feed;
pub mod files;
pub mod groups;
mod json;
pub mod keys;
pub mod logs;
pub mod monitor;
mod name;
pub mod network;
pub mod packages;
pub mod processes;
mod remedy;
pub mod services;
mod sudo;
pub mod timers;
mod title;
mod tools;
pub mod users;
mod word;

pub(crate) use checksum::checksum;
pub use compose::{Part, compose};
pub(crate) use feed::feed;
pub use name::{Name, Path};
pub use remedy::Remedy;
pub use sudo::CheckPassword;
pub use title::{Deed, Title};
pub use tools::{Init, Missing, Probe, Tool, Tools};
pub use word::{hidden, word};

/// Columns up to which a command stays on one line.
const LINE_COLUMNS: usize = 64;

/// Something a person asked for.
pub trait Action {
    /// What its output means.
    type Outcome;

    /// What it is, for a person.
    fn title(&self) -> Title;

    /// What it does to the target, which decides whether it runs at once.
    fn risk(&self) -> Risk;

    /// The bash that does it.
    ///
    /// # Errors
    /// The tool that the target lacks.
    fn script(&self, tools: &Tools) -> Result<Script, Missing>;

    /// What its output means.
    ///
    /// # Errors
    /// [`Failure`] if it did not do what it was to do.
    fn outcome(&self, ran: &Ran) -> Result<Self::Outcome, Failure>;

    /// The bash that takes it back, once it ran.
    fn undo(&self, _: &Tools) -> Option<Script> {
        None
    }

    /// What says what it will touch, and touches nothing.
    fn preview(&self, _: &Tools) -> Option<Preview> {
        None
    }

    /// What the file on the person's own computer is called that its output becomes, if it becomes one.
    fn saved_as(&self) -> Option<Name> {
        None
    }

    /// What goes to the script's standard input: what is secret, or too long for a script.
    fn input(&self) -> Input {
        Input::default()
    }
}

/// What an action does to the target, mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// It reads: runs at once.
    Reads,
    /// It changes what an undo brings back: runs at once, and offers that.
    Undoable,
    /// It changes something that runs: offered, with what it touches.
    Disturbs,
    /// It cannot be taken back: waits, and lists what it will touch.
    Final,
}

/// Bash, as it is shown and run, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script(String);

/// An action with its type taken off: what the drawer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it is, for a person.
    pub title: Title,
    /// What it does to the target.
    pub risk: Risk,
    /// The bash that does it.
    pub script: Script,
    /// The bash that takes it back.
    pub undo: Option<Script>,
    /// What says what it will touch.
    pub preview: Option<Preview>,
    /// What goes to its standard input.
    pub input: Input,
    /// What the file on the person's own computer is called that its output becomes, if it becomes one.
    pub saved_as: Option<Name>,
}

/// Bash that says what another script will touch, and touches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preview {
    /// It counts and measures files: see [`files::Touched`].
    Files(Script),
    /// What it prints is for a person as it is.
    Text(Script),
}

/// What goes to a script's standard input. It may be secret, and is not printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Input(Vec<u8>);

/// What a script that ran left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
    /// Exit status; none if a signal ended it or the line broke.
    pub status: Option<u32>,
}

/// Why an action has no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It says so by its status; what it said is on standard error.
    #[error("the script failed")]
    Failed,
    /// Its output is not what such a script prints.
    #[error("the script's output cannot be read")]
    Garbled,
}

impl Script {
    /// A script that stops at the first command that fails.
    #[must_use]
    pub fn careful() -> Self {
        Self("set -eu\n".into())
    }

    /// A script that begins in this directory, and stops at the first command that fails.
    #[must_use]
    pub fn within(directory: &Path) -> Self {
        Self::careful().line(format!("cd -- {}", directory.word()))
    }

    /// Text as a person left it.
    #[must_use]
    pub fn edited(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// With one more line, or several.
    #[must_use]
    pub fn line(mut self, line: impl AsRef<str>) -> Self {
        self.0.push_str(line.as_ref());
        self.0.push('\n');
        self
    }

    /// With one more command: its beginning as it is, then words, each on a line of its own where they are many.
    #[must_use]
    pub fn command<'a>(self, head: &str, words: impl IntoIterator<Item = &'a Name>) -> Self {
        self.line(command(head, words.into_iter().map(Name::word)))
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The command that says most about it, in one line: the first that is neither preparation nor comment, outside
    /// of loops and conditions if there is one.
    #[must_use]
    pub fn gist(&self) -> String {
        let text = self.0.replace(" \\\n  ", " ");
        let prepares = |line: &str| {
            let ways = [
                "#",
                "PATH=",
                "set -",
                "cd ",
                "umask ",
                "chmod 700 ",
                "export ",
                "mkdir ",
                "ln -sfn ",
                "IFS= read ",
                "exec ",
                "id -- ",
                "systemd-analyze ",
                "trap ",
                "file=",
                "new=",
                "kept=",
                "clean()",
            ];
            line.is_empty() || ways.iter().any(|way| line.trim_start().starts_with(way))
        };
        let mut is_within = false;
        let is_outside = |line: &&str| {
            let was_within = is_within;
            is_within = (is_within || line.starts_with("if ") || line.starts_with("for "))
                && !(line.starts_with("fi") || line.starts_with("done"));
            !was_within && !is_within
        };
        let outside = text.lines().filter(is_outside).find(|line| !prepares(line));
        let first = || text.lines().find(|line| !prepares(line));
        let made = || text.lines().find(|line| line.starts_with("mkdir "));
        outside.or_else(first).or_else(made).unwrap_or_default().to_owned()
    }
}

/// A command: its beginning as it is, then words, each on a line of its own where they are many.
pub(crate) fn command(head: &str, words: impl IntoIterator<Item = String>) -> String {
    let words: Vec<String> = words.into_iter().collect();
    let columns = head.len() + words.iter().map(|word| word.len() + 1).sum::<usize>();
    let between = if columns <= LINE_COLUMNS { " " } else { " \\\n  " };
    std::iter::once(head).chain(words.iter().map(String::as_str)).collect::<Vec<_>>().join(between)
}

impl Plan {
    /// Takes the type off an action.
    ///
    /// # Errors
    /// The tool that the target lacks.
    pub fn of(action: &impl Action, tools: &Tools) -> Result<Self, Missing> {
        Ok(Self {
            title: action.title(),
            risk: action.risk(),
            script: action.script(tools)?,
            undo: action.undo(tools),
            preview: action.preview(tools),
            input: action.input(),
            saved_as: action.saved_as(),
        })
    }
}

impl Preview {
    /// The bash.
    #[must_use]
    pub fn script(&self) -> &Script {
        match self {
            Self::Files(script) | Self::Text(script) => script,
        }
    }
}

impl Input {
    /// These bytes.
    #[must_use]
    pub fn of(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Input({} bytes)", self.0.len())
    }
}

impl Ran {
    /// Standard output of a script that succeeded.
    ///
    /// # Errors
    /// [`Failure::Failed`].
    pub fn output(&self) -> Result<&[u8], Failure> {
        if self.status == Some(0) { Ok(&self.stdout) } else { Err(Failure::Failed) }
    }

    /// That a script succeeded which has nothing to say.
    ///
    /// # Errors
    /// [`Failure::Failed`].
    pub fn done(&self) -> Result<(), Failure> {
        self.output().map(drop)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Script, command};

    #[test]
    fn few_words_stay_on_the_line_and_many_get_one_each() {
        let words = |count: usize| (0..count).map(|number| format!("name-{number}"));
        assert_eq!(command("rm --", words(2)), "rm -- name-0 name-1");
        let long = command("rm --", words(20));
        assert!(long.starts_with("rm -- \\\n  name-0 \\\n  name-1 \\\n"), "{long}");
        assert!(long.ends_with("name-19"), "{long}");
    }

    #[test]
    fn the_gist_is_the_line_that_does_something() {
        let script = Script::careful().line("cd -- /srv").line("# why").line("mv -n -- a b").line("true");
        assert_eq!(script.gist(), "mv -n -- a b");
        assert_eq!(
            Script::edited("set -eu\nmkdir -p -- \\\n  x\nmv -- \\\n  a \\\n  b\n").gist(),
            "mv -- a b"
        );
        assert_eq!(Script::edited("set -eu\n").gist(), "");
        let guarded =
            "set -eu\nif [ -e b ]; then\n  exit 1\nfi\nfor name in \\\n  a; do\n  x\ndone\nmv -n -- a b\n";
        assert_eq!(Script::edited(guarded).gist(), "mv -n -- a b");
        assert_eq!(
            Script::edited("for name in a b; do\n  du \"$name\"\ndone\n").gist(),
            "for name in a b; do"
        );
    }
}
