//! One key press: which key, with which modifiers. Not what it means.

use std::fmt;

/// One key with its modifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chord {
    pub(super) ctrl: bool,
    pub(super) alt: bool,
    shift: bool,
    pub(super) meta: bool,
    /// The key as `KeyboardEvent.key` names it (UI Events KeyboardEvent key Values); letters are small.
    key: String,
}

/// A key press as the browser reports it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Press<'a> {
    pub(crate) key: &'a str,
    pub(crate) code: &'a str,
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
    pub(crate) shift: bool,
    pub(crate) meta: bool,
}

impl Chord {
    /// This key with Ctrl held.
    pub(super) fn plain_ctrl(key: &str) -> Self {
        Self { ctrl: true, alt: false, shift: false, meta: false, key: key.to_owned() }
    }

    /// Reads `Ctrl+Shift+F`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut chord = Self { ctrl: false, alt: false, shift: false, meta: false, key: String::new() };
        let mut rest = text;
        while let Some((modifier, after)) = rest.split_once('+').filter(|(_, after)| !after.is_empty()) {
            match modifier {
                "Ctrl" => chord.ctrl = true,
                "Alt" => chord.alt = true,
                "Shift" => chord.shift = true,
                "Meta" => chord.meta = true,
                _ => return None,
            }
            rest = after;
        }
        chord.key = if rest.chars().count() == 1 { rest.to_lowercase() } else { rest.to_owned() };
        (!rest.is_empty()).then_some(chord)
    }

    /// The keys of a press; none for a modifier alone.
    pub(crate) fn of(press: Press<'_>) -> Option<Self> {
        let key = key_of(press)?;
        let Press { ctrl, alt, meta, .. } = press;
        // What Shift makes of other keys than letters shows in the key itself: `?`, `|`.
        let is_letter = key.chars().count() > 1 || key.chars().all(char::is_alphabetic);
        Some(Self { ctrl, alt, shift: press.shift && is_letter, meta, key: key.to_lowercase() }.tidy(&key))
    }

    fn tidy(mut self, key: &str) -> Self {
        if key.chars().count() > 1 {
            key.clone_into(&mut self.key);
        }
        self
    }

    /// The control character a terminal sends for it (ECMA-48, section 5.2), if it has one.
    pub(crate) fn control(&self) -> Option<u8> {
        let only_ctrl = self.ctrl && !self.alt && !self.shift && !self.meta;
        match self.key.as_bytes() {
            [byte @ (b'a'..=b'z' | b'[' | b'\\' | b']' | b'^' | b'_' | b'@')] if only_ctrl => {
                Some(byte & 0x1f)
            }
            _ => None,
        }
    }

    /// Whether a program in the terminal would miss it: whatever a terminal can send.
    pub(super) fn is_programs(&self) -> bool {
        let is_function = self.key.len() > 1 && self.key.starts_with('F');
        let is_plain = !self.ctrl && !self.alt && !self.meta && !is_function;
        let is_control = self.ctrl && !self.shift && !self.alt && self.key.chars().all(char::is_alphabetic);
        is_plain || is_control || (self.alt && !self.ctrl && !self.meta)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (is_held, name) in
            [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+"), (self.meta, "Meta+")]
        {
            if is_held {
                f.write_str(name)?;
            }
        }
        match self.key.chars().count() {
            1 => f.write_str(&self.key.to_uppercase()),
            _ => f.write_str(&self.key),
        }
    }
}

/// The key of a press as one types it; none for a modifier alone, and for a key in the middle of a composition.
pub(super) fn key_of(press: Press<'_>) -> Option<String> {
    match press.key {
        "Control" | "Shift" | "Alt" | "AltGraph" | "Meta" | "CapsLock" | "Process" | "Dead"
        | "Unidentified" | "" => None,
        // Another alphabet: the letter printed beside it on the key.
        key if key.chars().count() == 1 && !key.is_ascii() => Some(latin(press.code, press.shift)?),
        key => Some(key.to_owned()),
    }
}

/// The Latin letter or sign of a key by its place (UI Events KeyboardEvent code Values).
fn latin(code: &str, shift: bool) -> Option<String> {
    let typed = match (code, shift) {
        ("Comma", _) => ",",
        ("Period", _) => ".",
        ("Minus", _) => "-",
        ("Slash", false) => "/",
        ("Slash", true) => "?",
        ("Semicolon", false) => ";",
        ("Semicolon", true) => ":",
        ("Equal", false) => "=",
        ("Equal", true) => "+",
        ("Backslash", false) => "\\",
        ("Backslash", true) => "|",
        ("BracketLeft", false) => "[",
        ("BracketLeft", true) => "{",
        ("BracketRight", false) => "]",
        ("BracketRight", true) => "}",
        (code, _) => code.strip_prefix("Key").or_else(|| code.strip_prefix("Digit"))?,
    };
    Some(if shift { typed.to_owned() } else { typed.to_ascii_lowercase() })
}
