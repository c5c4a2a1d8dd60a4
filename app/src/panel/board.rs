//! Which rows of a table are shown, and in which order.

use std::cmp::Ordering;
use std::collections::HashMap;

use postern_shared::table::{Cell, Row, Scope};

use super::rows::natural;

/// By which column rows are sorted, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) by: usize,
    pub(crate) is_descending: bool,
}

/// What is to be seen of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    pub(crate) order: Order,
    pub(crate) filter: &'a str,
    pub(crate) scope: Scope,
    pub(crate) is_tree: bool,
}

/// Where a row stands: its place among the rows, and how deep it hangs in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) row: usize,
    pub(crate) depth: usize,
}

/// The rows that are shown, in order.
pub(crate) fn arrange(rows: &[Row], look: &Look<'_>) -> Vec<Place> {
    let filter = look.filter.trim().to_lowercase();
    let is_shown = |row: &Row| row.is_in(look.scope) && (filter.is_empty() || holds(row, &filter));
    let mut shown: Vec<usize> = (0..rows.len()).filter(|at| is_shown(&rows[*at])).collect();
    shown.sort_by(|a, b| in_order(&rows[*a], &rows[*b], look.order));
    if look.is_tree {
        tree(rows, shown)
    } else {
        shown.into_iter().map(|row| Place { row, depth: 0 }).collect()
    }
}

/// Whether a row says this somewhere; the text is in lower case.
fn holds(row: &Row, filter: &str) -> bool {
    row.cells.iter().any(|cell| match cell {
        Cell::Text(text) | Cell::State(_, text) => text.to_lowercase().contains(filter),
        Cell::Pair(text, more) => format!("{text} {more}").to_lowercase().contains(filter),
        Cell::Number(number) => number.to_string().contains(filter),
        Cell::Nothing | Cell::Bytes(_) | Cell::Share(_) | Cell::Seconds(_) | Cell::Moment(_) => false,
    })
}

fn in_order(a: &Row, b: &Row, order: Order) -> Ordering {
    let (Some(x), Some(y)) = (a.cells.get(order.by), b.cells.get(order.by)) else { return Ordering::Equal };
    // What is not known comes last, either way.
    let sorted = match (x == &Cell::Nothing, y == &Cell::Nothing) {
        (false, false) if order.is_descending => compare(y, x),
        (false, false) => compare(x, y),
        (x_is_nothing, y_is_nothing) => x_is_nothing.cmp(&y_is_nothing),
    };
    sorted.then_with(|| natural(&a.key, &b.key))
}

fn compare(a: &Cell, b: &Cell) -> Ordering {
    match (a, b) {
        (Cell::Text(a), Cell::Text(b)) => natural(&a.to_lowercase(), &b.to_lowercase()),
        (Cell::Pair(a, a_more), Cell::Pair(b, b_more)) => {
            natural(&a.to_lowercase(), &b.to_lowercase()).then_with(|| a_more.cmp(b_more))
        }
        (Cell::Number(a), Cell::Number(b)) => a.cmp(b),
        (Cell::Bytes(a), Cell::Bytes(b))
        | (Cell::Share(a), Cell::Share(b))
        | (Cell::Seconds(a), Cell::Seconds(b)) => a.cmp(b),
        (Cell::Moment(a), Cell::Moment(b)) => a.cmp(b),
        (Cell::State(a, a_word), Cell::State(b, b_word)) => a.cmp(b).then_with(|| natural(a_word, b_word)),
        // Two kinds in one column have no order of their own.
        _ => Ordering::Equal,
    }
}

/// The same rows, each below the one it hangs on; what hangs on one that is not shown stands by itself. Rows that hang
/// on each other in a ring are shown, too.
fn tree(rows: &[Row], shown: Vec<usize>) -> Vec<Place> {
    let by_key: HashMap<&str, usize> = shown.iter().map(|at| (rows[*at].key.as_str(), *at)).collect();
    let mut below: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    for at in &shown {
        let parent = rows[*at].parent.as_deref().and_then(|key| by_key.get(key)).copied();
        below.entry(parent.filter(|parent| parent != at)).or_default().push(*at);
    }
    let mut places = Vec::with_capacity(shown.len());
    let mut is_placed = vec![false; rows.len()];
    for root in below.get(&None).cloned().unwrap_or_default().into_iter().chain(shown) {
        let mut waiting = vec![Place { row: root, depth: 0 }];
        while let Some(place) = waiting.pop() {
            if std::mem::replace(&mut is_placed[place.row], true) {
                continue;
            }
            places.push(place);
            let children = below.get(&Some(place.row)).into_iter().flatten().rev();
            waiting.extend(children.map(|row| Place { row: *row, depth: place.depth + 1 }));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use postern_shared::table::{Cell, Mood, Row, Scope};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Look, Order, arrange};

    fn row(key: &str, parent: &str, cell: Cell) -> Row {
        Row { parent: Some(parent.to_owned()), ..Row::of(key, vec![Cell::text(key), cell]) }
    }

    fn keys(rows: &[Row], look: &Look<'_>) -> Vec<String> {
        arrange(rows, look)
            .iter()
            .map(|place| format!("{}{}", "-".repeat(place.depth), rows[place.row].key))
            .collect()
    }

    const PLAIN: Look<'static> =
        Look { order: Order { by: 1, is_descending: true }, filter: "", scope: Scope::All, is_tree: false };

    #[test]
    fn rows_are_sorted_and_what_is_not_known_comes_last() {
        let rows = [
            row("a", "", Cell::Bytes(5)),
            row("b", "", Cell::Nothing),
            row("c", "", Cell::Bytes(70)),
            row("d", "", Cell::Bytes(70)),
        ];
        assert_eq!(keys(&rows, &PLAIN), ["c", "d", "a", "b"]);
        let up = Look { order: Order { by: 1, is_descending: false }, ..PLAIN };
        assert_eq!(keys(&rows, &up), ["a", "c", "d", "b"]);
    }

    #[test]
    fn a_tree_keeps_each_row_below_its_own_and_loses_none() {
        let rows = [
            row("1", "0", Cell::Number(1)),
            row("20", "1", Cell::Number(2)),
            row("30", "20", Cell::Number(3)),
            row("40", "1", Cell::Number(4)),
            row("x", "y", Cell::Number(0)),
            row("y", "x", Cell::Number(0)),
        ];
        let tree = Look { is_tree: true, ..PLAIN };
        assert_eq!(keys(&rows, &tree), ["1", "-40", "-20", "--30", "x", "-y"]);
        let part = Look { filter: "3", ..tree };
        assert_eq!(keys(&rows, &part), ["30"]);
    }

    #[test]
    fn a_part_and_a_filter_narrow_it_down() {
        let mut rows = [
            row("nginx", "", Cell::State(Mood::Good, "running".into())),
            row("cron", "", Cell::State(Mood::Bad, "failed".into())),
        ];
        rows[0].scopes.push(Scope::Mine);
        assert_eq!(keys(&rows, &PLAIN), ["nginx", "cron"], "by mood, what went wrong last");
        assert_eq!(keys(&rows, &Look { scope: Scope::Mine, ..PLAIN }), ["nginx"]);
        assert_eq!(keys(&rows, &Look { filter: " FAIL", ..PLAIN }), ["cron"]);
    }
}
