//! Keys that begin to let in, or cease to.

use super::{Deed, PublicKey};
use crate::script::users::Account;
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tools, word};

/// Lets in with these keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Add {
    /// Whom.
    pub user: Account,
    /// With which; none of them lets in already.
    pub keys: Vec<PublicKey>,
}

/// Lets in with these keys no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remove {
    /// Whom.
    pub user: Account,
    /// Their lines in `authorized_keys`.
    pub lines: Vec<Vec<u8>>,
    /// What they are, for a person.
    pub what: String,
}

impl Action for Add {
    type Outcome = ();

    fn title(&self) -> Title {
        let what = self.keys.first().map(|key| key.as_str().rsplit(' ').next().unwrap_or_default());
        let title = Title::one(Deed::Add, what.unwrap_or_default()).to(self.user.as_str());
        Title { count: self.keys.len().max(1), ..title }
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(as_user(&self.user, &adding(&self.lines(), true), tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(as_user(&self.user, &removing(&self.lines()), tools))
    }
}

impl Add {
    fn lines(&self) -> Vec<Vec<u8>> {
        self.keys.iter().map(|key| key.as_str().as_bytes().to_vec()).collect()
    }
}

impl Action for Remove {
    type Outcome = ();

    fn title(&self) -> Title {
        let title = Title::one(Deed::Remove, &*self.what).to(self.user.as_str());
        Title { count: self.lines.len().max(1), ..title }
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(as_user(&self.user, &removing(&self.lines), tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(as_user(&self.user, &adding(&self.lines, false), tools))
    }
}

/// Appends lines in a new file, which then takes the place of the old one. Within the home directory.
fn adding(lines: &[Vec<u8>], is_new: bool) -> Vec<String> {
    let mut bash = begin();
    bash.push("[ ! -e .ssh/authorized_keys ] || cat .ssh/authorized_keys >\"$new\"".into());
    if is_new {
        for line in lines {
            let known = format!("grep -qxF -e {} -- \"$new\"", word(line));
            bash.push(format!("if {known}; then"));
            bash.push("  echo 'this key exists already' >&2".into());
            bash.push("  exit 1".into());
            bash.push("fi".into());
        }
    }
    bash.push("# A last line without an end would swallow what comes after it.".into());
    bash.push("[ -z \"$(tail -c 1 -- \"$new\")\" ] || echo >>\"$new\"".into());
    let words: Vec<String> = lines.iter().map(|line| word(line)).collect();
    if !words.is_empty() {
        bash.push(crate::script::command("printf '%s\\n'", words) + " >>\"$new\"");
    }
    bash.push(END.into());
    bash
}

/// Leaves lines out of a new file, which then takes the place of the old one. Within the home directory.
fn removing(lines: &[Vec<u8>]) -> Vec<String> {
    let mut bash = begin();
    let patterns = lines.iter().map(|line| format!("-e {}", word(line)));
    let grep = crate::script::command("LC_ALL=C grep -avxF", patterns);
    bash.push("# It ends with 1 where no line is left.".into());
    bash.push(format!("{grep} -- .ssh/authorized_keys >\"$new\" || [ $? = 1 ]"));
    bash.push(END.into());
    bash
}

const END: &str = "mv -f -- \"$new\" .ssh/authorized_keys";

fn begin() -> Vec<String> {
    [
        "cd",
        "umask 077",
        "mkdir -p .ssh",
        "chmod 700 .ssh",
        "new=$(mktemp .ssh/authorized_keys.XXXXXX)",
        "trap 'rm -f -- \"$new\"' EXIT",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Runs bash as a user: where links of theirs lead nothing is done that they could not do themselves.
fn as_user(user: &Account, bash: &[String], tools: &Tools) -> Script {
    let lines = |script: Script| bash.iter().fold(script, Script::line);
    if user.as_str() == tools.user {
        return lines(Script::careful());
    }
    let name = user.word();
    let head = if tools.uid == 0 {
        format!("su -s /bin/bash -c 'bash -eu' {name}")
    } else {
        format!("sudo -n -H -u {name} bash -eu")
    };
    lines(Script::careful().line(format!("{head} <<'END'"))).line("END")
}
