//! The menu of a pane: what is too seldom wanted for a button of its own, with the keys that do the same.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent};

use super::work::Work;
use crate::browser;
use crate::command::Command;
use crate::layout::PaneId;
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// The commands, in groups.
const GROUPS: &[&[Command]] = &[
    &[Command::SplitRight, Command::SplitDown],
    &[Command::Zoom, Command::Duplicate, Command::MoveToNewTab, Command::MoveToNextTab, Command::RenameTab],
    &[Command::Upload, Command::Download],
    &[Command::CopyScreen, Command::Save, Command::SendToAll],
    // A phone has no rail, and its keyboard no gate key.
    &[Command::Palette, Command::Settings],
    &[Command::Detach, Command::ClosePane, Command::EndSession],
];

/// The button and its menu.
#[component]
pub(super) fn PaneMenu() -> impl IntoView {
    let i18n = use_i18n();
    let (work, id) = (expect_context::<Work>(), expect_context::<PaneId>());
    let (button, menu) = (NodeRef::<html::Button>::new(), NodeRef::<html::Div>::new());
    let more = text!(i18n, work.more);
    let is_open = RwSignal::new(false);
    let close = move || is_open.set(false);
    Effect::new(move || {
        if let (true, Some(menu), Some(button)) = (is_open.get(), menu.get(), button.get_untracked()) {
            show_below(&menu, &button);
        }
    });
    let act = move |command: Command| {
        close();
        work.arrange(|layout| layout.focus(id));
        work.focus_terminal();
        work.run(command);
    };
    let left = move |event: web_sys::Event| {
        if has_closed(&event) {
            close();
        }
    };
    view! {
        <li>
            <button
                type="button"
                class="icon small"
                node_ref=button
                title=more
                aria-label=more
                aria-haspopup="menu"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Icon name="more" />
            </button>
            <Show when=move || is_open.get()>
                <div class="menu" popover="auto" role="menu" node_ref=menu on:keydown=|event| move_on(&event) on:toggle=left>
                    {GROUPS
                        .iter()
                        .enumerate()
                        .map(|(index, group)| {
                            view! {
                                {(index > 0).then(|| view! { <hr /> })}
                                {group.iter().map(|&command| item(work, command, act)).collect_view()}
                            }
                        })
                        .collect_view()}
                </div>
            </Show>
        </li>
    }
}

fn item(work: Work, command: Command, act: impl Fn(Command) + Copy + 'static) -> impl IntoView {
    let i18n = use_i18n();
    let bad = matches!(command, Command::EndSession);
    view! {
        <button type="button" role="menuitem" class:bad=bad on:click=move |_| act(command)>
            {move || super::keys::name(i18n.get_locale(), command)}
            <code>{move || work.keys_of(command)}</code>
        </button>
    }
}

/// Whether a popover has closed: the browser does that on Esc and on a click beside it.
pub(super) fn has_closed(event: &web_sys::Event) -> bool {
    let state = js_sys::Reflect::get(event, &"newState".into()).ok();
    state.and_then(|state| state.as_string()).as_deref() == Some("closed")
}

/// Shows a menu below its button, inside of the window.
fn show_below(menu: &HtmlElement, button: &HtmlElement) {
    // Fails only for an element that is not in the document.
    let _ = menu.show_popover();
    let place = button.get_bounding_client_rect();
    let width = browser::window().and_then(|window| window.inner_width().ok()?.as_f64()).unwrap_or_default();
    let left = place.right().min(width - 8.0) - menu.get_bounding_client_rect().width();
    put(menu, left.max(8.0), place.bottom() + 4.0);
}

/// Shows a menu where the pointer is, inside of the window.
pub(super) fn show_at(menu: &HtmlElement, x: i32, y: i32) {
    let _ = menu.show_popover();
    let (width, height) = browser::window_size();
    let size = menu.get_bounding_client_rect();
    let left = f64::from(x).min(f64::from(width) - size.width() - 8.0).max(8.0);
    let top = f64::from(y).min(f64::from(height) - size.height() - 8.0).max(8.0);
    put(menu, left, top);
}

fn put(menu: &HtmlElement, left: f64, top: f64) {
    let style = menu.style();
    let _ = style.set_property("left", &format!("{left:.0}px"));
    let _ = style.set_property("top", &format!("{top:.0}px"));
    focus_first(menu);
}

fn focus_first(menu: &HtmlElement) {
    let first = menu.query_selector("button").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        let _ = first.focus();
    }
}

/// The arrow keys go through the items of a menu.
pub(super) fn move_on(event: &KeyboardEvent) {
    let step: isize = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let menu = event.current_target().and_then(|menu| menu.dyn_into::<web_sys::Element>().ok());
    let Some(items) = menu.and_then(|menu| menu.query_selector_all("button").ok()) else { return };
    event.prevent_default();
    let item = |at: u32| items.get(at).and_then(|item| item.dyn_into::<HtmlElement>().ok());
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    let at = (0..items.length()).find(|at| item(*at).is_some_and(|item| item.is_same_node(target.as_ref())));
    // A menu has few items.
    let next = at.and_then(|at| (at as isize).checked_add(step)).and_then(|at| u32::try_from(at).ok());
    if let Some(item) = next.and_then(item) {
        let _ = item.focus();
    }
}
