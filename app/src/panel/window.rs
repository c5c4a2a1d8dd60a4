//! Which rows of a long list are in the document: those in sight, and some around them.

use std::ops::Range;

/// Rows beyond each edge, so that a quick scroll finds them there.
const MARGIN: usize = 16;
/// The window moves by so many rows, so that not each pixel of a scroll changes the document.
const STEP: usize = 8;

/// The rows to be in the document, where so many pixels of the list are scrolled past and so many are in sight.
pub(crate) fn window(rows: usize, row_px: f64, scrolled_px: f64, sight_px: f64) -> Range<usize> {
    if row_px < 1.0 {
        return 0..rows.min(STEP);
    }
    // Both are small and not below zero.
    let first = (scrolled_px.max(0.0) / row_px) as usize;
    let count = (sight_px.max(0.0) / row_px) as usize + 1;
    let begin = first.saturating_sub(MARGIN) / STEP * STEP;
    let end = (first + count + MARGIN).next_multiple_of(STEP);
    begin.min(rows)..end.min(rows)
}

/// How far to scroll so that a row is in sight; none if it is.
pub(crate) fn reveal(at: usize, row_px: f64, scrolled_px: f64, sight_px: f64) -> Option<f64> {
    let (top, bottom) = (at as f64 * row_px, (at + 1) as f64 * row_px);
    if top < scrolled_px {
        Some(top)
    } else if bottom > scrolled_px + sight_px {
        Some(bottom - sight_px)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{reveal, window};

    #[test]
    fn what_is_in_sight_is_in_the_document_and_little_else() {
        for scrolled in [0.0, 13.0, 260.0, 26.0 * 49_990.0] {
            let rows = window(50_000, 26.0, scrolled, 400.0);
            let first = (scrolled / 26.0) as usize;
            assert!(rows.start <= first && rows.end >= (first + 17).min(50_000), "{scrolled}: {rows:?}");
            assert!(rows.len() < 80, "{scrolled}: {rows:?}");
        }
        assert_eq!(window(3, 26.0, 0.0, 400.0), 0..3);
        assert_eq!(window(0, 26.0, 900.0, 400.0), 0..0);
        assert_eq!(window(90, 0.0, 0.0, 0.0), 0..8);
    }

    #[test]
    fn a_row_is_scrolled_to_only_if_it_is_out_of_sight() {
        assert_eq!(reveal(5, 20.0, 0.0, 200.0), None);
        assert_eq!(reveal(10, 20.0, 0.0, 200.0), Some(20.0));
        assert_eq!(reveal(2, 20.0, 100.0, 200.0), Some(40.0));
    }
}
