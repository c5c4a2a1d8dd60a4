//! The page's words in every language: the catalogue in `locales/`, as `build.rs` makes it code.

pub(crate) use generated::i18n::{I18nContextProvider, Locale, use_i18n};
pub(crate) use leptos_i18n::{t, t_string, td_string};

/// The context of the page's language.
pub(crate) type I18n = leptos_i18n::I18nContext<Locale>;

#[expect(
    dead_code,
    unused_imports,
    unused_qualifications,
    clippy::expect_used,
    clippy::new_ret_no_self,
    clippy::wrong_self_convention,
    reason = "what leptos_i18n generates is not written by this project's rules"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
