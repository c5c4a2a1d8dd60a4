//! How a script travels: what an `exec` channel runs, what goes to its standard input, what comes before its output.

use super::Script;
use crate::wire::Signal;

/// The command of the channel: bash says its number, which is that of its process group, takes the script from
/// standard input, up to a zero byte, and runs it as it is.
///
/// A login shell of any kind hands this one line on: nothing in its single quotes means anything to one. What its
/// start files print comes before the zero byte that begins the output, and the errors, and is dropped. A script that
/// arrives in part is not run.
pub const COMMAND: &str =
    r#"exec bash --norc -c 'printf "\n$$\0"; printf "\0" >&2; IFS= read -rd "" script && eval "$script"'"#;

/// The same for a script that uses `sudo` with a password: a line of standard input, after the script.
///
/// `sudo` remembers a password for one parent process alone where there is no terminal (sudoers(5), `timestamp_type`),
/// and each subshell, command substitution and loop in a pipeline is another. So `sudo` is a function here that gives
/// the password for this very process before it does what it is asked to. The password lies in a pipe meanwhile, from
/// which `dd` takes it in one piece and puts it back: no variable holds it that `set` or `set -x` would print, and two
/// that want it at once get it one after the other. It is tried once: `sudo` finds the end of its input after it, and
/// counts one wrong password and not three. A wrong one ends it before the script begins.
pub const SUDO_COMMAND: &str = concat!(
    r#"exec bash --norc -c 'printf "\n$$\0"; printf "\0" >&2; "#,
    r#"IFS= read -rd "" script && IFS= read -r password && "#,
    r#"exec {sudo_pipe}<> <(:) && printf "%s\n" "$password" >&$sudo_pipe && unset password && "#,
    r#"sudo() { command sudo -S -p "" -v < <({ set +x; word=$(dd bs=4096 count=1 <&$sudo_pipe); "#,
    r#"printf "%s\n" "$word" >&$sudo_pipe; printf "%s\n" "$word"; } 2>/dev/null) || return; command sudo "$@"; } && "#,
    r#"sudo -n -v && eval "$script"'"#
);

/// Longest password of `sudo` that is sent, in bytes: it reads no longer one.
pub const PASSWORD_BYTES: usize = 1000;

/// Whether a script may call `sudo`, so that it has to be given its password.
#[must_use]
pub fn uses_sudo(script: &str) -> bool {
    script.split(|c: char| !(c.is_alphanumeric() || "-_./".contains(c))).any(|word| word == "sudo")
}

/// What goes to standard input: the script, then the password of `sudo` if it takes one, then what the script itself
/// reads. A zero byte in a script would end it early and is left out, as is a line break in a password, and what a
/// password has too much.
#[must_use]
pub fn input(script: &str, password: Option<&str>, rest: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = script.bytes().filter(|byte| *byte != 0).collect();
    bytes.push(0);
    if let Some(password) = password {
        bytes.extend(password.bytes().filter(|byte| !matches!(byte, b'\n' | 0)).take(PASSWORD_BYTES));
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(rest);
    bytes
}

/// A script that has a process group get a signal: for servers that pass none on.
#[must_use]
pub fn signalling(group: u32, signal: Signal) -> Script {
    let name = match signal {
        Signal::Hup => "HUP",
        Signal::Int => "INT",
        Signal::Kill => "KILL",
        Signal::Quit => "QUIT",
        Signal::Term => "TERM",
        Signal::Usr1 => "USR1",
        Signal::Usr2 => "USR2",
    };
    Script::default().line(format!("kill -{name} -- -{group}"))
}

/// Drops what comes before a script's own output, but for the number of its process group.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head {
    is_past: bool,
    /// What the last line comes to so far, if it is a number.
    last: Option<u32>,
}

impl Head {
    /// Of these bytes of standard output, what is the script's.
    pub fn strip<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        if self.is_past {
            return bytes;
        }
        for (at, byte) in bytes.iter().enumerate() {
            self.last = match (byte, self.last) {
                (0, _) => {
                    self.is_past = true;
                    return &bytes[at + 1..];
                }
                (b'\n', _) => Some(0),
                (b'0'..=b'9', Some(last)) => {
                    last.checked_mul(10).and_then(|last| last.checked_add(u32::from(byte - b'0')))
                }
                _ => None,
            };
        }
        &[]
    }

    /// The process group of the script, once it has begun. `kill` takes 0 and 1 for something else.
    #[must_use]
    pub fn group(self) -> Option<u32> {
        self.last.filter(|group| self.is_past && *group > 1)
    }

    /// Whether the script's bash has begun.
    #[must_use]
    pub fn is_past(self) -> bool {
        self.is_past
    }
}

