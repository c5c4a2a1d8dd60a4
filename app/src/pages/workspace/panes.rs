//! Every pane of every tab, each where the layout has it, and the borders between them.
//!
//! The panes lie flat in one element, whatever the tree of splits: so none is built anew when they are rearranged.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent, PointerEvent};

use super::pane::Pane;
use super::work::Work;
use crate::layout::{Axis, Layout, PaneId, Rect, WHOLE};
use crate::words::{text, use_i18n};

/// How far an arrow key moves a border, in units of [`WHOLE`].
const STEP: u32 = 200;

/// The panes.
#[component]
pub(super) fn Panes() -> impl IntoView {
    let work = expect_context::<Work>();
    let area = NodeRef::<html::Div>::new();
    let panes = move || {
        let panes = work.layout(|layout| layout.panes().to_vec());
        panes.into_iter().map(|pane| (pane.id, pane.session)).collect::<Vec<_>>()
    };
    let count = Memo::new(move |_| work.layout(|layout| layout.dividers().len()));
    let several = Memo::new(move |_| {
        work.layout(|layout| layout.active().is_some_and(|tab| layout.panes_of(tab.id).len() > 1))
    });
    view! {
        <div class="panes" class:several=move || several.get() node_ref=area>
            <For each=panes key=Clone::clone let:pane>
                <Spot id=pane.0 session=pane.1 />
            </For>
            <For each=move || 0..count.get() key=|index| *index let:index>
                <Border index area />
            </For>
        </div>
    }
}

/// The place of one pane.
#[component]
fn Spot(id: PaneId, session: String) -> impl IntoView {
    let work = expect_context::<Work>();
    let room = Memo::new(move |_| work.room_of(id).unwrap_or(WHOLE));
    let is_shown = Memo::new(move |_| work.layout(|layout| layout.place_of(id).is_some()));
    let part = move |read: fn(Rect) -> u32| move || percent(read(room.get()));
    work.desk(&session).map(|desk| {
        view! {
            // Hidden ones keep their size, so that their programs and ours agree on it.
            <div
                class="spot"
                class:away=move || !is_shown.get()
                inert=move || !is_shown.get()
                style:left=part(|rect| rect.x)
                style:top=part(|rect| rect.y)
                style:width=part(|rect| rect.width)
                style:height=part(|rect| rect.height)
            >
                <Pane id desk />
            </div>
        }
    })
}

/// A border that can be dragged, and moved by the arrow keys.
#[component]
fn Border(index: usize, area: NodeRef<html::Div>) -> impl IntoView {
    let i18n = use_i18n();
    let work = expect_context::<Work>();
    let divider = Memo::new(move |_| work.layout(|layout| layout.dividers().into_iter().nth(index)));
    let place = move || divider.get().map_or(WHOLE, |divider| divider.place);
    let is_row = move || divider.get().is_some_and(|divider| divider.axis == Axis::Row);
    let at = move || if is_row() { place().x } else { place().y };
    let drag = move |event: PointerEvent| {
        let (Some(divider), Some(area)) = (divider.get_untracked(), area.get_untracked()) else { return };
        if event.buttons() & 1 == 1 {
            let around = area.get_bounding_client_rect();
            let (offset, length) = match divider.axis {
                Axis::Row => (f64::from(event.client_x()) - around.left(), around.width()),
                Axis::Column => (f64::from(event.client_y()) - around.top(), around.height()),
            };
            // Casts of floats saturate.
            work.drag(&divider, (offset / length * f64::from(WHOLE.width)) as u32);
        }
    };
    let hold = move |event: PointerEvent| {
        event.prevent_default();
        let border = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        if let Some(border) = border {
            // Without it a quick hand leaves the border behind.
            let _ = border.set_pointer_capture(event.pointer_id());
        }
    };
    let key = move |event: KeyboardEvent| {
        let Some(divider) = divider.get_untracked() else { return };
        let at = untrack(at);
        let to = match (event.key().as_str(), divider.axis) {
            ("ArrowLeft", Axis::Row) | ("ArrowUp", Axis::Column) => at.saturating_sub(STEP),
            ("ArrowRight", Axis::Row) | ("ArrowDown", Axis::Column) => at + STEP,
            ("Escape" | "Enter", _) => return work.focus_terminal(),
            _ => return,
        };
        event.prevent_default();
        work.drag(&divider, to);
    };
    view! {
        <div
            class="border"
            role="separator"
            tabindex="0"
            aria-label=text!(i18n, work.border)
            aria-orientation=move || if is_row() { "vertical" } else { "horizontal" }
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || (at() / 100).to_string()
            style:left=move || percent(place().x)
            style:top=move || percent(place().y)
            style:width=move || percent(place().width)
            style:height=move || percent(place().height)
            on:pointerdown=hold
            on:pointermove=drag
            on:dblclick=move |_| work.arrange(Layout::even_out)
            on:keydown=key
        ></div>
    }
}

fn percent(part: u32) -> String {
    format!("{}.{:02}%", part / 100, part % 100)
}
