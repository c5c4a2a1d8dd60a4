//! The terminal: the only module that knows xterm. Bytes in, typed bytes out; it knows nothing of connections.

mod bindings;
mod find;
mod links;
mod palette;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Function, Object, Reflect, Uint8Array};
use postern_shared::wire::TermSize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, HtmlCanvasElement, HtmlElement, KeyboardEvent};
use xterm_js_rs::addons::fit::FitAddon;
use xterm_js_rs::addons::web_links::WebLinksAddon;

pub(crate) use find::{Found, Query, Way};
pub(crate) use links::{Link, LinkEvent};

use crate::paste;
use bindings::{Options, UnicodeGraphemesAddon, WebglAddon};
use find::Search;
use links::Links;

/// Lines kept above the screen.
const SCROLLBACK: u32 = 10_000;
/// What a colour must differ from its background by (WCAG 2, success criterion 1.4.3).
const CONTRAST: f64 = 4.5;
/// Undoes what a program that is gone may have left switched on: alternate screen, mouse reports,
/// bracketed paste, and with a soft reset (DECSTR) the rest.
const FRESHEN: &str = "\x1b[?1049l\x1b[!p\x1b[?1000;1002;1003;1006;2004l\x1b[?25h\r\n";

/// Whom the terminal tells.
pub(crate) struct Handlers {
    /// Bytes for the program: keys, pastes, mouse reports.
    pub(crate) typed: Box<dyn Fn(Vec<u8>)>,
    /// The title the program wants; hostile text.
    pub(crate) titled: Box<dyn Fn(String)>,
    /// What happens to links.
    pub(crate) link: Rc<dyn Fn(LinkEvent)>,
    /// A shortcut of the page was pressed.
    pub(crate) shortcut: Box<dyn Fn(Shortcut)>,
}

/// Keys that the terminal leaves to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortcut {
    /// Open the find bar.
    Find,
}

/// An open terminal; it closes when this is dropped.
pub(crate) struct Terminal {
    xterm: Rc<bindings::Terminal>,
    fit: FitAddon,
    host: HtmlElement,
    search: RefCell<Option<Search>>,
    _osc8: Links,
    _plain: Links,
    _closures: Vec<Box<dyn std::any::Any>>,
}

impl Terminal {
    /// Opens a terminal in an element.
    pub(crate) fn open(host: &HtmlElement, handlers: Handlers) -> Rc<Self> {
        bindings::route_styles();
        let osc8 = Links::new(true, &handlers.link);
        let plain = Links::new(false, &handlers.link);
        let terminal = xterm_js_rs::Terminal::construct(Some(options(host, &osc8).as_ref()));
        let xterm = Rc::new(terminal.unchecked_into::<bindings::Terminal>());
        let fit = FitAddon::new();
        let web_links =
            WebLinksAddon::new(Some(plain.activate()), Some(plain.handler().unchecked_ref()), None);
        for addon in [fit.as_ref(), UnicodeGraphemesAddon::new().as_ref(), web_links.as_ref()] {
            load_addon(&xterm, addon);
        }
        xterm.open(host.clone());
        let closures = listen(&xterm, host, handlers);
        let search = RefCell::default();
        let terminal = Rc::new(Self {
            xterm,
            fit,
            host: host.clone(),
            search,
            _osc8: osc8,
            _plain: plain,
            _closures: closures,
        });
        accelerate(Rc::downgrade(&terminal));
        terminal
    }

    /// Shows output. The bytes go to xterm as they came, not through this program's memory.
    pub(crate) fn write(&self, output: &ArrayBuffer, processed: impl FnOnce() + 'static) {
        self.xterm.write(&Uint8Array::new(output), &Closure::once_into_js(processed));
    }

    /// Shows a drawing of the screen in place of everything so far.
    pub(crate) fn repaint(&self, drawing: &ArrayBuffer) {
        // A full reset (RIS) in its turn: the method would overtake what is still to be processed.
        xterm_js_rs::Terminal::write(&self.xterm, "\x1bc");
        self.xterm.write(&Uint8Array::new(drawing), &JsValue::UNDEFINED);
    }

    /// Shows a text of the target's that is no output, such as its banner. Escape sequences have no place in it.
    pub(crate) fn say(&self, text: &str) {
        let lines = text.lines().map(|line| line.chars().filter(|c| !c.is_control()).collect::<String>());
        let text: String = lines.map(|line| format!("{line}\r\n")).collect();
        xterm_js_rs::Terminal::write(&self.xterm, &text);
    }

