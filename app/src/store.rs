//! What the browser remembers: tokens for this tab alone, targets and taste for this browser. A secret only sealed.

use postern_shared::target::Target;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use crate::layout::Layout;
use crate::machines::{Machines, file};
use crate::net::Key;
use crate::recent::Recents;
use crate::settings::Settings;

const SESSIONS: &str = "postern.sessions";
const LAYOUT: &str = "postern.layout";
const RECENTS: &str = "postern.recents";
pub(crate) const MACHINES: &str = "postern.machines";
const RUNBOOKS: &str = "postern.runbooks";
const SETTINGS: &str = "postern.settings";
const THEME: &str = "postern.theme";
const LANGUAGE: &str = "postern.language";

/// Most sessions a tab remembers.
const KEPT_SESSIONS: usize = 32;

/// A session this tab has signed in to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    /// Names the session.
    pub(crate) session: String,
    /// Proves the right to it.
    token: String,
    /// Where it leads.
    pub(crate) target: Target,
}

impl Held {
    /// Remembers a session just opened.
    pub(crate) fn new(key: &Key, target: Target) -> Self {
        Self { session: key.session.clone(), token: key.token.clone(), target }
    }

    /// The right to it.
    pub(crate) fn key(&self) -> Key {
        Key { session: self.session.clone(), token: self.token.clone() }
    }
}

/// The sessions of this tab, newest first.
pub(crate) fn sessions() -> Vec<Held> {
    read(tab().as_ref(), SESSIONS)
}

/// One session of this tab.
pub(crate) fn held(session: &str) -> Option<Held> {
    sessions().into_iter().find(|held| held.session == session)
}

/// Puts a session first.
pub(crate) fn hold(held: Held) {
    let mut all = sessions();
    all.retain(|other| other.session != held.session);
    all.insert(0, held);
    all.truncate(KEPT_SESSIONS);
    write(tab().as_ref(), SESSIONS, &all);
}

/// How the workspace of this tab was laid out.
pub(crate) fn layout() -> Layout {
    read(tab().as_ref(), LAYOUT)
}

/// Remembers how the workspace is laid out.
pub(crate) fn set_layout(layout: &Layout) {
    write(tab().as_ref(), LAYOUT, layout);
}

/// Forgets a session and its token.
pub(crate) fn let_go(session: &str) {
    let mut all = sessions();
    all.retain(|held| held.session != session);
    write(tab().as_ref(), SESSIONS, &all);
}

/// The targets reached lately.
pub(crate) fn recents() -> Recents {
    read(browser().as_ref(), RECENTS)
}

/// Remembers the targets reached lately.
pub(crate) fn set_recents(recents: &Recents) {
    write(browser().as_ref(), RECENTS, recents);
}

/// Why something was not stored. What was stored before is untouched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unkept {
    /// No room left.
    Full,
    /// What is stored was written by a newer page, or by no page at all.
    Unreadable,
    /// The browser stores nothing for this page.
    NoStorage,
    /// Another tab was at it in the same moment.
    Overtaken,
    /// A secret cannot be sealed, or not be opened any more.
    Broken,
}

/// The saved machines.
///
/// # Errors
/// What is stored cannot be read: then it must not be overwritten either.
pub(crate) fn machines() -> Result<Machines, Unkept> {
    let storage = browser().ok_or(Unkept::NoStorage)?;
    match storage.get_item(MACHINES) {
        Ok(Some(text)) => file::stored(&text).map_err(|_| Unkept::Unreadable),
        Ok(None) => Ok(Machines::default()),
        Err(_) => Err(Unkept::NoStorage),
    }
}

/// Remembers the machines: all of them or, if there is no room, none of what changed.
///
/// # Errors
/// Says why not.
pub(crate) fn set_machines(machines: Machines) -> Result<(), Unkept> {
    let storage = browser().ok_or(Unkept::NoStorage)?;
    storage.set_item(MACHINES, &file::store(machines)).map_err(|_| Unkept::Full)
}

