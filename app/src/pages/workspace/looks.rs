//! The look of a pane: its terminal follows what is chosen for its target, and its bar answers the bell.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::view::View;
use crate::appearance::{Bell, Gate, Looks, step, tone};
use crate::browser;
use crate::settings::Choices;
use crate::xterm::{Extent, Kind};

/// How long the bar is lit after a bell, in milliseconds.
const LIT_MILLIS: u64 = 400;

/// What decides about the look of a pane.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Look {
    choices: Choices,
    /// `user@host:port`
    target: StoredValue<String>,
    gate: StoredValue<Gate, LocalStorage>,
    /// Whether the bar is lit by the bell.
    pub(super) is_lit: RwSignal<bool>,
}

impl Look {
    /// That of a pane on this target.
    pub(super) fn of(target: String) -> Self {
        Self {
            choices: expect_context::<Choices>(),
            target: StoredValue::new(target),
            gate: StoredValue::new_local(Gate::default()),
            is_lit: RwSignal::new(false),
        }
    }

    /// The looks that hold; tracked.
    pub(super) fn looks(self) -> Looks {
        self.target.with_value(|target| self.choices.with(|choices| choices.appearance.of(target)))
    }

    fn looks_untracked(self) -> Looks {
        self.target.with_value(|target| self.choices.with_untracked(|choices| choices.appearance.of(target)))
    }

    /// The bell rang.
    pub(super) fn rang(self) {
        // A target that rings after its pane is gone rings for nobody.
        if self.gate.try_with_value(|gate| gate.opens(browser::now())) != Some(true) {
            return;
        }
        let bell = self.looks_untracked().bell.unwrap_or_default();
        if bell != Bell::Off {
            self.is_lit.set(true);
            spawn_local(async move {
                browser::sleep(LIT_MILLIS).await;
                let _ = self.is_lit.try_set(false);
            });
        }
        if bell == Bell::Sound {
            spawn_local(tone());
        }
    }
}

impl View {
    /// Larger text.
    pub(super) fn larger(self) {
        self.step_size(1.0);
    }

    /// Smaller text.
    pub(super) fn smaller(self) {
        self.step_size(-1.0);
    }

    /// Text in the size it has when nothing is chosen.
    pub(super) fn normal(self) {
        self.set_size(None);
    }

    fn step_size(self, by: f64) {
        if let Some(px) = self.terminal().and_then(|terminal| terminal.text_px()) {
            self.set_size(Some(step(px, by)));
        }
    }

    fn set_size(self, size: Option<u8>) {
        let look = self.look;
        look.target.with_value(|target| {
            look.choices.change(|choices| choices.appearance.resize(target, size));
        });
    }

    /// Saves what the terminal holds, or what is selected, as a file.
    pub(super) fn save(self, kind: Kind, extent: Extent) {
        let target = self.look.target.get_value();
        if let Some(terminal) = self.terminal() {
            spawn_local(async move { terminal.save(kind, extent, &target).await });
        }
    }
}
