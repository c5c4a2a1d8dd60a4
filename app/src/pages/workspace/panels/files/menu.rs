//! The menu of what is selected: every line ends with the command it stands for.

use leptos::html;
use leptos::prelude::*;
use postern_shared::gesture::Gesture;
use postern_shared::gesture::files::{Choice, command_of, is_packed, key_of, needs_some};
use postern_shared::script::files::Format;

use super::super::station::Station;
use super::Files;
use crate::pages::workspace::menu::{has_closed, move_on, show_at};
use crate::panel::selection::Selection;
use crate::parts::Icon;
use crate::words::{Locale, td_string, text, use_i18n};

/// The lines, in groups.
const GROUPS: &[&[Choice]] = &[
    &[Choice::Open, Choice::TerminalHere, Choice::Search, Choice::DiskUsage],
    &[Choice::MakeDirectory, Choice::MakeFile, Choice::Upload, Choice::UploadFolder],
    &[Choice::Cut, Choice::Copy, Choice::Paste, Choice::PasteLink, Choice::Duplicate],
    &[
        Choice::Follow,
        Choice::Download,
        Choice::CopyPaths,
        Choice::Rename,
        Choice::Properties,
        Choice::Compress,
        Choice::Extract,
        Choice::Measure,
        Choice::Checksum,
    ],
    &[Choice::PutBack, Choice::Trash, Choice::Delete, Choice::OpenTrash, Choice::EmptyTrash],
];

/// The menu, while it is open.
#[component]
pub(super) fn FilesMenu(station: Station) -> impl IntoView {
    let files = station.files;
    move || files.menu.get().map(|(x, y)| view! { <Menu station x y /> })
}

#[component]
fn Menu(station: Station, x: i32, y: i32) -> impl IntoView {
    let i18n = use_i18n();
    let files = station.files;
    let menu = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(menu) = menu.get() {
            show_at(&menu, x, y);
        }
    });
    let close = move || {
        files.menu.set(None);
        station.files.focus();
    };
    let is_packed = is_packed(&files.chosen().iter().collect::<Vec<_>>());
    let command = move |choice: Choice| match (choice, is_packed) {
        (Choice::Download, true) => "tar -c",
        (Choice::Open, false) => "cat",
        (choice, _) => command_of(choice),
    };
    let act = move |choice: Choice| {
        close();
        station.did(&Gesture::Choose(choice));
    };
    let item = move |choice: Choice| {
        view! {
            <button
                type="button"
                role="menuitem"
                class:bad=matches!(choice, Choice::Delete | Choice::EmptyTrash)
                title=key_of(choice).unwrap_or_default()
                on:click=move |_| act(choice)
            >
                <Icon name=icon(choice) />
                {move || match choice {
                    Choice::DiskUsage if files.usage.is_on.get() => text!(i18n, usage.leave).get(),
                    choice => name(i18n.get_locale(), choice).to_owned(),
                }}
                <code>{command(choice)}</code>
            </button>
        }
    };
    let group = move |choices: &'static [Choice]| {
        let lines: Vec<_> = choices.iter().copied().filter(|choice| may(files, *choice)).map(item).collect();
        (!lines.is_empty()).then(|| view! { <div role="group">{lines}</div> })
    };
    view! {
        <div
            class="menu"
            popover="auto"
            role="menu"
            node_ref=menu
            on:keydown=|event| move_on(&event)
            on:toggle=move |event: web_sys::Event| {
                if has_closed(&event) {
                    files.menu.try_set(None);
                }
            }
        >
            {GROUPS.iter().copied().map(group).collect_view()}
            <Ways station close=Callback::new(move |()| close()) />
        </div>
    }
}

/// Whether what is selected, and what is held, lets the person choose this.
fn may(files: Files, choice: Choice) -> bool {
    let count = files.selection.with_untracked(Selection::count);
    match choice {
        Choice::Paste => files.held.with_untracked(Option::is_some),
        Choice::PasteLink => {
            files.held.with_untracked(|held| held.as_ref().is_some_and(|held| held.names.len() == 1))
        }
        Choice::Rename => count == 1,
        Choice::Follow => matches!(&files.chosen()[..], [one] if !one.is_directory()),
        Choice::Extract => matches!(&files.chosen()[..], [one] if Format::of(&one.name).is_some()),
        Choice::PutBack => count > 0 && files.origin.with_untracked(Option::is_some),
        Choice::OpenTrash | Choice::EmptyTrash => count == 0,
        choice => count > 0 || !needs_some(choice),
    }
}

