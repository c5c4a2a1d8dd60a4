//! Processes of a target.

mod list;
mod read;
mod signal;

use crate::form::{Field, Kind, Label};
use crate::script::Tools;
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Scope, Shown, Subject, Width};

pub use list::{List, Process};
pub use read::{Read, Reading};
pub use signal::{Renice, Send, Signal};

/// What is done to processes. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List them.
    List,
    /// Send a signal.
    Signal(Signal),
    /// Change the niceness.
    Renice,
    /// Read what the kernel knows of one.
    Read(Read),
}

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Processes;

/// A share from which it is worth a look, in tenths of a percent.
const HOT: u64 = 800;

impl Subject for Processes {
    type Item = Process;
    type Read = List;

    const LAYOUT: Layout = Layout {
        sorted_by: (2, true),
        scopes: &[Scope::All, Scope::Mine],
        is_live: true,
        is_tree: true,
        ..Layout::of(&[
            Column::of(Heading::Pid, Width::Small, Shown::Always),
            Column::of(Heading::User, Width::Middling, Shown::Middling),
            Column::of(Heading::Cpu, Width::Middling, Shown::Always),
            Column::of(Heading::Memory, Width::Middling, Shown::Middling),
            Column::of(Heading::Resident, Width::Small, Shown::Wide),
            Column::of(Heading::State, Width::Tiny, Shown::Middling),
            Column::of(Heading::Nice, Width::Tiny, Shown::Roomy),
            Column::of(Heading::Threads, Width::Tiny, Shown::Roomy),
            Column::of(Heading::Time, Width::Small, Shown::Wide),
            Column::of(Heading::Command, Width::Rest, Shown::Always),
        ])
    };

    fn read(_: &str) -> List {
        List
    }

    fn row(process: &Process, tools: &Tools) -> Row {
        let cells = vec![
            Cell::Number(process.pid.into()),
            Cell::text(&process.user),
            Cell::Share(process.cpu),
            Cell::Share(process.memory),
            Cell::Bytes(process.resident),
            Cell::State(mood(process), process.state.to_string()),
            Cell::Number(process.nice.into()),
            Cell::Number(process.threads.into()),
            Cell::Seconds(process.cpu_seconds()),
            Cell::Pair(process.name.clone(), process.arguments.clone()),
        ];
        let scopes = if process.user == tools.user { vec![Scope::Mine] } else { Vec::new() };
        Row { parent: Some(process.parent.to_string()), scopes, ..Row::of(process.pid.to_string(), cells) }
    }

    fn offers(chosen: &[&Process], _: &Tools) -> Vec<Offer> {
        let processes: Vec<Process> = chosen.iter().map(|process| (*process).clone()).collect();
        let Some(first) = processes.first() else { return Vec::new() };
        let mut offers = Vec::new();
        if processes.len() == 1 {
            let reading = |read| Offer::of(Read::command(read), Reading { pid: first.pid, read }).to_read();
            offers.extend(Read::ALL.map(reading));
        }
        let (nice, had) = (first.nice, processes.clone());
        let niceness = Field::of(Label::Niceness, Kind::Number { least: -20, most: 19 });
        let renice = move |answers: &crate::form::Answers| {
            let to = answers.of(&Label::Niceness).parse().unwrap_or(nice);
            Renice { processes: had.clone(), to }
        };
        let fields = vec![niceness.holding(nice.to_string())];
        offers.push(Offer::asking(Deed::Renice, "renice", fields, renice).key("n"));
        let send = |signal: Signal| {
            let offer = Offer::of(signal.command(), Send { processes: processes.clone(), signal });
            signal.key().map_or(offer.clone(), |key| offer.key(key))
        };
        offers.extend(Signal::ALL.map(send));
        offers
    }

    fn since(process: &mut Process, before: &Process) {
        process.use_since(before);
    }
}

/// What a state means (ps(1), PROCESS STATE CODES).
fn mood(process: &Process) -> Mood {
    match process.state {
        'D' | 'Z' | 'X' => Mood::Bad,
        'T' | 't' => Mood::Busy,
        'R' => Mood::Good,
        _ if process.cpu >= HOT => Mood::Busy,
        _ => Mood::Idle,
    }
}
