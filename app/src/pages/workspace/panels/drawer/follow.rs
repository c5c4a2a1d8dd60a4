//! Scripts that read, and whose output is wanted while they run.

use std::cell::RefCell;

use leptos::prelude::*;
use postern_shared::script::{Plan, Ran};

use super::super::station::Station;
use super::{Drawer, Phase, Sheet};
use crate::browser;
use crate::run::{End, SAID_BYTES, Told, keep_last};

/// What is told of a script that is followed.
pub(in super::super) enum Heard<'a> {
    /// It wrote to standard output.
    Output(&'a [u8]),
    /// It is over: this it said on standard error, and this is its status.
    Ended(&'a Ran, &'a Phase),
}

impl Drawer {
    /// Runs what reads, as [`Drawer::read`] does, and hands its output over as it comes.
    pub(in super::super) fn follow(
        self,
        station: Station,
        plan: Plan,
        hear: impl Fn(Heard<'_>) + 'static,
    ) -> Sheet {
        let (script, input) = (plan.script.clone(), plan.input.clone());
        let sheet = self.sheet(plan, None);
        self.remember(sheet);
        sheet.phase.set(Phase::Running);
        let begun = browser::now();
        let said = RefCell::new(Ran::default());
        let run = station.begin_run(&script, &input, move |told| {
            let mut said = said.borrow_mut();
            match told {
                Told::Output(bytes) => {
                    keep_last(&mut said.stdout, bytes, SAID_BYTES);
                    hear(Heard::Output(bytes));
                }
                Told::Errors(bytes) => keep_last(&mut said.stderr, bytes, SAID_BYTES),
                Told::Away => drop(sheet.phase.try_set(Phase::Away)),
                Told::Back => drop(sheet.phase.try_set(Phase::Running)),
                Told::Ended(end) => {
                    let millis = browser::now().saturating_sub(begun);
                    let phase = match end {
                        End::Exit { status, signal } => {
                            said.status = status;
                            Phase::Ran { status, signal, millis }
                        }
                        End::Lost(why) => Phase::Lost(why),
                    };
                    let _ = sheet.said.try_set(said.clone());
                    let _ = sheet.phase.try_set(phase.clone());
                    hear(Heard::Ended(&said, &phase));
                }
            }
        });
        sheet.run.set_value(Some(run));
        sheet
    }
}
