//! The key map: what a key press means. Pure; the person's changes to it are kept in the settings.
//!
//! The gate key (Ctrl+, at first) and then one key is the way to most commands: so no key of the shell and none of
//! the browser is taken.

mod chord;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use chord::key_of;
pub(crate) use chord::{Chord, Press};

use crate::command::{ALL, Command, Entry};

/// Most keys one command may have.
pub(crate) const MOST_KEYS: usize = 4;
/// Keys of the browser that a page never sees, or had better leave alone.
const BROWSERS: &[&str] = &[
    "Ctrl+N",
    "Ctrl+Shift+N",
    "Ctrl+T",
    "Ctrl+Shift+T",
    "Ctrl+W",
    "Ctrl+Shift+W",
    "Ctrl+Tab",
    "Ctrl+Shift+Tab",
    "Ctrl+PageUp",
    "Ctrl+PageDown",
    "Alt+F4",
    "F11",
    "F12",
    "Ctrl+Shift+I",
    "Ctrl+Shift+J",
    "F5",
    "Ctrl+F5",
];

/// What the person has changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Keys {
    /// Another gate key.
    gate: Option<String>,
    /// Keys in the place of a command's own, by the command's name.
    changed: BTreeMap<String, Vec<String>>,
}

/// The keys of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    /// The gate key, then this key, named as it is typed: `|` and `H` stand for themselves.
    Gate(String),
    /// These keys at once.
    Direct(Chord),
}

/// What a key press means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing here: it is for the program in the terminal, or for the browser.
    Nothing,
    /// The gate is open: the next key is a command's.
    Gate,
    /// Do this.
    Do(Command),
    /// Show the tab at this place, counted from 0.
    Tab(usize),
    /// The gate closes without anything being done.
    Shut,
    /// A modifier alone: the gate stays as it is.
    Wait,
}

/// Why keys cannot be a command's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conflict {
    /// The browser keeps them.
    Browser,
    /// Programs in the terminal need them.
    Program,
    /// Another command has them.
    Taken(Command),
}

/// The map that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyMap {
    pub(crate) gate: Chord,
    bindings: Vec<(Binding, Command)>,
}

impl Binding {
    /// Reads `gate x` or `Ctrl+Shift+X`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("gate ") {
            Some("") => None,
            Some(key) => Some(Self::Gate(key.to_owned())),
            None => Chord::parse(text).map(Self::Direct),
        }
    }

    /// As it is stored.
    pub(crate) fn store(&self) -> String {
        match self {
            Self::Gate(key) => format!("gate {key}"),
            Self::Direct(chord) => chord.to_string(),
        }
    }
}

impl Keys {
    /// Gives a command these keys.
    pub(crate) fn set(&mut self, command: Command, bindings: &[Binding]) {
        let stored = bindings.iter().take(MOST_KEYS).map(Binding::store).collect();
        self.changed.insert(id_of(command).to_owned(), stored);
    }

    /// Gives a command its own keys again.
    pub(crate) fn reset(&mut self, command: Command) {
        self.changed.remove(id_of(command));
    }

    /// Whether a command has other keys than at first.
    pub(crate) fn is_changed(&self, command: Command) -> bool {
        self.changed.contains_key(id_of(command))
    }

    /// Chooses another gate key.
    pub(crate) fn set_gate(&mut self, chord: &Chord) {
        self.gate = Some(chord.to_string());
    }

    /// Everything as it was at first.
    pub(crate) fn reset_all(&mut self) {
        *self = Self::default();
    }
}

