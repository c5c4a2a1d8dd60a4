//! What the documents claim about tests, held against the tests.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_test_that_the_security_page_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/SECURITY.md")).unwrap();
    let mut sources = String::new();
    for folder in ["relay", "shared/src", "app/src", "testkit"] {
        for file in rust_files(&root.join(folder)) {
            sources.push_str(&fs::read_to_string(file).unwrap());
        }
    }
    let quoted: BTreeSet<&str> = page.split('`').skip(1).step_by(2).collect();
    let is_test = |name: &&&str| {
        name.matches('_').count() >= 3 && name.chars().all(|c| c == '_' || c.is_ascii_lowercase())
    };
    let missing: Vec<_> =
        quoted.iter().filter(is_test).filter(|name| !sources.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "docs/SECURITY.md names tests that do not exist: {missing:?}");
    let is_file = |name: &&&str| name.contains('/') && name.ends_with(".rs");
    let gone: Vec<_> = quoted.iter().filter(is_file).filter(|name| !root.join(name).exists()).collect();
    assert!(gone.is_empty(), "docs/SECURITY.md names files that do not exist: {gone:?}");
    assert!(quoted.iter().filter(is_test).count() > 20, "the table is not read");
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
