//! What a paste may hold, and what it becomes on its way to the terminal: decides, knows no clipboard and no screen.

mod look;
mod visible;

use std::ops::Range;

pub(crate) use look::{Brackets, Look, Why, look};
pub(crate) use visible::{Visible, visible_character};

/// The beginning of a bracketed paste (xterm's control sequences, "Bracketed Paste Mode").
const START: &str = "\x1b[200~";
/// The end of a bracketed paste. Inside of one it would let the rest pass for typed keys.
const END: &str = "\x1b[201~";
/// The same as one C1 control character (ECMA-48, section 5.3).
const END_C1: &str = "\u{9b}201~";

/// Takes out everything that would end a bracketed paste early.
pub(crate) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        clean.push(c);
        // Looked for where it becomes complete, because taking one out can make another.
        let end = [END, END_C1].into_iter().find(|end| c == '~' && clean.ends_with(end));
        clean.truncate(clean.len() - end.map_or(0, str::len));
    }
    clean
}

/// A paste as the terminal gives it to the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pasted {
    bytes: Vec<u8>,
    body: Range<usize>,
}

impl Pasted {
    /// Tells the text from the brackets around it.
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let is_bracketed = bytes.len() >= START.len() + END.len()
            && bytes.starts_with(START.as_bytes())
            && bytes.ends_with(END.as_bytes());
        let body = if is_bracketed { START.len()..bytes.len() - END.len() } else { 0..bytes.len() };
        Self { bytes, body }
    }

    /// All of it, with its brackets.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the text is in it: what may be left out when the paste is cancelled.
    pub(crate) fn body(&self) -> Range<usize> {
        self.body.clone()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::{END, END_C1, Pasted, clean};

    #[test]
    fn text_without_escapes_stays_as_it_is() {
        for text in ["", "ls -la\n", "列出\t文件 👩‍🔧", "\x1b[200~ \x1b[31m"] {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn a_smuggled_end_of_paste_is_taken_out() {
        assert_eq!(clean("echo hi\x1b[201~\rrm -rf /\r"), "echo hi\rrm -rf /\r");
        assert_eq!(clean("a\x1b[20\x1b[201~1~b"), "ab");
    }

    #[test]
    fn the_text_of_a_paste_is_told_from_its_brackets() {
        assert_eq!(Pasted::new(b"ls\r".to_vec()).body(), 0..3);
        assert_eq!(Pasted::new(b"\x1b[200~ls\r\x1b[201~".to_vec()).body(), 6..9);
        assert_eq!(Pasted::new(b"\x1b[200~".to_vec()).body(), 0..6);
    }

    proptest! {
        #[test]
        fn no_paste_can_end_itself(pieces in proptest::collection::vec(
            prop_oneof![Just("\x1b"), Just("["), Just("20"), Just("1~"), Just("\u{9b}"), Just(END), Just("x")], 0..24,
        )) {
            let cleaned = clean(&pieces.concat());
            prop_assert!(!cleaned.contains(END) && !cleaned.contains(END_C1));
        }
    }
}
