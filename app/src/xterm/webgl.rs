//! Draws by WebGL where the hardware does it, and by DOM elements where it does not or no longer.

use std::rc::{Rc, Weak};

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, WebGl2RenderingContext};

use super::Terminal;
use super::bindings::WebglAddon;
use super::modules::{self, construct};

/// Parameter of the extension that names the hardware (WEBGL_debug_renderer_info).
const UNMASKED_RENDERER: u32 = 0x9246;
/// What renderers call themselves that have no hardware: slower than the DOM, and at the expense of everything else.
const SOFTWARE: [&str; 4] = ["swiftshader", "llvmpipe", "software", "basic render"];

/// Loads the renderer, unless it would be none.
pub(super) fn accelerate(terminal: Weak<Terminal>, cells_changed: Rc<dyn Fn()>) {
    if !has_hardware().unwrap_or(false) {
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let Some(module) = modules::load_one("xterm-addon-webgl").await else { return };
        let Some(terminal) = terminal.upgrade() else { return };
        let Some(addon) = construct::<WebglAddon>(&module, "WebglAddon", &Array::new()) else { return };
        let addon = Rc::new(addon);
        let give_up = {
            let (addon, cells_changed) = (addon.clone(), cells_changed.clone());
            let terminal = Rc::downgrade(&terminal);
            move || {
                // One that never came to life has nothing to dispose of, and may say so.
                let _ = addon.try_dispose();
                if let Some(terminal) = terminal.upgrade() {
                    terminal.dress.has_whole_cells.set(false);
                    terminal.refont();
                }
                cells_changed();
            }
        };
        if terminal.xterm.try_load_addon(&addon).is_err() {
            return give_up();
        }
        addon.on_context_loss(Closure::once_into_js(give_up).unchecked_ref());
        terminal.dress.has_whole_cells.set(true);
        terminal.refont();
        cells_changed();
    });
}

/// Whether there is WebGL 2 on real hardware.
fn has_hardware() -> Result<bool, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    let wish = Object::new();
    Reflect::set(&wish, &"failIfMajorPerformanceCaveat".into(), &true.into())?;
    let Some(context) = canvas.get_context_with_context_options("webgl2", &wish)? else { return Ok(false) };
    let context: WebGl2RenderingContext = context.unchecked_into();
    context.get_extension("WEBGL_debug_renderer_info")?;
    let name = context.get_parameter(UNMASKED_RENDERER)?.as_string().unwrap_or_default().to_ascii_lowercase();
    Ok(!SOFTWARE.iter().any(|software| name.contains(software)))
}
