//! Crontabs that change.

use super::crontab::line;
use super::{Deed, Schedule, Whose};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools, command, feed, word};

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
        tools.need(Tool::Crontab)?;
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
        comment.into_iter().chain([line(&self.schedule, &self.command)]).collect()
    }
}

/// Refuses to lose what somebody else changed meanwhile.
fn replace(whose: &Whose, was: &[u8], to: &[u8], tools: &Tools) -> Script {
    let crontab = whose.command(tools);
    let script = Script::careful()
        .line(format!("if [ \"$({crontab} -l 2>/dev/null | cksum)\" != '{}' ]; then", checksum(was)))
        .line(CHANGED)
        .line("  exit 1")
        .line("fi");
    script.line(if to.is_empty() { format!("{crontab} -r") } else { feed(&format!("{crontab} -"), to) })
}

/// What `cksum` prints of these bytes: their checksum and their number (POSIX, cksum).
fn checksum(bytes: &[u8]) -> String {
    let mut length = bytes.len();
    let digits = std::iter::from_fn(|| {
        let digit = u8::try_from(length & 0xff).ok().filter(|_| length > 0);
        length >>= 8;
        digit
    });
    let sum = bytes.iter().copied().chain(digits).fold(0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(byte) << 24, |sum, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { sum << 1 ^ 0x04c1_1db7 }
        })
    });
    format!("{} {}", !sum, bytes.len())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::checksum;

    #[test]
    fn a_checksum_is_what_cksum_prints() {
        assert_eq!(checksum(b""), "4294967295 0");
        assert_eq!(checksum(b"hello\n"), "3015617425 6");
        assert_eq!(checksum(&[b'x'; 300]), "3786917833 300");
    }
}
