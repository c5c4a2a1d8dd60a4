//! The table of what the panel does, in `docs/PANEL.md`: made of the actions themselves.
//!
//! A subject has its rows in a file of its own.
//!
//! `POSTERN_BLESS=1 cargo test -p postern-shared --test table` writes it anew.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod containers;
mod disks;
mod files;
mod network;
mod people;
mod processes;
mod services;

use std::fmt::Write as _;
use std::path::Path as FilePath;

use postern_shared::script::files::{
    Checksum, Copy, Delete, Expected, Follow, Link, List, MakeDirectory, MakeFile, Measure, Mode, Move,
    Owned, Peek, ReadFile, Rename, SaveFile, SetMode, SetOwner, SetProperties, Space, Trash, TrashId, Was,
};
use postern_shared::script::monitor::Monitor;
use postern_shared::script::{Action, CheckPassword, Missing, Name, Path, Probe, Ran, Risk, Tool, Tools};

const BEGIN: &str = "<!-- the table of actions: written by shared/tests/table -->\n";
const END: &str = "<!-- the end of the table -->\n";

#[test]
fn the_document_names_every_action_with_what_it_needs() {
    let page = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../docs/PANEL.md");
    let text = std::fs::read_to_string(&page).expect("docs/PANEL.md");
    let (before, rest) = text.split_once(BEGIN).expect("where the table begins");
    let (kept, after) = rest.split_once(END).expect("where the table ends");
    let table = table();
    if std::env::var_os("POSTERN_BLESS").is_some() {
        std::fs::write(&page, [before, BEGIN, &table, END, after].concat())
            .expect("a file that can be written");
    } else {
        assert_eq!(kept, table, "docs/PANEL.md is out of date; POSTERN_BLESS=1 writes it anew");
    }
}

fn table() -> String {
    let mut text = String::from(
        "| subject | action | what happens | the heart of its script | needs |\n|---|---|---|---|---|\n",
    );
    let rows = &mut text;
    row(rows, "target", "learn what it has", &Probe);
    row(rows, "target", "check the password of `sudo`", &CheckPassword);
    row(rows, "target", "tell what it is busy with", &Monitor { every: 2 });
    let (here, there) = (path("/srv/app"), path("/srv/www"));
    let (name, other) = (name("notes.txt"), name("readme.txt"));
    let (directory, names) = (|| here.clone(), vec![name.clone()]);
    row(rows, "files", "list a folder", &List { directory: directory() });
    row(rows, "files", "room left", &Space { directory: directory() });
    row(rows, "files", "read how a file begins", &Peek { directory: directory(), name: name.clone() });
    let most = ReadFile::TEXT_BYTES;
    row(rows, "files", "read a file", &ReadFile { directory: directory(), name: name.clone(), most });
    let save = SaveFile {
        directory: directory(),
        name: name.clone(),
        bytes: Vec::new(),
        expected: Expected::Anything,
        id: TrashId::default(),
    };
    row(rows, "files", "write a file anew", &save);
    row(rows, "files", "follow a log", &Follow { directory: directory(), name: name.clone() });
    row(
        rows,
        "files",
        "disk usage of what is selected",
        &Measure { directory: directory(), names: names.clone() },
    );
    row(rows, "files", "SHA-256", &Checksum { directory: directory(), names: names.clone() });
    row(rows, "files", "make a folder", &MakeDirectory { directory: directory(), name: name.clone() });
    row(rows, "files", "make a file", &MakeFile { directory: directory(), name: name.clone() });
    row(
        rows,
        "files",
        "make a link",
        &Link { directory: directory(), name: name.clone(), to: b"/srv".to_vec() },
    );
    let action = Rename { directory: directory(), from: name.clone(), to: other };
    row(rows, "files", "rename", &action);
    row(rows, "files", "move", &Move { directory: directory(), names: names.clone(), to: there.clone() });
    let pairs = vec![(name.clone(), name.clone())];
    row(rows, "files", "copy", &Copy { directory: directory(), names: pairs, to: there });
    let id = TrashId::parse("2026-11-21-7f3a").unwrap();
    row(rows, "files", "put into the trash", &Trash { directory: directory(), names: names.clone(), id });
    row(rows, "files", "delete for good", &Delete { directory: directory(), names });
    properties(rows, &here, &name);
    files::rows(rows, &here, &name);
    processes::rows(rows);
    services::rows(rows);
    network::rows(rows);
    disks::rows(rows);
    containers::rows(rows);
    people::rows(rows);
    text
}

fn properties(rows: &mut String, directory: &Path, name: &Name) {
    let old = Mode::parse("644").unwrap();
    for (is_deep, label) in [(false, ""), (true, ", everything in it too")] {
        let mode = SetMode {
            directory: directory.clone(),
            files: vec![Was { name: name.clone(), had: old }],
            mode: Mode::parse("640").unwrap(),
            is_deep,
        };
        row(rows, "files", &format!("change permissions{label}"), &mode);
        let had = Owned { owner: String::from("ops:ops"), mode: old };
        let owner = SetOwner {
            directory: directory.clone(),
            files: vec![Was { name: name.clone(), had }],
            owner: "ops:www-data".into(),
            is_deep,
        };
        row(rows, "files", &format!("change owner and group{label}"), &owner);
        let label = format!("change more than one of owner, permissions and time{label}");
        let (owner, mode, directory) = (Some(owner), Some(mode), directory.clone());
        row(rows, "files", &label, &SetProperties { directory, owner, mode, time: None });
    }
}

pub(crate) fn row(rows: &mut String, subject: &str, label: &str, action: &impl Action) {
    let tools = tools_without(None);
    let happens = match (action.risk(), action.undo(&tools).is_some()) {
        (Risk::Reads, _) => "runs at once",
        (Risk::Undoable, true) => "runs at once, **Undo**",
        (Risk::Undoable, false) => panic!("{label} has no way back"),
        (Risk::Disturbs, _) => "is offered",
        (Risk::Final, _) => "**waits**, lists what it will touch",
    };
    row_that(rows, subject, label, happens, action);
}

/// The same of what does not happen as its risk says.
pub(crate) fn row_that(rows: &mut String, subject: &str, label: &str, happens: &str, action: &impl Action) {
    let tools = tools_without(None);
    let needs: Vec<String> = Tool::ALL
        .iter()
        .filter(|tool| matches!(action.script(&tools_without(Some(**tool))), Err(Missing(missing)) if missing == **tool))
        .map(|tool| format!("`{}`", tool.command()))
        .collect();
    let script = action.script(&tools).unwrap();
    let gist = script.gist().replace('|', "\\|");
    let _ = writeln!(rows, "| {subject} | {label} | {happens} | `{gist}` | {} |", needs.join(", "));
}

/// A GNU system with everything, but for one tool.
pub(crate) fn tools_without(missing: Option<Tool>) -> Tools {
    let mut said = String::from(
        "user=ops\0uid=1000\0home=/home/ops\0host=web-01\0find=prints\0gnu=coreutils\0grep=null\0ps=selects\0\
         init=systemd\0",
    );
    for tool in Tool::ALL.iter().filter(|tool| Some(**tool) != missing) {
        let _ = write!(said, "tool={}\0", tool.command());
    }
    Probe.outcome(&Ran { stdout: said.into(), status: Some(0), ..Ran::default() }).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse(text.as_bytes()).unwrap()
}

fn path(text: &str) -> Path {
    Path::parse(text.as_bytes()).unwrap()
}
