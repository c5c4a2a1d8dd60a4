//! What is selected in a list, and where its cursor is: by name or key, so that it survives that the list is read
//! again.

use std::collections::HashSet;
use std::hash::Hash;

use postern_shared::script::Name;
use postern_shared::script::files::Entry;
use postern_shared::table::Row;

/// Something that stands in a list.
pub(crate) trait Listed {
    /// What tells it from the others, the next time too.
    type Key: Clone + Eq + Hash;

    fn key(&self) -> &Self::Key;
}

impl Listed for Entry {
    type Key = Name;

    fn key(&self) -> &Name {
        &self.name
    }
}

impl Listed for Row {
    type Key = String;

    fn key(&self) -> &String {
        &self.key
    }
}

/// The list as it is shown.
pub(crate) struct Rows<'a, T> {
    pub(crate) entries: &'a [T],
    /// Which of them, in order.
    pub(crate) shown: &'a [usize],
}

/// How a step or a click treats what is selected already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Only this one: neither key is held.
    Nothing,
    /// Everything from the anchor to here: Shift.
    Range,
    /// What was selected, and this changes sides: Ctrl.
    Each,
}

/// What is selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selection<K: Eq + Hash> {
    chosen: HashSet<K>,
    cursor: Option<K>,
    anchor: Option<K>,
}

impl<K: Eq + Hash> Default for Selection<K> {
    fn default() -> Self {
        Self { chosen: HashSet::new(), cursor: None, anchor: None }
    }
}

impl<T> Clone for Rows<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Rows<'_, T> {}

impl<'a, T: Listed> Rows<'a, T> {
    fn key(self, at: usize) -> Option<&'a T::Key> {
        self.shown.get(at).and_then(|at| self.entries.get(*at)).map(Listed::key)
    }

    /// Where a thing stands.
    pub(crate) fn at(self, key: &T::Key) -> Option<usize> {
        self.shown.iter().position(|at| self.entries.get(*at).is_some_and(|entry| entry.key() == key))
    }
}

impl<K: Clone + Eq + Hash> Selection<K> {
    /// Whether it is selected.
    pub(crate) fn has(&self, key: &K) -> bool {
        self.chosen.contains(key)
    }

    /// How many are selected.
    pub(crate) fn count(&self) -> usize {
        self.chosen.len()
    }

    /// Where the cursor is.
    pub(crate) fn cursor(&self) -> Option<&K> {
        self.cursor.as_ref()
    }

    /// Selects one alone.
    pub(crate) fn only(&mut self, key: K) {
        self.chosen = HashSet::from([key.clone()]);
        self.anchor = Some(key.clone());
        self.cursor = Some(key);
    }

    /// Selects nothing; the cursor stays.
    pub(crate) fn clear(&mut self) {
        self.chosen.clear();
    }

    /// Selects everything that is shown.
    pub(crate) fn all(&mut self, rows: Rows<'_, impl Listed<Key = K>>) {
        self.chosen = (0..rows.shown.len()).filter_map(|at| rows.key(at).cloned()).collect();
    }

    /// Selects or no longer selects what the cursor is on.
    pub(crate) fn toggle(&mut self) {
        if let Some(cursor) = self.cursor.clone() {
            self.flip(cursor.clone());
            self.anchor = Some(cursor);
        }
    }

    /// Goes so many rows down, or up; returns where the cursor is then.
    pub(crate) fn step(
        &mut self,
        rows: Rows<'_, impl Listed<Key = K>>,
        by: isize,
        hold: Hold,
    ) -> Option<usize> {
        let last = rows.shown.len().checked_sub(1)?;
        let at = match self.cursor.as_ref().and_then(|cursor| rows.at(cursor)) {
            Some(at) => at.saturating_add_signed(by).min(last),
            // From before the first row, or from behind the last.
            None if by < 0 => (last + 1).saturating_add_signed(by),
            None => by.saturating_sub(1).unsigned_abs().min(last),
        };
        self.go_to(rows, at, hold);
        Some(at)
    }

