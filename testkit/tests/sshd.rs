//! The test servers themselves, tried with OpenSSH's own client.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

use postern_testkit::{KeyFormat, KeyKind, Login, PASSWORD, PrivateKey, TestSshd, USER};

#[test]
fn a_password_opens_a_session_with_a_home_of_its_own() {
    let sshd = TestSshd::start(Login::Password);
    let output = ssh(&sshd, Some(PASSWORD), None, "id -un; cd; pwd");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        format!("{USER}\n{}\n", sshd.home().display()),
        "{}",
        sshd.log()
    );
}

#[test]
fn a_wrong_password_opens_nothing() {
    let sshd = TestSshd::start(Login::Password);
    assert!(!ssh(&sshd, Some("wrong"), None, "true").status.success());
}

#[test]
fn a_key_of_every_kind_opens_a_session() {
    let sshd = TestSshd::start(Login::Key);
    for kind in
        [KeyKind::Ed25519, KeyKind::EcdsaP256, KeyKind::EcdsaP384, KeyKind::EcdsaP521, KeyKind::Rsa2048]
    {
        let key = PrivateKey::generate(kind);
        assert!(!ssh(&sshd, None, Some(&key), "true").status.success(), "{kind:?} before");
        sshd.authorize(&key);
        assert!(ssh(&sshd, None, Some(&key), "true").status.success(), "{kind:?} after: {}", sshd.log());
    }
}

#[test]
fn the_formats_are_what_they_say() {
    for (kind, format, passphrase, begin) in [
        (KeyKind::Ed25519, KeyFormat::OpenSsh, "", "-----BEGIN OPENSSH PRIVATE KEY-----"),
        (KeyKind::Ed25519, KeyFormat::Pkcs8, "", "-----BEGIN PRIVATE KEY-----"),
        (KeyKind::Ed25519, KeyFormat::Pkcs8, "open sesame", "-----BEGIN ENCRYPTED PRIVATE KEY-----"),
        (KeyKind::Rsa2048, KeyFormat::Pkcs8, "", "-----BEGIN PRIVATE KEY-----"),
        (KeyKind::Rsa2048, KeyFormat::Pem, "", "-----BEGIN RSA PRIVATE KEY-----"),
        (KeyKind::EcdsaP256, KeyFormat::Pem, "", "-----BEGIN EC PRIVATE KEY-----"),
    ] {
        let key = PrivateKey::generate_in(kind, format, passphrase);
        assert!(key.text().starts_with(begin), "{kind:?} {format:?}: {}", key.text());
    }
    let key = PrivateKey::generate_in(KeyKind::Rsa2048, KeyFormat::Pem, "open sesame");
    assert!(key.text().contains("Proc-Type: 4,ENCRYPTED"), "{}", key.text());
}

#[test]
fn a_changed_host_key_is_shown_on_the_same_port() {
    let mut sshd = TestSshd::start(Login::Password);
    let (before, port) = (sshd.host_key(), sshd.port());
    sshd.change_host_key();
    assert_eq!(sshd.port(), port);
    assert_ne!(sshd.host_key(), before);
    assert!(ssh(&sshd, Some(PASSWORD), None, "true").status.success());
}

#[test]
fn prompts_and_codes_are_asked_for_in_rounds() {
    let sshd = TestSshd::start(Login::Rounds);
    let answers = format!("{PASSWORD}\n287082\n755224\n");
    let output = ssh_answering(&sshd, &answers);
    assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stderr), sshd.log());
    let output = ssh_answering(&sshd, &answers);
    assert!(!output.status.success(), "a code works once");
}

#[test]
fn a_session_ignores_no_signal_that_its_user_may_send() {
    let sshd = TestSshd::start(Login::Password);
    let output = ssh(&sshd, Some(PASSWORD), None, "grep SigIgn /proc/self/status");
    let mask = String::from_utf8_lossy(&output.stdout).trim_start_matches("SigIgn:").trim().to_owned();
    // The real-time signals above 31 are glibc's own business.
    assert_eq!(u64::from_str_radix(&mask, 16).unwrap() & 0x7fff_ffff, 0, "{mask}");
}

#[test]
fn nothing_of_a_server_outlives_it() {
    let mut sshd = TestSshd::start(Login::Key);
    let home = sshd.home();
    let mark = format!("{}/mark", home.display());
    let command = format!("mkfifo {mark}; setsid sh -c 'read line < {mark}' & sleep infinity");
    let mut client = client(&sshd, None, Some(sshd.key()));
    let mut child = client.0.arg(command).spawn().unwrap();
    while !home.join("mark").exists() {
        std::thread::yield_now();
    }
    sshd.stop();
    child.wait().unwrap();
    let processes = Command::new("ps").args(["-eo", "args"]).output().unwrap().stdout;
    assert!(!String::from_utf8_lossy(&processes).contains(&mark));
    assert!(!home.exists());
}

fn ssh(sshd: &TestSshd, password: Option<&str>, key: Option<&PrivateKey>, command: &str) -> Output {
    let (mut client, _files) = client(sshd, password, key);
    client.arg(command).output().unwrap()
}

/// OpenSSH's client takes its answers, one a prompt, from a program.
fn ssh_answering(sshd: &TestSshd, answers: &str) -> Output {
    let (mut client, files) = client(sshd, Some(""), None);
    let path = files.path().join("answers");
    std::fs::write(&path, answers).unwrap();
    let script = format!("#!/bin/sh\nhead -n 1 {0}\nsed -i 1d {0}\n", path.display());
    std::fs::write(files.path().join("askpass"), script).unwrap();
    client.arg("true").output().unwrap()
}

fn client(sshd: &TestSshd, password: Option<&str>, key: Option<&PrivateKey>) -> (Command, tempfile::TempDir) {
    use std::os::unix::fs::PermissionsExt as _;
    let files = tempfile::tempdir().unwrap();
    let mut command = Command::new("ssh");
    command.args(["-F", "none", "-o", "UserKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=no"]);
    command.args([
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "NumberOfPasswordPrompts=1",
        "-p",
        &sshd.port().to_string(),
    ]);
    command.stdin(std::process::Stdio::null());
    if let Some(key) = key {
        let path = files.path().join("key");
        std::fs::write(&path, key.text()).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        command.arg("-i").arg(path);
    }
    if let Some(password) = password {
        let path = files.path().join("askpass");
        std::fs::write(&path, format!("#!/bin/sh\necho '{password}'\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        command.env("SSH_ASKPASS", path).env("SSH_ASKPASS_REQUIRE", "force");
    }
    command.arg(format!("{USER}@127.0.0.1"));
    (command, files)
}
