//! Small things only the browser can give: time, chance, timers, a name for this page.

mod file;
mod folder;

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wasm_bindgen::prelude::*;
use web_sys::Window;

pub(crate) use file::{
    Dropped, carries_files, count_of, download, dropped, follow, goes_inside, is_readable, refuse_drops,
};
pub(crate) use folder::{choose_folder, chosen_tree, dropped_tree};

use crate::session::Moment;

/// The window, if there is one: in a page there always is.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// Milliseconds since the page was opened.
pub(crate) fn now() -> Moment {
    window().and_then(|window| window.performance()).map_or(0, |clock| clock.now() as Moment)
}

/// Microseconds since the page was opened.
pub(crate) fn micros() -> u64 {
    window().and_then(|window| window.performance()).map_or(0, |clock| (clock.now() * 1e3) as u64)
}

/// Milliseconds since 1970.
pub(crate) fn wall_clock() -> f64 {
    js_sys::Date::now()
}

/// From 0 to 1.
pub(crate) fn random() -> f64 {
    js_sys::Math::random()
}

/// A name no other page has: 24 hexadecimal digits.
pub(crate) fn page_name() -> String {
    let mut bytes = [0u8; 12];
    let filled = window().and_then(|window| window.crypto().ok());
    if let Some(crypto) = filled {
        // Fails only for more than 65536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// So many random bytes in unpadded base64url; none if the browser gives none.
pub(crate) fn secret<const BYTES: usize>() -> Option<String> {
    let mut bytes = [0u8; BYTES];
    window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
}

/// Calls back once, unless dropped before.
pub(crate) struct Timer {
    id: i32,
    _callback: Closure<dyn Fn()>,
}

impl Timer {
    /// Calls back after so many milliseconds.
    pub(crate) fn after(millis: u64, callback: impl Fn() + 'static) -> Option<Self> {
        let callback = Closure::<dyn Fn()>::new(callback);
        let millis = i32::try_from(millis).unwrap_or(i32::MAX);
        let id = window()?
            .set_timeout_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), millis)
            .ok()?;
        Some(Self { id, _callback: callback })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

/// Waits so many milliseconds.
pub(crate) async fn sleep(millis: u64) {
    let mut timer = None;
    let promise = js_sys::Promise::new(&mut |done, _| {
        timer = Timer::after(millis, move || _ = done.call0(&JsValue::NULL));
    });
    // The promise is never rejected.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Hears an event of a target, until dropped.
pub(crate) struct Listener {
    target: web_sys::EventTarget,
    event: &'static str,
    callback: Closure<dyn Fn(web_sys::Event)>,
    /// Whether it hears the event before the element it is about does.
    is_first: bool,
}

impl Listener {
    /// Begins to hear.
    pub(crate) fn new(
        target: impl Into<web_sys::EventTarget>,
        event: &'static str,
        callback: impl Fn(web_sys::Event) + 'static,
    ) -> Self {
        Self::add(target.into(), event, Closure::new(callback), false)
    }

    /// Begins to hear before the element that the event is about.
    pub(crate) fn first(
        target: impl Into<web_sys::EventTarget>,
        event: &'static str,
        callback: impl Fn(web_sys::Event) + 'static,
    ) -> Self {
        Self::add(target.into(), event, Closure::new(callback), true)
    }

    fn add(
        target: web_sys::EventTarget,
        event: &'static str,
        callback: Closure<dyn Fn(web_sys::Event)>,
        is_first: bool,
    ) -> Self {
        let function = callback.as_ref().unchecked_ref();
        // Fails only for a target that is none.
        let _ = target.add_event_listener_with_callback_and_bool(event, function, is_first);
        Self { target, event, callback, is_first }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.callback.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.event, function, self.is_first);
    }
}

/// Calls back when an element changes its size, at most once a frame, until dropped.
pub(crate) struct SizeWatch {
    observer: web_sys::ResizeObserver,
    _changed: Closure<dyn Fn()>,
}

impl SizeWatch {
    /// Begins to watch; calls back soon for the first time.
    pub(crate) fn new(element: &web_sys::Element, callback: impl Fn() + 'static) -> Option<Self> {
        let callback = Rc::new(callback);
        let is_due = Rc::new(std::cell::Cell::new(false));
        let changed = Closure::<dyn Fn()>::new(move || {
            if is_due.replace(true) {
                return;
            }
            let (callback, due) = (callback.clone(), is_due.clone());
            let frame = Closure::once_into_js(move || {
                due.set(false);
                callback();
            });
            if let Some(window) = window() {
                let _ = window.request_animation_frame(frame.unchecked_ref());
            }
        });
        let observer = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _changed: changed })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

#[wasm_bindgen]
extern "C" {
    /// Its bindings in `web-sys` would be the only ones of their kind.
    type IntersectionObserver;

    #[wasm_bindgen(constructor)]
    fn new(changed: &js_sys::Function) -> IntersectionObserver;

    #[wasm_bindgen(method)]
    fn observe(this: &IntersectionObserver, element: &web_sys::Element);

    #[wasm_bindgen(method)]
    fn disconnect(this: &IntersectionObserver);
}

/// Calls back when an element comes into sight or goes out of it, until dropped.
pub(crate) struct SightWatch {
    observer: IntersectionObserver,
    _changed: Closure<dyn Fn(js_sys::Array)>,
}

impl SightWatch {
    /// Begins to watch; calls back soon for the first time.
    pub(crate) fn new(element: &web_sys::Element, callback: impl Fn(bool) + 'static) -> Self {
        let changed = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let last = entries.get(entries.length().saturating_sub(1));
            let is_in_sight = js_sys::Reflect::get(&last, &"isIntersecting".into());
            callback(is_in_sight.is_ok_and(|is_in_sight| is_in_sight.is_truthy()));
        });
        let observer = IntersectionObserver::new(changed.as_ref().unchecked_ref());
        observer.observe(element);
        Self { observer, _changed: changed }
    }
}

