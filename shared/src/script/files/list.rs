//! What is in a directory.

use super::{Deed, inside};
use crate::script::{Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools};

/// Lists a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Which.
    pub directory: Path,
}

/// What is in a directory, in no order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Listing {
    /// Each file in it.
    pub entries: Vec<Entry>,
}

/// A file in a directory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub kind: Kind,
    /// Its permissions.
    pub mode: Mode,
    /// Its size, in bytes.
    pub size: u64,
    /// When its content changed, in seconds since 1970-01-01 UTC.
    pub modified: i64,
    /// Who owns it: a name, or the number of one that has none.
    pub owner: String,
    /// Its group.
    pub group: String,
    /// Where it leads, if it is a symbolic link: what is there, and the text of the link.
    pub link: Option<(Option<Kind>, Vec<u8>)>,
}

impl Entry {
    /// Whether opening it shows a directory.
    #[must_use]
    pub fn is_directory(&self) -> bool {
        self.kind == Kind::Directory || matches!(self.link, Some((Some(Kind::Directory), _)))
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A directory.
    Directory,
    /// A regular file.
    File,
    /// A symbolic link.
    Link,
    /// A character or block device.
    Device,
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
}

impl Kind {
    /// By the letter of `find -printf %y`; none for a link that leads nowhere.
    fn of_letter(letter: u8) -> Option<Self> {
        match letter {
            b'd' => Some(Self::Directory),
            b'f' => Some(Self::File),
            b'l' => Some(Self::Link),
            b'b' | b'c' => Some(Self::Device),
            b'p' => Some(Self::Pipe),
            b's' => Some(Self::Socket),
            _ => None,
        }
    }

    /// By the type bits of `st_mode` (inode(7)).
    fn of_bits(mode: u32) -> Option<Self> {
        match mode >> 12 {
            0o04 => Some(Self::Directory),
            0o10 => Some(Self::File),
            0o12 => Some(Self::Link),
            0o02 | 0o06 => Some(Self::Device),
            0o01 => Some(Self::Pipe),
            0o14 => Some(Self::Socket),
            _ => None,
        }
    }

    /// The letter `ls -l` begins with.
    fn letter(self) -> char {
        match self {
            Self::Directory => 'd',
            Self::File => '-',
            Self::Link => 'l',
            Self::Device => 'b',
            Self::Pipe => 'p',
            Self::Socket => 's',
        }
    }
}

/// Permissions: the lower twelve bits of `st_mode` (inode(7)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mode(u16);

impl Mode {
    /// By its bits; none beyond `7777`.
    #[must_use]
    pub fn new(bits: u16) -> Option<Self> {
        (bits <= 0o7777).then_some(Self(bits))
    }

    /// Reads octal digits, as `chmod` takes them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_octal = !text.is_empty() && text.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
        if is_octal { u16::from_str_radix(text, 8).ok().and_then(Self::new) } else { None }
    }

    /// Its bits.
    #[must_use]
    pub fn bits(self) -> u16 {
        self.0
    }

    /// Three octal digits, or four where the first says something.
    #[must_use]
    pub fn octal(self) -> String {
        format!("{:03o}", self.0)
    }

    /// As `ls -l` shows it for a file of this kind, ten characters.
    #[must_use]
    pub fn symbolic(self, kind: Kind) -> String {
        let mut text = String::from(kind.letter());
        for (shift, special, set, unset) in
            [(6, 0o4000, 's', 'S'), (3, 0o2000, 's', 'S'), (0, 0o1000, 't', 'T')]
        {
            let bits = self.0 >> shift;
            text.push(if bits & 4 != 0 { 'r' } else { '-' });
            text.push(if bits & 2 != 0 { 'w' } else { '-' });
            text.push(match (bits & 1 != 0, self.0 & special != 0) {
                (true, false) => 'x',
                (false, false) => '-',
                (true, true) => set,
                (false, true) => unset,
            });
        }
        text
    }
}

impl Action for List {
    type Outcome = Listing;

