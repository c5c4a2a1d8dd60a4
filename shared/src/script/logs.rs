//! Logs of a target: the journal, the kernel's, and files.

mod filter;
mod follow;
mod list;

use crate::form::Answers;
use crate::script::{Init, Tool, Tools};
use crate::table::{Cell, Column, Heading, Layout, Offer, Row, Shown, Subject, Width};

pub use filter::{Filter, Priority};
pub use follow::{Follow, Source};
pub use list::{List, Log};

/// What is done to logs. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List them.
    List,
    /// Read how one ends, and on as it grows.
    Follow,
    /// The same, but only some of it.
    Filter,
}

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Logs;

impl Subject for Logs {
    type Item = Log;
    type Read = List;

    const LAYOUT: Layout = Layout {
        sorted_by: (2, true),
        ..Layout::of(&[
            Column::of(Heading::Name, Width::Rest, Shown::Always),
            Column::of(Heading::Size, Width::Middling, Shown::Always),
            Column::of(Heading::Modified, Width::Large, Shown::Middling),
        ])
    };

    fn read(_: &str) -> List {
        List
    }

    fn row(log: &Log, _: &Tools) -> Row {
        let name = match &log.source {
            Source::Journal => Cell::Pair("journal".into(), "journalctl".into()),
            Source::Kernel => Cell::Pair("kernel".into(), "dmesg".into()),
            Source::Unit { name, .. } => Cell::text(name.text()),
            Source::File(path) => {
                let text = path.text();
                Cell::text(text.strip_prefix("/var/log/").unwrap_or(&text))
            }
        };
        let size = log.size.map_or(Cell::Nothing, Cell::Bytes);
        let modified = log.modified.map_or(Cell::Nothing, Cell::Moment);
        Row::of(log.source.what(), vec![name, size, modified])
    }

    fn offers(chosen: &[&Log], tools: &Tools) -> Vec<Offer> {
        match chosen {
            [log] => offers(&log.source, tools),
            [] | [_, _, ..] => Vec::new(),
        }
    }
}

/// What can be read of a log.
pub(super) fn offers(source: &Source, tools: &Tools) -> Vec<Offer> {
    let (command, asked) = (source.command(tools), source.clone());
    let follow = Follow { source: source.clone(), filter: Filter::default() };
    let filtered = move |answers: &Answers| Follow { source: asked.clone(), filter: Filter::of(answers) };
    vec![
        Offer::of(command, follow).to_follow(),
        Offer::asking(Deed::Filter, command, Filter::fields(source.has_priorities(tools)), filtered)
            .key("f")
            .to_follow(),
    ]
}

/// Whether the target keeps a journal.
fn has_journal(tools: &Tools) -> bool {
    tools.init == Init::Systemd && tools.has(Tool::Journalctl)
}
