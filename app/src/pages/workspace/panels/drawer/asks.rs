//! What the drawer asks the person besides: the password of `sudo`, and the name of a runbook.

use leptos::prelude::*;
use postern_shared::form::{Answers, Field, Kind, Label};

use super::super::Panels;
use super::super::form::FormDialog;
use super::super::root::PasswordForm;
use super::super::station::Station;
use super::Sheet;
use crate::browser;
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// Asks for the password of `sudo` where it wants one, and goes on with it.
#[component]
pub(super) fn Password(station: Station, sheet: Sheet) -> impl IntoView {
    let asks = Memo::new(move |_| !station.has_password() && sheet.wants_password());
    let then = move || {
        browser::focus_soon("drawer-summary");
        if untrack(|| sheet.waits()) {
            station.drawer.look_ahead(station, sheet);
        } else {
            station.drawer.run(station, sheet);
        }
    };
    view! {
        <Show when=move || asks.get()>
            <PasswordForm station then />
        </Show>
    }
}

/// Keeps the script as a runbook.
#[component]
pub(super) fn SaveAsRunbook(sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let is_asking = RwSignal::new(false);
    let fields = || vec![Field::of(Label::Name, Kind::Text), Field::of(Label::About, Kind::Text).optional()];
    let submit = move |answers: Answers| {
        is_asking.set(false);
        let script = sheet.text.get_untracked();
        panels.save_runbook(answers.of(&Label::Name), answers.of(&Label::About), &script);
    };
    view! {
        <li>
            <button type="button" class="quiet" title=text!(i18n, drawer.save_as_runbook) on:click=move |_| is_asking.set(true)>
                <Icon name="book" />
                <span class="label">{text!(i18n, drawer.save_as_runbook)}</span>
            </button>
            <Show when=move || is_asking.get()>
                <FormDialog
                    title=text!(i18n, drawer.runbook_name)
                    act=text!(i18n, drawer.runbook_keep)
                    fields=fields()
                    submit
                    cancel=move || is_asking.set(false)
                />
            </Show>
        </li>
    }
}
