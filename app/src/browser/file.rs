//! Files of this computer: given to the person, dropped by the person.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DragEvent, File, HtmlAnchorElement, Node};

use super::{Listener, window};

/// Gives the person a text as a file.
pub(crate) fn download(name: &str, kind: &str, text: &str) {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&text.into());
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    follow(&url, name);
    // The download has begun; fails only for what is no address.
    let _ = web_sys::Url::revoke_object_url(&url);
}

/// Follows an address as a person would who clicks on it to have a file.
pub(crate) fn follow(url: &str, name: &str) {
    let link = window().and_then(|window| window.document()?.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(url);
        link.set_download(name);
        link.click();
    }
}

#[wasm_bindgen]
extern "C" {
    /// `DataTransferItemList` and what is in it: their bindings in `web-sys` would be the only ones of their kind.
    type Items;

    #[wasm_bindgen(method, getter)]
    fn length(this: &Items) -> u32;

    #[wasm_bindgen(method, indexing_getter)]
    fn get(this: &Items, index: u32) -> Option<Item>;

    type Item;

    #[wasm_bindgen(method, getter)]
    fn kind(this: &Item) -> String;

    #[wasm_bindgen(method, js_name = getAsFile)]
    fn file(this: &Item) -> Option<File>;

    #[wasm_bindgen(method, catch, js_name = webkitGetAsEntry)]
    fn entry(this: &Item) -> Result<Option<Entry>, JsValue>;

    #[derive(Clone)]
    pub(super) type Entry;

    #[wasm_bindgen(method, getter, js_name = isDirectory)]
    pub(super) fn is_directory(this: &Entry) -> bool;

    type Readable;

    #[wasm_bindgen(method, catch, js_name = arrayBuffer)]
    fn bytes(this: &Readable) -> Result<js_sys::Promise, JsValue>;
}

/// What was dropped.
pub(crate) struct Dropped {
    pub(crate) files: Vec<File>,
    /// How many folders, which cannot be sent.
    pub(crate) folders: usize,
}

/// Whether files are being dragged, and not text or a part of this page.
pub(crate) fn carries_files(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}

/// Keeps a file that was dropped beside its goal from taking the place of the page.
pub(crate) fn refuse_drops() -> Option<[Listener; 2]> {
    let refuse = |event: web_sys::Event| {
        let Some(event) = event.dyn_ref::<DragEvent>() else { return };
        if carries_files(event) && !event.default_prevented() {
            event.prevent_default();
            if let Some(data) = event.data_transfer() {
                data.set_drop_effect("none");
            }
        }
    };
    let window = window()?;
    Some([Listener::new(window.clone(), "dragover", refuse), Listener::new(window, "drop", refuse)])
}

/// Whether a drag leaves an element only for another one inside of it.
pub(crate) fn goes_inside(event: &DragEvent) -> bool {
    let node =
        |target: Option<web_sys::EventTarget>| target.and_then(|target| target.dyn_into::<Node>().ok());
    let (here, to) = (node(event.current_target()), node(event.related_target()));
    here.is_some_and(|here| here.contains(to.as_ref()))
}

/// How many files are being dragged; one if the browser does not say.
pub(crate) fn count_of(event: &DragEvent) -> usize {
    items(event).len().max(1)
}

/// The files that were dropped.
pub(crate) fn dropped(event: &DragEvent) -> Dropped {
    let mut dropped = Dropped { files: Vec::new(), folders: 0 };
    for item in items(event) {
        let is_folder = item.entry().ok().flatten().is_some_and(|entry| entry.is_directory());
        match item.file() {
            Some(file) if !is_folder => dropped.files.push(file),
            _ => dropped.folders += 1,
        }
    }
    dropped
}

/// What was dropped: entries of a file system, or files where the browser makes no entry of one. To be asked for while
/// the drop is told of.
pub(super) fn entries(event: &DragEvent) -> Vec<Result<Entry, File>> {
    let entry = |item: Item| match item.entry().ok().flatten() {
        Some(entry) => Some(Ok(entry)),
        None => item.file().map(Err),
    };
    items(event).into_iter().filter_map(entry).collect()
}

fn items(event: &DragEvent) -> Vec<Item> {
    let data = event.data_transfer();
    let items = data.and_then(|data| js_sys::Reflect::get(data.as_ref(), &"items".into()).ok());
    let Some(items) = items.filter(JsValue::is_object) else { return Vec::new() };
    let items: Items = items.unchecked_into();
    let all = (0..items.length()).filter_map(|index| items.get(index));
    all.filter(|item| item.kind() == "file").collect()
}

/// Whether a file can still be read: it may have been changed or removed since it was chosen.
pub(crate) async fn is_readable(file: &File) -> bool {
    let Ok(first) = file.slice_with_f64_and_f64(0.0, 1.0) else { return false };
    match first.unchecked_into::<Readable>().bytes() {
        Ok(bytes) => JsFuture::from(bytes).await.is_ok(),
        Err(_) => false,
    }
}
