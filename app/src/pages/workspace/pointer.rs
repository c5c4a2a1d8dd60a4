//! The terminal's menu, and what mouse, fingers and programs may do with the clipboard.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;

use super::transfers::Transfers;
use super::view::View;
use super::work::{Desk, Seat};
use crate::browser;
use crate::clipboard::{Program, RightClick, requested};
use crate::layout::PaneId;
use crate::parts::Icon;
use crate::words::{Text, text, use_i18n};
use crate::xterm::Request;

/// How much is shown of what a program wants on the clipboard, in characters.
const OFFER_CHARS: usize = 60;
/// How much of a file's name the menu shows, in characters.
const NAME_CHARS: usize = 32;
/// What the menu keeps from the edges of the window, in pixels.
const EDGE_PX: i32 = 8;

impl View {
    /// Does what the terminal asks of the page. Returns whether the page does it itself.
    pub(super) fn asked(self, request: Request) -> bool {
        let chosen = self.choices.with_untracked(|chosen| chosen.clipboard.clone());
        match request {
            Request::Paste(text) => self.paste_text(&text),
            // Over plain HTTP only the browser's own menu can paste.
            Request::Menu { by_key: false, .. } if !browser::has_clipboard() => return false,
            Request::Menu { by_key: false, .. } if chosen.right == RightClick::Paste => self.paste(),
            Request::Menu { by_key: false, .. } if chosen.right == RightClick::Browser => return false,
            Request::Menu { x, y, .. } => self.menu.set(Some((x, y))),
            Request::MiddleClick if chosen.middle_pastes => return self.paste_selection(),
            Request::MiddleClick => {}
            Request::Selected if chosen.copies_selection && !self.is_finding.get_untracked() => self.copy(),
            Request::Selected => return false,
            Request::Clipboard(parameters) => self.requested(chosen.program, &parameters),
            Request::Pinch(factor) => self.pinch(factor),
            Request::PinchEnded => self.pinch_ended(),
        }
        true
    }

    /// Selects everything the terminal holds.
    pub(super) fn select_all(self) {
        if let Some(terminal) = self.terminal() {
            terminal.select_all();
        }
    }

    /// Empties the scrollback.
    pub(super) fn clear(self) {
        if let Some(terminal) = self.terminal() {
            terminal.clear();
        }
    }

    /// Pastes what is selected in this terminal. Where the system itself keeps what was selected last, the browser
    /// pastes that.
    fn paste_selection(self) -> bool {
        let selection = self.terminal().and_then(|terminal| terminal.selection());
        if browser::has_primary_selection() {
            return false;
        }
        if let Some(text) = selection {
            self.paste_text(&text);
        }
        true
    }

    fn requested(self, program: Program, parameters: &str) {
        let Some(text) = requested(parameters) else { return };
        match program {
            Program::Off => {}
            Program::Ask => self.offered.set(Some(text)),
            Program::Write => browser::copy(&text),
        }
    }

    /// Copies what a program wants on the clipboard.
    fn accept(self) {
        if let Some(text) = self.offered.get_untracked() {
            browser::copy(&text);
        }
        self.offered.set(None);
        self.focus();
    }
}

/// What a program wants on the clipboard: a line at the pane's lower edge that takes no key.
#[component]
pub(super) fn ClipboardOffer() -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view) = (expect_context::<Desk>(), expect_context::<View>());
    // The keyboard stays with the terminal.
    let keep_focus = |event: web_sys::PointerEvent| event.prevent_default();
    let stay = |event: web_sys::MouseEvent| event.prevent_default();
    move || {
        view.offered.get().map(|offered| {
            let count = offered.chars().count();
            let shown: String = offered.chars().take(OFFER_CHARS).collect();
            view! {
                <div class="offer" role="status" on:pointerdown=keep_focus on:mousedown=stay>
                    <Icon name="copy" />
                    <span>{text!(i18n, menu.offer, target = desk.name(), count = count)}</span>
                    <code class="clip">{shown}</code>
                    <button type="button" class="small" on:click=move |_| view.accept()>
                        {text!(i18n, menu.accept)}
                    </button>
                    <button type="button" class="quiet small" on:click=move |_| view.offered.set(None)>
                        {text!(i18n, menu.ignore)}
                    </button>
                </div>
            }
        })
    }
}

/// The menu of the terminal.
#[component]
pub(super) fn TerminalMenu() -> impl IntoView {
    let view = expect_context::<View>();
    move || view.menu.get().map(|place| view! { <OpenMenu place /> })
}

