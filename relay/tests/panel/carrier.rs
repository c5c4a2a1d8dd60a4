//! How scripts travel: whole or not at all, past what start files print, under any login shell, and ended as one.

use std::io::Write as _;
use std::process::{Command, Stdio};

use postern_shared::script::{Script, carrier};
use postern_shared::wire::{ClientControl, Signal};

use postern_testkit::Stand;

use super::desk::{Desk, Userland, ran};
use super::root;

#[tokio::test]
async fn what_start_files_print_gets_neither_into_the_output_nor_among_the_errors() {
    let desk = Desk::start().await;
    let noise =
        "echo 'echo noise; printf \"more\\\\nnoise\"; echo loud >&2' | tee ~/.bashrc >> ~/.bash_profile";
    desk.lay(noise).await;
    assert!(desk.stand.session.run("true").await.stdout.starts_with(b"noise"), "the noise is there");
    let ran = desk.run(&Script::edited("printf 'a\\0b'; printf 'c\\0d' >&2")).await;
    assert_eq!((ran.stdout.as_slice(), ran.stderr.as_slice()), (&b"a\0b"[..], &b"c\0d"[..]));
    assert_eq!(ran.status, Some(0));
}

#[tokio::test]
async fn a_script_that_arrives_in_part_is_not_run() {
    let desk = Desk::start().await;
    let mut exec = desk.stand.session.exec(carrier::COMMAND).await;
    exec.type_text("touch ~/ran\ntouch ~/ran-too").await;
    exec.end_input().await;
    let outcome = exec.outcome().await;
    assert_eq!((outcome.stdout.last(), outcome.status), (Some(&0), Some(1)));
    assert_eq!(desk.stand.session.run("ls ~").await.stdout, b"Gnu place\n");
}

#[tokio::test]
async fn a_script_runs_as_it_is_whatever_it_holds() {
    let desk = Desk::start().await;
    let script = "set -eu\nread -r line || echo \"input is at its end\"\n\
                  cat <<'END'\n$(id) `id` \\ ' \" 旧\nEND\nprintf '%s\\n' \"$0\" # 'no end";
    let ran = desk.run(&Script::edited(script)).await;
    let expected = "input is at its end\n$(id) `id` \\ ' \" 旧\nbash\n";
    assert_eq!(String::from_utf8_lossy(&ran.stdout), expected, "{ran:?}");
    let ran = desk.run(&Script::careful().line("false").line("echo on")).await;
    assert_eq!((ran.stdout.as_slice(), ran.status), (&b""[..], Some(1)), "it stops at what fails");
}

#[tokio::test]
async fn a_script_of_128_kib_passes() {
    let desk = Desk::start().await;
    let word: String = ('a'..='z').cycle().take(128 * 1024).collect();
    let ran = desk.run(&Script::careful().line(format!("printf %s '{word}'"))).await;
    assert_eq!(ran.status, Some(0), "{:?}", String::from_utf8_lossy(&ran.stderr));
    assert!(ran.stdout == word.as_bytes(), "{} bytes came back", ran.stdout.len());
}

#[tokio::test]
async fn ending_a_script_ends_everything_it_began() {
    let desk = Desk::start().await;
    desk.lay("mkfifo alive").await;
    let place = desk.place.word();
    // Each holds the pipe open as long as it lives.
    let sleeper = "bash -c 'echo up; exec sleep 1000'";
    let script = format!("cd {place}\nexec 3>alive\n{sleeper} >&3 &\n{sleeper} >&3\necho on");
    let mut exec = desk.exec(&script).await;
    let mut pipe = desk.stand.session.exec(&format!("cat {place}/alive")).await;
    pipe.read_until("up\nup\n").await;
    exec.control(&ClientControl::Signal { signal: Signal::Term }).await;
    let outcome = exec.outcome().await;
    assert_eq!((outcome.status, outcome.signal.as_deref()), (None, Some("TERM")));
    assert_eq!(outcome.stdout.last(), Some(&0));
    // It ends when nobody holds the pipe any more.
    assert_eq!(pipe.outcome().await.status, Some(0));
    assert_eq!(ran(outcome).output(), Err(postern_shared::script::Failure::Failed));
}

/// OpenSSH passes no signals on before 9.8 where root signed in.
#[tokio::test]
async fn a_command_from_beside_ends_a_script_and_everything_it_began() {
    for stand in [Stand::start(&[]).await, root::stand().await] {
        let desk = Desk::at(stand.into(), Userland::Gnu).await;
        desk.lay("mkfifo alive").await;
        let sleeper = "bash -c 'echo up; exec sleep 1000'";
        let script = format!("exec 3>{}/alive\n{sleeper} >&3 &\n{sleeper} >&3\necho on", desk.place.word());
        let mut exec = desk.exec(&script).await;
        let said = exec.read_until("\0").await;
        let mut pipe = desk.stand.session.exec(&format!("cat {}/alive", desk.place.word())).await;
        pipe.read_until("up\nup\n").await;
        desk.end(exec, &said).await;
        assert_eq!(pipe.outcome().await.status, Some(0));
    }
}

#[test]
fn login_shells_of_any_kind_hand_a_script_on() {
    for (shell, package) in [
        (&["sh"][..], "dash"),
        (&["bash"], "bash"),
        (&["dash"], "dash"),
        (&["busybox", "ash"], "busybox"),
        (&["zsh"], "zsh"),
        (&["tcsh"], "tcsh"),
        (&["fish"], "fish"),
    ] {
        hands_on(shell, package, carrier::COMMAND, None);
        hands_on(shell, package, &without_sudo(), Some("p'\"ä $x\\"));
    }
}

/// The command for `sudo`, where `sudo` takes every password: `-v` reads it, and nothing else is asked of it.
fn without_sudo() -> String {
    let always = r#"command() { [ "$2" != -S ] || read -r; }; "#;
    carrier::SUDO_COMMAND.replacen("IFS= read -rd", &format!("{always}IFS= read -rd"), 1)
}

fn hands_on(shell: &[&str], package: &str, command: &str, password: Option<&str>) {
    let mut child = Command::new(shell[0])
        .args(&shell[1..])
        .args(["-c", command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{shell:?}: {error}; install the Debian package {package}"));
    let script = carrier::input("printf '%s\\n' \"$BASH\" 'a\\b' '$x'; exit 3", password, b"");
    child.stdin.take().unwrap().write_all(&script).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.starts_with('\n') && said.ends_with("/bash\na\\b\n$x\n"), "{shell:?}: {said:?}");
    assert_eq!(output.status.code(), Some(3), "{shell:?}");
}
