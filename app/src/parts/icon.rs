//! An icon of the sprite in `index.html`.

use leptos::prelude::*;

/// An icon; what it means is said by what it stands in.
#[component]
pub(crate) fn Icon(
    /// Its name in the sprite, without `i-`.
    name: &'static str,
    /// Classes besides `i`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("i {class}") aria-hidden="true">
            <use href=format!("#i-{name}")></use>
        </svg>
    }
}
