//! The panel beside the terminals: go to a session, to a machine, or to whatever is typed.

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use postern_shared::target::Target;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::MOST_ROWS;
use super::groups::Groups;
use super::row::MachineRow;
use super::tools::{Tools, Trouble};
use crate::machines::find::{find, is_place};
use crate::machines::saved::{Saved, new_id};
use crate::machines::{Machine, MachineId};
use crate::parts::{Icon, move_cursor};
use crate::recent::Method;
use crate::words::{text, use_i18n};

/// A session, as the panel lists it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SessionRow {
    pub(crate) id: String,
    /// Its address in this page.
    pub(crate) path: String,
    pub(crate) target: Target,
    pub(crate) hops: Vec<Target>,
    /// Its state as a class of the dot: `dot`, `dot wait`, `dot idle`, `dot down`.
    pub(crate) dot: &'static str,
    /// Its state in words.
    pub(crate) note: String,
    /// Whether it is what the person sees.
    pub(crate) is_current: bool,
}

/// Where the person wants to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Go {
    Session(String),
    Machine(Box<Machine>),
    /// `user@host:port`, or an `ssh` command.
    Typed(String),
    /// Somewhere new.
    Form,
    /// Back to the terminal.
    Back,
}

/// What the rows of the panel share.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub(super) go: Callback<Go>,
    pub(super) sessions: Signal<Vec<SessionRow>>,
    pub(super) text: RwSignal<String>,
    pub(super) tags: RwSignal<Vec<String>>,
    /// The machine under way to another group.
    pub(super) dragged: RwSignal<Option<MachineId>>,
}

impl List {
    /// The state of what runs at this place.
    pub(super) fn dot(self, target: &Target) -> &'static str {
        self.sessions.with(|sessions| {
            sessions
                .iter()
                .find(|session| session.target == *target)
                .map_or("dot idle", |session| session.dot)
        })
    }
}

impl List {
    /// Says that what is dragged can be dropped here; false where it is no machine.
    pub(super) fn may_drop(self, event: &DragEvent) -> bool {
        let is_machine = self.dragged.with_untracked(Option::is_some);
        if is_machine {
            event.prevent_default();
        }
        is_machine
    }

    /// Moves the machine that was dropped to a group.
    pub(super) fn drop_into(self, event: &DragEvent, saved: Saved, group: &str) {
        if let Some(id) = self.dragged.get_untracked() {
            event.prevent_default();
            self.dragged.set(None);
            saved.change(|all| {
                all.regroup(&id, group);
                Ok(())
            });
        }
    }
}

/// The panel.
#[component]
pub(crate) fn MachinesPanel(
    /// The sessions there are.
    #[prop(into)]
    sessions: Signal<Vec<SessionRow>>,
    /// The person wants to go somewhere.
    go: Callback<Go>,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = RwSignal::new(String::new());
    let list = List { go, sessions, text, tags: RwSignal::default(), dragged: RwSignal::default() };
    provide_context(list);
    let rows = NodeRef::<html::Nav>::new();
    let keys = move |event: KeyboardEvent| {
        let element = rows.get_untracked();
        move_cursor(&event, element.as_deref().map(AsRef::as_ref));
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            if text.with_untracked(String::is_empty) { go.run(Go::Back) } else { text.set(String::new()) }
        }
    };
    view! {
        <aside class="panel machines" data-size="list" aria-label=text!(i18n, machines.panel) on:keydown=keys>
            <Head list rows />
            <TagChips />
            <nav class="tree scroll on-chrome" aria-label=text!(i18n, machines.list) node_ref=rows>
                <QuickConnect />
                <Sessions />
                <Machines />
            </nav>
            <Foot />
        </aside>
    }
}

