//! Runbooks run by bash: from Postern, where what was typed arrives as it was typed, and by themselves.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use postern_shared::form::{Answers, Label};
use postern_shared::runbook::Runbook;
use postern_shared::script::carrier;
use proptest::prelude::*;

const SHOWS: &str = "#!/usr/bin/env bash\n# @runbook Show\n# @param first text? = a default\n# @param second lines?\n\
    # @param third secret?\n# @param fourth path? = ~/x y\nset -eu\nprintf '%s\\0' \"${1-none}\" \"${2-none}\" \"${3-none}\" \"${4-none}\"\n";

#[test]
fn a_runbook_runs_by_itself() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("show.sh");
    std::fs::write(&file, SHOWS).unwrap();
    let said = |words: &[&str]| Command::new("bash").arg(&file).args(words).output().unwrap().stdout;
    assert_eq!(said(&[]), b"none\0none\0none\0none\0");
    assert_eq!(said(&["a b", "$(id)"]), b"a b\0$(id)\0none\0none\0");
    let checked = Command::new("shellcheck").arg(&file).output().expect("shellcheck (scripts/setup-tests)");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

/// Elsewhere a template engine evaluated what was typed, and what was written.
#[test]
fn what_a_template_engine_would_evaluate_is_text() {
    let templates = [
        "{{ 7*7 }}",
        "{% include '/etc/passwd' %}",
        "${7*7}",
        "#{7*7}",
        "$((7*7))",
        "%(x)s",
        "<%= 7*7 %>",
        "@first@",
    ];
    for template in templates {
        let runbook = format!(
            "# @runbook Template\n# @param first text\nprintf '%s %s' \"$1\" '{}'\n",
            template.replace('\'', "")
        );
        let runbook = Runbook::parse(runbook).unwrap();
        let (script, input) =
            runbook.script(&Answers::read(&runbook.fields, |_| template.to_owned()).unwrap());
        assert_eq!(run(script.text(), input.bytes()), format!("{template} {}", template.replace('\'', "")));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn what_was_typed_arrives_as_it_was_typed(
        first in "[ -~é密\u{202e}\u{1b}]{0,20}",
        second in "([ -~é]|\\n|\\$\\(touch pwned\\)|'|\\\\){0,20}",
        third in "[ -~密]{0,20}",
        fourth in "(/|~/)[ -~é]{0,12}",
    ) {
        let runbook = Runbook::parse(SHOWS).unwrap();
        let typed = |label: &Label| {
            let Label::Given(name) = label else { return String::new() };
            let values = [("first", &first), ("second", &second), ("third", &third), ("fourth", &fourth)];
            values.iter().find(|(of, _)| of == name).map(|(_, value)| (*value).clone()).unwrap_or_default()
        };
        let (script, input) = runbook.script(&Answers::read(&runbook.fields, typed).unwrap());
        let home = |text: &str| text.strip_prefix('~').map_or_else(|| text.to_owned(), |rest| format!("/home/ops{rest}"));
        let expected = format!("{}\0{second}\0{third}\0{}\0", first.trim(), home(fourth.trim()));
        prop_assert_eq!(run(script.text(), input.bytes()), expected);
    }
}

/// Runs a script as it runs on a target.
fn run(script: &str, input: &[u8]) -> String {
    let scratch = tempfile::tempdir().unwrap();
    let mut child = Command::new("sh")
        .args(["-c", carrier::COMMAND])
        .env("HOME", "/home/ops")
        .current_dir(scratch.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&carrier::input(script, None, input)).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        std::fs::read_dir(scratch.path()).unwrap().count(),
        0,
        "it did something of its own: {script}"
    );
    String::from_utf8(carrier::Head::default().strip(&output.stdout).to_vec()).unwrap()
}
