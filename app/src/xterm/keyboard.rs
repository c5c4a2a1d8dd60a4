//! The clipboard: what xterm must not decide by itself.

use js_sys::Reflect;
use wasm_bindgen::JsCast as _;

use super::bindings;

/// Copies what is selected.
pub(super) fn copy(xterm: &bindings::Terminal) {
    if !xterm.has_selection() {
        return;
    }
    let Some(window) = web_sys::window() else { return };
    let clipboard = Reflect::get(&window.navigator(), &"clipboard".into());
    if clipboard.is_ok_and(|clipboard| clipboard.is_truthy()) {
        // Nothing to wait for; a browser that refuses has told the person itself.
        let _ = window.navigator().clipboard().write_text(&xterm.get_selection());
        return;
    }
    // Over plain HTTP there is no clipboard object; the old command asks xterm for its selection.
    let document = window.document().and_then(|document| document.dyn_into::<web_sys::HtmlDocument>().ok());
    if let (Some(document), Some(textarea)) = (document, xterm.textarea()) {
        textarea.set_value(&xterm.get_selection());
        textarea.select();
        let _ = document.exec_command("copy");
        textarea.set_value("");
    }
}
