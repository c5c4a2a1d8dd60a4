//! Which groups there are.

use super::Deed;
use crate::script::users::{Account, accounts, lines};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tools};

/// Lists groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List;

/// A group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its name, as the target has it.
    pub name: String,
    /// Its number.
    pub gid: u32,
    /// Users that are taken into it.
    pub members: Vec<String>,
    /// Users whose first group it is.
    pub first_of: Vec<String>,
}

impl Action for List {
    type Outcome = Vec<Group>;

    fn title(&self) -> Title {
        Title::one(Deed::List, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, _: &Tools) -> Result<Script, Missing> {
        Ok(accounts(Script::default().line("export LC_ALL=C")))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Group>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let [users, groups, ""]: [&str; 3] =
            output.split('\0').collect::<Vec<_>>().try_into().map_err(|_| Failure::Garbled)?
        else {
            return Err(Failure::Garbled);
        };
        let users = lines::<7>(users).ok_or(Failure::Garbled)?;
        let read = |[name, _, gid, members]: [&str; 4]| {
            let first_of = users.iter().filter(|user| user[3] == gid);
            let members = members.split(',').filter(|member| !member.is_empty());
            Some(Group {
                name: name.to_owned(),
                gid: gid.parse().ok()?,
                members: members.map(str::to_owned).collect(),
                first_of: first_of.map(|user| user[0].to_owned()).collect(),
            })
        };
        let groups: Option<Vec<Group>> =
            lines::<4>(groups).ok_or(Failure::Garbled)?.into_iter().map(read).collect();
        groups.filter(|groups| !groups.is_empty()).ok_or(Failure::Garbled)
    }
}

impl Group {
    /// Its name, where scripts take it.
    #[must_use]
    pub fn account(&self) -> Option<Account> {
        Account::parse(&self.name)
    }

    /// Its members, where scripts take them; what cannot be one is left out.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        self.members.iter().filter_map(|member| Account::parse(member)).collect()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Group, List};
    use crate::script::{Action as _, Failure, Ran};

    fn read(text: &str) -> Result<Vec<Group>, Failure> {
        List.outcome(&Ran { stdout: text.into(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn members_are_those_taken_in_and_those_who_begin_there() {
        let groups = read("ops:x:1000:4::/:/bin/sh\n\0adm:x:4:syslog,li.wei\nempty:x:5:\n\0").unwrap();
        let [adm, empty] = &groups[..] else { panic!("{groups:?}") };
        assert_eq!(
            (adm.gid, adm.members.join(" "), adm.first_of.join(" ")),
            (4, "syslog li.wei".into(), "ops".into())
        );
        assert_eq!((empty.members.len(), empty.first_of.len()), (0, 0));
        assert_eq!(read("hello"), Err(Failure::Garbled));
        assert_eq!(read("\0x\0"), Err(Failure::Garbled));
    }
}
