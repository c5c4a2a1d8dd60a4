//! The tabs above the panes.

use leptos::prelude::*;
use web_sys::{DragEvent, KeyboardEvent, MouseEvent};

use super::send::Send;
use super::tab_marks::TabMarks;
use super::work::{Dragged, Work};
use crate::browser;
use crate::command::Command;
use crate::layout::TabId;
use crate::parts::Icon;
use crate::session::State;
use crate::words::{text, use_i18n};

/// The row of tabs.
#[component]
pub(super) fn Tabs() -> impl IntoView {
    let i18n = use_i18n();
    let (work, send) = (expect_context::<Work>(), expect_context::<Send>());
    let tabs = move || work.layout(|layout| layout.tabs().iter().map(|tab| tab.id).collect::<Vec<_>>());
    let connect = text!(i18n, command.connect);
    let connect_title = move || work.titled(&connect.get(), Command::Connect);
    let send_title = move || work.titled(text!(i18n, command.send_to_all).get().as_str(), Command::SendToAll);
    view! {
        <div class="tabs">
            <div role="tablist" aria-label=text!(i18n, work.tabs)>
                <For each=tabs key=|tab| *tab let:tab>
                    <TabButton tab />
                </For>
            </div>
            <button type="button" class="icon" title=connect_title aria-label=connect on:click=move |_| work.run(Command::Connect)>
                <Icon name="plus" />
            </button>
            <menu>
                <li>
                    <button
                        type="button"
                        class="quiet"
                        title=send_title
                        aria-pressed=move || send.is_open().to_string()
                        on:click=move |_| work.run(Command::SendToAll)
                    >
                        <Icon name="send-all" />
                        <span>{text!(i18n, command.send_to_all)}</span>
                    </button>
                </li>
            </menu>
        </div>
    }
}

#[component]
fn TabButton(tab: TabId) -> impl IntoView {
    let i18n = use_i18n();
    let work = expect_context::<Work>();
    let known = move || work.layout(|layout| layout.tabs().iter().find(|other| other.id == tab).cloned());
    let name = Memo::new(move |_| known().map(|tab| work.name_of(&tab)).unwrap_or_default());
    let is_shown =
        Memo::new(move |_| work.layout(|layout| layout.active().is_some_and(|active| active.id == tab)));
    let dot = Memo::new(move |_| dot(work, tab));
    let marks = Memo::new(move |_| work.marks_of(work.layout(|layout| layout.panes_of(tab))));
    let close = text!(i18n, work.close_tab);
    let close_click = move |event: MouseEvent| {
        event.stop_propagation();
        work.detach_tab(tab);
    };
    let pressed = move |event: MouseEvent| {
        // The middle button closes a tab everywhere.
        if event.button() == 1 {
            event.prevent_default();
            work.detach_tab(tab);
        }
    };
    let over = move |event: DragEvent| {
        if work.dragged.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    };
    view! {
        <span
            class="tab"
            role="presentation"
            draggable="true"
            on:dragstart=move |event| begin_drag(&event, work, tab)
            on:dragend=move |_| work.dragged.set(None)
            on:dragover=over
            on:drop=move |event| dropped_on(&event, work, tab)
        >
            <button
                type="button"
                role="tab"
                aria-selected=move || is_shown.get().to_string()
                aria-keyshortcuts="Delete F2"
                tabindex=move || if is_shown.get() { "0" } else { "-1" }
                title=name
                on:click=move |_| {
                    work.arrange(|layout| layout.show(tab));
                    work.focus_terminal();
                }
                on:auxclick=pressed
                on:dblclick=move |_| work.run(Command::RenameTab)
                on:keydown=move |event| key_on(&event, work, tab)
            >
                <span class=dot></span>
                <bdi class="clip">{name}</bdi>
                <TabMarks marks />
            </button>
            // A list of tabs holds tabs alone; by the keyboard it is the Delete key.
            <button type="button" class="icon close" tabindex="-1" aria-hidden="true" title=close on:click=close_click>
                <Icon name="close" />
            </button>
        </span>
    }
}

/// What a key does to the tab that has the keyboard.
fn key_on(event: &KeyboardEvent, work: Work, tab: TabId) {
    let command = match event.key().as_str() {
        "ArrowLeft" => Command::PreviousTab,
        "ArrowRight" => Command::NextTab,
        "Delete" => return work.detach_tab(tab),
        "F2" => Command::RenameTab,
        _ => return,
    };
    event.prevent_default();
    work.run(command);
}

/// A tab is taken up.
fn begin_drag(event: &DragEvent, work: Work, tab: TabId) {
    if let Some(data) = event.data_transfer() {
        let _ = data.set_data("application/x-postern", "");
        data.set_effect_allowed("move");
    }
    work.dragged.set(Some(Dragged::Tab(tab)));
}

/// A pane is dropped on a tab and goes into it; a tab takes its place.
fn dropped_on(event: &DragEvent, work: Work, tab: TabId) {
    event.prevent_default();
    let dragged = work.dragged.get_untracked();
    work.dragged.set(None);
    work.arrange(|layout| match dragged {
        Some(Dragged::Pane(pane)) => layout.move_to_tab(pane, tab),
        Some(Dragged::Tab(other)) => {
            if let Some(to) = layout.tabs().iter().position(|here| here.id == tab) {
                layout.move_tab(other, to);
            }
        }
        None => {}
    });
    browser::next_frame(move || work.focus_terminal());
}

/// What the worst of a tab's panes makes of its dot.
fn dot(work: Work, tab: TabId) -> &'static str {
    let panes = work.layout(|layout| layout.panes_of(tab));
    let states = panes.into_iter().filter_map(|pane| work.seat(pane)?.view.shown().map(|shown| shown.state));
    let rank = |state: State| match state {
        State::Live { .. } => 0,
        State::Ended(_) => 1,
        State::Opening { .. } | State::Asking { .. } | State::Waiting { .. } => 2,
    };
    match states.map(rank).max() {
        Some(0) => "dot",
        Some(1) => "dot down",
        _ => "dot wait",
    }
}
