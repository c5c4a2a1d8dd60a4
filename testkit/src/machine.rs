//! A machine whose services run for real, apart from those of the machine that tests: systemd as the first process of
//! its own, OpenRC, or scripts in `/etc/init.d`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Stdio};

use tempfile::TempDir;

use crate::sshd::privileged;

const START: &str = include_str!("machine/start.sh");
const INIT: &str = include_str!("machine/init.sh");

/// What starts and stops its services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Services {
    /// systemd.
    Systemd,
    /// OpenRC.
    Openrc,
    /// Scripts in `/etc/init.d`.
    Scripts,
}

/// A machine of its own. Dropping it ends it with every process in it.
#[derive(Debug)]
pub struct Machine {
    dir: TempDir,
    guard: Child,
    lifeline: Option<ChildStdin>,
}

impl Machine {
    /// Starts one, with no services but what it needs itself.
    ///
    /// # Panics
    /// When the machine that tests lacks what it needs.
    #[must_use]
    pub fn start(services: Services) -> Self {
        let dir = tempfile::Builder::new().prefix("postern-machine-").tempdir().expect("a directory");
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).expect("a mode");
        fs::write(dir.path().join("init.sh"), INIT).expect("a file");
        let mut guard = privileged("bash")
            .args(["-c", START, "postern-machine"])
            .arg(dir.path())
            .arg(match services {
                Services::Systemd => "systemd",
                Services::Openrc => "openrc",
                Services::Scripts => "scripts",
            })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("bash");
        let lifeline = guard.stdin.take();
        let mut said = String::new();
        let stdout = guard.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut said).expect("a line");
        let first: u32 = said.trim().parse().expect("a machine that starts");
        // What sshd runs is what the person asked for, or a login shell.
        let enter = format!(
            "#!/bin/sh\nset -- nsenter --target {first} --all -- /bin/bash\n\
             if [ -n \"$SSH_ORIGINAL_COMMAND\" ]; then set -- \"$@\" -c \"$SSH_ORIGINAL_COMMAND\"; \
             else set -- \"$@\" -l; fi\nexec \"$@\"\n"
        );
        let machine = Self { dir, guard, lifeline };
        fs::write(machine.enter(), enter).expect("a file");
        fs::set_permissions(machine.enter(), fs::Permissions::from_mode(0o755)).expect("a mode");
        machine
    }

    /// Lines of `sshd_config` with which root's sessions are on this machine.
    #[must_use]
    pub fn sshd_config(&self) -> String {
        format!("AllowUsers root\nPermitRootLogin yes\nForceCommand {}\n", self.enter().display())
    }

    /// A program that does there what `SSH_ORIGINAL_COMMAND` says, or starts a shell; for root.
    #[must_use]
    pub fn enter(&self) -> PathBuf {
        self.dir.path().join("enter")
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // Closing the pipe is the order to end everything.
        drop(self.lifeline.take());
        let _ = self.guard.wait();
    }
}
