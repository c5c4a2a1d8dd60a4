//! Users, groups and the keys that let in: real ones, in a root directory of their own.

use postern_shared::script::groups::{self, Group, SetMembers};
use postern_shared::script::keys::{self, Key, PublicKey};
use postern_shared::script::users::{
    About, Account, Add, Date, Delete, List, Membership, Password, Property, Set, SetLocked, SetPassword,
    User,
};
use postern_shared::script::{Action as _, Failure, Path, Remedy};

use super::scratch::{OPS, Scratch};

const KEYS: [&str; 2] = [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7dPZ2v0gM9gXxvnyHYk8Xg2BqUzbqcIuWbIYPdzQxT first $(touch /pwned)",
    "restrict,command=\"echo 'it'\" ssh-ed25519 \
     AAAAC3NzaC1lZDI1NTE5AAAAIHUSPbQ5XeCAtg5lWQhVQjC3vJ9Cjc0xQ0zxVx2Lq8wE 第二",
];

fn account(name: &str) -> Account {
    Account::parse(name).unwrap()
}

fn bare(name: &str) -> Add {
    Add { name: account(name), comment: String::new(), home: None, shell: None, groups: Vec::new() }
}

async fn user(scratch: &Scratch, name: &str) -> Option<User> {
    scratch.desk.act(&List).await.into_iter().find(|user| user.name == name)
}

async fn group(scratch: &Scratch, name: &str) -> Option<Group> {
    scratch.desk.act(&groups::List).await.into_iter().find(|group| group.name == name)
}

/// What is known of accounts, as the target keeps it; not what the machine's own people sign in with.
async fn files(scratch: &Scratch) -> String {
    let shadow = "grep -E '^(root|ops|deploy):' /etc/shadow";
    scratch.says(&format!("cat /etc/passwd /etc/group; {shadow}; ls -A /home /srv")).await
}

#[tokio::test]
async fn a_user_comes_with_what_was_said_and_goes_again() {
    let scratch = Scratch::root("").await;
    let before = files(&scratch).await;
    let add = Add {
        name: account("deploy"),
        comment: "it's $(touch /pwned), 部署".into(),
        home: Path::parse(b"/srv/de ploy"),
        shell: Path::parse(b"/bin/bash"),
        groups: vec![account("adm"), account("www-data")],
    };
    scratch.desk.act(&add).await;
    let deploy = user(&scratch, "deploy").await.unwrap();
    assert_eq!(
        (&*deploy.comment, &*deploy.home, &*deploy.shell),
        ("it's $(touch /pwned), 部署", "/srv/de ploy", "/bin/bash")
    );
    assert_eq!((deploy.groups.join(" "), deploy.password), ("adm www-data".into(), Some(Password::Never)));
    assert!(deploy.is_person() && deploy.ends == Some(None) && deploy.last_login.is_none());
    assert_eq!(
        scratch.says("stat -c '%U %F' '/srv/de ploy'; ls /pwned").await.lines().next(),
        Some("deploy directory")
    );
    scratch.desk.undo(&add).await;
    assert_eq!(files(&scratch).await, before);

    let there = scratch.desk.refused(&Add { name: account("root"), ..bare("x") }).await;
    assert_eq!(there.failure, Failure::Failed);
    assert!(scratch.says("ls /pwned").await.contains("No such file"));
}

#[tokio::test]
async fn a_new_user_who_did_something_is_not_taken_back() {
    let scratch = Scratch::root("").await;
    let add = bare("deploy");
    scratch.desk.act(&add).await;
    scratch.says("echo work >/home/deploy/work").await;
    let undo = add.undo(&scratch.desk.tools).unwrap();
    assert_ne!(scratch.desk.run(&undo).await.status, Some(0));
    assert_eq!(scratch.says("cat /home/deploy/work").await, "work\n");
    assert!(user(&scratch, "deploy").await.is_some());
}

