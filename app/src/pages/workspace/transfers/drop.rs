//! Files dropped on a pane go where its shell is.

use leptos::prelude::*;
use web_sys::DragEvent;

use super::super::tells::Remark;
use super::super::view::View;
use super::super::work::{Desk, Seat, Work};
use super::{Asked, Transfers};
use crate::browser;
use crate::layout::PaneId;
use crate::parts::Icon;
use crate::words::{t_string, use_i18n};

impl Transfers {
    /// Files were dropped on a pane: they go where its shell is, or the person is asked.
    fn drop(self, seat: Seat, dropped: browser::Dropped) {
        match seat.here() {
            Some(directory) => self.drop_into(seat, dropped, &directory),
            None if dropped.files.is_empty() => self.drop_into(seat, dropped, ""),
            None => {
                say_folders(seat, &dropped);
                self.asked.set(Some(Asked::Upload(seat, dropped.files, None)));
            }
        }
    }

    /// Files were dropped on a directory.
    pub(in crate::pages::workspace) fn drop_into(
        self,
        seat: Seat,
        dropped: browser::Dropped,
        directory: &str,
    ) {
        say_folders(seat, &dropped);
        if !dropped.files.is_empty() {
            self.upload(seat, dropped.files, directory);
        }
    }
}

fn say_folders(seat: Seat, dropped: &browser::Dropped) {
    if dropped.folders > 0 {
        seat.view.tells.remark(Remark::Folders);
    }
}

/// What happens when files are dragged over a pane.
#[derive(Clone, Copy)]
pub(in crate::pages::workspace) struct Over {
    seat: Seat,
    transfers: Transfers,
}

impl Over {
    pub(in crate::pages::workspace) fn new(pane: PaneId, view: View, desk: Desk) -> Self {
        Self { seat: Seat { pane, view, desk }, transfers: expect_context() }
    }

    fn may_drop(self, event: &DragEvent) -> bool {
        browser::carries_files(event) && !self.seat.desk.is_over.get_untracked()
    }

    /// They are over it, and may be dropped.
    pub(in crate::pages::workspace) fn moved(self, event: &DragEvent) {
        if !self.may_drop(event) {
            return;
        }
        event.prevent_default();
        if let Some(data) = event.data_transfer() {
            data.set_drop_effect("copy");
        }
        let count = Some(browser::count_of(event));
        // The browser says so many times a second.
        if self.seat.view.dragging.get_untracked() != count {
            self.seat.view.dragging.set(count);
        }
    }

    /// They left; perhaps only for a child of the pane.
    pub(in crate::pages::workspace) fn left(self, event: &DragEvent) {
        if !browser::goes_inside(event) {
            self.seat.view.dragging.set(None);
        }
    }

    /// They were dropped.
    pub(in crate::pages::workspace) fn dropped(self, event: &DragEvent) {
        self.seat.view.dragging.set(None);
        if self.may_drop(event) {
            event.prevent_default();
            self.transfers.drop(self.seat, browser::dropped(event));
        }
    }
}

/// What dropping would do: the pane's bar says so while files are over the pane.
#[component]
pub(in crate::pages::workspace) fn DropBar() -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view, work) = (expect_context::<Desk>(), expect_context::<View>(), expect_context::<Work>());
    let place = move |directory| format!("{}:{directory}", desk.host());
    let says = move |count| match (view.tells.here(), count) {
        (Some(directory), 1) => t_string!(i18n, transfers.drop_one, place = place(directory)),
        (Some(directory), _) => t_string!(i18n, transfers.drop, count = count, place = place(directory)),
        (None, _) => t_string!(i18n, transfers.drop_asks, target = desk.host()),
    };
    view! {
        <Show when=move || view.dragging.with(Option::is_some) && work.is_shown()>
            <p class="bar thin says-drop">
                <Icon name="upload" />
                <bdi class="clip">{move || view.dragging.get().map(says)}</bdi>
            </p>
        </Show>
    }
}
