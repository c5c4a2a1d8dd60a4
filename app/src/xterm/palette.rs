//! The terminal's colours, read from the page's tokens: the theme lives in the style sheet alone.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement, HtmlElement};

use super::bindings::Palette;

/// Reads tokens as they resolve at one element.
struct Probe {
    element: HtmlElement,
    computed: CssStyleDeclaration,
    pixel: CanvasRenderingContext2d,
}

impl Probe {
    fn new(host: &HtmlElement) -> Option<Self> {
        let document = host.owner_document()?;
        let element: HtmlElement = document.create_element("i").ok()?.dyn_into().ok()?;
        host.append_child(&element).ok()?;
        let computed = web_sys::window()?.get_computed_style(&element).ok()??;
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_width(1);
        canvas.set_height(1);
        let wish = Object::new();
        Reflect::set(&wish, &"willReadFrequently".into(), &true.into()).ok()?;
        let pixel = canvas.get_context_with_context_options("2d", &wish).ok()??.dyn_into().ok()?;
        Some(Self { element, computed, pixel })
    }

    /// A token as `#rrggbb`: computed colours come in any notation, and a pixel knows them all.
    fn colour(&self, token: &str) -> Option<String> {
        self.element.style().set_property("color", &format!("var({token})")).ok()?;
        self.pixel.set_fill_style_str(&self.computed.get_property_value("color").ok()?);
        self.pixel.fill_rect(0.0, 0.0, 1.0, 1.0);
        let data = self.pixel.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data();
        let [red, green, blue, _] = data.0.as_slice() else { return None };
        Some(format!("#{red:02x}{green:02x}{blue:02x}"))
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.element.remove();
    }
}

/// The palette that holds at this element now.
pub(super) fn read(host: &HtmlElement) -> Option<Palette> {
    let probe = Probe::new(host)?;
    let colour = |token: &str| probe.colour(token).unwrap_or_default();
    let palette: Palette = Object::new().unchecked_into();
    palette.set_background(&colour("--well"));
    palette.set_foreground(&colour("--term-fg"));
    palette.set_cursor(&colour("--term-cursor"));
    palette.set_cursor_accent(&colour("--well"));
    palette.set_selection_background(&colour("--term-selection"));
    palette.set_ruler_border(&colour("--well"));
    palette.set_slider(&colour("--line"));
    palette.set_slider_hover(&colour("--line-strong"));
    palette.set_slider_active(&colour("--line-control"));
    palette.set_black(&colour("--term-0"));
    palette.set_red(&colour("--term-1"));
    palette.set_green(&colour("--term-2"));
    palette.set_yellow(&colour("--term-3"));
    palette.set_blue(&colour("--term-4"));
    palette.set_magenta(&colour("--term-5"));
    palette.set_cyan(&colour("--term-6"));
    palette.set_white(&colour("--term-7"));
    palette.set_bright_black(&colour("--term-8"));
    palette.set_bright_red(&colour("--term-9"));
    palette.set_bright_green(&colour("--term-10"));
    palette.set_bright_yellow(&colour("--term-11"));
    palette.set_bright_blue(&colour("--term-12"));
    palette.set_bright_magenta(&colour("--term-13"));
    palette.set_bright_cyan(&colour("--term-14"));
    palette.set_bright_white(&colour("--term-15"));
    Some(palette)
}

/// One token at this element, as `#rrggbb`.
pub(super) fn colour(host: &HtmlElement, token: &str) -> Option<String> {
    Probe::new(host)?.colour(token)
}
