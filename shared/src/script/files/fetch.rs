//! Between the target and the person's own computer: what one script packs for it, and the folders for what comes.

use super::{Deed, Place};
use crate::script::{
    Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools, command, word,
};

/// Packs files, with everything in them, into an archive that the browser saves: nothing of it stays on the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// Where they are.
    pub directory: Path,
    /// Which; none of them means everything that is there, for instance where a link leads to.
    pub names: Vec<Name>,
}

impl Fetch {
    /// What the archive is called: after the one thing that is in it, or after where the things are.
    fn archive(&self) -> Option<Name> {
        let what = if let [name] = &self.names[..] { Some(name.clone()) } else { self.directory.name() };
        let named = |stem: &[u8]| Name::parse([stem, b".tar.gz"].concat());
        // A name may be too long with an end to it, and `/` has none.
        what.and_then(|what| named(what.bytes())).or_else(|| named(b"files"))
    }
}

impl Action for Fetch {
    type Outcome = ();

    fn title(&self) -> Title {
        let archive = self.archive().map(|name| name.text()).unwrap_or_default();
        let place = self.directory.name().filter(|_| self.names.is_empty());
        let title = match place {
            Some(place) => Title::one(Deed::Fetch, place.text()),
            None => Title::many(Deed::Fetch, &self.names),
        };
        title.to(archive)
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Tar)?;
        let place = Place::of(&self.directory, tools);
        let everything = self.names.is_empty().then(|| ".".to_owned());
        let words = self.names.iter().map(Name::word).chain(everything);
        let pack = command(&format!("{} --", place.tar("-czf -")), words);
        Ok(place.begin().line("# The archive becomes a file on your computer.").line(pack))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn saved_as(&self) -> Option<Name> {
        self.archive()
    }
}

/// Makes the folders that files come into. It is never root's to do: what comes goes by SFTP, as whoever signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeTree {
    /// Where.
    pub directory: Path,
    /// Which, each by the names on the way to it; those above come before those within.
    pub folders: Vec<Vec<Name>>,
}

impl MakeTree {
    /// A word for each folder.
    fn words(&self) -> impl DoubleEndedIterator<Item = String> {
        let path = |way: &Vec<Name>| way.iter().map(Name::bytes).collect::<Vec<_>>().join(&b'/');
        self.folders.iter().map(move |way| word(&path(way)))
    }
}

impl Action for MakeTree {
    type Outcome = ();

    fn title(&self) -> Title {
        let what = self.folders.first().and_then(|way| way.first()).map(Name::text).unwrap_or_default();
        Title { count: self.folders.len(), ..Title::one(Deed::MakeTree, what) }
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, _: &Tools) -> Result<Script, Missing> {
        let script = Script::within(&self.directory);
        Ok(script
            .line("# Those that are there already stay as they are.")
            .line(command("mkdir -p --", self.words())))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// They go only if they are still empty.
    fn undo(&self, _: &Tools) -> Option<Script> {
        Some(Script::within(&self.directory).line(command("rmdir --", self.words().rev())))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::names;
    use super::{Action as _, Fetch};
    use crate::script::Path;

    fn saved_as(directory: &str, chosen: &[&str]) -> Option<String> {
        let directory = Path::parse(directory.as_bytes()).unwrap();
        Fetch { directory, names: names(chosen) }.saved_as().map(|name| name.text())
    }

    #[test]
    fn an_archive_is_called_after_what_is_in_it() {
        assert_eq!(saved_as("/srv/www", &["site"]).as_deref(), Some("site.tar.gz"));
        assert_eq!(saved_as("/srv/www", &[]).as_deref(), Some("www.tar.gz"));
        assert_eq!(saved_as("/srv/www", &["a", "b"]).as_deref(), Some("www.tar.gz"));
        assert_eq!(saved_as("/", &["etc", "opt"]).as_deref(), Some("files.tar.gz"));
        assert_eq!(saved_as("/srv", &[&"n".repeat(250)]).as_deref(), Some("files.tar.gz"));
    }
}
