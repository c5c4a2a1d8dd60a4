//! What everything in the directory takes: the list by size, with bars.

use std::sync::Arc;

use leptos::prelude::*;
use postern_shared::script::files::DiskUsage;
use postern_shared::script::{Action as _, Missing, Name, Path, Plan};

use super::super::drawer::{Drawer, Sheet, Wanted};
use super::super::station::Station;
use crate::pages::workspace::message::size;
use crate::panel::rows::{Column, Order};
use crate::panel::usage::Measured;
use crate::words::{t_string, use_i18n};

/// Whether the list shows what everything takes, and what that is.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Usage {
    pub(super) is_on: RwSignal<bool>,
    /// The directory that was measured, and what is in it; none while that is found out.
    measured: RwSignal<Option<(Path, Arc<Measured>)>>,
    has_failed: RwSignal<bool>,
    sheet: StoredValue<Option<Sheet>>,
}

impl Usage {
    pub(super) fn new() -> Self {
        Self {
            is_on: RwSignal::new(false),
            measured: RwSignal::new(None),
            has_failed: RwSignal::new(false),
            sheet: StoredValue::new(None),
        }
    }

    /// What everything takes, while that is shown; tracked.
    pub(super) fn shown(self) -> Option<Arc<Measured>> {
        let measured = self.measured.get();
        self.is_on.get().then(|| measured.map(|(_, measured)| measured).unwrap_or_default())
    }

    /// What this takes, and its share of the largest; tracked.
    pub(super) fn of(self, name: &Name) -> Option<(u64, f64)> {
        self.measured.with(|measured| {
            let (_, measured) = measured.as_ref()?;
            Some((measured.of(name)?, measured.share(name)?))
        })
    }

    fn is_of(self, directory: &Path) -> bool {
        self.measured.with_untracked(|measured| measured.as_ref().is_some_and(|(of, _)| of == directory))
    }
}

impl Station {
    /// Shows what everything takes, or the list as it was.
    pub(super) fn toggle_usage(self) {
        let (files, usage) = (self.files, self.files.usage);
        let is_on = !usage.is_on.get_untracked();
        usage.is_on.set(is_on);
        files.order.set(if is_on { Order::default().chosen(Column::Size) } else { Order::default() });
        usage.measured.set(None);
        match untrack(|| files.read.get()) {
            Some(directory) if is_on => self.weigh(directory, Wanted::ByPerson),
            _ => usage.stop(),
        }
    }

    /// Measures a directory, if that is shown; again only if the person wants that.
    pub(super) fn weigh(self, directory: Path, wanted: Wanted) {
        let usage = self.files.usage;
        if !usage.is_on.get_untracked() || (wanted == Wanted::ByPage && usage.is_of(&directory)) {
            return;
        }
        usage.stop();
        if !usage.is_of(&directory) {
            usage.measured.set(None);
        }
        usage.has_failed.set(false);
        let action = DiskUsage { directory: directory.clone() };
        let plan = match self.with_tools(|tools| Plan::of(&action, tools)) {
            Some(Ok(plan)) => plan,
            Some(Err(Missing(tool))) => return self.files.missing.set(Some(Missing(tool))),
            None => return,
        };
        let sheet = self.drawer.read(self, plan, wanted, move |ran| {
            if untrack(|| self.files.here()).as_ref() != Some(&directory) {
                return;
            }
            match ran.ok().and_then(|ran| action.outcome(&ran).ok()) {
                Some(all) => usage.measured.set(Some((directory, Arc::new(Measured::new(all))))),
                None => usage.has_failed.set(true),
            }
        });
        usage.sheet.set_value(Some(sheet));
    }
}

impl Usage {
    /// Ends a measuring that nobody waits for any more.
    fn stop(self) {
        let sheet = self.sheet.try_update_value(Option::take).flatten();
        if let Some(sheet) = sheet.filter(|sheet| sheet.is_at_work()) {
            Drawer::cancel(sheet);
        }
    }
}

/// What a row takes, as a bar.
#[component]
pub(super) fn Share(usage: Usage, name: StoredValue<Name>) -> impl IntoView {
    move || {
        let (_, share) = name.with_value(|name| usage.of(name))?;
        Some(view! { <meter min="0" max="1" value=share.to_string() aria-hidden="true"></meter> })
    }
}

/// What it takes in all, for the foot of the panel.
#[component]
pub(super) fn Total(usage: Usage) -> impl IntoView {
    let i18n = use_i18n();
    let says = move || match usage.measured.get() {
        Some((_, measured)) => t_string!(i18n, usage.total, size = size(measured.total())),
        None if usage.has_failed.get() => t_string!(i18n, usage.failed).to_owned(),
        None => t_string!(i18n, usage.measuring).to_owned(),
    };
    view! {
        <Show when=move || usage.is_on.get()>
            ", "
            <strong>{says}</strong>
        </Show>
    }
}
