//! Which parts of a script have which colour: a look at the words, not a parser of bash.

use std::ops::Range;

/// What a part of a script is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    Comment,
    String,
    Flag,
    Variable,
    Command,
    Keyword,
}

impl Colour {
    pub(crate) const ALL: [Self; 6] =
        [Self::Comment, Self::String, Self::Flag, Self::Variable, Self::Command, Self::Keyword];

    /// Its name in the style sheet.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::String => "string",
            Self::Flag => "flag",
            Self::Variable => "variable",
            Self::Command => "command",
            Self::Keyword => "keyword",
        }
    }
}

const KEYWORDS: [&str; 17] = [
    "if", "then", "else", "elif", "fi", "for", "in", "do", "done", "while", "until", "case", "esac", "set",
    "export", "exit", "exec",
];

/// The coloured parts, in order.
pub(crate) fn spans(text: &str) -> Vec<(Range<usize>, Colour)> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let (mut at, mut begins_command) = (0, true);
    while at < bytes.len() {
        let begin = at;
        match bytes[at] {
            b'\n' | b';' | b'|' | b'&' | b'(' | b'{' => {
                // A line that goes on is the same command.
                let goes_on = bytes[at] == b'\n' && at > 0 && bytes[at - 1] == b'\\';
                begins_command |= !goes_on;
                at += 1;
            }
            byte if byte.is_ascii_whitespace() || byte == b'\\' => at += 1,
            b'#' if begin == 0 || bytes[begin - 1].is_ascii_whitespace() => {
                at = end(bytes, at, |byte| byte == b'\n');
                spans.push((begin..at, Colour::Comment));
            }
            _ => {
                at = word(bytes, at);
                let word = &text[begin..at];
                let colour = colour_of(word, begins_command);
                begins_command = match colour {
                    Some(Colour::Keyword) => {
                        !matches!(word, "for" | "in" | "case" | "set" | "export" | "exit")
                    }
                    Some(Colour::Variable) if word.contains('=') => begins_command,
                    _ => false,
                };
                spans.extend(colour.map(|colour| (begin..at, colour)));
            }
        }
    }
    spans
}

fn colour_of(word: &str, begins_command: bool) -> Option<Colour> {
    let is_assignment = word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    if KEYWORDS.contains(&word) {
        Some(Colour::Keyword)
    } else if begins_command && is_assignment {
        Some(Colour::Variable)
    } else if begins_command {
        Some(Colour::Command)
    } else if word.starts_with('-') {
        Some(Colour::Flag)
    } else if word.starts_with('$') || word.starts_with("\"$") {
        Some(Colour::Variable)
    } else if word.starts_with(['\'', '"']) {
        Some(Colour::String)
    } else {
        None
    }
}

/// Where a word ends that begins here: quotes hold spaces.
fn word(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'\'' | b'"') => at = (end(bytes, at + 1, |byte| byte == quote) + 1).min(bytes.len()),
            b'\\' => at = (at + 2).min(bytes.len()),
            byte if byte.is_ascii_whitespace() || matches!(byte, b';' | b'|' | b'&') => return at,
            _ => at += 1,
        }
    }
    at
}

fn end(bytes: &[u8], from: usize, is_end: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| is_end(*byte)).map_or(bytes.len(), |length| from + length)
}

#[cfg(test)]
mod tests {
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Colour, spans};

    fn coloured(text: &str) -> Vec<(&str, Colour)> {
        spans(text).into_iter().map(|(range, colour)| (&text[range], colour)).collect()
    }

    #[test]
    fn commands_flags_strings_and_comments_are_told_apart() {
        use Colour::{Command, Comment, Flag, Keyword, String};
        assert_eq!(
            coloured("set -eu\ncd -- /srv\n# why\nrm -r -- \\\n  -rf \\\n  'a # b'\n"),
            [
                ("set", Keyword),
                ("-eu", Flag),
                ("cd", Command),
                ("--", Flag),
                ("# why", Comment),
                ("rm", Command),
                ("-r", Flag),
                ("--", Flag),
                ("-rf", Flag),
                ("'a # b'", String),
            ]
        );
        assert_eq!(coloured("for n in a; do x \"$n\"; done")[2], ("do", Keyword));
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn whatever_is_typed_the_parts_are_in_order_and_whole_characters(text in "[ -~\n'\"#\\\\äあ]{0,60}") {
            let mut before = 0;
            for (range, _) in spans(&text) {
                prop_assert!(before <= range.start && range.start < range.end && text.get(range.clone()).is_some());
                before = range.end;
            }
        }
    }
}
