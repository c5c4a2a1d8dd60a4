//! Paths on a target: bytes, as it has them. Hostile names are data; nothing here is a shell's or a page's syntax.

use postern_shared::api::Problem;

use crate::limits::{NAME_BYTES, PATH_BYTES, UPLOAD_NAME_BYTES};

/// The path of a file, absolute or from the login directory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RemotePath(Vec<u8>);

/// Names an upload, so that it can be gone on with: letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct UploadName(String);

impl RemotePath {
    /// Reads a path.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] if no file can have it.
    pub(crate) fn parse(bytes: Vec<u8>) -> Result<Self, Problem> {
        let bad = |reason: &str| Err(Problem::BadRequest { reason: reason.into() });
        if bytes.is_empty() || bytes.len() > PATH_BYTES {
            return bad("path has 1 to 4096 bytes");
        }
        if bytes.contains(&0) {
            return bad("path holds no zero byte");
        }
        let path = Self(bytes);
        if matches!(path.name(), b"" | b"." | b"..") {
            return bad("path ends with the name of a file");
        }
        Ok(path)
    }

    /// As the target has it.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its last part.
    pub(crate) fn name(&self) -> &[u8] {
        self.split().1
    }

    /// As text, for a person.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// Directory, with its final slash, and name.
    fn split(&self) -> (&[u8], &[u8]) {
        let at = self.0.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        self.0.split_at(at)
    }

    /// Where an upload gathers before it has this name: hidden, beside it, and the same each time it is gone on with.
    pub(crate) fn partial(&self, upload: &UploadName) -> Vec<u8> {
        let (directory, name) = self.split();
        let ending = format!(".part-{}", upload.0);
        let kept = shortened(name, NAME_BYTES - 1 - ending.len());
        [directory, b".", kept, ending.as_bytes()].concat()
    }
}

/// At most `most` bytes, cut between characters where they are UTF-8: some file systems take nothing else.
fn shortened(name: &[u8], most: usize) -> &[u8] {
    if name.len() <= most {
        return name;
    }
    let is_inside = |byte: u8| byte & 0b1100_0000 == 0b1000_0000;
    let cut = (most.saturating_sub(3)..=most).rev().find(|at| !is_inside(name[*at]));
    &name[..cut.unwrap_or(most)]
}

impl UploadName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`Problem::BadRequest`].
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let fits = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if text.is_empty() || text.len() > UPLOAD_NAME_BYTES || !fits {
            let reason = "upload is a name of 1 to 36 letters, digits and hyphens".into();
            return Err(Problem::BadRequest { reason });
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    use super::{RemotePath, UploadName};

    fn path(text: &str) -> RemotePath {
        RemotePath::parse(text.into()).unwrap()
    }

    #[test]
    fn a_partial_file_lies_hidden_beside_its_target() {
        let upload = UploadName::parse("a1-B2").unwrap();
        assert_eq!(path("/srv/data.tar").partial(&upload), b"/srv/.data.tar.part-a1-B2");
        assert_eq!(path("data.tar").partial(&upload), b".data.tar.part-a1-B2");
        assert_eq!(path("-rf").partial(&upload), b".-rf.part-a1-B2");
    }

    #[test]
    fn what_cannot_be_a_file_is_refused() {
        let long = "x".repeat(4097);
        for wrong in ["", "/", "a/", ".", "..", "a/..", "a\0b", &long] {
            assert!(RemotePath::parse(wrong.into()).is_err(), "{wrong:?}");
        }
        for wrong in ["", "a b", "../x", "a/b", "é", &"x".repeat(37)] {
            assert!(UploadName::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn a_partial_file_has_a_name_that_fits_in_the_same_directory(
            directory in prop::option::of("(/[^/\0]{1,8}){0,3}/"),
            name in prop::collection::vec(any::<u8>().prop_filter("a byte of a name", |b| !matches!(b, 0 | b'/')), 3..300),
            upload in "[a-zA-Z0-9-]{1,36}",
        ) {
            let directory = directory.unwrap_or_default();
            let path = RemotePath::parse([directory.as_bytes(), &name].concat()).unwrap();
            prop_assert_eq!(path.name(), &name[..]);
            let partial = path.partial(&UploadName::parse(&upload).unwrap());
            prop_assert!(partial.starts_with(directory.as_bytes()));
            let name = &partial[directory.len()..];
            prop_assert!(name.len() <= 255 && name.starts_with(b".") && !name.contains(&b'/'));
        }

        #[test]
        fn a_shortened_name_that_was_text_stays_text(name in "[a-zé中😀]{60,200}") {
            let partial = path(&name).partial(&UploadName::parse("u").unwrap());
            prop_assert!(String::from_utf8(partial).is_ok());
        }
    }

    use proptest::prelude::Strategy as _;
}
