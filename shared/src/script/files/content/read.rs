//! Reading a file, with what has to be known to write it anew.

use super::super::{Deed, Mode, Place, only_files};
use crate::script::{Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools};

/// Reads a file: its beginning, if it is longer than asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFile {
    /// Where it is.
    pub directory: Path,
    /// Which.
    pub name: Name,
    /// How much of it is read at most, in bytes.
    pub most: usize,
}

/// A file, as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// What it holds, or how it begins.
    pub bytes: Vec<u8>,
    /// Whether that is all.
    pub is_whole: bool,
    /// What tells it from another.
    pub was: Fingerprint,
}

/// What tells a file from what it was or will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Its size, in bytes.
    pub size: u64,
    /// When it was changed last, in seconds since 1970-01-01 UTC.
    pub modified: i64,
    /// Its permissions.
    pub mode: Mode,
    /// `owner:group`.
    pub owner: String,
    /// SHA-256 (FIPS 180-4) of what was read of it: 64 hexadecimal digits.
    pub sha256: String,
}

impl ReadFile {
    /// Longest text that can be edited, in bytes.
    pub const TEXT_BYTES: usize = 4 * 1024 * 1024;
    /// Largest picture that is shown, in bytes.
    pub const PICTURE_BYTES: usize = 16 * 1024 * 1024;
}

impl Action for ReadFile {
    type Outcome = Content;

    fn title(&self) -> Title {
        Title::one(Deed::Read, self.name.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Stat)?;
        tools.need(Tool::Sha256sum)?;
        let place = Place::of(&self.directory, tools);
        let word = place.operand(&self.name);
        // A byte more than is wanted tells whether that was all.
        let head = tools.as_chosen(&format!("head -c {} -- {word}", self.most + 1));
        Ok(place
            .begin()
            .line("set -o pipefail")
            .line(only_files(&word, tools))
            .line(format!("was=$({})", tools.as_chosen(&format!("stat -Lc {FACTS} -- {word}"))))
            .line(format!("sum=$({head} | sha256sum)"))
            .line(r#"printf '%s %s\0' "$was" "${sum%% *}""#)
            .line(head))
    }

    fn outcome(&self, ran: &Ran) -> Result<Content, Failure> {
        let output = ran.output()?;
        let at = output.iter().position(|byte| *byte == 0).ok_or(Failure::Garbled)?;
        let was = Fingerprint::read(&output[..at])?;
        let mut bytes = output[at + 1..].to_vec();
        if bytes.len() > self.most + 1 {
            return Err(Failure::Garbled);
        }
        let is_whole = bytes.len() <= self.most;
        bytes.truncate(self.most);
        Ok(Content { bytes, is_whole, was })
    }
}

/// What `stat` is asked for.
pub(super) const FACTS: &str = "'%s %Y %a %U:%G'";

impl Fingerprint {
    /// Reads what `stat` says of [`FACTS`], and a digest. A name of a user may hold spaces.
    pub(super) fn read(line: &[u8]) -> Result<Self, Failure> {
        let line = std::str::from_utf8(line).map_err(|_| Failure::Garbled)?;
        let (facts, sha256) = line.rsplit_once(' ').ok_or(Failure::Garbled)?;
        let mut facts = facts.splitn(4, ' ');
        let mut next = || facts.next().ok_or(Failure::Garbled);
        let is_digest = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_digest {
            return Err(Failure::Garbled);
        }
        Ok(Self {
            size: next()?.parse().map_err(|_| Failure::Garbled)?,
            modified: next()?.parse().map_err(|_| Failure::Garbled)?,
            mode: Mode::parse(next()?).ok_or(Failure::Garbled)?,
            owner: next()?.to_owned(),
            sha256: sha256.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Content, Failure, Fingerprint, Mode, ReadFile};
    use crate::script::files::names;
    use crate::script::{Action as _, Path, Ran};

    fn read(stdout: &[u8]) -> Result<Content, Failure> {
        let [name] = &names(&["a"])[..] else { unreachable!() };
        let action = ReadFile { directory: Path::root(), name: name.clone(), most: 4 };
        action.outcome(&Ran { stdout: stdout.to_vec(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn what_a_file_holds_comes_with_what_it_was() {
        let sha256 = "a".repeat(64);
        let said = |rest: &str| format!("3 -5 644 domain user:www data {sha256}\0{rest}").into_bytes();
        let was = Fingerprint {
            size: 3,
            modified: -5,
            mode: Mode::parse("644").unwrap(),
            owner: "domain user:www data".into(),
            sha256: sha256.clone(),
        };
        assert_eq!(
            read(&said("a\0b")),
            Ok(Content { bytes: b"a\0b".to_vec(), is_whole: true, was: was.clone() })
        );
        assert_eq!(read(&said("abcde")), Ok(Content { bytes: b"abcd".to_vec(), is_whole: false, was }));
        assert_eq!(read(&said("abcdef")), Err(Failure::Garbled));
        assert_eq!(read(format!("3 5 999 a:b {sha256}\0").as_bytes()), Err(Failure::Garbled));
        assert_eq!(read(b"3 5 644 a:b beef\0"), Err(Failure::Garbled));
    }

    proptest! {
        #[test]
        fn whatever_a_target_prints_is_read_or_refused(output in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&output);
        }
    }
}
