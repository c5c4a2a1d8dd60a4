use super::{Binding, Chord, Conflict, KeyMap, Keys, Meaning, Press};
use crate::command::{ALL, Command};

#[test]
fn every_command_has_a_name_of_its_own_and_no_key_means_two_things() {
    let map = KeyMap::new(&Keys::default());
    for (index, entry) in ALL.iter().enumerate() {
        assert!(
            ALL[..index].iter().all(|other| other.id != entry.id && other.command != entry.command),
            "{}",
            entry.id
        );
        for text in entry.keys {
            let binding = Binding::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(map.conflict(&binding, entry.command), None, "{text} of {}", entry.id);
            assert_eq!(binding.store(), *text);
        }
    }
}

#[test]
fn the_gate_key_opens_the_gate_and_the_next_key_is_a_command() {
    let map = KeyMap::new(&Keys::default());
    assert_eq!(map.meaning(ctrl(","), false), Meaning::Gate);
    for (key, shift, meaning) in [
        ("|", true, Meaning::Do(Command::SplitRight)),
        ("h", false, Meaning::Do(Command::FocusLeft)),
        ("H", true, Meaning::Do(Command::GrowLeft)),
        ("3", false, Meaning::Tab(2)),
        ("Enter", false, Meaning::Do(Command::Again)),
        ("Escape", false, Meaning::Shut),
        ("Shift", true, Meaning::Wait),
        ("Process", false, Meaning::Wait),
    ] {
        assert_eq!(map.meaning(Press { key, shift, ..Press::default() }, true), meaning, "{key}");
    }
    assert_eq!(map.meaning(ctrl(","), true), Meaning::Do(Command::SendGateKey));
    assert_eq!(map.meaning(ctrl("x"), true), Meaning::Shut);
}

#[test]
fn keys_of_the_shell_mean_nothing_here() {
    let map = KeyMap::new(&Keys::default());
    for key in ["c", "d", "r", "w", "l", "z", "\\", "["] {
        assert_eq!(map.meaning(ctrl(key), false), Meaning::Nothing, "Ctrl+{key}");
    }
    for key in ["a", "|", "Escape", "Tab", "F1", "ArrowUp"] {
        assert_eq!(map.meaning(Press { key, ..Press::default() }, false), Meaning::Nothing, "{key}");
    }
}

#[test]
fn keys_at_once_are_told_from_those_with_fewer_modifiers() {
    let map = KeyMap::new(&Keys::default());
    let both = Press { key: "F", ctrl: true, shift: true, ..Press::default() };
    assert_eq!(map.meaning(both, false), Meaning::Do(Command::Find));
    assert_eq!(map.meaning(Press { shift: false, key: "f", ..both }, false), Meaning::Nothing);
    assert_eq!(map.meaning(Press { alt: true, ..both }, false), Meaning::Nothing);
}

#[test]
fn another_alphabet_does_not_lock_the_gate() {
    let map = KeyMap::new(&Keys::default());
    let cyrillic = Press { key: "б", code: "Comma", ctrl: true, ..Press::default() };
    assert_eq!(map.meaning(cyrillic, false), Meaning::Gate);
    let letter = Press { key: "р", code: "KeyH", ..Press::default() };
    assert_eq!(map.meaning(letter, true), Meaning::Do(Command::FocusLeft));
    let full_width = Press { key: "：", code: "Semicolon", shift: true, ..Press::default() };
    assert_eq!(map.meaning(full_width, true), Meaning::Do(Command::Palette));
}

#[test]
fn changed_keys_take_the_place_of_the_old_ones_until_they_are_reset() {
    let mut keys = Keys::default();
    keys.set(Command::Zoom, &[Binding::parse("gate f").unwrap(), Binding::parse("Ctrl+Shift+Z").unwrap()]);
    keys.set_gate(&Chord::parse("Ctrl+Shift+G").unwrap());
    let stored: Keys = serde_json::from_str(&serde_json::to_string(&keys).unwrap()).unwrap();
    let map = KeyMap::new(&stored);
    assert_eq!(
        map.meaning(Press { key: "G", ctrl: true, shift: true, ..Press::default() }, false),
        Meaning::Gate
    );
    assert_eq!(map.meaning(Press { key: "f", ..Press::default() }, true), Meaning::Do(Command::Zoom));
    assert_eq!(map.meaning(Press { key: "z", ..Press::default() }, true), Meaning::Shut);
    assert_eq!(map.shown(Command::Zoom), ["Ctrl+Shift+G f", "Ctrl+Shift+Z"]);
    assert!(keys.is_changed(Command::Zoom));
    keys.reset(Command::Zoom);
    assert_eq!(KeyMap::new(&keys).behind(Command::Zoom), Some("z"));
}

#[test]
fn keys_that_somebody_else_needs_are_refused() {
    let map = KeyMap::new(&Keys::default());
    let conflict = |text: &str| map.conflict(&Binding::parse(text).unwrap(), Command::Zoom);
    assert_eq!(conflict("Ctrl+W"), Some(Conflict::Browser));
    assert_eq!(conflict("Ctrl+C"), Some(Conflict::Program));
    assert_eq!(conflict("Alt+B"), Some(Conflict::Program));
    assert_eq!(conflict("X"), Some(Conflict::Program));
    assert_eq!(conflict("Ctrl+,"), Some(Conflict::Program));
    assert_eq!(conflict("gate x"), Some(Conflict::Taken(Command::ClosePane)));
    assert_eq!(conflict("Ctrl+Shift+Z"), None);
    assert_eq!(map.gate_conflict(&Chord::parse("Ctrl+;").unwrap()), None);
    assert_eq!(map.gate_conflict(&Chord::parse("Ctrl+B").unwrap()), None, "twice sends it on");
    assert_eq!(map.gate_conflict(&Chord::parse("B").unwrap()), Some(Conflict::Program));
    assert_eq!(Chord::parse("Ctrl+B").unwrap().control(), Some(2));
    assert_eq!(Chord::parse("Ctrl+,").unwrap().control(), None);
}

#[test]
fn what_cannot_be_read_is_left_out() {
    for text in ["", "gate ", "Hyper+X", "Ctrl+"] {
        let read = Binding::parse(text);
        assert!(read.is_none() || text == "Ctrl+", "{text}: {read:?}");
    }
    let keys: Keys =
        serde_json::from_str(r#"{"gate":"Hyper+X","changed":{"zoom":["?+?"],"nothing":["gate q"]}}"#)
            .unwrap();
    assert_eq!(KeyMap::new(&keys).gate.to_string(), "Ctrl+,");
}

fn ctrl(key: &str) -> Press<'_> {
    Press { key, ctrl: true, ..Press::default() }
}
