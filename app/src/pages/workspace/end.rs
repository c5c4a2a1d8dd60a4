//! Asks before a session is ended, because what runs in it ends with it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use super::pane::View;
use crate::app::Nav;
use crate::net;
use crate::parts::{Dialog, Icon};
use crate::route::Screen;
use crate::store::{self, Held};
use crate::words::{text, use_i18n};

/// The question.
#[component]
pub(super) fn EndDialog() -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view, nav) = (expect_context::<Desk>(), expect_context::<View>(), expect_context::<Nav>());
    let close = move || {
        view.is_ending.set(false);
        view.focus();
    };
    view! {
        <Dialog class="slim" labelled_by="end-title" on_close=close>
            <header>
                <Icon name="alert" />
                <h2 id="end-title">{text!(i18n, end.title, target = desk.name())}</h2>
            </header>
            <section>
                <p>{text!(i18n, end.what)}</p>
            </section>
            <footer>
                <button type="button" autofocus on:click=move |_| close()>
                    {text!(i18n, page.cancel)}
                    <kbd aria-hidden="true">"Esc"</kbd>
                </button>
                <span class="grow"></span>
                <button type="button" class="danger" on:click=move |_| end_session(desk, nav)>
                    {text!(i18n, end.end)}
                </button>
            </footer>
        </Dialog>
    }
}

/// Ends the session, and forgets its token.
fn end_session(desk: Desk, nav: Nav) {
    let key = desk.held.with_value(Held::key);
    store::let_go(&key.session);
    spawn_local(async move {
        // A session that cannot be closed now ends by itself after its grace time.
        let _ = net::close_session(&key).await;
    });
    nav.go(Screen::SignIn);
}
