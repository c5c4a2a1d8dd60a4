//! Scripts that ran, as one file that runs by itself: each in a shell of its own, so that none reaches the next.

use std::fmt::Write as _;

use super::word::is_visible;

/// What `shellcheck` is not to say of the file: what stands in single quotes is meant so, what was chosen may be one
/// thing, a folder alone is closed to others, and that one part's variables do not reach the next is what is wanted.
const MEANT: &str = "# shellcheck disable=SC2016,SC2030,SC2031,SC2043,SC2174\n";

/// A script that ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it did, for a person.
    pub title: String,
    /// When and where, for a person.
    pub ran: String,
    /// The script.
    pub script: String,
    /// Whether it read something from standard input that is not kept: then it cannot be run again from a file.
    pub reads_input: bool,
}

/// One bash script of several, in this order. It stops at the first that fails.
#[must_use]
pub fn compose(parts: &[Part]) -> String {
    let mut text = format!(
        "#!/usr/bin/env bash\n# What was done with Postern, in the order it was done. Each part runs as it ran then: in \
         a\n# shell of its own, with the options it sets itself, and with nothing to read.\n{MEANT}set -euo pipefail\n"
    );
    for (number, part) in (1..).zip(parts) {
        let (title, ran) = (one_line(&part.title), one_line(&part.ran));
        let _ = write!(text, "\n# {number}. {title}\n#    {ran}\n");
        if part.reads_input {
            text.push_str(
                "# It is left out: it read what is not kept, such as a password or a file's content.\n",
            );
            part.script.lines().for_each(|line| text.extend(["#   ", line, "\n"]));
            continue;
        }
        text.push_str("(\nset +euo pipefail\n");
        text.push_str(&part.script);
        if !part.script.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(") </dev/null\n");
    }
    text
}

/// Text for a comment: nothing in it ends the line, or is not seen.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c == ' ' || is_visible(c) && !c.is_whitespace() { c } else { '\u{fffd}' })
        .collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Part, compose};

    #[test]
    fn a_title_stays_in_its_comment() {
        let part = Part {
            title: "Rename a\nrm -rf / \u{202e}x".into(),
            ran: "now\r, here".into(),
            script: "true".into(),
            reads_input: false,
        };
        let text = compose(&[part]);
        assert!(
            text.contains("\n# 1. Rename a\u{fffd}rm -rf / \u{fffd}x\n#    now\u{fffd}, here\n(\n"),
            "{text}"
        );
        assert!(text.ends_with("\ntrue\n) </dev/null\n"), "{text}");
    }

    #[test]
    fn what_read_something_is_kept_as_a_comment_only() {
        let part = Part {
            title: "Write".into(),
            ran: String::new(),
            script: "set -eu\ncat >file\n".into(),
            reads_input: true,
        };
        let text = compose(&[part]);
        assert!(text.ends_with("content.\n#   set -eu\n#   cat >file\n"), "{text}");
    }
}
