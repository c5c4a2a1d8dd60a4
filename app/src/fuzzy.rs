//! Finds texts by a few of their letters, and says how well they fit; it knows nothing of what the texts name.

/// Most characters of a pattern that count; more would only cost time.
const LONGEST_PATTERN: usize = 64;
/// Most characters of a text that are looked at: names are shorter, and what is longer fits on no line.
const LONGEST_TEXT: usize = 256;

/// What each matched letter is worth.
const LETTER: i32 = 16;
/// Beside the letter before it.
const CONSECUTIVE: i32 = 12;
/// At the start of a word, where people look first.
const WORD_START: i32 = 10;
/// At the very start of the text.
const TEXT_START: i32 = 6;
/// Written as it was typed.
const SAME_CASE: i32 = 1;
/// For each letter passed over between two that match, up to [`LARGEST_GAP`].
const GAP: i32 = 2;
const LARGEST_GAP: i32 = 12;
/// Not reachable.
const NONE: i32 = i32::MIN / 2;

/// How a text fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Match {
    /// Higher fits better; only scores for the same pattern compare.
    pub(crate) score: i32,
    /// Which characters of the text matched, counted from 0, ascending.
    pub(crate) positions: Vec<usize>,
}

/// How well the letters of a pattern, in this order, fit a text; none where they do not.
///
/// Words of the pattern may match in any order, upper and lower case alike. An empty pattern fits everything.
pub(crate) fn score(pattern: &str, text: &str) -> Option<Match> {
    let text: Vec<char> = text.chars().take(LONGEST_TEXT).collect();
    let folded: Vec<char> = text.iter().copied().map(fold).collect();
    let mut all = Match::default();
    let mut left = LONGEST_PATTERN;
    for word in pattern.split_whitespace() {
        let word: Vec<char> = word.chars().take(left).collect();
        left -= word.len();
        let found = best(&word, &text, &folded)?;
        all.score += found.score;
        all.positions.extend(found.positions);
    }
    all.positions.sort_unstable();
    all.positions.dedup();
    // Of two that fit alike, the shorter is more likely meant.
    all.score -= i32::try_from(text.len()).unwrap_or(i32::MAX) / 8;
    Some(all)
}

/// The best way through the text, letter by letter: `rows[i][j]` is the best score with letter `i` at place `j`.
fn best(word: &[char], text: &[char], folded: &[char]) -> Option<Match> {
    if !is_within(word, folded) {
        return None;
    }
    let width = text.len();
    let mut rows = vec![NONE; word.len() * width];
    let mut from = vec![usize::MAX; word.len() * width];
    for (i, &letter) in word.iter().enumerate() {
        // The best of the row before, worn down by the gap since.
        let (mut carried, mut carried_at) = (NONE, usize::MAX);
        for j in i..width {
            if i > 0 && j >= 2 {
                let before = rows[(i - 1) * width + j - 2];
                let worn = carried - GAP;
                let fresh = before - GAP;
                (carried, carried_at) = if fresh >= worn { (fresh, j - 2) } else { (worn, carried_at) };
            }
            if folded[j] != fold(letter) {
                continue;
            }
            let mut here = LETTER + i32::from(text[j] == letter) * SAME_CASE;
            if starts_word(text, j) {
                here += WORD_START;
            }
            if j == 0 {
                here += TEXT_START;
            }
            if i == 0 {
                rows[j] = here - (GAP * i32::try_from(j).unwrap_or(LARGEST_GAP)).min(LARGEST_GAP);
                continue;
            }
            let beside = if j > 0 { rows[(i - 1) * width + j - 1] + CONSECUTIVE } else { NONE };
            let (before, at) =
                if beside >= carried { (beside, j.wrapping_sub(1)) } else { (carried, carried_at) };
            if before > NONE / 2 {
                rows[i * width + j] = before + here;
                from[i * width + j] = at;
            }
        }
    }
    trace(word.len(), width, &rows, &from)
}

