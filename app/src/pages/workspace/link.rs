//! Links in the terminal: where one leads is seen before it is followed.

use leptos::prelude::*;

use super::view::View;
use super::work::Desk;
use crate::browser;
use crate::parts::{CancelButton, Dialog, Icon};
use crate::words::{text, use_i18n};

/// Says where the link under the pointer leads.
#[component]
pub(super) fn LinkHint() -> impl IntoView {
    let i18n = use_i18n();
    let view = expect_context::<View>();
    move || {
        view.link_over.get().map(|link| {
            view! {
                <p class="link-hint" role="status">
                    <span>{text!(i18n, link.hint, host = link.host.clone())}</span>
                    <code class="clip">{link.url}</code>
                </p>
            }
        })
    }
}

/// Asks before a link is followed whose text may be another than its address.
#[component]
pub(super) fn LinkDialog() -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view) = (expect_context::<Desk>(), expect_context::<View>());
    let close = move || {
        view.link_asked.set(None);
        view.focus();
    };
    move || {
        view.link_asked.get().map(|link| {
            let url = link.url.clone();
            let open = move |_| {
                browser::open(&url);
                close();
            };
            view! {
                <Dialog labelled_by="link-title" on_close=close>
                    <header>
                        <Icon name="link" />
                        <h2 id="link-title">{text!(i18n, link.title, target = desk.name())}</h2>
                    </header>
                    <section>
                        <p>{text!(i18n, link.ask)}</p>
                        <div class="same">
                            <div class="line">
                                <code class="script one">{link.url}</code>
                            </div>
                        </div>
                    </section>
                    <footer>
                        <CancelButton cancel=close autofocus=true />
                        <span class="grow"></span>
                        <button type="button" on:click=open>
                            {text!(i18n, link.open, host = link.host.clone())}
                        </button>
                    </footer>
                </Dialog>
            }
        })
    }
}
