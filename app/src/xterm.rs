//! The terminal: the only module that knows xterm. Bytes in, typed bytes out; it knows nothing of connections.

mod bindings;
mod composition;
mod dress;
mod echo;
mod find;
mod font;
mod keyboard;
mod links;
mod modules;
mod palette;
mod pointer;
mod press;
mod sequences;
mod transcript;
mod webgl;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Object, Uint8Array};
use postern_shared::wire::TermSize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use xterm_js_rs::addons::fit::FitAddon;

pub(crate) use echo::EchoLayer;
pub(crate) use find::{Found, Outcome, Query, Way};
pub(crate) use links::{Link, LinkEvent};
pub(crate) use modules::{load_one, prepare, warm_up};
pub(crate) use pointer::{Ask, Request};
pub(crate) use press::Key;
pub(crate) use transcript::{Extent, Kind};

use crate::browser::SightWatch;
use crate::marks::Stir;
use crate::osc::Said;
use crate::paste::{self, Brackets};
use bindings::Options;
use composition::Composition;
use dress::Dress;
use find::Search;
use font::Font;
use links::Links;
use modules::{Core, construct};
use sequences::Sequences;

/// Lines kept above the screen.
const SCROLLBACK: u32 = 10_000;
/// The escape sequence by which a program reaches for the clipboard (xterm's "Manipulate Selection Data").
const OSC_CLIPBOARD: u32 = 52;
/// Undoes what a program that is gone may have left switched on: alternate screen (47, which leaves the
/// cursor alone), mouse reports, bracketed paste, and with a soft reset (DECSTR) the rest.
const FRESHEN: &str = "\x1b[?47l\x1b[!p\x1b[?1000;1002;1003;1006;2004l\x1b[?25h\r\n";

/// Whom the terminal tells.
pub(crate) struct Handlers {
    /// Bytes for the program: keys, mouse reports.
    pub(crate) typed: Box<dyn Fn(Vec<u8>)>,
    /// A paste for the program, in the brackets it asked for.
    pub(crate) pasted: Box<dyn Fn(Vec<u8>)>,
    /// What mouse, fingers and programs ask of the page.
    pub(crate) asked: Ask,
    /// The title the program wants; hostile text.
    pub(crate) titled: Box<dyn Fn(String)>,
    /// What happens to links.
    pub(crate) link: Rc<dyn Fn(LinkEvent)>,
    /// A program told its directory, or how far it is.
    pub(crate) said: Rc<dyn Fn(Said)>,
    /// There was output, or it rang.
    pub(crate) stirred: Rc<dyn Fn(Stir)>,
    /// The bell rang.
    pub(crate) rang: Box<dyn Fn()>,
    /// The cells have another size, so another number of them may fit.
    pub(crate) cells_changed: Rc<dyn Fn()>,
}

/// An open terminal; it closes when this is dropped.
pub(crate) struct Terminal {
    xterm: Rc<bindings::Terminal>,
    fit: FitAddon,
    host: HtmlElement,
    dress: Dress,
    search: RefCell<Option<Search>>,
    sequences: Sequences,
    /// Whether what the terminal gives out now is a paste.
    is_pasting: Rc<Cell<bool>>,
    /// Whether the next key is one for Ctrl or Alt.
    types_at_once: Rc<Cell<bool>>,
    _osc8: Links,
    _plain: Links,
    _closures: Vec<Box<dyn std::any::Any>>,
}