/// Most of what came before a script's own errors that is kept, in bytes: the last of it.
const BEFORE_BYTES: usize = 4096;

/// Drops what comes before a script's own errors, unless its bash never begins: then that says why.
#[derive(Clone, Debug, Default)]
pub struct ErrorHead {
    is_past: bool,
    before: Vec<u8>,
}

impl ErrorHead {
    /// Of these bytes of standard error, what is the script's.
    pub fn strip<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        if self.is_past {
            return bytes;
        }
        if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
            (self.is_past, self.before) = (true, Vec::new());
            return &bytes[at + 1..];
        }
        self.before.extend_from_slice(bytes);
        let more = self.before.len().saturating_sub(BEFORE_BYTES);
        self.before.drain(..more);
        &[]
    }

    /// What was said in the place of a script that never began; to be asked at the end.
    #[must_use]
    pub fn instead(&self) -> &[u8] {
        &self.before
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{BEFORE_BYTES, ErrorHead, Head, PASSWORD_BYTES, input, signalling, uses_sudo};
    use crate::wire::Signal;

    #[test]
    fn what_start_files_print_is_dropped() {
        let mut head = Head::default();
        assert_eq!(head.strip(b"Welcome!\n"), b"");
        assert!(!head.is_past());
        assert_eq!(head.strip(b"more\0out"), b"out");
        assert_eq!(head.strip(b"\0put"), b"\0put");
        assert_eq!(head.group(), None);
    }

    #[test]
    fn what_start_files_complain_of_is_dropped_unless_the_script_never_begins() {
        let mut head = ErrorHead::default();
        assert_eq!(head.strip(b"stty: not a terminal\n"), b"");
        assert_eq!(head.instead(), b"stty: not a terminal\n");
        assert_eq!(head.strip(b"loud\0no such"), b"no such");
        assert_eq!(head.strip(b"\0file"), b"\0file");
        assert_eq!(head.instead(), b"");
        let mut head = ErrorHead::default();
        head.strip(&b"x".repeat(BEFORE_BYTES));
        head.strip(b"bash: not found");
        assert!(head.instead().len() == BEFORE_BYTES && head.instead().ends_with(b"xbash: not found"));
    }

    #[test]
    fn the_process_group_stands_on_a_line_of_its_own() {
        for (said, group) in [
            (&["Welcome!\n12\n47", "11\0", "\n12\0"][..], Some(4711)),
            (&["99\n2\0"], Some(2)),
            (&["\n4711"], None),
            (&["4711\0"], None),
            (&["\n\0"], None),
            (&["\n0\0"], None),
            (&["\n1\0"], None),
            (&["\n47x11\0"], None),
            (&["\n-4711\0"], None),
            (&["\n99999999999\0"], None),
        ] {
            let mut head = Head::default();
            for piece in said {
                head.strip(piece.as_bytes());
            }
            assert_eq!(head.group(), group, "{said:?}");
        }
        assert_eq!(signalling(4711, Signal::Term).text(), "kill -TERM -- -4711\n");
    }

    #[test]
    fn a_zero_byte_does_not_cut_a_script_short() {
        assert_eq!(input("echo a\0; rm b", None, b""), b"echo a; rm b\0");
        assert_eq!(input("cat", Some("a\nb\0"), b"rest"), b"cat\0ab\nrest");
        assert_eq!(input("", Some(&"x".repeat(5000)), b"").len(), PASSWORD_BYTES + 2);
    }

    #[test]
    fn a_script_that_calls_sudo_is_told_from_one_that_names_it() {
        for script in ["sudo -n id", "x=$(sudo id)", "true;sudo id", "if\n  sudo\tid", "a | sudo tee b"] {
            assert!(uses_sudo(script), "{script}");
        }
        for script in ["cat /etc/sudoers", "visudo", "cat sudo.conf", "man -k sudo-rs", "ls /usr/bin/sudo"] {
            assert!(!uses_sudo(script), "{script}");
        }
    }
}
