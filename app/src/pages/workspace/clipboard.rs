//! The choices about copying and pasting, as one section of the settings.

use leptos::prelude::*;

use crate::clipboard::{Clipboard, Program, RightClick};
use crate::settings::Choices;
use crate::words::{Text, text, use_i18n};

/// What copies, what pastes, and what a program may do.
#[component]
pub(super) fn ClipboardSection() -> impl IntoView {
    let i18n = use_i18n();
    let choices = expect_context::<Choices>();
    let change =
        move |change: fn(&mut Clipboard, bool), on| choices.change(|all| change(&mut all.clipboard, on));
    let switch = move |label: Text, is_on: fn(&Clipboard) -> bool, set: fn(&mut Clipboard, bool)| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || choices.with(|all| is_on(&all.clipboard))
                    on:change:target=move |event| change(set, event.target().checked())
                />
                {label}
            </label>
        }
    };
    let right = [
        ("menu", RightClick::Menu, text!(i18n, clipboard.right_menu)),
        ("paste", RightClick::Paste, text!(i18n, clipboard.right_paste)),
        ("browser", RightClick::Browser, text!(i18n, clipboard.right_browser)),
    ];
    let program = [
        ("ask", Program::Ask, text!(i18n, clipboard.program_ask)),
        ("write", Program::Write, text!(i18n, clipboard.program_write)),
        ("off", Program::Off, text!(i18n, clipboard.program_off)),
    ];
    view! {
        <fieldset class="stack">
            <legend>{text!(i18n, clipboard.title)}</legend>
            {switch(text!(i18n, clipboard.guards), |all| all.guards, |all, on| all.guards = on)}
            {switch(text!(i18n, clipboard.copies), |all| all.copies_selection, |all, on| all.copies_selection = on)}
            {switch(text!(i18n, clipboard.middle), |all| all.middle_pastes, |all, on| all.middle_pastes = on)}
            <label class="labelled">
                {text!(i18n, clipboard.right)}
                <select on:change:target=move |event| {
                    let value = event.target().value();
                    if let Some((_, chosen, _)) = right.iter().find(|(name, ..)| *name == value) {
                        choices.change(|all| all.clipboard.right = *chosen);
                    }
                }>
                    {right.map(|(name, choice, label)| view! {
                        <option value=name prop:selected=move || choices.with(|all| all.clipboard.right == choice)>{label}</option>
                    })}
                </select>
            </label>
            <label class="labelled">
                {text!(i18n, clipboard.program)}
                <select on:change:target=move |event| {
                    let value = event.target().value();
                    if let Some((_, chosen, _)) = program.iter().find(|(name, ..)| *name == value) {
                        choices.change(|all| all.clipboard.program = *chosen);
                    }
                }>
                    {program.map(|(name, choice, label)| view! {
                        <option value=name prop:selected=move || choices.with(|all| all.clipboard.program == choice)>{label}</option>
                    })}
                </select>
                <span class="hint">{text!(i18n, clipboard.program_hint)}</span>
            </label>
        </fieldset>
    }
}