/// The search, and the ways out of the panel.
#[component]
fn Head(list: List, rows: NodeRef<html::Nav>) -> impl IntoView {
    let i18n = use_i18n();
    let (go, text) = (list.go, list.text);
    // Enter in the search goes to what stands first.
    let enter = move |event: KeyboardEvent| {
        if event.key() != "Enter" || event.is_composing() {
            return;
        }
        let first = rows.get_untracked().and_then(|rows| rows.query_selector("[data-row]").ok().flatten());
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            event.prevent_default();
            first.click();
        }
    };
    let connect_label = text!(i18n, machines.connect);
    view! {
        <div class="bar">
            <label class="with search grow">
                <Icon name="search" />
                <input
                    id="go-to"
                    class="bare"
                    type="search"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder=text!(i18n, machines.go_to)
                    aria-label=text!(i18n, machines.go_to)
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=enter
                />
            </label>
            <button
                type="button"
                class="icon small"
                title=connect_label
                aria-label=connect_label
                on:click=move |_| go.run(Go::Form)
            >
                <Icon name="plus" />
            </button>
            <button
                type="button"
                class="icon small phone-only"
                aria-label=text!(i18n, page.close)
                on:click=move |_| go.run(Go::Back)
            >
                <Icon name="close" />
            </button>
        </div>
    }
}

/// The tags there are; chosen ones must all be on a machine.
#[component]
fn TagChips() -> impl IntoView {
    let i18n = use_i18n();
    let (saved, list) = (expect_context::<Saved>(), expect_context::<List>());
    let all = Memo::new(move |_| saved.with(crate::machines::Machines::tags));
    // A tag that is no more must not hide everything.
    Effect::new(move || {
        let all = all.get();
        if list.tags.with_untracked(|tags| tags.iter().any(|tag| !all.contains(tag))) {
            list.tags.update(|tags| tags.retain(|tag| all.contains(tag)));
        }
    });
    let chip = move |tag: String| {
        let (name, chosen) = (tag.clone(), tag.clone());
        let toggle = move |_| {
            list.tags.update(|tags| {
                if tags.contains(&tag) { tags.retain(|other| *other != tag) } else { tags.push(tag.clone()) }
            });
        };
        view! {
            <label class="chip">
                <input
                    type="checkbox"
                    prop:checked=move || list.tags.with(|tags| tags.contains(&chosen))
                    on:change=toggle
                />
                <bdi>{name}</bdi>
            </label>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <fieldset class="chips" aria-label=text!(i18n, machines.tags)>
                <For each=move || all.get() key=String::clone let:tag>
                    {chip(tag)}
                </For>
            </fieldset>
        </Show>
    }
}

/// What is typed is a place: offer to connect to it.
#[component]
fn QuickConnect() -> impl IntoView {
    let i18n = use_i18n();
    let list = expect_context::<List>();
    let place = Memo::new(move |_| list.text.with(|text| is_place(text).then(|| text.trim().to_owned())));
    move || {
        place.get().map(|place| {
            let typed = place.clone();
            let go = move |event: web_sys::MouseEvent| {
                event.prevent_default();
                list.go.run(Go::Typed(typed.clone()));
            };
            view! {
                <a href="/" data-row="" class="quick" on:click=go>
                    <Icon name="arrow" />
                    <span class="clip">{text!(i18n, machines.connect_to)} " " <bdi class="mono">{place}</bdi></span>
                </a>
            }
        })
    }
}

#[component]
fn Sessions() -> impl IntoView {
    let i18n = use_i18n();
    let list = expect_context::<List>();
    let matching = move || {
        let text = list.text.get();
        let mut all = list.sessions.get();
        all.retain(|session| crate::fuzzy::score(&text, &session.target.to_string()).is_some());
        all
    };
    let matching = Memo::new(move |_| matching());
    view! {
        <Show when=move || !matching.with(Vec::is_empty)>
            <h3>{text!(i18n, machines.sessions)}</h3>
            <For each=move || matching.get() key=SessionRow::clone let:session>
                <Session session />
            </For>
        </Show>
    }
}

#[component]
fn Session(session: SessionRow) -> impl IntoView {
    let i18n = use_i18n();
    let (saved, list) = (expect_context::<Saved>(), expect_context::<List>());
    let SessionRow { id, path, target, hops, dot, note, is_current } = session;
    let go = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        list.go.run(Go::Session(id.clone()));
    };
    let place = StoredValue::new((target.clone(), hops));
    let known = Memo::new(move |_| {
        place.with_value(|(target, hops)| {
            saved.with(|all| all.at(target, hops).map(|known| known.name.clone()))
        })
    });
    let host = target.host.to_string();
    let name = move || known.get().unwrap_or_else(|| host.clone());
    let title = target.to_string();
    let label = title.clone();
    let save_label = text!(i18n, machines.save_label, name = label.clone());
    let save = move |_| {
        let (target, hops) = place.get_value();
        saved.edit(Machine::new(new_id(), target, hops, Method::default()));
    };
    view! {
        <div class="item">
            <a
                href=path
                data-row=""
                title=title
                aria-current=is_current.then_some("true")
                on:click=go
            >
                <span class=dot></span>
                <bdi class="mono">{name}</bdi>
                <span class="end">{note}</span>
            </a>
            <Show when=move || known.with(Option::is_none)>
                <button type="button" class="icon small" title=save_label aria-label=save_label on:click=save>
                    <Icon name="pin" />
                </button>
            </Show>
        </div>
    }
}

