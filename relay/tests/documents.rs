//! What the documents claim about tests, held against the tests.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use postern_shared::api::{Challenge, OpenSession, RelayInfo, SessionInfo};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[test]
fn every_test_that_the_security_page_names_is_in_the_file_it_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/SECURITY.md")).unwrap();
    let (mut checked, mut wrong) = (0, Vec::new());
    for row in page.lines().filter(|line| line.starts_with("| **")) {
        let columns: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [class, _, tests] = columns[..] else { panic!("not three columns: {row}") };
        if tests.trim() == "no such code yet" {
            continue;
        }
        let mut named = 0;
        for (file, names) in tests.split("; ").map(|part| part.split_once(": ").unwrap_or((part, ""))) {
            let path = root.join(file.trim().trim_matches('`'));
            let Ok(source) = fs::read_to_string(&path) else {
                wrong.push(format!("{class}: no file {file}"));
                continue;
            };
            for name in names.split('`').skip(1).step_by(2) {
                if !holds(&source, name) {
                    wrong.push(format!("{class}: no {name:?} in {file}"));
                }
                named += 1;
            }
            named += usize::from(names.trim() == "all");
        }
        if named == 0 {
            wrong.push(format!("{class}: no test"));
        }
        checked += named;
    }
    assert!(wrong.is_empty(), "docs/SECURITY.md is wrong: {wrong:#?}");
    assert!(checked > 40, "the table is not read: {checked}");
}

#[test]
fn the_examples_of_the_protocol_are_what_is_sent_and_nothing_is_left_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/PROTOCOL.md")).unwrap();
    let examples: Vec<Value> = page
        .split("```json\n")
        .skip(1)
        .map(|rest| serde_json::from_str(rest.split("```").next().unwrap()).unwrap())
        .collect();
    let [open, challenge, session, relay] = &examples[..] else { panic!("{} examples", examples.len()) };
    same::<OpenSession>(open);
    same::<Challenge>(challenge);
    same::<SessionInfo>(session);
    same::<RelayInfo>(relay);
}

fn same<T: Serialize + DeserializeOwned>(example: &Value) {
    let read: T = serde_json::from_value(example.clone()).unwrap();
    assert_eq!(&serde_json::to_value(read).unwrap(), example);
}

/// Whether a file has a test of this name or, in JavaScript, title.
fn holds(source: &str, test: &str) -> bool {
    source.contains(&format!("fn {test}(")) || source.contains(&format!("test('{test}',"))
}
