//! Folders of this computer, dropped or chosen: walked to their ends, within bounds.

use std::future::Future;
use std::pin::Pin;

use postern_shared::script::Name;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Event, File, HtmlInputElement};

use super::file::{Entry, entries};
use super::window;
use crate::transfer::{Tree, Untaken, way};

#[wasm_bindgen]
extern "C" {
    /// `FileSystemDirectoryEntry` and what reads one: their bindings in `web-sys` would be the only ones of their kind.
    #[wasm_bindgen(extends = Entry)]
    type Folder;

    #[wasm_bindgen(method, js_name = createReader)]
    fn reader(this: &Folder) -> FolderReader;

    type FolderReader;

    #[wasm_bindgen(method, js_name = readEntries)]
    fn read(this: &FolderReader, then: &js_sys::Function, otherwise: &js_sys::Function);

    #[wasm_bindgen(extends = Entry)]
    type FileEntry;

    #[wasm_bindgen(method)]
    fn file(this: &FileEntry, then: &js_sys::Function, otherwise: &js_sys::Function);

    #[wasm_bindgen(method, getter)]
    fn name(this: &FileEntry) -> String;

    /// A file that was chosen with its folder.
    #[wasm_bindgen(extends = File)]
    type Chosen;

    #[wasm_bindgen(method, getter, js_name = webkitRelativePath)]
    fn path(this: &Chosen) -> String;
}

/// What was dropped, with the folders in it. What the drop holds is looked at before this returns.
pub(crate) fn dropped_tree(event: &DragEvent) -> impl Future<Output = Result<Tree<File>, Untaken>> + use<> {
    let entries = entries(event);
    async move {
        let mut tree = Tree::default();
        for entry in entries {
            match entry {
                Ok(entry) => add(&mut tree, entry, &[]).await?,
                Err(file) => tree.file(&[], file)?,
            }
        }
        Ok(tree)
    }
}

type Adding<'a> = Pin<Box<dyn Future<Output = Result<(), Untaken>> + 'a>>;

/// Adds what an entry stands for. A folder within a folder is added by this again.
fn add<'a>(tree: &'a mut Tree<File>, entry: Entry, above: &'a [Name]) -> Adding<'a> {
    Box::pin(async move {
        if !entry.is_directory() {
            let entry: FileEntry = entry.unchecked_into();
            let file = answer(|then, otherwise| entry.file(then, otherwise)).await?;
            return tree.file(above, file.unchecked_into());
        }
        let entry: FileEntry = entry.unchecked_into();
        let mut here = above.to_vec();
        here.push(Name::parse(entry.name()).ok_or(Untaken::Unreadable)?);
        tree.folder(&here)?;
        let reader = entry.unchecked_into::<Folder>().reader();
        loop {
            // A part of it at a time; an empty one is the end.
            let part = answer(|then, otherwise| reader.read(then, otherwise)).await?;
            let part: js_sys::Array = part.unchecked_into();
            if part.length() == 0 {
                return Ok(());
            }
            for entry in part.iter() {
                add(tree, entry.unchecked_into(), &here).await?;
            }
        }
    })
}

/// Waits for one of two callbacks.
async fn answer(ask: impl Fn(&js_sys::Function, &js_sys::Function)) -> Result<JsValue, Untaken> {
    let asked = js_sys::Promise::new(&mut |then, otherwise| ask(&then, &otherwise));
    JsFuture::from(asked).await.map_err(|_| Untaken::Unreadable)
}

/// Has the browser ask which folder; `then` gets the field that holds what was chosen.
pub(crate) fn choose_folder(then: impl FnOnce(HtmlInputElement) + 'static) {
    let field = window().and_then(|window| window.document()?.create_element("input").ok());
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else { return };
    field.set_type("file");
    // Its binding in `web-sys` wants a feature of its own.
    let _ = field.set_attribute("webkitdirectory", "");
    let chosen = Closure::once_into_js(move |event: Event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            then(field);
        }
    });
    field.set_onchange(Some(chosen.unchecked_ref()));
    field.click();
}

/// What was chosen, with the folders in it; empty folders are not told of.
///
/// # Errors
/// [`Untaken`].
pub(crate) fn chosen_tree(field: &HtmlInputElement) -> Result<Tree<File>, Untaken> {
    let mut tree = Tree::default();
    let files = field.files();
    let files =
        (0..files.as_ref().map_or(0, |files| files.length())).filter_map(|at| files.as_ref()?.get(at));
    for file in files {
        let chosen: Chosen = file.clone().unchecked_into();
        let way = way(&chosen.path())?;
        let folder = way.split_last().map_or(&[][..], |(_, folder)| folder);
        tree.file(folder, file)?;
    }
    Ok(tree)
}
