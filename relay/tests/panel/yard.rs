//! A network and a table of mounts of a test's own, on this machine: what a script does there ends with the test.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use super::desk::{Desk, Userland};
use super::root;

/// It lasts as long as this does.
pub(crate) struct Yard {
    keeper: Child,
}

/// A process in a yard, which ends with the yard or with this.
pub(crate) struct Neighbour(pub(crate) Child);

impl Yard {
    pub(crate) fn start() -> Self {
        let mut keeper = Command::new("unshare")
            .args(["--net", "--mount", "--propagation", "private", "sh", "-c", "echo ready; exec sleep 600"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "namespaces take root");
        let yard = Self { keeper };
        yard.run("ip link set lo up");
        yard
    }

    /// What a command has before it to run there.
    pub(crate) fn way_in(&self) -> String {
        format!("/usr/bin/nsenter --target {} --net --mount", self.keeper.id())
    }

    /// Prepares it, in bash, by no means of what is tested; says what that printed.
    pub(crate) fn run(&self, bash: &str) -> String {
        let output = self.command(bash).output().unwrap();
        assert!(output.status.success(), "{bash}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Starts something there that says a line once it is ready, and ends when its input does.
    pub(crate) fn neighbour(&self, bash: &str) -> Neighbour {
        let mut child = self.command(bash).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "{bash}");
        Neighbour(child)
    }

    /// A desk there, for root.
    pub(crate) async fn desk(&self, userland: Userland) -> Desk {
        Desk::at(root::stand().await.into(), userland).await.within(&self.way_in()).await
    }

    fn command(&self, bash: &str) -> Command {
        let way: Vec<String> = self.way_in().split(' ').map(str::to_owned).collect();
        let mut command = Command::new(&way[0]);
        command.args(&way[1..]).args(["bash", "-ec", bash]);
        command
    }
}

impl Drop for Yard {
    fn drop(&mut self) {
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