#[tokio::test]
async fn a_user_goes_with_its_home_or_without_and_it_is_said_what_that_touches() {
    let scratch = Scratch::root("").await;
    for with_home in [false, true] {
        scratch.desk.act(&bare("deploy")).await;
        scratch.says("head -c 300000 /dev/zero >/home/deploy/big; chown deploy: /home/deploy/big").await;
        scratch.says("echo '@daily backup' | crontab -u deploy -").await;
        let delete = Delete { name: account("deploy"), home: "/home/deploy".into(), with_home };
        let preview = delete.preview(&scratch.desk.tools).unwrap();
        let said = String::from_utf8(scratch.desk.run(preview.script()).await.stdout).unwrap();
        for part in ["(deploy)", "K\t/home/deploy\n", "@daily backup"] {
            assert!(said.contains(part), "{said}");
        }
        scratch.desk.act(&delete).await;
        assert_eq!(user(&scratch, "deploy").await, None);
        let home = scratch.says("ls -d /home/deploy").await;
        assert_eq!(home == "/home/deploy\n", !with_home, "{home}");
        scratch.says("rm -rf /home/deploy").await;
    }
    let busy = Delete { name: account("root"), home: "/root".into(), with_home: false };
    assert_eq!(scratch.desk.refused(&busy).await.failure, Failure::Failed, "somebody works as root");
}

#[tokio::test]
async fn what_is_changed_of_a_user_comes_back() {
    let scratch = Scratch::root("").await;
    let property = |to, had| Set { name: account(OPS), to, had };
    let before = files(&scratch).await;
    let shell = |path: &str| Property::Shell(path.into());
    let ends = |text: &str| Property::Ends(Date::parse(text));
    for (set, line) in [
        (property(shell("/bin/dash"), shell("/bin/bash")), "ops:x:4242:4242::/home/ops:/bin/dash"),
        (
            property(Property::Comment("a 'b' \"".into()), Property::Comment(String::new())),
            "ops:x:4242:4242:a 'b' \":",
        ),
        (property(ends("2027-01-31"), Property::Ends(None)), ":20849:"),
    ] {
        scratch.desk.act(&set).await;
        assert!(files(&scratch).await.contains(line), "{line}");
        scratch.desk.undo(&set).await;
        assert_eq!(files(&scratch).await, before);
    }
    let ends_never = property(Property::Ends(None), ends("2027-01-31"));
    scratch.desk.undo(&ends_never).await;
    let ending = files(&scratch).await;
    assert_eq!(user(&scratch, OPS).await.unwrap().ends, Some(Date::parse("2027-01-31")));
    scratch.desk.act(&ends_never).await;
    assert_eq!(user(&scratch, OPS).await.unwrap().ends, Some(None));
    assert_ne!(files(&scratch).await, ending);
    let nobody = Set { name: account("no-such-user"), ..ends_never };
    assert_eq!(scratch.desk.refused(&nobody).await.failure, Failure::Failed);

    let membership =
        Membership { name: account(OPS), groups: vec![account("adm"), account("games")], is_member: true };
    scratch.desk.act(&membership).await;
    assert_eq!(user(&scratch, OPS).await.unwrap().groups, ["adm", "games"]);
    let leave = Membership { groups: vec![account("adm")], is_member: false, ..membership.clone() };
    scratch.desk.act(&leave).await;
    assert_eq!(user(&scratch, OPS).await.unwrap().groups, ["games"]);
    scratch.desk.undo(&leave).await;
    scratch.desk.undo(&membership).await;
    assert_eq!(files(&scratch).await, before);
}

