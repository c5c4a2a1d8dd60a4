//! Flags, environment and file as the program takes them, and what it says when they are wrong.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use postern_testkit::{TestRelay, command, program};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

#[test]
fn help_names_every_setting_and_ends_well() {
    let output = run(&["--help"], &[]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    for flag in ["--config", "--check-config", "--tls-cert", "--tls-key"] {
        assert!(text.contains(flag), "{flag} is missing in {text}");
    }
    // What the check prints is all there is to set; what is off stands there as a comment.
    let settings = String::from_utf8(run(&["--check-config"], &[]).stdout).unwrap();
    let names: Vec<&str> = settings
        .lines()
        .filter_map(|line| line.trim_start_matches("# ").split_once(" = "))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|c| c == '-' || c.is_ascii_lowercase()))
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        let flag = format!("--{name}");
        let is_named = text.split(|c: char| c.is_whitespace() || c == '[').any(|word| word == flag);
        assert!(is_named, "{flag} is missing in {text}");
    }
    assert!(output.stderr.is_empty());
}

#[test]
fn a_flag_outweighs_the_environment_and_the_environment_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("postern.toml");
    std::fs::write(&file, "max-sessions = 11\nmax-channels = 12\nmax-connections = 13\n").unwrap();
    let file = file.to_str().unwrap();
    let flags = ["--config", file, "--max-sessions", "31", "--check-config"];
    let output = run(&flags, &[("POSTERN_MAX_SESSIONS", "21"), ("POSTERN_MAX_CHANNELS", "22")]);
    let text = String::from_utf8(output.stdout).unwrap();
    for line in ["max-sessions = 31", "max-channels = 22", "max-connections = 13"] {
        assert!(text.lines().any(|given| given == line), "{line:?} is missing in {text}");
    }
}

#[test]
fn what_the_check_prints_is_a_file_that_reads_back_the_same() {
    let data = ["--data-dir", "/srv/postern", "--check-config"];
    let first =
        run(&[&data[..], &["--grace", "90s", "--deny-targets", "10.0.0.0/8,*.example.net:22"]].concat(), &[]);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("postern.toml");
    std::fs::write(&file, &first.stdout).unwrap();
    let second =
        run(&["--config", file.to_str().unwrap(), "--check-config", "--data-dir", "/srv/postern"], &[]);
    assert!(first.status.success() && second.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert_eq!(String::from_utf8(first.stdout).unwrap(), String::from_utf8(second.stdout).unwrap());
}

#[test]
fn a_wrong_setting_is_named_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("postern.toml");
    std::fs::write(&file, "max-sessions = 5\nmax-sesions = 6\n").unwrap();
    let file = file.to_str().unwrap();
    fails(&["--config", file], &[], "line 2");
    fails(&["--config", "/nonexistent/postern.toml"], &[], "/nonexistent/postern.toml");
    fails(&["--max-sessions", "0"], &[], "max-sessions");
    fails(&["--no-such-flag"], &[], "--no-such-flag");
    fails(&["--tls-cert", "cert.pem"], &[], "tls-key");
    fails(&[], &[("POSTERN_GRACE", "soon")], "POSTERN_GRACE");
}

#[test]
fn beyond_loopback_it_starts_only_with_tls_or_when_told_in_so_many_words() {
    let output = run(&["--listen", "0.0.0.0:0"], &[]);
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).unwrap();
    let flag = "--i-know-that-passwords-cross-the-network-in-clear-text";
    assert!(text.contains("clear text") && text.contains(flag), "{text}");
    assert!(run(&["--listen", "0.0.0.0:0", flag, "--check-config"], &[]).status.success());
    assert!(run(&["--listen", "[::]:0", "--tls", "self-signed", "--check-config"], &[]).status.success());
}

#[test]
fn a_port_in_use_is_said_in_one_line() {
    let relay = TestRelay::start(&[]);
    let output = run(&["--listen", &relay.address().to_string()], &[]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(text.contains(&relay.address().to_string()) && text.lines().count() == 1, "{text}");
}

#[test]
fn a_known_hosts_file_that_cannot_be_read_stops_the_start() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("known_hosts")).unwrap();
    let output = command(&program(), dir.path()).args(["--listen", "127.0.0.1:0"]).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("known_hosts"));
}

#[test]
fn the_log_is_json_when_asked_for() {
    let mut relay = TestRelay::start(&["--log-format", "json"]);
    relay.terminate();
    relay.wait();
    let log = relay.log();
    let lines: Vec<_> = log.lines().filter(|line| !line.starts_with("Postern listens")).collect();
    assert!(!lines.is_empty());
    for line in lines {
        let _: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
    }
}

#[test]
fn a_self_signed_certificate_is_made_once_and_kept() {
    let relay = TestRelay::start(&["--tls", "self-signed"]);
    let first = shown_certificate(&relay);
    assert!(first.contains("BEGIN CERTIFICATE"), "{first}");
    let again = relay.start_again(&["--tls", "self-signed"]);
    assert_eq!(shown_certificate(&again), first);
}

#[tokio::test]
async fn a_client_that_says_nothing_on_a_tls_port_is_closed_in_time() {
    let relay = TestRelay::start(&["--tls", "self-signed"]);
    let started = std::time::Instant::now();
    let mut silent = tokio::net::TcpStream::connect(relay.address()).await.unwrap();
    // Half a record (RFC 8446, section 5.1) is no better than nothing.
    let mut half = tokio::net::TcpStream::connect(relay.address()).await.unwrap();
    half.write_all(&[22, 3, 1, 2, 0, 1]).await.unwrap();
    for stream in [&mut silent, &mut half] {
        let mut said = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(25), stream.read_to_end(&mut said)).await;
        assert!(closed.is_ok(), "still open after {:?}", started.elapsed());
        assert!(said.is_empty(), "{said:?}");
    }
    // And not at once: a slow line is no crime.
    assert!(started.elapsed() > Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn over_tls_the_relay_says_that_it_speaks_tls() {
    let relay = TestRelay::start(&["--tls", "self-signed"]);
    let mut client = Command::new("openssl")
        .args(["s_client", "-quiet", "-connect", &relay.address().to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let request = "GET /api/relay HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    client.stdin.as_mut().unwrap().write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    client.stdout.take().unwrap().read_to_string(&mut answer).unwrap();
    client.wait().unwrap();
    assert!(answer.contains("\"tls\":true"), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("strict-transport-security:"), "{answer}");
}

fn shown_certificate(relay: &TestRelay) -> String {
    let address = relay.address().to_string();
    let mut client = Command::new("openssl");
    client.args(["s_client", "-connect", &address, "-servername", "localhost"]).stdin(Stdio::null());
    let shown = String::from_utf8_lossy(&client.output().unwrap().stdout).into_owned();
    let begin = shown.find("-----BEGIN").unwrap_or(0);
    let end = shown.find("-----END").unwrap_or(shown.len());
    shown[begin..end].to_owned()
}

/// Runs the program, which is to fail and to say this.
fn fails(flags: &[&str], environment: &[(&str, &str)], expected: &str) {
    let output = run(flags, environment);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{flags:?}");
    assert!(text.contains(expected), "{expected:?} is missing in {text}");
}

/// Runs the program to its end, with this environment only.
fn run(flags: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut postern = Command::new(program());
    postern
        .env_clear()
        .env("HOME", "/nonexistent")
        .stdin(Stdio::null())
        .args(flags)
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}
