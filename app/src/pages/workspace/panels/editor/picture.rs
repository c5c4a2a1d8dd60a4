//! A picture: shown from the page's own memory, never as markup.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::js_sys::{Array, Reflect, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

use super::Opened;
use crate::words::{t_string, text, use_i18n};

/// A picture with an address in this page.
pub(super) struct Picture {
    url: String,
}

impl Picture {
    /// Gives it an address.
    pub(super) fn of(bytes: &[u8], kind: &str) -> Option<Self> {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let parts = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
        Some(Self { url: Url::create_object_url_with_blob(&blob).ok()? })
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        // Fails only for what is no address.
        let _ = Url::revoke_object_url(&self.url);
    }
}

/// How large a picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zoom {
    /// So that all of it is seen.
    Fit,
    /// By this factor, in hundredths.
    By(u32),
}

const SMALLEST: u32 = 10;
const LARGEST: u32 = 1600;

/// The picture, with its size and what makes it larger and smaller.
#[component]
pub(super) fn PictureView(opened: Opened) -> impl IntoView {
    let i18n = use_i18n();
    let (zoom, size, is_broken) = (RwSignal::new(Zoom::Fit), RwSignal::new(None), RwSignal::new(false));
    let url = opened.picture.with_value(|picture| picture.as_ref().map(|picture| picture.url.clone()));
    let (place, picture) = (NodeRef::<html::Div>::new(), NodeRef::<html::Img>::new());
    Effect::new(move || {
        if let Some(place) = place.get() {
            let _ = place.focus();
        }
    });
    let loaded = move |event: web_sys::Event| {
        let side = |name: &str| Reflect::get(event.target()?.as_ref(), &name.into()).ok()?.as_f64();
        // A picture has less than a thousand million pixels a side.
        size.set(side("naturalWidth").zip(side("naturalHeight")).map(|(x, y)| (x as u32, y as u32)));
    };
    Effect::new(move || {
        let Some(picture) = picture.get() else { return };
        let style = picture.unchecked_ref::<HtmlElement>().style();
        // Fails only for a name that is no property.
        let _ = match (zoom.get(), size.get()) {
            (Zoom::By(factor), Some((width, _))) => style
                .set_property("inline-size", &format!("{}px", u64::from(width) * u64::from(factor) / 100)),
            (Zoom::Fit, _) | (_, None) => style.remove_property("inline-size").map(drop),
        };
    });
    let step = move |larger: bool| {
        let now = match zoom.get_untracked() {
            Zoom::Fit => 100,
            Zoom::By(factor) => factor,
        };
        let next = if larger { now.saturating_mul(2) } else { now / 2 };
        zoom.set(Zoom::By(next.clamp(SMALLEST, LARGEST)));
    };
    let says = move || match size.get() {
        _ if is_broken.get() => t_string!(i18n, editor.broken).to_owned(),
        Some((width, height)) => format!("{width} × {height}"),
        None => String::new(),
    };
    let factor = move || match zoom.get() {
        Zoom::Fit => t_string!(i18n, editor.fit).to_owned(),
        Zoom::By(factor) => format!("{factor} %"),
    };
    view! {
        <div class="scroll picture" node_ref=place tabindex="0" role="region" aria-label=text!(i18n, editor.picture) data-fit=move || (zoom.get() == Zoom::Fit).to_string()>
            <img
                node_ref=picture
                src=url
                alt=move || opened.name.get().text()
                hidden=move || is_broken.get()
                on:load=loaded
                on:error=move |_| is_broken.set(true)
            />
        </div>
        <p class="bar thin foot hint" role="status">
            <span class="grow num" class:bad=is_broken>{says}</span>
            <button type="button" class="quiet small" title=text!(i18n, editor.smaller) aria-label=text!(i18n, editor.smaller) on:click=move |_| step(false)>"−"</button>
            <button type="button" class="quiet small num" title=text!(i18n, editor.to_fit) on:click=move |_| zoom.set(Zoom::Fit)>{factor}</button>
            <button type="button" class="quiet small" title=text!(i18n, editor.larger) aria-label=text!(i18n, editor.larger) on:click=move |_| step(true)>"+"</button>
        </p>
    }
}
