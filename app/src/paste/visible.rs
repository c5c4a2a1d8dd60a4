//! A text with its control characters made visible, to be read and edited, and back again.

use super::look::{LOOK_BYTES, is_control};

/// What stands for a control character that has no picture of its own; it is not pasted.
const LEFT_OUT: char = '\u{2426}';
/// Where the pictures of the control characters U+0000 to U+001F begin (Unicode, block "Control Pictures").
const PICTURES: u32 = 0x2400;
/// The picture of U+007F.
const DELETE: char = '\u{2421}';
/// How much of a text is shown that is too long to be edited, in bytes.
const SHOWN_BYTES: usize = 4 * 1024;

/// A text as a person sees it before it is pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visible {
    /// What is shown: lines end with a line feed.
    pub(crate) shown: String,
    /// Whether all of it is shown, and can be edited.
    pub(crate) is_whole: bool,
    text: String,
}

impl Visible {
    /// Makes a text visible.
    pub(crate) fn new(text: String) -> Self {
        let is_whole = text.len() <= LOOK_BYTES;
        let end = if is_whole { text.len() } else { text.floor_char_boundary(SHOWN_BYTES) };
        let shown = text[..end].replace("\r\n", "\n").replace('\r', "\n");
        let shown = shown.chars().map(visible_character).collect();
        Self { shown, is_whole, text }
    }

    /// The text to paste, after the person has edited what was shown. No edit brings in a control character that
    /// was not there, not even one that writes its picture.
    pub(crate) fn edited(&self, shown: &str) -> String {
        if !self.is_whole {
            return self.text.clone();
        }
        let real = |c: char| {
            let control = control(c).filter(|control| self.text.contains(*control));
            // A text with a real picture in it cannot be told apart; the picture is the safe reading.
            control.filter(|_| !self.text.contains(c)).unwrap_or(c)
        };
        shown.chars().filter(|c| *c != LEFT_OUT || self.text.contains(LEFT_OUT)).map(real).collect()
    }
}

/// A character as it can be shown: what cannot be seen, or moves other text, becomes a sign for it.
pub(crate) fn visible_character(c: char) -> char {
    if is_control(c) { picture(c) } else { c }
}

fn picture(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(PICTURES + c as u32).unwrap_or(LEFT_OUT),
        '\u{7f}' => DELETE,
        _ => LEFT_OUT,
    }
}

fn control(picture: char) -> Option<char> {
    match picture {
        DELETE => Some('\u{7f}'),
        '\u{2400}'..='\u{241f}' => char::from_u32(picture as u32 - PICTURES),
        _ => None,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::super::look::{LOOK_BYTES, is_control};
    use super::Visible;

    #[test]
    fn control_characters_are_shown_as_their_pictures_and_come_back() {
        let visible = Visible::new("a\x1b[31mb\r\n\tc\x7f\0".into());
        assert_eq!(visible.shown, "a␛[31mb\n\tc␡␀");
        assert_eq!(visible.edited(&visible.shown), "a\x1b[31mb\n\tc\x7f\0");
        assert_eq!(visible.edited("a␛[31mb"), "a\x1b[31mb");
    }

    #[test]
    fn what_has_no_picture_is_left_out() {
        let visible = Visible::new("safe\u{202e}txt\u{9b}".into());
        assert_eq!(visible.shown, "safe␦txt␦");
        assert_eq!(visible.edited(&visible.shown), "safetxt");
    }

    #[test]
    fn a_picture_someone_wrote_stays_a_picture() {
        assert_eq!(Visible::new("echo ␛".into()).edited("echo ␛"), "echo ␛");
        assert_eq!(Visible::new("␛\x1b".into()).edited("␛␛"), "␛␛");
        assert_eq!(Visible::new("plain".into()).edited("plain␃"), "plain␃");
    }

    #[test]
    fn a_long_text_is_shown_in_part_and_pasted_whole() {
        let text = "中".repeat(LOOK_BYTES);
        let visible = Visible::new(text.clone());
        assert!(!visible.is_whole && visible.shown.len() < LOOK_BYTES);
        assert_eq!(visible.edited(&visible.shown), text);
    }

    proptest! {
        #[test]
        fn what_is_shown_has_no_control_character_and_editing_adds_none(text in ".*|[\\x00-\\x9f␛␀]*", edit in "[␀-␦a]*") {
            let visible = Visible::new(text.clone());
            prop_assert!(!visible.shown.chars().any(is_control));
            let edited = visible.edited(&edit);
            prop_assert!(edited.chars().filter(|c| is_control(*c)).all(|c| text.contains(c)));
        }
    }
}
