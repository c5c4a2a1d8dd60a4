//! Text that a script hands to a command on standard input.

use super::word;
use super::word::is_visible;

/// A command that reads these bytes. They stand below it as they are, unless a person could not see them there; what
/// marks their end is no line of theirs.
pub(crate) fn feed(command: &str, bytes: &[u8]) -> String {
    let shows = |character: char| character == '\t' || is_visible(character);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.ends_with('\n') && text.chars().all(shows) => {
            let marks = std::iter::once("END".to_owned()).chain((1..).map(|number| format!("END{number}")));
            let is_free = |mark: &String| !text.lines().any(|line| line == mark);
            // There are more marks than lines.
            let mark = marks.into_iter().find(is_free).unwrap_or_default();
            format!("{command} <<'{mark}'\n{text}{mark}")
        }
        _ => format!("printf %s {} | {command}", word(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::feed;

    #[test]
    fn text_stands_as_it_is_where_it_can_be_seen() {
        assert_eq!(feed("cat", b"a $(b)\n\t'\n"), "cat <<'END'\na $(b)\n\t'\nEND");
        assert_eq!(feed("cat", b"END\nEND1\n"), "cat <<'END2'\nEND\nEND1\nEND2");
        assert_eq!(feed("cat", b"a b"), "printf %s 'a b' | cat");
        assert_eq!(feed("cat", b"\xff\n"), "printf %s \"$(printf '\\377')\"'\n' | cat");
        assert_eq!(
            feed("cat", "\u{202e}\n".as_bytes()),
            "printf %s \"$(printf '\\342\\200\\256')\"'\n' | cat"
        );
    }

    /// Against the shell that will read it.
    #[cfg(not(target_arch = "wasm32"))]
    mod native {
        use std::process::Command;

        use proptest::prelude::*;

        use super::feed;

        fn lines() -> impl Strategy<Value = Vec<u8>> {
            let line = prop_oneof![
                "[ -~]{0,20}",
                "END[0-9]?",
                "\\PC{0,8}",
                Just("$(touch pwned) `id` \\ %".to_owned()),
                Just("\u{202e}\u{0}".replace('\0', "")),
            ];
            let text = prop::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n").into_bytes());
            (text, prop::collection::vec(1u8.., 0..4), any::<bool>()).prop_map(|(mut text, more, ends)| {
                text.extend(more);
                text.extend(ends.then_some(b'\n'));
                text
            })
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(128))]
            #[test]
            fn what_a_command_reads_is_what_it_was_given(bytes in lines()) {
                let output = Command::new("bash").args(["-c", &feed("cat", &bytes)]).output().unwrap();
                prop_assert_eq!(output.stdout, bytes, "{}", String::from_utf8_lossy(&output.stderr));
            }
        }
    }
}
