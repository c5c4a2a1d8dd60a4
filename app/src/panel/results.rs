//! What one script said on many targets: which said the same, what is different, and all of it as text. Pure.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What came of it on one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The target, for a person.
    pub(crate) place: String,
    /// How it ended and how long it took, in words.
    pub(crate) end: String,
    /// Exit status and output; none while it runs, or if nothing is known.
    pub(crate) said: Option<Said>,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Said {
    pub(crate) status: Option<u32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The group of each: 0 is what most said, and of two of one size the one that comes first.
pub(crate) fn groups(all: &[Outcome]) -> Vec<Option<usize>> {
    let mut sizes: BTreeMap<&Said, (usize, usize)> = BTreeMap::new();
    for (at, said) in all.iter().enumerate().filter_map(|(at, one)| Some((at, one.said.as_ref()?))) {
        sizes.entry(said).or_insert((0, at)).0 += 1;
    }
    let mut order: Vec<(&Said, (usize, usize))> = sizes.into_iter().collect();
    order.sort_by_key(|(_, (size, first))| (std::cmp::Reverse(*size), *first));
    let place = |said: &Said| order.iter().position(|(other, _)| *other == said);
    all.iter().map(|one| one.said.as_ref().and_then(place)).collect()
}

/// The lines of a text, and of each whether another text has it nowhere.
pub(crate) fn against<'a>(text: &'a str, usual: &str) -> Vec<(&'a str, bool)> {
    let known: std::collections::BTreeSet<&str> = usual.lines().collect();
    text.lines().map(|line| (line, !known.contains(line))).collect()
}

/// All of it, to be kept or sent on.
pub(crate) fn report(title: &str, script: &str, all: &[Outcome]) -> String {
    let mut text = format!("{title}\n\n{}\n", indented(script));
    let groups = groups(all);
    for (one, group) in all.iter().zip(groups) {
        let group = group.map(|group| format!(" [{}]", letter(group))).unwrap_or_default();
        let _ = write!(text, "\n== {}: {}{group}\n", one.place, one.end);
        if let Some(said) = &one.said {
            text.push_str(&said.stdout);
            if !said.stdout.is_empty() && !said.stdout.ends_with('\n') {
                text.push('\n');
            }
            if !said.stderr.is_empty() {
                let _ = write!(text, "-- stderr\n{}", said.stderr);
                if !said.stderr.ends_with('\n') {
                    text.push('\n');
                }
            }
        }
    }
    text
}

/// What a group is called: A, B, …, Z, and then by numbers.
pub(crate) fn letter(group: usize) -> String {
    let letter = u8::try_from(group).ok().filter(|group| *group < 26).map(|group| char::from(b'A' + group));
    letter.map_or_else(|| (group + 1).to_string(), String::from)
}

fn indented(script: &str) -> String {
    script.lines().map(|line| format!("    {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Outcome, Said, against, groups, letter, report};

    #[test]
    fn what_most_said_is_the_first_group() {
        let all = [said("a", 0), said("b", 0), runs(), said("b", 0), said("b", 1)];
        assert_eq!(groups(&all), [Some(1), Some(0), None, Some(0), Some(2)]);
        assert_eq!(groups(&[said("x", 0), said("y", 0)]), [Some(0), Some(1)]);
        assert_eq!((letter(0), letter(25), letter(26)), ("A".into(), "Z".into(), "27".into()));
    }

    #[test]
    fn lines_that_the_others_do_not_have_are_marked() {
        let lines = against("one\ntwo\nthree", "one\nthree\nfour");
        assert_eq!(lines, [("one", false), ("two", true), ("three", false)]);
    }

    #[test]
    fn a_report_has_every_target_with_all_it_said() {
        let text = report("Restart", "set -eu\nid\n", &[said("a", 0), runs()]);
        assert_eq!(
            text,
            "Restart\n\n    set -eu\n    id\n\n\n== ops@a: exit 0 [A]\na\n-- stderr\nwarned\n\n== ops@c: running\n"
        );
    }

    fn said(stdout: &str, status: u32) -> Outcome {
        let said = Said { status: Some(status), stdout: stdout.into(), stderr: "warned\n".into() };
        Outcome { place: format!("ops@{stdout}"), end: format!("exit {status}"), said: Some(said) }
    }

    fn runs() -> Outcome {
        Outcome { place: "ops@c".into(), end: "running".into(), said: None }
    }
}
