//! Finding text in the terminal: the search addon, loaded when it is first wanted.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::bindings::{Palette, SearchAddon, SearchOptions, SearchResults};
use super::modules::construct;
use super::palette;

/// Most matches that are marked and counted.
const MOST_MATCHES: u32 = 1000;

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Text or regular expression.
    pub(crate) text: String,
    /// Whether upper and lower case differ.
    pub(crate) case: bool,
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
    /// Which match is shown, from 1; none if it is beyond those counted.
    pub(crate) index: Option<u32>,
    /// How many there are.
    pub(crate) count: u32,
    /// Whether there are more than are counted.
    pub(crate) more: bool,
    /// Whether the regular expression cannot be read.
    pub(crate) unreadable: bool,
}

pub(super) struct Search {
    addon: SearchAddon,
    _results: Closure<dyn Fn(SearchResults)>,
}

impl Search {
    /// Makes the addon out of its module; it has still to be loaded into the terminal.
    pub(super) fn new(module: &JsValue, found: impl Fn(Found) + 'static) -> Option<Self> {
        let limit = Object::new();
        Reflect::set(&limit, &"highlightLimit".into(), &MOST_MATCHES.into()).ok()?;
        let addon: SearchAddon = construct(module, "SearchAddon", &Array::of1(&limit))?;
        let results = Closure::<dyn Fn(SearchResults)>::new(move |results: SearchResults| {
            let index = u32::try_from(results.result_index()).ok().map(|index| index + 1);
            let count = results.result_count();
            found(Found { index, count, more: count >= MOST_MATCHES, unreadable: false });
        });
        addon.on_did_change_results(results.as_ref().unchecked_ref());
        Some(Self { addon, _results: results })
    }

    pub(super) fn addon(&self) -> &SearchAddon {
        &self.addon
    }

    /// Goes to a match. The error is a regular expression that cannot be read.
    pub(super) fn find(&self, host: &HtmlElement, query: &Query, way: Way) -> Result<(), JsValue> {
        let options: SearchOptions = Object::new().unchecked_into();
        options.set_case_sensitive(query.case);
        options.set_regex(query.regex);
        options.set_incremental(way == Way::Here);
        options.set_decorations(&decorations(host));
        match way {
            Way::Earlier => self.addon.find_previous(&query.text, &options),
            Way::Here | Way::Later => self.addon.find_next(&query.text, &options),
        }
        .map(drop)
    }

    pub(super) fn clear(&self) {
        self.addon.clear_decorations();
    }

    /// Ends it, marks and all.
    pub(super) fn dispose(self) {
        self.addon.clear_decorations();
        self.addon.dispose();
    }
}

/// While the find bar has the keyboard, what is selected in the terminal is the match that is shown.
pub(super) fn mark_selection(host: &HtmlElement, palette: &Palette) {
    palette.set_selection_inactive_background(&palette::colour(host, "--mark-now").unwrap_or_default());
}

fn decorations(host: &HtmlElement) -> JsValue {
    let marks = Object::new();
    let set = |name: &str, token: &str| {
        if let Some(colour) = palette::colour(host, token) {
            // Setting a property of a plain object cannot fail.
            let _ = Reflect::set(&marks, &name.into(), &colour.into());
        }
    };
    set("matchBackground", "--mark");
    set("matchOverviewRuler", "--mark");
    set("activeMatchBackground", "--mark-now");
    set("activeMatchColorOverviewRuler", "--mark-now");
    marks.into()
}
