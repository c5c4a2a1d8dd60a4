//! The font the style sheet wants, in the measures xterm takes.

use js_sys::parse_float;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

/// A font and its measures, in px.
pub(super) struct Font {
    pub(super) family: String,
    pub(super) size: f64,
    /// Height of a row.
    row: f64,
    /// Height of the font's own line, as xterm measures it.
    own: f64,
    /// Width of a character.
    width: f64,
}

impl Font {
    /// Reads it at an element.
    pub(super) fn read(host: &HtmlElement) -> Option<Self> {
        let style = web_sys::window()?.get_computed_style(host).ok()??;
        let family = style.get_property_value("font-family").ok()?;
        let px = |name: &str| Some(parse_float(&style.get_property_value(name).ok()?));
        let (size, row) = (px("font-size")?, px("line-height")?);
        let canvas: HtmlCanvasElement =
            host.owner_document()?.create_element("canvas").ok()?.dyn_into().ok()?;
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.set_font(&format!("{size}px {family}"));
        let metrics = context.measure_text("W").ok()?;
        let own = metrics.font_bounding_box_ascent() + metrics.font_bounding_box_descent();
        Some(Self { family, size, row, own, width: metrics.width() })
    }

    /// xterm takes the height of a row as a ratio, at least 1, and cuts the product down to whole device pixels.
    pub(super) fn line_ratio(&self) -> f64 {
        let own = self.own.ceil().max(1.0);
        ((self.row + 0.01) / own).max(1.0)
    }

    /// Device pixels to put between characters where cells are whole device pixels: xterm cuts the width of a
    /// character down, and text that loses more than half a pixel looks crammed.
    pub(super) fn letter_spacing(&self, device_pixel_ratio: f64) -> f64 {
        f64::from(u8::from((self.width * device_pixel_ratio).fract() >= 0.5))
    }
}
