//! Scripts saved as one file, run by bash: what they do, and what of one does not reach the next.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path as FilePath, PathBuf};
use std::process::{Command, Output};

use postern_shared::script::files::{MakeDirectory, Rename, Trash, TrashId};
use postern_shared::script::{Action as _, Name, Part, Path, Plan, Probe, Ran, Script, Tools, compose};

#[test]
fn scripts_saved_together_do_again_what_they_did() {
    let place = tempfile::tempdir().unwrap();
    let here = Path::parse(place.path().to_str().unwrap().as_bytes()).unwrap();
    let (first, second) = (name("it's $(touch pwned)\n"), name("-rf"));
    let make = MakeDirectory { directory: here.clone(), name: first.clone() };
    let rename = Rename { directory: here, from: first, to: second };
    let file = compose(&[part(&plan(&make)), part(&plan(&rename))]);
    let ran = run(&file, place.path());
    assert!(ran.status.success(), "{ran:?}\n{file}");
    let left: Vec<_> =
        std::fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["-rf"]);
    // It refuses what is there already, and goes no further.
    let again = run(&compose(&[part(&plan(&make)), part(&plan(&rename)), edited("touch on")]), place.path());
    assert!(!again.status.success() && !place.path().join("on").exists(), "{again:?}");
}

#[test]
fn nothing_of_one_script_reaches_the_next() {
    let place = tempfile::tempdir().unwrap();
    let file = compose(&[
        edited("cd /; exec 2>/dev/null; set -x; export LEFT=1; shopt -s nullglob; umask 077; exit 0"),
        // What ran without `set -e` runs on after what fails, as it did.
        edited("false | true; grep -q x /dev/null; echo \"$PWD ${LEFT-none} $- $unset\"; cat # no end"),
        edited("cat <<'END'\n)\nEND\nprintf '%s\\n' last"),
    ]);
    let ran = run(&file, place.path());
    let said = String::from_utf8(ran.stdout).unwrap();
    let here = place.path().canonicalize().unwrap();
    assert_eq!(said, format!("{} none hB \n)\nlast\n", here.display()));
    assert!(ran.status.success() && ran.stderr.is_empty());
}

#[test]
fn scripts_saved_together_read_as_they_did() {
    let here = Path::parse(b"/srv/app").unwrap();
    let id = TrashId::parse("2026-11-21T140258-7f3a").unwrap();
    let mut last =
        part(&plan(&Trash { directory: here.clone(), names: vec![name("-old"), name("a b")], id }));
    last.title = "Put 2 into the trash".into();
    let mut input = edited("set -eu\ncat >/etc/motd\n");
    input.reads_input = true;
    let text = compose(&[part(&plan(&MakeDirectory { directory: here, name: name("new") })), last, input]);
    let kept = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/composed.sh");
    if std::env::var_os("POSTERN_BLESS").is_some() {
        std::fs::write(&kept, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), text, "POSTERN_BLESS=1 takes it as it is now");
    let checked = Command::new("shellcheck").arg(&kept).output().expect("shellcheck (scripts/setup-tests)");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

/// Runs a file as a person would who was given it.
fn run(text: &str, place: &FilePath) -> Output {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("saved.sh");
    std::fs::write(&file, text).unwrap();
    Command::new("bash").arg(file).current_dir(place).output().unwrap()
}

fn part(plan: &Plan) -> Part {
    Part { title: plan.title.what.clone(), ..edited(plan.script.text()) }
}

fn edited(script: &str) -> Part {
    let ran = "2026-11-21 14:02, ops@web-01".to_owned();
    Part {
        title: "Changed by hand".into(),
        ran,
        script: Script::edited(script).text().to_owned(),
        reads_input: false,
    }
}

fn plan(action: &impl postern_shared::script::Action) -> Plan {
    Plan::of(action, &tools()).unwrap()
}

fn tools() -> Tools {
    let said = "user=ops\0uid=1000\0home=/home/ops\0host=web-01\0find=prints\0gnu=coreutils\0tool=find\0";
    Probe.outcome(&Ran { stdout: said.into(), status: Some(0), ..Ran::default() }).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse(text.as_bytes()).unwrap()
}
