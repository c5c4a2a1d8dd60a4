//! What was dropped or chosen on this computer with the folders it lies in, and names on the way out. Pure.

use postern_shared::script::Name;

/// Most files and folders that are taken at one go.
const MOST: usize = 1000;

/// Files with the folders they lie in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tree<F> {
    /// Each by the names on the way to it; those above come before those within.
    pub(crate) folders: Vec<Vec<Name>>,
    /// Each with the folder it lies in.
    pub(crate) files: Vec<(Vec<Name>, F)>,
}

/// What was dropped cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Untaken {
    /// It is more than goes at one time.
    TooMuch,
    /// The browser cannot read it, or a name in it can be no name on the target.
    Unreadable,
}

impl<F> Default for Tree<F> {
    fn default() -> Self {
        Self { folders: Vec::new(), files: Vec::new() }
    }
}

impl<F> Tree<F> {
    /// Adds a folder, unless it is there.
    ///
    /// # Errors
    /// [`Untaken`].
    pub(crate) fn folder(&mut self, way: &[Name]) -> Result<(), Untaken> {
        if way.is_empty() || self.folders.iter().any(|folder| folder == way) {
            return Ok(());
        }
        if let Some((_, above)) = way.split_last() {
            self.folder(above)?;
        }
        self.has_room()?;
        self.folders.push(way.to_vec());
        Ok(())
    }

    /// Adds a file, and the folder it lies in.
    ///
    /// # Errors
    /// [`Untaken`].
    pub(crate) fn file(&mut self, folder: &[Name], file: F) -> Result<(), Untaken> {
        self.folder(folder)?;
        self.has_room()?;
        self.files.push((folder.to_vec(), file));
        Ok(())
    }

    fn has_room(&self) -> Result<(), Untaken> {
        if self.folders.len() + self.files.len() < MOST { Ok(()) } else { Err(Untaken::TooMuch) }
    }
}

/// The names on the way to a file, as a browser writes them.
///
/// # Errors
/// [`Untaken::Unreadable`] where one of them is none.
pub(crate) fn way(path: &str) -> Result<Vec<Name>, Untaken> {
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(|part| Name::parse(part).ok_or(Untaken::Unreadable))
        .collect()
}

/// A name for what is dragged out of the page. The data of such a drag is `type:name:address`, so that a colon would
/// end the name; what no file of any system can be called, and what hides how it ends, is left out too.
pub(crate) fn drag_name(name: &Name) -> String {
    let is_odd = |c: char| c.is_control() || r#":/\"*?<>|"#.contains(c) || is_unseen(c);
    name.text().chars().map(|c| if is_odd(c) { '_' } else { c }).collect()
}

/// Whether a character changes the direction of others, or is not seen.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use postern_shared::script::Name;
    use proptest::prelude::*;

    use super::{MOST, Tree, Untaken, drag_name, way};

    #[test]
    fn folders_come_once_and_before_what_is_in_them() {
        let mut tree = Tree::default();
        tree.file(&way("site/deep/er").unwrap(), "a").unwrap();
        tree.file(&way("site").unwrap(), "b").unwrap();
        tree.folder(&way("site/empty").unwrap()).unwrap();
        tree.file(&[], "c").unwrap();
        let ways = ["site", "site/deep", "site/deep/er", "site/empty"].map(|path| way(path).unwrap());
        assert_eq!(tree.folders, ways);
        assert_eq!(tree.files.len(), 3);
    }

    #[test]
    fn what_is_too_much_is_said_and_what_can_be_no_name_is_none() {
        let mut tree = Tree::default();
        for number in 0..MOST - 1 {
            tree.file(&way("a").unwrap(), number).unwrap();
        }
        assert_eq!(tree.file(&[], 0), Err(Untaken::TooMuch));
        assert_eq!(tree.folder(&way("b").unwrap()), Err(Untaken::TooMuch));
        assert_eq!(way("a/../b"), Err(Untaken::Unreadable));
        assert_eq!(way(&"n".repeat(256)), Err(Untaken::Unreadable));
    }

    #[test]
    fn a_name_on_its_way_out_ends_as_it_seems_to() {
        let name = |bytes: &[u8]| drag_name(&Name::parse(bytes).unwrap());
        assert_eq!(name(b"backup 12:30.tar.gz"), "backup 12_30.tar.gz");
        assert_eq!(name("\u{202e}gpj.exe\n\"".as_bytes()), "_gpj.exe__");
        assert_eq!(name(b"a\xff"), "a\u{fffd}");
    }

    proptest! {
        #[test]
        fn no_name_ends_the_data_of_a_drag(bytes in prop::collection::vec(any::<u8>(), 1..100)) {
            if let Some(name) = Name::parse(bytes) {
                let named = drag_name(&name);
                prop_assert!(!named.is_empty() && !named.contains([':', '/', '\\', '\n', '\r', '\0']));
            }
        }
    }
}
