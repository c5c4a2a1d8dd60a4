//! What a person typed, as far as its echo can be foretold: bytes in, keys out.

/// Most bytes of one input event that still count as typed: more is a paste.
const MOST_TYPED_BYTES: usize = 96;

/// A key, by what a line editor or the terminal driver does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A character, and how many cells it takes.
    Character(char, u8),
    /// Backspace.
    Erase,
    /// One character to the left.
    Left,
    /// One character to the right.
    Right,
    /// Anything else: what it does nobody can foretell.
    Other,
}

/// Reads one input event.
pub(super) fn read(bytes: &[u8]) -> Vec<Key> {
    let text = match str::from_utf8(bytes) {
        Ok(text) if bytes.len() <= MOST_TYPED_BYTES => text,
        _ => return vec![Key::Other],
    };
    match text {
        "\x1b[D" | "\x1bOD" => vec![Key::Left],
        "\x1b[C" | "\x1bOC" => vec![Key::Right],
        // A sequence is one key.
        _ if text.starts_with('\x1b') => vec![Key::Other],
        _ => text.chars().map(of).collect(),
    }
}

fn of(c: char) -> Key {
    match (c, width(c)) {
        ('\x7f', _) => Key::Erase,
        (_, 0) => Key::Other,
        (_, width) => Key::Character(c, width),
    }
}

/// Cells that a character takes in every terminal; 0 where terminals differ or where it joins another character.
pub(super) fn width(c: char) -> u8 {
    match c {
        ' '..='~' => 1,
        // Latin, Greek, Cyrillic, Armenian: letters of one cell, without their combining marks.
        '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{556}' => 1,
        // Japanese and Chinese punctuation, kana (without their combining marks), bopomofo.
        '\u{3000}'..='\u{3029}'
        | '\u{3030}'..='\u{303e}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309b}'..='\u{30ff}' => 2,
        '\u{3105}'..='\u{312f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => 2,
        // Hangul, compatibility ideographs, full-width forms.
        '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' => 2,
        _ => 0,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{Key, MOST_TYPED_BYTES, read};

    #[test]
    fn characters_are_read_with_their_width() {
        assert_eq!(read(b"a"), [Key::Character('a', 1)]);
        assert_eq!(read("中ä".as_bytes()), [Key::Character('中', 2), Key::Character('ä', 1)]);
    }

    #[test]
    fn backspace_and_the_arrows_are_known_in_both_modes() {
        assert_eq!(read(b"\x7f"), [Key::Erase]);
        assert_eq!(read(b"\x1b[D"), [Key::Left]);
        assert_eq!(read(b"\x1bOC"), [Key::Right]);
    }

    #[test]
    fn whatever_cannot_be_foretold_is_other() {
        for typed in
            [&b"\r"[..], b"\t", b"\x03", b"\x1b[A", b"\x1b", b"\xff", "e\u{301}".as_bytes(), "👩".as_bytes()]
        {
            assert_eq!(read(typed).last(), Some(&Key::Other), "{typed:?}");
        }
        assert_eq!(read(&[b'a'; MOST_TYPED_BYTES + 1]), [Key::Other], "a paste");
    }
}
