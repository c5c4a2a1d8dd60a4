//! The directories a person went through: back and forward.

use postern_shared::script::Path;

/// Most steps that are kept.
const STEPS: usize = 100;

/// Where the person is, and was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trail {
    steps: Vec<Path>,
    at: usize,
}

impl Trail {
    /// Begins here.
    pub(crate) fn new(here: Path) -> Self {
        Self { steps: vec![here], at: 0 }
    }

    /// Where the person is.
    pub(crate) fn here(&self) -> &Path {
        &self.steps[self.at]
    }

    /// Goes on to a directory; what was ahead is forgotten.
    pub(crate) fn go(&mut self, to: Path) {
        if *self.here() == to {
            return;
        }
        self.steps.truncate(self.at + 1);
        self.steps.push(to);
        if self.steps.len() > STEPS {
            self.steps.remove(0);
        }
        self.at = self.steps.len() - 1;
    }

    /// Whether there is a step this way.
    pub(crate) fn may_step(&self, by: isize) -> bool {
        self.at.checked_add_signed(by).is_some_and(|at| at < self.steps.len())
    }

    /// Goes back (-1) or forward (1).
    pub(crate) fn step(&mut self, by: isize) {
        if self.may_step(by) {
            self.at = self.at.saturating_add_signed(by);
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Path, STEPS, Trail};

    fn path(text: &str) -> Path {
        Path::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn back_and_forward_go_where_the_person_was() {
        let mut trail = Trail::new(path("/"));
        trail.go(path("/srv"));
        trail.go(path("/srv"));
        trail.go(path("/srv/app"));
        trail.step(-1);
        assert_eq!(*trail.here(), path("/srv"));
        trail.step(-1);
        assert!(!trail.may_step(-1) && trail.may_step(1));
        trail.go(path("/etc"));
        assert!(!trail.may_step(1));
        for number in 0..2 * STEPS {
            trail.go(path(&format!("/{number}")));
        }
        assert_eq!(trail.steps.len(), STEPS);
    }
}