    /// Puts the cursor on a row.
    pub(crate) fn go_to(&mut self, rows: Rows<'_, impl Listed<Key = K>>, at: usize, hold: Hold) {
        let Some(key) = rows.key(at).cloned() else { return };
        match hold {
            Hold::Nothing => return self.only(key),
            Hold::Each => {}
            Hold::Range => {
                let anchor = self.anchor.as_ref().and_then(|anchor| rows.at(anchor)).unwrap_or(at);
                self.chosen =
                    (anchor.min(at)..=anchor.max(at)).filter_map(|at| rows.key(at).cloned()).collect();
            }
        }
        self.cursor = Some(key);
    }

    /// A click on a row.
    pub(crate) fn click(&mut self, rows: Rows<'_, impl Listed<Key = K>>, at: usize, hold: Hold) {
        self.go_to(rows, at, hold);
        if hold == Hold::Each {
            self.toggle();
        }
    }

    /// What is selected, in the order it is shown.
    pub(crate) fn entries<'a, T: Listed<Key = K>>(&self, rows: Rows<'a, T>) -> Vec<&'a T> {
        let entries = rows.shown.iter().filter_map(|at| rows.entries.get(*at));
        entries.filter(|entry| self.chosen.contains(entry.key())).collect()
    }

    /// Forgets what is no longer there.
    pub(crate) fn keep(&mut self, rows: Rows<'_, impl Listed<Key = K>>) {
        let shown: HashSet<&K> = (0..rows.shown.len()).filter_map(|at| rows.key(at)).collect();
        self.chosen.retain(|key| shown.contains(key));
        for mark in [&mut self.cursor, &mut self.anchor] {
            if mark.as_ref().is_some_and(|key| !shown.contains(key)) {
                *mark = None;
            }
        }
    }

    fn flip(&mut self, key: K) {
        if !self.chosen.remove(&key) {
            self.chosen.insert(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use postern_shared::script::Name;
    use postern_shared::script::files::{Entry, Kind};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::rows::tests::entry;
    use super::{Hold, Rows, Selection};

    fn entries() -> Vec<Entry> {
        ["a", "b", "c", "d"].map(|name| entry(name, Kind::File, 0)).to_vec()
    }

    fn chosen(selection: &Selection<Name>, rows: Rows<'_, Entry>) -> String {
        selection.entries(rows).iter().map(|entry| entry.name.text()).collect()
    }

    #[test]
    fn keys_and_clicks_select_as_in_any_file_manager() {
        let entries = entries();
        let rows = Rows { entries: &entries, shown: &[0, 1, 2, 3] };
        let mut selection = Selection::default();
        assert_eq!(selection.step(rows, 1, Hold::Nothing), Some(0));
        assert_eq!(selection.step(rows, 2, Hold::Range), Some(2));
        assert_eq!(chosen(&selection, rows), "abc");
        selection.click(rows, 1, Hold::Each);
        assert_eq!(chosen(&selection, rows), "ac");
        selection.click(rows, 3, Hold::Range);
        assert_eq!(chosen(&selection, rows), "bcd", "from the last one that was clicked");
        selection.click(rows, 3, Hold::Nothing);
        assert_eq!(chosen(&selection, rows), "d");
        assert_eq!(selection.step(rows, 9, Hold::Nothing), Some(3));
        selection.step(rows, -1, Hold::Each);
        assert_eq!(chosen(&selection, rows), "d", "Ctrl and an arrow only move the cursor");
        selection.toggle();
        assert_eq!(chosen(&selection, rows), "cd");
    }

    #[test]
    fn what_is_gone_is_not_selected_any_more() {
        let entries = entries();
        let rows = Rows { entries: &entries, shown: &[0, 1, 2, 3] };
        let mut selection = Selection::default();
        selection.all(rows);
        selection.step(rows, 4, Hold::Nothing);
        selection.all(rows);
        let rows = Rows { entries: &entries, shown: &[1, 2] };
        selection.keep(rows);
        assert_eq!((chosen(&selection, rows).as_str(), selection.count()), ("bc", 2));
        assert_eq!(selection.step(rows, -1, Hold::Nothing), Some(1), "the cursor begins anew");
        assert_eq!(
            Selection::default().step(rows, isize::MAX, Hold::Nothing),
            Some(1),
            "End goes to the end"
        );
        let nothing: [Entry; 0] = [];
        assert_eq!(selection.step(Rows { entries: &nothing, shown: &[] }, 1, Hold::Nothing), None);
    }
}
