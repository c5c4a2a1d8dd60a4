//! The seam in the program: what is behind it is a part of its own, fetched when it is first wanted or likely to be.

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
#[cfg(not(test))]
use leptos::wasm_split::wasm_split;
use wasm_bindgen_futures::spawn_local;

use super::workspace::WorkspacePage;
use crate::browser;
use crate::parts::Icon;
use crate::words::{text, use_i18n};
use crate::xterm;

/// Begins to fetch most of what a session needs, for whoever may sign in soon.
pub(crate) fn warm_up() {
    fetch();
    xterm::warm_up();
}

/// Begins to fetch all of it, for whoever is signing in.
pub(crate) fn prepare() {
    fetch();
    xterm::prepare();
}

fn fetch() {
    // Whoever needs it asks again, and hears of a failure then.
    spawn_local(async { drop(fetch_workspace().await) });
}

/// The workspace, as soon as it is there; what is said in its place is said only while the person is there.
#[component]
pub(crate) fn LazyWorkspace(is_here: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let is_coming = RwSignal::new(true);
    let page = Suspend::new(async move {
        let page = workspace().await;
        is_coming.set(false);
        page.unwrap_or_else(|_| {
            view! {
                <Show when=move || is_here.get()>
                    <main>
                        <Unfetched>{text!(i18n, lazy.failed)}</Unfetched>
                    </main>
                </Show>
            }
            .into_any()
        })
    });
    view! {
        <Show when=move || is_coming.get() && is_here.get()>
            <Coming>{text!(i18n, lazy.coming)}</Coming>
        </Show>
        {page}
    }
}

// Everything that is reached from here alone goes into the part.
#[cfg(not(test))]
#[wasm_split(workspace, wasm_split_path = ::leptos::wasm_split, preload(fetch_workspace), fallible)]
fn workspace() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <WorkspacePage /> }.into_any())
}

// A part's function is exported. Unit tests would get all it imports, and their page has no such modules.
#[cfg(test)]
async fn workspace() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <WorkspacePage /> }.into_any())
}

#[cfg(test)]
async fn fetch_workspace() -> Result<(), SplitLoaderError> {
    Ok(())
}

/// What is said while a part is fetched.
#[component]
pub(crate) fn Coming(children: Children) -> impl IntoView {
    view! {
        <p class="coming" role="status">
            {children()}
        </p>
    }
}

/// The line is down, or the relay has been replaced and no longer has this page's parts.
#[component]
pub(crate) fn Unfetched(children: Children) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="unfetched">
            <div class="notice bad" role="alert">
                <Icon name="alert" />
                <strong>{children()}</strong>
                <span>{text!(i18n, lazy.failed_next)}</span>
            </div>
            <button class="primary" on:click=|_| browser::reload()>
                {text!(i18n, lazy.again)}
            </button>
        </div>
    }
}