#[tokio::test]
async fn a_password_is_set_locked_and_unlocked_and_stands_nowhere() {
    let scratch = Scratch::root("").await;
    let secret = "it's $(touch /pwned) \\ :密码";
    let set = SetPassword::of(account(OPS), secret);
    let (script, shown) = (set.script(&scratch.desk.tools).unwrap(), format!("{set:?}"));
    assert!(!script.text().contains("pwned") && !shown.contains("pwned"), "{shown}");
    scratch.desk.act(&set).await;
    assert_eq!(user(&scratch, OPS).await.unwrap().password, Some(Password::Set));
    // Whether PAM takes it, as whoever signs in meets it.
    let check = |secret: &str| {
        let word = super::desk::plainly(secret.as_bytes());
        format!(
            "hash=$(getent shadow ops | cut -d : -f 2); P={word} H=$hash perl -e 'print crypt($ENV{{P}}, $ENV{{H}}) eq $ENV{{H}}'"
        )
    };
    assert_eq!(scratch.says(&check(secret)).await, "1");
    assert_eq!(scratch.says(&check("other")).await, "");
    let before = files(&scratch).await;
    let lock = SetLocked { name: account(OPS), is_locked: true };
    scratch.desk.act(&lock).await;
    assert_eq!(user(&scratch, OPS).await.unwrap().password, Some(Password::Locked));
    scratch.desk.undo(&lock).await;
    assert_eq!(files(&scratch).await, before);

    scratch.desk.act(&lock).await;
    let locked = files(&scratch).await;
    let unlock = SetLocked { name: account(OPS), is_locked: false };
    scratch.desk.act(&unlock).await;
    assert_eq!(files(&scratch).await, before);
    scratch.desk.undo(&unlock).await;
    assert_eq!(files(&scratch).await, locked);
    assert!(scratch.says("ls /pwned").await.contains("No such file"));
}

#[tokio::test]
async fn what_is_known_of_a_user_is_read() {
    let scratch = Scratch::root("").await;
    let said = String::from_utf8(scratch.desk.act(&About { name: account(OPS) }).await).unwrap();
    assert!(said.contains("uid=4242(ops)") && said.contains("Account expires"), "{said}");
    let nobody = About { name: account("no-such-user") };
    assert_eq!(scratch.desk.refused(&nobody).await.failure, Failure::Failed);
}

#[tokio::test]
async fn groups_come_and_go_with_their_number_and_members() {
    let scratch = Scratch::root("").await;
    let before = files(&scratch).await;
    let add = groups::Add { name: account("web") };
    scratch.desk.act(&add).await;
    let members = |had: &[&str], to: &[&str]| SetMembers {
        name: account("web"),
        had: had.iter().map(|name| account(name)).collect(),
        to: to.iter().map(|name| account(name)).collect(),
    };
    scratch.desk.act(&members(&[], &[OPS, "games"])).await;
    let less = members(&[OPS, "games"], &["games"]);
    scratch.desk.act(&less).await;
    assert_eq!(group(&scratch, "web").await.unwrap().members, ["games"]);
    scratch.desk.undo(&less).await;
    let web = group(&scratch, "web").await.unwrap();
    assert_eq!(web.members, [OPS, "games"]);

    let with_it = files(&scratch).await;
    let delete = groups::Delete { name: account("web"), group: web };
    scratch.desk.act(&delete).await;
    assert_eq!(group(&scratch, "web").await, None);
    scratch.desk.undo(&delete).await;
    assert_eq!(files(&scratch).await, with_it);
    let none = members(&[OPS, "games"], &[]);
    scratch.desk.act(&none).await;
    assert_eq!(group(&scratch, "web").await.unwrap().members.len(), 0);
    scratch.desk.undo(&add).await;
    assert_eq!(files(&scratch).await, before);
    assert_eq!(group(&scratch, OPS).await.unwrap().first_of, [OPS]);
}

#[tokio::test]
async fn who_is_not_root_sees_users_and_is_told_to_ask_root() {
    let scratch = Scratch::user("").await;
    let ops = user(&scratch, OPS).await.unwrap();
    assert_eq!((ops.uid, ops.password, ops.ends), (4242, None, None));
    let lock = SetLocked { name: account(OPS), is_locked: true };
    for refused in [
        scratch.desk.refused(&lock).await,
        scratch.desk.refused(&bare("deploy")).await,
        scratch.desk.refused(&SetPassword::of(account("root"), "x")).await,
        scratch.desk.refused(&groups::Add { name: account("web") }).await,
    ] {
        assert_eq!(refused.remedy, Some(Remedy::Sudo), "{refused:?}");
    }
}

fn key(line: &str) -> PublicKey {
    PublicKey::parse(line).unwrap()
}

fn lines(keys: &[Key]) -> Vec<String> {
    keys.iter().map(|key| String::from_utf8_lossy(&key.line).into_owned()).collect()
}

