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

    #[wasm_bindgen(js_name = "keepPace")]
    pub(super) fn keep_pace();

    /// Hears operating system commands of these numbers, up to so many characters.
    pub(super) fn hear(xterm: &Terminal, numbers: &[u32], longest: u32, tell: &Function);

    /// Where the cursor is, as a place that moves with its text.
    pub(super) fn place(xterm: &Terminal) -> Option<Marker>;

    /// Draws the mark of a prompt.
    #[wasm_bindgen(js_name = "markPrompt")]
    pub(super) fn mark_prompt(xterm: &Terminal, place: &Marker, name: &str);

    /// The text from one place to another, or to the end.
    #[wasm_bindgen(js_name = "textBetween")]
    pub(super) fn text_between(xterm: &Terminal, from: &Marker, to: Option<&Marker>) -> String;

    /// Watches for images; the function that is returned says whether they are drawn.
    #[wasm_bindgen(js_name = "watchImages")]
    pub(super) fn watch_images(xterm: &Terminal) -> Function;
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

    #[wasm_bindgen(method, js_name = "onBell")]
    pub(super) fn on_bell(this: &Terminal, f: &Function);

    #[wasm_bindgen(method, js_name = "onCursorMove")]
    pub(super) fn on_cursor_move(this: &Terminal, f: &Function);

    #[wasm_bindgen(method, getter)]
    pub(super) fn options(this: &Terminal) -> Options;

    /// Calls after output has been processed, at most once a frame.
    #[wasm_bindgen(method, js_name = "onWriteParsed")]
    pub(super) fn on_write_parsed(this: &Terminal, f: &Function);

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

    #[wasm_bindgen(method, setter, js_name = "cursorBlink")]
    pub(super) fn set_cursor_blinks(this: &Options, blinks: bool);

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

    #[wasm_bindgen(method, setter, js_name = "overviewRulerBorder")]
    pub(super) fn set_ruler_border(this: &Palette, colour: &str);

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

    /// Finds text and marks it, out of a module of the page.
    pub(super) type Finder;

    /// Looks for a text; 1 goes to the next match, -1 to the one before, 0 to the nearest.
    #[wasm_bindgen(method)]
    pub(super) fn look(this: &Finder, text: &str, is_case: bool, is_word: bool, is_regex: bool, way: i32);

    /// Marks matches in these colours; the last is that of the text of the one that is shown.
    #[wasm_bindgen(method)]
    pub(super) fn paint(this: &Finder, found: &str, now: &str, on_now: &str);

    #[wasm_bindgen(method)]
    pub(super) fn dispose(this: &Finder);

    /// A place that moves with its text.
    pub(super) type Marker;

    /// Counted from the top of the scrollback; -1 when it is gone.
    #[wasm_bindgen(method, getter)]
    pub(super) fn line(this: &Marker) -> i32;

    #[wasm_bindgen(method)]
    pub(super) fn dispose(this: &Marker);
}

impl Buffer {
    /// The text of a line; empty where there is none.
    pub(super) fn text_of(&self, y: u32) -> String {
        self.line(y).map(|line| line.text(true)).unwrap_or_default()
    }
}
