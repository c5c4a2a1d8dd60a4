//! A script on the screen: one text node, coloured without markup, that can be edited in place.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::panel::highlight::{Colour, spans};
use crate::words::{text, use_i18n};

#[wasm_bindgen(module = "postern-highlight")]
extern "C" {
    /// Colours ranges of an element's text, by the CSS Custom Highlight API where the browser has it.
    fn paint(element: &Element, colour: &str, ends: &[u32]);
}

/// A script.
#[component]
pub(in super::super) fn ScriptText(
    text: RwSignal<String>,
    /// Whether it stays as it is.
    #[prop(into)]
    is_fixed: Signal<bool>,
    #[prop(default = "script")] id: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let code = NodeRef::<html::Code>::new();
    let colour = move |text: &str| {
        let Some(element) = code.get_untracked() else { return };
        for (colour, ends) in by_colour(text) {
            paint(&element, colour.name(), &ends);
        }
    };
    Effect::new(move || {
        let Some(element) = code.get() else { return };
        let text = text.get();
        // What was typed stands there already; setting it would move the cursor.
        if element.text_content().as_deref() != Some(&text) {
            element.set_text_content(Some(&text));
        }
        colour(&text);
    });
    let edited = move |_| {
        if let Some(element) = code.get_untracked() {
            text.set(element.text_content().unwrap_or_default());
        }
    };
    view! {
        <code
            id=id
            class="script"
            node_ref=code
            contenteditable=move || if is_fixed.get() { "false" } else { "plaintext-only" }
            spellcheck="false"
            role="textbox"
            aria-multiline="true"
            tabindex="0"
            aria-label=text!(i18n, drawer.script)
            on:input=edited
        ></code>
    }
}

/// Beginning and end of what has each colour, in UTF-16 units, as the browser counts.
fn by_colour(text: &str) -> Vec<(Colour, Vec<u32>)> {
    let mut all: Vec<(Colour, Vec<u32>)> = Colour::ALL.map(|colour| (colour, Vec::new())).to_vec();
    let (mut byte, mut unit) = (0, 0);
    let mut unit_of = |at: usize| {
        // Bounded by the longest script.
        unit += text[byte..at].encode_utf16().count() as u32;
        byte = at;
        unit
    };
    for (range, colour) in spans(text) {
        let ends = [unit_of(range.start), unit_of(range.end)];
        if let Some((_, all)) = all.iter_mut().find(|(one, _)| *one == colour) {
            all.extend(ends);
        }
    }
    all
}
