//! What panes are about: the session several of them share, and each open pane with it.

use leptos::prelude::*;
use postern_shared::api::SessionInfo;
use wasm_bindgen_futures::spawn_local;

use super::super::view::View;
use crate::layout::PaneId;
use crate::net;
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
        let is_known = info.is_some();
        let desk = Self {
            held: StoredValue::new(held),
            info: RwSignal::new(info),
            is_over: RwSignal::new(false),
            trusts_pastes: RwSignal::new(false),
        };
        if !is_known {
            let key = desk.held.with_value(Held::key);
            spawn_local(async move {
                // Without it the status bar says less; whether the session lives, the shells find out.
                if let Ok(known) = net::session(&key).await {
                    let _ = desk.info.try_set(Some(known));
                }
            });
        }
        desk
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
    /// The directory its shell is in, as far as it says so; not tracked.
    pub(in crate::pages::workspace) fn here(self) -> Option<String> {
        untrack(|| self.view.tells.here())
    }

    /// What stands above the pane: the program's own title, or the target. None once the pane is gone.
    pub(in crate::pages::workspace) fn title(self) -> Option<String> {
        Some(self.view.title.try_get()?.unwrap_or_else(|| self.desk.name()))
    }
}
