//! The field that narrows a list down while one types.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::parts::Icon;
use crate::words::Text;

/// The field. Enter and the arrow down go on with what was typed, Esc without.
#[component]
pub(super) fn FilterField(
    label: Text,
    text: RwSignal<String>,
    /// Whether it is wanted. Each time that is said, it gets the keyboard: before the next key.
    is_wanted: RwSignal<bool>,
    /// What comes then; the text is as it is to be.
    done: Callback<()>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let (Some(field), true) = (field.get(), is_wanted.get()) {
            let _ = field.focus();
        }
    });
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" | "ArrowDown" if !event.is_composing() => {
            event.prevent_default();
            done.run(());
        }
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            text.set(String::new());
            is_wanted.set(false);
            done.run(());
        }
        _ => {}
    };
    view! {
        <label class="with search grow">
            <Icon name="search" />
            <input
                class="bare"
                node_ref=field
                type="search"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                placeholder=label
                aria-label=label
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
                on:keydown=keys
            />
        </label>
    }
}
