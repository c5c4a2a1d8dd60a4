//! The table of contents of the page: its screens, and how one gets from one to the other.

use leptos::prelude::*;
use postern_shared::api::SessionInfo;
use postern_shared::target::Target;

use crate::browser::{self, Listener};
use crate::machines::saved::Saved;
use crate::pages::{LazyWorkspace, MachineDialogs, SignInPage};
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
    /// The target to sign in to again.
    again: RwSignal<Option<Target>>,
}

impl Nav {
    fn follow() -> Self {
        let screen = RwSignal::new(here());
        if let Some(window) = browser::window() {
            StoredValue::new_local(Listener::new(window, "popstate", move |_| screen.set(here())));
        }
        Self { screen, fresh: RwSignal::new(None), again: RwSignal::new(None) }
    }

    /// The screen that is shown; tracked.
    pub(crate) fn screen(self) -> Screen {
        self.screen.get()
    }

    /// The same, not tracked.
    pub(crate) fn screen_untracked(self) -> Screen {
        self.screen.get_untracked()
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

    /// Says another address for where the person is.
    pub(crate) fn replace(self, screen: Screen) {
        let history = browser::window().and_then(|window| window.history().ok());
        if let Some(history) = history {
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&screen.path()));
        }
        self.screen.set(screen);
    }

    /// Goes to the sign-in, for this target.
    pub(crate) fn sign_in_to(self, target: Target) {
        self.again.set(Some(target));
        self.go(Screen::SignIn);
    }

    /// The target to sign in to, if one was asked for.
    pub(crate) fn take_again(self) -> Option<Target> {
        self.again.try_update_untracked(Option::take).flatten()
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
    provide_context(Saved::follow());
    provide_context(Nav::follow());
    StoredValue::new_local(browser::follow_keyboard());
    StoredValue::new_local(browser::refuse_drops());
    view! {
        <I18nContextProvider>
            <Screens />
            <MachineDialogs />
        </I18nContextProvider>
    }
}

#[component]
fn Screens() -> impl IntoView {
    remember_language();
    let nav = expect_context::<Nav>();
    // A session of another tab, or one that is over: its token is not here.
    let here = Memo::new(move |_| match nav.screen.get() {
        Screen::Workspace(session) => store::held(&session).is_some(),
        Screen::SignIn => false,
    });
    // Once it is there it stays, so that its terminals keep what they show.
    let is_wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || here.get());
    view! {
        <Show when=move || is_wanted.get()>
            <LazyWorkspace is_here=here />
        </Show>
        <Show when=move || !here.get()>
            <SignInPage />
        </Show>
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
