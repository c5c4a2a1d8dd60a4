//! Files that go: into a trash folder of the target, from where they come back, or for good.

use super::change::moving;
use super::{Deed, Place, slashed};
use crate::script::{
    Action, Failure, Missing, Name, Path, Preview, Ran, Risk, Script, Title, Tools, command,
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

/// Deletes files for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delete {
    /// Where they are.
    pub directory: Path,
    /// Which.
    pub names: Vec<Name>,
}

/// What a script will touch: a line for each thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its name.
    pub name: Vec<u8>,
    /// Files in it, itself among them.
    pub files: u64,
    /// What they take, in bytes.
    pub bytes: u64,
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
        let parts = [".local", "share", "postern", "trash", &self.id.0];
        // Each is a name that a file can have.
        parts
            .iter()
            .filter_map(|part| Name::parse(*part))
            .fold(tools.home.clone(), |path, name| path.join(&name))
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
            .line(command(&tools.as_chosen("mv -n --"), words)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let folder = self.folder(tools);
        let back = moving(&folder, &self.names, &self.directory, tools);
        Some(back.line(command("rmdir --", [folder.word()])))
    }
}

impl Action for Delete {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::many(Deed::Delete, &self.names)
    }

    fn risk(&self) -> Risk {
        Risk::Final
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        // What is mounted below stays.
        let head = if tools.is_gnu { "rm -r --one-file-system --" } else { "rm -r --" };
        let place = Place::of(&self.directory, tools);
        Ok(place.run(place.begin(), head, &self.names))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let place = Place::of(&self.directory, tools);
        let (name, names) = (place.variable(), command("for name in", self.names.iter().map(Name::word)));
        let [find, du] = ["find", "du"].map(|head| tools.as_chosen(head));
        let count = if tools.find_prints { "-printf x | wc -c" } else { "-exec printf '%.0sx' {} + | wc -c" };
        let script = place
            .begin()
            .line(names + "; do")
            .line(format!("  files=$({find} {name} -xdev {count})"))
            .line(format!("  kilobytes=$({du} -skx -- {name} | awk '{{ print $1; exit }}')"))
            .line(r#"  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes""#)
            .line("done");
        Some(Preview::Files(script))
    }
}

impl Touched {
    /// Reads what a preview printed.
    ///
    /// # Errors
    /// [`Failure`] if it failed, or printed something else.
    pub fn read(ran: &Ran) -> Result<Vec<Self>, Failure> {
        let output = ran.output()?;
        let fields: Vec<&[u8]> =
            output.strip_suffix(b"\0").unwrap_or(output).split(|byte| *byte == 0).collect();
        if output.is_empty() {
            return Ok(Vec::new());
        }
        let number = |digits: &[u8]| std::str::from_utf8(digits).ok()?.trim().parse::<u64>().ok();
        let (lines, []) = fields.as_chunks::<3>() else { return Err(Failure::Garbled) };
        let read = |[name, files, kilobytes]: &[&[u8]; 3]| {
            let bytes = number(kilobytes)?.checked_mul(1024)?;
            Some(Self { name: name.to_vec(), files: number(files)?, bytes })
        };
        lines.iter().map(read).collect::<Option<_>>().ok_or(Failure::Garbled)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Touched, TrashId};
    use crate::script::{Failure, Ran};

    #[test]
    fn what_will_be_touched_is_read() {
        let said = |stdout: &[u8]| {
            Touched::read(&Ran { stdout: stdout.to_vec(), status: Some(0), ..Ran::default() })
        };
        let lines = said(b"a\nb\x00120\x0040\0-rf\x001\x000\0").unwrap();
        assert_eq!(lines[0], Touched { name: b"a\nb".to_vec(), files: 120, bytes: 40_960 });
        assert_eq!(lines.len(), 2);
        assert_eq!(said(b""), Ok(Vec::new()));
        assert_eq!(said(b"a\0b\0"), Err(Failure::Garbled));
        assert_eq!(said(b"a\0b\0c\0"), Err(Failure::Garbled));
    }

    #[test]
    fn a_folder_of_the_trash_has_a_plain_name() {
        for bad in ["", "-x", "a/b", "..", "a b", &"x".repeat(65)] {
            assert_eq!(TrashId::parse(bad), None, "{bad}");
        }
        assert!(TrashId::parse("2026-11-21T140258-7f3a").is_some());
    }
}
