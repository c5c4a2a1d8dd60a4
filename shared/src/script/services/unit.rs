//! A unit: what it is called, and who manages it.

use crate::script::{Script, Tools, word};

/// Longest name of a unit, in bytes (systemd.unit(5)).
const NAME_BYTES: usize = 255;

/// Name of a unit, of a service without systemd, or of a runlevel: 1 to 255 letters, digits and `:-_.\@+`, not
/// beginning with `-` or `.` (systemd.unit(5)).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitName(String);

/// Who manages a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manager {
    /// That of the target.
    System,
    /// That of the user who signed in (`systemctl --user`).
    User,
}

/// A unit, and what its manager says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its name.
    pub name: UnitName,
    /// Whose it is.
    pub manager: Manager,
    /// How it is: `active`, `failed`, …
    pub active: String,
    /// More closely: `running`, `exited`, …
    pub sub: String,
    /// Whether it begins with the target, in the manager's word: `enabled`, `masked`, …; with OpenRC its runlevels.
    pub at_boot: String,
}

impl UnitName {
    /// Reads a name; none if nothing can be called so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let may_be = |byte: u8| byte.is_ascii_alphanumeric() || br":-_.\@+".contains(&byte);
        let fits = (1..=NAME_BYTES).contains(&text.len()) && text.bytes().all(may_be);
        (fits && !text.starts_with(['-', '.'])).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// As a word of a script.
    #[must_use]
    pub fn word(&self) -> String {
        word(self.0.as_bytes())
    }

    /// Whether it stands for many, each with a name of its own after the `@`.
    pub(crate) fn is_template(&self) -> bool {
        self.0.contains("@.")
    }
}

impl Manager {
    /// Both.
    pub const ALL: [Self; 2] = [Self::System, Self::User];

    /// A command to it: the user's own manager is not asked through `sudo`.
    pub(crate) fn command(self, command: &str, tools: &Tools) -> String {
        match self {
            Self::System => tools.as_chosen(&format!("systemctl {command}")),
            Self::User => format!("systemctl --user {command}"),
        }
    }

    /// With what has to be known to reach it.
    pub(crate) fn prepare(self, script: Script) -> Script {
        match self {
            Self::System => script,
            Self::User => script
                .line("# Where the user's own manager listens: pam_systemd(8).")
                .line(r#"export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}""#),
        }
    }
}

impl Unit {
    /// Whether something of it runs.
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(&*self.active, "active" | "activating" | "deactivating" | "reloading" | "started")
    }

    /// Whether it failed.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(&*self.active, "failed" | "crashed")
    }

    /// What tells it from the others.
    pub(crate) fn key(&self) -> String {
        match self.manager {
            Manager::System => self.name.text().to_owned(),
            Manager::User => format!("~{}", self.name.text()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::UnitName;

    #[test]
    fn what_no_unit_is_called_is_no_name() {
        for text in ["nginx.service", "getty@tty1.service", r"dev-disk-by\x2dlabel.swap", "x11-common"] {
            assert_eq!(UnitName::parse(text).unwrap().text(), text);
        }
        let long = "x".repeat(256);
        for text in ["", "-f", "--now", ".x", "a b", "a/b", "a\nb", "a;b", "$(id)", "*.service", "é", &long]
        {
            assert_eq!(UnitName::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_one_word_and_no_option(text in ".{0,12}") {
            if let Some(name) = UnitName::parse(&text) {
                prop_assert!(!name.word().starts_with('-'));
                prop_assert!(!name.word().contains(char::is_whitespace));
            }
        }
    }
}