const MODES: &str = "cd ~ops; stat -c '%n %a %U %F' .ssh .ssh/*";
const RIGHT: &str = ".ssh 700 ops directory\n.ssh/authorized_keys 600 ops regular file\n";

#[tokio::test]
async fn a_key_lets_in_and_does_so_no_more() {
    for scratch in [Scratch::user("").await, Scratch::root("").await] {
        assert_eq!(scratch.desk.act(&keys::List).await, []);
        let keys = KEYS.map(key).to_vec();
        let add = keys::Add { user: account(OPS), keys };
        scratch.desk.act(&add).await;
        assert_eq!(scratch.says(MODES).await, RIGHT);
        let listed = scratch.desk.act(&keys::List).await;
        assert_eq!(lines(&listed), KEYS);
        let said = listed[1].said.as_ref().unwrap();
        assert_eq!((said.bits, &*said.kind, &*said.comment), (256, "ED25519", "第二"));
        assert_eq!(scratch.desk.refused(&add).await.remedy, Some(Remedy::OtherName), "it is there");

        let remove =
            keys::Remove { user: account(OPS), lines: vec![listed[0].line.clone()], what: String::new() };
        scratch.desk.act(&remove).await;
        assert_eq!(lines(&scratch.desk.act(&keys::List).await), KEYS[1..]);
        scratch.desk.undo(&remove).await;
        assert_eq!(scratch.desk.act(&keys::List).await.len(), 2);
        scratch.desk.undo(&add).await;
        assert_eq!(scratch.says("cat ~ops/.ssh/authorized_keys | wc -c").await, "0\n");
        assert_eq!(scratch.says(MODES).await.lines().count(), 2, "nothing else is left");
        assert!(scratch.says("ls /pwned").await.contains("No such file"));
    }
}

#[tokio::test]
async fn what_else_is_in_the_file_stays_byte_for_byte() {
    let odd = "printf '# mine\\n\\n\\xff\\x1b junk\\nno end' >~ops/.ssh/authorized_keys; chmod 755 ~ops/.ssh";
    let scratch = Scratch::root(&format!("mkdir ~ops/.ssh; {odd}; chown -R ops: ~ops/.ssh")).await;
    let listed = scratch.desk.act(&keys::List).await;
    assert_eq!(listed.iter().map(|key| &*key.line).collect::<Vec<_>>(), [&b"\xff\x1b junk"[..], b"no end"]);
    let add = keys::Add { user: account(OPS), keys: vec![key(KEYS[0])] };
    scratch.desk.act(&add).await;
    scratch.desk.undo(&add).await;
    let remove =
        keys::Remove { user: account(OPS), lines: vec![listed[0].line.clone()], what: String::new() };
    scratch.desk.act(&remove).await;
    assert_eq!(scratch.says("cat ~ops/.ssh/authorized_keys").await, "# mine\n\nno end\n");
    assert_eq!(scratch.says(MODES).await, RIGHT);
}

#[tokio::test]
async fn a_link_of_a_hostile_user_leads_root_nowhere() {
    // As file, as directory, and as a temporary file cannot be foreseen.
    for hostile in ["mkdir .ssh; ln -s /etc/secret .ssh/authorized_keys", "ln -s /etc/secret.d .ssh"] {
        let secret = "echo secret >/etc/secret; chmod 600 /etc/secret; mkdir -m 755 /etc/secret.d; touch /etc/secret.d/x";
        let scratch = Scratch::root(&format!("{secret}; cd ~ops; {hostile}; chown -hR ops: .ssh")).await;
        let is_as_before = "cat /etc/secret; ls /etc/secret.d; stat -c '%a %U' /etc/secret /etc/secret.d";
        let before = scratch.says(is_as_before).await;
        let add = keys::Add { user: account(OPS), keys: vec![key(KEYS[0])] };
        assert_eq!(scratch.desk.refused(&add).await.failure, Failure::Failed, "{hostile}");
        assert_eq!(scratch.says(is_as_before).await, before);
        assert!(!lines(&scratch.desk.act(&keys::List).await).contains(&KEYS[0].to_owned()));
    }
}
