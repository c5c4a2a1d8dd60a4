//! The find bar: it takes the place of the pane bar's tools, and covers no text.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::view::View;
use crate::parts::Icon;
use crate::words::{Text, t_string, text, use_i18n};
use crate::xterm::{Found, Outcome, Query, Way};

/// What is looked for, and what came of it.
#[derive(Clone, Copy)]
struct Search {
    view: View,
    query: RwSignal<Query>,
    found: RwSignal<Found>,
}

impl Search {
    fn begin() -> Self {
        let search = Self {
            view: expect_context(),
            query: RwSignal::new(Query::default()),
            found: RwSignal::new(Found::default()),
        };
        if let Some(terminal) = search.view.terminal() {
            leptos::task::spawn_local(async move {
                terminal.prepare_find(move |result| _ = search.found.try_set(result)).await;
                // What was typed while the search was being loaded.
                if !search.query.is_disposed() {
                    search.go(Way::Here);
                }
            });
        }
        search
    }

    fn go(self, way: Way) {
        if let Some(terminal) = self.view.terminal() {
            self.query.with_untracked(|query| terminal.find(query, way));
        }
    }

    fn change(self, change: impl FnOnce(&mut Query)) {
        self.query.update(change);
        self.go(Way::Here);
    }

    fn close(self) {
        self.view.is_finding.set(false);
        if let Some(terminal) = self.view.terminal() {
            terminal.stop_finding();
        }
        self.view.focus();
    }

    fn key(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                self.go(if event.shift_key() { Way::Earlier } else { Way::Later });
            }
            "Escape" => {
                event.prevent_default();
                self.close();
            }
            _ => {}
        }
    }
}

/// The find bar.
#[component]
pub(super) fn Find() -> impl IntoView {
    let i18n = use_i18n();
    let search = Search::begin();
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let edit = move |event| search.change(|query| query.text = event_target_value(&event));
    let (case, regex) = (text!(i18n, shell.case), text!(i18n, shell.regex));
    let word = text!(i18n, find.word);
    let is_refused = move || matches!(search.found.get().outcome, Outcome::Unreadable | Outcome::Slow);
    view! {
        <search class="find" on:keydown=move |event| search.key(&event)>
            <input
                node_ref=input
                class="mono"
                type="search"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-label=text!(i18n, shell.find_label)
                aria-invalid=move || is_refused().then_some("true")
                on:input=edit
            />
            <Count search />
            {switch(search, case, "Aa", |query| &mut query.case)}
            {switch(search, word, "ab", |query| &mut query.word)}
            {switch(search, regex, ".*", |query| &mut query.regex)}
            {button(text!(i18n, shell.earlier), "up", move || search.go(Way::Earlier))}
            {button(text!(i18n, shell.later), "down", move || search.go(Way::Later))}
            {button(text!(i18n, shell.close_find), "close", move || search.close())}
        </search>
    }
}

/// How many there are, and which of them is shown.
#[component]
fn Count(search: Search) -> impl IntoView {
    let i18n = use_i18n();
    let count = move || {
        let Found { index, count, outcome, round } = search.found.get();
        if search.query.with(|query| query.text.is_empty()) {
            return String::new();
        }
        let count = match outcome {
            Outcome::Unreadable => return t_string!(i18n, shell.find_unreadable).to_owned(),
            Outcome::Slow => return t_string!(i18n, find.slow).to_owned(),
            Outcome::Whole if count == 0 => return t_string!(i18n, shell.find_none).to_owned(),
            Outcome::Whole => t_string!(i18n, shell.find_count, index = index, count = count),
            Outcome::More => t_string!(i18n, shell.find_many, count = count),
        };
        match round {
            Some(Way::Later) => t_string!(i18n, find.from_top, count = count),
            Some(Way::Earlier) => t_string!(i18n, find.from_end, count = count),
            Some(Way::Here) | None => count,
        }
    };
    view! { <output aria-live="polite">{count}</output> }
}

/// A button that stays pressed while a part of the query is on.
fn switch(
    search: Search,
    label: Text,
    sign: &'static str,
    part: fn(&mut Query) -> &mut bool,
) -> impl IntoView {
    let pressed = move || search.query.with(|query| part(&mut query.clone()).to_string());
    let press = move |_| {
        search.change(|query| {
            let part = part(query);
            *part = !*part;
        });
    };
    view! {
        <button type="button" class="icon small" title=label aria-label=label aria-pressed=pressed on:click=press>
            <span class="mono" aria-hidden="true">
                {sign}
            </span>
        </button>
    }
}

fn button(label: Text, icon: &'static str, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="icon small" title=label aria-label=label on:click=move |_| act()>
            <Icon name=icon />
        </button>
    }
}
