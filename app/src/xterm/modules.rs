//! The modules xterm consists of, each loaded no earlier than it may be needed: the sign-in needs no terminal.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::bindings;

/// What is loaded while the person fills in the form.
const EARLY: [&str; 2] = ["xterm", "xterm-addon-fit"];
/// What a terminal needs before it can open; widths must be right from the first byte.
const CORE: [&str; 4] =
    ["xterm", "xterm-addon-fit", "xterm-addon-unicode-graphemes", "xterm-addon-web-links"];

/// The modules a terminal needs before it can open.
pub(super) struct Core {
    pub(super) xterm: JsValue,
    pub(super) fit: JsValue,
    pub(super) graphemes: JsValue,
    pub(super) web_links: JsValue,
}

/// Begins to load the most of what a terminal needs, for whoever may sign in soon.
pub(crate) fn warm_up() {
    begin(&EARLY);
}

/// Begins to load all of it, for whoever is signing in.
pub(crate) fn prepare() {
    begin(&CORE);
}

fn begin(names: &'static [&'static str]) {
    // Whoever needs them asks again, and hears of a failure then.
    wasm_bindgen_futures::spawn_local(async { drop(load(names).await) });
}

impl Core {
    /// Loads them, or takes them as loaded before.
    pub(super) async fn load() -> Option<Self> {
        let modules = load(&CORE).await?;
        let [xterm, fit, graphemes, web_links] = [0, 1, 2, 3].map(|index| modules.get(index));
        Some(Self { xterm, fit, graphemes, web_links })
    }
}

/// Loads one module, by its name in the import map.
pub(crate) async fn load_one(name: &str) -> Option<JsValue> {
    Some(load(&[name]).await?.get(0))
}

async fn load(names: &[&str]) -> Option<Array> {
    let names = names.iter().map(|&name| name.to_owned()).collect();
    JsFuture::from(bindings::load(names)).await.ok()?.dyn_into().ok()
}

/// `new module[class](...arguments)`
pub(super) fn construct<T: JsCast>(module: &JsValue, class: &str, arguments: &Array) -> Option<T> {
    let class: Function = Reflect::get(module, &class.into()).ok()?.dyn_into().ok()?;
    Some(Reflect::construct(&class, arguments).ok()?.unchecked_into())
}
