//! What xterm 6 has and `xterm-js-rs` does not know.

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use xterm_js_rs::{TerminalAddon, TerminalOptions, Theme};

#[wasm_bindgen(module = "xterm-page")]
extern "C" {
    /// Imports modules by the names they have in the import map.
    pub(super) fn load(names: Vec<String>) -> Promise;

    /// Makes the styles xterm writes pass the content security policy.
    #[wasm_bindgen(js_name = "routeStyles")]
    pub(super) fn route_styles();
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = xterm_js_rs::Terminal)]
    pub(super) type Terminal;

    /// Hands over bytes; the callback comes when they have been processed.
    #[wasm_bindgen(method)]
    pub(super) fn write(this: &Terminal, data: &Uint8Array, processed: &JsValue);

    /// Loads an addon that may throw while it starts.
    #[wasm_bindgen(method, catch, js_name = "loadAddon")]
    pub(super) fn try_load_addon(this: &Terminal, addon: &WebglAddon) -> Result<(), JsValue>;

    #[wasm_bindgen(method, getter)]
    pub(super) fn options(this: &Terminal) -> Options;

    #[wasm_bindgen(method, getter)]
    pub(super) fn modes(this: &Terminal) -> Modes;

    /// Types a text as if it came from the keyboard.
    #[wasm_bindgen(method)]
    pub(super) fn input(this: &Terminal, data: &str, was_user_input: bool);

    #[wasm_bindgen(method, getter)]
    pub(super) fn parser(this: &Terminal) -> Parser;

    #[wasm_bindgen(method, js_name = "onSelectionChange")]
    pub(super) fn on_selection_changed(this: &Terminal, f: &Function);

    /// Modes that the program has set.
    pub(super) type Modes;

    #[wasm_bindgen(method, getter, js_name = "bracketedPasteMode")]
    pub(super) fn bracketed_paste_mode(this: &Modes) -> bool;

    #[wasm_bindgen(method, getter, js_name = "mouseTrackingMode")]
    pub(super) fn mouse_tracking_mode(this: &Modes) -> String;

    /// Where escape sequences can be taken over.
    pub(super) type Parser;

    #[wasm_bindgen(method, js_name = "registerOscHandler")]
    pub(super) fn register_osc_handler(this: &Parser, number: u32, f: &Function);

    #[wasm_bindgen(method, getter)]
    pub(super) fn textarea(this: &Terminal) -> Option<web_sys::HtmlTextAreaElement>;

    #[wasm_bindgen(method, getter)]
    pub(super) fn buffer(this: &Terminal) -> Buffers;

    pub(super) type Buffers;

    /// The normal buffer, or the alternate one.
    #[wasm_bindgen(method, getter)]
    pub(super) fn active(this: &Buffers) -> Buffer;

    pub(super) type Buffer;

    /// The line at the top of what is shown.
    #[wasm_bindgen(method, getter, js_name = "viewportY")]
    pub(super) fn viewport_y(this: &Buffer) -> u32;

    #[wasm_bindgen(method, js_name = "getLine")]
    pub(super) fn line(this: &Buffer, y: u32) -> Option<Line>;

    pub(super) type Line;

    #[wasm_bindgen(method, js_name = "translateToString")]
    pub(super) fn text(this: &Line, trim_right: bool) -> String;

    #[wasm_bindgen(extends = TerminalOptions)]
    pub(super) type Options;

    #[wasm_bindgen(method, setter, js_name = "allowProposedApi")]
    pub(super) fn set_allow_proposed_api(this: &Options, on: bool);

    #[wasm_bindgen(method, setter, js_name = "lineHeight")]
    pub(super) fn set_line_height(this: &Options, ratio: f64);

    /// In device pixels.
    #[wasm_bindgen(method, setter, js_name = "letterSpacing")]
    pub(super) fn set_letter_spacing(this: &Options, px: f64);

    #[wasm_bindgen(method, setter, js_name = "fontSize")]
    pub(super) fn set_font_size(this: &Options, px: f64);

    #[wasm_bindgen(method, getter, js_name = "fontSize")]
    pub(super) fn font_size(this: &Options) -> f64;

    #[wasm_bindgen(method, getter, js_name = "fontFamily")]
    pub(super) fn font_family(this: &Options) -> String;

    #[wasm_bindgen(method, setter, js_name = "logLevel")]
    pub(super) fn set_log_level(this: &Options, level: &str);

    #[wasm_bindgen(method, setter, js_name = "minimumContrastRatio")]
    pub(super) fn set_minimum_contrast_ratio(this: &Options, ratio: f64);

    #[wasm_bindgen(method, setter, js_name = "cursorStyle")]
    pub(super) fn set_cursor_style(this: &Options, style: &str);

    #[wasm_bindgen(method, setter, js_name = "linkHandler")]
    pub(super) fn set_link_handler(this: &Options, handler: &LinkHandler);

    #[wasm_bindgen(method, setter, js_name = "theme")]
    pub(super) fn set_theme(this: &Options, theme: &Theme);

    /// Takes part in OSC 8 links and in those found in plain text.
    pub(super) type LinkHandler;

    #[wasm_bindgen(method, setter)]
    pub(super) fn set_activate(this: &LinkHandler, f: &Function);

    #[wasm_bindgen(method, setter)]
    pub(super) fn set_hover(this: &LinkHandler, f: &Function);

    #[wasm_bindgen(method, setter)]
    pub(super) fn set_leave(this: &LinkHandler, f: &Function);

    #[wasm_bindgen(extends = Theme)]
    pub(super) type Palette;

    #[wasm_bindgen(method, setter, js_name = "selectionBackground")]
    pub(super) fn set_selection_background(this: &Palette, colour: &str);

    #[wasm_bindgen(method, setter, js_name = "selectionInactiveBackground")]
    pub(super) fn set_selection_inactive_background(this: &Palette, colour: &str);

    #[wasm_bindgen(method, setter, js_name = "scrollbarSliderBackground")]
    pub(super) fn set_slider(this: &Palette, colour: &str);

    #[wasm_bindgen(method, setter, js_name = "scrollbarSliderHoverBackground")]
    pub(super) fn set_slider_hover(this: &Palette, colour: &str);

    #[wasm_bindgen(method, setter, js_name = "scrollbarSliderActiveBackground")]
    pub(super) fn set_slider_active(this: &Palette, colour: &str);

    #[wasm_bindgen(extends = TerminalAddon)]
    pub(super) type WebglAddon;

    #[wasm_bindgen(method, catch, js_name = "dispose")]
    pub(super) fn try_dispose(this: &WebglAddon) -> Result<(), JsValue>;

    #[wasm_bindgen(method, js_name = "onContextLoss")]
    pub(super) fn on_context_loss(this: &WebglAddon, f: &Function);

    #[wasm_bindgen(extends = TerminalAddon)]
    pub(super) type SearchAddon;

    #[wasm_bindgen(method, catch, js_name = "findNext")]
    pub(super) fn find_next(this: &SearchAddon, text: &str, options: &SearchOptions)
    -> Result<bool, JsValue>;

    #[wasm_bindgen(method, catch, js_name = "findPrevious")]
    pub(super) fn find_previous(
        this: &SearchAddon,
        text: &str,
        options: &SearchOptions,
    ) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, js_name = "clearDecorations")]
    pub(super) fn clear_decorations(this: &SearchAddon);

    #[wasm_bindgen(method)]
    pub(super) fn dispose(this: &SearchAddon);

    #[wasm_bindgen(method, js_name = "onDidChangeResults")]
    pub(super) fn on_did_change_results(this: &SearchAddon, f: &Function);

    pub(super) type SearchResults;

    /// The match that is selected, from 0; -1 when there are too many to count.
    #[wasm_bindgen(method, getter, js_name = "resultIndex")]
    pub(super) fn result_index(this: &SearchResults) -> i32;

    #[wasm_bindgen(method, getter, js_name = "resultCount")]
    pub(super) fn result_count(this: &SearchResults) -> u32;

    #[wasm_bindgen(extends = xterm_js_rs::addons::search::SearchOptions)]
    pub(super) type SearchOptions;

    #[wasm_bindgen(method, setter)]
    pub(super) fn set_decorations(this: &SearchOptions, decorations: &JsValue);
}

impl Buffer {
    /// The text of a line; empty where there is none.
    pub(super) fn text_of(&self, y: u32) -> String {
        self.line(y).map(|line| line.text(true)).unwrap_or_default()
    }
}