impl Terminal {
    /// Opens a terminal in an element; none if its modules cannot be had.
    pub(crate) async fn open(host: &HtmlElement, handlers: Handlers) -> Option<Rc<Self>> {
        let core = Core::load().await?;
        bindings::route_styles();
        bindings::keep_pace();
        let osc8 = Links::new(true, &handlers.link);
        let plain = Links::new(false, &handlers.link);
        let arguments = Array::of1(options(host, &osc8).as_ref());
        let xterm = Rc::new(construct::<bindings::Terminal>(&core.xterm, "Terminal", &arguments)?);
        let fit: FitAddon = construct(&core.fit, "FitAddon", &Array::new())?;
        let graphemes: JsValue = construct(&core.graphemes, "UnicodeGraphemesAddon", &Array::new())?;
        let arguments = Array::of2(plain.activate(), plain.handler());
        let web_links: JsValue = construct(&core.web_links, "WebLinksAddon", &arguments)?;
        for addon in [fit.as_ref(), &graphemes, &web_links] {
            load_addon(&xterm, addon);
        }
        xterm.open(host.clone());
        let cells_changed = handlers.cells_changed.clone();
        let stirred = handlers.stirred.clone();
        let said = handlers.said.clone();
        let (is_pasting, types_at_once) = (Rc::default(), Rc::default());
        let mut closures = listen(&xterm, host, handlers, &is_pasting);
        closures.push(Box::new(Composition::take_over(&xterm, host, &types_at_once)));
        let sequences = Sequences::hear(&xterm, said, stirred);
        let search = RefCell::default();
        let terminal = Rc::new(Self {
            xterm,
            fit,
            host: host.clone(),
            dress: Dress::default(),
            search,
            sequences,
            is_pasting,
            types_at_once,
            _osc8: osc8,
            _plain: plain,
            _closures: closures,
        });
        webgl::accelerate(Rc::downgrade(&terminal), cells_changed);
        Some(terminal)
    }

    /// Shows output. The bytes go to xterm as they came, not through this program's memory.
    pub(crate) fn write(&self, output: &Uint8Array, processed: impl FnOnce() + 'static) {
        self.xterm.write(output, &Closure::once_into_js(processed));
    }

    /// Shows a drawing of the screen in place of everything so far.
    pub(crate) fn repaint(&self, drawing: &ArrayBuffer, is_first: bool) {
        if is_first {
            // A full reset (RIS) in its turn: the method would overtake what is still to be processed.
            xterm_js_rs::Terminal::write(&self.xterm, "\x1bc");
        }
        self.xterm.write(&Uint8Array::new(drawing), &JsValue::UNDEFINED);
    }

    /// Shows a text of the target's that is no output, such as its banner. Escape sequences have no place in it.
    pub(crate) fn say(&self, text: &str) {
        let lines = text.lines().map(|line| line.chars().filter(|c| !c.is_control()).collect::<String>());
        let text: String = lines.map(|line| format!("{line}\r\n")).collect();
        xterm_js_rs::Terminal::write(&self.xterm, &text);
    }

    /// Copies what is selected.
    pub(crate) fn copy(&self) {
        keyboard::copy(&self.xterm);
    }

    /// What the screen shows, line by line, without the blanks at their ends.
    pub(crate) fn screen(&self) -> String {
        let buffer = self.xterm.buffer().active();
        let rows = (0..self.xterm.get_rows()).map(|row| buffer.text_of(buffer.viewport_y() + row));
        let rows: Vec<String> = rows.collect();
        let used = rows.iter().rposition(|row| !row.is_empty()).map_or(0, |last| last + 1);
        rows[..used].join("\n")
    }

    /// Gives a text to the program as a paste.
    pub(crate) fn paste(&self, text: &str) {
        // It comes back as bytes before this returns.
        self.is_pasting.set(true);
        self.xterm.paste(&paste::clean(text));
        self.is_pasting.set(false);
    }

    /// Whether the program asked for pastes in brackets.
    pub(crate) fn brackets(&self) -> Brackets {
        if self.xterm.modes().bracketed_paste_mode() { Brackets::Asked } else { Brackets::NotAsked }
    }

    /// What is selected.
    pub(crate) fn selection(&self) -> Option<String> {
        self.xterm.has_selection().then(|| self.xterm.get_selection())
    }

    /// Selects everything.
    pub(crate) fn select_all(&self) {
        self.xterm.select_all();
    }

    /// Presses a key.
    pub(crate) fn press(&self, key: Key, ctrl: bool, alt: bool) {
        press::press(&self.xterm, key, ctrl, alt);
    }

    /// Types a text, as the keyboard would.
    pub(crate) fn type_text(&self, text: &str) {
        self.xterm.input(text, true);
    }

    /// Whether what an on-screen keyboard writes is typed at once, or when its word is complete.
    pub(crate) fn type_at_once(&self, at_once: bool) {
        self.types_at_once.set(at_once);
    }

    /// The size of the text, in pixels.
    pub(crate) fn text_size(&self) -> f64 {
        self.xterm.options().font_size()
    }

    /// Changes the size of the text, in pixels; it is to be fitted then.
    pub(crate) fn set_text_size(&self, px: f64) {
        self.xterm.options().set_font_size(px);
    }

    /// Empties the scrollback.
    pub(crate) fn clear(&self) {
        self.xterm.clear();
    }

