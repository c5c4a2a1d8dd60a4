//! A new name, typed where the old one stands.

use leptos::html;
use leptos::prelude::*;
use postern_shared::gesture::files::Change;
use postern_shared::script::Name;
use postern_shared::script::files::Rename;
use web_sys::KeyboardEvent;

use super::super::station::Station;
use super::ask::stem_units;
use crate::words::{text, use_i18n};

/// The field. Enter takes what was typed, Esc and going elsewhere leave the name as it is.
#[component]
pub(super) fn RenameField(station: Station, name: Name) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    let is_bad = RwSignal::new(false);
    let before = name.text();
    let stem = stem_units(&before);
    // Before the next key, not with the next frame.
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
            let _ = field.set_selection_range(0, stem);
        }
    });
    let finish = move || {
        station.files.renaming.set(None);
        station.files.focus();
    };
    let keys = move |event: KeyboardEvent| {
        // The list has other uses for most keys.
        event.stop_propagation();
        match event.key().as_str() {
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                let typed = field.get_untracked().map(|field| field.value()).unwrap_or_default();
                let Some(to) = Name::parse(typed.into_bytes()) else { return is_bad.set(true) };
                finish();
                station.rename(&name, to);
            }
            "Escape" if !event.is_composing() => {
                event.prevent_default();
                finish();
            }
            _ => {}
        }
    };
    let hint =
        move || is_bad.get().then(|| view! { <span class="bad clip">{text!(i18n, files.bad_name)}</span> });
    view! {
        <input
            class="mono rename"
            node_ref=field
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            value=before
            aria-label=text!(i18n, files.rename)
            aria-invalid=move || is_bad.get().to_string()
            on:input=move |_| is_bad.set(false)
            on:keydown=keys
            on:click=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
            on:blur=move |_| _ = station.files.renaming.try_set(None)
        />
        <span role="alert">{hint}</span>
    }
}

impl Station {
    fn rename(self, from: &Name, to: Name) {
        if let Some(directory) = untrack(|| self.files.here()).filter(|_| *from != to) {
            let rename = Rename { directory: directory.clone(), from: from.clone(), to };
            self.change(directory, Change::Rename(rename));
        }
    }
}