impl Drop for SightWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Copies a text to the clipboard. Over plain HTTP browsers have none for pages; then nothing happens.
pub(crate) fn copy(text: &str) {
    let Some(navigator) = window().map(|window| window.navigator()) else { return };
    if has_clipboard() {
        // Nothing to wait for; a browser that refuses has told the person itself.
        let _ = navigator.clipboard().write_text(text);
    }
}

/// Whether the page may use the clipboard at all (secure contexts only).
pub(crate) fn has_clipboard() -> bool {
    let navigator = window().map(|window| window.navigator());
    let clipboard =
        navigator.and_then(|navigator| js_sys::Reflect::get(&navigator, &"clipboard".into()).ok());
    clipboard.is_some_and(|clipboard| clipboard.is_truthy())
}

/// The text on the clipboard, if the person lets the page have it.
pub(crate) async fn pasted() -> Option<String> {
    if !has_clipboard() {
        return None;
    }
    let text = window()?.navigator().clipboard().read_text();
    wasm_bindgen_futures::JsFuture::from(text).await.ok()?.as_string()
}

/// Whether the page is in a tab or window that nobody sees.
pub(crate) fn is_hidden() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_some_and(|document| document.hidden())
}

/// Names the browser's tab.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Calls before the next frame is painted, when the page has been brought up to date.
pub(crate) fn next_frame(call: impl FnOnce() + 'static) {
    let call = Closure::once_into_js(call);
    if let Some(window) = window() {
        // Fails only for what is no function.
        let _ = window.request_animation_frame(call.unchecked_ref());
    }
}

