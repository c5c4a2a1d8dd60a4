//! Everything that can be reached without typing: sessions still running, and recent targets.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use postern_shared::api::{ChannelKind, SessionInfo};
use postern_shared::target::Target;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlInputElement};

use super::fields::Fields;
use super::saved_rows::SavedRows;
use crate::app::Nav;
use crate::browser::{self, Listener};
use crate::machines::Machine;
use crate::machines::saved::{Saved, new_id};
use crate::net::{self, NetError};
use crate::pages::machines::Trouble;
use crate::parts::{Icon, move_cursor};
use crate::recent::{Method, Recent};
use crate::route::Screen;
use crate::store::{self, Held};
use crate::when;
use crate::words::{Locale, t_string, td_string, text, use_i18n};

/// The list beside the form.
#[component]
pub(super) fn Targets() -> impl IntoView {
    let i18n = use_i18n();
    let filter = RwSignal::new(String::new());
    let input = NodeRef::<html::Input>::new();
    listen_for_slash(input);
    let list = NodeRef::<html::Div>::new();
    let keys = move |event: KeyboardEvent| {
        let list = list.get_untracked();
        move_cursor(&event, list.as_deref().map(AsRef::as_ref));
    };
    view! {
        <aside aria-label=text!(i18n, targets.label) on:keydown=keys>
            <div class="bar">
                <label class="with search grow">
                    <Icon name="search" />
                    <input
                        node_ref=input
                        class="bare"
                        type="search"
                        placeholder=text!(i18n, targets.filter)
                        aria-label=text!(i18n, targets.filter_label)
                        prop:value=filter
                        on:input=move |event| filter.set(event_target_value(&event))
                    />
                </label>
                <kbd aria-hidden="true">"/"</kbd>
            </div>
            <div class="scroll" node_ref=list>
                <table class="rows tall">
                    <colgroup>
                        <col />
                        <col class="w-7 if-middling" />
                        <col class="w-8 if-middling" />
                        <col class="w-10 if-wide" />
                        <col class="w-8" />
                        <col class="w-5" />
                    </colgroup>
                    <thead>
                        <tr>
                            <th scope="col">{text!(i18n, targets.target)}</th>
                            <th scope="col" class="if-middling">{text!(i18n, targets.via)}</th>
                            <th scope="col" class="if-middling">{text!(i18n, targets.with)}</th>
                            <th scope="col" class="if-wide">{text!(i18n, targets.host_key)}</th>
                            <th scope="col">{text!(i18n, targets.last)}</th>
                            <th scope="col">
                                <span class="visually-hidden">{text!(i18n, targets.actions)}</span>
                            </th>
                        </tr>
                    </thead>
                    <Running filter />
                    <SavedRows filter />
                    <Recents filter />
                </table>
            </div>
            <Trouble />
            <p class="bar foot hint">
                <span class="grow">{text!(i18n, targets.kept_here)}</span>
                <span aria-hidden="true">
                    <kbd>"↑"</kbd>
                    " "
                    <kbd>"↓"</kbd>
                </span>
                <span>{text!(i18n, targets.choose)}</span>
                <kbd aria-hidden="true">"↵"</kbd>
                <span>{text!(i18n, targets.fill_in)}</span>
            </p>
        </aside>
    }
}

/// `/` goes to the filter, unless it is being typed somewhere.
fn listen_for_slash(input: NodeRef<html::Input>) {
    let Some(document) = browser::window().and_then(|window| window.document()) else { return };
    let listener = Listener::new(document, "keydown", move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let target = key.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let is_typing =
            target.is_some_and(|target| target.matches("input, textarea, dialog *").unwrap_or(false));
        let is_text = target_is_text(key);
        let is_meant = key.key() == "/" && !key.ctrl_key() && !key.meta_key();
        let becomes_text = is_typing && is_text;
        if let Some(input) = input.get_untracked().filter(|_| is_meant && !becomes_text) {
            key.prevent_default();
            let _ = input.focus();
        }
    });
    StoredValue::new_local(listener);
}

