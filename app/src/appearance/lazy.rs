//! What is loaded when somebody first looks for a theme: those that come with the page, and what reads theme files.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{Scheme, font};
use crate::xterm;

/// The largest theme file that is read, in bytes. Whole settings files stay well below.
const LARGEST_FILE: f64 = 512.0 * 1024.0;

/// Why themes from a file were not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The file is too large to be one of themes.
    Large,
    /// It is no file of themes, as far as can be seen.
    Unknown,
    /// There would be too many.
    Many,
    /// A colour is missing or is none; says which, of which theme. Text of the file's.
    Colour(String),
    /// It could not be read, or what reads it could not be loaded.
    Unreadable,
}

/// What the page itself brings.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Themes {
    pub(crate) built_in: Vec<Scheme>,
    /// Names of fonts that this machine has.
    pub(crate) fonts: Vec<String>,
}

#[wasm_bindgen]
extern "C" {
    type ThemesModule;

    #[wasm_bindgen(method, js_name = "builtIn")]
    fn built_in(this: &ThemesModule) -> Vec<String>;

    #[wasm_bindgen(method, js_name = "installedFonts")]
    fn installed_fonts(this: &ThemesModule) -> Vec<String>;

    #[wasm_bindgen(method, js_name = "isInstalled")]
    fn is_installed(this: &ThemesModule, font: &str) -> bool;

    type FileModule;

    #[wasm_bindgen(method, catch, js_name = "readThemes")]
    fn read_themes(this: &FileModule, name: &str, text: &str) -> Result<Vec<String>, JsValue>;
}

impl Themes {
    /// Loads them.
    pub(crate) async fn load() -> Option<Self> {
        let module = module().await?;
        Some(Self { built_in: schemes(&module.built_in()), fonts: module.installed_fonts() })
    }
}

async fn module() -> Option<ThemesModule> {
    Some(xterm::load_one("postern-themes").await?.unchecked_into())
}

/// Whether the first of the families a person has written is on this machine.
pub(crate) async fn has_font(written: &str) -> bool {
    let Some(first) = font::names(written).next() else { return true };
    module().await.is_none_or(|module| module.is_installed(&first))
}

impl Refused {
    /// Reads the themes of a file.
    pub(crate) async fn or_read(file: File) -> Result<Vec<Scheme>, Self> {
        if file.size() > LARGEST_FILE {
            return Err(Self::Large);
        }
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let module = xterm::load_one("postern-theme-file").await;
        let (Some(text), Some(module)) = (text, module) else { return Err(Self::Unreadable) };
        let module: FileModule = module.unchecked_into();
        module.read_themes(&file.name(), &text).map(|flat| schemes(&flat)).map_err(Self::of)
    }

    fn of(thrown: JsValue) -> Self {
        match thrown.as_string() {
            Some(text) if text == "many" => Self::Many,
            Some(text) if text != "unknown" => Self::Colour(text),
            _ => Self::Unknown,
        }
    }
}

/// Of name, colours, name, colours, …
fn schemes(flat: &[String]) -> Vec<Scheme> {
    flat.chunks_exact(2).filter_map(|pair| Scheme::new(pair.first()?, pair.get(1)?)).collect()
}
