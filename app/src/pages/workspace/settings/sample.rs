//! A piece of a terminal's screen in the chosen look. Text and no terminal: it costs nothing.

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::looks::Edit;
use crate::appearance::{paint, paint_colours};
use crate::words::{text, use_i18n};

/// The sample.
#[component]
pub(super) fn Sample() -> impl IntoView {
    let i18n = use_i18n();
    let edit = expect_context::<Edit>();
    let element = NodeRef::<html::Pre>::new();
    Effect::new(move || {
        let is_dark = edit.is_dark.get();
        if let Some(element) = element.get() {
            let element: HtmlElement = element.into();
            edit.looks.with(|looks| {
                paint(&element, looks, is_dark);
                paint_colours(&element, looks.scheme(is_dark), Some(is_dark));
            });
        }
    });
    let cursor = move || edit.looks.with(|looks| looks.cursor.unwrap_or_default().name());
    let blink = move || edit.looks.with(|looks| looks.blink.unwrap_or(false).then_some(""));
    view! {
        <figure role="img" aria-label=text!(i18n, looks.sample)>
            <pre class="sample" node_ref=element aria-hidden="true">
                <b class="c2">"ops@web-01"</b>":"<b class="c4">"~/site"</b>"$ ls -l\n"
                "drwxr-xr-x 4 ops 4096 "<b class="c4">"releases"</b>"\n"
                "-rwxr-xr-x 1 ops  812 "<b class="c2">"deploy.sh"</b>"\n"
                "lrwxrwxrwx 1 ops   11 "<span class="c6">"current"</span>" -> "<span class="c4">"releases/41"</span>"\n"
                <span class="c3">"warning"</span>": 3 != 4, see "<span class="c5">"nginx.conf"</span>"  "<span class="c1">"failed"</span>" => "<span class="c8">"# 0O1lI"</span>"\n"
                <i class="c0"></i><i class="c1"></i><i class="c2"></i><i class="c3"></i><i class="c4"></i><i class="c5"></i><i class="c6"></i><i class="c7"></i>
                " "<i class="c8"></i><i class="c9"></i><i class="c10"></i><i class="c11"></i><i class="c12"></i><i class="c13"></i><i class="c14"></i><i class="c15"></i>
                "\n"<b class="c2">"ops@web-01"</b>":"<b class="c4">"~/site"</b>"$ "<span class="cursor" data-shape=cursor data-blink=blink>" "</span>
            </pre>
        </figure>
    }
}
