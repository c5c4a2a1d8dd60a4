//! What can be learned of files: room, size, digests, how they begin.

use super::{Deed, Place, operand};
use crate::script::{Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools, command};

/// Learns how much room is left where a directory is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// The directory.
    pub directory: Path,
}

/// How much room there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceLeft {
    /// Size of the file system, in bytes.
    pub size: u64,
    /// What this user may still write, in bytes.
    pub free: u64,
    /// Where it is mounted.
    pub mount: String,
}

/// Measures trees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Where they are.
    pub directory: Path,
    /// Which.
    pub names: Vec<Name>,
}

/// A tree, measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// Its name.
    pub name: Vec<u8>,
    /// What it takes on its file system, in bytes.
    pub bytes: u64,
}

/// Computes SHA-256 digests (FIPS 180-4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checksum {
    /// Where the files are.
    pub directory: Path,
    /// Which.
    pub names: Vec<Name>,
}

/// The digest of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Its name.
    pub name: Name,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

/// Reads the beginning of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peek {
    /// Where it is.
    pub directory: Path,
    /// Which.
    pub name: Name,
}

impl Peek {
    /// How much is read, in bytes.
    pub const BYTES: usize = 64 * 1024;
}

impl Action for Peek {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Peek, self.name.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let head = tools.as_chosen(&format!("head -c {} --", Self::BYTES));
        let place = Place::of(&self.directory, tools);
        Ok(place.begin().line(command(&head, [place.operand(&self.name)])))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}

impl Action for Space {
    type Outcome = SpaceLeft;

    fn title(&self) -> Title {
        Title::one(Deed::Space, self.directory.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, _: &Tools) -> Result<Script, Missing> {
        Ok(Script::within(&self.directory).line("LC_ALL=C df -Pk ."))
    }

    /// `df -P` (POSIX, df(1p)): one line of six fields after the heading, the last of which may hold spaces.
    fn outcome(&self, ran: &Ran) -> Result<SpaceLeft, Failure> {
        let output = String::from_utf8_lossy(ran.output()?).into_owned();
        let line = output.lines().nth(1).ok_or(Failure::Garbled)?;
        // What stands before the figures may hold spaces too; the first figure that is followed by two more counts.
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_number = |word: &str| word.parse::<u64>().is_ok();
        let at = words.windows(4).position(|w| w[..3].iter().all(|w| is_number(w)) && w[3].ends_with('%'));
        let at = at.ok_or(Failure::Garbled)?;
        let bytes =
            |word: &str| word.parse::<u64>().ok().and_then(|k| k.checked_mul(1024)).ok_or(Failure::Garbled);
        Ok(SpaceLeft {
            size: bytes(words[at])?,
            free: bytes(words[at + 2])?,
            mount: words[at + 4..].join(" "),
        })
    }
}

impl Action for Measure {
    type Outcome = Vec<Tree>;

    fn title(&self) -> Title {
        Title::many(Deed::Measure, &self.names)
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Du)?;
        let script = Script::within(&self.directory);
        if tools.is_gnu {
            return Ok(script.command("LC_ALL=C du -skx0 --", &self.names));
        }
        let names = command("for name in", self.names.iter().map(Name::word));
        Ok(script
            .line(names + "; do")
            .line(r#"  printf '%d\t%s\0' "$(du -skx -- "./$name" | awk '{ print $1; exit }')" "$name""#)
            .line("done"))
    }

    /// What could not be read within a tree makes `du` fail; what it measured is still worth showing.
    fn outcome(&self, ran: &Ran) -> Result<Vec<Tree>, Failure> {
        if ran.stdout.is_empty() {
            ran.done()?;
        }
        let output = ran.stdout.strip_suffix(b"\0").unwrap_or(&ran.stdout);
        if output.is_empty() {
            return Ok(Vec::new());
        }
        let read = |line: &[u8]| {
            let at = line.iter().position(|byte| *byte == b'\t')?;
            let kilobytes: u64 = std::str::from_utf8(&line[..at]).ok()?.parse().ok()?;
            Some(Tree { name: line[at + 1..].to_vec(), bytes: kilobytes.checked_mul(1024)? })
        };
        output.split(|byte| *byte == 0).map(read).collect::<Option<_>>().ok_or(Failure::Garbled)
    }
}

impl Action for Checksum {
    type Outcome = Vec<Digest>;

