//! A runbook's script before it runs: as it will run, and where. Nobody knows what it changes, so it waits.

use leptos::prelude::*;
use postern_shared::script::Input;
use web_sys::KeyboardEvent;

use super::super::super::work::Seat;
use super::super::Panels;
use super::super::drawer::ScriptText;
use super::super::station::Station;
use super::batch::Batch;
use super::{Runbooks, Shown};
use crate::browser;
use crate::parts::Icon;
use crate::words::{t_string, text, use_i18n};

/// The script, the targets, and the button.
#[component]
pub(super) fn Ready(runbooks: Runbooks, name: String, text: RwSignal<String>, input: Input) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let (name, input) = (StoredValue::new(name), StoredValue::new(input));
    let count = move || {
        let seats = runbooks.seats();
        runbooks
            .chosen
            .with(|chosen| seats.iter().filter(|seat| chosen.contains(&seat.desk.session())).count())
    };
    let run = move || {
        let chosen = runbooks.chosen.get_untracked();
        let seats = untrack(|| runbooks.seats()).into_iter();
        let on: Vec<Station> = seats
            .filter(|seat| chosen.contains(&seat.desk.session()))
            .map(|seat| panels.station(seat))
            .collect();
        if !on.is_empty() {
            runbooks.run(name.get_value(), text.get_untracked(), input.get_value(), on);
        }
    };
    browser::focus_soon("runbook-text");
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            run();
        }
    };
    let label = move || match count() {
        1 => {
            let seat = runbooks
                .seats()
                .into_iter()
                .find(|seat| runbooks.chosen.with(|chosen| chosen.contains(&seat.desk.session())));
            let host = seat.map(|seat| seat.desk.host()).unwrap_or_default();
            t_string!(i18n, drawer.run_on, host = host)
        }
        count => t_string!(i18n, runbooks.run_on_many, count = count),
    };
    view! {
        <fieldset class="targets" on:keydown=keys>
            <legend>{text!(i18n, runbooks.where_to)}</legend>
            <For each=move || runbooks.seats() key=|seat| seat.desk.session() let:seat>
                <Chip runbooks seat />
            </For>
        </fieldset>
        <div class="fill well" on:keydown=keys>
            <ScriptText text is_fixed=false id="runbook-text" />
        </div>
        <p class="hint padded">{text!(i18n, runbooks.unknown_risk)}</p>
        <menu class="bar foot">
            <li>
                <button type="button" class="primary" disabled=move || count() == 0 on:click=move |_| run()>
                    <Icon name="run" />
                    {label}
                    <kbd aria-hidden="true">"Ctrl+↵"</kbd>
                </button>
            </li>
            <li>
                <button type="button" class="quiet" on:click=move |_| runbooks.back()>
                    {text!(i18n, page.cancel)}
                    <kbd aria-hidden="true">"Esc"</kbd>
                </button>
            </li>
        </menu>
    }
}

#[component]
fn Chip(runbooks: Runbooks, seat: Seat) -> impl IntoView {
    let session = StoredValue::new(seat.desk.session());
    let is_chosen =
        move || runbooks.chosen.with(|chosen| session.with_value(|session| chosen.contains(session)));
    let flip = move |_| {
        runbooks.chosen.update(|chosen| {
            let session = session.get_value();
            if !chosen.remove(&session) {
                chosen.insert(session);
            }
        });
    };
    view! {
        <label class="chip">
            <input type="checkbox" prop:checked=is_chosen on:change=flip />
            <bdi>{seat.desk.name()}</bdi>
        </label>
    }
}

impl Runbooks {
    /// Runs a script on these, and shows what comes of it. What ran before is put away.
    fn run(self, name: String, script: String, input: Input, on: Vec<Station>) {
        let batch = self.owner.with_value(|owner| Batch::begin(owner, name, script, input, on));
        self.batch.set(Some(batch));
        self.shown.set(Shown::Results);
    }
}
