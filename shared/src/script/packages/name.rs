//! What a package is called.

use std::fmt;

/// Longest name that is taken, in bytes: as long as a file may be called.
const NAME_BYTES: usize = 255;

/// The name of a package, with its architecture where it takes one (`libc6:i386`, `glibc.x86_64`): letters, digits and
/// `+ - . _ ~ :`, a letter or digit first. It never ends with `-`, which to `apt-get install` means to remove it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackageName(String);

impl PackageName {
    /// Reads a name; none if no package can have it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._~:".contains(&byte);
        let begins = text.starts_with(|first: char| first.is_ascii_alphanumeric());
        let is_name = begins && text.len() <= NAME_BYTES && text.bytes().all(fits) && !text.ends_with('-');
        is_name.then(|| Self(text.to_owned()))
    }

    /// The names in a text, with spaces between; none if one of them is no name, or there is none.
    #[must_use]
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        let names: Vec<Self> = text.split_whitespace().map(Self::parse).collect::<Option<_>>()?;
        (!names.is_empty()).then_some(names)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::PackageName;
    use crate::script::word;

    #[test]
    fn names_of_every_packager_are_taken_and_nothing_else() {
        for name in ["libc6", "g++", "libstdc++6:i386", "python3.11", "glibc.x86_64", "GeoIP", "perl-Text_x"]
        {
            assert_eq!(PackageName::parse(name).unwrap().as_str(), name);
        }
        let long = "x".repeat(256);
        for name in
            ["", "-y", "+x", "nginx-", "nginx=1.0", "nginx/sid", "a b", "$(id)", "../x", "nginx\n", &long]
        {
            assert_eq!(PackageName::parse(name), None, "{name}");
        }
        assert_eq!(PackageName::parse_all(" nginx  curl ").unwrap().len(), 2);
        assert_eq!(PackageName::parse_all("nginx -y"), None);
        assert_eq!(PackageName::parse_all(" "), None);
    }

    proptest! {
        #[test]
        fn a_name_is_no_option_and_needs_no_quotes_or_has_them(text in ".{0,40}") {
            if let Some(name) = PackageName::parse(&text) {
                prop_assert!(!name.as_str().starts_with('-'));
                let word = word(name.as_str().as_bytes());
                prop_assert!(word == name.as_str() || word.starts_with('\''));
            }
        }
    }
}
