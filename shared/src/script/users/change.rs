//! What is changed of a user.

use super::add::has_shadow;
use super::{Account, Date, Deed};
use crate::script::{Action, Failure, Input, Missing, Ran, Risk, Script, Title, Tool, Tools, word};

/// Changes one thing about a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Of whom.
    pub name: Account,
    /// What it becomes.
    pub to: Property,
    /// What it was: the same thing.
    pub had: Property,
}

/// What `usermod` changes of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Property {
    /// Who that is.
    Comment(String),
    /// The login shell.
    Shell(String),
    /// The day from which it may not sign in, with a key either; none for never.
    Ends(Option<Date>),
}

/// Locks a user's password, or unlocks it. Who has a key gets in all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetLocked {
    /// Whose.
    pub name: Account,
    /// Whether it is locked then.
    pub is_locked: bool,
}

/// Takes a user into groups, or out of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Whom.
    pub name: Account,
    /// Which; the user is in none of them, or in all.
    pub groups: Vec<Account>,
    /// Whether it is in them then.
    pub is_member: bool,
}

/// Gives a user a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetPassword {
    /// Whom.
    pub name: Account,
    /// What `chpasswd` reads: the name, a colon, the password.
    line: Input,
}

impl Property {
    fn deed(&self) -> Deed {
        match self {
            Self::Comment(_) => Deed::SetComment,
            Self::Shell(_) => Deed::SetShell,
            Self::Ends(_) => Deed::SetEnd,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Comment(text) | Self::Shell(text) => text.clone(),
            Self::Ends(day) => day.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    fn set(&self, name: &Account, tools: &Tools) -> String {
        let option = match self {
            Self::Comment(_) => "--comment",
            Self::Shell(_) => "--shell",
            Self::Ends(_) => "--expiredate",
        };
        let value = word(self.text().as_bytes());
        tools.as_chosen(&format!("usermod {option} {value} -- {}", name.word()))
    }
}

impl Action for Set {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(self.to.deed(), self.name.as_str()).to(self.to.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Usermod)?;
        Ok(tools.sbin().line(self.to.set(&self.name, tools)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(tools.sbin().line(self.had.set(&self.name, tools)))
    }
}

impl SetLocked {
    fn line(name: &Account, is_locked: bool, tools: &Tools) -> String {
        let head = match (tools.has(Tool::Usermod), is_locked) {
            (true, true) => "usermod --lock --",
            (true, false) => "usermod --unlock --",
            (false, true) => "passwd -l",
            (false, false) => "passwd -u",
        };
        tools.as_chosen(&format!("{head} {}", name.word()))
    }
}

impl Action for SetLocked {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(if self.is_locked { Deed::Lock } else { Deed::Unlock }, self.name.as_str())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(tools.sbin().line(Self::line(&self.name, self.is_locked, tools)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(tools.sbin().line(Self::line(&self.name, !self.is_locked, tools)))
    }
}

impl Membership {
    fn lines(&self, is_member: bool, tools: &Tools) -> Script {
        let name = self.name.word();
        let line = |script: Script, group: &Account| {
            script.line(join(&name, &group.word(), is_member, tools.has(Tool::Useradd), tools))
        };
        self.groups.iter().fold(tools.sbin(), line)
    }
}

/// The command that takes a user into a group, or out of it.
pub(crate) fn join(name: &str, group: &str, is_member: bool, has_shadow: bool, tools: &Tools) -> String {
    tools.as_chosen(&match (has_shadow, is_member) {
        (true, true) => format!("gpasswd --add {name} -- {group}"),
        (true, false) => format!("gpasswd --delete {name} -- {group}"),
        (false, true) => format!("addgroup {name} {group}"),
        (false, false) => format!("delgroup {name} {group}"),
    })
}

impl Action for Membership {
    type Outcome = ();

    fn title(&self) -> Title {
        let deed = if self.is_member { Deed::Join } else { Deed::Leave };
        Title::one(deed, self.name.as_str()).to(Account::joined(&self.groups))
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        has_shadow(tools)?;
        Ok(self.lines(self.is_member, tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(self.lines(!self.is_member, tools))
    }
}

impl SetPassword {
    /// This password for this user.
    #[must_use]
    pub fn of(name: Account, password: &str) -> Self {
        let line = Input::of(format!("{name}:{password}\n"));
        Self { name, line }
    }
}

impl Action for SetPassword {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::SetPassword, self.name.as_str())
    }

    /// The former one does not come back, but whoever may do this may do it again.
    fn risk(&self) -> Risk {
        Risk::Disturbs
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        // Busybox would use DES, which looks at eight characters.
        let chpasswd = if has_shadow(tools)? { "chpasswd" } else { "chpasswd -c sha512" };
        Ok(tools
            .sbin()
            .line("# It reads the name and the password from standard input.")
            .line(tools.as_chosen(chpasswd)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn input(&self) -> Input {
        self.line.clone()
    }
}
