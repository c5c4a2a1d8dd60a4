//! A real OpenSSH server on a free loopback port, with its own host key, configuration and PAM service.

mod config;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;

use postern_shared::hostkey::HostKey;
use postern_shared::target::Target;
use tempfile::TempDir;

use crate::keys::{KeyKind, PrivateKey};
use crate::log::Log;

pub use config::Login;

/// The system user that test servers let in. It has no password of its own.
pub const USER: &str = "postern-test";

/// The password that test servers take.
pub const PASSWORD: &str = "correct horse battery staple";

/// One-time codes in order: the values of RFC 4226, appendix D.
pub const CODES: [&str; 10] =
    ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];

/// Where the first code of the echoed prompt stands in [`CODES`]; the hidden prompt begins at the first.
pub const ECHOED_CODE: usize = 1;

const GUARD: &str = include_str!("sshd/guard.sh");

/// A running `sshd`. Dropping it ends it with every process of its sessions.
#[derive(Debug)]
pub struct TestSshd {
    dir: TempDir,
    service: String,
    login: Login,
    more: String,
    own: Option<Own>,
    port: u16,
    host_key: PrivateKey,
    key: Option<PrivateKey>,
    running: Option<Running>,
}

/// What a test server and its sessions have of their own: they alone see it, and it ends with the server. Crontabs are
/// always among it.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// The login shell of the test user; without one it is the machine's.
    pub shell: Option<PathBuf>,
    /// How people become root; without it as on the machine.
    pub sudo: Option<Sudo>,
}

/// How people become root on a test server.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sudo {
    /// The lines of `sudoers`; `USER` stands for the test user.
    pub rules: String,
    /// The password of the test user, for `sudo` alone.
    pub password: String,
}

#[derive(Debug)]
struct Running {
    guard: Child,
    commands: Option<ChildStdin>,
    log: Arc<Log>,
}

impl TestSshd {
    /// Starts a server that takes this way to sign in.
    ///
    /// # Panics
    /// When the machine lacks what a test server needs.
    #[must_use]
    pub fn start(login: Login) -> Self {
        Self::start_with(login, "")
    }

    /// Starts a server with further lines of `sshd_config`.
    ///
    /// # Panics
    /// When the machine lacks what a test server needs.
    #[must_use]
    pub fn start_with(login: Login, more: &str) -> Self {
        Self::start_as(login, more, None)
    }

    /// Starts a password server with files of `/etc` of its own.
    ///
    /// # Panics
    /// When the machine lacks what a test server needs.
    #[must_use]
    pub fn start_own(own: Own) -> Self {
        Self::start_as(Login::Password, "", Some(own))
    }

    fn start_as(login: Login, more: &str, own: Option<Own>) -> Self {
        let dir = tempfile::Builder::new().prefix("postern-sshd-").tempdir().expect("a directory");
        let name = dir.path().file_name().expect("a name").to_string_lossy().to_ascii_lowercase();
        let key = login.wants_key().then(|| PrivateKey::generate(KeyKind::Ed25519));
        let mut sshd = Self {
            service: name,
            login,
            more: more.to_owned(),
            own,
            port: 0,
            host_key: PrivateKey::generate(KeyKind::Ed25519),
            key,
            running: None,
            dir,
        };
        if let Some(key) = sshd.key.clone() {
            sshd.authorize(&key);
        }
        // Another test may take the free port first; then the next one is tried.
        for _ in 0..10 {
            sshd.port = free_port();
            if sshd.run() {
                return sshd;
            }
        }
        panic!("sshd does not start: {}", sshd.log());
    }

    /// Where to sign in.
    #[must_use]
    pub fn target(&self) -> Target {
        target("127.0.0.1", self.port)
    }

    /// The TCP port, on 127.0.0.1 and ::1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The host key it shows.
    #[must_use]
    pub fn host_key(&self) -> HostKey {
        self.host_key.as_host_key()
    }

    /// The line that `known_hosts` would hold for this server.
    #[must_use]
    pub fn known_hosts_line(&self) -> String {
        format!("[127.0.0.1]:{} {}\n", self.port, self.host_key.public_line())
    }