/// How the list goes about it: with or without what is hidden, by itself or after the terminal.
#[component]
fn Ways(station: Station, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let files = station.files;
    let hidden = move || match files.shows_hidden.get() {
        true => text!(i18n, files.hide_hidden),
        false => text!(i18n, files.show_hidden),
    };
    let follow = move || match files.follows.get() {
        true => text!(i18n, files.unfollow),
        false => text!(i18n, files.follow),
    };
    let toggle = move |way: RwSignal<bool>| {
        way.update(|is_so| *is_so = !*is_so);
        close.run(());
    };
    let tree = move || match files.folders.is_shown() {
        true => text!(i18n, tree.hide),
        false => text!(i18n, tree.show),
    };
    let turn = move |_| {
        close.run(());
        station.toggle_tree();
    };
    view! {
        <div role="group">
            <button
                type="button"
                role="menuitemcheckbox"
                aria-checked=move || files.folders.is_shown().to_string()
                title="t"
                on:click=turn
            >
                <Icon name="tree" />
                {tree}
            </button>
            <button
                type="button"
                role="menuitemcheckbox"
                aria-checked=move || files.shows_hidden.get().to_string()
                title="."
                on:click=move |_| toggle(files.shows_hidden)
            >
                <Icon name="eye" />
                {hidden}
            </button>
            <button
                type="button"
                role="menuitemcheckbox"
                aria-checked=move || files.follows.get().to_string()
                on:click=move |_| toggle(files.follows)
            >
                <Icon name="terminal" />
                {follow}
            </button>
        </div>
    }
}

fn icon(choice: Choice) -> &'static str {
    match choice {
        Choice::Open | Choice::MakeDirectory => "folder",
        Choice::Up => "parent",
        Choice::Refresh => "refresh",
        Choice::Rename => "pencil",
        Choice::MakeFile => "file",
        Choice::Cut | Choice::Copy | Choice::Duplicate | Choice::CopyPaths => "copy",
        Choice::Paste => "into",
        Choice::PasteLink => "link",
        Choice::Trash | Choice::Delete | Choice::OpenTrash | Choice::EmptyTrash => "trash",
        Choice::PutBack => "undo",
        Choice::Properties => "key",
        Choice::Measure => "sliders",
        Choice::Checksum => "shield",
        Choice::TerminalHere => "terminal",
        Choice::Follow => "pulse",
        Choice::Download => "download",
        Choice::Upload | Choice::UploadFolder => "upload",
        Choice::Compress | Choice::Extract => "record",
        Choice::Search => "search",
        Choice::DiskUsage => "pulse",
    }
}

fn name(l: Locale, choice: Choice) -> &'static str {
    match choice {
        Choice::Open => td_string!(l, files.open),
        Choice::Up => td_string!(l, files.up),
        Choice::Refresh => td_string!(l, files.refresh),
        Choice::Rename => td_string!(l, files.rename),
        Choice::MakeDirectory => td_string!(l, files.new_directory),
        Choice::MakeFile => td_string!(l, files.new_file),
        Choice::Cut => td_string!(l, files.do_cut),
        Choice::Copy => td_string!(l, files.do_copy),
        Choice::Paste => td_string!(l, files.paste),
        Choice::PasteLink => td_string!(l, files.paste_link),
        Choice::Duplicate => td_string!(l, files.duplicate),
        Choice::Trash => td_string!(l, files.trash),
        Choice::Delete => td_string!(l, files.delete),
        Choice::PutBack => td_string!(l, trash.put_back),
        Choice::OpenTrash => td_string!(l, trash.open),
        Choice::EmptyTrash => td_string!(l, trash.empty),
        Choice::Properties => td_string!(l, files.properties),
        Choice::Measure => td_string!(l, files.measure),
        Choice::Checksum => td_string!(l, files.checksum),
        Choice::CopyPaths => td_string!(l, files.copy_paths),
        Choice::TerminalHere => td_string!(l, files.terminal_here),
        Choice::Follow => td_string!(l, files.follow_file),
        Choice::Download => td_string!(l, files.download),
        Choice::Upload => td_string!(l, files.upload),
        Choice::UploadFolder => td_string!(l, computer.upload_folder),
        Choice::Compress => td_string!(l, archive.compress),
        Choice::Extract => td_string!(l, archive.extract),
        Choice::Search => td_string!(l, search.open),
        Choice::DiskUsage => td_string!(l, usage.show),
    }
}
