//! The bar of the panel: where one is, and what can be done there.

use leptos::html;
use leptos::prelude::*;
use postern_shared::gesture::Gesture;
use postern_shared::gesture::files::Choice;
use postern_shared::script::Path;
use web_sys::KeyboardEvent;

use super::super::Panels;
use super::super::below_bar;
use super::super::filter::FilterField;
use super::super::root::RootSwitch;
use super::super::station::Station;
use super::drag;
use crate::pages::workspace::panels::{shown_name, shown_text};
use crate::parts::Icon;
use crate::words::{Text, text, use_i18n};

/// The bar.
#[component]
pub(super) fn Head(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let files = station.files;
    let is_typing = RwSignal::new(false);
    let may =
        move |by: isize| files.trail.with(|trail| trail.as_ref().is_some_and(|trail| trail.may_step(by)));
    let button = move |icon: &'static str, label: Text, act: fn(Station)| {
        view! {
            <li>
                <button type="button" class="icon small" title=label aria-label=label on:click=move |_| act(station)>
                    <Icon name=icon />
                </button>
            </li>
        }
    };
    let (back, forward, edit) =
        (text!(i18n, files.back), text!(i18n, files.forward), text!(i18n, files.edit_path));
    let close = text!(i18n, files.close);
    view! {
        <div class="bar">
            <h2 class="visually-hidden">{text!(i18n, command.files)}</h2>
            <menu>
                <li>
                    <TreeSwitch station />
                </li>
                <li>
                    <button type="button" class="icon small" title=back aria-label=back disabled=move || !may(-1) on:click=move |_| station.step(-1)>
                        <Icon name="back" />
                    </button>
                </li>
                <li>
                    <button type="button" class="icon small" title=forward aria-label=forward disabled=move || !may(1) on:click=move |_| station.step(1)>
                        <Icon name="forward" />
                    </button>
                </li>
                {button("parent", text!(i18n, files.up), |station| choose(station, Choice::Up))}
            </menu>
            <Show when=move || files.is_filtering.get() fallback=move || view! { <Where station is_typing /> }>
                <Filter station />
            </Show>
            <menu>
                <RootSwitch station />
                <li>
                    <button type="button" class="icon small" title=edit aria-label=edit on:click=move |_| is_typing.set(true)>
                        <Icon name="pencil" />
                    </button>
                </li>
                {button("search", text!(i18n, files.filter), begin_filter)}
                {button("plus", text!(i18n, files.new_directory), |station| choose(station, Choice::MakeDirectory))}
                {button("upload", text!(i18n, files.upload), |station| choose(station, Choice::Upload))}
                {button("refresh", text!(i18n, files.refresh), |station| choose(station, Choice::Refresh))}
                {button("more", text!(i18n, files.more), |station| station.files.menu.set(Some(below_bar())))}
                <li>
                    <button type="button" class="icon small" title=close aria-label=close on:click=move |_| panels.close()>
                        <Icon name="close" />
                    </button>
                </li>
            </menu>
        </div>
    }
}

/// Shows the tree of folders, or shows it no longer.
#[component]
fn TreeSwitch(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let label = text!(i18n, tree.toggle);
    view! {
        <button
            type="button"
            class="icon small"
            title=label
            aria-label=label
            aria-pressed=move || station.files.folders.is_shown().to_string()
            on:click=move |_| station.toggle_tree()
        >
            <Icon name="tree" />
        </button>
    }
}

fn choose(station: Station, choice: Choice) {
    station.did(&Gesture::Choose(choice));
}

/// Begins to filter.
pub(super) fn begin_filter(station: Station) {
    station.files.is_filtering.set(true);
}

/// Gives a field the keyboard as soon as it is there: before the next key, not with the next frame.
fn focus_at_once(field: NodeRef<html::Input>) {
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
}

/// The directories on the way here, or a field to type where to go.
#[component]
fn Where(station: Station, is_typing: RwSignal<bool>) -> impl IntoView {
    view! {
        <Show when=move || is_typing.get() fallback=move || view! { <Crumbs station /> }>
            <PathField station is_typing />
        </Show>
    }
}

/// The directories on the way here; each is a way back, and takes what is dropped.
#[component]
fn Crumbs(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let files = station.files;
    let there = move || files.here().map(|here| shown_text(&here.text()));
    // What is last now is on the way next.
    let crumbs = move || {
        let way = files.here().map(|here| here.way()).unwrap_or_default();
        let last = way.len().saturating_sub(1);
        way.into_iter().enumerate().map(|(at, path)| (path, at == last)).collect::<Vec<_>>()
    };
    let crumb = move |(path, is_last): (Path, bool)| {
        let name = path.name().map_or_else(|| "/".to_owned(), |name| shown_name(&name));
        let is_root = path.name().is_none();
        let (to, over) = (path.clone(), path);
        view! {
            <button
                type="button"
                class="quiet"
                aria-current=is_last.then_some("page")
                on:click=move |_| station.go(to.clone())
                on:dragover=move |event| drag::over(&event, station)
                on:drop=move |event| drag::onto_path(&event, station, &over)
            >
                <bdi>{name}</bdi>
            </button>
            {(!is_root && !is_last).then_some("/")}
        }
    };
    view! {
        <nav class="crumbs" aria-label=text!(i18n, files.folder) title=there>
            <For each=crumbs key=Clone::clone let:way>
                {crumb(way)}
            </For>
        </nav>
    }
}

/// A field to type where to go.
#[component]
fn PathField(station: Station, is_typing: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    focus_at_once(field);
    let there = untrack(|| station.files.here()).map(|here| here.text());
    let done = move || {
        is_typing.set(false);
        station.files.focus();
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            let typed = field.get_untracked().map(|field| field.value()).unwrap_or_default();
            if let Some(path) = station.path_of(typed.trim()) {
                station.go(path);
            }
            done();
        }
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            done();
        }
        _ => {}
    };
    view! {
        <input
            class="bare mono grow"
            node_ref=field
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            maxlength="4096"
            value=there
            aria-label=text!(i18n, files.path)
            on:keydown=keys
            on:blur=move |_| is_typing.set(false)
        />
    }
}

/// Narrows the list down by a part of the name.
#[component]
fn Filter(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let files = station.files;
    let done = Callback::new(move |()| files.focus());
    view! { <FilterField label=text!(i18n, files.filter) text=files.filter is_wanted=files.is_filtering done /> }
}

impl Station {
    /// The directory a person typed: whole, from the login directory, or from here.
    fn path_of(self, typed: &str) -> Option<Path> {
        let here = untrack(|| self.files.here())?;
        let home = self.with_tools(|tools| tools.home.clone())?;
        let text = match typed.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                [home.bytes(), rest.as_bytes()].concat()
            }
            _ if typed.starts_with('/') => typed.as_bytes().to_vec(),
            _ => [here.bytes(), b"/", typed.as_bytes()].concat(),
        };
        Path::parse(&text)
    }
}