/// Closes the dialog that is open, if one is.
pub(crate) fn close_dialog() {
    let document = window().and_then(|window| window.document());
    // Fails only for a selector that cannot be read.
    let open = document.and_then(|document| document.query_selector("dialog[open]").ok().flatten());
    if let Some(dialog) = open.and_then(|open| open.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// Whether a dialog is open, which then has the keyboard.
pub(crate) fn has_dialog() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_some_and(|document| document.query_selector("dialog[open]").is_ok_and(|open| open.is_some()))
}

/// Gives the focus to the element with this id, in the next frame.
pub(crate) fn focus_soon(id: &'static str) {
    next_frame(move || {
        let document = window().and_then(|window| window.document());
        let element = document.and_then(|document| document.get_element_by_id(id));
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Fails only for a document without a window.
            let _ = element.focus();
        }
    });
}

/// Whether what has the keyboard is in an element that this selector names.
pub(crate) fn is_focused_within(selector: &str) -> bool {
    let active = window().and_then(|window| window.document()).and_then(|document| document.active_element());
    active.is_some_and(|active| active.closest(selector).is_ok_and(|found| found.is_some()))
}

/// Scrolls so that an element is in sight, and no further.
pub(crate) fn reveal(element: &web_sys::Element) {
    let nearest = web_sys::ScrollIntoViewOptions::new();
    nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
    nearest.set_inline(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// Brings the element with this id into sight, in the next frame.
pub(crate) fn scroll_to(id: &str) {
    let id = id.to_owned();
    next_frame(move || {
        let document = window().and_then(|window| window.document());
        if let Some(element) = document.and_then(|document| document.get_element_by_id(&id)) {
            reveal(&element);
        }
    });
}

/// Loads the page again.
pub(crate) fn reload() {
    if let Some(window) = window() {
        // Fails only where navigation is forbidden, and then nothing is lost.
        let _ = window.location().reload();
    }
}

/// Opens an address in a tab of its own, which learns nothing of this one.
pub(crate) fn open(url: &str) {
    if let Some(window) = window() {
        // A browser that blocks it tells the person itself.
        let _ = window.open_with_url_and_target_and_features(url, "_blank", "noopener,noreferrer");
    }
}

/// Whether the system keeps what was selected last for the middle button to paste: those with X11 or Wayland.
pub(crate) fn has_primary_selection() -> bool {
    let name = window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    name.contains("X11") || name.contains("Wayland")
}

/// Width and height of the window's inside, in pixels.
pub(crate) fn window_size() -> (i32, i32) {
    let root = window().and_then(|window| window.document()?.document_element());
    root.map_or((0, 0), |root| (root.client_width(), root.client_height()))
}

/// Keeps the page above the on-screen keyboard in browsers that lay the keyboard over it.
pub(crate) fn follow_keyboard() -> Option<Listener> {
    let seen = window()?.visual_viewport()?;
    let changed = {
        let seen = seen.clone();
        move |_| {
            let root = window().and_then(|window| window.document()?.document_element());
            let Some(root) = root.and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok()) else {
                return;
            };
            let is_covered = seen.scale() == 1.0 && seen.height() + 1.0 < f64::from(root.client_height());
            // Fails only for a name that is no property.
            let _ = match is_covered {
                true => root.style().set_property("--seen", &format!("{}px", seen.height())),
                false => root.style().remove_property("--seen").map(drop),
            };
            if let Some(window) = window().filter(|_| is_covered) {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    };
    Some(Listener::new(seen, "resize", changed))
}

/// Whether fingers do the pointing.
pub(crate) fn is_touch() -> bool {
    is_so("(pointer: coarse)")
}

/// Whether the window has the width of a phone: as in the style sheet.
pub(crate) fn is_narrow() -> bool {
    is_so("(width < 44rem)")
}

/// Whether a media query matches.
fn is_so(query: &str) -> bool {
    let query = window().and_then(|window| window.match_media(query).ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Calls when what the person sees has been painted.
pub(crate) fn when_idle(call: fn()) {
    // After the frame: what is started in the frame itself would delay its painting.
    next_frame(move || leptos::prelude::set_timeout(call, std::time::Duration::ZERO));
}
