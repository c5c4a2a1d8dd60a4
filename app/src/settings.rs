//! What a person has chosen for this browser, beyond theme and language; what is missing or unreadable has its default.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::appearance::Appearance;
use crate::browser::{self, Listener};
use crate::clipboard::Clipboard;
use crate::keys::Keys;
use crate::pages::Images;
use crate::predict::Echo;
use crate::store;

/// Every choice. Each part belongs to the module that acts on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// How terminals look and sound.
    pub(crate) appearance: Appearance,
    /// Copying and pasting.
    pub(crate) clipboard: Clipboard,
    /// The key map.
    pub(crate) keys: Keys,
    /// Whether images are drawn in terminals.
    pub(crate) images: Images,
    /// Showing what is typed before it is echoed.
    pub(crate) echo: Echo,
    /// Whether a tree of folders stands beside the list of files.
    pub(crate) shows_folders: bool,
}

/// The choices that hold now; they change with the person, here or in another tab.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Choices(RwSignal<Settings>);

impl Choices {
    /// Reads what was chosen before, and follows other tabs.
    pub(crate) fn follow() -> Self {
        let choices = RwSignal::new(store::settings());
        if let Some(window) = browser::window() {
            StoredValue::new_local(Listener::new(window, "storage", move |_| {
                let stored = store::settings();
                if choices.with_untracked(|known| *known != stored) {
                    choices.set(stored);
                }
            }));
        }
        Self(choices)
    }

    /// Looks at them; tracked.
    pub(crate) fn with<T>(self, look: impl FnOnce(&Settings) -> T) -> T {
        self.0.with(look)
    }

    /// Looks at them; not tracked.
    pub(crate) fn with_untracked<T>(self, look: impl FnOnce(&Settings) -> T) -> T {
        self.0.with_untracked(look)
    }

    /// Changes them, and remembers.
    pub(crate) fn change(self, change: impl FnOnce(&mut Settings)) {
        self.0.update(change);
        self.0.with_untracked(store::set_settings);
    }
}
