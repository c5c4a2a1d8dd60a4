//! The scripts as a person reads them: for each action one of an ordinary name and one of a nasty one.
//!
//! `POSTERN_BLESS=1 cargo test -p postern-shared --test golden` writes them anew; then read the difference.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod containers;
mod disks;
mod files;
mod logs;
mod network;
mod people;
mod processes;
mod services;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use postern_shared::script::files::{
    Checksum, Copy, Delete, Expected, Follow, Link, List, MakeDirectory, MakeFile, Measure, Mode, Move,
    Owned, Peek, ReadFile, Rename, SaveFile, SetMode, SetOwner, SetProperties, SetTime, Space, Trash,
    TrashId, Was,
};
use postern_shared::script::monitor::Monitor;
use postern_shared::script::{Action, CheckPassword, Name, Path, Probe, Ran, Script, Tool, Tools};

#[test]
fn scripts_for_files_read_as_they_did_on_gnu() {
    is_as_before("files-gnu.sh", &files(&tools(true)));
}

#[test]
fn scripts_for_files_read_as_they_did_on_busybox() {
    is_as_before("files-busybox.sh", &files(&tools(false)));
}

#[test]
fn scripts_for_files_read_as_they_did_through_sudo() {
    is_as_before("files-sudo.sh", &files(&tools(true).through_sudo()));
}

#[test]
fn the_probe_reads_as_it_did() {
    let mut page = Page::default();
    page.show("Probe", &Probe::script());
    page.show("CheckPassword", &CheckPassword::script());
    is_as_before("probe.sh", &page);
}

#[test]
fn the_monitor_reads_as_it_did() {
    let mut page = Page::default();
    page.act("Monitor, every 2 s", &Monitor { every: 2 }, &tools(true));
    page.act("Monitor, every 10 s, on busybox", &Monitor { every: 10 }, &tools(false));
    is_as_before("monitor.sh", &page);
}

/// Scripts, to be read one after the other, and each by itself for `shellcheck`.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
    scripts: Vec<(String, String)>,
}

impl Page {
    fn show(&mut self, title: &str, script: &Script) {
        let _ = write!(self.text, "# ---- {title}\n{}\n", script.text());
        self.scripts.push((title.to_owned(), script.text().to_owned()));
    }

    pub(crate) fn act(&mut self, title: &str, action: &impl Action, tools: &Tools) {
        self.show(title, &action.script(tools).unwrap());
        if let Some(undo) = action.undo(tools) {
            self.show(&format!("{title}, taken back"), &undo);
        }
        if let Some(preview) = action.preview(tools) {
            self.show(&format!("{title}, before"), preview.script());
        }
    }
}

fn files(tools: &Tools) -> Page {
    let mut page = Page::default();
    let (usual, nasty) = (name(b"site.tar.zst"), name(b"-it's\n$(touch pwned)\xff\x1b[2J"));
    let (place, strange) = (path(b"/srv/app"), path(b"/srv/~a b/\xe2\x80\xae"));
    for (name, directory, to) in [(usual, &place, &strange), (nasty, &strange, &place)] {
        one(&mut page, tools, directory, &name);
        saved(&mut page, tools, directory, &name);
        several(&mut page, tools, directory, &[name.clone(), self::name(b"notes")], to);
        changed(&mut page, tools, directory, &name);
        files::packed(&mut page, tools, directory, &name);
        files::sought(&mut page, tools, directory, &name);
        files::thrown_away(&mut page, tools, directory, &name);
    }
    let many: Vec<Name> = (1..=12).map(|number| name(format!("release-{number}").as_bytes())).collect();
    page.act("Move many", &Move { directory: place, names: many, to: path(b"/") }, tools);
    page
}

