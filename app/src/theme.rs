//! Light or dark: the system's choice until the person makes one, which is remembered.

use leptos::prelude::*;

use crate::browser::{self, Listener};
use crate::store;

/// The theme that holds now; changes with the system and with the person.
#[derive(Clone, Copy)]
pub(crate) struct Theme {
    is_dark: RwSignal<bool>,
    taste: RwSignal<Taste>,
}

/// What the person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taste {
    /// As the system is.
    System,
    Light,
    Dark,
}

impl Taste {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The style sheet's name for it.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

impl Theme {
    /// Finds out what holds, and follows it.
    pub(crate) fn follow() -> Self {
        let is_dark = RwSignal::new(is_dark_now());
        let query = browser::window().and_then(|window| window.match_media(DARK).ok().flatten());
        if let Some(query) = query {
            let listener = Listener::new(query, "change", move |_| is_dark.set(is_dark_now()));
            StoredValue::new_local(listener);
        }
        Self { is_dark, taste: RwSignal::new(taste_now()) }
    }

    /// What the person wants; tracked.
    pub(crate) fn taste(self) -> Taste {
        self.taste.get()
    }

    /// Whether it is dark; tracked.
    pub(crate) fn is_dark(self) -> bool {
        self.is_dark.get()
    }

    /// The other one, and remembered.
    pub(crate) fn toggle(self) {
        self.choose(if self.is_dark.get_untracked() { Taste::Light } else { Taste::Dark });
    }

    /// What the person wants, and remembered.
    pub(crate) fn choose(self, taste: Taste) {
        store::set_theme(taste.name());
        if let Some(root) = root() {
            // An attribute of a valid name is always taken, and always goes.
            let _ = match taste.name() {
                Some(name) => root.set_attribute(ATTRIBUTE, name),
                None => root.remove_attribute(ATTRIBUTE),
            };
        }
        self.taste.set(taste);
        self.is_dark.set(is_dark_now());
    }
}

const DARK: &str = "(prefers-color-scheme: dark)";
const ATTRIBUTE: &str = "data-theme";

fn root() -> Option<web_sys::Element> {
    browser::window()?.document()?.document_element()
}

fn taste_now() -> Taste {
    let chosen = root().and_then(|root| root.get_attribute(ATTRIBUTE));
    Taste::ALL.into_iter().find(|taste| taste.name() == chosen.as_deref()).unwrap_or(Taste::System)
}

fn is_dark_now() -> bool {
    match taste_now() {
        Taste::Dark => true,
        Taste::Light => false,
        Taste::System => {
            let query = browser::window().and_then(|window| window.match_media(DARK).ok().flatten());
            query.is_some_and(|query| query.matches())
        }
    }
}
