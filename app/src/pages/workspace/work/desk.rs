//! What panes are about: the session several of them share, and each open pane with it.

use leptos::prelude::*;
use postern_shared::api::SessionInfo;
use wasm_bindgen_futures::spawn_local;

use super::super::view::View;
use crate::layout::PaneId;
use crate::net;
use crate::session::State;
use crate::shell::Shown;
use crate::store::Held;
use crate::trouble;

/// A session, as its panes share it.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::pages::workspace) struct Desk {
    pub(in crate::pages::workspace) held: StoredValue<Held>,
    /// What is known of the session.
    pub(in crate::pages::workspace) info: RwSignal<Option<SessionInfo>>,
    /// Whether the session is over: only signing in again helps.
    pub(in crate::pages::workspace) is_over: RwSignal<bool>,
    /// Whether the person wants to look at no more lines before they are pasted.
    pub(in crate::pages::workspace) trusts_pastes: RwSignal<bool>,
}

impl Desk {
    pub(super) fn new(held: Held, info: Option<SessionInfo>) -> Self {
        let desk = Self {
            held: StoredValue::new(held),
            info: RwSignal::new(None),
            is_over: RwSignal::new(false),
            trusts_pastes: RwSignal::new(false),
        };
        desk.learn(info);
        desk
    }

    /// The person signed in again, where the session was over: what was shown of the target stays.
    pub(super) fn renew(self, held: Held, info: Option<SessionInfo>) {
        self.held.set_value(held);
        self.is_over.set(false);
        self.trusts_pastes.set(false);
        self.learn(info);
    }

    /// Takes note of what is known of the session, or asks.
    fn learn(self, info: Option<SessionInfo>) {
        let is_known = info.is_some();
        self.info.set(info);
        if !is_known {
            let key = self.held.with_value(Held::key);
            spawn_local(async move {
                // Without it the status bar says less; whether the session lives, the shells find out.
                if let Ok(known) = net::session(&key).await {
                    let _ = self.info.try_set(Some(known));
                }
            });
        }
    }

    /// The target, for a person.
    pub(in crate::pages::workspace) fn name(self) -> String {
        self.held.with_value(|held| held.target.to_string())
    }

    /// The target as `user@host:port`, whatever the port.
    pub(in crate::pages::workspace) fn place(self) -> String {
        self.held.with_value(|Held { target, .. }| {
            format!("{}@{}", target.user, trouble::place(&target.host, target.port))
        })
    }

    /// The host alone, where room is short.
    pub(in crate::pages::workspace) fn host(self) -> String {
        self.held.with_value(|held| held.target.host.to_string())
    }

    pub(in crate::pages::workspace) fn session(self) -> String {
        self.held.with_value(|held| held.session.clone())
    }
}

/// A pane that is open.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::pages::workspace) struct Seat {
    pub(in crate::pages::workspace) pane: PaneId,
    pub(in crate::pages::workspace) view: View,
    pub(in crate::pages::workspace) desk: Desk,
}

impl Seat {
    /// Whether its shell is there; tracked.
    pub(in crate::pages::workspace) fn is_live(self) -> bool {
        let is_live = |shown: &Option<Shown>| {
            shown.as_ref().is_some_and(|shown| matches!(shown.state, State::Live { .. }))
        };
        self.view.shown.try_with(is_live).unwrap_or_default()
    }

    /// The directory its shell is in, as far as it says so; not tracked.
    pub(in crate::pages::workspace) fn here(self) -> Option<String> {
        untrack(|| self.view.tells.here())
    }

    /// What stands above the pane: the program's own title, or the target. None once the pane is gone.
    pub(in crate::pages::workspace) fn title(self) -> Option<String> {
        Some(self.view.title.try_get()?.unwrap_or_else(|| self.desk.name()))
    }
}
