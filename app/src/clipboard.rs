//! What the clipboard may be used for: the person's choices, and what a program's request holds. Touches no clipboard.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// Longest text a program may put on the clipboard, in bytes: more than an editor's yank, less than a burden.
const PROGRAM_BYTES: usize = 1024 * 1024;

/// What a person chose about copying and pasting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Clipboard {
    /// Whether a text is copied as soon as it is selected.
    pub(crate) copies_selection: bool,
    /// What the right mouse button does.
    pub(crate) right: RightClick,
    /// Whether the middle mouse button pastes the selection.
    pub(crate) middle_pastes: bool,
    /// Whether a person looks at a text that would do more than it seems before it is pasted.
    pub(crate) guards: bool,
    /// What a program on the target may do.
    pub(crate) program: Program,
}

impl Default for Clipboard {
    fn default() -> Self {
        Self {
            copies_selection: false,
            right: RightClick::default(),
            middle_pastes: true,
            guards: true,
            program: Program::default(),
        }
    }
}

/// What the right mouse button does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RightClick {
    /// It opens the terminal's menu.
    #[default]
    Menu,
    /// It pastes.
    Paste,
    /// It opens the browser's menu.
    Browser,
}

/// What a program may do with the clipboard (OSC 52). Reading it is never answered.
///
/// Asking is the default: whatever prints on the target can send the sequence, a file that is shown or a log line
/// included, and what it leaves on the clipboard is pasted into the next shell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Program {
    /// Nothing.
    Off,
    /// Put a text on it when the person agrees.
    #[default]
    Ask,
    /// Put a text on it.
    Write,
}

/// The text that a program wants on the clipboard: the parameters of an OSC 52 sequence (xterm's control
/// sequences, "Manipulate Selection Data"). None if it wants to read, or if it is no text a person could have copied.
pub(crate) fn requested(parameters: &str) -> Option<String> {
    let (_, data) = parameters.split_once(';')?;
    if data == "?" || data.len() > PROGRAM_BYTES.div_ceil(3) * 4 {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(data).ok()?).ok()?;
    let is_text = text.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'));
    (is_text && !text.is_empty() && text.len() <= PROGRAM_BYTES).then_some(text)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::{Clipboard, PROGRAM_BYTES, requested};

    #[test]
    fn a_program_may_offer_text() {
        assert_eq!(requested("c;aGVsbG8=").as_deref(), Some("hello"));
        assert_eq!(requested(";5Lit5paHCQo=").as_deref(), Some("中文\t\n"));
        let long = "x".repeat(PROGRAM_BYTES);
        assert_eq!(requested(&format!("c;{}", STANDARD.encode(&long))), Some(long));
    }

    #[test]
    fn a_program_cannot_read_and_offers_nothing_that_is_no_text() {
        let escape = STANDARD.encode("ls\x1b[201~");
        let long = STANDARD.encode("x".repeat(PROGRAM_BYTES + 1));
        for parameters in
            ["c;?", "c", "", "c;", "c;%%%", "c;//79", &format!("c;{escape}"), &format!("c;{long}")]
        {
            assert_eq!(requested(parameters), None, "{}", &parameters[..parameters.len().min(40)]);
        }
    }

    #[test]
    fn what_is_stored_of_another_version_has_its_defaults() {
        let read: Clipboard = serde_json::from_str(r#"{"copies_selection":true}"#).unwrap();
        assert_eq!(read, Clipboard { copies_selection: true, ..Clipboard::default() });
    }
}
