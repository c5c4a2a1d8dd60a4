//! Whether a person should see a text before it is pasted, and why.

/// From this length on a text is looked at whatever it holds, in bytes: nobody means to paste a whole log by accident.
/// What is longer is shown in part, and cannot be edited: a text field with a megabyte in it is slow.
pub(crate) const LOOK_BYTES: usize = 64 * 1024;

/// Whether the program asked for pastes in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brackets {
    /// It did, and can tell a paste from keys.
    Asked,
    /// It did not: a line break is Enter to it.
    NotAsked,
}

/// Why a person should look first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It holds characters that cannot be seen, or that a program takes for commands.
    Controls,
    /// Each of its lines would run as it arrives.
    Runs,
    /// It is long.
    Long,
    /// The person wants to.
    Wanted,
}

/// What is known of a text that is about to be pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Lines, the last one with or without its end.
    pub(crate) lines: usize,
    /// Length in bytes.
    pub(crate) bytes: usize,
    /// How many characters cannot be seen.
    pub(crate) controls: usize,
    /// Why to look first; none if it can go straight in.
    pub(crate) why: Option<Why>,
}

/// Looks at a text.
pub(crate) fn look(text: &str, brackets: Brackets) -> Look {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let controls = text.chars().filter(|c| is_control(*c)).count();
    let why = match brackets {
        _ if controls > 0 => Some(Why::Controls),
        Brackets::NotAsked if lines.contains('\n') => Some(Why::Runs),
        _ if text.len() > LOOK_BYTES => Some(Why::Long),
        Brackets::Asked | Brackets::NotAsked => None,
    };
    Look { lines: lines.lines().count(), bytes: text.len(), controls, why }
}

/// Whether a character cannot be seen: controls other than tab and line break, and what turns the direction of
/// text around, so that it shows something else than it says (Unicode Standard Annex 9, section 2).
pub(super) fn is_control(c: char) -> bool {
    let is_break = matches!(c, '\t' | '\n' | '\r');
    (c.is_control() && !is_break) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{Brackets, LOOK_BYTES, Why, look};

    #[test]
    fn a_word_goes_straight_in() {
        for text in ["", "ls -la", "列出\t文件 👩‍🔧", "שלום"] {
            assert_eq!(look(text, Brackets::NotAsked).why, None, "{text:?}");
        }
    }

    #[test]
    fn a_line_break_is_looked_at_where_it_would_run() {
        for (text, lines) in [("ls\n", 1), ("ls\rpwd", 2), ("ls\r\npwd\r\n", 2), ("\n\n", 2)] {
            let seen = look(text, Brackets::NotAsked);
            assert_eq!((seen.why, seen.lines), (Some(Why::Runs), lines), "{text:?}");
            assert_eq!(look(text, Brackets::Asked).why, None, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_always_looked_at() {
        for text in ["a\x1b[31m", "\x03", "rm\x7f", "\u{9b}201~", "if \u{202e}x", "\0"] {
            let seen = look(text, Brackets::Asked);
            assert_eq!((seen.why, seen.controls), (Some(Why::Controls), 1), "{text:?}");
        }
    }

    #[test]
    fn a_long_text_is_looked_at_even_in_brackets() {
        assert_eq!(look(&"x".repeat(LOOK_BYTES), Brackets::Asked).why, None);
        assert_eq!(look(&"x".repeat(LOOK_BYTES + 1), Brackets::Asked).why, Some(Why::Long));
    }
}
