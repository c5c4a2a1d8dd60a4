//! Targets of their own, on which everything may be changed: real users, packages and crontabs, gone with the test.

use postern_shared::script::{Path, carrier};
use postern_testkit::ScratchRoot;

use super::desk::Desk;
use super::root;

/// The user who is signed in there, unless that is root.
pub(crate) const OPS: &str = "ops";

/// Who is there, whatever the machine has.
const PEOPLE: &str = "useradd --create-home --uid 4242 --shell /bin/bash ops
rm -rf /var/spool/cron/crontabs/* /etc/cron.d/*
";

/// A desk in a root directory of its own, prepared by this bash.
pub(crate) struct Scratch {
    pub(crate) desk: Desk,
    root: ScratchRoot,
}

impl Scratch {
    /// As root.
    pub(crate) async fn root(bash: &str) -> Self {
        Self::lay(bash, |enter| enter, "/root").await
    }

    /// As a user like any other.
    pub(crate) async fn user(bash: &str) -> Self {
        let as_user = |enter: String| enter.replacen("chroot", "chroot --userspec=ops:ops --groups=ops", 1);
        Self::lay(bash, as_user, "/home/ops").await
    }

    async fn lay(bash: &str, how: impl Fn(String) -> String, home: &str) -> Self {
        let root = ScratchRoot::lay(&format!("{PEOPLE}{bash}"));
        let carried = carrier::COMMAND.strip_prefix("exec ").unwrap();
        let enter = how(root.enter());
        let command = format!("exec {enter} env -i PATH=\"$PATH\" HOME={home} LANG=C.UTF-8 {carried}");
        let desk = Desk::entering(root::stand().await.into(), command).await;
        assert_eq!(desk.tools.home, Path::parse(home.as_bytes()).unwrap());
        Self { desk, root }
    }

    /// What bash says there as root, by no means of what is tested.
    pub(crate) async fn says(&self, bash: &str) -> String {
        let command = format!("{} bash -c {} 2>&1", self.root.enter(), super::desk::plainly(bash.as_bytes()));
        let output = self.desk.stand.session.run(&command).await;
        String::from_utf8(output.stdout).unwrap()
    }
}
