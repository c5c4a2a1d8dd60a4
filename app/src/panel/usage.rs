//! What each thing in a directory takes: by name, and compared with the largest.

use std::collections::BTreeMap;

use postern_shared::script::Name;

/// A directory, measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measured {
    bytes: BTreeMap<Name, u64>,
    most: u64,
    total: u64,
}

impl Measured {
    /// By what each takes, in bytes.
    pub(crate) fn new(all: Vec<(Name, u64)>) -> Self {
        let most = all.iter().map(|(_, bytes)| *bytes).max().unwrap_or_default();
        let total = all.iter().fold(0_u64, |total, (_, bytes)| total.saturating_add(*bytes));
        Self { bytes: all.into_iter().collect(), most, total }
    }

    /// What this takes, in bytes; none if it was not measured.
    pub(crate) fn of(&self, name: &Name) -> Option<u64> {
        self.bytes.get(name).copied()
    }

    /// What everything takes, in bytes.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// Its share of what the largest takes, from 0 to 1.
    pub(crate) fn share(&self, name: &Name) -> Option<f64> {
        // What doubles lose of such figures cannot be seen.
        self.of(name).map(|bytes| bytes as f64 / self.most.max(1) as f64)
    }
}

#[cfg(test)]
mod tests {
    use postern_shared::script::Name;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Measured;

    #[test]
    fn shares_are_those_of_the_largest() {
        let name = |text: &str| Name::parse(text).unwrap();
        let measured = Measured::new(vec![(name("a"), 100), (name("b"), 25), (name("c"), 0)]);
        assert_eq!((measured.share(&name("a")), measured.share(&name("b"))), (Some(1.0), Some(0.25)));
        assert_eq!((measured.share(&name("c")), measured.share(&name("d"))), (Some(0.0), None));
        assert_eq!(measured.total(), 125);
        let empty = Measured::new(vec![(name("a"), 0)]);
        assert_eq!(empty.share(&name("a")), Some(0.0));
    }
}