/// Whether the key would become text where it is pressed: not on a radio button.
fn target_is_text(key: &KeyboardEvent) -> bool {
    let input = key.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    input.is_none_or(|input| !matches!(input.type_().as_str(), "radio" | "checkbox" | "file"))
}

/// The sessions this tab has signed in to and that still run.
#[component]
fn Running(filter: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let sessions = RwSignal::new(Vec::<(Held, SessionInfo)>::new());
    spawn_local(async move {
        for held in store::sessions() {
            match net::session(&held.key()).await {
                Ok(info) => _ = sessions.try_update(|sessions| sessions.push((held, info))),
                Err(NetError::Problem(problem)) if matches!(problem.status(), 401 | 404 | 410) => {
                    store::let_go(&held.session);
                }
                // The relay may be back later.
                Err(_) => {}
            }
        }
    });
    let matching = move || {
        let text = filter.get().to_ascii_lowercase();
        let mut all = sessions.get();
        all.retain(|(held, _)| held.target.to_string().to_ascii_lowercase().contains(text.trim()));
        all
    };
    view! {
        <Show when=move || !sessions.with(Vec::is_empty)>
            <tbody class="group">
                <tr>
                    <th scope="rowgroup" colspan="6">{text!(i18n, targets.running)}</th>
                </tr>
                <For each=matching key=|(held, _)| held.session.clone() let:session>
                    <RunningRow held=session.0 info=session.1 />
                </For>
            </tbody>
        </Show>
    }
}

#[component]
fn RunningRow(held: Held, info: SessionInfo) -> impl IntoView {
    let (i18n, nav) = (use_i18n(), expect_context::<Nav>());
    let shells = info.channels.iter().filter(|channel| channel.kind == ChannelKind::Shell).count();
    let is_attached = info.kept_seconds.is_none();
    let screen = Screen::Workspace(held.session.clone());
    let href = screen.path();
    let resume = move |event: web_sys::MouseEvent| {
        // With a modifier the browser opens another tab, which has no token: it would show this screen.
        event.prevent_default();
        nav.go(screen.clone());
    };
    let name = held.target.to_string();
    let count = move || match shells {
        1 => t_string!(i18n, targets.shells_one).to_owned(),
        count => t_string!(i18n, targets.shells, count = count),
    };
    let kept = move || match info.kept_seconds {
        Some(seconds) => t_string!(i18n, targets.kept, minutes = seconds.div_ceil(60)),
        None => t_string!(i18n, targets.attached).to_owned(),
    };
    view! {
        <tr>
            <td class="key">
                <Name target=held.target dot=if is_attached { "dot" } else { "dot idle" } />
            </td>
            <td class="prose" colspan="3">{count}</td>
            <td class="prose">{kept}</td>
            <td>
                <a
                    class="resume"
                    href=href
                    data-row=""
                    aria-label=text!(i18n, targets.resume_label, target = name.clone())
                    on:click=resume
                >
                    {text!(i18n, targets.resume)}
                </a>
            </td>
        </tr>
    }
}

/// The targets reached lately.
#[component]
fn Recents(filter: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let all = RwSignal::new(store::recents());
    let matching = Memo::new(move |_| all.with(|all| all.matching(&filter.get())));
    let forget = Callback::new(move |recent: Recent| {
        // Another tab may have changed the list meanwhile.
        let mut stored = store::recents();
        stored.forget(&recent.target, &recent.hops);
        store::set_recents(&stored);
        all.set(stored);
    });
    let key = |recent: &Recent| (recent.target.clone(), recent.hops.clone());
    view! {
        <tbody class="group">
            <tr>
                <th scope="rowgroup" colspan="6">{text!(i18n, targets.recent)}</th>
            </tr>
            <For each=move || matching.get() key=key let:recent>
                <RecentRow recent forget />
            </For>
            <Show when=move || matching.with(Vec::is_empty)>
                <tr>
                    <td class="prose none" colspan="6">
                        {move || {
                            if filter.with(String::is_empty) {
                                t_string!(i18n, targets.empty)
                            } else {
                                t_string!(i18n, targets.no_match)
                            }
                        }}
                    </td>
                </tr>
            </Show>
        </tbody>
    }
}

