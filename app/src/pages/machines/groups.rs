//! The machines in their groups, each folded or not; machines move between them by drag, or in their dialog.

use leptos::ev::DragEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::MOST_ROWS;
use super::panel::List;
use super::row::MachineRow;
use crate::machines::find::{Found, find, natural};
use crate::machines::saved::Saved;
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// How many machines there may be so that every group begins unfolded.
const ALL_UNFOLDED: usize = 100;

/// All groups; machines in none come first.
#[component]
pub(super) fn Groups() -> impl IntoView {
    let (saved, list) = (expect_context::<Saved>(), expect_context::<List>());
    // Everything once, in order; each group takes its part.
    let all = Memo::new(move |_| {
        let tags = list.tags.get();
        saved.with(|all| find(all, "", &tags, usize::MAX).0)
    });
    let groups = Memo::new(move |_| {
        let mut names: Vec<String> =
            all.with(|all| all.iter().map(|found| found.machine.group.clone()).collect());
        names.sort_by(|a, b| natural(a, b));
        names.dedup();
        names
    });
    let is_small = all.with_untracked(|all| all.len() <= ALL_UNFOLDED);
    view! {
        <For each=move || groups.get() key=String::clone let:name>
            {if name.is_empty() {
                view! { <Members all name /> }.into_any()
            } else {
                view! { <Group all name is_unfolded=is_small /> }.into_any()
            }}
        </For>
    }
}

#[component]
fn Group(all: Memo<Vec<Found>>, name: String, is_unfolded: bool) -> impl IntoView {
    let (saved, list) = (expect_context::<Saved>(), expect_context::<List>());
    let is_open = RwSignal::new(is_unfolded);
    let is_over = RwSignal::new(false);
    let group = StoredValue::new(name.clone());
    let count = move || {
        group.with_value(|name| {
            all.with(|all| all.iter().filter(|found| found.machine.group == *name).count())
        })
    };
    let toggled = move |event: web_sys::Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        is_open.set(details.is_some_and(|details| details.has_attribute("open")));
    };
    let over = move |event: DragEvent| is_over.set(list.may_drop(&event));
    let dropped = move |event: DragEvent| {
        is_over.set(false);
        group.with_value(|group| list.drop_into(&event, saved, group));
    };
    view! {
        <details
            open=is_unfolded
            class:drop=is_over
            on:toggle=toggled
            on:dragover=over
            on:dragleave=move |_| is_over.set(false)
            on:drop=dropped
        >
            <summary data-row="">
                <Icon name="turn" class="turn" />
                <bdi class="clip">{name}</bdi>
                <span class="num">{count}</span>
            </summary>
            <Show when=move || is_open.get()>
                <Members all name=group.get_value() />
            </Show>
        </details>
    }
}

#[component]
fn Members(all: Memo<Vec<Found>>, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let name = StoredValue::new(name);
    let members = Memo::new(move |_| {
        name.with_value(|name| {
            all.with(|all| {
                let mut members = all.iter().filter(|found| found.machine.group == *name);
                let shown: Vec<Found> = members.by_ref().take(MOST_ROWS).cloned().collect();
                (shown, members.count())
            })
        })
    });
    let more = move || members.with(|(_, more)| *more);
    view! {
        <For each=move || members.get().0 key=Clone::clone let:found>
            <MachineRow found />
        </For>
        <Show when=move || { more() > 0 }>
            <p class="hint">{text!(i18n, machines.more, count = more())}</p>
        </Show>
    }
}