    /// The private key it lets in, for the kinds that take one.
    ///
    /// # Panics
    /// When the server takes no key.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        self.key.as_ref().expect("a server that takes a key")
    }

    /// The private key it lets in, if it takes one.
    #[must_use]
    pub fn given_key(&self) -> Option<&PrivateKey> {
        self.key.as_ref()
    }

    /// Lets a further private key in.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn authorize(&self, key: &PrivateKey) {
        let path = self.dir.path().join("authorized_keys");
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path).expect("the file");
        writeln!(file, "{}", key.public_line()).expect("the file");
    }

    /// A directory the user of the session may write to: its `HOME`.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    /// What the server logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        self.running.as_ref().map(|running| running.log.read()).unwrap_or_default()
    }

    /// Waits until the server has logged `text`.
    ///
    /// # Panics
    /// When that does not happen in time.
    pub fn wait_for_log(&self, text: &str) {
        let running = self.running.as_ref().expect("a running server");
        assert!(running.log.wait_for(|log| log.contains(text)), "no {text:?} in {}", running.log.read());
    }

    /// Kills every session, as a crash of the machine would, and goes on listening.
    ///
    /// # Panics
    /// When the server does not run.
    pub fn cut_sessions(&mut self) {
        let commands = self.running.as_mut().and_then(|running| running.commands.as_mut());
        commands.expect("a running server").write_all(b"cut\n").expect("the guard");
    }

    /// Ends the server and its sessions; the port is closed then.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// Starts it again on the same port.
    ///
    /// # Panics
    /// When the port was taken meanwhile.
    pub fn start_again(&mut self) {
        assert!(self.run(), "sshd does not start again: {}", self.log());
    }

    /// Restarts it on the same port with another host key.
    pub fn change_host_key(&mut self) {
        self.host_key = PrivateKey::generate(KeyKind::Ed25519);
        self.start_again();
    }

    fn run(&mut self) -> bool {
        // One that ends takes its files away.
        self.stop();
        config::lay_out(self.dir.path());
        config::write(self.dir.path(), self.port, self.login, &self.host_key, &self.service, &self.more);
        if let Some(own) = &self.own {
            config::write_own(self.dir.path(), own);
        }
        // A mount namespace of its own (unshare(1)): what it mounts, nobody else sees, and ends with it.
        let words: &[&str] = if self.own.is_some() { &["unshare", "--mount", "bash"] } else { &["bash"] };
        let mut guard = privileged(words[0])
            .args(&words[1..])
            .args(["-c", GUARD, "postern-sshd-guard"])
            .arg(self.dir.path())
            .args([&self.service, USER])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("bash");
        let commands = guard.stdin.take().expect("a pipe");
        let stderr = guard.stderr.take().expect("a pipe");
        let log = Arc::new(Log::default());
        let copy = Arc::clone(&log);
        std::thread::spawn(move || {
            BufReader::new(stderr).lines().map_while(Result::ok).for_each(|line| copy.add(&line));
            copy.end();
        });
        let listening = format!("Server listening on 127.0.0.1 port {}", self.port);
        // It goes on if one of its addresses is taken; then somebody else answers there.
        let taken = "Address already in use";
        let decided = log.wait_for(|log| log.contains(&listening) || log.contains(taken));
        let runs = decided && !log.read().contains(taken);
        self.running = Some(Running { guard, commands: Some(commands), log });
        runs
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Closing the pipe is the order to end everything.
        drop(self.commands.take());
        let _ = self.guard.wait();
    }
}

/// A target with the test user.
///
/// # Panics
/// When `host` is no host.
#[must_use]
pub fn target(host: &str, port: u16) -> Target {
    use postern_shared::target::{Host, UserName};
    Target {
        host: Host::parse(host).expect("a host"),
        port,
        user: UserName::parse(USER).expect("a user name"),
    }
}

/// A port that nobody listens on at this moment.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|socket| socket.local_addr()).expect("a free port").port()
}

/// A command that runs as root: directly, or through `sudo` where the tests run as an ordinary user.
pub(crate) fn privileged(program: &str) -> Command {
    let id = Command::new("id").arg("-u").output().expect("id");
    if id.stdout.trim_ascii() == b"0" {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.args(["-n", program]);
    command
}
