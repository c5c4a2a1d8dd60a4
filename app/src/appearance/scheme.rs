//! The colours of a terminal: a name and twenty of them. Where they come from is not known here.

use serde::{Deserialize, Serialize};

/// The tokens of the style sheet, in the order of the colours.
pub(super) const TOKENS: [&str; COLOURS] = [
    "--well",
    "--term-fg",
    "--term-cursor",
    "--term-selection",
    "--term-0",
    "--term-1",
    "--term-2",
    "--term-3",
    "--term-4",
    "--term-5",
    "--term-6",
    "--term-7",
    "--term-8",
    "--term-9",
    "--term-10",
    "--term-11",
    "--term-12",
    "--term-13",
    "--term-14",
    "--term-15",
];
const COLOURS: usize = 20;
/// Hexadecimal digits of a colour.
const DIGITS: usize = 6;

/// A theme of the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Scheme {
    /// Its name; nothing: the page's own.
    #[serde(rename = "n")]
    pub(crate) name: String,
    /// `RRGGBB` for each token, one after the other; nothing: the page's own.
    #[serde(rename = "c")]
    colours: String,
}

impl Scheme {
    /// Of colours that are some.
    pub(crate) fn new(name: &str, colours: &str) -> Option<Self> {
        let scheme = Self { name: name.to_owned(), colours: colours.to_owned() };
        scheme.has_colours().then_some(scheme)
    }

    /// Whether it has colours of its own that can be read.
    pub(super) fn has_colours(&self) -> bool {
        self.tokens().next().is_some()
    }

    /// Each token with its colour, as `#rrggbb`; nothing for the page's own and for what cannot be read.
    pub(super) fn tokens(&self) -> impl Iterator<Item = (&'static str, String)> {
        let digits = self.colours.as_bytes();
        let is_good = digits.len() == COLOURS * DIGITS && digits.iter().all(u8::is_ascii_hexdigit);
        let colours = if is_good { self.colours.as_str() } else { "" };
        TOKENS.into_iter().enumerate().map_while(move |(index, token)| {
            let colour = colours.get(index * DIGITS..(index + 1) * DIGITS)?;
            Some((token, format!("#{colour}")))
        })
    }

    /// Whether its background is darker than its text.
    pub(crate) fn is_dark(&self) -> bool {
        let light = |at: usize| self.colours.get(at..at + DIGITS).map_or(0, luminance);
        light(0) < light(DIGITS)
    }
}

/// How light `RRGGBB` looks, roughly: the weights of ITU-R BT.601 in thousandths.
fn luminance(colour: &str) -> u32 {
    let channel = |at: usize| colour.get(at..at + 2).and_then(|text| u32::from_str_radix(text, 16).ok());
    let [red, green, blue] = [0, 2, 4].map(|at| channel(at).unwrap_or(0));
    299 * red + 587 * green + 114 * blue
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{COLOURS, Scheme};

    #[test]
    fn every_token_gets_its_colour() {
        let colours: String = (0..COLOURS).map(|number| format!("{number:02x}0000")).collect();
        let scheme = Scheme::new("Reds", &colours).unwrap();
        let tokens: Vec<(&str, String)> = scheme.tokens().collect();
        assert_eq!(tokens.len(), COLOURS);
        assert_eq!(tokens[0], ("--well", "#000000".into()));
        assert_eq!(tokens[19], ("--term-15", "#130000".into()));
    }

    #[test]
    fn what_is_no_colour_makes_no_theme() {
        for colours in ["", "ff", &"ff".repeat(59), &"ff".repeat(61), &"fg".repeat(60), &"é".repeat(60)] {
            assert_eq!(Scheme::new("Odd", colours), None, "{colours}");
        }
    }

    #[test]
    fn a_theme_is_dark_when_its_background_is_darker_than_its_text() {
        let rest = "7f".repeat(54);
        assert!(Scheme::new("Night", &format!("002b36839496{rest}")).unwrap().is_dark());
        assert!(!Scheme::new("Day", &format!("fdf6e3657b83{rest}")).unwrap().is_dark());
    }
}
