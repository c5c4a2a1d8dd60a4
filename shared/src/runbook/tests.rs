//! Headers that are read, headers that are refused with their line, and files that stay as they are.

use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{Bad, Fault, Runbook};
use crate::form::{Answers, Field, Kind, Label, Wrong};

const RESTART: &str = "#!/usr/bin/env bash\n# @runbook Restart a service\n# @about Restarts it,\n# @about then waits.\n\
    # A comment like any.\n# @param service text = nginx\n# @param root path = ~/www\n# @param tries number(1..10) = 3\n\
    # @param level choice(low|high)\n# @param note lines?\n# @param token secret\nset -eu\nsystemctl restart \"$1\"\n";

#[test]
fn a_header_says_what_is_asked_for() {
    let runbook = Runbook::parse(RESTART).unwrap();
    assert_eq!(
        (runbook.name.as_str(), runbook.about.as_str()),
        ("Restart a service", "Restarts it,\nthen waits.")
    );
    let field = |name: &str, kind| Field::of(Label::Given(name.into()), kind);
    assert_eq!(
        runbook.fields,
        [
            field("service", Kind::Text).holding("nginx"),
            field("root", Kind::Path).holding("~/www"),
            field("tries", Kind::Number { least: 1, most: 10 }).holding("3"),
            field("level", Kind::Choice(vec!["low".into(), "high".into()])),
            field("note", Kind::Lines).optional(),
            field("token", Kind::Secret),
        ]
    );
    assert_eq!(runbook.text(), RESTART);
    assert_eq!(runbook.file_name(), "restart-a-service.sh");
}

#[test]
fn answers_stand_below_the_header_and_secrets_do_not() {
    let runbook = Runbook::parse(RESTART).unwrap();
    let typed = |label: &Label| match label {
        Label::Given(name) if name == "service" => "it's $(id)".to_owned(),
        Label::Given(name) if name == "token" => "hunter2".to_owned(),
        Label::Given(name) if name == "note" => String::new(),
        label => runbook.fields.iter().find(|field| field.label == *label).unwrap().value.clone(),
    };
    let (script, input) = runbook.script(&Answers::read(&runbook.fields, typed).unwrap());
    let expected = "# @param token secret\nIFS= read -r token # as it was typed; it does not stand here\n\
        set -- 'it'\\''s $(id)' \"$HOME\"/www 3 low '' \"$token\"\nset -eu\n";
    assert!(script.text().contains(expected), "{}", script.text());
    assert!(!script.text().contains("hunter2"));
    assert_eq!(input.bytes(), b"hunter2\n");
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let name = "# @runbook x\n";
    for (text, line, fault) in [
        ("echo hello\n", 1, Fault::NoName),
        ("\n# @runbook too late\n", 1, Fault::NoName),
        ("#!/bin/sh\n# @runbook\n", 2, Fault::Name),
        ("# @runbook x\n# @runbook y\n", 2, Fault::TwoNames),
        (&format!("{name}# @parm x text\n"), 2, Fault::Unknown("parm".into())),
        (&format!("{name}#\n# @param PATH text\n"), 3, Fault::Parameter("PATH".into())),
        (&format!("{name}# @param x;id text\n"), 2, Fault::Parameter("x;id".into())),
        (&format!("{name}# @param\n"), 2, Fault::Parameter(String::new())),
        (&format!("{name}# @param x\n# @param x\n"), 3, Fault::Twice("x".into())),
        (&format!("{name}# @param x number(9..1)\n"), 2, Fault::Type("number(9..1)".into())),
        (&format!("{name}# @param x choice(a||b)\n"), 2, Fault::Type("choice(a||b)".into())),
        (&format!("{name}# @param x number = many\n"), 2, Fault::Default(Wrong::Number)),
        (&format!("{name}# @param x choice(a|b) = c\n"), 2, Fault::Default(Wrong::Choice)),
        (&format!("{name}# @param x secret = hunter2\n"), 2, Fault::SecretDefault),
        (&format!("{name}\nrm x \u{202e}# gnp.x\n"), 3, Fault::Hidden),
        (&format!("{name}echo\r\n"), 2, Fault::Hidden),
        (&format!("{name}{}", "x".repeat(65 * 1024)), 1, Fault::TooLong),
    ] {
        assert_eq!(Runbook::parse(text), Err(Bad { line, fault }), "{text:.60?}");
    }
    let many: String = (0..21).map(|number| format!("# @param p{number} text\n")).collect();
    assert_eq!(Runbook::parse(format!("{name}{many}")), Err(Bad { line: 22, fault: Fault::TooMany }));
}

#[test]
fn a_script_becomes_a_runbook_and_what_it_did_stays() {
    let script = "# @runbook not a header\nset -eu\nmv -n -- a b";
    let runbook = Runbook::of(" Move it ", "a\n\nb\n", script).unwrap();
    assert_eq!((runbook.name.as_str(), runbook.about.as_str()), ("Move it", "a\nb"));
    assert!(
        runbook.fields.is_empty() && runbook.text().ends_with(&format!("\n\n{script}\n")),
        "{}",
        runbook.text()
    );
    assert_eq!(runbook.script(&Answers::default()).0.text(), runbook.text());
    assert_eq!(Runbook::of("", "", script), Err(Bad { line: 2, fault: Fault::Name }));
    assert!(Runbook::of("a\n# @param x secret = y", "", script).is_err());
}

proptest! {
    #[test]
    fn any_file_is_read_or_refused_and_comes_out_as_it_went_in(
        lines in prop::collection::vec("(# @(runbook|about|param|x)? ?)?[ -~é]{0,24}( (text|number\\(1\\.\\.9\\)|secret|path)\\??( = [a-z0-9/]{0,4})?)?", 0..12),
    ) {
        let text = lines.join("\n");
        if let Ok(runbook) = Runbook::parse(text.clone()) {
            prop_assert_eq!(runbook.text(), &text);
            prop_assert_eq!(Runbook::parse(runbook.text()), Ok(runbook.clone()));
            // With any answers, the file is all there around what was added.
            let (script, _) = runbook.script(&Answers::first(&runbook.fields));
            let (head, body) = text.split_at(runbook.body);
            prop_assert!(script.text().starts_with(head) && script.text().ends_with(body));
        }
    }
}
