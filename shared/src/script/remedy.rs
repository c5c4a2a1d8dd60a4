//! What a person can do after a script failed, as far as what it said tells.

use super::Ran;

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Run it through `sudo`.
    Sudo,
    /// Give `sudo` a password.
    Password,
    /// Give another password: `sudo` did not take this one.
    PasswordAgain,
    /// Ask somebody else: `sudo` does not let this user.
    NotAllowed,
    /// Look again: what it is about is not there any more.
    ReadAgain,
    /// Choose another name: there is one of this name.
    OtherName,
    /// Make room: the disk or the quota is full.
    MakeRoom,
    /// Nothing can be written there: it is mounted so.
    ReadOnly,
    /// Install what is missing.
    Install,
    /// End what uses it.
    EndUse,
}

impl Remedy {
    /// What helps after this, if anything that is known does.
    ///
    /// Scripts run with messages in English unless the target's sshd says otherwise; then nothing is recognised, and
    /// the person still reads what was said.
    #[must_use]
    pub fn after(ran: &Ran) -> Option<Self> {
        if ran.status == Some(0) {
            return None;
        }
        let said = String::from_utf8_lossy(&ran.stderr);
        let says = |text: &str| said.contains(text);
        [
            (says("sudo: ") && says("incorrect password"), Self::PasswordAgain),
            (says("sudo: a password is required"), Self::Password),
            (says("sudo: a terminal is required"), Self::Password),
            // sudo-rs says the same in words of its own.
            (says("sudo: ") && says("incorrect authentication attempt"), Self::PasswordAgain),
            (says("sudo: interactive authentication is required"), Self::Password),
            (says("is not in the sudoers file") || says("is not allowed to"), Self::NotAllowed),
            // Dnf, busybox, cron and PAM say it in words of their own.
            (says("Authentication token manipulation error"), Self::Sudo),
            (says("superuser privileges") || says("are you root?"), Self::Sudo),
            (says("must be suid to work") || says("must be privileged to use -u"), Self::Sudo),
            (says("may not run sudo"), Self::NotAllowed),
            (says("Permission denied") || says("Operation not permitted"), Self::Sudo),
            // What systemd says (`systemctl`, without and with polkit).
            (says("Access denied") || says("authentication required"), Self::Sudo),
            (says("need to be root") || says("must be superuser"), Self::Sudo),
            (says("Authorization failed") || says("permission denied"), Self::Sudo),
            (says("No such file or directory") || says("No such process"), Self::ReadAgain),
            (says("exists already") || says("File exists"), Self::OtherName),
            (says("No space left on device") || says("Disk quota exceeded"), Self::MakeRoom),
            (says("Read-only file system"), Self::ReadOnly),
            (says("is busy") || says("resource busy"), Self::EndUse),
            (ran.status == Some(127) || says("command not found"), Self::Install),
        ]
        .into_iter()
        .find_map(|(is_so, remedy)| is_so.then_some(remedy))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Ran, Remedy};

    #[test]
    fn what_was_said_tells_what_helps() {
        for (said, remedy) in [
            ("chown: changing ownership of 'x': Operation not permitted\n", Some(Remedy::Sudo)),
            ("adduser: permission denied (are you root?)\n", Some(Remedy::Sudo)),
            ("sudo: a password is required\n", Some(Remedy::Password)),
            (
                "Sorry, try again.\nsudo: no password was provided\nsudo: 1 incorrect password attempt\n",
                Some(Remedy::PasswordAgain),
            ),
            ("ops is not in the sudoers file.\n", Some(Remedy::NotAllowed)),
            ("Sorry, user ops may not run sudo on web-01.\n", Some(Remedy::NotAllowed)),
            (
                "Sorry, user ops is not allowed to execute '/usr/bin/ls' as root on web-01.\n",
                Some(Remedy::NotAllowed),
            ),
            ("b exists already\n", Some(Remedy::OtherName)),
            ("something else\n", None),
        ] {
            let ran = Ran { stderr: said.into(), status: Some(1), ..Ran::default() };
            assert_eq!(Remedy::after(&ran), remedy, "{said}");
            assert_eq!(Remedy::after(&Ran { status: Some(0), ..ran }), None);
        }
    }
}