#[component]
fn RecentRow(recent: Recent, forget: Callback<Recent>) -> impl IntoView {
    let (i18n, fields) = (use_i18n(), expect_context::<Fields>());
    let recent = StoredValue::new(recent);
    let fill = move || {
        recent.with_value(|recent| fields.place(&recent.target, &recent.hops, recent.method));
        fields.focus_next();
    };
    let via = recent.with_value(|recent| recent.hops.last().map(|hop| hop.host.to_string()));
    let via = match via {
        Some(hop) => view! { <bdi>{hop}</bdi> }.into_any(),
        None => view! { <span class="quiet-text">{text!(i18n, targets.direct)}</span> }.into_any(),
    };
    let with =
        move || recent.with_value(|recent| method_name(i18n.get_locale(), recent.method, recent.with_code));
    let key = recent.with_value(|recent| format!("{} {}", recent.host_key.family(), recent.short_print()));
    let last = move || {
        recent.with_value(|recent| when::say(i18n.get_locale(), recent.at as f64, browser::wall_clock()))
    };
    let target = recent.with_value(|recent| recent.target.clone());
    view! {
        <tr on:click=move |_| fill()>
            <td class="key">
                <button type="button" class="row" data-row="">
                    <Name target dot="dot idle" />
                </button>
            </td>
            <td class="if-middling">{via}</td>
            <td class="prose if-middling">{with}</td>
            <td class="if-wide">{key}</td>
            <td class="prose">{last}</td>
            <td>
                <RecentActs recent forget />
            </td>
        </tr>
    }
}

/// Saves it as a machine, or forgets it.
#[component]
fn RecentActs(recent: StoredValue<Recent>, forget: Callback<Recent>) -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let name = recent.with_value(|recent| recent.target.to_string());
    let save_name = name.clone();
    let forget_label = text!(i18n, targets.forget_label, target = name.clone());
    let forget_click = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        forget.run(recent.get_value());
    };
    let is_saved =
        move || recent.with_value(|recent| saved.with(|all| all.at(&recent.target, &recent.hops).is_some()));
    let save_label = text!(i18n, machines.save_label, name = save_name.clone());
    let save_click = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        let Recent { target, hops, method, .. } = recent.get_value();
        saved.edit(Machine::new(new_id(), target, hops, method));
    };
    view! {
        <menu class="acts">
            <Show when=move || !is_saved()>
                <li>
                    <button type="button" class="icon" title=save_label aria-label=save_label on:click=save_click>
                        <Icon name="pin" />
                    </button>
                </li>
            </Show>
            <li>
                <button
                    type="button"
                    class="icon"
                    title=text!(i18n, targets.forget)
                    aria-label=forget_label
                    on:click=forget_click
                >
                    <Icon name="close" />
                </button>
            </li>
        </menu>
    }
}

#[component]
pub(super) fn Name(target: Target, dot: &'static str) -> impl IntoView {
    let port = (target.port != 22).then(|| view! { <span class="quiet-text">":" {target.port}</span> });
    view! {
        <span class="name">
            <span class=dot></span>
            <bdi>
                <span class="quiet-text">{target.user.to_string()} "@"</span>
                {target.host.to_string()}
                {port}
            </bdi>
        </span>
    }
}

/// What is signed in with, in words.
pub(super) fn method_name(l: Locale, method: Method, with_code: bool) -> &'static str {
    match (method, with_code) {
        (Method::Password, false) => td_string!(l, targets.password),
        (Method::Password, true) => td_string!(l, targets.password_code),
        (Method::Key, false) => td_string!(l, targets.key),
        (Method::Key, true) => td_string!(l, targets.key_code),
        (Method::Interactive, _) => td_string!(l, targets.interactive),
    }
}
