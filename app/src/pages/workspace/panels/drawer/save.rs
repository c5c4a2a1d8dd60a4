//! A script whose output becomes a file on the person's computer: the relay runs it when the browser fetches that.

use std::rc::Rc;

use leptos::prelude::*;
use postern_shared::api::Problem;
use postern_shared::script::{Name, Ran};

use super::{Drawer, Phase, Sheet, Station};
use crate::browser;
use crate::net::NetError;

impl Drawer {
    /// Has the browser save what a script writes.
    pub(super) fn save(self, station: Station, sheet: Sheet, name: &Name) {
        let begun = browser::now();
        let ended = move |came: Result<String, NetError>| {
            let millis = browser::now().saturating_sub(begun);
            let ran = |status, signal| Phase::Ran { status, signal, millis };
            let (said, phase) = match came {
                Ok(said) => (said, ran(Some(0), None)),
                Err(NetError::Problem(Problem::ScriptFailed { exit, said })) => (said, ran(exit, None)),
                // What ends it is this signal.
                Err(NetError::Cancelled) => (String::new(), ran(None, Some("TERM".into()))),
                Err(why) => (String::new(), Phase::Lost(why)),
            };
            let status = if let Phase::Ran { status, .. } = &phase { *status } else { None };
            let said = Ran { stdout: Vec::new(), stderr: said.into_bytes(), status };
            station.hear(&said);
            let _ = sheet.said.try_set(said);
            let _ = sheet.phase.try_set(phase);
        };
        let text = sheet.as_run.get_untracked();
        match station.save_output(&text, name, Rc::new(ended)) {
            Some(stop) => sheet.stop.set_value(Some(stop)),
            None => sheet.phase.set(Phase::Lost(NetError::Cancelled)),
        }
    }
}
