//! What the panel of one session holds: what the target has, its files, its drawer.

use leptos::prelude::*;
use postern_shared::script::{Action as _, Input, Missing, Plan, Probe, Ran, Script, Tools};

use super::super::work::{Desk, Work};
use super::drawer::{Drawer, Sheet, Wanted};
use super::files::Files;
use crate::net::{Key, NetError};
use crate::run::{Job, Run, Told, gather};

/// Most output of a reading script, in bytes: a directory of half a million files.
const READ_BYTES: usize = 64 * 1024 * 1024;

/// What a session's panel holds.
#[derive(Clone, Copy)]
pub(in crate::pages::workspace) struct Station {
    pub(super) work: Work,
    pub(super) desk: Desk,
    pub(super) tools: RwSignal<Known>,
    pub(super) drawer: Drawer,
    pub(super) files: Files,
    /// What `sudo` is given where it wants a password. It is nowhere but here.
    password: StoredValue<Option<String>>,
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
            password: StoredValue::new(None),
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
            input: Input::default(),
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

    /// The key to the session.
    fn key(self) -> Key {
        self.desk.held.with_value(crate::store::Held::key)
    }

    /// Remembers what `sudo` is to be given, for as long as the page is open, or forgets it.
    pub(super) fn set_password(self, password: Option<String>) {
        self.password.set_value(password);
    }

    /// Begins a script.
    pub(super) fn begin_run(self, script: &Script, input: &Input, tell: impl Fn(Told<'_>) + 'static) -> Run {
        self.with_job(script, input, |job| Run::begin(self.key(), job, tell))
    }

    /// Runs a script that reads.
    pub(super) fn gather(
        self,
        script: &Script,
        input: &Input,
        then: impl FnOnce(Result<Ran, NetError>) + 'static,
    ) -> Run {
        self.with_job(script, input, |job| gather(self.key(), job, READ_BYTES, then))
    }

    /// `sudo` gets its password where a script uses it.
    fn with_job<T>(self, script: &Script, input: &Input, act: impl FnOnce(Job<'_>) -> T) -> T {
        self.password.with_value(|password| {
            let password = password.as_deref().filter(|_| script.text().contains("sudo -n "));
            act(Job { script, input, password })
        })
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
        self.forget_pasted();
        self.read_again(Wanted::ByPage);
    }
}
