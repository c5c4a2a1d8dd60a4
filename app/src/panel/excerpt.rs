//! What is shown of a line in which something was found: the part around it.

/// Most characters that are shown of a line.
const SHOWN: usize = 240;

/// Characters before what was found, where the line does not begin soon.
const BEFORE: usize = 40;

/// A part of a line: before, what was found, after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) before: String,
    pub(crate) found: String,
    pub(crate) after: String,
}

/// The part of a line around this text; the beginning where the text is not known.
pub(crate) fn excerpt(line: &str, text: Option<&str>, ignores_case: bool) -> Excerpt {
    let line = line.trim();
    let at = text.filter(|text| !text.is_empty()).and_then(|text| find(line, text, ignores_case));
    let Some((begin, end)) = at else {
        return Excerpt { after: cut(line, SHOWN), ..Excerpt::default() };
    };
    let count = line[..begin].chars().count();
    let before = match count {
        0..=BEFORE => line[..begin].to_owned(),
        _ => format!("…{}", line[..begin].chars().skip(count - BEFORE).collect::<String>()),
    };
    let found = cut(&line[begin..end], SHOWN);
    let rest = SHOWN.saturating_sub(found.chars().count());
    Excerpt { before, found, after: cut(&line[end..], rest) }
}

/// Where a text stands. `grep` compares letters of ASCII as the same, and no others.
fn find(line: &str, text: &str, ignores_case: bool) -> Option<(usize, usize)> {
    let begin = match ignores_case {
        true => line.to_ascii_lowercase().find(&text.to_ascii_lowercase())?,
        false => line.find(text)?,
    };
    Some((begin, begin + text.len()))
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Excerpt, excerpt};

    fn parts(line: &str, text: Option<&str>, ignores_case: bool) -> [String; 3] {
        let Excerpt { before, found, after } = excerpt(line, text, ignores_case);
        [before, found, after]
    }

    #[test]
    fn what_was_found_is_in_sight_however_long_the_line_is() {
        assert_eq!(parts("  let Größe = 1;", Some("größe"), false), ["", "", "let Größe = 1;"]);
        assert_eq!(parts("let SIZE = 1;", Some("size"), true), ["let ", "SIZE", " = 1;"]);
        let long = format!("{}here{}", "ä".repeat(1000), "b".repeat(1000));
        let [before, found, after] = parts(&long, Some("here"), false);
        assert_eq!((before.chars().count(), found.as_str(), after.chars().count()), (41, "here", 237));
        assert_eq!(parts(&long, None, false)[2].chars().count(), 241);
        assert_eq!(parts("", Some("x"), false), ["", "", ""]);
    }
}