/// The machines: in groups, or, while something is searched for, the best first.
#[component]
fn Machines() -> impl IntoView {
    let i18n = use_i18n();
    let (saved, list) = (expect_context::<Saved>(), expect_context::<List>());
    let is_searching = Memo::new(move |_| list.text.with(|text| !text.trim().is_empty()));
    let found = Memo::new(move |_| {
        let (text, tags) = (list.text.get(), list.tags.get());
        saved.with(|all| find(all, &text, &tags, MOST_ROWS))
    });
    let more = move || found.with(|(found, count)| count - found.len());
    view! {
        <h3
            class:drop=move || list.dragged.with(Option::is_some)
            on:dragover=move |event| _ = list.may_drop(&event)
            on:drop=move |event| list.drop_into(&event, saved, "")
        >
            {text!(i18n, machines.machines)}
        </h3>
        <Show when=move || is_searching.get() fallback=|| view! { <Groups /> }>
            <For each=move || found.get().0 key=Clone::clone let:found>
                <MachineRow found />
            </For>
            <Show when=move || { more() > 0 }>
                <p class="hint">{text!(i18n, machines.more, count = more())}</p>
            </Show>
            <Show when=move || found.with(|(_, count)| *count == 0)>
                <p class="hint">{text!(i18n, machines.no_match)}</p>
            </Show>
        </Show>
        <Show when=move || saved.with(|all| all.list.is_empty()) && !is_searching.get()>
            <p class="hint">{text!(i18n, machines.empty)}</p>
        </Show>
    }
}

/// What can be done with the list; it becomes the way back from what was just done.
#[component]
fn Foot() -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let name = move || saved.deleted.with(|machine| machine.as_ref().map(|machine| machine.name.clone()));
    view! {
        <Trouble />
        <div class="bar foot thin">
            <span class="grow clip" role="status">
                {move || name().map(|name| view! { {text!(i18n, machines.deleted)} " " <bdi>{name}</bdi> })}
            </span>
            <Show when=move || name().is_some() fallback=|| view! { <Tools /> }>
                <button type="button" class="quiet small" on:click=move |_| saved.undelete()>
                    <Icon name="undo" />
                    {text!(i18n, machines.undo)}
                </button>
                <button
                    type="button"
                    class="icon small"
                    aria-label=text!(i18n, page.close)
                    on:click=move |_| saved.deleted.set(None)
                >
                    <Icon name="close" />
                </button>
            </Show>
        </div>
    }
}
