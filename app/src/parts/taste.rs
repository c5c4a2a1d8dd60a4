//! The person's taste: language, light or dark.

use leptos::prelude::*;

use super::Icon;
use crate::store;
use crate::theme::Theme;
use crate::words::{Locale, text, use_i18n};

/// English or Chinese.
#[component]
pub(crate) fn LanguageChoice() -> impl IntoView {
    let i18n = use_i18n();
    let choice = move |locale: Locale, name: &'static str, tag: &'static str| {
        let choose = move |_| {
            i18n.set_locale(locale);
            store::set_language(locale.as_ref());
        };
        view! {
            <label lang=tag>
                <input type="radio" name="language" prop:checked=move || i18n.get_locale() == locale on:change=choose />
                {name}
            </label>
        }
    };
    view! {
        <fieldset class="segmented small" aria-label=text!(i18n, page.language)>
            {choice(Locale::en, "EN", "en")} {choice(Locale::zh, "中文", "zh-CN")}
        </fieldset>
    }
}

/// Light or dark.
#[component]
pub(crate) fn ThemeButton(
    /// Classes besides `icon`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let (i18n, theme) = (use_i18n(), expect_context::<Theme>());
    let label = text!(i18n, page.theme);
    view! {
        <button type="button" class=format!("icon {class}") title=label aria-label=label on:click=move |_| theme.toggle()>
            <Icon name="theme" />
        </button>
    }
}
