//! What stands in a row.

use leptos::prelude::*;
use postern_shared::table::{Cell, Column, Mood, Shown, Width};

use crate::pages::workspace::message::size;
use crate::pages::workspace::panels::shown_text;

/// A share of something from which it is worth a look, in tenths of a percent.
const HOT: u64 = 800;

/// The class of a column, by how wide it is.
pub(super) fn width(column: Column) -> &'static str {
    match column.width {
        Width::Rest => "",
        Width::Tiny => "w-3",
        Width::Small => "w-5",
        Width::Middling => "w-6",
        Width::Large => "w-10",
        Width::Huge => "w-17",
    }
}

/// The class of a column, by when it is shown.
pub(super) fn shown(column: Column) -> &'static str {
    match column.shown {
        Shown::Always => "",
        Shown::Middling => "if-middling",
        Shown::Wide => "if-wide",
        Shown::Roomy => "if-roomy",
    }
}

/// Whether what stands in such a cell is written to the right.
pub(super) fn is_number(cell: &Cell) -> bool {
    match cell {
        Cell::Number(_) | Cell::Bytes(_) | Cell::Seconds(_) => true,
        Cell::Nothing
        | Cell::Text(_)
        | Cell::Pair(..)
        | Cell::Share(_)
        | Cell::Moment(_)
        | Cell::State(..) => false,
    }
}

/// What stands in a cell.
pub(super) fn content(cell: &Cell) -> AnyView {
    match cell {
        Cell::Nothing => ().into_any(),
        Cell::Text(text) => view! { <bdi>{one_line(text)}</bdi> }.into_any(),
        Cell::Pair(text, more) => view! {
            <bdi>
                {one_line(text)} " " <span class="quiet-text">{one_line(more)}</span>
            </bdi>
        }
        .into_any(),
        Cell::Number(number) => number.to_string().into_any(),
        Cell::Bytes(bytes) => size(*bytes).into_any(),
        Cell::Share(share) => {
            let is_hot = *share >= HOT;
            view! {
                <span class="cell">
                    <meter class:warn=is_hot min="0" max="1000" value=(*share).min(1000) aria-hidden="true"></meter>
                    <span class:warn=is_hot>{tenths(*share)}</span>
                </span>
            }
            .into_any()
        }
        Cell::Seconds(seconds) => span(*seconds).into_any(),
        // Seconds of any moment fit a double.
        Cell::Moment(moment) => crate::when::stamp(*moment as f64 * 1000.0).into_any(),
        Cell::State(mood, word) => view! {
            <span class="name">
                <span class=dot(*mood)></span>
                <bdi class:bad=*mood == Mood::Bad>{one_line(word)}</bdi>
            </span>
        }
        .into_any(),
    }
}

fn dot(mood: Mood) -> &'static str {
    match mood {
        Mood::Bad => "dot down",
        Mood::Busy => "dot wait",
        Mood::Good => "dot",
        Mood::Idle => "dot idle",
    }
}

fn one_line(text: &str) -> String {
    shown_text(text).replace('\n', "␊").replace('\t', "␉")
}

fn tenths(share: u64) -> String {
    format!("{}.{}", share / 10, share % 10)
}

/// A time span, as short as it can be told.
pub(super) fn span(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match () {
        () if days > 0 => format!("{days} d {} h", hours % 24),
        () if hours > 0 => format!("{hours}:{:02}:{:02}", minutes % 60, seconds % 60),
        () => format!("{minutes}:{:02}", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{one_line, span, tenths};

    #[test]
    fn figures_are_short() {
        assert_eq!([0, 59, 61, 3661, 90_000].map(span), ["0:00", "0:59", "1:01", "1:01:01", "1 d 1 h"]);
        assert_eq!([0, 5, 912, 16_200].map(tenths), ["0.0", "0.5", "91.2", "1620.0"]);
    }

    #[test]
    fn what_a_target_says_stays_in_its_row() {
        assert!(!one_line("a\n\u{202e}b\x1b[2J").chars().any(|c| c.is_control() || c == '\u{202e}'));
    }
}
