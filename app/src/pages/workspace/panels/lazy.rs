//! The seam before the panels: they are a part of the program of their own, fetched after the first prompt.

use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
#[cfg(not(test))]
use leptos::wasm_split::wasm_split;
use wasm_bindgen_futures::spawn_local;

use super::{Panel, Panels};
use crate::pages::lazy::{Coming, Unfetched};
use crate::words::{text, use_i18n};

/// How long a shell is left alone before the panels are fetched: its prompt comes first.
const FIRST_PROMPT: Duration = Duration::from_millis(1_500);

/// Begins to fetch the panels soon, for whoever may open one.
pub(super) fn warm_up() {
    // Whoever opens one asks again, and hears of a failure then.
    set_timeout(|| spawn_local(async { drop(fetch_panel().await) }), FIRST_PROMPT);
}

/// A panel, as soon as it is there.
#[component]
pub(super) fn LazyPanel(panel: Panel) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    // What stands in its place is as wide.
    let size = if panel == Panel::System { "full" } else { "wide" };
    let is_coming = RwSignal::new(true);
    let shown = Suspend::new(async move {
        let shown = part(panels, panel).await;
        is_coming.set(false);
        shown.unwrap_or_else(|_| {
            view! {
                <aside class="panel" data-size=size>
                    <Unfetched>{text!(i18n, lazy.panel_failed)}</Unfetched>
                </aside>
            }
            .into_any()
        })
    });
    view! {
        <Show when=move || is_coming.get()>
            <aside class="panel" data-size=size>
                <Coming>{text!(i18n, lazy.panel_coming)}</Coming>
            </aside>
        </Show>
        {shown}
    }
}

// Everything that is reached from here alone goes into the part.
#[cfg(not(test))]
#[wasm_split(panel, wasm_split_path = ::leptos::wasm_split, preload(fetch_panel), fallible)]
fn part(panels: Panels, panel: Panel) -> Result<AnyView, SplitLoaderError> {
    Ok(panels.show(panel))
}

// A part's function is exported: unit tests would get all it imports, and their page has no such modules.
#[cfg(test)]
async fn part(panels: Panels, panel: Panel) -> Result<AnyView, SplitLoaderError> {
    Ok(panels.show(panel))
}

#[cfg(test)]
async fn fetch_panel() -> Result<(), SplitLoaderError> {
    Ok(())
}
