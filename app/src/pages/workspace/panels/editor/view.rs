//! An opened file on the screen.

use leptos::html;
use leptos::prelude::*;
use postern_shared::script::Remedy;
use postern_shared::script::files::ReadFile;
use web_sys::KeyboardEvent;

use super::super::drawer::help;
use super::super::{shown_name, shown_text};
use super::ask::Questions;
use super::picture::PictureView;
use super::{Asked, Opened, Shown, Unfit, Unsaved};
use crate::editor::Editor;
use crate::pages::workspace::message::size;
use crate::parts::Icon;
use crate::trouble::tell_net;
use crate::words::{Locale, Text, t_string, td_string, text, use_i18n};

/// An opened file; `leave` takes it away.
#[component]
pub(in super::super) fn OpenedView(opened: Opened, leave: Callback<()>) -> impl IntoView {
    let name = move || opened.name.with(shown_name);
    let body = move || match opened.shown.get() {
        Shown::Text => view! { <TextView opened /> }.into_any(),
        Shown::Picture => view! { <PictureView opened /> }.into_any(),
        Shown::Coming
        | Shown::Unfit(_)
        | Shown::Failed(_)
        | Shown::Lacks(_)
        | Shown::Lost(_)
        | Shown::NoEditor => view! { <Instead opened leave /> }.into_any(),
    };
    view! {
        <section class="editor" aria-label=name on:keydown=move |event| keys(&event, opened, leave)>
            <Bar opened leave />
            {body}
            <Questions opened leave />
        </section>
    }
}

/// Ctrl+S saves; Esc closes, and asks before anything would be lost. What the editor itself has taken is past.
fn keys(event: &KeyboardEvent, opened: Opened, leave: Callback<()>) {
    // A question has the keyboard to itself.
    let is_asking = opened.asked.with_untracked(Option::is_some);
    if is_asking || event.is_composing() || event.default_prevented() {
        return;
    }
    match (event.key().as_str(), event.ctrl_key() || event.meta_key()) {
        ("s" | "S", true) => opened.save(),
        ("Escape", false) => close(opened, leave),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Closes it, and asks before anything would be lost.
fn close(opened: Opened, leave: Callback<()>) {
    if opened.has_unsaved() {
        opened.asked.set(Some(Asked::Leave));
    } else {
        leave.run(());
    }
}

#[component]
fn Bar(opened: Opened, leave: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let is_text = Memo::new(move |_| opened.shown.with(|shown| *shown == Shown::Text));
    let state = move || match (opened.is_saving.get(), opened.is_changed.get()) {
        (true, _) => t_string!(i18n, editor.saving),
        (false, true) => t_string!(i18n, editor.unsaved),
        (false, false) => "",
    };
    let close_it = text!(i18n, editor.close);
    view! {
        <div class="bar">
            <h3 class="clip grow">
                <bdi>{move || opened.name.with(shown_name)}</bdi>
            </h3>
            <output class="quiet-text" aria-live="polite">{state}</output>
            <menu>
                <Show when=move || is_text.get()>
                    <TextTools opened />
                </Show>
                <li>
                    <button type="button" class="icon small" title=close_it aria-label=close_it on:click=move |_| close(opened, leave)>
                        <Icon name="close" />
                    </button>
                </li>
            </menu>
        </div>
    }
}

#[component]
fn TextTools(opened: Opened) -> impl IntoView {
    let i18n = use_i18n();
    let wraps = RwSignal::new(false);
    let with = move |act: &dyn Fn(&Editor)| {
        opened.editor.with_value(|editor| {
            if let Some(editor) = editor {
                act(editor);
            }
        });
    };
    let wrap = move |_| {
        wraps.update(|wraps| *wraps = !*wraps);
        with(&|editor| editor.wrap(wraps.get_untracked()));
    };
    let (find, wrap_it, save_as) =
        (text!(i18n, editor.find), text!(i18n, reader.wrap), text!(i18n, editor.save_as));
    view! {
        <li>
            <button
                type="button"
                class="primary small"
                disabled=move || !opened.is_changed.get() || opened.is_saving.get()
                on:click=move |_| opened.save()
            >
                {text!(i18n, editor.save)}
                <kbd aria-hidden="true">"Ctrl+S"</kbd>
            </button>
        </li>
        <li>
            <button type="button" class="icon small" title=save_as aria-label=save_as on:click=move |_| opened.asked.set(Some(Asked::Name))>
                <Icon name="copy" />
            </button>
        </li>
        <li>
            <button type="button" class="icon small" title=find aria-label=find on:click=move |_| with(&Editor::find)>
                <Icon name="search" />
            </button>
        </li>
        <li>
            <button
                type="button"
                class="icon small"
                title=wrap_it
                aria-label=wrap_it
                aria-pressed=move || wraps.get().to_string()
                on:click=wrap
            >
                <Icon name="turn" />
            </button>
        </li>
    }
}

/// The text, and what the file is.
#[component]
fn TextView(opened: Opened) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        opened.editor.with_value(|editor| {
            if let Some(editor) = editor {
                // Fails only for an element that would lie in itself.
                let _ = place.append_child(editor.element());
                editor.focus();
            }
        });
    });
    let facts = move || {
        let was = opened.was.get()?;
        let modified = crate::when::stamp(was.modified as f64 * 1000.0);
        Some(format!("{}, {modified}, {} {}", size(was.size), was.mode.octal(), shown_text(&was.owner)))
    };
    view! {
        <Failed opened />
        <div class="place" node_ref=place></div>
        <p class="bar thin foot hint num">
            <bdi class="clip">{facts}</bdi>
        </p>
    }
}

