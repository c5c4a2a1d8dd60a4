//! What people do, and what it means.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::super::{Gesture, Press};
use super::{Change, Choice, Hand, Held, Meaning, Name, Path, Question, recognise};
use crate::script::files::{Entry, Format, Kind, Mode};

fn name(text: &str) -> Name {
    Name::parse(text.as_bytes()).unwrap()
}

fn path(text: &str) -> Path {
    Path::parse(text.as_bytes()).unwrap()
}

fn entry(text: &str, kind: Kind) -> Entry {
    let (owner, group) = (String::from("ops"), String::from("ops"));
    let mode = Mode::parse("644").unwrap();
    Entry { name: name(text), kind, mode, size: 0, modified: 0, owner, group, link: None }
}

/// In `/srv` lie the directory `app`, the files `a.tar.gz` and `b`, and a pipe; the named ones are selected.
fn means(gesture: &Gesture<Name, Choice>, chosen: &[&str], held: Option<&Held>) -> Option<Meaning> {
    let entries = [
        entry("app", Kind::Directory),
        entry("a.tar.gz", Kind::File),
        entry("b", Kind::File),
        entry("pipe", Kind::Pipe),
    ];
    let directory = path("/srv");
    let chosen = entries.iter().filter(|entry| chosen.contains(&entry.name.text().as_str())).collect();
    recognise(gesture, &Hand { directory: &directory, entries: &entries, chosen, held })
}

fn press(key: &str) -> Gesture<Name, Choice> {
    Gesture::Press(Press::of(key))
}

fn held(directory: &str, names: &[&str], is_cut: bool) -> Held {
    Held { directory: path(directory), names: names.iter().map(|text| name(text)).collect(), is_cut }
}

#[test]
fn enter_opens_a_directory_and_reads_a_file() {
    assert_eq!(means(&press("Enter"), &["app"], None), Some(Meaning::Go(path("/srv/app"))));
    assert_eq!(means(&press("Enter"), &["b"], None), Some(Meaning::Look(name("b"))));
    assert_eq!(means(&Gesture::Open(name("app")), &[], None), Some(Meaning::Go(path("/srv/app"))));
    assert_eq!(means(&press("Enter"), &[], None), None);
    assert_eq!(means(&press("Backspace"), &[], None), Some(Meaning::Go(path("/"))));
}

#[test]
fn one_file_comes_as_it_is_and_everything_else_as_an_archive() {
    let fetched = |chosen: &[&str]| match means(&press("d"), chosen, None) {
        Some(Meaning::Act(Change::Fetch(fetch))) => Some((fetch.directory, fetch.names)),
        _ => None,
    };
    assert_eq!(means(&press("d"), &["b"], None), Some(Meaning::Page(Choice::Download)));
    assert_eq!(fetched(&["app"]), Some((path("/srv"), vec![name("app")])));
    assert_eq!(fetched(&["a.tar.gz", "b"]), Some((path("/srv"), vec![name("a.tar.gz"), name("b")])));
    assert_eq!(means(&press("d"), &[], None), None);

    let link = Entry { link: Some((Some(Kind::Directory), b"app".to_vec())), ..entry("way", Kind::Link) };
    let (directory, entries) = (path("/srv"), [link]);
    let hand = Hand { directory: &directory, entries: &entries, chosen: vec![&entries[0]], held: None };
    let Some(Meaning::Act(Change::Fetch(fetch))) = recognise(&press("d"), &hand) else { panic!() };
    assert_eq!((fetch.directory, fetch.names), (path("/srv/way"), Vec::new()));
}

#[test]
fn a_pipe_is_not_read() {
    assert_eq!(means(&press("Enter"), &["pipe"], None), None);
    assert_eq!(means(&Gesture::Open(name("pipe")), &[], None), None);
}

#[test]
fn delete_goes_to_the_trash_and_with_shift_for_good() {
    let trash = Some(Meaning::Act(Change::Trash(vec![name("a.tar.gz"), name("b")])));
    assert_eq!(means(&press("Delete"), &["a.tar.gz", "b"], None), trash);
    let press = Gesture::Press(Press { shift: true, ..Press::of("Delete") });
    assert!(matches!(means(&press, &["b"], None), Some(Meaning::Act(Change::Delete(_)))));
    assert_eq!(means(&press, &[], None), None);
}

