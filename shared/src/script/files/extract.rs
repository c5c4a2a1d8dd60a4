//! What archives hold, taken out of them.

use super::archive::piped;
use super::{Deed, Format, Place, Trash, TrashId, refuse_to_overwrite};
use crate::script::{
    Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools, command, word,
};

/// Takes everything out of an archive, into a new folder; the one file of a `.gz` comes to be beside it.
///
/// Members that lead outside do not get there: `tar` and `unzip` take away what leads up or to the root, or leave such
/// members out, and make links that lead there last, when nothing can go through them any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extract {
    /// Where the archive is.
    pub directory: Path,
    /// Its name.
    pub archive: Name,
    /// What it is.
    pub format: Format,
    /// The new folder, or the new file; that of a `.gz` has the archive's name without its end.
    pub into: Name,
    /// Names the folder of the trash that what was taken out goes to when this is taken back.
    pub id: TrashId,
}

impl Action for Extract {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Extract, self.archive.text()).to(self.into.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let place = Place::of(&self.directory, tools);
        if self.format == Format::Gz {
            tools.need(Tool::Gzip)?;
            let script = place.begin().line(refuse_to_overwrite(&place.word(&self.into), tools));
            return Ok(place.run(script, "gzip -dk --", std::slice::from_ref(&self.archive)));
        }
        let unpack = self.unpack(place)?;
        let into = place.word(&self.into);
        let gone = format!("{} 2>/dev/null || true", tools.as_chosen(&format!("rmdir -- {into}")));
        Ok(piped(place.begin(), self.format)
            .line(command(&tools.as_chosen("mkdir --"), [into]))
            .line("# What cannot be taken apart leaves no empty folder.")
            .line(format!("clean() {{ {gone}; }}"))
            .line("trap clean EXIT")
            .line(unpack)
            .line("trap - EXIT"))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// Into the trash: who knows what came into the folder since.
    fn undo(&self, tools: &Tools) -> Option<Script> {
        let (directory, names) = (self.directory.clone(), vec![self.into.clone()]);
        Trash { directory, names, id: self.id.clone() }.script(tools).ok()
    }
}

impl Extract {
    /// The command that fills the new folder.
    fn unpack(&self, place: Place<'_>) -> Result<String, Missing> {
        let (tools, archive, into) = (place.tools, place.archive(&self.archive), place.archive(&self.into));
        let tar = |how: &str| tools.as_chosen(&format!("tar {how} {archive} -C {into}"));
        if self.format == Format::Zip {
            tools.need(Tool::Unzip)?;
            return Ok(self.unzip(place));
        }
        tools.need(Tool::Tar)?;
        Ok(match self.format {
            Format::TarZst => {
                tools.need(Tool::Zstd)?;
                let zstd = tools.as_chosen(&format!("zstd -dcq {archive}"));
                format!("{zstd} | {}", tools.as_chosen(&format!("tar -xf - -C {into}")))
            }
            Format::TarGz => tar("-xzf"),
            Format::TarXz => tar("-xJf"),
            Format::TarBz2 => tar("-xjf"),
            Format::Tar | Format::Gz | Format::Zip => tar("-xf"),
        })
    }

    /// The archive's name is a pattern to `unzip`: one that looks like one comes by standard input.
    fn unzip(&self, place: Place<'_>) -> String {
        let (archive, into) = (place.archive(&self.archive), place.archive(&self.into));
        let tools = place.tools;
        if !archive.contains(['*', '?', '[']) {
            return tools.as_chosen(&format!("unzip -qn {archive} -d {into}"));
        }
        if !tools.is_root() {
            return format!("unzip -qn /dev/stdin -d {into} <{archive}");
        }
        let unzip = word(br#"exec unzip -qn /dev/stdin -d "$1" <"$0""#);
        tools.as_chosen(&format!("sh -c {unzip} {archive} {into}"))
    }
}