    fn title(&self) -> Title {
        Title::many(Deed::Checksum, &self.names)
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Sha256sum)?;
        Ok(Script::within(&self.directory).line(command("sha256sum --", self.names.iter().map(operand))))
    }

    /// One line a file, in the order asked for.
    fn outcome(&self, ran: &Ran) -> Result<Vec<Digest>, Failure> {
        let mut rest = ran.output()?;
        let mut digest = |name: &Name| {
            let (sha256, after) = digest_of(name, rest)?;
            rest = after;
            Some(Digest { name: name.clone(), sha256 })
        };
        let digests = self.names.iter().map(&mut digest).collect::<Option<_>>().ok_or(Failure::Garbled)?;
        if rest.is_empty() { Ok(digests) } else { Err(Failure::Garbled) }
    }
}

/// Reads the line of this file: its digest, and what follows the line.
///
/// A backslash before the digest says that the name is escaped, and so has no line break (sha256sum(1)). Busybox
/// escapes nothing: then the name is looked for as it is, for what follows a line break in it may look like a line.
fn digest_of<'a>(name: &Name, output: &'a [u8]) -> Option<(String, &'a [u8])> {
    let (line, is_escaped) = match output.strip_prefix(b"\\") {
        Some(line) => (line, true),
        None => (output, false),
    };
    let (digest, rest) = line.split_at_checked(64)?;
    let rest = rest.strip_prefix(b"  ")?;
    let rest = if is_escaped {
        &rest[rest.iter().position(|byte| *byte == b'\n')? + 1..]
    } else {
        let rest = if name.bytes() == b"-" { rest.strip_prefix(b"./")? } else { rest };
        rest.strip_prefix(name.bytes())?.strip_prefix(b"\n")?
    };
    let is_digest = digest.iter().all(u8::is_ascii_hexdigit);
    is_digest.then(|| (String::from_utf8_lossy(digest).into_owned(), rest))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Checksum, Measure, Path, Space, SpaceLeft, Tree};
    use crate::script::files::names;
    use crate::script::{Action as _, Failure, Ran};

    #[test]
    fn df_is_read_whatever_is_mounted_where() {
        let action = Space { directory: Path::root() };
        let heading = "Filesystem 1024-blocks Used Available Capacity Mounted on\n";
        for (line, mount) in
            [("/dev/vdb 200 76 115 40% /srv", "/srv"), ("//nas/my share 200 76 115 40% /a b", "/a b")]
        {
            let ran = Ran { stdout: format!("{heading}{line}\n").into(), status: Some(0), ..Ran::default() };
            let left = SpaceLeft { size: 200 * 1024, free: 115 * 1024, mount: mount.into() };
            assert_eq!(action.outcome(&ran), Ok(left));
        }
    }

    #[test]
    fn a_name_that_looks_like_a_line_is_not_taken_for_one() {
        let (one, two) = ("1".repeat(64), "2".repeat(64));
        let said = |names_: &[&str], stdout: String| {
            let action = Checksum { directory: Path::root(), names: names(names_) };
            let ran = Ran { stdout: stdout.into(), status: Some(0), ..Ran::default() };
            let digests = action.outcome(&ran)?;
            Ok(digests.into_iter().map(|digest| digest.sha256).collect::<Vec<_>>())
        };
        let hostile = format!("a\n{two}  b");
        let both = Ok(vec![one.clone(), one.clone()]);
        assert_eq!(said(&[&hostile, "b"], format!("{one}  {hostile}\n{one}  b\n")), both);
        assert_eq!(said(&[&hostile, "b"], format!("\\{one}  a\\n{two}  b\n{one}  b\n")), both);
        assert_eq!(said(&["a", "b"], format!("{one}  {hostile}\n")), Ok(vec![one.clone(), two]));
        assert_eq!(said(&["a"], format!("{one}  {hostile}\n")), Err(Failure::Garbled));
        assert_eq!(said(&["a"], "1  a\n".into()), Err(Failure::Garbled));
    }

    #[test]
    fn a_tree_that_could_be_read_in_part_is_shown() {
        let action = Measure { directory: Path::root(), names: names(&["a"]) };
        let ran = Ran { stdout: b"8\ta\0".to_vec(), status: Some(1), ..Ran::default() };
        assert_eq!(action.outcome(&ran), Ok(vec![Tree { name: b"a".to_vec(), bytes: 8192 }]));
        assert!(action.outcome(&Ran { status: Some(1), ..Ran::default() }).is_err());
    }
}
