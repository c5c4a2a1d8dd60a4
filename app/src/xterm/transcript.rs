//! Saves what the terminal holds as a file; the reading itself is done by a module that is loaded for it.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::Terminal;
use super::modules::load_one;

/// The longest name of a file that is proposed, in characters, without its ending.
const LONGEST_NAME: usize = 120;

/// What kind of file a transcript is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text alone.
    Text,
    /// With its colours.
    Html,
}

/// How much of the terminal a transcript holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All it holds, scrolled away or not.
    All,
    /// What is selected.
    Selection,
}

#[wasm_bindgen]
extern "C" {
    type TranscriptModule;

    #[wasm_bindgen(method)]
    fn transcript(
        this: &TranscriptModule,
        terminal: &JsValue,
        is_html: bool,
        is_selection: bool,
        title: &str,
    ) -> Blob;

    #[wasm_bindgen(method)]
    fn download(this: &TranscriptModule, blob: &Blob, name: &str);
}

impl Terminal {
    /// Hands the person a file with what the terminal holds, named after target and time.
    pub(crate) async fn save(self: Rc<Self>, kind: Kind, extent: Extent, target: &str) {
        let Some(module) = load_one("postern-transcript").await else { return };
        let module: TranscriptModule = module.unchecked_into();
        let name = file_name(target, &local_time(), kind);
        let blob = module.transcript(&self.xterm, kind == Kind::Html, extent == Extent::Selection, target);
        module.download(&blob, &name);
    }

    /// Whether something is selected.
    pub(crate) fn has_selection(&self) -> bool {
        self.xterm.has_selection()
    }
}

/// Year, month, day, hour, minute and second where the person is.
fn local_time() -> [u32; 6] {
    let now = js_sys::Date::new_0();
    let (year, month) = (now.get_full_year(), now.get_month() + 1);
    [year, month, now.get_date(), now.get_hours(), now.get_minutes(), now.get_seconds()]
}

/// `ops@web-01-22-2026-05-04-090807.txt`: sorts by time, and every file system takes it.
fn file_name(target: &str, time: &[u32; 6], kind: Kind) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "@._-".contains(c) { c } else { '-' };
    let target: String = target.trim_matches(['[', '.']).chars().map(plain).take(LONGEST_NAME).collect();
    let [year, month, day, hour, minute, second] = time;
    let ending = match kind {
        Kind::Text => "txt",
        Kind::Html => "html",
    };
    format!("{target}-{year}-{month:02}-{day:02}-{hour:02}{minute:02}{second:02}.{ending}")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{Kind, LONGEST_NAME, file_name};

    const TIME: [u32; 6] = [2026, 5, 4, 9, 8, 7];

    #[test]
    fn a_file_is_named_after_target_and_time() {
        let name = file_name("ops@web-01:22", &TIME, Kind::Text);
        assert_eq!(name, "ops@web-01-22-2026-05-04-090807.txt");
        let name = file_name("ops@[2001:db8::1]:22", &TIME, Kind::Html);
        assert_eq!(name, "ops@-2001-db8--1--22-2026-05-04-090807.html");
    }

    #[test]
    fn a_name_leads_nowhere_else_and_is_not_too_long() {
        for hostile in ["../../etc/passwd", "a/b\\c:d\0e", "\u{202e}txt.exe", &"x".repeat(4096), ""] {
            let name = file_name(hostile, &TIME, Kind::Text);
            assert!(name.chars().all(|c| c.is_alphanumeric() || "@._-".contains(c)), "{name}");
            assert!(!name.starts_with('.') && name.chars().count() <= LONGEST_NAME + 22, "{name}");
        }
    }
}
