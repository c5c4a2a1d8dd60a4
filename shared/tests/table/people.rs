//! Rows of packages, users, groups, keys and cron.

use postern_shared::script::cron::{self, Replace, Schedule, Whose};
use postern_shared::script::groups::{self, Group, SetMembers};
use postern_shared::script::keys;
use postern_shared::script::packages::{self, Apply, Change, PackageName, Refresh};
use postern_shared::script::users::{
    self, About, Account, Date, Membership, Property, Set, SetLocked, SetPassword,
};

use super::{path, row};

pub(crate) fn rows(rows: &mut String) {
    packages(rows);
    users(rows);
    changes(rows);
    groups(rows);
    keys(rows);
    cron(rows);
}

fn packages(rows: &mut String) {
    let nginx = || PackageName::parse("nginx").unwrap();
    row(rows, "packages", "list what is installed", &packages::List::default());
    row(rows, "packages", "search the repositories", &packages::List { query: "nginx".into() });
    for (read, label) in [(packages::Read::Details, "details"), (packages::Read::Files, "files")] {
        row(rows, "packages", label, &packages::Reading { name: nginx(), read });
    }
    row(rows, "packages", "refresh the lists", &Refresh);
    for (change, label) in [
        (Change::Install, "install"),
        (Change::Upgrade, "upgrade"),
        (Change::UpgradeAll, "upgrade all"),
        (Change::Remove, "remove"),
        (Change::Purge, "purge"),
    ] {
        let names = if change == Change::UpgradeAll { Vec::new() } else { vec![nginx()] };
        row(rows, "packages", label, &Apply { change, names });
    }
}

fn users(rows: &mut String) {
    let deploy = || account("deploy");
    row(rows, "users", "list them", &users::List);
    row(rows, "users", "what is known of one", &About { name: deploy() });
    let add =
        users::Add { name: deploy(), comment: String::new(), home: None, shell: None, groups: Vec::new() };
    row(rows, "users", "add one", &add);
    for (with_home, label) in [(false, "delete one"), (true, "delete one, with its home")] {
        let delete = users::Delete { name: deploy(), home: "/home/deploy".into(), with_home };
        row(rows, "users", label, &delete);
    }
    row(rows, "users", "give a password", &SetPassword::of(deploy(), ""));
}

fn changes(rows: &mut String) {
    let deploy = || account("deploy");
    for (flag, lock, join) in [
        (true, "lock the password", "take into groups"),
        (false, "unlock the password", "take out of groups"),
    ] {
        row(rows, "users", lock, &SetLocked { name: deploy(), is_locked: flag });
        let groups = vec![account("adm")];
        row(rows, "users", join, &Membership { name: deploy(), groups, is_member: flag });
    }
    for (to, had, label) in [
        (Property::Shell("/bin/zsh".into()), Property::Shell("/bin/bash".into()), "change the shell"),
        (Property::Comment("Deploys".into()), Property::Comment(String::new()), "change the comment"),
        (Property::Ends(Date::parse("2027-01-31")), Property::Ends(None), "say when the account ends"),
    ] {
        row(rows, "users", label, &Set { name: deploy(), to, had });
    }
}

fn groups(rows: &mut String) {
    row(rows, "groups", "list them", &groups::List);
    row(rows, "groups", "add one", &groups::Add { name: account("web") });
    let delete = groups::Delete { name: account("web"), group: Group { gid: 1007, ..Group::default() } };
    row(rows, "groups", "delete one", &delete);
    let (had, to) = (vec![account("ops")], vec![account("ops"), account("deploy")]);
    row(rows, "groups", "say who is in one", &SetMembers { name: account("web"), had, to });
}

fn keys(rows: &mut String) {
    row(rows, "SSH keys", "list them", &keys::List);
    row(rows, "SSH keys", "add one", &keys::Add { user: account("ops"), keys: Vec::new() });
    let lines = vec![b"ssh-ed25519 AAAA ops@web".to_vec()];
    row(rows, "SSH keys", "remove one", &keys::Remove { user: account("ops"), lines, what: String::new() });
}

fn cron(rows: &mut String) {
    row(rows, "cron", "list what it runs", &cron::List);
    let schedule = Schedule::parse("0 3 * * *").unwrap();
    let add = cron::Add { whose: Whose::Own, comment: String::new(), schedule, command: "backup".into() };
    row(rows, "cron", "add a job", &add);
    for (deed, label) in [
        (cron::Deed::Change, "change a job"),
        (cron::Deed::Disable, "switch a job off"),
        (cron::Deed::Enable, "switch a job on"),
        (cron::Deed::Delete, "delete a job"),
        (cron::Deed::Edit, "edit a crontab as text"),
    ] {
        let (was, to) = (b"0 3 * * * backup\n".to_vec(), b"0 4 * * * backup\n".to_vec());
        row(
            rows,
            "cron",
            label,
            &Replace { whose: Whose::Own, was, to, deed, what: String::new(), count: 1 },
        );
    }
    let whose = Whose::File(path("/etc/crontab"));
    let (was, to) = (b"@daily root backup\n".to_vec(), b"#@daily root backup\n".to_vec());
    let off = Replace { whose, was, to, deed: cron::Deed::Disable, what: String::new(), count: 1 };
    row(rows, "cron", "change what the system has", &off);
}

fn account(name: &str) -> Account {
    Account::parse(name).unwrap()
}
