//! A button that copies a text.

use leptos::prelude::*;

use super::Icon;
use crate::browser;

/// Copies a text, and says so for a moment.
#[component]
pub(crate) fn CopyButton(
    /// Classes.
    #[prop(default = "icon")]
    class: &'static str,
    /// What it does, for those who do not see the icon.
    #[prop(into)]
    label: Signal<String>,
    /// What to copy.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let is_done = RwSignal::new(false);
    let copy = move |_| {
        browser::copy(&text.get_untracked());
        is_done.set(true);
        set_timeout(move || _ = is_done.try_set(false), std::time::Duration::from_secs(2));
    };
    view! {
        <button type="button" class=class title=label aria-label=label on:click=copy>
            {move || if is_done.get() { view! { <Icon name="check" class="ok" /> } } else { view! { <Icon name="copy" class="" /> } }}
        </button>
    }
}
