//! Typing into several panes at once: a line at a time, or every key as it is typed.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::view::View;
use super::work::{Seat, Work};
use crate::browser;
use crate::layout::PaneId;
use crate::parts::Icon;
use crate::session::is_report;
use crate::when;
use crate::words::{t_string, text, use_i18n};

/// Most lines the bar remembers.
const MOST_SENT: usize = 100;
/// Most names of targets that are written out for a line.
const MOST_NAMES: usize = 4;

/// How what is typed goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// When the line is done.
    Line,
    /// Each key at once.
    Keys,
}

/// A line that went out, and where to.
#[derive(Clone, Debug, PartialEq)]
struct Sent {
    line: String,
    to: Vec<String>,
    /// Milliseconds since 1970.
    at: f64,
}

/// The bar's state.
#[derive(Clone, Copy)]
pub(super) struct Send {
    work: Work,
    mode: RwSignal<Option<Mode>>,
    /// The panes that were chosen; those that are gone or have ended do not count.
    chosen: RwSignal<Vec<PaneId>>,
    sent: RwSignal<Vec<Sent>>,
}

impl Send {
    pub(super) fn new(work: Work) -> Self {
        let send = Self {
            work,
            mode: RwSignal::new(None),
            chosen: RwSignal::new(Vec::new()),
            sent: RwSignal::new(Vec::new()),
        };
        work.set_send(send);
        send
    }

    /// Whether the bar is there; tracked.
    pub(super) fn is_open(self) -> bool {
        self.mode.with(Option::is_some)
    }

    /// Opens the bar with the panes of the tab chosen, or closes it.
    pub(super) fn toggle(self) {
        if self.mode.get_untracked().is_some() {
            return self.close();
        }
        self.choose_tab();
        self.mode.set(Some(Mode::Line));
    }

    fn close(self) {
        self.mode.set(None);
        self.work.focus_terminal();
    }

    fn choose_tab(self) {
        let panes = untrack(|| {
            self.work.layout(|layout| layout.active().map(|tab| layout.panes_of(tab.id)).unwrap_or_default())
        });
        self.chosen.set(panes);
    }

    fn choose_all(self) {
        self.chosen
            .set(untrack(|| self.work.layout(|layout| layout.panes().iter().map(|pane| pane.id).collect())));
    }

    /// The panes that what is typed goes to; tracked.
    fn goals(self) -> Vec<Seat> {
        let chosen = self.chosen.get();
        let seats = self.work.seats();
        seats.into_iter().filter(|seat| chosen.contains(&seat.pane) && seat.view.may_type()).collect()
    }

    /// Whether every key typed in one of the chosen panes now goes to this one too; tracked.
    pub(super) fn reaches_live(self, pane: PaneId) -> bool {
        self.mode.get() == Some(Mode::Keys) && self.chosen.with(|chosen| chosen.contains(&pane))
    }

    /// What was typed in a pane goes to the other chosen ones too, while keys go to all.
    pub(super) fn spread(self, from: PaneId, bytes: &[u8]) {
        let is_live = self.mode.get_untracked() == Some(Mode::Keys);
        // What the terminal itself answers or tells is about one terminal only.
        if !is_live || is_report(bytes) || !self.chosen.with_untracked(|chosen| chosen.contains(&from)) {
            return;
        }
        for seat in untrack(|| self.goals()) {
            if seat.pane != from {
                seat.view.typed(bytes.to_vec());
            }
        }
    }

    fn send_line(self, line: &str) {
        let goals = untrack(|| self.goals());
        if goals.is_empty() {
            return;
        }
        for Seat { view, .. } in &goals {
            type_line(*view, line);
        }
        let to = goals.iter().map(|seat| seat.desk.host()).collect();
        self.sent.update(|sent| {
            sent.push(Sent { line: line.to_owned(), to, at: browser::wall_clock() });
            if sent.len() > MOST_SENT {
                sent.remove(0);
            }
        });
    }
}

/// A line and Enter, as if typed.
fn type_line(view: View, line: &str) {
    view.typed(format!("{line}\r").into_bytes());
}

/// The bar below the panes.
#[component]
pub(super) fn SendBar() -> impl IntoView {
    let send = expect_context::<Send>();
    view! {
        <Show when=move || send.is_open()>
            <Bar />
        </Show>
    }
}

#[component]
fn Bar() -> impl IntoView {
    let i18n = use_i18n();
    let send = expect_context::<Send>();
    let draft = Draft { send, line: RwSignal::default(), back: StoredValue::new(0) };
    let is_live = move || send.mode.get() == Some(Mode::Keys);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        draft.send();
    };
    let count = move || send.goals().len();
    let close = text!(i18n, send.close);
    view! {
        <form class="bar foot send-all" class:live=is_live on:submit=submit>
            <strong>
                <Icon name="send-all" />
                {text!(i18n, send.to)}
            </strong>
            <Chips />
            <Show when=is_live fallback=move || view! { <LineField draft /> }>
                <span class="warn grow" role="status">
                    {move || t_string!(i18n, send.live, count = count())}
                </span>
            </Show>
            <History />
            <Modes />
            <Show when=move || !is_live()>
                <button type="submit" class="primary" disabled=move || count() == 0>
                    {move || t_string!(i18n, send.send, count = count())}
                    <kbd aria-hidden="true">"↵"</kbd>
                </button>
            </Show>
            <button type="button" class="icon" title=close aria-label=close on:click=move |_| send.close()>
                <Icon name="close" />
            </button>
        </form>
    }
}