fn one(page: &mut Page, tools: &Tools, at: &Path, name: &Name) {
    let (directory, name) = (|| at.clone(), || name.clone());
    page.act("List", &List { directory: directory() }, tools);
    page.act("Space", &Space { directory: directory() }, tools);
    let to = self::name(b"new name");
    page.act("Rename", &Rename { directory: directory(), from: name(), to: to.clone() }, tools);
    page.act("Rename to", &Rename { directory: directory(), from: to, to: name() }, tools);
    page.act("MakeDirectory", &MakeDirectory { directory: directory(), name: name() }, tools);
    page.act("MakeFile", &MakeFile { directory: directory(), name: name() }, tools);
    let to = name().bytes().to_vec();
    page.act("Link", &Link { directory: directory(), name: name(), to }, tools);
    page.act("Peek", &Peek { directory: directory(), name: name() }, tools);
    page.act("ReadFile", &ReadFile { directory: directory(), name: name(), most: 4096 }, tools);
    page.act("Follow", &Follow { directory: directory(), name: name() }, tools);
}

fn saved(page: &mut Page, tools: &Tools, at: &Path, name: &Name) {
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    for (title, expected) in [
        ("SaveFile", Expected::Content(digest.into())),
        ("SaveFile, whatever is there", Expected::Anything),
        ("SaveFile, a new one", Expected::Nothing),
    ] {
        let id = TrashId::parse("2026-11-21T140258-7f3a").unwrap();
        let bytes = b"test".to_vec();
        page.act(title, &SaveFile { directory: at.clone(), name: name.clone(), bytes, expected, id }, tools);
    }
}

fn several(page: &mut Page, tools: &Tools, at: &Path, all: &[Name], to: &Path) {
    let (directory, names, to) = (|| at.clone(), || all.to_vec(), || to.clone());
    page.act("Move", &Move { directory: directory(), names: names(), to: to() }, tools);
    let same = names().into_iter().map(|name| (name.clone(), name)).collect();
    page.act("Copy", &Copy { directory: directory(), names: same, to: to() }, tools);
    let other = names().into_iter().zip(["copy", "notes copy"].map(|to| name(to.as_bytes()))).collect();
    page.act("Copy here", &Copy { directory: directory(), names: other, to: directory() }, tools);
    let id = TrashId::parse("2026-11-21T140258-7f3a").unwrap();
    page.act("Trash", &Trash { directory: directory(), names: names(), id }, tools);
    page.act("Delete", &Delete { directory: directory(), names: names() }, tools);
    page.act("Measure", &Measure { directory: directory(), names: names() }, tools);
    page.act("Checksum", &Checksum { directory: directory(), names: names() }, tools);
}

fn changed(page: &mut Page, tools: &Tools, at: &Path, name: &Name) {
    let mode = |text| Mode::parse(text).unwrap();
    let modes = |first, second| {
        vec![
            Was { name: name.clone(), had: mode(first) },
            Was { name: self::name(b"notes"), had: mode(second) },
        ]
    };
    let set = |files, is_deep| SetMode { directory: at.clone(), files, mode: mode("750"), is_deep };
    page.act("SetMode", &set(modes("644", "600"), false), tools);
    page.act("SetMode, special bits", &set(modes("2755", "644"), false), tools);
    page.act("SetMode, deep", &set(modes("644", "600"), true), tools);
    let had = |text: &str| {
        let owned = |mode_| Owned { owner: text.to_owned(), mode: mode(mode_) };
        let notes = Was { name: self::name(b"notes"), had: owned("4755") };
        vec![Was { name: name.clone(), had: owned("644") }, notes]
    };
    let set = |owner: &str, is_deep| SetOwner {
        directory: at.clone(),
        files: had("ops:domain users"),
        owner: owner.into(),
        is_deep,
    };
    page.act("SetOwner", &set("www-data", false), tools);
    page.act("SetOwner, deep", &set(":$(id)", true), tools);
    let owner = set("www-data", false);
    let mode =
        SetMode { directory: at.clone(), files: modes("644", "4755"), mode: mode("750"), is_deep: false };
    let time = SetTime {
        directory: at.clone(),
        files: vec![Was { name: name.clone(), had: 1_000_000_000 }],
        time: 1_763_733_778,
    };
    let all = SetProperties { directory: at.clone(), owner: Some(owner), mode: Some(mode), time: Some(time) };
    page.act("SetProperties", &all, tools);
    let deep = all.mode.clone().map(|mode| SetMode { is_deep: true, ..mode });
    page.act("SetProperties, deep", &SetProperties { mode: deep, ..all }, tools);
}

