//! Goes through the rows of a list by the arrow keys: whatever in it is marked `data-row`.

use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use crate::browser;

/// The arrow keys go through the rows, from the filter too.
pub(crate) fn move_cursor(event: &KeyboardEvent, list: Option<&Element>) {
    let step: isize = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let Some(list) = list else { return };
    let Ok(rows) = list.query_selector_all("[data-row]") else { return };
    let rows: Vec<HtmlElement> =
        (0..rows.length()).filter_map(|n| rows.get(n)?.dyn_into::<HtmlElement>().ok()).collect();
    let focused = browser::window().and_then(|window| window.document()?.active_element());
    let at =
        rows.iter().position(|row| focused.as_ref().is_some_and(|focused| row.is_same_node(Some(focused))));
    let next = match at {
        Some(at) => at.checked_add_signed(step),
        None if step > 0 => Some(0),
        None => None,
    };
    if let Some(row) = next.and_then(|next| rows.get(next)) {
        event.prevent_default();
        let _ = row.focus();
    }
}
