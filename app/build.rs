//! Turns the catalogue in `locales/` into the module that `src/words.rs` includes.
//!
//! The parts of `leptos_i18n_build` that are needed, by themselves: the whole of it brings a hundred crates.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

fn main() -> Result<(), Box<dyn Error>> {
    // Attributes and titles are strings, so texts with values in them are wanted as such too.
    let options = ParseOptions::default().interpolate_display(true);
    let config = Config::new("en")?.add_locale("zh")?.parse_options(options);
    let catalogue = parse_locales(None, config)?;
    // What splits the program has to know where each part of it refers to another.
    if env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    // A text that one language lacks is an error here, not an English word on a Chinese page.
    for warning in catalogue.diag.warnings().iter() {
        println!("cargo::error={warning}");
    }
    let code = leptos_i18n_codegen::gen_code(&catalogue, None, false, None, false)?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("words.rs"), code.to_string())?;
    Ok(())
}
