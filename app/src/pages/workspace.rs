//! The workspace: rail, terminal, status bar.

mod bar;
mod end;
mod find;
mod link;
mod message;
mod pane;
mod status;

use leptos::prelude::*;
use postern_shared::api::SessionInfo;
use wasm_bindgen_futures::spawn_local;

use crate::app::Nav;
use crate::browser;
use crate::net;
use crate::parts::{Icon, ThemeButton};
use crate::route::Screen;
use crate::store::Held;
use crate::words::{text, use_i18n};
use end::EndDialog;
use link::LinkDialog;
use pane::Pane;
use status::Status;

/// What the parts of the workspace share.
#[derive(Clone, Copy)]
struct Desk {
    held: StoredValue<Held>,
    /// What is known of the session.
    info: RwSignal<Option<SessionInfo>>,
}

impl Desk {
    /// The target, for a person.
    fn name(self) -> String {
        self.held.with_value(|held| held.target.to_string())
    }
}

/// The terminal of a session.
#[component]
pub(crate) fn WorkspacePage(held: Held) -> impl IntoView {
    let nav = expect_context::<Nav>();
    let info = RwSignal::new(nav.take_fresh(&held.session));
    let desk = Desk { held: StoredValue::new(held), info };
    if info.with_untracked(Option::is_none) {
        let key = desk.held.with_value(Held::key);
        spawn_local(async move {
            // Without it the status bar says less; whether the session lives, the shell finds out.
            if let Ok(known) = net::session(&key).await {
                let _ = info.try_set(Some(known));
            }
        });
    }
    provide_context(desk);
    let view = pane::View::new();
    provide_context(view);
    Effect::new(move || {
        let title = view.title.get().unwrap_or_else(|| desk.name());
        browser::set_title(&format!("{title} · Postern"));
    });
    view! {
        <div class="shell">
            <Rail />
            <main class="work">
                <h1 class="visually-hidden">{desk.name()}</h1>
                <div class="panes">
                    <Pane />
                </div>
            </main>
            <Status />
        </div>
        <LinkDialog />
        <Show when=move || view.is_ending.get()>
            <EndDialog />
        </Show>
    }
}

#[component]
fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <nav class="rail" aria-label="Postern">
            <Home class="brand" label=text!(i18n, page.home) />
            <ThemeButton class="rest" />
        </nav>
    }
}

/// Back to the sign-in; the session goes on.
#[component]
fn Home(class: &'static str, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let nav = expect_context::<Nav>();
    let go = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        nav.go(Screen::SignIn);
    };
    view! {
        <a class=class href="/" title=label aria-label=label on:click=go>
            <Icon name="gate" />
        </a>
    }
}
