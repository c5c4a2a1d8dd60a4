//! Crontabs that change.

use super::crontab::line;
use super::{Deed, Schedule, Whose};
use crate::script::{
    Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools, checksum, command, feed, word,
};

/// What is said where somebody else changed it.
const CHANGED: &str = "  echo 'the crontab was changed meanwhile: read it again' >&2";

/// Puts a crontab in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replace {
    /// Whose.
    pub whose: Whose,
    /// What was read; what is there now must still be that.
    pub was: Vec<u8>,
    /// What is there then; nothing for no crontab.
    pub to: Vec<u8>,
    /// What is done by that.
    pub deed: Deed,
    /// To which command.
    pub what: String,
    /// To how many.
    pub count: usize,
}

/// Adds a job to a crontab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Add {
    /// To whose.
    pub whose: Whose,
    /// What is said about it; may be empty.
    pub comment: String,
    /// When it runs.
    pub schedule: Schedule,
    /// What runs: one line.
    pub command: String,
}

impl Action for Replace {
    type Outcome = ();

    fn title(&self) -> Title {
        Title { count: self.count, ..Title::one(self.deed, &*self.what) }
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        if !self.whose.has_users() {
            tools.need(Tool::Crontab)?;
        }
        Ok(replace(&self.whose, &self.was, &self.to, tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(replace(&self.whose, &self.to, &self.was, tools))
    }
}

impl Action for Add {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Add, &*self.command)
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Crontab)?;
        let crontab = self.whose.command(tools);
        let words = self.lines().into_iter().map(|line| word(line.as_bytes()));
        let lines = command("printf '%s\\n'", words);
        Ok(Script::careful()
            .line("# What is there stays as it is; there may be none yet.")
            .line("{")
            .line(format!("  {crontab} -l 2>/dev/null || true"))
            .line(format!("  {lines}"))
            .line(format!("}} | {crontab} -")))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// It goes as long as it is the last.
    fn undo(&self, tools: &Tools) -> Option<Script> {
        let crontab = self.whose.command(tools);
        let lines = self.lines();
        let (count, text) = (lines.len(), word(lines.join("\n").as_bytes()));
        Some(
            Script::careful()
                .line("# Only as long as nothing was added after it.")
                .line(format!("if [ \"$({crontab} -l | tail -n {count})\" != {text} ]; then"))
                .line(CHANGED)
                .line("  exit 1")
                .line("fi")
                .line(format!("if [ \"$({crontab} -l)\" = {text} ]; then"))
                .line(format!("  {crontab} -r"))
                .line("else")
                .line(format!("  {crontab} -l | head -n -{count} | {crontab} -"))
                .line("fi"),
        )
    }
}

impl Add {
    fn lines(&self) -> Vec<String> {
        let comment = (!self.comment.is_empty()).then(|| format!("# {}", self.comment));
        comment.into_iter().chain([line(&self.schedule, None, &self.command)]).collect()
    }
}

/// Refuses to lose what somebody else changed meanwhile.
fn replace(whose: &Whose, was: &[u8], to: &[u8], tools: &Tools) -> Script {
    let crontab = whose.command(tools);
    let (read, remove, write) = match whose {
        // What the system brings stays there, be it empty.
        Whose::File(path) => {
            let tee = tools.as_chosen(&format!("tee -- {} >/dev/null", path.word()));
            (format!("cat -- {}", path.word()), None, tee)
        }
        Whose::Own | Whose::User(_) => {
            (format!("{crontab} -l 2>/dev/null"), Some(format!("{crontab} -r")), format!("{crontab} -"))
        }
    };
    let script = Script::careful()
        .line(format!("if [ \"$({read} | cksum)\" != '{}' ]; then", checksum(was)))
        .line(CHANGED)
        .line("  exit 1")
        .line("fi");
    script.line(remove.filter(|_| to.is_empty()).unwrap_or_else(|| feed(&write, to)))
}