#[component]
fn OpenMenu(place: (i32, i32)) -> impl IntoView {
    let i18n = use_i18n();
    let view = expect_context::<View>();
    let menu = NodeRef::<html::Div>::new();
    let offset = RwSignal::new(place);
    Effect::new(move || {
        if let Some(menu) = menu.get() {
            // Fails only for one that is not in the document, or is open.
            let _ = menu.show_popover();
            offset.set(inside(place, (menu.offset_width(), menu.offset_height())));
            step(&menu, Step::First);
        }
    });
    // A popover that closes by itself would do so when the button that opened it comes up.
    let left = move |event: web_sys::FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let is_inside =
            menu.get_untracked().is_some_and(|menu| to.is_some_and(|to| menu.contains(Some(&to))));
        if !is_inside && !view.menu.is_disposed() {
            view.menu.set(None);
        }
    };
    let key = move |event: KeyboardEvent| {
        let way = match event.key().as_str() {
            "ArrowDown" => Step::Next,
            "ArrowUp" => Step::Previous,
            "Home" => Step::First,
            "End" => Step::Last,
            "Tab" | "Escape" => {
                view.menu.set(None);
                view.focus();
                return event.prevent_default();
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(menu) = menu.get_untracked() {
            step(&menu, way);
        }
    };
    view! {
        <div
            class="menu at"
            popover="manual"
            role="menu"
            node_ref=menu
            aria-label=text!(i18n, menu.label)
            style:left=move || format!("{}px", offset.get().0)
            style:top=move || format!("{}px", offset.get().1)
            on:focusout=left
            on:keydown=key
            on:contextmenu=|event: web_sys::MouseEvent| event.prevent_default()
        >
            <Entries view />
        </div>
    }
}

/// What the menu can do.
#[component]
fn Entries(view: View) -> impl IntoView {
    let i18n = use_i18n();
    let has_selection = view.terminal().is_some_and(|terminal| terminal.selection().is_some());
    let has_offer = view.offered.with_untracked(Option::is_some);
    let (can_paste, named) = (browser::has_clipboard(), view.named_file());
    let seat = Seat { pane: expect_context::<PaneId>(), view, desk: expect_context::<Desk>() };
    let transfers = expect_context::<Transfers>();
    let download = match named {
        Some(name) => text!(i18n, menu.download, name = short(&name)),
        None => text!(i18n, command.download),
    };
    view! {
        <Show when=move || has_offer>
            <Entry icon="copy" words=text!(i18n, menu.accept_offer) act=move || view.accept() />
        </Show>
        <Entry icon="copy" words=text!(i18n, menu.copy) keys="Ctrl+Shift+C" is_on=has_selection act=move || view.copy() />
        <Entry icon="into" words=text!(i18n, shell.paste) keys="Ctrl+Shift+V" is_on=can_paste act=move || view.paste() />
        <Entry icon="eye" words=text!(i18n, menu.paste_with_look) is_on=can_paste act=move || view.paste_with_look() />
        <hr />
        <Entry icon="upload" words=text!(i18n, command.upload) act=move || transfers.ask_upload(seat) />
        <Entry icon="download" words=download act=move || transfers.download_selected(seat) />
        <hr />
        <Entry icon="search" words=text!(i18n, command.find) keys="Ctrl+Shift+F" act=move || view.is_finding.set(true) />
        <Entry icon="script" words=text!(i18n, menu.select_all) act=move || view.select_all() />
        <Entry icon="trash" words=text!(i18n, menu.clear) act=move || view.clear() />
    }
}

/// One thing the menu can do.
#[component]
fn Entry(
    icon: &'static str,
    words: Text,
    #[prop(optional)] keys: &'static str,
    #[prop(default = true)] is_on: bool,
    act: impl Fn() + 'static,
) -> impl IntoView {
    let view = expect_context::<View>();
    let choose = move |_| {
        view.menu.set(None);
        view.focus();
        act();
    };
    view! {
        <button type="button" role="menuitem" tabindex="-1" disabled=!is_on on:click=choose>
            <Icon name=icon />
            <span class="clip">{words}</span>
            <Show when=move || !keys.is_empty()>
                <kbd aria-hidden="true">{keys}</kbd>
            </Show>
        </button>
    }
}

/// A name that fits into the menu, with the end that says what it is.
fn short(name: &str) -> String {
    let count = name.chars().count();
    if count <= NAME_CHARS {
        return name.to_owned();
    }
    format!("…{}", name.chars().skip(count - NAME_CHARS).collect::<String>())
}

/// Where a menu of this size fits into the window.
fn inside((x, y): (i32, i32), (width, height): (i32, i32)) -> (i32, i32) {
    let (room_x, room_y) = browser::window_size();
    ((room_x - width - EDGE_PX).min(x).max(EDGE_PX), (room_y - height - EDGE_PX).min(y).max(EDGE_PX))
}

/// Which entry gets the focus.
#[derive(Clone, Copy)]
enum Step {
    First,
    Last,
    Next,
    Previous,
}

fn step(menu: &web_sys::Element, way: Step) {
    let now = browser::window().and_then(|window| window.document()?.active_element());
    let now = now.filter(|element| menu.contains(Some(element)));
    let on = |element: &web_sys::Element| match way {
        Step::First | Step::Next => element.next_element_sibling(),
        Step::Last | Step::Previous => element.previous_element_sibling(),
    };
    let from = |edge| match way {
        Step::First | Step::Next if edge => menu.first_element_child(),
        _ if edge => menu.last_element_child(),
        _ => None,
    };
    let start = match way {
        Step::First | Step::Last => from(true),
        Step::Next | Step::Previous => now.as_ref().and_then(on).or_else(|| from(true)),
    };
    // Lines between entries and entries that are off take no focus.
    let can = |element: &web_sys::Element| element.matches("button:enabled").unwrap_or(false);
    let found = std::iter::successors(start, on)
        .find(can)
        .or_else(|| std::iter::successors(from(true), on).find(can));
    if let Some(entry) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = entry.focus();
    }
}
