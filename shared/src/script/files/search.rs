//! Files that are looked for below a directory, by their names or by what they hold; what is found comes as it is found.

use super::{Deed, inside};
use crate::script::{Action, Failure, Missing, Path, Ran, Risk, Script, Title, Tool, Tools, word};

/// Most bytes of a line that are read; a line may be as long as its file.
const LINE_BYTES: usize = 8192;

/// Most bytes of one thing found: a path, the number of a line, the line.
const HIT_BYTES: usize = 4096 + 32 + LINE_BYTES;

/// Looks for files below a directory, on its own file system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Where.
    pub directory: Path,
    /// By what.
    pub by: By,
    /// What is looked for: not empty, without line breaks and zero bytes.
    pub pattern: String,
    /// Whether `A` is `a`.
    pub ignores_case: bool,
    /// Whether files and directories whose name begins with a dot are looked at.
    pub takes_hidden: bool,
}

/// What files are found by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// A part of the name, or the whole of it as a pattern of `*`, `?` and `[…]`.
    #[default]
    Name,
    /// Lines that hold this text.
    Text,
    /// Lines that an extended regular expression matches (POSIX, Base Definitions 9.4).
    Expression,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Found {
    /// The file.
    pub path: Path,
    /// The line, if lines were looked for.
    pub line: Option<Line>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// Its number, from one.
    pub number: u64,
    /// How it begins.
    pub text: Vec<u8>,
}

/// Reads what is found as it comes.
#[derive(Clone, Debug)]
pub struct Hits {
    directory: Path,
    by: By,
    rest: Vec<u8>,
}

impl Search {
    /// Most that is shown of what was found.
    pub const MOST: usize = 10_000;

    /// Reads what it prints, bit by bit.
    #[must_use]
    pub fn hits(&self) -> Hits {
        Hits { directory: self.directory.clone(), by: self.by, rest: Vec::new() }
    }

    /// The pattern as `find -name` takes it.
    fn glob(&self) -> String {
        if self.pattern.contains(['*', '?', '[']) {
            return self.pattern.clone();
        }
        format!("*{}*", self.pattern.replace('\\', r"\\"))
    }

    fn script_by_name(&self, tools: &Tools) -> Script {
        let name = if self.ignores_case { "-iname" } else { "-name" };
        let test = format!("{name} {} -print0", word(self.glob().as_bytes()));
        // What is found is to be seen at once.
        let at_once = if tools.is_gnu { "stdbuf -o0 " } else { "" };
        let find = tools.as_chosen(&format!("{at_once}find {} -mindepth 1 -xdev", inside(&self.directory)));
        Script::careful().line(format!("{find} {}{test}", self.hidden()))
    }