    fn title(&self) -> Title {
        Title::one(Deed::List, self.directory.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Find)?;
        // Not `cd`: a directory that only root may enter is listed through `sudo`.
        let find = tools.as_chosen(&format!("find {} -mindepth 1 -maxdepth 1", inside(&self.directory)));
        if tools.find_prints {
            // Type, type of what a link leads to, mode, size, time; then what may hold anything, each with a zero byte.
            return Ok(Script::careful()
                .line(format!(r"LC_ALL=C {find} \"))
                .line(r"  -printf '%y%Y %m %s %T@\0%u\0%g\0%f\0%l\0'"));
        }
        tools.need(Tool::Stat)?;
        Ok(Script::careful()
            .line("export LC_ALL=C")
            .line("# No name holds a slash: it ends each of them.")
            .line(format!(r"{find} \"))
            .line("  -exec stat -c '%f %s %Y %U/%G/%n/' {} +")
            .line(r"printf '\0'")
            .line("# Where links lead, and to what.")
            .line(format!("{find} -type l -exec sh -c '"))
            .line("  for link; do")
            .line(r#"    printf "%s\0" "${link##*/}""#)
            .line(r#"    readlink "$link""#)
            .line(r#"    if [ -d "$link" ]; then echo d; elif [ -e "$link" ]; then echo f; else echo N; fi"#)
            .line(r#"    printf "\0""#)
            .line("  done' sh {} +"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Listing, Failure> {
        // A file that vanished meanwhile makes `find` fail, and is no reason to show nothing.
        if ran.status.is_none() || (ran.status != Some(0) && ran.stdout.is_empty()) {
            return Err(Failure::Failed);
        }
        let output = &ran.stdout;
        let entries = match output.first() {
            None => Some(Vec::new()),
            Some(first) if first.is_ascii_alphabetic() && output.get(2) == Some(&b' ') => printed(output),
            Some(_) => stated(output, &self.directory),
        };
        entries.map(|entries| Listing { entries }).ok_or(Failure::Garbled)
    }
}

/// Reads what `find -printf` wrote.
fn printed(output: &[u8]) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut rest = Fields(output);
    while !rest.0.is_empty() {
        let facts = rest.until(0)?;
        let (owner, group, name, link) = (rest.until(0)?, rest.until(0)?, rest.until(0)?, rest.until(0)?);
        let mut facts = facts.split(|byte| *byte == b' ');
        let [kind, target] = *facts.next()? else { return None };
        let kind = Kind::of_letter(kind)?;
        let mode = Mode::parse(std::str::from_utf8(facts.next()?).ok()?)?;
        let (size, time) = (number(facts.next()?)?, facts.next()?);
        let seconds = time.split(|byte| *byte == b'.').next()?;
        entries.push(Entry {
            name: Name::parse(name)?,
            kind,
            mode,
            size,
            modified: number(seconds)?,
            owner: text(owner),
            group: text(group),
            link: (kind == Kind::Link).then(|| (Kind::of_letter(target), link.to_vec())),
        });
    }
    Some(entries)
}

/// Reads what `stat -c` wrote, then where links lead.
fn stated(output: &[u8], directory: &Path) -> Option<Vec<Entry>> {
    let slash: &[u8] = if *directory == Path::root() { b"." } else { b"/." };
    let inside = [directory.bytes(), slash, b"/"].concat();
    let mut entries = Vec::new();
    let mut rest = Fields(output);
    while !matches!(rest.0.first(), None | Some(0)) {
        let mode = u32::from_str_radix(std::str::from_utf8(rest.until(b' ')?).ok()?, 16).ok()?;
        let (size, modified) = (number(rest.until(b' ')?)?, number(rest.until(b' ')?)?);
        let (owner, group) = (text(rest.until(b'/')?), text(rest.until(b'/')?));
        rest = Fields(rest.0.strip_prefix(inside.as_slice())?);
        let name = Name::parse(rest.until(b'/')?)?;
        if !rest.until(b'\n')?.is_empty() {
            return None;
        }
        let kind = Kind::of_bits(mode)?;
        let link = (kind == Kind::Link).then(|| (None, Vec::new()));
        let mode = Mode::new((mode & 0o7777) as u16)?;
        entries.push(Entry { name, kind, mode, size, modified, owner, group, link });
    }
    rest.until(0);
    let mut links = std::collections::BTreeMap::new();
    while !rest.0.is_empty() {
        let (name, said) = (rest.until(0)?, rest.until(0)?);
        // The link's text may hold line breaks; the letter after the last one does not belong to it.
        let said = said.strip_suffix(b"\n")?;
        let (letter, to) = said.split_last()?;
        links.insert(name, (Kind::of_letter(*letter), to.strip_suffix(b"\n").unwrap_or(to).to_vec()));
    }
    for entry in entries.iter_mut().filter(|entry| entry.link.is_some()) {
        if let Some(link) = links.remove(entry.name.bytes()) {
            entry.link = Some(link);
        }
    }
    Some(entries)
}

/// Bytes that are read piece by piece.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// What comes before the next `end`, which is passed over.
    fn until(&mut self, end: u8) -> Option<&'a [u8]> {
        let at = self.0.iter().position(|byte| *byte == end)?;
        let (field, rest) = self.0.split_at(at);
        self.0 = &rest[1..];
        Some(field)
    }
}

fn number<T: std::str::FromStr>(digits: &[u8]) -> Option<T> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Kind, List, Mode, Path};
    use crate::script::{Action as _, Failure, Ran};

    fn ran(stdout: impl Into<Vec<u8>>) -> Ran {
        Ran { stdout: stdout.into(), status: Some(0), ..Ran::default() }
    }

    fn list() -> List {
        List { directory: Path::root() }
    }

    #[test]
    fn a_listing_is_read_whatever_the_names_hold() {
        let output =
            b"ff 644 12 1700000000.5\0ops\0domain users\0a\nb \xff\0\0ld 777 3 -1.0\0root\x000\0l\0/srv\0";
        let listing = list().outcome(&ran(*output)).unwrap();
        let [file, link] = &listing.entries[..] else { panic!("{listing:?}") };
        assert_eq!((file.name.bytes(), file.group.as_str()), (&b"a\nb \xff"[..], "domain users"));
        assert_eq!((file.size, file.modified, file.mode.octal().as_str()), (12, 1_700_000_000, "644"));
        assert_eq!(link.link, Some((Some(Kind::Directory), b"/srv".to_vec())));
        assert!(link.is_directory() && !file.is_directory());
        assert_eq!(link.modified, -1);
    }

    #[test]
    fn what_busybox_states_is_read_too() {
        let output = b"81a4 12 1700000000 root/root//./a\nb/\na1ff 4 5 ops/ops//./l/\n\0l\0../x\nN\n\0";
        let listing = list().outcome(&ran(*output)).unwrap();
        let [file, link] = &listing.entries[..] else { panic!("{listing:?}") };
        assert_eq!((file.name.bytes(), file.kind, file.size), (&b"a\nb"[..], Kind::File, 12));
        assert_eq!(link.link, Some((None, b"../x".to_vec())));
    }

    #[test]
    fn an_empty_directory_is_empty_and_a_refused_one_is_not() {
        assert!(list().outcome(&ran(*b"")).unwrap().entries.is_empty());
        assert_eq!(list().outcome(&Ran { status: Some(1), ..Ran::default() }), Err(Failure::Failed));
    }

    #[test]
    fn modes_look_as_ls_shows_them() {
        for (octal, kind, shown) in [
            ("644", Kind::File, "-rw-r--r--"),
            ("2775", Kind::Directory, "drwxrwsr-x"),
            ("1777", Kind::Directory, "drwxrwxrwt"),
            ("4644", Kind::File, "-rwSr--r--"),
            ("000", Kind::File, "----------"),
        ] {
            let mode = Mode::parse(octal).unwrap();
            assert_eq!((mode.symbolic(kind).as_str(), mode.octal().as_str()), (shown, octal));
        }
        for bad in ["", "8", "10000", "-1", "+7", "u+x"] {
            assert_eq!(Mode::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_target_prints_is_read_or_refused(output in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = list().outcome(&ran(output));
        }
    }
}
