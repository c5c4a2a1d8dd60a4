//! Which files of a directory are shown, and in which order.

use std::cmp::Ordering;

use postern_shared::script::files::Entry;

use super::usage::Measured;

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Size,
    Modified,
    Mode,
    Owner,
}

/// By what, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) by: Column,
    pub(crate) is_descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { by: Column::Name, is_descending: false }
    }
}

impl Order {
    /// After a click on a heading: the other way, or by that, largest and newest first.
    pub(crate) fn chosen(self, by: Column) -> Self {
        if self.by == by {
            return Self { is_descending: !self.is_descending, ..self };
        }
        Self { by, is_descending: matches!(by, Column::Size | Column::Modified) }
    }
}

/// The rows that are shown, as places in `entries`: directories first, then by the order, then by name. Where directories
/// are measured, they lie among the files.
pub(crate) fn arrange(
    entries: &[Entry],
    order: Order,
    filter: &str,
    shows_hidden: bool,
    measured: Option<&Measured>,
) -> Vec<usize> {
    let filter = filter.trim().to_lowercase();
    // Names are compared often, and put into lower case once.
    let mut rows: Vec<(usize, String)> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| shows_hidden || !entry.name.is_hidden())
        .map(|(at, entry)| (at, entry.name.text().to_lowercase()))
        .filter(|(_, name)| filter.is_empty() || name.contains(&filter))
        .collect();
    rows.sort_by(|(a, a_name), (b, b_name)| {
        let (a, b) = (&entries[*a], &entries[*b]);
        let sorted = match order.by {
            Column::Name => Ordering::Equal,
            Column::Size => match measured {
                Some(measured) => measured.of(&a.name).cmp(&measured.of(&b.name)),
                None => a.size.cmp(&b.size),
            },
            Column::Modified => a.modified.cmp(&b.modified),
            Column::Mode => a.mode.cmp(&b.mode),
            Column::Owner => (&a.owner, &a.group).cmp(&(&b.owner, &b.group)),
        };
        let named = natural(a_name, b_name).then_with(|| a.name.cmp(&b.name));
        let sorted = sorted.then(if order.by == Column::Name { named } else { Ordering::Equal });
        let directed = if order.is_descending { sorted.reverse() } else { sorted };
        let is_first = match measured {
            Some(_) => Ordering::Equal,
            None => b.is_directory().cmp(&a.is_directory()),
        };
        is_first.then(directed).then(named)
    });
    rows.into_iter().map(|(at, _)| at).collect()
}

/// Compares as a person does: `file9` before `file10`.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        let (Some(x), Some(y)) = (a.first(), b.first()) else { return a.len().cmp(&b.len()) };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (first, second) = (digits(&mut a), digits(&mut b));
            let by_value = first.len().cmp(&second.len()).then_with(|| first.cmp(second));
            if by_value != Ordering::Equal {
                return by_value;
            }
        } else if x == y {
            (a, b) = (&a[1..], &b[1..]);
        } else {
            return x.cmp(y);
        }
    }
}

/// Takes the digits a text begins with, without the zeros before them.
fn digits<'a>(text: &mut &'a [u8]) -> &'a [u8] {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    *text = rest;
    let zeros = number.iter().position(|byte| *byte != b'0').unwrap_or(number.len());
    &number[zeros..]
}

#[cfg(test)]
pub(crate) mod tests {
    use postern_shared::script::Name;
    use postern_shared::script::files::{Entry, Kind, Mode};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::usage::Measured;
    use super::{Column, Order, arrange};

    pub(crate) fn entry(name: &str, kind: Kind, size: u64) -> Entry {
        Entry {
            name: Name::parse(name.as_bytes()).unwrap(),
            kind,
            mode: Mode::parse("644").unwrap(),
            size,
            modified: 0,
            owner: "ops".into(),
            group: "ops".into(),
            link: None,
        }
    }

    fn shown(entries: &[Entry], order: Order, filter: &str, shows_hidden: bool) -> Vec<String> {
        arrange(entries, order, filter, shows_hidden, None)
            .into_iter()
            .map(|at| entries[at].name.text())
            .collect()
    }

    #[test]
    fn directories_come_first_and_numbers_count() {
        let entries = [
            entry("file10", Kind::File, 1),
            entry("File9", Kind::File, 3),
            entry(".env", Kind::File, 2),
            entry("zoo", Kind::Directory, 4096),
            entry("file009", Kind::File, 2),
        ];
        let order = Order::default();
        assert_eq!(shown(&entries, order, "", false), ["zoo", "File9", "file009", "file10"]);
        assert_eq!(
            shown(&entries, order.chosen(Column::Name), "", false),
            ["zoo", "file10", "file009", "File9"]
        );
        assert_eq!(
            shown(&entries, order.chosen(Column::Size), "", true),
            ["zoo", "File9", ".env", "file009", "file10"]
        );
        assert_eq!(shown(&entries, order, " FILE1", true), ["file10"]);
    }

    #[test]
    fn what_is_measured_lies_by_what_it_takes() {
        let entries = [
            entry("small", Kind::File, 9),
            entry("tree", Kind::Directory, 1),
            entry("mount", Kind::Directory, 1),
        ];
        let names = |at: usize| entries[at].name.clone();
        let measured = Measured::new(vec![(names(0), 512), (names(1), 4096)]);
        let order = Order::default().chosen(Column::Size);
        let rows = arrange(&entries, order, "", false, Some(&measured));
        assert_eq!(rows, [1, 0, 2]);
    }
}
