//! The editor of texts: a module that is loaded when the first file is opened.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::{browser, xterm};

#[wasm_bindgen]
extern "C" {
    type Inner;

    #[wasm_bindgen(method)]
    fn text(this: &Inner) -> String;

    #[wasm_bindgen(method, js_name = isChanged)]
    fn is_changed(this: &Inner) -> bool;

    #[wasm_bindgen(method)]
    fn taken(this: &Inner) -> Function;

    #[wasm_bindgen(method)]
    fn replace(this: &Inner, text: &str);

    #[wasm_bindgen(method)]
    fn wrap(this: &Inner, wraps: bool);

    #[wasm_bindgen(method)]
    fn find(this: &Inner);

    #[wasm_bindgen(method)]
    fn focus(this: &Inner);

    #[wasm_bindgen(method)]
    fn close(this: &Inner);
}

/// A text that is edited, in an element of its own, which can lie anywhere in the page or nowhere.
pub(crate) struct Editor {
    inner: Inner,
    element: Element,
    _changed: Closure<dyn Fn(bool)>,
}

/// What an editor is begun with.
pub(crate) struct Begin<'a> {
    /// The name of the file, which says what language it is in.
    pub(crate) name: &'a str,
    /// The text.
    pub(crate) text: &'a str,
}

/// What was taken to be saved.
pub(crate) struct Taken {
    text: String,
    saved: Function,
}

impl Taken {
    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// It is saved.
    pub(crate) fn saved(&self) {
        // It only remembers something.
        let _ = self.saved.call0(&JsValue::NULL);
    }
}

impl Editor {
    /// Loads what it needs, and begins. None if that cannot be had.
    pub(crate) async fn load(begin: Begin<'_>, changed: impl Fn(bool) + 'static) -> Option<Self> {
        let module = xterm::load_one("postern-editor").await?;
        let element = browser::window()?.document()?.create_element("div").ok()?;
        element.set_class_name("text");
        let changed = Closure::<dyn Fn(bool)>::new(changed);
        let class: Function = Reflect::get(&module, &"Editor".into()).ok()?.dyn_into().ok()?;
        let given = Array::of4(&element, &begin.name.into(), &begin.text.into(), changed.as_ref());
        let inner = Reflect::construct(&class, &given).ok()?.unchecked_into();
        Some(Self { inner, element, _changed: changed })
    }

    /// Where it is drawn.
    pub(crate) fn element(&self) -> &Element {
        &self.element
    }

    /// Takes the text, to save it.
    pub(crate) fn take(&self) -> Taken {
        Taken { text: self.inner.text(), saved: self.inner.taken() }
    }

    /// Whether it differs from what was saved last.
    pub(crate) fn is_changed(&self) -> bool {
        self.inner.is_changed()
    }

    /// Takes another text, as saved; the person can undo that.
    pub(crate) fn replace(&self, text: &str) {
        self.inner.replace(text);
    }

    /// Breaks long lines, or not.
    pub(crate) fn wrap(&self, wraps: bool) {
        self.inner.wrap(wraps);
    }

    /// Opens its search.
    pub(crate) fn find(&self) {
        self.inner.find();
    }

    /// Gives it the keyboard.
    pub(crate) fn focus(&self) {
        self.inner.focus();
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.inner.close();
    }
}
