//! Puts chosen colours and fonts on an element, as tokens: what lies in it takes them from there, xterm as well.

use web_sys::HtmlElement;

use super::scheme::TOKENS;
use super::{LINE, Looks, Scheme};

/// Gives an element the look; what is not chosen is the style sheet's.
pub(crate) fn paint(element: &HtmlElement, looks: &Looks, is_dark: bool) {
    paint_colours(element, looks.scheme(is_dark), None);
    let set = |property: &str, value: Option<&str>| set(element, property, value);
    set("font-family", looks.family().as_deref());
    set("font-size", looks.px().map(|px| format!("{px}px")).as_deref());
    let line = (looks.px().is_some() || looks.line() != LINE)
        .then(|| format!("round({}em, 1px)", f64::from(looks.line()) / 10.0));
    set("line-height", line.as_deref());
    let joins = looks.ligatures.unwrap_or(false);
    set("font-variant-ligatures", joins.then_some("normal"));
    // xterm spaces characters out by a hair, where browsers leave ligatures out unless they are asked for.
    set("font-feature-settings", joins.then_some("\"liga\", \"calt\""));
}

/// Gives an element the colours of a theme, or those the page has while it is light or dark; none: has now.
pub(crate) fn paint_colours(element: &HtmlElement, scheme: Option<&Scheme>, is_dark: Option<bool>) {
    let chosen = scheme.filter(|scheme| scheme.has_colours());
    match chosen {
        Some(scheme) => scheme.tokens().for_each(|(token, colour)| set(element, token, Some(&colour))),
        None => TOKENS.into_iter().for_each(|token| set(element, token, None)),
    }
    // The other tokens, such as that of a match, follow: a dark theme in a light page is dark all through.
    let is_dark = chosen.map(Scheme::is_dark).or(is_dark);
    set(element, "color-scheme", is_dark.map(|is_dark| if is_dark { "dark" } else { "light" }));
}

fn set(element: &HtmlElement, property: &str, value: Option<&str>) {
    let style = element.style();
    // A value that cannot be read is not taken; nothing else can fail.
    match value {
        Some(value) => _ = style.set_property(property, value),
        None => _ = style.remove_property(property),
    }
}