    fn script_by_text(&self, tools: &Tools) -> Script {
        let (kind, case) =
            (if self.by == By::Text { "F" } else { "E" }, if self.ignores_case { "i" } else { "" });
        let pattern = word(self.pattern.as_bytes());
        let mut script = Script::careful().line("export LC_ALL=C");
        if self.by == By::Expression {
            script = script
                .line("# An expression that is none is told of once, not for each file.")
                .line(format!("echo | grep -E -e {pattern} >/dev/null || [ $? -eq 1 ]"));
        }
        let find = tools.as_chosen(&format!("find {} -xdev", inside(&self.directory)));
        let find = format!("{find} {}-type f", self.hidden());
        if tools.grep_ends_names {
            return script
                .line(format!("{find} \\"))
                .line(format!(
                    "  -exec grep -InH{kind}{case} --null --line-buffered -e {pattern} -- {{}} + |"
                ))
                .line(format!("  stdbuf -oL cut -b -{LINE_BYTES}"));
        }
        script
            .line(format!("{find} -exec sh -c '"))
            .line("  for file; do")
            .line("    # A file with zero bytes is no text.")
            .line(format!(r#"    if grep -q{kind}{case} -e "$0" "$file" &&"#))
            .line(r#"      [ "$(head -c 8192 "$file" | tr -dc "\000" | wc -c)" -eq 0 ]; then"#)
            .line(format!(r#"      grep -n{kind}{case} -e "$0" "$file" | cut -b -{LINE_BYTES} |"#))
            .line(r#"        while IFS= read -r line; do printf "%s\0%s\n" "$file" "$line"; done"#)
            .line("    fi")
            .line(format!("  done' {pattern} {{}} +"))
    }

    /// The tests that keep out what is not to be looked at.
    fn hidden(&self) -> &'static str {
        if self.takes_hidden { "" } else { "-name '.?*' -prune -o " }
    }
}

impl Action for Search {
    type Outcome = Vec<Found>;

    fn title(&self) -> Title {
        Title::one(Deed::Search, self.pattern.clone()).to(self.directory.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Find)?;
        Ok(match self.by {
            By::Name => self.script_by_name(tools),
            By::Text | By::Expression => self.script_by_text(tools),
        })
    }

    /// What could not be read makes it fail; what it found is still worth showing.
    fn outcome(&self, ran: &Ran) -> Result<Vec<Found>, Failure> {
        if ran.stdout.is_empty() {
            ran.done()?;
        }
        self.hits().take(&ran.stdout)
    }
}

impl Hits {
    /// Of these bytes and those before, what is whole.
    ///
    /// # Errors
    /// [`Failure::Garbled`] if such a script does not print that.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Vec<Found>, Failure> {
        self.rest.extend_from_slice(bytes);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(length) = self.length(&self.rest[at..]) {
            let hit = self.read(&self.rest[at..at + length]);
            found.push(hit.ok_or(Failure::Garbled)?);
            at += length;
        }
        self.rest.drain(..at);
        if self.rest.len() > HIT_BYTES { Err(Failure::Garbled) } else { Ok(found) }
    }

    /// How long the first hit is, with what ends it; none if it is not all there.
    fn length(&self, bytes: &[u8]) -> Option<usize> {
        let path = bytes.iter().position(|byte| *byte == 0)? + 1;
        if self.by == By::Name {
            return Some(path);
        }
        let line = bytes[path..].iter().position(|byte| *byte == b'\n')? + 1;
        Some(path + line)
    }

    fn read(&self, hit: &[u8]) -> Option<Found> {
        let at = hit.iter().position(|byte| *byte == 0)?;
        let path = Path::parse(&hit[..at])?;
        if !path.is_within(&self.directory) || path == self.directory {
            return None;
        }
        if self.by == By::Name {
            return Some(Found { path, line: None });
        }
        let line = hit[at + 1..].strip_suffix(b"\n")?;
        let colon = line.iter().position(|byte| *byte == b':')?;
        let number = std::str::from_utf8(&line[..colon]).ok()?.parse().ok()?;
        let text = line[colon + 1..].to_vec();
        Some(Found { path, line: Some(Line { number, text }) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{By, Path, Search};
    use crate::script::Failure;

    fn search(by: By) -> Search {
        let directory = Path::parse(b"/srv").unwrap();
        Search { directory, by, pattern: "x".into(), ignores_case: false, takes_hidden: false }
    }

    #[test]
    fn what_is_found_is_read_however_it_is_cut() {
        let said = b"/srv/./a\nb\x0012:one:two\n/srv/./c/d\x007:\n";
        let mut hits = search(By::Text).hits();
        let found: Vec<_> = said.iter().flat_map(|byte| hits.take(&[*byte]).unwrap()).collect();
        assert_eq!(found, search(By::Text).hits().take(said).unwrap());
        let shown = |at: usize| {
            let line = found[at].line.as_ref().unwrap();
            (found[at].path.text(), line.number, String::from_utf8_lossy(&line.text).into_owned())
        };
        assert_eq!(shown(0), ("/srv/a\nb".into(), 12, "one:two".into()));
        assert_eq!(shown(1), ("/srv/c/d".into(), 7, String::new()));
    }

    #[test]
    fn what_lies_elsewhere_or_never_ends_is_refused() {
        for (by, said) in [
            (By::Name, b"/etc/passwd\0".to_vec()),
            (By::Name, b"/srv/.\0".to_vec()),
            (By::Name, b"/srv/../x\0".to_vec()),
            (By::Text, b"/srv/a\0x:y\n".to_vec()),
            (By::Text, b"/srv/a\0no number\n".to_vec()),
            (By::Text, vec![b'x'; 20_000]),
        ] {
            assert_eq!(search(by).hits().take(&said), Err(Failure::Garbled));
        }
    }

    #[test]
    fn a_part_of_a_name_is_no_pattern_and_a_pattern_is_one() {
        let glob = |pattern: &str| Search { pattern: pattern.into(), ..search(By::Name) }.glob();
        assert_eq!(
            (glob("log"), glob("*.log"), glob(r"a\b")),
            ("*log*".into(), "*.log".into(), r"*a\\b*".into())
        );
    }

    proptest! {
        #[test]
        fn whatever_a_target_prints_is_read_or_refused(output in prop::collection::vec(any::<u8>(), 0..200)) {
            for by in [By::Name, By::Text] {
                let _ = search(by).hits().take(&output);
            }
        }
    }
}
