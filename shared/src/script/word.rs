//! Quoting: the one way in which a value becomes a word of a script.

use std::fmt::Write as _;

/// The shell word that is these bytes: in bash, dash, busybox ash and zsh alike, whatever the bytes are.
///
/// What a person could not see (control characters but the line break, changes of direction, bytes that are not
/// UTF-8) is written as octal escapes of `printf`, so that the script on the screen is the script that runs. A zero
/// byte, which no word can hold, is left out. A word that begins with `-` is still a word: commands get `--` before.
#[must_use]
pub fn word(bytes: &[u8]) -> String {
    if is_plain(bytes) {
        return bytes.iter().map(|byte| char::from(*byte)).collect();
    }
    let mut word = Word::default();
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if is_visible(character) {
                word.show(character);
            } else {
                word.escape(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        word.escape(chunk.invalid());
    }
    word.finish()
}

/// A word in the making.
#[derive(Default)]
struct Word {
    text: String,
    open: Open,
}

/// What the end of the text is inside of.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    /// `'…`
    Quotes,
    /// `"$(printf '…`
    Printf,
}

impl Word {
    fn go(&mut self, open: Open) {
        if self.open != open {
            self.text.push_str(match self.open {
                Open::Nothing => "",
                Open::Quotes => "'",
                Open::Printf => "')\"",
            });
            self.text.push_str(match open {
                Open::Nothing => "",
                Open::Quotes => "'",
                Open::Printf => "\"$(printf '",
            });
            self.open = open;
        }
    }

    fn show(&mut self, character: char) {
        if character == '\'' {
            self.go(Open::Nothing);
            self.text.push_str("\\'");
        } else {
            self.go(Open::Quotes);
            self.text.push(character);
        }
    }

    fn escape(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().filter(|byte| **byte != 0) {
            self.go(Open::Printf);
            // Writing to a string cannot fail.
            let _ = write!(self.text, "\\{byte:03o}");
        }
    }

    fn finish(mut self) -> String {
        self.go(Open::Nothing);
        if self.text.is_empty() { "''".into() } else { self.text }
    }
}

/// Whether every shell takes these bytes as they are, wherever they stand as an argument.
fn is_plain(bytes: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_@%+:,./-".contains(byte);
    !bytes.is_empty() && bytes.iter().all(plain)
}

/// Where the first character stands that a person does not see, in bytes; a tab shows itself in a script.
#[must_use]
pub fn hidden(text: &str) -> Option<usize> {
    text.char_indices().find(|(_, character)| *character != '\t' && !is_visible(*character)).map(|(at, _)| at)
}

/// Whether a person sees this character where it stands. A line break shows itself.
pub(super) fn is_visible(character: char) -> bool {
    let hides = matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    character == '\n' || !(character.is_control() || hides)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::word;

    #[test]
    fn words_look_as_a_person_would_have_written_them() {
        for (bytes, expected) in [
            (&b"site-2.41.0.tar.zst"[..], "site-2.41.0.tar.zst"),
            (b"-rf", "-rf"),
            (b"", "''"),
            (b"a b", "'a b'"),
            (b"it's", "'it'\\''s'"),
            (b"'", "\\'"),
            (b"~", "'~'"),
            (b"=ls", "'=ls'"),
            (b"$(reboot).log", "'$(reboot).log'"),
            ("旧备份".as_bytes(), "'旧备份'"),
            (b"a\nb", "'a\nb'"),
            (b"a\x1b[2Jb", "'a'\"$(printf '\\033')\"'[2Jb'"),
            (b"\xff\xfe", "\"$(printf '\\377\\376')\""),
            ("\u{202e}gpj".as_bytes(), "\"$(printf '\\342\\200\\256')\"'gpj'"),
            (b"a\0b", "'ab'"),
        ] {
            assert_eq!(word(bytes), expected);
        }
    }

    /// Against the shells that will read it.
    #[cfg(not(target_arch = "wasm32"))]
    mod native;
}
