//! OpenSSH's `sftp`, told what to do over a pipe.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use super::{Ssh, pipe};
use crate::error::{BenchError, Result};

/// An `sftp` that is connected.
pub(crate) struct Sftp {
    child: Child,
    commands: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Ssh {
    /// Connects.
    pub(crate) fn sftp(&self, cipher: &str) -> Result<Sftp> {
        let mut command = self.program("sftp", "-P", Some(cipher));
        command.args(["-q", "-b", "-", &self.place]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::inherit()).spawn()?;
        let (commands, output) = (pipe(child.stdin.take())?, BufReader::new(pipe(child.stdout.take())?));
        let mut sftp = Sftp { child, commands, output };
        sftp.answer()?;
        Ok(sftp)
    }
}

impl Sftp {
    /// How long a command takes.
    pub(crate) fn run(&mut self, command: &str) -> Result<Duration> {
        let began = Instant::now();
        self.commands.write_all(format!("{command}\n").as_bytes())?;
        self.answer()?;
        Ok(began.elapsed())
    }

    /// Waits for the answer to a question, which comes after all that was asked before.
    fn answer(&mut self) -> Result<()> {
        self.commands.write_all(b"pwd\n")?;
        let mut line = String::new();
        while self.output.read_line(&mut line)? > 0 {
            if line.starts_with("Remote working directory") {
                return Ok(());
            }
            line.clear();
        }
        Err(BenchError::Ssh("sftp ended".into()))
    }
}

impl Drop for Sftp {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
