//! The files of a timer and of the service that it begins, and how systemd quotes what stands in them.

use super::When;
use crate::script::users::Account;

/// What says when a timer elapses (systemd.timer(5)).
const TRIGGERS: [&str; 6] =
    ["OnCalendar", "OnActiveSec", "OnBootSec", "OnStartupSec", "OnUnitActiveSec", "OnUnitInactiveSec"];

/// Whether a text can describe a unit: one line that does not go on in the next.
#[must_use]
pub fn is_description(text: &str) -> bool {
    !text.contains(char::is_control) && !text.trim().ends_with('\\')
}

/// The file of a service that runs a command of the shell, once each time it begins.
pub(super) fn service(description: &str, command: &str, user: Option<&Account>) -> String {
    let user = user.map(|user| format!("User={user}\n")).unwrap_or_default();
    let command = quoted(command.trim());
    format!("{}[Service]\nType=oneshot\n{user}ExecStart=/bin/sh -c {command}\n", unit(description))
}

/// The file of a timer that begins the service of its name.
pub(super) fn timer(description: &str, when: &When, is_persistent: bool) -> String {
    let persistent = if is_persistent { "Persistent=true\n" } else { "" };
    let when = when.lines().join("\n");
    format!("{}[Timer]\n{when}\n{persistent}\n[Install]\nWantedBy=timers.target\n", unit(description))
}

fn unit(description: &str) -> String {
    match description.trim() {
        "" => String::new(),
        // A percent sign begins a specifier there (systemd.unit(5)).
        text => format!("[Unit]\nDescription={}\n\n", text.replace('%', "%%")),
    }
}

/// A word of a command line of systemd: it takes away quotes and escapes, then puts in specifiers, then variables
/// (systemd.service(5), "Command lines").
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        '\\' => r"\\".into(),
        '"' => "\\\"".into(),
        '%' => "%%".into(),
        '$' => "$$".into(),
        '\t' => r"\t".into(),
        control if control.is_ascii_control() => format!("\\x{:02x}", u32::from(control)),
        other => other.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// A drop-in with which a timer elapses at other times; whatever else it says stays, line for line. None where its lines
/// go on in the next, so that nobody can be sure what belongs to what.
pub(super) fn overriding(text: &str, when: &When) -> Option<String> {
    if text.lines().any(|line| line.ends_with('\\')) {
        return None;
    }
    // An empty value takes away all that was said before (systemd.timer(5)).
    let ours: String = [vec!["OnCalendar=".to_owned()], when.lines()].concat().join("\n") + "\n";
    let (mut to, mut is_timer, mut is_said) = (String::new(), false, false);
    for line in text.lines() {
        let said = line.trim();
        if said.starts_with('[') {
            is_timer = said == "[Timer]";
        }
        let is_trigger = said.split_once('=').is_some_and(|(name, _)| TRIGGERS.contains(&name.trim_end()));
        if is_timer && is_trigger {
            continue;
        }
        to.push_str(line);
        to.push('\n');
        if said == "[Timer]" && !is_said {
            to.push_str(&ours);
            is_said = true;
        }
    }
    if !is_said {
        let between = if to.is_empty() || to.ends_with("\n\n") { "" } else { "\n" };
        to.push_str(&format!("{between}[Timer]\n{ours}"));
    }
    Some(to)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{is_description, overriding, quoted, service, timer};
    use crate::script::timers::{Calendar, Span, When};
    use crate::script::users::Account;

    fn daily() -> When {
        When { calendar: Calendar::parse("daily"), ..When::default() }
    }

    #[test]
    fn the_files_say_what_was_meant() {
        let user = Account::parse("deploy").unwrap();
        assert_eq!(
            service("100% of it", " echo \"$HOME\" 'a\\b' %H\t; # x ", Some(&user)),
            "[Unit]\nDescription=100%% of it\n\n[Service]\nType=oneshot\nUser=deploy\n\
             ExecStart=/bin/sh -c \"echo \\\"$$HOME\\\" 'a\\\\b' %%H\\t; # x\"\n"
        );
        assert_eq!(service("", "true", None), "[Service]\nType=oneshot\nExecStart=/bin/sh -c \"true\"\n");
        assert_eq!(
            timer("x", &daily(), true),
            "[Unit]\nDescription=x\n\n[Timer]\nOnCalendar=daily\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
        );
    }

    #[test]
    fn a_description_is_one_line_and_ends() {
        assert!(is_description("It's 100% \"so\" \\ x; 部署"));
        for text in ["a\nb", "a\\", "a\\  ", "a\u{1b}[2J", "a\tb"] {
            assert!(!is_description(text), "{text:?}");
        }
    }

    #[test]
    fn what_else_a_drop_in_says_stays() {
        let ours = "OnCalendar=\nOnCalendar=daily\n";
        let with = |text: &str| overriding(text, &daily());
        assert_eq!(with(""), Some(format!("[Timer]\n{ours}")));
        assert_eq!(
            with(
                "# OnCalendar=x\n[Unit]\nOnBootSec = no trigger\n[Timer]\n OnBootSec = 5min\nRandomizedDelaySec=1h\n"
            ),
            Some(format!(
                "# OnCalendar=x\n[Unit]\nOnBootSec = no trigger\n[Timer]\n{ours}RandomizedDelaySec=1h\n"
            ))
        );
        assert_eq!(with("[Unit]\nA=b"), Some(format!("[Unit]\nA=b\n\n[Timer]\n{ours}")));
        assert_eq!(with("[Timer]\nOnCalendar=a \\\nb\n"), None);
    }

    proptest! {
        #[test]
        fn nothing_in_a_word_ends_it_or_begins_a_specifier(text in "[^\n\r\0]{0,40}") {
            let word = quoted(&text);
            let inner = word.strip_prefix('"').and_then(|word| word.strip_suffix('"')).unwrap();
            prop_assert!(!inner.contains(|c: char| c.is_ascii_control()));
            let unescaped = inner.replace("\\\\", "").replace("\\\"", "").replace("%%", "").replace("$$", "");
            prop_assert!(!unescaped.contains(['"', '%', '$']), "{}", word);
        }

        #[test]
        fn what_is_said_last_counts(lines in prop::collection::vec(
            "\\[(Timer|Unit)\\]|(OnCalendar|OnBootSec|Persistent) ?= ?[a-z0-9]{0,4}|#?;?[a-z ]{0,5}", 0..10)
        ) {
            let text = lines.join("\n");
            let first = When { boot: Span::parse("5min"), ..When::default() };
            let once = overriding(&text, &daily()).unwrap();
            let twice = overriding(&overriding(&text, &first).unwrap(), &daily()).unwrap();
            prop_assert_eq!(&once, &twice);
            prop_assert_eq!(overriding(&once, &daily()).unwrap(), once);
        }
    }
}
