//! The find bar: it takes the place of the pane bar's tools, and covers no text.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::pane::View;
use crate::parts::Icon;
use crate::words::{Text, t_string, text, use_i18n};
use crate::xterm::{Found, Query, Way};

/// The find bar.
#[component]
pub(super) fn Find() -> impl IntoView {
    let i18n = use_i18n();
    let view = expect_context::<View>();
    let input = NodeRef::<html::Input>::new();
    let query = RwSignal::new(Query::default());
    let found = RwSignal::new(Found::default());
    Effect::new(move || {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let go = move |way: Way| {
        let known = view.terminal().and_then(|terminal| terminal.find(&query.get_untracked(), way));
        if let Some(known) = known {
            found.set(known);
        }
    };
    if let Some(terminal) = view.terminal() {
        leptos::task::spawn_local(async move {
            terminal.prepare_find(move |result| _ = found.try_set(result)).await;
            // What was typed while the search was being loaded.
            if !query.is_disposed() {
                go(Way::Here);
            }
        });
    }
    let close = move || {
        view.is_finding.set(false);
        if let Some(terminal) = view.terminal() {
            terminal.stop_finding();
        }
        view.focus();
    };
    let edit = move |event| {
        query.update(|query| query.text = event_target_value(&event));
        go(Way::Here);
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            go(if event.shift_key() { Way::Earlier } else { Way::Later });
        }
        "Escape" => {
            event.prevent_default();
            close();
        }
        _ => {}
    };
    let switch = move |change: fn(&mut Query)| {
        move |_| {
            query.update(change);
            go(Way::Here);
        }
    };
    let pressed = move |read: fn(&Query) -> bool| move || query.with(read).to_string();
    let count = move || {
        let Found { index, count, more, unreadable } = found.get();
        match (query.with(|query| query.text.is_empty()), unreadable, count, index) {
            (true, ..) => String::new(),
            (_, true, ..) => t_string!(i18n, shell.find_unreadable).to_owned(),
            (_, _, 0, _) => t_string!(i18n, shell.find_none).to_owned(),
            (_, _, count, Some(index)) if !more => {
                t_string!(i18n, shell.find_count, index = index, count = count)
            }
            (_, _, count, _) => t_string!(i18n, shell.find_many, count = count),
        }
    };
    let button = move |label: Text, icon: &'static str, act: Callback<()>| {
        view! {
            <button type="button" class="icon small" title=label aria-label=label on:click=move |_| act.run(())>
                <Icon name=icon />
            </button>
        }
    };
    view! {
        <search class="find" on:keydown=keys>
            <input
                node_ref=input
                class="mono"
                type="search"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-label=text!(i18n, shell.find_label)
                aria-invalid=move || found.get().unreadable.then_some("true")
                on:input=edit
            />
            <output aria-live="polite">{count}</output>
            <button
                type="button"
                class="icon small"
                title=text!(i18n, shell.case)
                aria-label=text!(i18n, shell.case)
                aria-pressed=pressed(|query| query.case)
                on:click=switch(|query| query.case = !query.case)
            >
                <span class="mono" aria-hidden="true">"Aa"</span>
            </button>
            <button
                type="button"
                class="icon small"
                title=text!(i18n, shell.regex)
                aria-label=text!(i18n, shell.regex)
                aria-pressed=pressed(|query| query.regex)
                on:click=switch(|query| query.regex = !query.regex)
            >
                <span class="mono" aria-hidden="true">".*"</span>
            </button>
            {button(text!(i18n, shell.earlier), "up", Callback::new(move |()| go(Way::Earlier)))}
            {button(text!(i18n, shell.later), "down", Callback::new(move |()| go(Way::Later)))}
            {button(text!(i18n, shell.close_find), "close", Callback::new(move |()| close()))}
        </search>
    }
}
