//! The jump hosts of the sign-in form.

use leptos::prelude::*;

use super::fields::Fields;
use crate::draft::{HopDraft, MOST_HOPS, Wrong};
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// The list of hops; its last row is there to be filled in.
#[component]
pub(in crate::pages) fn Jump() -> impl IntoView {
    let i18n = use_i18n();
    let fields = expect_context::<Fields>();
    let draft = fields.draft;
    let through = move || {
        draft.with(|draft| {
            let places = draft.hops.iter().map(|hop| hop.place.trim()).filter(|place| !place.is_empty());
            places.collect::<Vec<_>>().join(", ")
        })
    };
    let rows = move || 0..draft.with(|draft| draft.hops.len().max(1));
    view! {
        <details class="jump" id=fields.id("jump")>
            <summary>
                <Icon name="turn" class="turn" />
                <span>{text!(i18n, form.jump)}</span>
                <code class="end clip">{through}</code>
            </summary>
            <ol>
                <For each=rows key=|row| *row let:row>
                    <Hop row />
                </For>
            </ol>
            <p class="hint">{text!(i18n, form.hop_hint)}</p>
        </details>
    }
}

#[component]
fn Hop(row: usize) -> impl IntoView {
    let i18n = use_i18n();
    let Fields { draft, wrong, .. } = expect_context();
    let number = row + 1;
    let read = move |part: fn(&HopDraft) -> &String| {
        move || draft.with(|draft| draft.hops.get(row).map(part).cloned().unwrap_or_default())
    };
    let edit = move |part: fn(&mut HopDraft) -> &mut String| {
        move |event| {
            draft.update(|draft| {
                if let Some(hop) = draft.hops.get_mut(row) {
                    *part(hop) = event_target_value(&event);
                }
            });
            wrong.set(None);
        }
    };
    let is_last = move || draft.with(|draft| row + 1 >= draft.hops.len());
    let is_full = move || draft.with(|draft| draft.hops.len() >= MOST_HOPS);
    let add = move |_| draft.update(|draft| draft.hops.push(HopDraft::empty()));
    let remove = move |_| draft.update(|draft| drop(draft.hops.remove(row)));
    let add_label = text!(i18n, form.hop_add);
    let remove_label = text!(i18n, form.hop_remove, number = number);
    view! {
        <li>
            <span class="num quiet-text">{number}</span>
            <input
                type="text"
                class="mono"
                placeholder="user@host"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-label=text!(i18n, form.hop, number = number)
                aria-invalid=move || (wrong.get() == Some(Wrong::Hop(number))).then_some("true")
                prop:value=read(|hop| &hop.place)
                on:input=edit(|hop| &mut hop.place)
            />
            <input
                type="text"
                class="mono port"
                inputmode="numeric"
                autocomplete="off"
                aria-label=text!(i18n, form.hop_port, number = number)
                prop:value=read(|hop| &hop.port)
                on:input=edit(|hop| &mut hop.port)
            />
            <Show
                when=is_last
                fallback=move || {
                    view! {
                        <button type="button" class="icon" title=remove_label aria-label=remove_label on:click=remove>
                            <Icon name="close" />
                        </button>
                    }
                }
            >
                <button type="button" class="icon" title=add_label aria-label=add_label prop:disabled=is_full on:click=add>
                    <Icon name="plus" />
                </button>
            </Show>
        </li>
    }
}