#[test]
fn one_name_at_a_time_is_changed() {
    assert_eq!(means(&press("F2"), &["b"], None), Some(Meaning::Ask(Question::Rename(name("b")))));
    assert_eq!(means(&press("F2"), &["a.tar.gz", "b"], None), None);
}

#[test]
fn what_was_cut_moves_and_what_was_copied_is_copied() {
    let paste = Gesture::Press(Press { ctrl: true, ..Press::of("v") });
    let Some(Meaning::Act(Change::Move(moved))) = means(&paste, &[], Some(&held("/tmp", &["x"], true)))
    else {
        panic!("nothing moves")
    };
    assert_eq!((moved.directory, moved.to), (path("/tmp"), path("/srv")));
    assert_eq!(means(&paste, &[], Some(&held("/srv", &["b"], true))), None, "it is there already");
    let Some(Meaning::Act(Change::Copy(copy))) =
        means(&paste, &[], Some(&held("/srv", &["a.tar.gz", "b"], false)))
    else {
        panic!("nothing is copied")
    };
    assert_eq!(copy.names[0], (name("a.tar.gz"), name("a copy.tar.gz")));
    assert_eq!(copy.names[1], (name("b"), name("b copy")));
}

#[test]
fn nothing_is_put_into_itself() {
    let paste = Gesture::Press(Press { ctrl: true, ..Press::of("v") });
    assert_eq!(means(&paste, &[], Some(&held("/", &["srv"], false))), None);
    let drop = |onto: &str| Gesture::Drop { onto: Some(name(onto)), is_copy: false };
    assert_eq!(means(&drop("app"), &[], Some(&held("/srv", &["app"], true))), None);
    assert_eq!(
        means(&drop("b"), &[], Some(&held("/srv", &["a.tar.gz"], true))),
        None,
        "a file takes nothing in"
    );
    let Some(Meaning::Act(Change::Move(moved))) = means(&drop("app"), &[], Some(&held("/srv", &["b"], true)))
    else {
        panic!("nothing moves")
    };
    assert_eq!(moved.to, path("/srv/app"));
}

#[test]
fn a_copy_of_a_copy_has_a_name_of_its_own() {
    let taken = [name("b"), name("b copy"), name(".env")];
    assert_eq!(super::hand::free_name(&name("b"), &taken), Some(name("b copy 2")));
    assert_eq!(super::hand::free_name(&name(".env"), &taken), Some(name(".env copy")));
    assert_eq!(super::hand::free_name(&Name::parse(vec![b'x'; 255]).unwrap(), &[]), None);
}

#[test]
fn what_was_copied_can_be_linked_to() {
    let paste = press("l");
    let Some(Meaning::Act(Change::Link(link))) = means(&paste, &[], Some(&held("/opt", &["b"], false)))
    else {
        panic!("nothing is linked")
    };
    assert_eq!((link.name, link.to.as_slice()), (name("b copy"), &b"/opt/b"[..]));
    assert_eq!(means(&paste, &[], Some(&held("/opt", &["b", "c"], false))), None);
}

#[test]
fn an_archive_comes_out_into_a_folder_that_is_not_there_yet() {
    let extract = |archive: &str, format, into: &str| {
        Some(Meaning::Act(Change::Extract(name(archive), format, name(into))))
    };
    assert_eq!(means(&press("x"), &["a.tar.gz"], None), extract("a.tar.gz", Format::TarGz, "a"));
    assert_eq!(means(&press("x"), &["b"], None), None);
    assert_eq!(means(&press("x"), &["a.tar.gz", "b"], None), None);
    let (directory, archive, taken) = (path("/srv"), entry("a.zip", Kind::File), entry("a", Kind::File));
    let entries = [archive.clone(), taken];
    let hand = Hand { directory: &directory, entries: &entries, chosen: vec![&archive], held: None };
    assert_eq!(recognise(&press("x"), &hand), extract("a.zip", Format::Zip, "a copy"));
    let folder = entry("folder.zip", Kind::Directory);
    let hand = Hand { chosen: vec![&folder], ..hand };
    assert_eq!(recognise(&press("x"), &hand), None);
    assert_eq!(means(&press("z"), &["b"], None), Some(Meaning::Ask(Question::Compress(vec![name("b")]))));
}
