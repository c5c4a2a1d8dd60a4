//! Users that come and go.

use super::{Account, Deed};
use crate::script::{
    Action, Failure, Missing, Path, Preview, Ran, Risk, Script, Title, Tool, Tools, command, word,
};

/// Adds a user, who has no password at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Add {
    /// The name.
    pub name: Account,
    /// Who that is; may be empty.
    pub comment: String,
    /// The home directory, unless it is the usual one.
    pub home: Option<Path>,
    /// The login shell, unless it is the usual one.
    pub shell: Option<Path>,
    /// Further groups.
    pub groups: Vec<Account>,
}

/// Deletes a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delete {
    /// Which.
    pub name: Account,
    /// Its home directory, as the target says.
    pub home: String,
    /// Whether its home directory and mail go too.
    pub with_home: bool,
}

impl Add {
    fn words(&self, options: [&str; 3]) -> Vec<String> {
        let [comment, home, shell] = options;
        let mut words = Vec::new();
        if !self.comment.is_empty() {
            words.push(format!("{comment} {}", word(self.comment.as_bytes())));
        }
        words.extend(self.home.iter().map(|path| format!("{home} {}", path.word())));
        words.extend(self.shell.iter().map(|path| format!("{shell} {}", path.word())));
        words
    }
}

impl Action for Add {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Add, self.name.as_str())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let name = self.name.word();
        if has_shadow(tools)? {
            let mut words = self.words(["--comment", "--home-dir", "--shell"]);
            if !self.groups.is_empty() {
                words.push(format!("--groups {}", word(Account::joined(&self.groups).as_bytes())));
            }
            words.push(format!("-- {name}"));
            return Ok(tools.sbin().line(command(&tools.as_chosen("useradd --create-home"), words)));
        }
        let words = self.words(["-g", "-h", "-s"]).into_iter().chain([name.clone()]);
        let script = tools.sbin().line(command(&tools.as_chosen("adduser -D"), words));
        let join = |script: Script, group: &Account| {
            script.line(tools.as_chosen(&format!("addgroup {name} {}", group.word())))
        };
        Ok(self.groups.iter().fold(script, join))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// It goes only as long as its home holds nothing of its own.
    fn undo(&self, tools: &Tools) -> Option<Script> {
        let name = self.name.word();
        let diff = tools.as_chosen(r#"diff -r /etc/skel "$home" >&2"#);
        let rmdir = tools.as_chosen(r#"rmdir -- "$home""#);
        let script = tools
            .sbin()
            .line(format!("home=$(awk -F : -v name={name} '$1 == name {{ print $6 }}' /etc/passwd)"))
            .line("# Only as long as the home holds nothing but what every new one does.")
            .line(format!("if [ -d /etc/skel ]; then\n  {diff}\nelse\n  {rmdir}\nfi"));
        Some(script.line(tools.as_chosen(&delete(&self.name, true, tools))))
    }
}

impl Action for Delete {
    type Outcome = ();

    fn title(&self) -> Title {
        let deed = if self.with_home { Deed::DeleteWithHome } else { Deed::Delete };
        Title::one(deed, self.name.as_str())
    }

    fn risk(&self) -> Risk {
        Risk::Final
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        has_shadow(tools)?;
        Ok(tools.sbin().line(tools.as_chosen(&delete(&self.name, self.with_home, tools))))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let (name, home) = (self.name.word(), word(self.home.as_bytes()));
        let processes = if tools.ps_selects {
            format!("ps -o pid,etime,args -u {name} || true")
        } else {
            format!("ps -o pid,user,args | awk -v name={name} '$2 == name'")
        };
        let crontab = tools.as_chosen(&format!("crontab -l -u {name}"));
        let script = tools
            .sbin()
            .line(format!("id {name}"))
            .line("# Signed in?")
            .line(format!("who | awk -v name={name} '$1 == name'"))
            .line("# At work?")
            .line(processes)
            .line("# At home, and in cron.")
            .line(tools.as_chosen(&format!("du -sh -- {home} || true")))
            .line(format!("{crontab} || true"));
        Some(Preview::Text(script))
    }
}

fn delete(name: &Account, with_home: bool, tools: &Tools) -> String {
    let head = match (tools.has(Tool::Useradd), with_home) {
        (true, true) => "userdel --remove --",
        (true, false) => "userdel --",
        (false, true) => "deluser --remove-home",
        (false, false) => "deluser",
    };
    command(head, [name.word()])
}

/// Whether accounts are changed by the programs of shadow, which Debian, Fedora and others have; if not, by busybox's.
pub(crate) fn has_shadow(tools: &Tools) -> Result<bool, Missing> {
    match (tools.has(Tool::Useradd), tools.has(Tool::Adduser)) {
        (true, _) => Ok(true),
        (false, true) => Ok(false),
        (false, false) => Err(Missing(Tool::Useradd)),
    }
}
