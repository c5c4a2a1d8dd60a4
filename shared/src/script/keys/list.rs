//! Which keys let in.

use super::Deed;
use crate::script::users::Account;
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools};

/// Lists the keys that let in the user who is signed in; as root, those of everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List;

/// A key that lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Whom.
    pub user: Account,
    /// Its line in `authorized_keys`.
    pub line: Vec<u8>,
    /// What `ssh-keygen` says of it; nothing where the target has no such program.
    pub said: Option<Said>,
}

/// What `ssh-keygen -l` says of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its size in bits.
    pub bits: u32,
    /// `SHA256:` and base64.
    pub fingerprint: String,
    /// Its comment.
    pub comment: String,
    /// `ED25519`, `RSA`.
    pub kind: String,
}

impl Action for List {
    type Outcome = Vec<Key>;

    fn title(&self) -> Title {
        Title::one(Deed::List, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let is_everybody = tools.is_root() || tools.uid == 0;
        let users = if is_everybody { "getent passwd || cat /etc/passwd" } else { "" };
        let said = if tools.has(Tool::SshKeygen) {
            r#""$(ssh-keygen -lf - <<<"$key" 2>/dev/null || true)""#
        } else {
            "''"
        };
        let show = Script::default()
            .line("# Each key with its user, and what ssh-keygen says of it.")
            .line("show() {")
            .line("  while IFS= read -r key || [ -n \"$key\" ]; do")
            .line("    case $key in '' | '#'*) continue ;; esac")
            .line(format!(r#"    printf '%s\0' "$1" "$key" {said}"#))
            .line("  done")
            .line("}");
        let cat = tools.as_chosen(r#"cat -- "$home/.ssh/authorized_keys""#);
        Ok(if is_everybody {
            show.line(format!("{{ {users}; }} | while IFS=: read -r user _ _ _ _ home _; do"))
                .line(format!(r#"  show "$user" < <({cat} </dev/null 2>/dev/null)"#))
                .line("done")
        } else {
            show.line("cd || exit")
                .line("[ ! -e .ssh/authorized_keys ] || show \"$(id -un)\" <.ssh/authorized_keys")
        })
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Key>, Failure> {
        let output = ran.output()?;
        let mut fields: Vec<&[u8]> = output.split(|byte| *byte == 0).collect();
        if fields.pop() != Some(b"") {
            return Err(Failure::Garbled);
        }
        let (keys, []) = fields.as_chunks::<3>() else { return Err(Failure::Garbled) };
        // Whose name scripts cannot take has keys that cannot be changed here.
        let read = |[user, line, said]: &[&[u8]; 3]| {
            let user = Account::parse(std::str::from_utf8(user).ok()?)?;
            Some(Key { user, line: line.to_vec(), said: Said::read(&String::from_utf8_lossy(said)) })
        };
        Ok(keys.iter().filter_map(read).collect())
    }
}

impl Said {
    /// `256 SHA256:… comment (ED25519)`.
    fn read(text: &str) -> Option<Self> {
        let (bits, rest) = text.split_once(' ')?;
        let (fingerprint, rest) = rest.split_once(' ')?;
        let (comment, kind) = rest.rsplit_once('(')?;
        Some(Self {
            bits: bits.parse().ok()?,
            fingerprint: fingerprint.strip_prefix("SHA256:").map(|_| fingerprint.to_owned())?,
            comment: comment.trim().to_owned(),
            kind: kind.strip_suffix(')')?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Key, List};
    use crate::script::{Action as _, Failure, Ran};

    fn read(text: &str) -> Result<Vec<Key>, Failure> {
        List.outcome(&Ran { stdout: text.into(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn keys_are_read_with_what_is_said_of_them() {
        let keys =
            read("ops\0ssh-ed25519 AAAA a (b)\x00256 SHA256:abc a (b) (ED25519)\0ops\0junk\0\0").unwrap();
        let [key, junk] = &keys[..] else { panic!("{keys:?}") };
        let said = key.said.as_ref().unwrap();
        assert_eq!(
            (said.bits, &*said.fingerprint, &*said.comment, &*said.kind),
            (256, "SHA256:abc", "a (b)", "ED25519")
        );
        assert_eq!((&*junk.line, &junk.said), (&b"junk"[..], &None));
        assert_eq!(read("").unwrap(), []);
        assert_eq!(read("hello"), Err(Failure::Garbled));
        assert_eq!(read("a\0b\0"), Err(Failure::Garbled));
    }
}
