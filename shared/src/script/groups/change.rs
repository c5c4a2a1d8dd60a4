//! Groups that come and go, and who is in them.

use super::{Deed, Group};
use crate::script::users::{Account, has_shadow, join};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools, word};

/// Adds a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Add {
    /// The name.
    pub name: Account,
}

/// Deletes a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delete {
    /// Its name.
    pub name: Account,
    /// What it was.
    pub group: Group,
}

/// Says who is in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetMembers {
    /// Its name.
    pub name: Account,
    /// Who was.
    pub had: Vec<Account>,
    /// Who is then.
    pub to: Vec<Account>,
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
        let head = if has_shadow(tools)? { "groupadd --" } else { "addgroup" };
        Ok(tools.sbin().line(tools.as_chosen(&format!("{head} {}", self.name.word()))))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(tools.sbin().line(delete(&self.name, tools)))
    }
}

impl Action for Delete {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Delete, self.name.as_str())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        has_shadow(tools)?;
        Ok(tools.sbin().line(delete(&self.name, tools)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// It comes back with its number, so that files of it are of it again.
    fn undo(&self, tools: &Tools) -> Option<Script> {
        let (name, gid) = (self.name.word(), self.group.gid);
        let head = if has_shadow(tools).ok()? {
            format!("groupadd --gid {gid} -- {name}")
        } else {
            format!("addgroup -g {gid} {name}")
        };
        let script = tools.sbin().line(tools.as_chosen(&head));
        let members = self.group.accounts();
        Some(if members.is_empty() { script } else { be(script, &self.name, &[], &members, tools) })
    }
}

impl Action for SetMembers {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::SetMembers, self.name.as_str()).to(Account::joined(&self.to))
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        has_shadow(tools)?;
        Ok(be(tools.sbin(), &self.name, &self.had, &self.to, tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(be(tools.sbin(), &self.name, &self.to, &self.had, tools))
    }
}

fn delete(name: &Account, tools: &Tools) -> String {
    let head = if tools.has(Tool::Useradd) { "groupdel --" } else { "delgroup" };
    tools.as_chosen(&format!("{head} {}", name.word()))
}

/// Makes these the members of a group that had those.
fn be(script: Script, name: &Account, had: &[Account], to: &[Account], tools: &Tools) -> Script {
    let name = name.word();
    if tools.has(Tool::Useradd) {
        let members = word(Account::joined(to).as_bytes());
        return script.line(tools.as_chosen(&format!("gpasswd --members {members} -- {name}")));
    }
    let go = had.iter().filter(|member| !to.contains(member)).map(|member| (member, false));
    let come = to.iter().filter(|member| !had.contains(member)).map(|member| (member, true));
    go.chain(come).fold(script, |script, (member, is_member)| {
        script.line(join(&member.word(), &name, is_member, false, tools))
    })
}
