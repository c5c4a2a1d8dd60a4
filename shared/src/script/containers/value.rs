//! What containers are made of, as types: the engine, names.

use std::fmt;

use crate::script::{Script, Tool, Tools};

/// Longest name that is taken, in bytes.
const NAME_BYTES: usize = 512;

/// What runs containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Engine {
    /// Docker.
    Docker,
    /// Podman.
    Podman,
}

/// What an engine calls a container or an image: a name, or the number it was given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(String);

/// Name of an image, with its registry and its tag: `registry.example:5000/nginx:1.27`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageName(String);

impl Engine {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Docker, Self::Podman];

    /// Its tool.
    #[must_use]
    pub fn tool(self) -> Tool {
        match self {
            Self::Docker => Tool::Docker,
            Self::Podman => Tool::Podman,
        }
    }

    /// Its command.
    #[must_use]
    pub fn command(self) -> &'static str {
        self.tool().command()
    }

    /// A script that has each engine there is say something: what comes of one ends with a zero byte. That one is there
    /// and does not run is no failure while the other answers.
    pub(super) fn each(tools: &Tools, said: &str) -> Script {
        let script = Script::default().line("export LC_ALL=C");
        let there: Vec<Self> = Self::ALL.into_iter().filter(|engine| tools.has(engine.tool())).collect();
        let told = |engine: &Self| tools.as_chosen(&format!("{} {said}", engine.command()));
        match &there[..] {
            [first, second] => script
                .line(format!("{} || failed=1", told(first)))
                .line(format!(r"printf '\0{}\0'", second.command()))
                .line(format!(r#"{} || [ -z "${{failed:-}}" ]"#, told(second))),
            _ => there.iter().fold(script, |script, engine| script.line(told(engine))),
        }
    }
}

impl Handle {
    /// Reads one: letters, digits, `_`, `.`, `-`, and what names of images have besides, the first a letter or a digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        is_name(text).then(|| Self(text.to_owned()))
    }
}

impl ImageName {
    /// Reads one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        is_name(text).then(|| Self(text.to_owned()))
    }
}

/// Whether no tool takes it for an option, and no shell for anything but a word.
fn is_name(text: &str) -> bool {
    let fits = |character: char| character.is_ascii_alphanumeric() || "_.-/:@".contains(character);
    let begins = text.starts_with(|first: char| first.is_ascii_alphanumeric());
    begins && text.len() <= NAME_BYTES && text.chars().all(fits)
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for ImageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Handle, ImageName};

    #[test]
    fn names_are_what_engines_take_for_them_and_no_option() {
        for text in
            ["web", "web_1.old-2", "6262b5cda894", "registry.example:5000/a/nginx:1.27", "x@sha256:90554"]
        {
            assert!(Handle::parse(text).is_some() && ImageName::parse(text).is_some(), "{text}");
        }
        for text in ["", "-f", "--all", "a b", "$(id)", "a;id", "<none>:<none>", "\u{202e}x"] {
            assert!(Handle::parse(text).is_none() && ImageName::parse(text).is_none(), "{text}");
        }
    }
}
