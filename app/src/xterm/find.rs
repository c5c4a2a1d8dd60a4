//! Finding text in the terminal: a module that is loaded when it is first wanted.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::bindings::Finder;
use super::modules::construct;
use super::palette;

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Text or regular expression.
    pub(crate) text: String,
    /// Whether upper and lower case differ.
    pub(crate) case: bool,
    /// Whether parts of words are no match.
    pub(crate) word: bool,
    /// Whether the text is a regular expression.
    pub(crate) regex: bool,
}

/// Which way to go from the match that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Stay, if what is typed still matches.
    Here,
    /// Towards the beginning.
    Earlier,
    /// Towards the end.
    Later,
}

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Which match is shown, from 1; 0 if there is none.
    pub(crate) index: u32,
    /// How many there are.
    pub(crate) count: u32,
    /// What else there is to say.
    pub(crate) outcome: Outcome,
    /// Where the last step began anew.
    pub(crate) round: Option<Way>,
}

/// How a search went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything is counted.
    #[default]
    Whole,
    /// There is more than is counted.
    More,
    /// The regular expression cannot be read.
    Unreadable,
    /// It took too long, and was given up.
    Slow,
}

pub(super) struct Search {
    finder: Finder,
    _tell: Closure<dyn Fn(u32, u32, u32, i32)>,
}

impl Search {
    /// Begins to search a terminal, out of the module.
    pub(super) fn new(module: &JsValue, xterm: &JsValue, found: impl Fn(Found) + 'static) -> Option<Self> {
        let tell = Closure::<dyn Fn(u32, u32, u32, i32)>::new(move |index, count, outcome, round: i32| {
            let outcome = match outcome {
                0 => Outcome::Whole,
                1 => Outcome::More,
                2 => Outcome::Unreadable,
                _ => Outcome::Slow,
            };
            let round = match round.signum() {
                1 => Some(Way::Later),
                -1 => Some(Way::Earlier),
                _ => None,
            };
            found(Found { index, count, outcome, round });
        });
        let finder = construct(module, "Finder", &Array::of2(xterm, tell.as_ref()))?;
        Some(Self { finder, _tell: tell })
    }

    /// Looks for it, and goes that way.
    pub(super) fn look(&self, query: &Query, way: Way) {
        let way = match way {
            Way::Here => 0,
            Way::Earlier => -1,
            Way::Later => 1,
        };
        self.finder.look(&query.text, query.case, query.word, query.regex, way);
    }

    /// Marks matches in the colours that hold at this element.
    pub(super) fn paint(&self, host: &HtmlElement) {
        let colour = |token| palette::colour(host, token).unwrap_or_default();
        self.finder.paint(&colour("--mark"), &colour("--mark-now"), &colour("--on-mark-now"));
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.finder.dispose();
    }
}
