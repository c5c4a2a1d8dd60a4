//! Names and paths on a target: bytes, as it has them.

use super::word;

/// Longest name of a file, in bytes (`NAME_MAX` of Linux, limits.h(0p)).
const NAME_BYTES: usize = 255;

/// Longest path, in bytes (`PATH_MAX` of Linux).
const PATH_BYTES: usize = 4096;

/// Name of a file within its directory: 1 to 255 bytes, neither zero nor `/` among them, not `.` or `..`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Vec<u8>);

/// An absolute path without `.`, `..` or empty parts: at most 4096 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<u8>);

impl Name {
    /// Reads a name; none if no file can have it.
    #[must_use]
    pub fn parse(bytes: impl Into<Vec<u8>>) -> Option<Self> {
        let bytes = bytes.into();
        let fits =
            (1..=NAME_BYTES).contains(&bytes.len()) && !bytes.iter().any(|byte| matches!(byte, 0 | b'/'));
        (fits && bytes != b"." && bytes != b"..").then_some(Self(bytes))
    }

    /// As the target has it.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As text; what is not UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// As a word of a script.
    #[must_use]
    pub fn word(&self) -> String {
        word(&self.0)
    }

    /// Whether it is one that `ls` does not show by itself.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.0.starts_with(b".")
    }
}

impl Path {
    /// The directory `/`.
    #[must_use]
    pub fn root() -> Self {
        Self(b"/".to_vec())
    }

    /// Reads an absolute path; `.`, `..` and double slashes are resolved as text. None if it is none.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if !bytes.starts_with(b"/") || bytes.contains(&0) {
            return None;
        }
        let mut path = Self::root();
        for part in bytes.split(|byte| *byte == b'/') {
            match part {
                b"" | b"." => {}
                b".." => path = path.parent().unwrap_or_else(Self::root),
                part => path = path.join(&Name::parse(part)?),
            }
        }
        (path.0.len() < PATH_BYTES).then_some(path)
    }

    /// The path of a file in this directory.
    #[must_use]
    pub fn join(&self, name: &Name) -> Self {
        let mut bytes = self.0.clone();
        if bytes != b"/" {
            bytes.push(b'/');
        }
        bytes.extend_from_slice(name.bytes());
        Self(bytes)
    }

    /// The directory it is in; none for `/`.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let at = self.0.iter().rposition(|byte| *byte == b'/')?;
        (self.0 != b"/").then(|| Self(self.0[..at.max(1)].to_vec()))
    }

    /// Its last part; none for `/`.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        let at = self.0.iter().rposition(|byte| *byte == b'/')?;
        Name::parse(&self.0[at + 1..])
    }

    /// `/`, then each directory on the way, itself last.
    #[must_use]
    pub fn way(&self) -> Vec<Self> {
        let mut way: Vec<Self> = std::iter::successors(Some(self.clone()), Self::parent).collect();
        way.reverse();
        way
    }

    /// Whether it is this directory, or lies in it.
    #[must_use]
    pub fn is_within(&self, directory: &Self) -> bool {
        std::iter::successors(Some(self.clone()), Self::parent).any(|above| above == *directory)
    }

    /// As the target has it.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As text; what is not UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// As a word of a script.
    #[must_use]
    pub fn word(&self) -> String {
        word(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Name, Path};

    #[test]
    fn what_no_file_can_be_called_is_no_name() {
        let long = vec![b'x'; 256];
        for bytes in [&b""[..], b".", b"..", b"a/b", b"a\0b", &long] {
            assert_eq!(Name::parse(bytes), None);
        }
        for bytes in [&b"-rf"[..], b"...", b"\xff", b"a\nb", &long[1..]] {
            assert_eq!(Name::parse(bytes).unwrap().bytes(), bytes);
        }
    }

    #[test]
    fn paths_are_resolved_as_text() {
        let read = |text: &str| Path::parse(text.as_bytes()).map(|path| path.text());
        assert_eq!(read("/srv//app/./releases/..").as_deref(), Some("/srv/app"));
        assert_eq!(read("/..").as_deref(), Some("/"));
        assert_eq!(read("srv"), None);
        assert_eq!(read(""), None);
        let path = Path::parse(b"/srv/app").unwrap();
        assert_eq!(path.way().iter().map(Path::text).collect::<Vec<_>>(), ["/", "/srv", "/srv/app"]);
        assert!(path.is_within(&Path::root()) && path.is_within(&path));
        assert!(!path.is_within(&Path::parse(b"/sr").unwrap()));
        assert_eq!(Path::root().name(), None);
    }

    proptest! {
        #[test]
        fn a_path_is_its_directory_and_its_name(parts in prop::collection::vec("[a-z.-]{1,8}", 0..6)) {
            let names = parts.iter().filter_map(|part| Name::parse(part.as_bytes()));
            let path = names.fold(Path::root(), |path, name| path.join(&name));
            prop_assert_eq!(Path::parse(path.bytes()), Some(path.clone()));
            if let (Some(parent), Some(name)) = (path.parent(), path.name()) {
                prop_assert_eq!(parent.join(&name), path);
            }
        }
    }
}
