//! Files that go for good, and what a script will touch.

use super::{Deed, Place};
use crate::script::{
    Action, Failure, Missing, Name, Path, Preview, Ran, Risk, Script, Title, Tools, command,
};

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
        let names = command("for name in", self.names.iter().map(Name::word));
        let script = place.begin().line(names + "; do");
        Some(Preview::Files(script.line(counting(&place.variable(), tools)).line("done")))
    }
}

/// Lines of a loop that say what deleting the file of this word, called `$name`, will touch: see [`Touched`].
pub(super) fn counting(file: &str, tools: &Tools) -> String {
    let [find, du] = ["find", "du"].map(|head| tools.as_chosen(head));
    let count = if tools.find_prints { "-printf x | wc -c" } else { "-exec printf '%.0sx' {} + | wc -c" };
    [
        format!("  files=$({find} {file} -xdev {count})"),
        format!("  kilobytes=$({du} -skx -- {file} | awk '{{ print $1; exit }}')"),
        r#"  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes""#.to_owned(),
    ]
    .join("\n")
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

    use super::Touched;
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
}
