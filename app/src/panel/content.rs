//! What the bytes of a file are: text that can be edited, a picture, or neither.

/// What a file holds, for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Text in UTF-8, and whether a byte order mark comes before it.
    Text { text: String, has_mark: bool },
    /// Something else.
    Bytes,
}

/// The byte order mark in UTF-8 (RFC 3629, section 6).
const MARK: &[u8] = b"\xef\xbb\xbf";

impl Holds {
    /// Looks at the bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let (rest, has_mark) = bytes.strip_prefix(MARK).map_or((bytes, false), |rest| (rest, true));
        match std::str::from_utf8(rest) {
            // A text has no zero byte; programs, archives and UTF-16 do.
            Ok(text) if !rest.contains(&0) => Self::Text { text: text.to_owned(), has_mark },
            Ok(_) | Err(_) => Self::Bytes,
        }
    }
}

/// The bytes of a text that was edited.
pub(crate) fn bytes(text: &str, has_mark: bool) -> Vec<u8> {
    let mark = if has_mark { MARK } else { b"" };
    [mark, text.as_bytes()].concat()
}

/// The media type of a picture that browsers show, by the name of its file.
pub(crate) fn picture(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "ico" => "image/x-icon",
        "bmp" => "image/bmp",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Holds, bytes, picture};

    #[test]
    fn text_is_told_from_what_is_none() {
        let text = |text: &str, has_mark| Holds::Text { text: text.into(), has_mark };
        assert_eq!(Holds::of(b""), text("", false));
        assert_eq!(Holds::of("中\r\n\x1b[m".as_bytes()), text("中\r\n\x1b[m", false));
        assert_eq!(Holds::of(b"\xef\xbb\xbfa"), text("a", true));
        for none in [&b"a\0b"[..], b"\xff\xfea\0", b"caf\xe9", b"\x7fELF\0"] {
            assert_eq!(Holds::of(none), Holds::Bytes);
        }
    }

    #[test]
    fn pictures_are_known_by_their_names() {
        assert_eq!(picture("Photo.JPG"), Some("image/jpeg"));
        assert_eq!(picture("logo.min.svg"), Some("image/svg+xml"));
        for none in ["png", "a.png.gz", "a.html", ""] {
            assert_eq!(picture(none), None);
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn a_text_that_was_not_edited_is_the_same_bytes(given in prop::collection::vec(any::<u8>(), 0..60), text in ".*") {
            for given in [given, text.into_bytes()] {
                if let Holds::Text { text, has_mark } = Holds::of(&given) {
                    prop_assert_eq!(bytes(&text, has_mark), given);
                }
            }
        }
    }
}
