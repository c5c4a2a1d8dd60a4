//! The relay as its users run it: the `postern` program, on a free port, with a data directory of its own.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;

use tempfile::TempDir;

use crate::client::Client;
use crate::log::Log;

/// A running relay. Dropping it kills it.
#[derive(Debug)]
pub struct TestRelay {
    child: Child,
    address: SocketAddr,
    log: Arc<Log>,
    data: Arc<TempDir>,
}

impl TestRelay {
    /// Starts one with further arguments.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_program(&program(), arguments)
    }

    /// Starts this program as the relay.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start_program(program: &Path, arguments: &[&str]) -> Self {
        let data = tempfile::Builder::new().prefix("postern-relay-").tempdir().expect("a directory");
        Self::run(program, "127.0.0.1:0", Arc::new(data), arguments)
    }

    /// Starts another one in the place of this: same address, same data directory.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start_again(mut self, arguments: &[&str]) -> Self {
        self.restart(&program(), arguments);
        self
    }

    /// Puts another one in its place: same address, same data directory.
    ///
    /// # Panics
    /// When it does not start.
    pub fn restart(&mut self, program: &Path, arguments: &[&str]) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        *self = Self::run(program, &self.address.to_string(), Arc::clone(&self.data), arguments);
    }

    fn run(program: &Path, listen: &str, data: Arc<TempDir>, arguments: &[&str]) -> Self {
        let mut child = command(program, data.path())
            .args(["--listen", listen])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the relay's program");
        let log = Arc::new(Log::default());
        let (stdout, stderr) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
        let copy = Arc::clone(&log);
        std::thread::spawn(move || {
            BufReader::new(stdout).lines().map_while(Result::ok).for_each(|line| copy.add(&line));
        });
        let copy = Arc::clone(&log);
        std::thread::spawn(move || {
            BufReader::new(stderr).lines().map_while(Result::ok).for_each(|line| copy.add(&line));
            copy.end();
        });
        assert!(log.wait_for(|log| address(log).is_some()), "the relay does not start: {}", log.read());
        let address = address(&log.read()).expect("an address");
        Self { child, address, log, data }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A client of it.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Its data directory.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// What it logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.read()
    }

    /// Waits until it has logged `text`.
    ///
    /// # Panics
    /// When that does not happen in time.
    pub fn wait_for_log(&self, text: &str) {
        assert!(self.log.wait_for(|log| log.contains(text)), "no {text:?} in {}", self.log.read());
    }

    /// Asks it to end, as a service manager does.
    ///
    /// # Panics
    /// When there is no `kill`.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Sends it a signal, named without `SIG`.
    ///
    /// # Panics
    /// When there is no `kill`.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().expect("kill").success());
    }

    /// Waits until it has ended.
    ///
    /// # Panics
    /// When it cannot be waited for.
    pub fn wait(&mut self) -> ExitStatus {
        let status = self.child.wait().expect("the relay's end");
        // What it said last may still be on its way.
        self.log.wait_for_end();
        status
    }

    /// Its process, to be looked at in `/proc`.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Memory it holds now, in bytes (`VmRSS` of `proc(5)`).
    ///
    /// # Panics
    /// When it does not run.
    #[must_use]
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("/proc");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
        let kib: u64 = line.trim_end_matches("kB").trim().parse().expect("a number");
        kib * 1024
    }
}

impl Drop for TestRelay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The relay's program, to be run with arguments of the test's own.
#[must_use]
pub fn command(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    // Nothing of the environment configures a test's relay.
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.arg("--data-dir").arg(data).stdin(Stdio::null());
    command
}

/// The `postern` that cargo built beside this test.
///
/// # Panics
/// When the test runs from nowhere.
#[must_use]
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this program's path");
    test.parent().and_then(Path::parent).expect("target/debug").join("postern")
}

/// The address in `listens on http://ADDRESS`.
fn address(log: &str) -> Option<SocketAddr> {
    let after =
        log.lines().find_map(|line| line.split("http").nth(1).filter(|_| line.contains("listens on")))?;
    let address = after.trim_start_matches(['s', ':', '/']);
    address.split(|c: char| c.is_whitespace() || c == '/' || c == '"').next()?.parse().ok()
}
