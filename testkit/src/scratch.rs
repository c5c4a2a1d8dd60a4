//! A root directory of its own: the machine's programs and files, on which nothing that is changed lasts.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Stdio};

use tempfile::TempDir;

use crate::sshd::privileged;

const LAY: &str = include_str!("scratch.sh");

/// What the machine has, laid over itself in a mount namespace that nobody else sees (unshare(1)). What is changed lies
/// in memory, and goes with it: dropping it takes it away.
#[derive(Debug)]
pub struct ScratchRoot {
    keeper: Child,
    lifeline: Option<ChildStdin>,
    pid: u32,
    dir: TempDir,
}

impl ScratchRoot {
    /// One that was prepared by this bash.
    ///
    /// # Panics
    /// When it cannot be laid out.
    #[must_use]
    pub fn lay(bash: &str) -> Self {
        let dir = tempfile::Builder::new().prefix("postern-root-").tempdir().expect("a directory");
        let mut keeper = privileged("unshare")
            .args(["--mount", "bash", "-c", LAY, "postern-scratch-root"])
            .arg(dir.path())
            .arg(bash)
            // It need not be there.
            .env_remove("TMPDIR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("unshare");
        let lifeline = keeper.stdin.take();
        let mut said = String::new();
        let stdout = keeper.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut said).expect("a line");
        let pid = said.trim().parse().expect("a root directory that was laid out: see above");
        Self { keeper, lifeline, pid, dir }
    }

    /// The command that goes there, for root, and that a command follows.
    #[must_use]
    pub fn enter(&self) -> String {
        format!("nsenter --target {} --mount chroot {}/root", self.pid, self.dir.path().display())
    }
}

impl Drop for ScratchRoot {
    fn drop(&mut self) {
        // Closing the pipe is the order to end it.
        drop(self.lifeline.take());
        let _ = self.keeper.wait();
    }
}