/// Why it was not saved, and what to do about it.
#[component]
fn Failed(opened: Opened) -> impl IntoView {
    let i18n = use_i18n();
    let says = move || {
        let l = i18n.get_locale();
        opened.failed.get().map(|failed| match failed {
            Unsaved::Failed(ran) => (
                shown_text(&String::from_utf8_lossy(&ran.stderr)),
                opened.remedy().map(|remedy| next(l, opened, remedy)),
            ),
            Unsaved::Garbled => (td_string!(l, editor.garbled).to_owned(), None),
            Unsaved::Lost(why) => {
                let told = tell_net(l, &why);
                (told.what, Some(told.next))
            }
            Unsaved::Lacks(tool) => (td_string!(l, files.lacks, tool = tool.command()), None),
        })
    };
    let as_root = move |_| opened.save_as(opened.name.get_untracked(), opened.expected(), true);
    move || {
        says().map(|(said, next)| {
            view! {
                <div class="failed" role="alert">
                    <samp class="bad">{said}</samp>
                    <p>
                        <span class="grow">{text!(i18n, editor.not_saved)} " " {next}</span>
                        <Show when=move || opened.remedy() == Some(Remedy::Sudo)>
                            <button type="button" class="small" on:click=as_root>{text!(i18n, editor.save_as_root)}</button>
                        </Show>
                        <button type="button" class="small" on:click=move |_| opened.asked.set(Some(Asked::Name))>
                            {text!(i18n, editor.save_as)}
                        </button>
                    </p>
                </div>
            }
        })
    }
}

fn next(l: Locale, opened: Opened, remedy: Remedy) -> String {
    help(l, remedy, opened.station.has_password()).to_owned()
}

/// Why there is nothing to edit, and what else there is to do.
#[component]
fn Instead(opened: Opened, leave: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let says = move || {
        let l = i18n.get_locale();
        match opened.shown.get() {
            Shown::Coming | Shown::Text | Shown::Picture => td_string!(l, editor.coming).to_owned(),
            Shown::Unfit(Unfit::Long(bytes)) => {
                let most = size(ReadFile::TEXT_BYTES as u64);
                td_string!(l, editor.too_long, size = size(bytes), most = most)
            }
            Shown::Unfit(Unfit::NoText(bytes)) => td_string!(l, editor.no_text, size = size(bytes)),
            Shown::Failed(ran) => {
                let said = shown_text(&String::from_utf8_lossy(&ran.stderr));
                format!("{} {said}", td_string!(l, editor.not_read))
            }
            Shown::Lacks(tool) => td_string!(l, files.lacks, tool = tool.command()),
            Shown::Lost(why) => {
                let told = tell_net(l, &why);
                format!("{} {}", told.what, told.next)
            }
            Shown::NoEditor => td_string!(l, editor.no_editor).to_owned(),
        }
    };
    let may_look = move || opened.shown.with(|shown| matches!(shown, Shown::Unfit(_)));
    let look = move |act: fn(Opened)| {
        move |_| {
            leave.run(());
            act(opened);
        }
    };
    let button = move |label: Text, act: fn(Opened)| view! { <button type="button" on:click=look(act)>{label}</button> };
    let place = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(place) = place.get() {
            let _ = place.focus();
        }
    });
    view! {
        <div class="scroll instead" role="status" tabindex="-1" node_ref=place>
            <p>{says}</p>
            <Show when=may_look>
                <div class="row">
                    {button(text!(i18n, editor.beginning), |opened| opened.station.peek(opened.directory.get_value(), opened.name.get_untracked()))}
                    {button(text!(i18n, files.follow_file), |opened| opened.station.follow(opened.directory.get_value(), opened.name.get_untracked()))}
                    {button(text!(i18n, files.download), |opened| opened.station.download(&opened.directory.get_value().join(&opened.name.get_untracked())))}
                </div>
            </Show>
        </div>
    }
}