/// The files of the runbooks.
///
/// # Errors
/// What is stored cannot be read: then it must not be overwritten either.
pub(crate) fn runbooks() -> Result<Vec<String>, Unkept> {
    let storage = browser().ok_or(Unkept::NoStorage)?;
    match storage.get_item(RUNBOOKS) {
        Ok(Some(text)) => serde_json::from_str(&text).map_err(|_| Unkept::Unreadable),
        Ok(None) => Ok(Vec::new()),
        Err(_) => Err(Unkept::NoStorage),
    }
}

/// Remembers the files of the runbooks: all of them or, if there is no room, none of what changed.
///
/// # Errors
/// Says why not.
pub(crate) fn set_runbooks(files: &[String]) -> Result<(), Unkept> {
    let storage = browser().ok_or(Unkept::NoStorage)?;
    let text = serde_json::to_string(files).map_err(|_| Unkept::Unreadable)?;
    storage.set_item(RUNBOOKS, &text).map_err(|_| Unkept::Full)
}

/// What the person has chosen.
pub(crate) fn settings() -> Settings {
    read(browser().as_ref(), SETTINGS)
}

/// Remembers what the person has chosen.
pub(crate) fn set_settings(settings: &Settings) {
    write(browser().as_ref(), SETTINGS, settings);
}

/// Remembers the theme, as plain text that the start of the page reads; none: the system's.
pub(crate) fn set_theme(theme: Option<&str>) {
    if let Some(storage) = browser() {
        // A browser that stores nothing forgets; nothing else suffers.
        let _ = match theme {
            Some(theme) => storage.set_item(THEME, theme),
            None => storage.remove_item(THEME),
        };
    }
}

/// The language the person chose.
pub(crate) fn language() -> Option<String> {
    browser()?.get_item(LANGUAGE).ok()?
}

/// Remembers the language.
pub(crate) fn set_language(language: &str) {
    if let Some(storage) = browser() {
        let _ = storage.set_item(LANGUAGE, language);
    }
}

fn tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn browser() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What another version wrote, and cannot be read, counts as nothing.
fn read<T: DeserializeOwned + Default>(storage: Option<&Storage>, name: &str) -> T {
    let text = storage.and_then(|storage| storage.get_item(name).ok()?);
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn write(storage: Option<&Storage>, name: &str, value: &impl Serialize) {
    if let (Some(storage), Ok(text)) = (storage, serde_json::to_string(value)) {
        let _ = storage.set_item(name, &text);
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use postern_shared::target::TargetDraft;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::{Held, SESSIONS, browser, held, hold, let_go, sessions, tab};
    use crate::net::Key;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn a_reload_finds_the_session_and_its_token() {
        forget_all();
        hold(session("s1"));
        assert_eq!(held("s1").unwrap().key().token, "token of s1");
        let_go("s1");
        assert_eq!(held("s1"), None);
    }

    #[wasm_bindgen_test]
    fn a_token_is_kept_for_the_tab_and_never_for_the_browser() {
        forget_all();
        hold(session("s1"));
        let stored = browser().unwrap();
        let values =
            (0..stored.length().unwrap()).filter_map(|n| stored.get_item(&stored.key(n).ok()??).ok()?);
        assert!(values.into_iter().all(|value| !value.contains("token of s1")));
        assert!(tab().unwrap().get_item(SESSIONS).unwrap().unwrap().contains("token of s1"));
    }

    #[wasm_bindgen_test]
    fn what_another_version_wrote_counts_as_nothing() {
        tab().unwrap().set_item(SESSIONS, r#"{"version":9}"#).unwrap();
        assert!(sessions().is_empty());
        hold(session("s2"));
        assert_eq!(sessions().len(), 1);
    }

    fn session(name: &str) -> Held {
        let key = Key { session: name.into(), token: format!("token of {name}") };
        Held::new(&key, TargetDraft::parse("ops@web-01").unwrap().complete().unwrap())
    }

    fn forget_all() {
        tab().unwrap().clear().unwrap();
    }
}
