//! What some scripts said, for people: sizes as a table, digests to be copied.

use leptos::prelude::*;
use postern_shared::gesture::files::Change;
use postern_shared::script::files::{Checksum, Digest, Measure, Tree};
use postern_shared::script::{Action as _, Ran};

use super::super::{shown_name, shown_text};
use crate::browser;
use crate::pages::workspace::message::size;
use crate::parts::Icon;
use crate::words::{Locale, td_string};

/// What the output of a script means.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Meant {
    /// Sizes of trees.
    Sizes(Measure),
    /// Digests of files.
    Digests(Checksum),
}

impl Meant {
    /// What is read of a change, if anything is.
    pub(in super::super) fn of(change: &Change) -> Option<Self> {
        match change {
            Change::Measure(action) => Some(Self::Sizes(action.clone())),
            Change::Checksum(action) => Some(Self::Digests(action.clone())),
            Change::Rename(_)
            | Change::Move(_)
            | Change::Copy(_)
            | Change::MakeDirectory(_)
            | Change::MakeFile(_)
            | Change::Link(_)
            | Change::Trash(_)
            | Change::PutBack(_)
            | Change::EmptyTrash(_)
            | Change::Delete(_)
            | Change::SetMode(_)
            | Change::SetOwner(_)
            | Change::SetTime(_)
            | Change::SetProperties(_)
            | Change::Compress(_)
            | Change::Extract(..)
            | Change::Fetch(_) => None,
        }
    }

    /// It on the screen; none if that is not what was said.
    pub(super) fn view(&self, l: Locale, ran: &Ran) -> Option<AnyView> {
        match self {
            Self::Sizes(action) => Some(sizes(l, action.outcome(ran).ok()?)),
            Self::Digests(action) => Some(digests(l, action.outcome(ran).ok()?)),
        }
    }
}

/// Largest first, and what they take in all.
fn sizes(l: Locale, mut trees: Vec<Tree>) -> AnyView {
    trees.sort_by_key(|tree| std::cmp::Reverse(tree.bytes));
    let most = trees.first().map_or(1, |tree| tree.bytes.max(1));
    let total = trees.iter().fold(0_u64, |total, tree| total.saturating_add(tree.bytes));
    let has_total = trees.len() > 1;
    let row = |tree: Tree| {
        view! {
            <tr>
                <td>
                    <bdi>{shown_text(&String::from_utf8_lossy(&tree.name)).replace('\n', "␊")}</bdi>
                </td>
                <td class="share if-middling" aria-hidden="true">
                    <meter min="0" max=most.to_string() value=tree.bytes.to_string()></meter>
                </td>
                <td class="n">{size(tree.bytes)}</td>
            </tr>
        }
    };
    let sum = has_total.then(|| {
        view! {
            <tr>
                <th scope="row">{td_string!(l, usage.sum)}</th>
                <td class="if-middling"></td>
                <td class="n">{size(total)}</td>
            </tr>
        }
    });
    view! {
        <table class="sizes">
            <tbody>{trees.into_iter().map(row).collect_view()} {sum}</tbody>
        </table>
    }
    .into_any()
}

fn digests(l: Locale, digests: Vec<Digest>) -> AnyView {
    let row = |digest: Digest| {
        let name = shown_name(&digest.name);
        let label = td_string!(l, usage.copy, name = name.clone());
        let (copied, is_copied) = (digest.sha256.clone(), RwSignal::new(false));
        let copy = move |_| {
            browser::copy(&copied);
            is_copied.set(true);
        };
        view! {
            <li>
                <bdi>{name}</bdi>
                <button type="button" class="icon small" title=label.clone() aria-label=label on:click=copy>
                    {move || view! { <Icon name=if is_copied.get() { "check" } else { "copy" } /> }}
                </button>
                <code>{digest.sha256}</code>
            </li>
        }
    };
    view! { <ul class="digests">{digests.into_iter().map(row).collect_view()}</ul> }.into_any()
}