/// The line that is being written.
#[derive(Clone, Copy)]
struct Draft {
    send: Send,
    line: RwSignal<String>,
    /// Which of the lines sent before stands in the field, counted from the last.
    back: StoredValue<usize>,
}

impl Draft {
    fn send(self) {
        self.send.send_line(&self.line.get_untracked());
        self.line.set(String::new());
        self.back.set_value(0);
    }

    fn recall(self, step: isize) {
        let at = self.back.get_value().saturating_add_signed(step);
        let found = self.send.sent.with_untracked(|sent| match at {
            0 => Some(String::new()),
            at => sent.len().checked_sub(at).map(|index| sent[index].line.clone()),
        });
        if let Some(found) = found {
            self.back.set_value(at);
            self.line.set(found);
        }
    }

    fn key(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "ArrowUp" => self.recall(1),
            "ArrowDown" => self.recall(-1),
            "Escape" => self.send.close(),
            _ => return,
        }
        event.prevent_default();
    }
}

/// Where the line is written; it has the keyboard at once.
#[component]
fn LineField(draft: Draft) -> impl IntoView {
    let i18n = use_i18n();
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    view! {
        <span class="with">
            <input
                node_ref=input
                type="text"
                class="mono"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-label=text!(i18n, send.line)
                placeholder=text!(i18n, send.line)
                prop:value=draft.line
                on:input=move |event| draft.line.set(event_target_value(&event))
                on:keydown=move |event| draft.key(&event)
            />
        </span>
    }
}

/// Which of the panes on the same host it is, where there are several; tracked.
fn nth(work: Work, seat: Seat) -> Option<String> {
    let same: Vec<PaneId> = work
        .seats()
        .iter()
        .filter(|other| other.desk.host() == seat.desk.host())
        .map(|other| other.pane)
        .collect();
    let at = same.iter().position(|pane| *pane == seat.pane)?;
    (same.len() > 1).then(|| (at + 1).to_string())
}

/// The panes one can choose.
#[component]
fn Chips() -> impl IntoView {
    let i18n = use_i18n();
    let (work, send) = (expect_context::<Work>(), expect_context::<Send>());
    let chip = move |seat: Seat| {
        let pane = seat.pane;
        let is_chosen = move || send.chosen.with(|chosen| chosen.contains(&pane));
        let toggle = move |_| {
            send.chosen.update(|chosen| match chosen.iter().position(|other| *other == pane) {
                Some(at) => _ = chosen.remove(at),
                None => chosen.push(pane),
            });
        };
        view! {
            <label class="chip" title=move || seat.title()>
                <input type="checkbox" prop:checked=is_chosen disabled=move || !seat.view.may_type() on:change=toggle />
                <bdi class="clip">{seat.desk.host()}</bdi>
                <span class="num">{move || nth(work, seat)}</span>
                {move || seat.view.has_ended().then(|| view! { <span>{text!(i18n, send.ended)}</span> })}
            </label>
        }
    };
    view! {
        <fieldset class="chips" aria-label=text!(i18n, send.to)>
            <button type="button" class="quiet small" on:click=move |_| send.choose_all()>
                {text!(i18n, send.all)}
            </button>
            <button type="button" class="quiet small" on:click=move |_| send.choose_tab()>
                {text!(i18n, send.tab)}
            </button>
            <For each=move || work.seats() key=|seat| seat.pane let:seat>
                {chip(seat)}
            </For>
        </fieldset>
    }
}

/// A line at a time, or keys.
#[component]
fn Modes() -> impl IntoView {
    let i18n = use_i18n();
    let send = expect_context::<Send>();
    let choose = move |mode: Mode| {
        send.mode.set(Some(mode));
        if mode == Mode::Keys {
            send.work.focus_terminal();
        }
    };
    let radio = move |mode: Mode, label: crate::words::Text, title: crate::words::Text| {
        view! {
            <label title=title>
                <input
                    type="radio"
                    name="how"
                    prop:checked=move || send.mode.get() == Some(mode)
                    on:change=move |_| choose(mode)
                />
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="segmented small" aria-label=text!(i18n, send.how)>
            {radio(Mode::Line, text!(i18n, send.by_line), text!(i18n, send.by_line_hint))}
            {radio(Mode::Keys, text!(i18n, send.by_key), text!(i18n, send.by_key_hint))}
        </fieldset>
    }
}

/// What went where.
#[component]
fn History() -> impl IntoView {
    let i18n = use_i18n();
    let send = expect_context::<Send>();
    let is_open = RwSignal::new(false);
    let label = text!(i18n, send.history);
    let row = move |sent: Sent| {
        let names = sent.to.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
        let more = sent.to.len().saturating_sub(MOST_NAMES);
        let names = if more > 0 { format!("{names} +{more}") } else { names };
        view! {
            <tr>
                <td>
                    <code>{sent.line}</code>
                </td>
                <td class="prose">{names}</td>
                <td class="prose end">{move || when::say(i18n.get_locale(), sent.at, browser::wall_clock())}</td>
            </tr>
        }
    };
    view! {
        <button
            type="button"
            class="icon"
            title=label
            aria-label=label
            aria-expanded=move || is_open.get().to_string()
            disabled=move || send.sent.with(Vec::is_empty)
            on:click=move |_| is_open.update(|open| *open = !*open)
        >
            <Icon name="up" />
        </button>
        <Show when=move || is_open.get()>
            <div class="sent">
                <table class="rows">
                    <tbody>{move || send.sent.get().into_iter().rev().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
}
