//! Ctrl and Alt for fingers: down for one key, or until they are tapped again. Pure: taps in, bytes out.

/// How soon a second tap locks, in milliseconds: as systems measure a double click.
const DOUBLE_TAP_MILLIS: u64 = 400;

/// How a modifier is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Not at all.
    #[default]
    Up,
    /// For the next key; since this moment.
    Once(u64),
    /// Until it is tapped again.
    Locked,
}

impl Hold {
    /// It was tapped at this moment, in milliseconds.
    pub(crate) fn tapped(self, now: u64) -> Self {
        match self {
            Self::Up => Self::Once(now),
            Self::Once(since) if now.saturating_sub(since) <= DOUBLE_TAP_MILLIS => Self::Locked,
            Self::Once(_) | Self::Locked => Self::Up,
        }
    }

    /// A key was pressed.
    pub(crate) fn used(self) -> Self {
        if self == Self::Locked { self } else { Self::Up }
    }

    /// Whether it is down.
    pub(crate) fn is_down(self) -> bool {
        self != Self::Up
    }
}

/// What a typed character becomes while Ctrl or Alt is down; none for what is no single character, such as the
/// escape sequence of a key, which has its modifiers already.
pub(crate) fn modified(typed: &[u8], ctrl: bool, alt: bool) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(typed).ok()?;
    let mut chars = text.chars();
    let (character, None) = (chars.next()?, chars.next()) else { return None };
    if character == '\x1b' || !(ctrl || alt) {
        return None;
    }
    let mut bytes = if alt { vec![0x1b] } else { Vec::new() };
    match control(character).filter(|_| ctrl) {
        Some(code) => bytes.push(code),
        None => bytes.extend(typed),
    }
    Some(bytes)
}

/// The control character of a key (ECMA-48, section 5.2, and what xterm makes of digits).
fn control(character: char) -> Option<u8> {
    match character.to_ascii_uppercase() {
        c @ '@'..='_' => Some(c as u8 & 0x1f),
        ' ' | '2' => Some(0),
        c @ '3'..='7' => Some(c as u8 - b'3' + 0x1b),
        '/' => Some(0x1f),
        '?' | '8' => Some(0x7f),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Hold, modified};

    #[test]
    fn one_tap_holds_for_one_key_and_two_quick_ones_lock() {
        let once = Hold::Up.tapped(1_000);
        assert_eq!((once.is_down(), once.used()), (true, Hold::Up));
        assert_eq!(once.tapped(2_000), Hold::Up);
        let locked = once.tapped(1_300);
        assert_eq!((locked, locked.used(), locked.tapped(1_400)), (Hold::Locked, Hold::Locked, Hold::Up));
    }

    #[test]
    fn ctrl_and_alt_make_of_a_character_what_a_keyboard_makes_of_it() {
        for (typed, ctrl, alt, bytes) in [
            ("c", true, false, &b"\x03"[..]),
            ("C", true, false, b"\x03"),
            ("[", true, false, b"\x1b"),
            (" ", true, false, b"\0"),
            ("/", true, false, b"\x1f"),
            ("b", false, true, b"\x1bb"),
            ("c", true, true, b"\x1b\x03"),
            ("中", true, false, "中".as_bytes()),
        ] {
            assert_eq!(modified(typed.as_bytes(), ctrl, alt).as_deref(), Some(bytes), "{typed}");
        }
    }

    #[test]
    fn escape_sequences_and_whole_words_are_left_alone() {
        for typed in [&b"\x1b[A"[..], b"\x1b", b"word", b"", b"\xff"] {
            assert_eq!(modified(typed, true, true), None);
        }
        assert_eq!(modified(b"c", false, false), None);
    }
}
