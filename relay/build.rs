//! Lists the built page for `src/assets.rs` to embed: a table of files with their compressed forms.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let dist = root.join("../app/dist");
    // Cargo can watch an empty folder; a missing one would make it rebuild the relay every time.
    fs::create_dir_all(&dist)?;
    let dist = dist.canonicalize()?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", dist.display());

    let mut paths = Vec::new();
    list(&dist, &mut paths)?;
    paths.sort();
    let mut table = String::from("&[\n");
    for path in &paths {
        table.push_str(&row(&dist, path)?);
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("page.rs"), table)
}

/// Collects what the page consists of: no hidden files, no compressed forms.
fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        if path.is_dir() { list(&path, paths)? } else { paths.push(path) }
    }
    Ok(())
}

/// One `File` of the table, as Rust.
fn row(dist: &Path, path: &Path) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    fs::read(path)?.hash(&mut hasher);
    let name = path.strip_prefix(dist).map_err(io::Error::other)?.to_string_lossy().into_owned();
    let form = |suffix: &str| {
        let path = PathBuf::from(format!("{}{suffix}", path.display()));
        if path.exists() { format!("Some(include_bytes!({path:?}))") } else { "None".into() }
    };
    let mut row = String::new();
    // 64 bits are enough to tell two builds of one page apart.
    let _ = writeln!(
        row,
        "File {{ path: {name:?}, media_type: {:?}, etag: \"W/\\\"{:016x}\\\"\", hashed: {}, plain: include_bytes!({path:?}), brotli: {}, gzip: {} }},",
        media_type(&name),
        hasher.finish(),
        is_hashed(&name),
        form(".br"),
        form(".gz"),
    );
    Ok(row)
}

/// Whether Trunk put a hash of the content into the name: then the name never means anything else.
fn is_hashed(name: &str) -> bool {
    let is_hash = |part: &str| {
        (8..=16).contains(&part.len()) && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    let file = name.rsplit('/').next().unwrap_or(name);
    file.split(['-', '_', '.']).skip(1).any(is_hash)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