fn trace(letters: usize, width: usize, rows: &[i32], from: &[usize]) -> Option<Match> {
    let Some(last) = letters.checked_sub(1) else { return Some(Match::default()) };
    let row = rows.get(last * width..)?;
    // The first of equals.
    let mut at = row.iter().enumerate().rev().max_by_key(|(_, score)| **score)?.0;
    let score = row[at];
    if score <= NONE / 2 {
        return None;
    }
    let mut positions = vec![at; letters];
    for i in (1..letters).rev() {
        at = from[i * width + at];
        positions[i - 1] = at;
    }
    Some(Match { score, positions })
}

/// Whether the letters occur in this order at all: most texts end here.
fn is_within(word: &[char], folded: &[char]) -> bool {
    let mut rest = folded.iter();
    word.iter().all(|letter| rest.any(|c| *c == fold(*letter)))
}

fn starts_word(text: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| text.get(before)) else { return true };
    let here = text[at];
    !before.is_alphanumeric()
        || (before.is_lowercase() && here.is_uppercase())
        || (before.is_alphabetic() && here.is_numeric())
        // Each character of a script without cases is a word of its own.
        || (here.is_alphabetic() && !here.is_lowercase() && !here.is_uppercase())
}

/// One character stays one, so that positions hold.
fn fold(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::score;

    #[test]
    fn letters_match_in_order_and_say_where() {
        assert_eq!(positions("wb1", "web-01"), [0, 2, 5]);
        assert_eq!(positions("SP", "Split pane"), [0, 1]);
        assert_eq!(positions("财02", "财务库-02"), [0, 4, 5]);
        assert!(score("bw", "web").is_none());
        assert!(score("webb", "web").is_none());
        assert_eq!(positions("", "web"), Vec::<usize>::new());
    }

    #[test]
    fn what_a_person_means_comes_first() {
        for (pattern, better, worse) in [
            ("web", "web-01", "wide-edge-box"),
            ("db", "db-01", "deploy-box"),
            ("sr", "Split right", "Session over"),
            ("gz", "edge-gz-03", "frogzone"),
            ("web", "web", "web-01.fra.example.net"),
            ("nt", "New Tab", "Find next"),
            ("W", "Web", "web"),
            ("end", "End session", "Send to all"),
        ] {
            let [better_score, worse_score] =
                [better, worse].map(|text| score(pattern, text).map(|m| m.score));
            assert!(
                better_score > worse_score,
                "{pattern}: {better} {better_score:?}, {worse} {worse_score:?}"
            );
        }
    }

    #[test]
    fn words_match_in_any_order() {
        assert!(score("fra web", "web-01 Frankfurt").is_some());
        assert!(score("fra nowhere", "web-01 Frankfurt").is_none());
    }

    #[test]
    fn thousands_of_names_take_no_time_a_person_notices() {
        let names: Vec<String> = (0..5000).map(|n| format!("ops@web-{n:04}.fra.example.net")).collect();
        let begun = std::time::Instant::now();
        assert_eq!(names.iter().filter(|name| score("wfra7", name).is_some()).count(), 0);
        assert!(names.iter().filter(|name| score("w7fra", name).is_some()).count() > 1000);
        assert!(begun.elapsed().as_millis() < 1500, "unoptimised: {:?}", begun.elapsed());
    }

    proptest! {
        #[test]
        fn positions_are_those_of_the_letters(text in "\\PC{0,40}", picks in prop::collection::vec(any::<prop::sample::Index>(), 0..8)) {
            let letters: Vec<char> = text.chars().collect();
            let mut picked: Vec<usize> = picks.iter().filter(|_| !letters.is_empty()).map(|pick| pick.index(letters.len())).collect();
            picked.sort_unstable();
            picked.dedup();
            let pattern: String = picked.iter().map(|at| letters[*at]).filter(|c| !c.is_whitespace()).collect();
            let found = score(&pattern, &text).unwrap();
            prop_assert_eq!(found.positions.len(), pattern.chars().count());
            prop_assert!(found.positions.windows(2).all(|pair| pair[0] < pair[1]));
            for (at, c) in found.positions.iter().zip(pattern.chars()) {
                prop_assert_eq!(super::fold(letters[*at]), super::fold(c));
            }
        }

        #[test]
        fn nothing_makes_it_panic(pattern in any::<String>(), text in any::<String>()) {
            let _ = score(&pattern, &text);
        }
    }

    fn positions(pattern: &str, text: &str) -> Vec<usize> {
        score(pattern, text).unwrap().positions
    }
}
