//! Paths on a target, as a person, a shell and a selection name them. Pure.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Longest path the relay takes, in bytes (`PATH_MAX` of Linux).
const LONGEST: usize = 4096;

/// The path of a file in a directory; an empty one is the login directory.
pub(crate) fn join(directory: &str, name: &str) -> String {
    match directory.trim_end_matches('/') {
        "" if directory.is_empty() => name.to_owned(),
        directory => format!("{directory}/{name}"),
    }
}

/// A path without the `~` of a shell: to the relay, what does not begin with `/` lies in the login directory.
pub(crate) fn from_home(path: &str) -> &str {
    match path.strip_prefix('~') {
        Some("") => "",
        Some(rest) => rest.strip_prefix('/').map_or(path, |rest| rest.trim_start_matches('/')),
        None => path,
    }
}

/// The file that a text selected in a terminal may name; none if it can be none.
pub(crate) fn named(text: &str) -> Option<&str> {
    let text = text.trim();
    let quote = text.chars().next().filter(|first| matches!(first, '\'' | '"'));
    let bare = quote.and_then(|quote| text.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(text);
    let may = !bare.is_empty()
        && bare.len() <= LONGEST
        && !bare.ends_with('/')
        && !bare.chars().any(char::is_control)
        && !matches!(bare, "~" | "." | "..");
    may.then_some(bare)
}

/// Where a file lies, if that is known without asking: its path is whole, or the shell has said where it is.
pub(crate) fn absolute(path: &str, directory: Option<&str>) -> Option<String> {
    if path.starts_with('/') {
        return Some(path.to_owned());
    }
    match (from_home(path), directory) {
        (rest, _) if rest != path => Some(rest.to_owned()),
        (_, Some(directory)) => Some(join(directory, path.strip_prefix("./").unwrap_or(path))),
        (_, None) => None,
    }
}

/// A name for the upload of a file to a path: the same for the same file, so that what broke off with the page that
/// began it can be gone on with by the next.
pub(crate) fn upload_name(path: &str, size: u64, modified: u64) -> String {
    let digits = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, path, size, modified).hash(&mut hasher);
        hasher.finish()
    };
    format!("{:016x}{:016x}", digits(0), digits(1))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::{absolute, from_home, join, named, upload_name};

    #[test]
    fn a_file_lies_in_its_directory() {
        assert_eq!(join("/srv/app", "a b"), "/srv/app/a b");
        assert_eq!(join("/srv/app//", "a"), "/srv/app/a");
        assert_eq!(join("/", "a"), "/a");
        assert_eq!(join("", "-rf"), "-rf");
        assert_eq!(join("docs", "a"), "docs/a");
    }

    #[test]
    fn the_tilde_of_a_shell_is_the_login_directory() {
        assert_eq!((from_home("~"), from_home("~/a"), from_home("~//a")), ("", "a", "a"));
        assert_eq!((from_home("~ops/a"), from_home("/a"), from_home("a~")), ("~ops/a", "/a", "a~"));
    }

    #[test]
    fn a_selection_names_a_file_or_nothing() {
        assert_eq!(named(" app.log \n"), Some("app.log"));
        assert_eq!(named("'my file.txt'"), Some("my file.txt"), "as ls shows it");
        assert_eq!(named("\"a\""), Some("a"));
        assert_eq!(named("it's"), Some("it's"));
        for none in ["", "  ", "a\nb", "dir/", "~", "..", "''", &"x".repeat(5000)] {
            assert_eq!(named(none), None, "{none:?}");
        }
    }

    #[test]
    fn where_it_lies_is_known_or_asked() {
        assert_eq!(absolute("/etc/hosts", None).as_deref(), Some("/etc/hosts"));
        assert_eq!(absolute("~/a", None).as_deref(), Some("a"));
        assert_eq!(absolute("./a", Some("/srv")).as_deref(), Some("/srv/a"));
        assert_eq!(absolute("../a", Some("/srv")).as_deref(), Some("/srv/../a"));
        assert_eq!(absolute("a", None), None);
    }

    proptest! {
        #[test]
        fn the_name_of_an_upload_is_one_the_relay_takes(path in ".*", size: u64, modified: u64) {
            let name = upload_name(&path, size, modified);
            prop_assert!(name.len() <= 36 && name.chars().all(|c| c.is_ascii_alphanumeric()));
            prop_assert_eq!(&name, &upload_name(&path, size, modified));
            prop_assert_ne!(name, upload_name(&path, size, modified ^ 1));
        }

        #[test]
        fn no_selection_is_too_much(text in ".*", directory in "(/.*)?") {
            if let Some(name) = named(&text) {
                let _ = absolute(name, Some(&directory));
            }
        }
    }
}
