//! The saved machines in the list beside the form.

use leptos::prelude::*;

use super::flow::Flow;
use super::targets::method_name;
use crate::machines::find::{Found, find};
use crate::machines::saved::Saved;
use crate::machines::{Machine, MachineId};
use crate::pages::machines::{MOST_ROWS, Name, Tools};
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// The rows, best match first.
#[component]
pub(super) fn SavedRows(filter: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let found = Memo::new(move |_| filter.with(|filter| saved.with(|all| find(all, filter, &[], MOST_ROWS))));
    let more = move || found.with(|(found, count)| count - found.len());
    let is_none = move || found.with(|(_, count)| *count == 0);
    view! {
        <tbody class="group">
            <tr>
                <th scope="rowgroup" colspan="6">
                    <div class="with-tools">
                        <span>{text!(i18n, machines.saved)}</span>
                        <Tools />
                    </div>
                </th>
            </tr>
            <Deleted />
            <For each=move || found.get().0 key=Clone::clone let:found>
                <SavedRow found />
            </For>
            <Show when=move || { more() > 0 }>
                <tr>
                    <td class="prose none" colspan="6">{text!(i18n, machines.more, count = more())}</td>
                </tr>
            </Show>
            <Show when=is_none>
                <tr>
                    <td class="prose none" colspan="6">
                        {move || {
                            if saved.with(|all| all.list.is_empty()) {
                                text!(i18n, machines.empty)
                            } else {
                                text!(i18n, machines.no_match)
                            }
                        }}
                    </td>
                </tr>
            </Show>
        </tbody>
    }
}

/// The way back from a deletion.
#[component]
fn Deleted() -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let name = move || saved.deleted.with(|machine| machine.as_ref().map(|machine| machine.name.clone()));
    view! {
        <Show when=move || name().is_some()>
            <tr>
                <td class="prose" colspan="5">
                    <span role="status">{text!(i18n, machines.deleted)} " " <bdi>{name}</bdi></span>
                </td>
                <td>
                    <button type="button" class="quiet small" on:click=move |_| saved.undelete()>
                        {text!(i18n, machines.undo)}
                    </button>
                </td>
            </tr>
        </Show>
    }
}

#[component]
fn SavedRow(found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let (saved, flow) = (expect_context::<Saved>(), expect_context::<Flow>());
    let Found { machine, positions } = found;
    let via = match machine.hops.last().map(|hop| hop.host.to_string()) {
        Some(hop) => view! { <bdi>{hop}</bdi> }.into_any(),
        None => view! { <span class="quiet-text">{text!(i18n, targets.direct)}</span> }.into_any(),
    };
    let Machine { id, name, target, method, group, secret, .. } = machine.clone();
    let machine = StoredValue::new(machine);
    let go = move || machine.with_value(|machine| flow.go_to(machine));
    let keys = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "F2" => saved.edit(machine.get_value()),
        "Delete" => delete(saved, &id),
        _ => {}
    };
    let with = move || method_name(i18n.get_locale(), method, false);
    let sealed = secret.is_some().then(|| view! { <Icon name="key" class="sealed" /> });
    let label = name.clone();
    let edit_label = text!(i18n, machines.edit_label, name = label.clone());
    let edit = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        saved.edit(machine.get_value());
    };
    let where_to = target.to_string();
    let place = where_to.clone();
    view! {
        <tr on:click=move |_| go()>
            <td class="key">
                <button type="button" class="row" data-row="" title=place on:keydown=keys>
                    <span class="name">
                        <span class="dot idle"></span>
                        <bdi>
                            <Name name positions />
                        </bdi>
                        <bdi class="quiet-text where">{where_to}</bdi>
                    </span>
                </button>
            </td>
            <td class="if-middling">{via}</td>
            <td class="prose if-middling">
                <span class="name">
                    {with}
                    {sealed}
                </span>
            </td>
            <td class="prose" colspan="2">
                <bdi>{group}</bdi>
            </td>
            <td>
                <menu class="acts">
                    <li>
                        <button type="button" class="icon" title=edit_label aria-label=edit_label on:click=edit>
                            <Icon name="pencil" />
                        </button>
                    </li>
                </menu>
            </td>
        </tr>
    }
}

fn delete(saved: Saved, id: &MachineId) {
    saved.delete(id);
    crate::browser::focus_soon("host");
}
