//! Asks in which form, and how much of the terminal, is to be saved as a file.

use leptos::prelude::*;

use super::view::View;
use crate::parts::{CancelButton, Dialog, Icon, OneOf};
use crate::words::{text, use_i18n};
use crate::xterm::{Extent, Kind};

/// The question.
#[component]
pub(super) fn SaveDialog() -> impl IntoView {
    let i18n = use_i18n();
    let view = expect_context::<View>();
    let has_selection = view.terminal().is_some_and(|terminal| terminal.has_selection());
    let is_html = RwSignal::new(0);
    let is_selection = RwSignal::new(usize::from(has_selection));
    let close = move || {
        view.is_saving.set(false);
        view.focus();
    };
    let save = move |_| {
        let kind = if is_html.get_untracked() == 1 { Kind::Html } else { Kind::Text };
        let extent = if is_selection.get_untracked() == 1 { Extent::Selection } else { Extent::All };
        view.save(kind, extent);
        close();
    };
    view! {
        <Dialog class="slim" labelled_by="save-title" on_close=close>
            <header>
                <Icon name="download" />
                <h2 id="save-title">{text!(i18n, save.title)}</h2>
            </header>
            <section>
                <OneOf
                    name="kind"
                    label=text!(i18n, save.kind)
                    options=vec![text!(i18n, save.text), text!(i18n, save.html)]
                    chosen=is_html
                    choose=move |at| is_html.set(at)
                />
                <Show when=move || has_selection>
                    <OneOf
                        name="extent"
                        label=text!(i18n, save.extent)
                        options=vec![text!(i18n, save.all), text!(i18n, save.selection)]
                        chosen=is_selection
                        choose=move |at| is_selection.set(at)
                    />
                </Show>
            </section>
            <footer>
                <CancelButton cancel=close />
                <span class="grow"></span>
                <button type="button" class="primary" autofocus on:click=save>
                    {text!(i18n, save.save)}
                </button>
            </footer>
        </Dialog>
    }
}
