//! The panel of files: bar, list, what is selected, the drawer.

use leptos::prelude::*;

use super::super::Panels;
use super::super::drawer::{DrawerView, Wanted};
use super::super::editor::OpenedView;
use super::super::instead::{Instead, Shown, Why, lacks};
use super::super::reader::{self, Reader};
use super::super::station::{Known, Station};
use super::Files;
use super::ask::Questions;
use super::head::Head;
use super::menu::FilesMenu;
use super::rows::RowsView;
use super::search_view::SearchView;
use super::tree_view::Beside;
use super::usage::Total;
use crate::pages::workspace::message::size;
use crate::pages::workspace::panels::shown_text;
use crate::pages::workspace::transfers::{Strip, Transfers};
use crate::words::{Locale, t_string, td_string, text, use_i18n};

/// The panel.
#[component]
pub(in super::super) fn FilesPanel(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let files = station.files;
    let host = station.desk.host();
    Effect::new(move || {
        let is_known = station.tools.with(|known| matches!(known, Known::Here(_)));
        if is_known && files.trail.with_untracked(Option::is_none) {
            station.begin();
        }
    });
    // It goes where the terminal goes, where the person wants that.
    Effect::new(move || {
        let focused = panels.work.focused().filter(|seat| seat.desk == station.desk);
        let there = focused.and_then(|seat| seat.view.tells.here());
        if let (true, Some(there)) = (files.follows.get(), there)
            && let Some(there) = postern_shared::script::Path::parse(there.as_bytes())
            && untrack(|| files.here()).is_some_and(|here| here != there)
        {
            station.go(there);
        }
    });
    reread(station);
    view! {
        <aside
            class="panel files"
            data-size=move || if files.folders.is_wanted() { "tree" } else { "wide" }
            data-root=move || station.is_root.get().to_string()
            aria-label=text!(i18n, files.on, host = host.clone())
        >
            <Show when=move || !files.shows_one() fallback=move || view! { <One files /> }>
                <Head station />
                <Show when=move || files.hunt.is_open.get() fallback=move || view! { <WithTree station /> }>
                    <SearchView station />
                </Show>
                <Strip desk=station.desk after=Callback::new(move |()| files.focus()) />
                <Foot files />
            </Show>
            <DrawerView station />
            <FilesMenu station />
            <Questions station />
        </aside>
    }
}

/// What came from the computer is in the list, too.
fn reread(station: Station) {
    Effect::new(move |before: Option<u32>| {
        let ended = station.work.transfers().map_or(0, Transfers::ended);
        if before.is_some_and(|before| before != ended) {
            untrack(|| station.read_again(Wanted::ByPage));
        }
        ended
    });
}

/// The list, and the tree of folders.
#[component]
fn WithTree(station: Station) -> impl IntoView {
    view! {
        <Beside station>
            <Body station />
        </Beside>
    }
}

/// One file, in the place of the list.
#[component]
fn One(files: Files) -> impl IntoView {
    let close = Callback::new(move |()| {
        reader::close(files.followed);
        files.focus();
    });
    let leave = Callback::new(move |()| {
        files.leave();
        files.focus();
    });
    move || match (files.followed.get(), files.opened.get()) {
        (Some(reading), _) => view! { <Reader reading close /> }.into_any(),
        (None, Some(opened)) => view! { <OpenedView opened leave /> }.into_any(),
        (None, None) => ().into_any(),
    }
}

/// The list, or what is in its way.
#[component]
fn Body(station: Station) -> impl IntoView {
    let files = station.files;
    let is_known = Memo::new(move |_| station.tools.with(|known| matches!(known, Known::Here(_))));
    let has_list = Memo::new(move |_| files.state.with(|state| *state == Shown::Here));
    let is_trash = Memo::new(move |_| station.is_in_trash());
    move || {
        let words = if is_trash.get() { words_of_trash } else { words };
        if is_known.get() && has_list.get() {
            view! { <RowsView station /> }.into_any()
        } else {
            let again = Callback::new(move |()| {
                files.focus();
                station.refresh();
            });
            view! { <Instead station state=files.state words=words again /> }.into_any()
        }
    }
}

/// Why a folder cannot be read, as far as that is known.
fn words(l: Locale, why: Why) -> &'static str {
    match why {
        Why::Coming => td_string!(l, files.coming),
        Why::NotAllowed => td_string!(l, files.not_allowed),
        Why::Gone => td_string!(l, files.gone),
        Why::Failed => td_string!(l, files.failed),
    }
}

/// The same of the trash, which is not there before something is put into it.
fn words_of_trash(l: Locale, why: Why) -> &'static str {
    match why {
        Why::Gone => td_string!(l, trash.none),
        Why::Coming | Why::NotAllowed | Why::Failed => words(l, why),
    }
}

/// How many there are, how many are selected, how much room is left.
#[component]
fn Foot(files: Files) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| files.shown.with(Vec::len));
    let hidden = move || files.entries.with(|entries| entries.len().saturating_sub(count.get()));
    let chosen = move || files.selection.with(super::Selection::count);
    let is_here = Memo::new(move |_| files.state.with(|state| *state == Shown::Here));
    let items = move || match count.get() {
        _ if !is_here.get() => String::new(),
        1 => t_string!(i18n, files.one_item).to_owned(),
        count => t_string!(i18n, files.items, count = count),
    };
    let missing = move || files.missing.get().map(|missing| lacks(i18n.get_locale(), missing.0));
    let held = move || {
        files.held.with(|held| {
            held.as_ref().map(|held| match held.is_cut {
                true => t_string!(i18n, files.cut, count = held.names.len()),
                false => t_string!(i18n, files.copied, count = held.names.len()),
            })
        })
    };
    let was_in = move || {
        files.origin.with(|origin| {
            let place = origin.as_ref().map(|(_, place)| shown_text(&place.text()))?;
            Some(t_string!(i18n, trash.was_in, name = place))
        })
    };
    view! {
        <p class="bar thin foot hint" role="status">
            <span class="grow clip">
                {items}
                <Show when=move || { hidden() > 0 }>", " {move || t_string!(i18n, files.hidden, count = hidden())}</Show>
                <Show when=move || { chosen() > 0 }>
                    ", " <strong>{move || t_string!(i18n, files.selected, count = chosen())}</strong>
                </Show>
                <Total usage=files.usage />
                {move || was_in().map(|was_in| view! { ", " <bdi>{was_in}</bdi> })}
                {move || held().map(|held| format!(", {held}"))}
                {move || missing().map(|missing| view! { ", " <span class="bad">{missing}</span> })}
            </span>
            <span class="num">
                {move || {
                    files.space
                        .get()
                        .map(|space| t_string!(i18n, files.free, size = size(space.free), mount = shown_text(&space.mount)))
                }}
            </span>
        </p>
    }
}
