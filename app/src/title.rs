//! A title a program on the target wants, made fit to stand among the page's own words.

/// Most characters shown.
const LONGEST: usize = 120;

/// The title without what could reorder or hide the text around it; none if nothing is left.
pub(crate) fn tidy(title: &str) -> Option<String> {
    let tidy: String =
        title.chars().filter(|&c| !c.is_control() && !is_reordering(c)).take(LONGEST).collect();
    Some(tidy.trim().to_owned()).filter(|title| !title.is_empty())
}

/// Characters that change the direction of what follows (Unicode Standard Annex 9, section 2).
fn is_reordering(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{LONGEST, tidy};

    #[test]
    fn a_plain_title_stays_as_it_is() {
        assert_eq!(tidy("ops@web-01: /srv/应用").as_deref(), Some("ops@web-01: /srv/应用"));
    }

    #[test]
    fn what_could_disturb_the_page_is_taken_out() {
        assert_eq!(tidy("a\u{202e}moc.live\u{2066}\n\x07").as_deref(), Some("amoc.live"));
        assert_eq!(tidy(" \u{200f} \t"), None);
        assert_eq!(tidy(&"x".repeat(1_000_000)).unwrap().len(), LONGEST);
    }
}
