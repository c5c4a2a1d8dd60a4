//! Whether what is being signed in to is saved, and whether its secret is, sealed.

use leptos::prelude::*;
use postern_shared::target::Target;

use super::fields::Fields;
use crate::draft::Draft;
use crate::machines::saved::{Saved, new_id};
use crate::machines::vault;
use crate::machines::{Machine, Machines};
use crate::recent::Method;
use crate::store::Unkept;
use crate::words::{text, use_i18n};

/// What becomes of a machine once it is signed in to.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    pub(super) is_saved: RwSignal<bool>,
    /// The secret too.
    pub(super) is_sealed: RwSignal<bool>,
}

impl Kept {
    pub(super) fn new() -> Self {
        Self { is_saved: RwSignal::new(false), is_sealed: RwSignal::new(false) }
    }

    /// Saves what was signed in to, as the person wanted.
    pub(super) fn keep(self, saved: Saved, target: &Target, hops: &[Target], fields: Fields) {
        let method = fields.method.get_untracked();
        let known = saved.with_untracked(|all| all.at(target, hops).cloned());
        if known.is_none() && !self.is_saved.get_untracked() {
            return;
        }
        let mut base = known.unwrap_or_else(|| Machine::new(new_id(), target.clone(), hops.to_vec(), method));
        if base.identity_file.is_empty() {
            base.identity_file = fields.key_name.get_untracked().unwrap_or_default();
        }
        let credential = fields.credential().filter(|_| self.is_sealed.get_untracked());
        match (credential, saved.opened()) {
            (Some(credential), Some(open)) => {
                let mine = Machine { method, ..base.clone() };
                saved.save_sealed(base, mine, credential, open);
            }
            _ => _ = saved.change(|all| put_new(all, base)),
        }
    }
}

/// A machine that is here already stays as it is.
fn put_new(all: &mut Machines, machine: Machine) -> Result<(), Unkept> {
    let is_here = all.get(&machine.id).is_some();
    if is_here || all.put(machine) { Ok(()) } else { Err(Unkept::Full) }
}

/// The choice.
#[component]
pub(super) fn Keep() -> impl IntoView {
    let i18n = use_i18n();
    let (fields, kept, saved) =
        (expect_context::<Fields>(), expect_context::<Kept>(), expect_context::<Saved>());
    let known = Memo::new(move |_| {
        let (target, hops) = fields.draft.with(Draft::places).ok()?;
        saved.with(|all| all.at(&target, &hops).map(|machine| machine.name.clone()))
    });
    let is_kept = move || known.with(Option::is_some) || kept.is_saved.get();
    let can_seal = vault::is_available();
    view! {
        <div class="keep">
            <Show
                when=move || known.with(Option::is_none)
                fallback=move || {
                    view! { <p class="hint">{text!(i18n, machines.saved_as)} " " <bdi>{known}</bdi></p> }
                }
            >
                <label class="check">
                    <input
                        id="keep-machine"
                        type="checkbox"
                        prop:checked=kept.is_saved
                        on:change=move |event| kept.is_saved.set(event_target_checked(&event))
                    />
                    <span>{text!(i18n, machines.save)}</span>
                </label>
            </Show>
            <Show when=move || is_kept() && fields.method.get() != Method::Interactive>
                <label class="check">
                    <input
                        id="keep-secret"
                        type="checkbox"
                        disabled=!can_seal
                        prop:checked=kept.is_sealed
                        on:click=move |event| {
                            // Ticked once the passphrase is there.
                            if !kept.is_sealed.get_untracked() && saved.opened().is_none() {
                                event.prevent_default();
                                // The screen may be another by then.
                                saved.when_open(move |_| _ = kept.is_sealed.try_set(true));
                            }
                        }
                        on:change=move |event| kept.is_sealed.set(event_target_checked(&event))
                    />
                    <span>{text!(i18n, machines.keep)}</span>
                </label>
                <Show when=move || !can_seal>
                    <p class="hint">{text!(i18n, machines.insecure)}</p>
                </Show>
            </Show>
        </div>
    }
}
