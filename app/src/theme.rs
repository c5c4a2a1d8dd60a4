//! Light or dark: the system's choice until the person makes one, which is remembered.

use leptos::prelude::*;

use crate::browser::{self, Listener};
use crate::store;

/// The theme that holds now; changes with the system and with the person.
#[derive(Clone, Copy)]
pub(crate) struct Theme {
    is_dark: RwSignal<bool>,
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
        Self { is_dark }
    }

    /// Whether it is dark; tracked.
    pub(crate) fn is_dark(self) -> bool {
        self.is_dark.get()
    }

    /// The other one, and remembered.
    pub(crate) fn toggle(self) {
        let theme = if self.is_dark.get_untracked() { "light" } else { "dark" };
        store::set_theme(theme);
        if let Some(root) = root() {
            // An attribute of a valid name is always taken.
            let _ = root.set_attribute(ATTRIBUTE, theme);
        }
        self.is_dark.set(is_dark_now());
    }
}

const DARK: &str = "(prefers-color-scheme: dark)";
const ATTRIBUTE: &str = "data-theme";

fn root() -> Option<web_sys::Element> {
    browser::window()?.document()?.document_element()
}

fn is_dark_now() -> bool {
    match root().and_then(|root| root.get_attribute(ATTRIBUTE)).as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => {
            let query = browser::window().and_then(|window| window.match_media(DARK).ok().flatten());
            query.is_some_and(|query| query.matches())
        }
    }
}
