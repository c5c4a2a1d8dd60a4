//! The private key of the sign-in form: chosen, dropped or pasted.

use leptos::ev::DragEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};

use super::fields::Fields;
use crate::draft::Wrong;
use crate::parts::Icon;
use crate::private_key::LARGEST;
use crate::words::{t_string, text, use_i18n};

/// A place for a private key.
#[component]
pub(super) fn KeyField() -> impl IntoView {
    let i18n = use_i18n();
    let fields = expect_context::<Fields>();
    let Fields { key, key_name, wrong, .. } = fields;
    let is_loaded = Memo::new(move |_| key_name.with(Option::is_some) || fields.about_key().is_some());
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        if let Some(file) = event.data_transfer().and_then(|data| data.files()?.get(0)) {
            load(fields, file);
        }
    };
    let chosen = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(file) = input.and_then(|input| input.files()?.get(0)) {
            load(fields, file);
        }
    };
    let typed = move |event| {
        key.set(event_target_value(&event));
        wrong.set(None);
    };
    let choose = move || {
        if is_loaded.get() { text!(i18n, form.key_change) } else { text!(i18n, form.key_choose) }
    };
    view! {
        <div class="labelled">
            <label for=fields.id("key")>{text!(i18n, form.key_file)}</label>
            <div class="keyfile" on:dragover=move |event: DragEvent| event.prevent_default() on:drop=dropped>
                <Icon name="key" />
                <Show
                    when=move || is_loaded.get()
                    fallback=move || {
                        view! {
                            <textarea
                                id=fields.id("key")
                                class="grow mono"
                                rows="1"
                                autocomplete="off"
                                autocapitalize="none"
                                spellcheck="false"
                                placeholder=text!(i18n, form.key_hint)
                                aria-invalid=move || (wrong.get() == Some(Wrong::Key)).then_some("true")
                                prop:value=key
                                on:input=typed
                            ></textarea>
                        }
                    }
                >
                    <KeyLoaded />
                </Show>
                <label class="button quiet">
                    <input type="file" class="visually-hidden" on:change=chosen />
                    <span>{choose}</span>
                </label>
            </div>
        </div>
    }
}

/// Name and kind of the key.
#[component]
fn KeyLoaded() -> impl IntoView {
    let i18n = use_i18n();
    let fields = expect_context::<Fields>();
    let name = move || fields.key_name.get().unwrap_or_else(|| t_string!(i18n, form.key_pasted).to_owned());
    let about = move || match fields.about_key() {
        Some(about) if about.is_encrypted => {
            t_string!(i18n, form.key_encrypted, kind = about.kind.unwrap_or("PKCS#8"))
        }
        Some(about) => about.kind.unwrap_or("PKCS#8").to_owned(),
        None => t_string!(i18n, form.key_unknown).to_owned(),
    };
    view! {
        <span class="grow clip" id=fields.id("key") tabindex="-1">
            <code>{name}</code>
        </span>
        <span class="quiet-text clip">{about}</span>
    }
}

fn load(fields: Fields, file: File) {
    // A bigger one is no key; reading it would only cost memory.
    if file.size() > LARGEST as f64 {
        fields.key.set(String::new());
        fields.key_name.set(Some(file.name()));
        return;
    }
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        if !fields.key.is_disposed() {
            fields.key.set(text.unwrap_or_default());
            fields.key_name.set(Some(file.name()));
            fields.wrong.set(None);
        }
    });
}
