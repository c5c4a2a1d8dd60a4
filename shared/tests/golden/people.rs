//! Scripts for packages, users, groups, keys and cron.

use postern_shared::script::cron::{self, Replace, Schedule, Whose};
use postern_shared::script::groups::{self, Group, SetMembers};
use postern_shared::script::keys::{self, PublicKey};
use postern_shared::script::packages::{self, Apply, Change, PackageName, Refresh};
use postern_shared::script::users::{
    self, About, Account, Date, Membership, Property, Set, SetLocked, SetPassword,
};
use postern_shared::script::{Path, Tool, Tools};

use super::{Page, is_as_before, tools, tools_with};

/// What busybox has of it, and what a target has of another packager.
fn only(left_out: &[Tool]) -> Tools {
    let has: Vec<Tool> = Tool::ALL.into_iter().filter(|tool| !left_out.contains(tool)).collect();
    tools_with(left_out.is_empty(), &has)
}

fn busybox() -> Tools {
    only(&[Tool::Useradd, Tool::Usermod, Tool::SshKeygen, Tool::Apt, Tool::Dnf])
}

#[test]
fn scripts_for_packages_read_as_they_did() {
    is_as_before("packages-apt.sh", &packages(&tools(true)));
    is_as_before("packages-apt-sudo.sh", &packages(&tools(true).through_sudo()));
    is_as_before("packages-dnf.sh", &packages(&only(&[Tool::Apt])));
    is_as_before("packages-apk.sh", &packages(&busybox()));
}

#[test]
fn scripts_for_accounts_read_as_they_did() {
    is_as_before("accounts-gnu.sh", &accounts(&tools(true), true));
    is_as_before("accounts-sudo.sh", &accounts(&tools(true).through_sudo(), true));
    is_as_before("accounts-busybox.sh", &accounts(&busybox(), false));
}

#[test]
fn scripts_for_cron_read_as_they_did() {
    is_as_before("cron.sh", &cron(&tools(true)));
    is_as_before("cron-sudo.sh", &cron(&tools(true).through_sudo()));
}

fn packages(tools: &Tools) -> Page {
    let mut page = Page::default();
    let name = |text| PackageName::parse(text).unwrap();
    page.act("List", &packages::List::default(), tools);
    page.act("List found", &packages::List { query: "web it's $(server)".into() }, tools);
    for read in [packages::Read::Details, packages::Read::Files] {
        page.act(&format!("Read {read:?}"), &packages::Reading { name: name("libc6:i386"), read }, tools);
    }
    for change in Change::ALL {
        let names = if change == Change::UpgradeAll { vec![] } else { vec![name("nginx"), name("g++")] };
        page.act(&format!("{change:?}"), &Apply { change, names }, tools);
    }
    page.act("Refresh", &Refresh, tools);
    page
}

fn accounts(tools: &Tools, has_usermod: bool) -> Page {
    let mut page = Page::default();
    let name = |text| Account::parse(text).unwrap();
    let path = |text: &str| Path::parse(text.as_bytes());
    let deploy = || name("deploy");
    page.act("List", &users::List, tools);
    page.act("About", &About { name: deploy() }, tools);
    let groups = || vec![name("adm"), name("www-data")];
    let bare = users::Add { name: deploy(), comment: String::new(), home: None, shell: None, groups: vec![] };
    page.act("Add", &bare, tools);
    let comment = "it's $(deploy), 部署".to_owned();
    let (home, shell) = (path("/srv/de ploy"), path("/bin/bash"));
    page.act("Add with all", &users::Add { comment, home, shell, groups: groups(), ..bare }, tools);
    for with_home in [false, true] {
        let delete = users::Delete { name: deploy(), home: "/home/de ploy".into(), with_home };
        page.act(&format!("Delete, with home: {with_home}"), &delete, tools);
    }
    for flag in [false, true] {
        page.act(&format!("Lock {flag}"), &SetLocked { name: deploy(), is_locked: flag }, tools);
        let membership = Membership { name: deploy(), groups: groups(), is_member: flag };
        page.act(&format!("Membership {flag}"), &membership, tools);
    }
    page.act("SetPassword", &SetPassword::of(deploy(), "hunter2"), tools);
    if has_usermod {
        for (to, had) in [
            (Property::Comment("a'b".into()), Property::Comment(String::new())),
            (Property::Shell("/bin/zsh".into()), Property::Shell("/bin/sh".into())),
            (Property::Ends(Date::parse("2027-01-31")), Property::Ends(None)),
        ] {
            page.act("Set", &Set { name: deploy(), to, had }, tools);
        }
    }
    show_groups(&mut page, tools);
    show_keys(&mut page, tools);
    page
}

