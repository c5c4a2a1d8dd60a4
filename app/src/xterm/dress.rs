//! How the terminal looks: hands what was chosen to xterm, while it is open as well.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::Terminal;
use super::font::Font;
use super::modules::load_one;
use crate::appearance::{Looks, paint};

/// What of the look xterm itself does not keep.
#[derive(Default)]
pub(super) struct Dress {
    /// Whether cells are whole device pixels, as where WebGL draws.
    pub(super) has_whole_cells: Cell<bool>,
    /// Whether ligatures are wanted: they may still be on their way.
    joins: Cell<bool>,
    /// Ends the joining of characters.
    unjoin: RefCell<Option<Function>>,
}

#[wasm_bindgen]
extern "C" {
    type LigaturesModule;

    #[wasm_bindgen(method)]
    fn join(this: &LigaturesModule, terminal: &JsValue) -> Function;
}

impl Terminal {
    /// Gives it a look. Another number of cells may fit afterwards.
    pub(crate) fn dress(self: &Rc<Self>, looks: &Looks, is_dark: bool) {
        paint(&self.host, looks, is_dark);
        let options = self.xterm.options();
        options.set_cursor_style(looks.cursor.unwrap_or_default().name());
        options.set_cursor_blinks(looks.blink.unwrap_or(false));
        options.set_minimum_contrast_ratio(looks.contrast.unwrap_or_default().ratio());
        self.refont();
        self.recolour();
        self.join(looks.ligatures.unwrap_or(false));
    }

    /// Reads the font again, after it or the way of drawing has changed.
    pub(super) fn refont(&self) {
        let Some(font) = Font::read(&self.host) else { return };
        let options = self.xterm.options();
        options.set_font_family(&font.family);
        options.set_font_size(font.size);
        options.set_line_height(font.line_ratio());
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let is_spaced = self.dress.has_whole_cells.get();
        options.set_letter_spacing(if is_spaced { font.letter_spacing(ratio) } else { 0.0 });
    }

    /// The size of its text, in px.
    pub(crate) fn text_px(&self) -> Option<f64> {
        Font::read(&self.host).map(|font| font.size)
    }

    fn join(self: &Rc<Self>, joins: bool) {
        if self.dress.joins.replace(joins) == joins {
            return;
        }
        if let Some(unjoin) = self.dress.unjoin.take() {
            // It is xterm's own, and has what it needs.
            let _ = unjoin.call0(&JsValue::NULL);
        }
        if !joins {
            return;
        }
        let terminal = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let module = load_one("postern-ligatures").await;
            let (Some(module), Some(terminal)) = (module, terminal.upgrade()) else { return };
            // The person may have changed their mind meanwhile, and back.
            if terminal.dress.joins.get() && terminal.dress.unjoin.borrow().is_none() {
                let unjoin = module.unchecked_into::<LigaturesModule>().join(&terminal.xterm);
                terminal.dress.unjoin.replace(Some(unjoin));
            }
        });
    }
}
