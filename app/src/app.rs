//! The table of contents of the page: its screens, and how one gets from one to the other.

use leptos::prelude::*;
use postern_shared::api::SessionInfo;

use crate::browser::{self, Listener};
use crate::pages::{SignInPage, WorkspacePage};
use crate::route::Screen;
use crate::settings::Choices;
use crate::store;
use crate::theme::Theme;
use crate::words::{I18nContextProvider, Locale, use_i18n};

/// Where the person is; kept in the address, so that reload and the back button do what they should.
#[derive(Clone, Copy)]
pub(crate) struct Nav {
    screen: RwSignal<Screen>,
    /// What signing in has just told of a session, so that its screen need not ask again.
    fresh: RwSignal<Option<(String, SessionInfo)>>,
}

impl Nav {
    fn follow() -> Self {
        let screen = RwSignal::new(here());
        if let Some(window) = browser::window() {
            StoredValue::new_local(Listener::new(window, "popstate", move |_| screen.set(here())));
        }
        Self { screen, fresh: RwSignal::new(None) }
    }

    /// Goes to a screen; the back button leads back.
    pub(crate) fn go(self, screen: Screen) {
        let history = browser::window().and_then(|window| window.history().ok());
        if let Some(history) = history {
            // Fails only if called hundreds of times a minute.
            let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&screen.path()));
        }
        self.screen.set(screen);
    }

    /// Goes to a session just signed in to.
    pub(crate) fn enter(self, session: String, info: SessionInfo) {
        self.fresh.set(Some((session.clone(), info)));
        self.go(Screen::Workspace(session));
    }

    /// What is known of a session without asking.
    pub(crate) fn take_fresh(self, session: &str) -> Option<SessionInfo> {
        let (fresh, info) = self.fresh.try_update_untracked(Option::take)??;
        (fresh == session).then_some(info)
    }
}

fn here() -> Screen {
    let path = browser::window().and_then(|window| window.location().pathname().ok());
    Screen::at(&path.unwrap_or_default())
}

/// The page.
#[component]
pub(crate) fn App() -> impl IntoView {
    provide_context(Theme::follow());
    provide_context(Choices::follow());
    provide_context(Nav::follow());
    view! {
        <I18nContextProvider>
            <Screens />
        </I18nContextProvider>
    }
}

#[component]
fn Screens() -> impl IntoView {
    remember_language();
    let nav = expect_context::<Nav>();
    move || match nav.screen.get() {
        Screen::SignIn => view! { <SignInPage /> }.into_any(),
        // A session of another tab, or one that is over: its token is not here.
        Screen::Workspace(session) => match store::held(&session) {
            Some(held) => view! { <WorkspacePage held /> }.into_any(),
            None => view! { <SignInPage /> }.into_any(),
        },
    }
}

fn remember_language() {
    let i18n = use_i18n();
    if let Some(chosen) = store::language().and_then(|language| language.parse::<Locale>().ok()) {
        i18n.set_locale(chosen);
        // The provider asks the browser for its languages in an effect of its own, which has run by then.
        Effect::new(move |_| i18n.set_locale(chosen));
    }
}