    /// Gives a text to the program as a paste.
    pub(crate) fn paste(&self, text: &str) {
        self.xterm.paste(&paste::clean(text));
    }

    /// Makes ready for a new program below what the last one left.
    pub(crate) fn freshen(&self) {
        xterm_js_rs::Terminal::write(&self.xterm, FRESHEN);
    }

    /// Fits the terminal to its element. Returns its size, if it has one.
    pub(crate) fn fit(&self) -> Option<TermSize> {
        self.fit.fit();
        let size = |n: u32| u16::try_from(n).unwrap_or(TermSize::MAX).min(TermSize::MAX);
        TermSize::new(size(self.xterm.get_cols()), size(self.xterm.get_rows())).ok()
    }

    /// Gives it the keyboard.
    pub(crate) fn focus(&self) {
        self.xterm.focus();
    }

    /// Names it to assistive technology.
    pub(crate) fn set_label(&self, label: &str) {
        if let Some(textarea) = self.xterm.textarea() {
            // An element takes any attribute of a valid name.
            let _ = textarea.set_attribute("aria-label", label);
        }
    }

    /// Reads the colours again, after the theme has changed.
    pub(crate) fn recolour(&self) {
        if let Some(palette) = palette::read(&self.host) {
            self.xterm.options().set_theme(&palette);
        }
    }

    /// Goes to a match of the query; `found` is told of every result from now on.
    pub(crate) async fn find(
        self: Rc<Self>,
        query: Query,
        way: Way,
        found: impl Fn(Found) + Clone + 'static,
    ) {
        if query.text.is_empty() {
            self.stop_finding();
            return found(Found::default());
        }
        if self.search.borrow().is_none() {
            let Ok(module) = JsFuture::from(bindings::load("xterm-addon-search")).await else { return };
            let Ok(search) = Search::new(&module, found.clone()) else { return };
            load_addon(&self.xterm, search.addon());
            *self.search.borrow_mut() = Some(search);
        }
        let search = self.search.borrow();
        let result = search.as_ref().map(|search| search.find(&self.host, &query, way));
        if matches!(result, Some(Err(_))) {
            found(Found { unreadable: true, ..Found::default() });
        }
    }

    /// Takes the marks of the last search away.
    pub(crate) fn stop_finding(&self) {
        if let Some(search) = self.search.borrow().as_ref() {
            search.clear();
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        xterm_js_rs::Terminal::dispose(&self.xterm);
    }
}

fn options(host: &HtmlElement, osc8: &Links) -> Options {
    let options: Options = Object::new().unchecked_into();
    options.set_allow_proposed_api(true);
    options.set_scrollback(SCROLLBACK);
    options.set_minimum_contrast_ratio(CONTRAST);
    options.set_cursor_style("block");
    options.set_link_handler(osc8.handler());
    if let Some(font) = Font::read(host) {
        options.set_font_family(&font.family);
        options.set_font_size(font.size);
        options.set_line_height(font.line_ratio());
    }
    if let Some(palette) = palette::read(host) {
        options.set_theme(&palette);
    }
    options
}

/// The font the style sheet wants.
struct Font {
    family: String,
    /// In px.
    size: f64,
    /// Height of a row in px.
    row: f64,
    /// Height of the font's own line in px, as xterm measures it.
    own: f64,
}

impl Font {
    fn read(host: &HtmlElement) -> Option<Self> {
        let style = web_sys::window()?.get_computed_style(host).ok()??;
        let family = style.get_property_value("font-family").ok()?;
        let px = |name: &str| style.get_property_value(name).ok()?.strip_suffix("px")?.parse::<f64>().ok();
        let (size, row) = (px("font-size")?, px("line-height")?);
        let canvas: HtmlCanvasElement =
            host.owner_document()?.create_element("canvas").ok()?.dyn_into().ok()?;
        let context: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.set_font(&format!("{size}px {family}"));
        let metrics = context.measure_text("W").ok()?;
        let own = metrics.font_bounding_box_ascent() + metrics.font_bounding_box_descent();
        Some(Self { family, size, row, own })
    }

