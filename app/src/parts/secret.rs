//! A field for a secret, with a button that shows it.

use leptos::prelude::*;

use super::Icon;

/// A field whose text is hidden until asked for.
#[component]
pub(crate) fn SecretInput(
    /// Id of the field, for its label.
    #[prop(into)]
    id: String,
    /// What password managers may do with it.
    autocomplete: &'static str,
    /// What the button does.
    #[prop(into)]
    show_label: Signal<String>,
    /// The secret.
    value: RwSignal<String>,
    /// Whether it was refused.
    #[prop(into)]
    invalid: Signal<bool>,
) -> impl IntoView {
    let is_shown = RwSignal::new(false);
    let kind = move || if is_shown.get() { "text" } else { "password" };
    view! {
        <span class="with">
            <input
                id=id.clone()
                name=id
                type=kind
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || invalid.get().then_some("true")
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <button
                type="button"
                class="icon"
                title=show_label
                aria-label=show_label
                aria-pressed=move || is_shown.get().to_string()
                on:click=move |_| is_shown.update(|shown| *shown = !*shown)
            >
                <Icon name="eye" />
            </button>
        </span>
    }
}
