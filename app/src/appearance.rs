//! How a terminal looks and sounds: what a person chooses for all targets or for one. It draws nothing itself.

mod bell;
mod font;
mod lazy;
mod paint;
mod scheme;

use serde::{Deserialize, Serialize};

pub(crate) use bell::{Gate, tone};
pub(crate) use lazy::{Refused, Themes, has_font};
pub(crate) use paint::{paint, paint_colours};
pub(crate) use scheme::Scheme;

/// Sizes of text that can be chosen, in px.
pub(crate) const SIZES: std::ops::RangeInclusive<u8> = 8..=32;
/// Heights of a row that can be chosen, in tenths of the size of the text.
pub(crate) const LINES: std::ops::RangeInclusive<u8> = 10..=20;
/// The height of a row that the style sheet has, in the same measure.
const LINE: u8 = 13;
/// Most targets that have a look of their own; the one changed longest ago goes first.
const MOST_TARGETS: usize = 100;
/// Most themes that can be imported: all together some 10 KB of the browser's storage.
pub(crate) const MOST_IMPORTED: usize = 48;

/// All that has been chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Appearance {
    /// For all targets.
    general: Looks,
    /// For one target, by `user@host:port`; the one changed last comes last.
    targets: Vec<(String, Looks)>,
    /// Themes from files, by name.
    imported: Vec<Scheme>,
}

/// What was chosen; what was not is as it is elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Looks {
    /// Colours while the page is light.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) light: Option<Scheme>,
    /// Colours while the page is dark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dark: Option<Scheme>,
    /// Font families as a person writes them; none at all: the style sheet's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) font: Option<String>,
    /// Size of the text, in px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) size: Option<u8>,
    /// Height of a row, in tenths of the size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<Cursor>,
    /// Whether the cursor blinks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) blink: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bell: Option<Bell>,
    /// Whether the font may join characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ligatures: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contrast: Option<Contrast>,
}

/// The shape of the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Cursor {
    #[default]
    Block,
    Bar,
    Underline,
}

impl Cursor {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Block, Self::Bar, Self::Underline];

    /// The terminal library's and the style sheet's name for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Bar => "bar",
            Self::Underline => "underline",
        }
    }
}

/// What a bell does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Bell {
    Off,
    /// The pane's bar lights up.
    #[default]
    Visual,
    /// A short tone, and the bar.
    Sound,
}

impl Bell {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Off, Self::Visual, Self::Sound];
}

/// How much a text differs from its background at least: if a program mixes them badly, the text is made lighter or
/// darker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Contrast {
    /// As the program wants it.
    Off,
    /// Large text (WCAG 2, success criterion 1.4.3).
    Low,
    /// Text (1.4.3).
    #[default]
    Normal,
    /// Text, enhanced (1.4.6).
    High,
}

impl Contrast {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Off, Self::Low, Self::Normal, Self::High];

    /// The ratio of luminances.
    pub(crate) fn ratio(self) -> f64 {
        match self {
            Self::Off => 1.0,
            Self::Low => 3.0,
            Self::Normal => 4.5,
            Self::High => 7.0,
        }
    }
}

/// Whom a choice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All targets.
    All,
    /// The target that is named with it.
    One,
}

impl Appearance {
    /// What holds for a target.
    pub(crate) fn of(&self, target: &str) -> Looks {
        let own = self.targets.iter().find(|(name, _)| name == target);
        own.map_or_else(|| self.general.clone(), |(_, own)| own.over(&self.general))
    }

    /// What holds where nothing is chosen for the target itself.
    pub(crate) fn general(&self) -> &Looks {
        &self.general
    }

    /// Whether something is chosen for the target itself.
    pub(crate) fn has_own(&self, target: &str) -> bool {
        self.targets.iter().any(|(name, _)| name == target)
    }

    /// Changes what is chosen, for all targets or for this one.
    pub(crate) fn change(&mut self, scope: Scope, target: &str, change: impl FnOnce(&mut Looks)) {
        if scope == Scope::All {
            return change(&mut self.general);
        }
        let at = self.targets.iter().position(|(name, _)| name == target);
        let mut looks = at.map(|at| self.targets.remove(at).1).unwrap_or_default();
        change(&mut looks);
        if looks != Looks::default() {
            self.targets.push((target.to_owned(), looks));
        }
        if self.targets.len() > MOST_TARGETS {
            self.targets.remove(0);
        }
    }

    /// Chooses a size of the text: for this target where it has one of its own, else for all.
    pub(crate) fn resize(&mut self, target: &str, size: Option<u8>) {
        let own = self.targets.iter().find(|(name, _)| name == target);
        let scope = if own.is_some_and(|(_, own)| own.size.is_some()) { Scope::One } else { Scope::All };
        self.change(scope, target, |looks| looks.size = size);
    }

    /// The themes from files.
    pub(crate) fn imported(&self) -> &[Scheme] {
        &self.imported
    }

    /// Takes themes from a file; one of the same name is replaced. The error: there are too many.
    pub(crate) fn import(&mut self, schemes: Vec<Scheme>) -> Result<(), Refused> {
        let mut all = self.imported.clone();
        all.retain(|old| schemes.iter().all(|new| new.name != old.name));
        all.extend(schemes);
        if all.len() > MOST_IMPORTED {
            return Err(Refused::Many);
        }
        self.imported = all;
        Ok(())
    }

    /// Forgets a theme from a file. Where it is in use it stays.
    pub(crate) fn forget(&mut self, name: &str) {
        self.imported.retain(|scheme| scheme.name != name);
    }
}

impl Looks {
    /// These choices, and the others' where there are none.
    fn over(&self, base: &Self) -> Self {
        let (own, base) = (self.clone(), base.clone());
        Self {
            light: own.light.or(base.light),
            dark: own.dark.or(base.dark),
            font: own.font.or(base.font),
            size: own.size.or(base.size),
            line: own.line.or(base.line),
            cursor: own.cursor.or(base.cursor),
            blink: own.blink.or(base.blink),
            bell: own.bell.or(base.bell),
            ligatures: own.ligatures.or(base.ligatures),
            contrast: own.contrast.or(base.contrast),
        }
    }

    /// The colours; none: the style sheet's.
    pub(crate) fn scheme(&self, is_dark: bool) -> Option<&Scheme> {
        if is_dark { self.dark.as_ref() } else { self.light.as_ref() }
    }

    /// The families to ask for; none: the style sheet's.
    pub(crate) fn family(&self) -> Option<String> {
        font::family(self.font.as_deref()?)
    }

    /// The size of the text in px; none: the style sheet's.
    pub(crate) fn px(&self) -> Option<u8> {
        // What another version has stored may be anything.
        self.size.map(|size| size.clamp(*SIZES.start(), *SIZES.end()))
    }

    /// The height of a row, in tenths of the size.
    pub(crate) fn line(&self) -> u8 {
        self.line.unwrap_or(LINE).clamp(*LINES.start(), *LINES.end())
    }
}

/// The next larger size, or the next smaller one.
pub(crate) fn step(px: f64, by: f64) -> u8 {
    (px.round() + by).clamp(f64::from(*SIZES.start()), f64::from(*SIZES.end())) as u8
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
