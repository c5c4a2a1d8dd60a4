//! The port forwarder in docs/examples, run as its readers run it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use postern_testkit::{Login, PASSWORD, TestRelay, TestSshd, free_port};

/// More than may run ahead in either direction.
const BYTES: usize = 2 << 20;

#[test]
fn a_port_the_target_can_reach_becomes_one_of_this_machine() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let echo = TcpListener::bind("127.0.0.1:0").unwrap();
    let destination = echo.local_addr().unwrap();
    thread::spawn(move || {
        for client in echo.incoming() {
            thread::spawn(move || {
                let mut client = client.unwrap();
                std::io::copy(&mut client.try_clone().unwrap(), &mut client).unwrap();
            });
        }
    });
    let forward = Forward::start(&relay, &sshd, &destination.to_string());
    // Two at once, and neither gets what is the other's.
    let both = [1u8, 2].map(|salt| {
        let here = forward.here.clone();
        thread::spawn(move || {
            let sent: Vec<u8> = (0..BYTES).map(|n| (n / 7) as u8 ^ salt).collect();
            let mut stream = TcpStream::connect(here).unwrap();
            let mut writer = stream.try_clone().unwrap();
            let written = sent.clone();
            thread::spawn(move || {
                writer.write_all(&written).unwrap();
                writer.shutdown(Shutdown::Write).unwrap();
            });
            let mut received = Vec::new();
            stream.read_to_end(&mut received).unwrap();
            assert!(received == sent, "{} of {BYTES} bytes", received.len());
        })
    });
    for one in both {
        one.join().unwrap();
    }
}

#[test]
fn a_port_where_nothing_listens_is_said_and_the_connection_ends() {
    let (relay, sshd) = (TestRelay::start(&[]), TestSshd::start(Login::Password));
    let mut forward = Forward::start(&relay, &sshd, &format!("127.0.0.1:{}", free_port()));
    let mut stream = TcpStream::connect(&forward.here).unwrap();
    assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0);
    let mut said = String::new();
    BufReader::new(forward.child.stderr.take().unwrap()).read_line(&mut said).unwrap();
    assert!(said.contains("connect failed"), "{said}");
}

/// The example at work; dropping it ends it.
struct Forward {
    child: Child,
    /// The port of this machine.
    here: String,
}

impl Forward {
    fn start(relay: &TestRelay, sshd: &TestSshd, destination: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples/postern_forward.py");
        let mut child = Command::new("python3")
            .arg(script)
            .args([&relay.address().to_string(), &sshd.target().to_string(), "0", destination])
            .env("POSTERN_PASSWORD", PASSWORD)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(b"yes\n").unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        let here = said.split("Accept? ").last().and_then(|line| line.split(' ').next()).unwrap();
        let here = here.to_owned();
        Self { child, here }
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
