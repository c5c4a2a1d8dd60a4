//! A machine in a list: its name, with what the search found in it, and what can be done with it by mouse and key.

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::panel::{Go, List};
use crate::machines::Machine;
use crate::machines::find::Found;
use crate::machines::saved::Saved;
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// A name, its found letters marked.
#[component]
pub(in crate::pages) fn Name(name: String, positions: Vec<usize>) -> impl IntoView {
    let mut parts = Vec::new();
    let (mut part, mut was_found) = (String::new(), false);
    let end = |part: &mut String, is_found: bool| {
        let part = std::mem::take(part);
        if is_found { view! { <b>{part}</b> }.into_any() } else { part.into_any() }
    };
    for (at, letter) in name.chars().enumerate() {
        let is_found = positions.binary_search(&at).is_ok();
        if is_found != was_found && !part.is_empty() {
            parts.push(end(&mut part, was_found));
        }
        was_found = is_found;
        part.push(letter);
    }
    parts.push(end(&mut part, was_found));
    parts
}

/// A machine of the panel.
#[component]
pub(super) fn MachineRow(found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let list = expect_context::<List>();
    let Found { machine, positions } = found;
    let place = place(&machine);
    let end =
        machine.hops.last().map_or_else(|| machine.target.user.to_string(), |hop| format!("→ {}", hop.host));
    let (name, has_secret) = (machine.name.clone(), machine.secret.is_some());
    let target = machine.target.clone();
    let dot = move || list.dot(&target);
    let label = name.clone();
    let edit_label = text!(i18n, machines.edit_label, name = label.clone());
    let machine = StoredValue::new(machine);
    let open = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        list.go.run(Go::Machine(Box::new(machine.get_value())));
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "F2" => saved.edit(machine.get_value()),
        "Delete" => {
            focus_beside(&event);
            machine.with_value(|machine| saved.delete(&machine.id));
        }
        _ => {}
    };
    let dragged = move |event: DragEvent| {
        if let Some(data) = event.data_transfer() {
            // Elsewhere it is dropped as what it says.
            let _ = data.set_data("text/plain", &machine.with_value(|machine| machine.target.to_string()));
        }
        list.dragged.set(Some(machine.with_value(|machine| machine.id.clone())));
    };
    let sealed = has_secret.then(|| view! { <Icon name="key" class="sealed" /> });
    view! {
        <div class="item">
            <a
                href="/"
                data-row=""
                title=place
                on:click=open
                on:keydown=keys
                on:dragstart=dragged
                on:dragend=move |_| list.dragged.set(None)
            >
                <span class=dot></span>
                <bdi class="mono">
                    <Name name positions />
                </bdi>
                {sealed}
                <span class="end clip">{end}</span>
            </a>
            <button
                type="button"
                class="icon small"
                title=edit_label
                aria-label=edit_label
                on:click=move |_| saved.edit(machine.get_value())
            >
                <Icon name="pencil" />
            </button>
        </div>
    }
}

/// Where it is, by which way, and what was noted of it, for those who wait over it.
fn place(machine: &Machine) -> String {
    let mut place = machine.target.to_string();
    for hop in machine.hops.iter().rev() {
        place.push_str(" ← ");
        place.push_str(&hop.to_string());
    }
    if !machine.note.is_empty() {
        place.push('\n');
        place.push_str(&machine.note);
    }
    place
}

/// The row goes; whoever works by keyboard goes on at the next one.
fn focus_beside(event: &KeyboardEvent) {
    let row = event.current_target().and_then(|row| row.dyn_into::<HtmlElement>().ok());
    let item = row.and_then(|row| row.parent_element());
    let Some(item) = item else { return };
    let beside = item.next_element_sibling().or_else(|| item.previous_element_sibling());
    let row = beside.and_then(|beside| beside.query_selector("[data-row], summary").ok().flatten());
    if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
        let _ = row.focus();
    }
}
