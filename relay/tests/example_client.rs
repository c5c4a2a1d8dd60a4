//! The client in docs/examples, run as its readers run it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use postern_testkit::{Login, PASSWORD, TestRelay, TestSshd};

#[test]
fn it_runs_a_command_and_ends_with_its_status() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let output = run(&relay, &sshd, PASSWORD, "yes\n", "seq 1 100000; echo problems >&2; exit 3");
    let expected: String = (1..=100_000).map(|n| format!("{n}\n")).collect();
    let shown = String::from_utf8(output.stdout).unwrap();
    // The question about the host key comes first.
    let (question, rest) =
        shown.split_once("Accept? ").unwrap_or_else(|| panic!("no question in {shown:.500}"));
    assert!(question.contains(&sshd.host_key().fingerprint.to_string()), "{question}");
    assert!(rest == expected, "{} bytes", rest.len());
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(3), &b"problems\n"[..]));
    // The key is remembered now.
    let output = run(&relay, &sshd, PASSWORD, "", "echo again");
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b"again\n"[..]));
}

#[test]
fn it_says_what_went_wrong() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let output = run(&relay, &sshd, PASSWORD, "no\n", "true");
    assert!(String::from_utf8(output.stderr).unwrap().contains("compare it with a source you trust"));
    let output = run(&relay, &sshd, "wrong", "yes\n", "true");
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("refused the sign-in"), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

fn run(relay: &TestRelay, sshd: &TestSshd, password: &str, answers: &str, command: &str) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples/postern_client.py");
    let mut client = Command::new("python3")
        .arg(script)
        .args([&relay.address().to_string(), &sshd.target().to_string(), command])
        .env("POSTERN_PASSWORD", password)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    client.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    client.wait_with_output().unwrap()
}
