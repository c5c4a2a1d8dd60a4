//! Asks before a session is ended, because what runs in it ends with it.

use leptos::prelude::*;

use super::view::View;
use super::work::{Desk, Work};
use crate::parts::{CancelButton, Dialog, Icon};
use crate::words::{text, use_i18n};

/// The question.
#[component]
pub(super) fn EndDialog() -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view, work) = (expect_context::<Desk>(), expect_context::<View>(), expect_context::<Work>());
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
                <CancelButton cancel=close autofocus=true />
                <span class="grow"></span>
                <button type="button" class="danger" on:click=move |_| work.end_session(desk)>
                    {text!(i18n, end.end)}
                </button>
            </footer>
        </Dialog>
    }
}
