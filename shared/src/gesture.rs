//! What a person did with mouse and keyboard, and what it means where they did it: no DOM, no clock.

pub mod files;

/// Something a person did, freed of the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gesture<Item, Place> {
    /// Pressed a key.
    Press(Press),
    /// Opened what is under the pointer: a double click, or one of a finger.
    Open(Item),
    /// Chose a line of a menu, or a button.
    Choose(Place),
    /// Let go of what they dragged, over this.
    Drop {
        /// Over which; none over the ground between things.
        onto: Option<Item>,
        /// Whether what is dragged is to stay where it is, too.
        is_copy: bool,
    },
}

/// A key, as the browser names it (UI Events, `key`), with what was held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// `Enter`, `F2`, `a`.
    pub key: String,
    /// Ctrl, or the Command key of a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
}

impl Press {
    /// A key alone.
    #[must_use]
    pub fn of(key: &str) -> Self {
        Self { key: key.to_owned(), ..Self::default() }
    }

    /// As it is shown: `Ctrl+Shift+n`; what a person presses decides, so a letter is compared in lower case.
    #[must_use]
    pub fn chord(&self) -> String {
        let mut text = String::new();
        for (is_held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if is_held {
                text.push_str(name);
            }
        }
        let is_letter = self.key.chars().count() == 1;
        text + &if is_letter { self.key.to_lowercase() } else { self.key.clone() }
    }
}
