//! How a long list lies in its window, and room for those of its rows that are not in the document.

use std::ops::Range;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::browser::SizeWatch;
use crate::panel::window::{reveal, window};

/// How the list lies in its window.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    pub(super) scroll: NodeRef<html::Div>,
    scrolled: RwSignal<f64>,
    height: RwSignal<f64>,
    row: RwSignal<f64>,
}

impl Sight {
    pub(super) fn new() -> Self {
        Self {
            scroll: NodeRef::new(),
            scrolled: RwSignal::new(0.0),
            height: RwSignal::new(0.0),
            row: RwSignal::new(26.0),
        }
    }

    /// Keeps what is known of it up to date; to be called where the list is made.
    pub(super) fn watch(self) {
        let watch = StoredValue::new_local(None::<SizeWatch>);
        Effect::new(move || {
            if let Some(element) = self.scroll.get() {
                watch.set_value(SizeWatch::new(&element, move || self.look()));
                self.look();
            }
        });
    }

    /// How high the window is, in pixels; tracked.
    pub(super) fn height(self) -> f64 {
        self.height.get()
    }

    /// How high so many rows are, in pixels; tracked.
    pub(super) fn height_of(self, rows: usize) -> f64 {
        rows as f64 * self.row.get()
    }

    /// Which of so many rows are to be in the document.
    pub(super) fn rows(self, count: usize) -> Range<usize> {
        window(count, self.row.get(), self.scrolled.get(), self.height.get())
    }

    /// Looks how it lies now.
    pub(super) fn look(self) {
        // Something else may have taken the list's place meanwhile.
        let Some(element) = self.scroll.try_get_untracked().flatten() else { return };
        set(self.scrolled, f64::from(element.scroll_top()));
        set(self.height, f64::from(element.client_height()));
        let row = element.query_selector("tbody tr[aria-rowindex], [role=treeitem]").ok().flatten();
        if let Some(row) = row {
            set(self.row, row.get_bounding_client_rect().height());
        }
    }

    /// Scrolls so that a row can be seen; the heading lies over the first.
    pub(super) fn reveal(self, at: usize) {
        // As above.
        let Some(element) = self.scroll.try_get_untracked().flatten() else { return };
        let row = self.row.get_untracked();
        let sight = self.height.get_untracked() - row;
        if let Some(to) = reveal(at, row, f64::from(element.scroll_top()), sight) {
            element.set_scroll_top(to as i32);
        }
    }

    /// How many rows are in sight, less two to go on from.
    pub(super) fn page(self) -> isize {
        let rows = self.height.get_untracked() / self.row.get_untracked().max(1.0);
        // A window has few rows.
        (rows as isize - 2).max(1)
    }
}

fn set(signal: RwSignal<f64>, value: f64) {
    if (signal.get_untracked() - value).abs() > 0.01 {
        signal.set(value);
    }
}

/// Room for the rows that are not in the document.
#[component]
pub(super) fn Spacer(sight: Sight, rows: Signal<usize>, columns: usize) -> impl IntoView {
    let height = move || sight.height_of(rows.get());
    let cell = NodeRef::<html::Td>::new();
    Effect::new(move || {
        if let Some(cell) = cell.get() {
            let cell: &HtmlElement = cell.unchecked_ref();
            let _ = cell.style().set_property("height", &format!("{}px", height()));
        }
    });
    view! {
        <tr class="spacer" aria-hidden="true" hidden=move || height() < 1.0>
            <td node_ref=cell colspan=columns></td>
        </tr>
    }
}