/// What a target has, as a probe would have said it.
pub(crate) fn tools(is_gnu: bool) -> Tools {
    tools_with(is_gnu, &Tool::ALL)
}

/// The same with these tools alone.
pub(crate) fn tools_with(is_gnu: bool, has: &[Tool]) -> Tools {
    let mut said = String::from("user=ops\0uid=1000\0home=/home/ops\0host=web-01\0");
    if is_gnu {
        said.push_str("find=prints\0gnu=coreutils\0grep=null\0ps=selects\0");
    }
    for tool in has {
        let _ = write!(said, "tool={}\0", tool.command());
    }
    Probe.outcome(&Ran { stdout: said.into(), status: Some(0), ..Ran::default() }).unwrap()
}

fn name(bytes: &[u8]) -> Name {
    Name::parse(bytes).unwrap()
}

fn path(bytes: &[u8]) -> Path {
    Path::parse(bytes).unwrap()
}

/// Compares with what is kept, and has `shellcheck` read each script.
pub(crate) fn is_as_before(file: &str, page: &Page) {
    let kept = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file);
    if std::env::var_os("POSTERN_BLESS").is_some() {
        std::fs::write(&kept, &page.text).expect("a file that can be written");
    }
    if std::fs::read(&kept).unwrap_or_default() != page.text.as_bytes() {
        let new = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(new.path(), &page.text).expect("a file");
        let diff = Command::new("diff").arg("-u").arg(&kept).arg(new.path()).output().expect("diff");
        panic!("{}\nPOSTERN_BLESS=1 takes it as it is now", String::from_utf8_lossy(&diff.stdout));
    }
    reads_well(page);
    reaches_its_programs(page);
}

/// What an ordinary user's path may lack: Debian's `sshd` gives none of the `sbin` to one who is not root.
const ADMINISTRATORS: &str = "addgroup adduser blkid chkconfig delgroup deluser groupadd groupdel groupmod nft \
    rc-service rc-update reboot service shutdown smartctl sysctl ufw update-rc.d useradd usermod";

fn is_administrators(program: &str) -> bool {
    ADMINISTRATORS.split(' ').any(|other| other == program)
}

/// What stands before the program of a command.
const BEFORE: [&str; 7] = ["if", "then", "do", "!", "exec", "sudo", "-n"];

/// Programs for administrators are on the path where they are called.
fn reaches_its_programs(page: &Page) {
    for (title, script) in &page.scripts {
        let mut reaches = false;
        for line in script.lines().filter(|line| !line.trim_start().starts_with('#')) {
            reaches |= line.starts_with("PATH=$PATH:") && line.ends_with(":/sbin");
            for command in line.split(['|', '&', ';', '(']) {
                let mut words = command.split_whitespace();
                let program = words.find(|word| !BEFORE.contains(word));
                let is_found = reaches || program.is_none_or(|program| !is_administrators(program));
                assert!(is_found, "{title} does not find {program:?} for everybody:\n{script}");
            }
        }
    }
}

/// `shellcheck` finds nothing but what is meant: what stands in single quotes is not to be expanded (SC2016), what was
/// chosen may be one thing (SC2043), and only the folder itself is closed to others, not those above it (SC2174).
fn reads_well(page: &Page) {
    let scratch = tempfile::tempdir().expect("a directory");
    let files = page.scripts.iter().enumerate().map(|(number, (title, script))| {
        let file = scratch.path().join(format!("{number}-{}", title.replace(' ', "-")));
        std::fs::write(&file, script).expect("a file");
        file
    });
    let checked = Command::new("shellcheck")
        .args(["-s", "bash", "-e", "SC2016,SC2043,SC2174"])
        .args(files)
        .output()
        .expect("the Debian package shellcheck (scripts/setup-tests)");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}
