//! Login shells of every kind on a real target, whose start files print and fail: what a person does has its effect.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path as File;

use postern_shared::script::files::{Expected, List, MakeDirectory, MakeFile, ReadFile, SaveFile, TrashId};
use postern_shared::script::{Script, carrier, word};
use postern_shared::wire::{ClientControl, Signal};
use postern_testkit::{Own, Stand, Sudo, TestRelay, TestSshd, USER};

use super::desk::{Desk, name, ran};
use super::names::nasty;

const PASSWORD: &str = "p'\"ä $x\\";

/// What a person may have in a start file by mistake, in the language of most shells.
const FAULTY: &str = "echo noise\necho loud >&2\nno-such-command\nfalse\n";

#[tokio::test]
async fn bash_hands_scripts_on() {
    hands_on(File::new("/bin/bash"), Some((".bashrc", FAULTY))).await;
}

#[tokio::test]
async fn zsh_hands_scripts_on() {
    let faulty = format!("{FAULTY}if then (\n");
    hands_on(File::new("/usr/bin/zsh"), Some((".zshenv", &faulty))).await;
}

#[tokio::test]
async fn tcsh_hands_scripts_on() {
    let faulty = "echo noise\nsh -c 'echo loud >&2'\nfalse\necho $no_such_variable\necho not read\n";
    hands_on(File::new("/usr/bin/tcsh"), Some((".tcshrc", faulty))).await;
}

#[tokio::test]
async fn fish_hands_scripts_on() {
    hands_on(File::new("/usr/bin/fish"), Some((".config/fish/config.fish", FAULTY))).await;
}

/// It reads no start file for a command.
#[tokio::test]
async fn dash_hands_scripts_on() {
    hands_on(File::new("/bin/dash"), None).await;
}

/// Nor does it.
#[tokio::test]
async fn the_shell_of_busybox_hands_scripts_on() {
    let place = tempfile::tempdir().unwrap();
    std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o755)).unwrap();
    let ash = place.path().join("ash");
    symlink("/usr/bin/busybox", &ash).unwrap();
    hands_on(&ash, None).await;
}

async fn hands_on(shell: &File, start: Option<(&str, &str)>) {
    let desk = desk(shell).await;
    let shown = shell.display().to_string();
    let passwd = desk.run(&Script::edited(format!("getent passwd {USER}"))).await;
    assert!(String::from_utf8(passwd.stdout).unwrap().ends_with(&format!(":{shown}\n")), "install {shown}");
    if let Some((file, text)) = start {
        let lay = format!("file=~/{}\nmkdir -p \"${{file%/*}}\"\ncat >\"$file\"", word(file.as_bytes()));
        assert_eq!(desk.run_with(&Script::edited(lay), text.as_bytes()).await.status, Some(0));
        let noise = desk.stand.session.run("true").await;
        assert!(noise.stdout.starts_with(b"noise\n") && !noise.stderr.is_empty(), "it is read: {noise:?}");
    }
    files_of_any_name_are_made_and_listed(&desk).await;
    what_a_script_reads_arrives(&desk).await;
    sudo_gets_its_password(&desk).await;
    it_ends_with_what_it_began(&desk).await;
}

/// A target whose user has this login shell, and may become root with a password.
async fn desk(shell: &File) -> Desk {
    let relay = TestRelay::start(&[]);
    let rules = "Defaults !lecture\nUSER ALL=(ALL:ALL) ALL".to_owned();
    let sudo = Some(Sudo { rules, password: PASSWORD.to_owned() });
    let sshd = TestSshd::start_own(Own { shell: Some(shell.to_owned()), sudo });
    let session = relay.client().sign_in(&sshd).await;
    let stand = Stand { relay, sshd, session };
    let mut desk = Desk::entering(stand.into(), carrier::COMMAND.to_owned()).await;
    let (directory, place) = (desk.tools.home.clone(), name("its place"));
    desk.place = directory.join(&place);
    desk.act(&MakeDirectory { directory, name: place }).await;
    desk
}

async fn files_of_any_name_are_made_and_listed(desk: &Desk) {
    let mut expected = nasty();
    for name in &expected {
        desk.act(&MakeFile { directory: desk.place.clone(), name: name.clone() }).await;
    }
    let listing = desk.act(&List { directory: desk.place.clone() }).await;
    let mut names: Vec<_> = listing.entries.into_iter().map(|entry| entry.name).collect();
    expected.sort();
    names.sort();
    assert_eq!(names, expected);
}

async fn what_a_script_reads_arrives(desk: &Desk) {
    let (file, bytes) = (name("-n"), b"\0a\r\n$(touch pwned)\xff'".to_vec());
    let id = TrashId::parse("x").unwrap();
    let (directory, expected) = (desk.place.clone(), Expected::Anything);
    let save = SaveFile { directory, name: file.clone(), bytes: bytes.clone(), expected, id };
    let read = ReadFile { directory: desk.place.clone(), name: file, most: ReadFile::TEXT_BYTES };
    desk.act(&save).await;
    assert_eq!(desk.act(&read).await.bytes, bytes);
    desk.undo(&save).await;
    assert_eq!(desk.act(&read).await.bytes, b"");
}

async fn sudo_gets_its_password(desk: &Desk) {
    let mut exec = desk.stand.session.exec(carrier::SUDO_COMMAND).await;
    let script = "sudo -n id -u\nfor way in 1 2; do sudo -n id -un; done | cat\ncat";
    exec.type_bytes(&carrier::input(script, Some(PASSWORD), b"the rest")).await;
    exec.end_input().await;
    let ran = ran(exec.outcome().await);
    assert_eq!(
        (String::from_utf8_lossy(&ran.stdout).as_ref(), ran.status),
        ("0\nroot\nroot\nthe rest", Some(0))
    );
}

async fn it_ends_with_what_it_began(desk: &Desk) {
    // Each holds the pipe open as long as it lives.
    let sleeper = "sh -c 'echo up; exec sleep 1000'";
    let began = format!("exec 3>alive\n{sleeper} >&3 &\n{sleeper} >&3");
    desk.run(&Script::within(&desk.place).line("mkfifo alive")).await;
    let mut exec = desk.exec(Script::within(&desk.place).line(began).text()).await;
    let mut pipe = desk.exec(Script::within(&desk.place).line("cat alive").text()).await;
    // What start files say on standard error comes in between.
    for _ in 0..2 {
        pipe.read_until("up\n").await;
    }
    exec.control(&ClientControl::Signal { signal: Signal::Term }).await;
    assert_eq!(exec.outcome().await.signal.as_deref(), Some("TERM"));
    assert_eq!(pipe.outcome().await.status, Some(0));
}