    /// xterm takes the height of a row as a ratio, at least 1, and cuts the product down to whole device pixels.
    fn line_ratio(&self) -> f64 {
        let own = self.own.ceil().max(1.0);
        ((self.row + 0.01) / own).max(1.0)
    }
}

/// Hooks the handlers up. What is returned must live as long as the terminal.
fn listen(
    xterm: &Rc<bindings::Terminal>,
    host: &HtmlElement,
    handlers: Handlers,
) -> Vec<Box<dyn std::any::Any>> {
    let Handlers { typed, titled, shortcut, .. } = handlers;
    let typed: Rc<dyn Fn(Vec<u8>)> = typed.into();
    let data = {
        let typed = typed.clone();
        Closure::<dyn Fn(String)>::new(move |text: String| typed(text.into_bytes()))
    };
    // Old mouse reports are bytes that are no UTF-8; xterm gives each as one character.
    let binary = Closure::<dyn Fn(String)>::new(move |text: String| {
        typed(text.chars().map(|c| c as u32 as u8).collect());
    });
    let title = Closure::<dyn Fn(String)>::new(titled);
    let keys = {
        let xterm = xterm.clone();
        Closure::<dyn Fn(KeyboardEvent) -> bool>::new(move |event| key(&xterm, &event, &shortcut))
    };
    let pasted = {
        let xterm = xterm.clone();
        Closure::<dyn Fn(ClipboardEvent)>::new(move |event| paste_into(&xterm, &event))
    };
    xterm.on_data(data.as_ref().unchecked_ref());
    xterm.on_binary(binary.as_ref().unchecked_ref());
    xterm.on_title_change(title.as_ref().unchecked_ref());
    xterm.attach_custom_key_event_handler(keys.as_ref().unchecked_ref());
    // Before xterm's own listener, which would take the text as it is.
    let _ = host.add_event_listener_with_callback_and_bool("paste", pasted.as_ref().unchecked_ref(), true);
    vec![Box::new(data), Box::new(binary), Box::new(title), Box::new(keys), Box::new(pasted)]
}

/// Decides about a key before xterm does. Returns whether xterm should see it.
fn key(xterm: &bindings::Terminal, event: &KeyboardEvent, shortcut: &dyn Fn(Shortcut)) -> bool {
    let is_ours = event.ctrl_key() && event.shift_key() && !event.alt_key() && !event.meta_key();
    let act = |then: &dyn Fn()| {
        event.prevent_default();
        if event.type_() == "keydown" {
            then();
        }
        false
    };
    match (is_ours, event.code().as_str()) {
        (true, "KeyC") => act(&|| copy(xterm)),
        (true, "KeyF") => act(&|| shortcut(Shortcut::Find)),
        // The browser turns this one into a paste event by itself.
        (true, "KeyV") => false,
        _ => true,
    }
}

fn copy(xterm: &bindings::Terminal) {
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

fn paste_into(xterm: &bindings::Terminal, event: &ClipboardEvent) {
    event.prevent_default();
    event.stop_propagation();
    let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        xterm.paste(&paste::clean(&text));
    }
}

/// Draws by WebGL where the hardware does it, and by DOM elements where it does not or no longer.
fn accelerate(terminal: std::rc::Weak<Terminal>) {
    if !has_fast_webgl() {
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let Ok(module) = JsFuture::from(bindings::load("xterm-addon-webgl")).await else { return };
        let Some(terminal) = terminal.upgrade() else { return };
        let Ok(addon) = construct::<WebglAddon>(&module, "WebglAddon", &Array::new()) else { return };
        let addon = Rc::new(addon);
        let lost = addon.clone();
        addon.on_context_loss(Closure::once_into_js(move || dispose(&lost)).unchecked_ref());
        if terminal.xterm.try_load_addon(&addon).is_err() {
            dispose(&addon);
        }
    });
}

fn dispose(addon: &WebglAddon) {
    // One that never came to life has nothing to dispose of, and may say so.
    let _ = addon.try_dispose();
}

/// The crate's binding takes addons by value, and has no copies of them.
fn load_addon(xterm: &bindings::Terminal, addon: &JsValue) {
    xterm.load_addon(addon.clone().unchecked_into());
}

/// Whether there is WebGL 2 without a "major performance caveat": emulated, it is slower than the DOM.
fn has_fast_webgl() -> bool {
    let try_context = || -> Result<bool, JsValue> {
        let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
        let wish = Object::new();
        Reflect::set(&wish, &"failIfMajorPerformanceCaveat".into(), &true.into())?;
        Ok(canvas.get_context_with_context_options("webgl2", &wish)?.is_some())
    };
    try_context().unwrap_or(false)
}

/// `new module[class](...arguments)`
fn construct<T: JsCast>(module: &JsValue, class: &str, arguments: &Array) -> Result<T, JsValue> {
    let class: Function = Reflect::get(module, &class.into())?.dyn_into()?;
    Ok(Reflect::construct(&class, arguments)?.unchecked_into())
}
