//! How a script travels: what an `exec` channel runs, what goes to its standard input, what comes before its output.

/// The command of the channel: bash takes the script from standard input, up to a zero byte, and runs it as it is.
///
/// A login shell of any kind hands this one line on: nothing in its single quotes means anything to one. What its start files print comes before the
/// zero byte that begins the output, and is dropped. A script that arrives in part is not run.
pub const COMMAND: &str = r#"exec bash --norc -c 'printf "\0"; IFS= read -rd "" script && eval "$script"'"#;

/// The same for a script that uses `sudo` with a password.
///
/// `sudo` reads it from standard input, before anything else there, and remembers it for this bash (sudoers(5),
/// `timestamp_type`): the script's own `sudo -n` needs none.
pub const SUDO_COMMAND: &str = concat!(
    r#"exec bash --norc -c 'printf "\0"; IFS= read -rd "" script && "#,
    r#"sudo -S -p "" -v && eval "$script"'"#
);

/// What goes to standard input: the script, then the password of `sudo` if it takes one, then what the script itself
/// reads. A zero byte in a script would end it early and is left out, as is a line break in a password.
#[must_use]
pub fn input(script: &str, password: Option<&str>, rest: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = script.bytes().filter(|byte| *byte != 0).collect();
    bytes.push(0);
    if let Some(password) = password {
        bytes.extend(password.bytes().filter(|byte| *byte != b'\n'));
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(rest);
    bytes
}

/// Drops what comes before a script's own output.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head {
    is_past: bool,
}

impl Head {
    /// Of these bytes of standard output, what is the script's.
    pub fn strip<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        if self.is_past {
            return bytes;
        }
        match bytes.iter().position(|byte| *byte == 0) {
            Some(at) => {
                self.is_past = true;
                &bytes[at + 1..]
            }
            None => &[],
        }
    }

    /// Whether the script's bash has begun.
    #[must_use]
    pub fn is_past(self) -> bool {
        self.is_past
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Head, input};

    #[test]
    fn what_start_files_print_is_dropped() {
        let mut head = Head::default();
        assert_eq!(head.strip(b"Welcome!\n"), b"");
        assert!(!head.is_past());
        assert_eq!(head.strip(b"more\0out"), b"out");
        assert_eq!(head.strip(b"\0put"), b"\0put");
    }

    #[test]
    fn a_zero_byte_does_not_cut_a_script_short() {
        assert_eq!(input("echo a\0; rm b", None, b""), b"echo a; rm b\0");
        assert_eq!(input("cat", Some("a\nb"), b"rest"), b"cat\0ab\nrest");
    }
}
