//! The four sides of a pane, on which another one can be dropped.

use leptos::prelude::*;

use super::work::{Dragged, Work};
use crate::browser;
use crate::layout::{PaneId, Way};

/// Where a dragged pane can be dropped: on one of the four sides.
#[component]
pub(super) fn DropSides(id: PaneId) -> impl IntoView {
    let work = expect_context::<Work>();
    let goal = move || match work.dragged.get() {
        Some(Dragged::Pane(pane)) => pane != id,
        _ => false,
    };
    let side = move |name: &'static str, way: Way| {
        let is_over = RwSignal::new(false);
        let drop = move |event: web_sys::DragEvent| {
            event.prevent_default();
            if let Some(Dragged::Pane(pane)) = work.dragged.get_untracked() {
                work.dragged.set(None);
                work.arrange(|layout| layout.move_beside(pane, id, way));
                // What has just been moved may have had the keyboard already, and lost it to the mouse.
                browser::next_frame(move || work.focus_terminal());
            }
        };
        view! {
            <span
                data-side=name
                class:over=move || is_over.get()
                on:dragover=move |event| event.prevent_default()
                on:dragenter=move |_| is_over.set(true)
                on:dragleave=move |_| is_over.set(false)
                on:drop=drop
            ></span>
        }
    };
    view! {
        <Show when=goal>
            <div class="sides" aria-hidden="true">
                {side("left", Way::Left)}
                {side("right", Way::Right)}
                {side("up", Way::Up)}
                {side("down", Way::Down)}
            </div>
        </Show>
    }
}