impl KeyMap {
    /// The map with the person's changes.
    pub(crate) fn new(keys: &Keys) -> Self {
        let changed = |entry: &Entry| keys.changed.get(entry.id);
        let mut bindings = Vec::new();
        for entry in ALL {
            let own = changed(entry).into_iter().flatten();
            bindings.extend(own.filter_map(|text| Some((Binding::parse(text)?, entry.command))));
        }
        for entry in ALL.iter().filter(|entry| changed(entry).is_none()) {
            for binding in entry.keys.iter().filter_map(|text| Binding::parse(text)) {
                // What the person chose stays theirs, also where a later version gives the key to something new.
                if bindings.iter().all(|(taken, _)| *taken != binding) {
                    bindings.push((binding, entry.command));
                }
            }
        }
        let chosen = keys.gate.as_deref().and_then(Chord::parse);
        let gate = chosen.unwrap_or_else(|| Chord::plain_ctrl(","));
        Self { gate, bindings }
    }

    /// What a key press means while the gate is open, or is not.
    pub(crate) fn meaning(&self, press: Press<'_>, is_open: bool) -> Meaning {
        let Some(chord) = Chord::of(press) else {
            return if is_open { Meaning::Wait } else { Meaning::Nothing };
        };
        match (chord == self.gate, is_open) {
            (true, true) => return Meaning::Do(Command::SendGateKey),
            (true, false) => return Meaning::Gate,
            (false, true) => return self.behind_gate(press, &chord),
            (false, false) => {}
        }
        let direct = self.bindings.iter().find(|(binding, _)| *binding == Binding::Direct(chord.clone()));
        direct.map_or(Meaning::Nothing, |(_, command)| Meaning::Do(*command))
    }

    fn behind_gate(&self, press: Press<'_>, chord: &Chord) -> Meaning {
        let Some(typed) = key_of(press).filter(|_| !chord.ctrl && !chord.alt && !chord.meta) else {
            return Meaning::Shut;
        };
        let bound = self.bindings.iter().find(|(binding, _)| *binding == Binding::Gate(typed.clone()));
        match (bound, typed.parse::<usize>()) {
            (Some((_, command)), _) => Meaning::Do(*command),
            (None, Ok(number @ 1..=9)) => Meaning::Tab(number - 1),
            (None, _) => Meaning::Shut,
        }
    }

    /// The keys of a command, for a person: `Ctrl+, x`.
    pub(crate) fn shown(&self, command: Command) -> Vec<String> {
        self.of(command).map(|binding| self.show(binding)).collect()
    }

    /// The key after the gate key, if the command has one.
    pub(crate) fn behind(&self, command: Command) -> Option<&str> {
        self.of(command).find_map(|binding| match binding {
            Binding::Gate(key) => Some(key.as_str()),
            Binding::Direct(_) => None,
        })
    }

    /// The keys of a command.
    pub(crate) fn of(&self, command: Command) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().filter(move |(_, other)| *other == command).map(|(binding, _)| binding)
    }

    /// Keys for a person.
    pub(crate) fn show(&self, binding: &Binding) -> String {
        match binding {
            Binding::Gate(key) => format!("{} {key}", self.gate),
            Binding::Direct(chord) => chord.to_string(),
        }
    }

    /// Why these keys cannot be the command's, if they cannot.
    pub(crate) fn conflict(&self, binding: &Binding, command: Command) -> Option<Conflict> {
        if let Binding::Direct(chord) = binding {
            if BROWSERS.iter().any(|browsers| Chord::parse(browsers).as_ref() == Some(chord)) {
                return Some(Conflict::Browser);
            }
            if chord.is_programs() || *chord == self.gate {
                return Some(Conflict::Program);
            }
        }
        let taken = self.bindings.iter().find(|(other, by)| other == binding && *by != command);
        taken.map(|(_, by)| Conflict::Taken(*by))
    }

    /// Why this cannot be the gate key, if it cannot.
    pub(crate) fn gate_conflict(&self, chord: &Chord) -> Option<Conflict> {
        // What a terminal can send may be the gate: pressed twice it is sent on.
        let is_free = *chord == self.gate || chord.control().is_some();
        self.conflict(&Binding::Direct(chord.clone()), Command::SendGateKey).filter(|_| !is_free)
    }
}

fn id_of(command: Command) -> &'static str {
    ALL.iter().find(|entry| entry.command == command).map_or("", |entry| entry.id)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
