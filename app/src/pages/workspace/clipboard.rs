//! The choices about copying and pasting, as one section of the settings.

use leptos::prelude::*;

use crate::clipboard::{Clipboard, Program, RightClick};
use crate::parts::{OnOff, OneOf, SettingRow};
use crate::settings::Choices;
use crate::words::{Text, text, use_i18n};

/// The choices for the right button, in the order in which they are listed.
const RIGHT: [RightClick; 3] = [RightClick::Menu, RightClick::Paste, RightClick::Browser];
/// The choices for programs.
const PROGRAM: [Program; 3] = [Program::Ask, Program::Write, Program::Off];

/// What copies, what pastes, and what a program may do.
#[component]
pub(super) fn ClipboardSection() -> impl IntoView {
    let i18n = use_i18n();
    let choices = expect_context::<Choices>();
    let switch = move |text: Text, is_on: fn(&Clipboard) -> bool, set: fn(&mut Clipboard, bool)| {
        let is_on = Signal::derive(move || choices.with(|all| is_on(&all.clipboard)));
        let change = move |on| choices.change(|all| set(&mut all.clipboard, on));
        view! { <OnOff text is_on change /> }
    };
    let right = vec![
        text!(i18n, clipboard.right_menu),
        text!(i18n, clipboard.right_paste),
        text!(i18n, clipboard.right_browser),
    ];
    let program = vec![
        text!(i18n, clipboard.program_ask),
        text!(i18n, clipboard.program_write),
        text!(i18n, clipboard.program_off),
    ];
    let right_now = move || choices.with(|all| at(&RIGHT, all.clipboard.right));
    let program_now = move || choices.with(|all| at(&PROGRAM, all.clipboard.program));
    view! {
        <section>
            <SettingRow label=text!(i18n, clipboard.title)>
                {switch(text!(i18n, clipboard.guards), |all| all.guards, |all, on| all.guards = on)}
                {switch(text!(i18n, clipboard.copies), |all| all.copies_selection, |all, on| all.copies_selection = on)}
                {switch(text!(i18n, clipboard.middle), |all| all.middle_pastes, |all, on| all.middle_pastes = on)}
            </SettingRow>
            <OneOf
                name="right-button"
                label=text!(i18n, clipboard.right)
                options=right
                chosen=Signal::derive(right_now)
                choose=move |index: usize| choices.change(|all| all.clipboard.right = RIGHT[index])
            />
            <OneOf
                name="program-clipboard"
                label=text!(i18n, clipboard.program)
                options=program
                chosen=Signal::derive(program_now)
                choose=move |index: usize| choices.change(|all| all.clipboard.program = PROGRAM[index])
            />
            <p class="hint">{text!(i18n, clipboard.program_hint)}</p>
        </section>
    }
}

fn at<T: PartialEq>(all: &[T], one: T) -> usize {
    all.iter().position(|other| *other == one).unwrap_or(0)
}
