//! Font families: what a person writes, as what CSS understands. Which fonts there are is not known here.

/// Most characters of what a person writes.
const LONGEST: usize = 200;

/// The families for CSS, the style sheet's own last; none if nothing is named.
pub(super) fn family(written: &str) -> Option<String> {
    let mut names = names(written).peekable();
    names.peek()?;
    let quoted: String = names.map(|name| format!("\"{name}\", ")).collect();
    Some(format!("{quoted}var(--font-mono)"))
}

/// The families that are named, in their order.
pub(super) fn names(written: &str) -> impl Iterator<Item = String> {
    let end = written.char_indices().nth(LONGEST).map_or(written.len(), |(end, _)| end);
    let written = written.get(..end).unwrap_or_default();
    written.split(',').map(plain).filter(|name| !name.is_empty())
}

/// A name without what would end its quotes.
fn plain(name: &str) -> String {
    let kept: String = name.chars().filter(|&c| !c.is_control() && !"\"'\\;{}".contains(c)).collect();
    kept.trim().to_owned()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{LONGEST, family};

    #[test]
    fn a_font_is_asked_for_before_the_pages_own() {
        assert_eq!(family("Fira Code").as_deref(), Some("\"Fira Code\", var(--font-mono)"));
        assert_eq!(
            family(" '3270 Nerd Font' ,, \"Hack\"").as_deref(),
            Some("\"3270 Nerd Font\", \"Hack\", var(--font-mono)")
        );
    }

    #[test]
    fn nothing_that_is_written_gets_out_of_its_quotes() {
        for hostile in ["\"; color: red", "a\\", "x}\ny{", "url(\"//h\")", &"é".repeat(2 * LONGEST)] {
            let family = family(hostile).unwrap();
            let name = family.strip_prefix('"').unwrap().strip_suffix("\", var(--font-mono)").unwrap();
            assert!(!name.contains(['"', '\\', ';', '{', '}', '\n']), "{family}");
            assert!(name.chars().count() <= LONGEST);
        }
    }

    #[test]
    fn no_name_is_no_choice() {
        for nothing in ["", " , ", "\"\"", ";"] {
            assert_eq!(family(nothing), None);
        }
    }
}
