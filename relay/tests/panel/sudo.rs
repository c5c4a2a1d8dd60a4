//! `sudo` with a password: on a target of its own where the user has one, and where nobody else's files are changed.

use postern_shared::script::{Action as _, CheckPassword, Ran, Remedy, Script, carrier};
use postern_testkit::{Outcome, Own, Stand, Sudo, TestRelay, TestSshd, USER};

use super::desk::ran;

const MAY: &str = "Defaults !lecture\nUSER ALL=(ALL:ALL) ALL";

/// What a password may well hold: spaces at both ends, every quote, what shells expand, letters of other scripts.
const NASTY: &str = r#" p'ä"ss \n $(touch ~/pwned) `id` %s 密碼! "#;

#[tokio::test]
async fn a_password_that_is_right_is_given_wherever_a_script_calls_sudo() {
    let stand = stand(MAY, NASTY).await;
    let script = Script::careful()
        .line("sudo -n id -u")
        .line("echo piped | sudo -n cat")
        .line("one=$(sudo -n id -u); two=$(true; sudo -n id -u); echo \"$one$two\"")
        .line("( cd /; sudo -n id -u )")
        .line("for way in 1 2; do sudo -n id -u; done | cat")
        .line("printf '%s\\n' a b | while read -r line; do sudo -n echo \"$line\" </dev/null; done")
        .line("( sudo -n echo x | sudo -n cat; sudo -n echo y | sudo -n cat ) | sudo -n cat")
        .line("for way in 1 2 3 4 5 6; do sudo -n true & done; wait")
        .line("set -x; sudo -n true; set +x; set; declare -f; env; sudo -n env; cat");
    let ran = run(&stand, &script, Some(NASTY), b"what it reads\n").await;
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(said.starts_with("0\npiped\n00\n0\n0\n0\na\nb\nx\ny\n"), "{said}");
    assert!(said.ends_with("what it reads\n"), "{said}");
    let (said, errors) = (strip(&said), strip(&String::from_utf8_lossy(&ran.stderr)));
    assert!(!said.contains("密碼") && !errors.contains("密碼"), "it is printed: {said}{errors}");
    assert!(stand.session.run("ls ~/pwned").await.status != Some(0));
}

#[tokio::test]
async fn a_password_is_in_no_argument_and_in_no_environment() {
    let stand = stand(MAY, NASTY).await;
    // Looked at by root, while the script's bash, its subshell and sudo are all there.
    let look =
        "for file in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do\n  cat \"$file\" 2>/dev/null || :\ndone";
    let script =
        Script::careful().line("sudo -n true").line(format!("( sudo -n bash -c {}; true )", word(look)));
    let ran = run(&stand, &script, Some(NASTY), b"").await;
    let seen = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(
        seen.contains("IFS= read -r password") && seen.contains("sudo\0-n\0bash"),
        "it looks at this script"
    );
    assert!(!seen.contains("密碼") && !seen.contains("touch ~/pwned"), "{seen}");
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_and_nothing_runs() {
    let stand = stand(MAY, "right").await;
    let script = Script::careful().line("touch ~/ran").line("sudo -n touch ~/ran");
    // What the script reads is not tried as a second password.
    let wrong = run(&stand, &script, Some("wrong"), b"right\nright\n").await;
    assert_eq!((wrong.status, Remedy::after(&wrong)), (Some(1), Some(Remedy::PasswordAgain)), "{wrong:?}");
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(said.contains("1 incorrect password attempt"), "{said}");
    assert!(stand.session.run("ls ~/ran").await.status != Some(0));
    let right = run(&stand, &script, Some("right"), b"").await;
    assert_eq!(right.status, Some(0), "{right:?}");
}

#[tokio::test]
async fn what_sudo_says_tells_what_to_do_next() {
    let id = Script::careful().line("sudo -n id -u");
    for (rules, password, expected) in [
        (MAY, None, Some(Remedy::Password)),
        (MAY, Some(""), Some(Remedy::PasswordAgain)),
        (MAY, Some(NASTY), None),
        ("Defaults !lecture", Some(NASTY), Some(Remedy::NotAllowed)),
        ("USER ALL=(root) NOPASSWD: /usr/bin/id", None, None),
        ("Defaults !lecture\nUSER ALL=(root) /usr/bin/ls", Some(NASTY), Some(Remedy::NotAllowed)),
        // It never remembers: then it cannot be given a password here, and nothing is begun.
        (
            "Defaults timestamp_timeout=0\nDefaults !lecture\nUSER ALL=(ALL) ALL",
            Some(NASTY),
            Some(Remedy::Password),
        ),
    ] {
        let stand = stand(rules, NASTY).await;
        let ran = run(&stand, &id, password, b"").await;
        assert_eq!(Remedy::after(&ran), expected, "{rules}, {password:?}: {ran:?}");
        if expected.is_none() {
            assert_eq!(ran.stdout, b"0\n");
        }
    }
}

#[tokio::test]
async fn a_password_is_checked_before_anything_runs_with_it() {
    let stand = stand(MAY, NASTY).await;
    let script = CheckPassword::script();
    assert!(carrier::uses_sudo(script.text()));
    let checked = run(&stand, &script, Some(NASTY), b"").await;
    assert_eq!(CheckPassword.outcome(&checked), Ok(()), "{checked:?}");
    let checked = run(&stand, &script, Some("wrong"), b"").await;
    assert_eq!(Remedy::after(&checked), Some(Remedy::PasswordAgain), "{checked:?}");
}

/// A target with these rules, where the user has this password.
async fn stand(rules: &str, password: &str) -> Stand {
    let relay = TestRelay::start(&[]);
    let sudo = Sudo { rules: rules.to_owned(), password: password.to_owned() };
    let sshd = TestSshd::start_own(Own { sudo: Some(sudo), ..Own::default() });
    let session = relay.client().sign_in(&sshd).await;
    Stand { relay, sshd, session }
}

async fn run(stand: &Stand, script: &Script, password: Option<&str>, rest: &[u8]) -> Ran {
    let command = if password.is_some() { carrier::SUDO_COMMAND } else { carrier::COMMAND };
    let mut exec = stand.session.exec(command).await;
    exec.type_bytes(&carrier::input(script.text(), password, rest)).await;
    exec.end_input().await;
    let outcome: Outcome = exec.outcome().await;
    ran(outcome)
}

/// What is said, but for what `sudo` says of the user.
fn strip(said: &str) -> String {
    said.lines().filter(|line| !line.contains(USER)).collect::<Vec<_>>().join("\n")
}

fn word(text: &str) -> String {
    postern_shared::script::word(text.as_bytes())
}
