//! What everything in a directory takes.

use super::{Deed, inside};
use crate::script::{Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools};

/// Measures everything in a directory, but for what is mounted there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskUsage {
    /// The directory.
    pub directory: Path,
}

impl Action for DiskUsage {
    /// Each name, and what it takes on its file system with everything in it, in bytes.
    type Outcome = Vec<(Name, u64)>;

    fn title(&self) -> Title {
        Title::one(Deed::DiskUsage, self.directory.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Du)?;
        let there = inside(&self.directory);
        if tools.is_gnu {
            let du = tools.as_chosen(&format!("du -akx0 -d 1 -- {there}"));
            return Ok(Script::careful().line(format!("LC_ALL=C {du}")));
        }
        let find = tools.as_chosen(&format!("find {there} -mindepth 1 -maxdepth 1 -exec sh -c '"));
        Ok(Script::careful()
            .line("export LC_ALL=C")
            .line(find)
            .line("  for path; do")
            .line("    # What is mounted here takes its room elsewhere.")
            .line(r#"    if [ "$(stat -c %d "$path")" = "$(stat -c %d "$0")" ]; then"#)
            .line(r#"      printf "%d\t%s\0" "$(du -skx "$path" | cut -f 1 | head -n 1)" "$path""#)
            .line("    fi")
            .line(format!("  done' {there} {{}} +")))
    }

    /// What could not be read within makes `du` fail; what it measured is still worth showing.
    fn outcome(&self, ran: &Ran) -> Result<Vec<(Name, u64)>, Failure> {
        if ran.stdout.is_empty() {
            ran.done()?;
        }
        let output = ran.stdout.strip_suffix(b"\0").unwrap_or(&ran.stdout);
        let mut measured = Vec::new();
        for line in output.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
            let (path, bytes) = read(line).ok_or(Failure::Garbled)?;
            // The directory itself comes last.
            if path != self.directory {
                let name = path.name().filter(|_| path.parent().as_ref() == Some(&self.directory));
                measured.push((name.ok_or(Failure::Garbled)?, bytes));
            }
        }
        Ok(measured)
    }
}

/// Kilobytes, a tab, a path.
fn read(line: &[u8]) -> Option<(Path, u64)> {
    let at = line.iter().position(|byte| *byte == b'\t')?;
    let kilobytes: u64 = std::str::from_utf8(&line[..at]).ok()?.parse().ok()?;
    Some((Path::parse(&line[at + 1..])?, kilobytes.checked_mul(1024)?))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::DiskUsage;
    use crate::script::{Action as _, Failure, Name, Path, Ran};

    #[test]
    fn what_du_prints_is_read_and_what_is_elsewhere_is_refused() {
        let action = DiskUsage { directory: Path::parse(b"/srv").unwrap() };
        let said = |stdout: &[u8]| {
            action.outcome(&Ran { stdout: stdout.to_vec(), status: Some(1), ..Ran::default() })
        };
        let name = |text: &str| Name::parse(text).unwrap();
        assert_eq!(said(b"8\t/srv/./a\nb\x0012\t/srv/.\0"), Ok(vec![(name("a\nb"), 8192)]));
        for garbled in [&b"8\t/etc/a\0"[..], b"8\t/srv/a/b\0", b"8 /srv/a\0", b"x\t/srv/a\0"] {
            assert_eq!(said(garbled), Err(Failure::Garbled));
        }
        assert_eq!(said(b""), Err(Failure::Failed));
    }
}
