//! The panel of files: bar, list, what is selected, the drawer.

use leptos::prelude::*;
use postern_shared::script::{Remedy, Tool};

use super::super::Panels;
use super::super::drawer::DrawerView;
use super::super::station::{Known, Station};
use super::ask::Questions;
use super::head::Head;
use super::menu::FilesMenu;
use super::rows::RowsView;
use super::search_view::SearchView;
use super::usage::Total;
use super::{Files, Shown, remedy};
use crate::pages::workspace::message::size;
use crate::pages::workspace::panels::shown_text;
use crate::trouble::tell_net;
use crate::words::{t_string, text, use_i18n};

/// The panel.
#[component]
pub(in super::super) fn FilesPanel(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let files = station.files;
    let host = station.desk.host();
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
    view! {
        <aside
            class="panel files"
            data-size="wide"
            aria-label=text!(i18n, files.on, host = host.clone())
        >
            <Head station />
            <Show when=move || files.hunt.is_open.get() fallback=move || view! { <Body station /> }>
                <SearchView station />
            </Show>
            <Foot files />
            <DrawerView station />
            <FilesMenu station />
            <Questions station />
        </aside>
    }
}

/// The list, or what is in its way.
#[component]
fn Body(station: Station) -> impl IntoView {
    let files = station.files;
    let is_known = Memo::new(move |_| station.tools.with(|known| matches!(known, Known::Here(_))));
    let has_list = Memo::new(move |_| files.state.with(|state| *state == Shown::Here));
    move || {
        if is_known.get() && has_list.get() {
            view! { <RowsView station /> }.into_any()
        } else {
            view! { <Instead station /> }.into_any()
        }
    }
}

/// Why there is no list, and what to do about it.
#[component]
fn Instead(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let files = station.files;
    let says = move || match station.tools.get() {
        Known::Coming => (false, t_string!(i18n, files.probing).to_owned(), String::new()),
        Known::Unknown(Ok(ran)) if ran.status == Some(127) => {
            (true, t_string!(i18n, files.no_bash).to_owned(), String::new())
        }
        Known::Unknown(Ok(ran)) => (true, t_string!(i18n, files.probe_failed).to_owned(), said(&ran.stderr)),
        Known::Unknown(Err(why)) => lost(i18n.get_locale(), &why),
        Known::Here(_) => match files.state.get() {
            Shown::Coming | Shown::Here => (false, t_string!(i18n, files.coming).to_owned(), String::new()),
            Shown::Lacks(tool) => (true, lacks(i18n.get_locale(), tool), String::new()),
            Shown::Lost(why) => lost(i18n.get_locale(), &why),
            shown @ Shown::Failed(_) => {
                let what = match remedy(&shown) {
                    Some(Remedy::Sudo) => t_string!(i18n, files.not_allowed),
                    Some(Remedy::ReadAgain) => t_string!(i18n, files.gone),
                    _ => t_string!(i18n, files.failed),
                };
                let Shown::Failed(ran) = shown else { return (true, what.to_owned(), String::new()) };
                (true, what.to_owned(), said(&ran.stderr))
            }
        },
    };
    let again = move |_| {
        if station.tools.with_untracked(|known| matches!(known, Known::Here(_))) {
            station.refresh();
        } else {
            station.probe();
        }
    };
    move || {
        let (is_bad, what, said) = says();
        view! {
            <div class="scroll instead" role="status">
                <p>{what}</p>
                {(!said.is_empty()).then(|| view! { <samp class="bad">{said}</samp> })}
                {is_bad
                    .then(|| {
                        view! {
                            <button type="button" on:click=again>
                                {text!(i18n, files.again)}
                            </button>
                        }
                    })}
            </div>
        }
    }
}

fn lost(l: crate::words::Locale, why: &crate::net::NetError) -> (bool, String, String) {
    let told = tell_net(l, why);
    (true, told.what, told.next)
}

fn lacks(l: crate::words::Locale, tool: Tool) -> String {
    crate::words::td_string!(l, files.lacks, tool = tool.command())
}

fn said(stderr: &[u8]) -> String {
    shown_text(&String::from_utf8_lossy(stderr))
}

/// How many there are, how many are selected, how much room is left.
#[component]
fn Foot(files: Files) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| files.shown.with(Vec::len));
    let hidden = move || files.entries.with(|entries| entries.len().saturating_sub(count.get()));
    let chosen = move || files.selection.with(super::Selection::count);
    let items = move || match count.get() {
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
    view! {
        <p class="bar thin foot hint" role="status">
            <span class="grow clip">
                {items}
                <Show when=move || { hidden() > 0 }>", " {move || t_string!(i18n, files.hidden, count = hidden())}</Show>
                <Show when=move || { chosen() > 0 }>
                    ", " <strong>{move || t_string!(i18n, files.selected, count = chosen())}</strong>
                </Show>
                <Total usage=files.usage />
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
