//! The rows of a settings dialog: a name on the left, what is chosen on the right.

use leptos::prelude::*;

use crate::words::Text;

/// A row with its control.
#[component]
pub(crate) fn SettingRow(
    /// What is set.
    label: Text,
    /// Id of the control that the name belongs to; a group of controls has a name of its own.
    #[prop(optional)]
    control: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let name = match control {
        Some(id) => view! { <label for=id>{label}</label> }.into_any(),
        None => view! { <span aria-hidden="true">{label}</span> }.into_any(),
    };
    view! { <div class="setting">{name} <div>{children()}</div></div> }
}

/// One of a few, as a row: which is chosen is its place in the list.
#[component]
pub(crate) fn OneOf(
    /// Name of the radio buttons.
    name: &'static str,
    /// What is set.
    label: Text,
    options: Vec<Text>,
    #[prop(into)] chosen: Signal<usize>,
    #[prop(into)] choose: Callback<usize>,
) -> impl IntoView {
    let radio = move |(index, text): (usize, Text)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    prop:checked=move || chosen.get() == index
                    on:change=move |_| choose.run(index)
                />
                {text}
            </label>
        }
    };
    view! {
        <SettingRow label>
            <fieldset class="segmented" aria-label=label>
                {options.into_iter().enumerate().map(radio).collect_view()}
            </fieldset>
        </SettingRow>
    }
}

/// On or off, with what it means.
#[component]
pub(crate) fn OnOff(
    /// What it means.
    text: Text,
    #[prop(into)] is_on: Signal<bool>,
    #[prop(into)] change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=is_on
                on:change=move |event| change.run(event_target_checked(&event))
            />
            {text}
        </label>
    }
}
