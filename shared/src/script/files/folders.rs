//! The directories in directories, for a tree of them.

use super::{Deed, inside};
use crate::script::{Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools, command};

/// Lists the directories in each of these, and the links that lead to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Which: at least one.
    pub directories: Vec<Path>,
}

/// What is known of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// The directories in it, in no order.
    These(Vec<Name>),
    /// It cannot be read.
    Refused,
}

impl Action for Folders {
    /// For each directory what is in it, in their order.
    type Outcome = Vec<(Path, Within)>;

    fn title(&self) -> Title {
        let what = self.directories.last().map(Path::text).unwrap_or_default();
        Title { count: self.directories.len(), ..Title::one(Deed::Folders, what) }
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Find)?;
        let find = tools.as_chosen("find \"$folder\" -mindepth 1 -maxdepth 1");
        let which = match tools.find_prints {
            // A letter says what a link leads to.
            true => r"\( -type d -o -type l \) -printf '%Y%p\0'",
            false => r"\( -type d -o -type l -exec test -d {} \; \) -print0",
        };
        Ok(Script::careful()
            .line("export LC_ALL=C")
            .line(format!("{}; do", command("for folder in", self.directories.iter().map(inside))))
            .line("  # One that cannot be read is named itself.")
            .line(format!("  {find} \\\n    {which} ||"))
            .line(r#"    printf '%s\0' "$folder""#)
            .line("done"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<(Path, Within)>, Failure> {
        let output = ran.output()?;
        let mut all: Vec<(&Path, Vec<Name>, bool)> =
            self.directories.iter().map(|directory| (directory, Vec::new(), false)).collect();
        let mut at = 0;
        for line in output.split_inclusive(|byte| *byte == 0) {
            let line = line.strip_suffix(b"\0").ok_or(Failure::Garbled)?;
            let (letter, path) = line.split_at(line.iter().take_while(|byte| **byte != b'/').count());
            let (directory, name) = read(path).ok_or(Failure::Garbled)?;
            // They come in the order they were asked for.
            let of = all[at..].iter().position(|(asked, ..)| **asked == directory);
            at += of.ok_or(Failure::Garbled)?;
            match (name, letter) {
                (None, b"") => all[at].2 = true,
                (Some(name), b"" | b"d") => all[at].1.push(name),
                // A link that leads to something else, or nowhere.
                (Some(_), [letter]) if letter.is_ascii_alphabetic() || *letter == b'?' => {}
                (None | Some(_), _) => return Err(Failure::Garbled),
            }
        }
        // What vanished meanwhile makes `find` fail, too.
        let within = |(directory, names, has_failed): (&Path, Vec<Name>, bool)| {
            let is_refused = has_failed && names.is_empty();
            (directory.clone(), if is_refused { Within::Refused } else { Within::These(names) })
        };
        Ok(all.into_iter().map(within).collect())
    }
}

/// `directory/./name`, or `directory/.` for itself.
fn read(path: &[u8]) -> Option<(Path, Option<Name>)> {
    let at = path.iter().rposition(|byte| *byte == b'/')?;
    let (before, last) = (&path[..at], &path[at + 1..]);
    let (directory, name) = match last {
        b"." => (before, None),
        name => (before.strip_suffix(b"/.")?, Some(Name::parse(name)?)),
    };
    if directory.is_empty() {
        return Some((Path::root(), name));
    }
    let directory = Path::parse(directory).filter(|path| path.bytes() == directory)?;
    Some((directory, name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Folders, Within};
    use crate::script::{Action as _, Failure, Name, Path, Ran};

    fn folders() -> Folders {
        let path = |text: &str| Path::parse(text.as_bytes()).unwrap();
        Folders { directories: vec![path("/"), path("/srv"), path("/srv/a\nb")] }
    }

    fn said(stdout: &[u8]) -> Result<Vec<(Path, Within)>, Failure> {
        folders().outcome(&Ran { stdout: stdout.to_vec(), status: Some(0), ..Ran::default() })
    }

    fn these(names: &[&str]) -> Within {
        Within::These(names.iter().map(|name| Name::parse(name.as_bytes()).unwrap()).collect())
    }

    #[test]
    fn directories_are_read_whatever_their_names_hold() {
        let [root, srv, deep] = folders().directories.try_into().unwrap();
        let printed = b"d/./srv\0N/./dangling\0d/./x\n/./\0";
        assert_eq!(said(printed), Err(Failure::Garbled), "nothing has a slash in its name");
        let printed = b"d/./srv\0N/./dangling\0L/./loop\0f/./to-file\0/srv/.\0d/srv/a\nb/./-c\0";
        let read = vec![
            (root.clone(), these(&["srv"])),
            (srv.clone(), Within::Refused),
            (deep.clone(), these(&["-c"])),
        ];
        assert_eq!(said(printed), Ok(read));
        let printed = b"/./srv\0/srv/./a\nb\0/srv/.\0";
        let read = vec![(root, these(&["srv"])), (srv, these(&["a\nb"])), (deep, these(&[]))];
        assert_eq!(said(printed), Ok(read), "as busybox prints it; one vanished below /srv");
    }

    #[test]
    fn what_was_not_asked_for_is_refused() {
        for garbled in [
            &b"d/etc/./x\0"[..],
            b"d/srv/./x",
            b"d/srv/x\0",
            b"/srv/./x\0/./y\0",
            b"/srv/././x\0",
            b"\0",
            b"dd/./x\0",
            b"d/srv/.\0",
        ] {
            assert_eq!(said(garbled), Err(Failure::Garbled), "{}", garbled.escape_ascii());
        }
        assert_eq!(folders().outcome(&Ran { status: Some(1), ..Ran::default() }), Err(Failure::Failed));
    }

    proptest! {
        #[test]
        fn whatever_a_target_prints_is_read_or_refused(output in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = said(&output);
        }
    }
}