    /// Makes ready for a new program below what the last one left.
    pub(crate) fn freshen(&self) {
        self.sequences.forget();
        xterm_js_rs::Terminal::write(&self.xterm, FRESHEN);
    }

    /// Fits the terminal to its element. Returns its size, if it has one.
    pub(crate) fn fit(&self) -> Option<TermSize> {
        // Out of the document, or in what is not laid out, it would shrink to nothing.
        if self.host.client_width() == 0 {
            return None;
        }
        self.fit.fit();
        let (cols, rows) = (self.xterm.get_cols(), self.xterm.get_rows());
        (cols > 0 && rows > 0).then(|| TermSize::within(cols, rows))
    }

    /// Tells whenever it comes into sight or goes out of it.
    pub(crate) fn watch_sight(&self, tell: impl Fn(bool) + 'static) -> SightWatch {
        SightWatch::new(&self.host, tell)
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
            if let Some(search) = self.search.borrow().as_ref() {
                search.paint(&self.host);
            }
            self.xterm.options().set_theme(&palette);
        }
    }

    /// Gets ready to find; `found` is told of every result from now on.
    pub(crate) async fn prepare_find(self: Rc<Self>, found: impl Fn(Found) + 'static) {
        let Some(module) = load_one("xterm-find").await else { return };
        let Some(search) = Search::new(&module, &self.xterm, found) else { return };
        search.paint(&self.host);
        self.search.replace(Some(search));
    }

    /// Looks for a match of the query, as soon as it is ready for that.
    pub(crate) fn find(&self, query: &Query, way: Way) {
        if let Some(search) = self.search.borrow().as_ref() {
            search.look(query, way);
        }
    }

    /// Takes the marks of the last search away.
    pub(crate) fn stop_finding(&self) {
        self.search.take();
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
    // A target's odd bytes are no news for the console.
    options.set_log_level("off");
    options.set_scrollback(SCROLLBACK);
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

/// Hooks the handlers up. What is returned must live as long as the terminal.
fn listen(
    xterm: &Rc<bindings::Terminal>,
    host: &HtmlElement,
    handlers: Handlers,
    is_pasting: &Rc<Cell<bool>>,
) -> Vec<Box<dyn std::any::Any>> {
    let Handlers { typed, pasted, asked, titled, rang, .. } = handlers;
    let typed: Rc<dyn Fn(Vec<u8>)> = typed.into();
    let data = {
        let (typed, is_pasting) = (typed.clone(), is_pasting.clone());
        Closure::<dyn Fn(String)>::new(move |text: String| {
            if is_pasting.get() { pasted(text.into_bytes()) } else { typed(text.into_bytes()) }
        })
    };
    // Old mouse reports are bytes that are no UTF-8; xterm gives each as one character.
    let binary = Closure::<dyn Fn(String)>::new(move |text: String| {
        typed(text.chars().map(|c| c as u32 as u8).collect());
    });
    let title = Closure::<dyn Fn(String)>::new(titled);
    let bell = Closure::<dyn Fn()>::new(rang);
    let selected = {
        let asked = asked.clone();
        Closure::<dyn Fn()>::new(move || _ = asked(Request::Selected))
    };
    let clipboard = {
        let asked = asked.clone();
        // Whatever it holds, it has been dealt with.
        Closure::<dyn Fn(String) -> bool>::new(move |parameters| {
            asked(Request::Clipboard(parameters));
            true
        })
    };
    xterm.on_data(data.as_ref().unchecked_ref());
    xterm.on_binary(binary.as_ref().unchecked_ref());
    xterm.on_title_change(title.as_ref().unchecked_ref());
    xterm.on_bell(bell.as_ref().unchecked_ref());
    xterm.on_selection_changed(selected.as_ref().unchecked_ref());
    xterm.parser().register_osc_handler(OSC_CLIPBOARD, clipboard.as_ref().unchecked_ref());
    let pointer = pointer::listen(xterm, host, &asked);
    vec![
        Box::new(data),
        Box::new(binary),
        Box::new(title),
        Box::new(bell),
        Box::new(selected),
        Box::new(clipboard),
        Box::new(pointer),
    ]
}

/// The crate's binding takes addons by value, and has no copies of them.
fn load_addon(xterm: &bindings::Terminal, addon: &JsValue) {
    xterm.load_addon(addon.clone().unchecked_into());
}
