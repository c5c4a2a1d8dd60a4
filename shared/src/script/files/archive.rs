//! Archives: what they are by their name, and new ones of what is in a directory.

use super::{Deed, Place, operand, refuse_to_overwrite};
use crate::script::{
    Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools, command, word,
};

/// What an archive is, as the end of its name says.
#[expect(missing_docs, reason = "each is what `suffix` says")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    TarGz,
    TarZst,
    Zip,
    Tar,
    TarXz,
    TarBz2,
    /// One file.
    Gz,
}

impl Format {
    /// What can be made.
    pub const MADE: [Self; 3] = [Self::TarGz, Self::TarZst, Self::Zip];

    /// What a name of it ends with.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::TarGz => ".tar.gz",
            Self::TarZst => ".tar.zst",
            Self::Zip => ".zip",
            Self::Tar => ".tar",
            Self::TarXz => ".tar.xz",
            Self::TarBz2 => ".tar.bz2",
            Self::Gz => ".gz",
        }
    }

    /// What a file of this name is, and its name without what says so; none if it is no archive.
    #[must_use]
    pub fn of(name: &Name) -> Option<(Self, Name)> {
        // `.gz` is the end of other names too, and comes last.
        let ends = [
            (".tar.gz", Self::TarGz),
            (".tgz", Self::TarGz),
            (".tar.zst", Self::TarZst),
            (".tzst", Self::TarZst),
            (".tar.xz", Self::TarXz),
            (".txz", Self::TarXz),
            (".tar.bz2", Self::TarBz2),
            (".tbz2", Self::TarBz2),
            (".tar", Self::Tar),
            (".zip", Self::Zip),
            (".gz", Self::Gz),
        ];
        ends.into_iter().find_map(|(end, format)| {
            let (stem, suffix) = name.bytes().split_at_checked(name.bytes().len().checked_sub(end.len())?)?;
            let stem = suffix.eq_ignore_ascii_case(end.as_bytes()).then(|| Name::parse(stem))??;
            Some((format, stem))
        })
    }
}

/// Makes an archive of files, with everything in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compress {
    /// Where they are, and where it comes to be.
    pub directory: Path,
    /// Which.
    pub names: Vec<Name>,
    /// What it is called.
    pub archive: Name,
    /// What it is: one of [`Format::MADE`].
    pub format: Format,
}

impl Action for Compress {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::many(Deed::Compress, &self.names).to(self.archive.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let place = Place::of(&self.directory, tools);
        let archive = place.archive(&self.archive);
        let names = || self.names.iter().map(Name::word);
        let pack = match self.format {
            Format::Zip => {
                tools.need(Tool::Zip)?;
                command(&format!("{} --", self.zip(tools, &archive)), self.names.iter().map(operand))
            }
            Format::TarZst => {
                tools.need(Tool::Tar)?;
                tools.need(Tool::Zstd)?;
                let pack = command(&format!("{} --", place.tar("-cf -")), names());
                format!("{pack} | {}", tools.as_chosen(&format!("zstd -qo {archive}")))
            }
            Format::Gz | Format::Tar | Format::TarGz | Format::TarXz | Format::TarBz2 => {
                tools.need(Tool::Tar)?;
                command(&format!("{} --", place.tar(&format!("-czf {archive}"))), names())
            }
        };
        let gone = tools.as_chosen(&format!("rm -f -- {archive}"));
        Ok(piped(place.begin(), self.format)
            .line(refuse_to_overwrite(&place.word(&self.archive), tools))
            .line("# Half an archive is none.")
            .line(format!("clean() {{ {gone}; }}"))
            .line("trap clean EXIT")
            .line(pack)
            .line("trap - EXIT"))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let place = Place::of(&self.directory, tools);
        Some(place.run(place.begin(), "rm --", std::slice::from_ref(&self.archive)))
    }
}

impl Compress {
    /// The beginning of `zip`: links as links, no name is a pattern, and each is there. It knows no directory to begin in.
    fn zip(&self, tools: &Tools, archive: &str) -> String {
        let zip = format!("zip -qry -nw -MM {archive}");
        if !tools.is_root() {
            return zip;
        }
        let zip = r#"cd -- "$0" && archive=$1 && shift 2 && exec zip -qry -nw -MM "$archive" -- "$@""#;
        tools.as_chosen(&format!("sh -c {} {} {archive}", word(zip.as_bytes()), self.directory.word()))
    }
}

/// A pipe fails with any of its commands; what is not made or read by one needs nothing.
pub(super) fn piped(script: Script, format: Format) -> Script {
    if format == Format::TarZst { script.line("set -o pipefail") } else { script }
}

impl Place<'_> {
    /// The word for an archive: a colon alone would be another machine to `tar`, a hyphen an option or standard output.
    pub(super) fn archive(self, name: &Name) -> String {
        let is_odd = name.bytes().starts_with(b"-") || name.bytes().contains(&b':');
        if is_odd && !self.tools.is_root() {
            return word(&[b"./", name.bytes()].concat());
        }
        self.word(name)
    }

    /// The beginning of `tar` in this directory.
    pub(super) fn tar(self, how: &str) -> String {
        if !self.tools.is_root() {
            return format!("tar {how}");
        }
        self.tools.as_chosen(&format!("tar {how} -C {}", self.directory.word()))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Format;
    use crate::script::Name;

    #[test]
    fn the_end_of_a_name_says_what_an_archive_is() {
        for (name, expected) in [
            ("site-2.41.0.tar.zst", Some((Format::TarZst, "site-2.41.0"))),
            ("SITE.TGZ", Some((Format::TarGz, "SITE"))),
            ("a.tar.gz", Some((Format::TarGz, "a"))),
            ("access.log.gz", Some((Format::Gz, "access.log"))),
            ("a.tar", Some((Format::Tar, "a"))),
            (".zip", None),
            ("zip", None),
            ("..zip", None),
            ("a.gzip", None),
        ] {
            let read = Format::of(&Name::parse(name).unwrap());
            let read = read.as_ref().map(|(format, stem)| (*format, stem.text()));
            assert_eq!(read, expected.map(|(format, stem)| (format, stem.to_owned())), "{name}");
        }
    }
}
