//! The page's words in every language: the catalogue in `locales/`, as `build.rs` makes it code.

pub(crate) use generated::i18n::{I18nContextProvider, Locale, use_i18n};
pub(crate) use leptos_i18n::{t_string, td_string};

/// The context of the page's language.
pub(crate) type I18n = leptos_i18n::I18nContext<Locale>;

/// A text in the person's language, which changes with it.
///
/// One type for all of them: a closure of its own for each would make the page half as large again.
pub(crate) type Text = leptos::prelude::Signal<String>;

/// A [`Text`] of the catalogue: `text!(i18n, form.title)`, with values `text!(i18n, form.hop, number = 1)`.
macro_rules! text {
    ($i18n:expr, $($key:ident).+) => {
        $crate::words::fixed($i18n, |l| $crate::words::td_string!(l, $($key).+))
    };
    ($i18n:expr, $($key:ident).+, $($values:tt)+) => {{
        let i18n = $i18n;
        $crate::words::Text::derive(move || $crate::words::td_string!(i18n.get_locale(), $($key).+, $($values)+))
    }};
}
pub(crate) use text;

/// A text without values in it.
pub(crate) fn fixed(i18n: I18n, read: fn(Locale) -> &'static str) -> Text {
    Text::derive(move || read(i18n.get_locale()).to_owned())
}

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

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use serde_json::Value;

    const CATALOGUE: [(&str, &str); 2] =
        [("en", include_str!("../locales/en.json")), ("zh", include_str!("../locales/zh.json"))];

    #[test]
    fn every_text_exists_in_every_language_with_the_same_values_in_it() {
        let [(_, english), others @ ..] = CATALOGUE;
        let english = texts(english);
        for (name, other) in others {
            let other = texts(other);
            assert!(other.keys().eq(english.keys()), "{name} has other keys");
            for (key, text) in &english {
                assert_eq!(values(text), values(&other[key]), "{name}: {key}");
                assert!(!other[key].trim().is_empty(), "{name}: {key}");
            }
        }
    }

    #[test]
    fn every_text_is_used_somewhere() {
        let mut sources = String::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
        for key in texts(CATALOGUE[0].1).keys() {
            assert!(sources.contains(key.as_str()), "{key} is used nowhere");
        }
    }

    /// Texts by key, such as `form.title`.
    fn texts(json: &str) -> BTreeMap<String, String> {
        let sections: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_str(json).unwrap();
        let texts = sections.iter().flat_map(|(section, texts)| {
            texts
                .iter()
                .map(move |(key, text)| (format!("{section}.{key}"), text.as_str().unwrap().to_owned()))
        });
        texts.collect()
    }

    /// Names between `{{` and `}}`, sorted: languages may put them in another order.
    fn values(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()).map(str::trim).collect();
        names.sort_unstable();
        names
    }

    fn read(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
}
