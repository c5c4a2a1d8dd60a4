//! What the panel of one session holds: what the target has, its files, its drawer.

use leptos::prelude::*;
use postern_shared::script::{Action as _, Missing, Plan, Probe, Ran, Tools};

use super::super::work::{Desk, Work};
use super::drawer::{Drawer, Sheet, Wanted};
use super::files::Files;
use crate::net::NetError;

/// What a session's panel holds.
#[derive(Clone, Copy)]
pub(in crate::pages::workspace) struct Station {
    pub(super) work: Work,
    pub(super) desk: Desk,
    pub(super) tools: RwSignal<Known>,
    pub(super) drawer: Drawer,
    pub(super) files: Files,
}

/// What is known of what the target has.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Known {
    /// Nothing yet.
    Coming,
    /// This.
    Here(Box<Tools>),
    /// It could not be learned: what the target said, or what came in between.
    Unknown(Result<Ran, NetError>),
}

impl Station {
    pub(super) fn new(work: Work, desk: Desk) -> Self {
        let station = Self {
            work,
            desk,
            tools: RwSignal::new(Known::Coming),
            drawer: Drawer::new(),
            files: Files::new(),
        };
        station.probe();
        station
    }

    pub(super) fn is_of(self, session: &str) -> bool {
        self.desk.held.with_value(|held| held.session == session)
    }

    /// Learns what the target has, then shows its files.
    pub(super) fn probe(self) {
        self.tools.set(Known::Coming);
        let plan = Plan {
            title: Probe.title(),
            risk: Probe.risk(),
            script: Probe::script(),
            undo: None,
            preview: None,
        };
        self.drawer.read(self, plan, Wanted::ByPage, move |ran| {
            let known = match ran {
                Ok(ran) => match Probe.outcome(&ran) {
                    Ok(tools) => Known::Here(Box::new(tools)),
                    Err(_) => Known::Unknown(Ok(ran)),
                },
                Err(why) => Known::Unknown(Err(why)),
            };
            let is_known = matches!(known, Known::Here(_));
            self.tools.set(known);
            if is_known {
                self.begin();
            }
        });
    }

    /// Does something with what the target has, if that is known.
    pub(super) fn with_tools<T>(self, act: impl FnOnce(&Tools) -> T) -> Option<T> {
        self.tools.with_untracked(|known| match known {
            Known::Here(tools) => Some(act(tools)),
            Known::Coming | Known::Unknown(_) => None,
        })
    }

    /// Has a change planned and does with it what its risk says.
    pub(super) fn act(
        self,
        plan: impl Fn(&Tools) -> Result<Plan, Missing> + 'static,
    ) -> Option<Result<Sheet, Missing>> {
        let planned = self.with_tools(&plan)?;
        Some(planned.map(|planned| self.drawer.offer(self, planned, Some(Box::new(plan)))))
    }

    /// A script changed something: what is shown may be no longer so.
    pub(super) fn changed(self) {
        self.read_again(Wanted::ByPage);
    }
}
