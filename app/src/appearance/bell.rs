//! The bell: how often it may be noticed, and its tone.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use crate::session::Moment;
use crate::xterm;

/// Between two bells that are noticed, in milliseconds. Far below three flashes a second (WCAG 2, criterion 2.3.1).
const PAUSE_MILLIS: Moment = 700;

/// Lets few of many bells through.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    last: Cell<Option<Moment>>,
}

impl Gate {
    /// Whether a bell at this moment is to be noticed.
    pub(crate) fn opens(&self, now: Moment) -> bool {
        let is_open = self.last.get().is_none_or(|last| now.saturating_sub(last) >= PAUSE_MILLIS);
        if is_open {
            self.last.set(Some(now));
        }
        is_open
    }
}

#[wasm_bindgen]
extern "C" {
    type ToneModule;

    #[wasm_bindgen(method, catch)]
    fn tone(this: &ToneModule) -> Result<(), JsValue>;
}

/// Sounds the tone.
pub(crate) async fn tone() {
    if let Some(module) = xterm::load_one("postern-tone").await {
        // A machine without sound has none for this either.
        let _ = module.unchecked_into::<ToneModule>().tone();
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{Gate, PAUSE_MILLIS};

    #[test]
    fn of_many_bells_in_a_row_few_are_noticed() {
        let gate = Gate::default();
        let noticed = (0..10 * PAUSE_MILLIS).filter(|&now| gate.opens(now)).count();
        assert_eq!(noticed, 10);
    }

    #[test]
    fn the_first_bell_and_one_after_a_long_time_are_noticed() {
        let gate = Gate::default();
        assert!(gate.opens(3));
        assert!(!gate.opens(4));
        assert!(gate.opens(3 + PAUSE_MILLIS));
    }
}
