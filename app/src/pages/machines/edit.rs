//! The dialog in which a machine is named, placed, grouped, and its secret kept or not.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::tools::Trouble;
use crate::browser;
use crate::machines::saved::Saved;
use crate::machines::{Machine, tags, vault};
use crate::pages::sign_in::fields::Fields;
use crate::pages::sign_in::form::{Credential, MethodChoice, PlaceFields};
use crate::pages::sign_in::jump::Jump;
use crate::parts::{CancelButton, Dialog, Icon};
use crate::recent::Method;
use crate::words::{Text, text, use_i18n};

/// What the dialog holds beyond what the sign-in form has.
#[derive(Clone, Copy)]
struct Words {
    name: RwSignal<String>,
    group: RwSignal<String>,
    tags: RwSignal<String>,
    note: RwSignal<String>,
    /// Whether the credential is to be kept, sealed.
    is_kept: RwSignal<bool>,
}

/// The dialog, for a machine that is saved or about to be.
#[component]
pub(super) fn EditDialog(machine: Machine) -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let fields = Fields::new("edit-");
    fields.place(&machine.target, &machine.hops, machine.method);
    provide_context(fields);
    let words = Words {
        name: RwSignal::new(machine.name.clone()),
        group: RwSignal::new(machine.group.clone()),
        tags: RwSignal::new(machine.tags.join(", ")),
        note: RwSignal::new(machine.note.clone()),
        is_kept: RwSignal::new(machine.secret.is_some()),
    };
    let is_saved = saved.with_untracked(|all| all.get(&machine.id).is_some());
    let identity_file = machine.identity_file.clone();
    let has_secret = machine.secret.is_some();
    let id = machine.id.clone();
    let close = move || saved.dialog.set(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save(saved, fields, words, &machine);
    };
    let delete = move |_| {
        saved.delete(&id);
        close();
    };
    browser::focus_soon("machine-name");
    let title = move || if is_saved { text!(i18n, machines.edit) } else { text!(i18n, machines.save) };
    view! {
        <Dialog class="machine" labelled_by="machine-title" on_close=close>
            <header>
                <Icon name="machines" />
                <h2 id="machine-title">{title}</h2>
            </header>
            <form novalidate autocomplete="off" on:submit=submit>
                <section>
                    <Word id="machine-name" label=text!(i18n, machines.name) value=words.name />
                    <PlaceFields />
                    <Jump />
                    <GroupField group=words.group />
                    <Word id="machine-tags" label=text!(i18n, machines.tags_field) value=words.tags />
                    <Word id="machine-note" label=text!(i18n, machines.note) value=words.note />
                    <MethodChoice />
                    <Show when={
                        let has_file = !identity_file.is_empty();
                        move || has_file && fields.method.get() == Method::Key
                    }>
                        <p class="hint">{text!(i18n, machines.key_file)} " " <code>{identity_file.clone()}</code></p>
                    </Show>
                    <Secret is_kept=words.is_kept has_secret />
                    <Trouble />
                </section>
                <footer>
                    <Show when=move || is_saved>
                        <button type="button" class="quiet" on:click=delete.clone()>
                            {text!(i18n, machines.delete)}
                        </button>
                    </Show>
                    <span class="grow"></span>
                    <CancelButton cancel=close />
                    <button type="submit" class="primary" id="machine-save">
                        <span>{text!(i18n, machines.save_button)}</span>
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

#[component]
fn Word(id: &'static str, label: Text, value: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="labelled">
            <span>{label}</span>
            <input
                id=id
                type="text"
                autocomplete="off"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

/// A group there is, or a new one.
#[component]
fn GroupField(group: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let groups = expect_context::<Saved>().with_untracked(crate::machines::Machines::groups);
    view! {
        <label class="labelled">
            <span>{text!(i18n, machines.group)}</span>
            <input
                id="machine-group"
                type="text"
                list="machine-groups"
                autocomplete="off"
                prop:value=group
                on:input=move |event| group.set(event_target_value(&event))
            />
        </label>
        <datalist id="machine-groups">
            {groups.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
        </datalist>
    }
}

/// Whether the credential is kept, and if so, which.
#[component]
fn Secret(is_kept: RwSignal<bool>, has_secret: bool) -> impl IntoView {
    let i18n = use_i18n();
    let fields = expect_context::<Fields>();
    let can_seal = vault::is_available();
    let is_asked = move || fields.method.get() == Method::Interactive;
    view! {
        <Show when=move || !is_asked()>
            <label class="check">
                <input
                    id="machine-keep"
                    type="checkbox"
                    prop:checked=is_kept
                    disabled=!can_seal
                    on:change=move |event| is_kept.set(event_target_checked(&event))
                />
                <span>{text!(i18n, machines.keep)}</span>
            </label>
            <Show when=move || !can_seal>
                <p class="hint">{text!(i18n, machines.insecure)}</p>
            </Show>
            <Show when=move || is_kept.get()>
                <Credential was_refused=Signal::stored(false) />
                <Show when=move || has_secret>
                    <p class="hint">{text!(i18n, machines.keep_old)}</p>
                </Show>
            </Show>
        </Show>
    }
}

fn save(saved: Saved, fields: Fields, words: Words, base: &Machine) {
    let (target, hops) = match fields.draft.with_untracked(crate::draft::Draft::places) {
        Ok(places) => places,
        Err(wrong) => {
            fields.wrong.set(Some(wrong));
            return;
        }
    };
    let method = fields.method.get_untracked();
    let is_kept = words.is_kept.get_untracked() && method != Method::Interactive;
    let mine = Machine {
        name: words.name.get_untracked(),
        target,
        hops,
        method,
        group: words.group.get_untracked(),
        tags: tags(&words.tags.get_untracked()),
        note: words.note.get_untracked(),
        // What is sealed signs in by its own method only.
        secret: base.secret.clone().filter(|_| is_kept && method == base.method),
        ..base.clone()
    }
    .tidy();
    let base = base.clone();
    match fields.credential().filter(|_| is_kept) {
        Some(credential) => saved.when_open(move |open| {
            saved.save_sealed(base, mine, credential, open);
        }),
        None => {
            if saved.save(&base, mine) {
                saved.dialog.set(None);
            }
        }
    }
}
