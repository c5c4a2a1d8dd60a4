//! The trash of a target, from where files come back: a folder for each time, and a link that leads to where they were.

use super::change::moving;
use super::delete::counting;
use super::{Deed, Place, inside, slashed};
use crate::script::{
    Action, Failure, Missing, Name, Path, Preview, Ran, Risk, Script, Title, Tool, Tools, command,
};

/// Puts files into the trash: a folder of their own below `~/.local/share/postern/trash`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trash {
    /// Where they are.
    pub directory: Path,
    /// Which.
    pub names: Vec<Name>,
    /// Names the folder.
    pub id: TrashId,
}

/// Names one folder of the trash: letters, digits and hyphens. The page makes it of time and chance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrashId(String);

/// Tells where the files in a folder of the trash were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The trash.
    trash: Path,
    /// Names the folder.
    id: TrashId,
}

/// Moves files out of a folder of the trash to where they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutBack {
    /// The folder of the trash.
    pub folder: Path,
    /// Which.
    pub names: Vec<Name>,
    /// Where they were.
    pub to: Path,
}

/// Deletes for good what is in the trash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmptyTrash;

/// The trash of whoever is signed in.
#[must_use]
pub fn trash(tools: &Tools) -> Path {
    [".local", "share", "postern", "trash"].iter().fold(tools.home.clone(), |path, part| below(&path, part))
}

/// What has this name there; the names of the trash are such as files can have.
fn below(directory: &Path, name: &str) -> Path {
    Name::parse(name).map_or(directory.clone(), |name| directory.join(&name))
}

/// The link that leads to where the files of this folder were. It is hidden, and no folder's name begins with a dot.
fn origin(trash: &Path, id: &TrashId) -> Path {
    below(trash, &format!(".from-{}", id.0))
}

impl Default for TrashId {
    fn default() -> Self {
        Self("files".into())
    }
}

impl TrashId {
    /// Reads the name of a folder; none if it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits =
            (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (fits && !text.starts_with('-')).then(|| Self(text.to_owned()))
    }

    /// As it was read.
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl Trash {
    /// Where the files lie afterwards.
    #[must_use]
    pub fn folder(&self, tools: &Tools) -> Path {
        below(&trash(tools), &self.id.0)
    }
}

impl Action for Trash {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::many(Deed::Trash, &self.names)
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let folder = self.folder(tools);
        let place = Place::of(&self.directory, tools);
        let words = place.words(&self.names).chain([slashed(&folder)]);
        Ok(place
            .begin()
            .line(command("mkdir -p -m 700 --", [folder.word()]))
            .line("# A link beside it leads to where they were.")
            .line(command("ln -sfn --", [self.directory.word(), origin(&trash(tools), &self.id).word()]))
            .line(command(&tools.as_chosen("mv -n --"), words)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let folder = self.folder(tools);
        let back = moving(&folder, &self.names, &self.directory, tools);
        let link = origin(&trash(tools), &self.id);
        Some(back.line(command("rmdir --", [folder.word()])).line(command("rm -f --", [link.word()])))
    }
}

impl Origin {
    /// Of a folder of the trash; none if it is another one.
    #[must_use]
    pub fn of(folder: &Path, tools: &Tools) -> Option<Self> {
        let (trash, name) = (trash(tools), folder.name()?);
        let id = TrashId::parse(std::str::from_utf8(name.bytes()).ok()?)?;
        (folder.parent()? == trash).then_some(Self { trash, id })
    }
}

impl Action for Origin {
    /// None if nobody knows.
    type Outcome = Option<Path>;

    fn title(&self) -> Title {
        Title::one(Deed::Origin, self.id.0.clone())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, _: &Tools) -> Result<Script, Missing> {
        let readlink = command("readlink -n --", [origin(&self.trash, &self.id).word()]);
        Ok(Script::careful().line(format!("{readlink} || true")))
    }

    fn outcome(&self, ran: &Ran) -> Result<Option<Path>, Failure> {
        match ran.output()? {
            b"" => Ok(None),
            path => Path::parse(path).map(Some).ok_or(Failure::Garbled),
        }
    }
}

impl Action for PutBack {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::many(Deed::PutBack, &self.names).to(self.to.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(moving(&self.folder, &self.names, &self.to, tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(moving(&self.to, &self.names, &self.folder, tools))
    }
}

impl Action for EmptyTrash {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::EmptyTrash, "")
    }

    fn risk(&self) -> Risk {
        Risk::Final
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Find)?;
        let find = tools.as_chosen(&format!("find {} -mindepth 1 -maxdepth 1", inside(&trash(tools))));
        // What is mounted below stays.
        let rm = if tools.is_gnu { "rm -r --one-file-system --" } else { "rm -r --" };
        Ok(Script::careful().line(format!("{find} \\\n  -exec {rm} {{}} +")))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let trash = trash(tools).word();
        let script = Script::careful()
            .line("# Before anything is put there, there is none.")
            .line(format!("[ -d {trash} ] || exit 0"))
            .line(format!("cd -- {trash}"))
            .line("shopt -s nullglob")
            .line("for name in *; do")
            .line(counting("\"./$name\"", tools))
            .line("done");
        Some(Preview::Files(script))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Origin, TrashId};
    use crate::script::{Action as _, Failure, Path, Ran};

    #[test]
    fn where_files_were_is_read_and_what_is_no_place_is_refused() {
        let origin = Origin { trash: Path::root(), id: TrashId::default() };
        let said = |stdout: &[u8]| {
            origin.outcome(&Ran { stdout: stdout.to_vec(), status: Some(0), ..Ran::default() })
        };
        assert_eq!(said(b"/srv/a\n"), Ok(Path::parse(b"/srv/a\n")));
        assert_eq!(said(b""), Ok(None));
        assert_eq!(said(b"srv"), Err(Failure::Garbled));
        assert_eq!(said(b"/a\0b"), Err(Failure::Garbled));
    }

    #[test]
    fn a_folder_of_the_trash_has_a_plain_name() {
        for bad in ["", "-x", "a/b", "..", "a b", &"x".repeat(65)] {
            assert_eq!(TrashId::parse(bad), None, "{bad}");
        }
        assert!(TrashId::parse("2026-11-21T140258-7f3a").is_some());
    }
}
