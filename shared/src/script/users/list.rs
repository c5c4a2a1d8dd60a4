//! Which users there are.

use std::collections::HashMap;

use super::Deed;
use super::account::{Account, Date, moment};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tools};

/// Lists users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List;

/// A user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// Its name, as the target has it.
    pub name: String,
    /// Its number.
    pub uid: u32,
    /// The name of its first group, or its number.
    pub group: String,
    /// Further groups.
    pub groups: Vec<String>,
    /// Who that is.
    pub comment: String,
    /// Its home directory.
    pub home: String,
    /// Its login shell.
    pub shell: String,
    /// How it may sign in with a password; none where that is not known, for only root knows.
    pub password: Option<Password>,
    /// The day from which it may not sign in; none within where there is no such day.
    pub ends: Option<Option<Date>>,
    /// When it signed in last, in seconds since 1970-01-01 UTC.
    pub last_login: Option<i64>,
}

/// How a user may sign in with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Password {
    /// With one.
    Set,
    /// With one that is locked now.
    Locked,
    /// With none: not with a password at all.
    Never,
    /// Without typing one.
    Empty,
}

impl Action for List {
    type Outcome = Vec<User>;

    fn title(&self) -> Title {
        Title::one(Deed::List, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let shadow = "awk -F : '{ print $1 \":\" substr($2, 1, 2) \":\" $8 }' /etc/shadow";
        Ok(accounts(Script::default().line("export LC_ALL=C"))
            .line("# Whether the password is locked, and when the account ends: what root may know.")
            .line(tools.as_chosen(shadow) + " 2>/dev/null")
            .line(r"printf '\0'")
            .line("lslogins --print0 --noheadings --time-format=iso --output=USER,LAST-LOGIN 2>/dev/null")
            .line("true"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<User>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let [users, groups, shadow, logins]: [&str; 4] =
            output.splitn(4, '\0').collect::<Vec<_>>().try_into().map_err(|_| Failure::Garbled)?;
        let groups = lines::<4>(groups).ok_or(Failure::Garbled)?;
        let shadow: HashMap<&str, (Password, Option<Date>)> = shadow.lines().filter_map(secret).collect();
        let logins: HashMap<&str, i64> = logins
            .split('\0')
            .filter_map(|login| login.trim().split_once(' '))
            .filter_map(|(user, at)| Some((user, moment(at.trim())?)))
            .collect();
        let read = |[name, _, uid, gid, comment, home, shell]: [&str; 7]| {
            let first = groups.iter().find(|group| group[2] == gid);
            let further = groups.iter().filter(|group| group[3].split(',').any(|member| member == name));
            Some(User {
                name: name.to_owned(),
                uid: uid.parse().ok()?,
                group: first.map_or(gid, |group| group[0]).to_owned(),
                groups: further.map(|group| group[0].to_owned()).collect(),
                comment: comment.to_owned(),
                home: home.to_owned(),
                shell: shell.to_owned(),
                password: shadow.get(name).map(|(password, _)| *password),
                ends: shadow.get(name).map(|(_, ends)| *ends),
                last_login: logins.get(name).copied(),
            })
        };
        let users: Option<Vec<User>> =
            lines::<7>(users).ok_or(Failure::Garbled)?.into_iter().map(read).collect();
        users.filter(|users| !users.is_empty()).ok_or(Failure::Garbled)
    }
}

/// Prints users, then groups, with a zero byte after each. Busybox has no `getent`.
pub(crate) fn accounts(script: Script) -> Script {
    script
        .line("getent passwd || cat /etc/passwd")
        .line(r"printf '\0'")
        .line("getent group || cat /etc/group")
        .line(r"printf '\0'")
}

/// The lines of such a file, field by field. What has fewer is none of them, but for what NIS means by `+` and `-`.
pub(crate) fn lines<const N: usize>(text: &str) -> Option<Vec<[&str; N]>> {
    let is_account = |line: &&str| !line.is_empty() && !line.starts_with(['+', '-', '#']);
    text.lines().filter(is_account).map(|line| line.split(':').collect::<Vec<_>>().try_into().ok()).collect()
}

/// What `/etc/shadow` says of a user: the first two characters of the password tell how it is (shadow(5)).
fn secret(line: &str) -> Option<(&str, (Password, Option<Date>))> {
    let [name, begin, ends]: [&str; 3] = line.split(':').collect::<Vec<_>>().try_into().ok()?;
    let password = match begin.as_bytes() {
        [] => Password::Empty,
        [b'!'] | [b'!', b'!' | b'*'] | [b'*', ..] => Password::Never,
        [b'!', _] => Password::Locked,
        _ => Password::Set,
    };
    let ends = ends.parse().ok().filter(|days| *days >= 0).map(Date::of_days);
    Some((name, (password, ends)))
}

impl User {
    /// Its name, where scripts take it.
    #[must_use]
    pub fn account(&self) -> Option<Account> {
        Account::parse(&self.name)
    }

    /// Whether it is a person's, as far as its number tells (`UID_MIN` and `UID_MAX` of login.defs(5)).
    #[must_use]
    pub fn is_person(&self) -> bool {
        (1000..=60_000).contains(&self.uid)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Date, List, Password, User};
    use crate::script::{Action as _, Failure, Ran};

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\n\
        ops:x:1000:1000:运维,,,:/home/ops:/bin/bash\n+::::::\nlost:x:1001:4711::/:\n";
    const GROUP: &str = "root:x:0:\nops:x:1000:\nadm:x:4:syslog,ops\nsudo:x:27:ops\n";

    fn read(parts: [&str; 4]) -> Result<Vec<User>, Failure> {
        let stdout = parts.join("\0").into_bytes();
        List.outcome(&Ran { stdout, status: Some(0), ..Ran::default() })
    }

    #[test]
    fn what_the_files_say_of_a_user_comes_together() {
        let shadow = "root:*:\nops:!$:20000\nlost::\n";
        let logins = "root \0ops 2026-11-22T02:16:10+00:00\0";
        let users = read([PASSWD, GROUP, shadow, logins]).unwrap();
        let [root, ops, lost] = &users[..] else { panic!("{users:?}") };
        assert_eq!((root.password, root.ends, root.last_login), (Some(Password::Never), Some(None), None));
        assert_eq!((&*ops.group, ops.groups.join(" "), &*ops.comment), ("ops", "adm sudo".into(), "运维,,,"));
        assert_eq!((ops.password, ops.ends), (Some(Password::Locked), Some(Some(Date::of_days(20_000)))));
        assert_eq!(ops.last_login, Some(1_795_313_770));
        assert_eq!((&*lost.group, lost.password), ("4711", Some(Password::Empty)));
        assert!(ops.is_person() && !root.is_person());
    }

    #[test]
    fn what_only_root_knows_may_be_missing() {
        let users = read([PASSWD, GROUP, "", ""]).unwrap();
        assert!(users.iter().all(|user| user.password.is_none() && user.ends.is_none()));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for parts in [["", GROUP, "", ""], ["hello\n", GROUP, "", ""], [PASSWD, "x", "", ""]] {
            assert_eq!(read(parts), Err(Failure::Garbled), "{parts:?}");
        }
    }
}
