//! What a paste may hold before it goes to the terminal.

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

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::{END, END_C1, clean};

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