fn show_groups(page: &mut Page, tools: &Tools) {
    let name = |text| Account::parse(text).unwrap();
    page.act("List groups", &groups::List, tools);
    page.act("Add a group", &groups::Add { name: name("web") }, tools);
    let group = Group {
        name: "web".into(),
        gid: 1007,
        members: vec!["ops".into(), "li.wei".into()],
        first_of: vec![],
    };
    page.act("Delete a group", &groups::Delete { name: name("web"), group }, tools);
    let (had, to) = (vec![name("ops"), name("li.wei")], vec![name("ops"), name("deploy")]);
    page.act("SetMembers", &SetMembers { name: name("web"), had, to: to.clone() }, tools);
    page.act("SetMembers to none", &SetMembers { name: name("web"), had: to, to: vec![] }, tools);
}

fn show_keys(page: &mut Page, tools: &Tools) {
    page.act("List keys", &keys::List, tools);
    let key = "command=\"echo it's\" ssh-ed25519 \
        AAAAC3NzaC1lZDI1NTE5AAAAIEVH5Qv3QGVxQ3M0mLXeyYc0sVgvSvFXWf3rX1y3K7hT ops@web";
    for user in ["ops", "deploy"] {
        let user = Account::parse(user).unwrap();
        let key = PublicKey::parse(key).unwrap();
        page.act("Add a key", &keys::Add { user: user.clone(), keys: vec![key] }, tools);
        let lines = vec![key_line(), b"\xff\x1b$(id)".to_vec()];
        page.act("Remove keys", &keys::Remove { user, lines, what: String::new() }, tools);
    }
}

fn key_line() -> Vec<u8> {
    b"ssh-rsa AAAA it's".to_vec()
}

fn cron(tools: &Tools) -> Page {
    let mut page = Page::default();
    page.act("List", &cron::List, tools);
    let deploy = Whose::User(Account::parse("deploy").unwrap());
    let replace = |was: &[u8], to: &[u8]| Replace {
        whose: Whose::File(Path::parse(b"/etc/cron.d/it's").unwrap()),
        was: was.to_vec(),
        to: to.to_vec(),
        deed: cron::Deed::Disable,
        what: String::new(),
        count: 1,
    };
    page.act("Replace a file", &replace(b"@daily root x\n", b"#@daily root x\n"), tools);
    page.act("Replace a file by nothing", &replace(b"@daily root x\n", b""), tools);
    for whose in [Whose::Own, deploy] {
        let schedule = Schedule::parse("*/5 * * * mon-fri").unwrap();
        let command = "backup --to 'x y' $(date +\\%F)".to_owned();
        let add = cron::Add { whose: whose.clone(), comment: String::new(), schedule, command };
        page.act("Add", &add, tools);
        page.act("Add with a comment", &cron::Add { comment: "it's new".into(), ..add }, tools);
        let text = b"MAILTO=x\n0 3 * * * a 'b' $(c) `d`\n";
        for (was, to) in [
            (&text[..], &b"END\n#0 3 * * *\ta\n"[..]),
            (b"", text),
            (text, b""),
            (text, b"0 3 * * * \xff\x1b[2J it's\n"),
        ] {
            let (was, to) = (was.to_vec(), to.to_vec());
            let replace = Replace {
                whose: whose.clone(),
                was,
                to,
                deed: cron::Deed::Edit,
                what: String::new(),
                count: 1,
            };
            page.act("Replace", &replace, tools);
        }
    }
    page
}
