//! OpenSSH's side of a comparison: `ssh` with pipes, each time a connection of its own; and `sftp`.

mod sftp;

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use postern_testkit::TestSshd;

use crate::error::{BenchError, Result};
use crate::process::processor_time;
use crate::shell::Shell;
use crate::websocket::READ_BYTES;

/// The cipher that relay and OpenSSH agree on where both are asked for speed.
pub(crate) const SAME_CIPHER: &str = "aes128-gcm@openssh.com";

/// How to reach the server with `ssh`.
pub(crate) struct Ssh {
    key: PathBuf,
    known_hosts: PathBuf,
    port: String,
    place: String,
}

/// A shell through `ssh -tt host … < pipe > pipe`.
pub(crate) struct SshShell {
    child: Child,
    stdin: ChildStdin,
    stdout: ChildStdout,
    buffer: Vec<u8>,
}

/// What a command through `ssh` took.
pub(crate) struct SshRun {
    pub(crate) time: Duration,
    pub(crate) processor_time: Duration,
}

impl Ssh {
    /// Writes what `ssh` needs for this server into a directory.
    pub(crate) fn prepare(sshd: &TestSshd, directory: &Path) -> Result<Self> {
        let (key, known_hosts) = (directory.join("key"), directory.join("known_hosts"));
        fs::write(&key, sshd.key().text())?;
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600))?;
        fs::write(&known_hosts, sshd.known_hosts_line())?;
        let target = sshd.target();
        let place = format!("{}@{}", target.user, target.host);
        Ok(Self { key, known_hosts, port: target.port.to_string(), place })
    }

    /// Opens a shell; its start is part of what is measured.
    pub(crate) fn shell(&self) -> Result<SshShell> {
        let mut command = self.command(None);
        command.args(["-tt", &self.place]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::inherit()).spawn()?;
        let (stdin, stdout) = (pipe(child.stdin.take())?, pipe(child.stdout.take())?);
        Ok(SshShell { child, stdin, stdout, buffer: vec![0; READ_BYTES] })
    }

    /// Runs a command that says on standard error when it is ready and then waits for a line; measures from
    /// that line to the end. Its output goes to `/dev/null`.
    pub(crate) fn run(&self, cipher: Option<&str>, command: &str) -> Result<SshRun> {
        let mut ssh = self.command(cipher);
        ssh.args([&self.place, command]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = ssh.spawn()?;
        let (mut stdin, mut stderr) = (pipe(child.stdin.take())?, pipe(child.stderr.take())?);
        stderr.read_exact(&mut [0])?;
        let (began, before) = (Instant::now(), processor_time(child.id())?);
        stdin.write_all(b"\n")?;
        let mut rest = String::new();
        stderr.read_to_string(&mut rest)?;
        // Nothing of the process is left to run but its end; its times can be read until it is waited for.
        let (time, after) = (began.elapsed(), processor_time(child.id())?);
        if !child.wait()?.success() {
            return Err(BenchError::Ssh(rest));
        }
        Ok(SshRun { time, processor_time: after.saturating_sub(before) })
    }

    fn command(&self, cipher: Option<&str>) -> Command {
        self.program("ssh", "-p", cipher)
    }

    /// `ssh` or one of its kind, which may have another flag for the port.
    fn program(&self, name: &str, port: &str, cipher: Option<&str>) -> Command {
        let mut command = Command::new(name);
        command.env("TERM", "xterm-256color").args(["-F", "none", port, &self.port, "-i"]).arg(&self.key);
        let known_hosts = format!("UserKnownHostsFile={}", self.known_hosts.display());
        for option in [
            "LogLevel=ERROR",
            "ControlMaster=no",
            "ControlPath=none",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "GlobalKnownHostsFile=/dev/null",
            "StrictHostKeyChecking=yes",
            "UpdateHostKeys=no",
            "Compression=no",
            // Newer versions send keys at fixed intervals, which would be measured instead of them.
            "IgnoreUnknown=ObscureKeystrokeTiming",
            "ObscureKeystrokeTiming=no",
            &known_hosts,
        ] {
            command.args(["-o", option]);
        }
        if let Some(cipher) = cipher {
            command.args(["-c", cipher]);
        }
        command
    }
}

impl SshShell {
    /// The process, to be looked at.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Shell for SshShell {
    fn type_keys(&mut self, keys: &[u8]) -> Result<()> {
        Ok(self.stdin.write_all(keys)?)
    }

    fn read(&mut self, most: usize) -> Result<&[u8]> {
        let most = most.min(self.buffer.len());
        match self.stdout.read(&mut self.buffer[..most])? {
            0 => Err(BenchError::Shell("ended")),
            length => Ok(&self.buffer[..length]),
        }
    }
}

impl Drop for SshShell {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn pipe<T>(pipe: Option<T>) -> Result<T> {
    pipe.ok_or_else(|| BenchError::Ssh("has no pipe".into()))
}
