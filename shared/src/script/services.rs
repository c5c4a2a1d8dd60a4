//! Services of a target: those of systemd, of OpenRC, or scripts in `/etc/init.d`.

mod edit;
mod links;
mod list;
mod manage;
mod read;
pub(crate) mod show;
mod unit;

use super::logs::{self, Source};
use crate::script::{Init, Tools};
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Scope, Shown, Subject, Width};

pub use edit::{Locate, Located};
pub use list::{List, Service};
pub use manage::{Manage, Verb};
pub use read::{Read, Reading, ReloadFiles};
pub use unit::{Manager, Unit, UnitName};

/// What is done to services. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List them.
    List,
    /// Start, stop, and so on.
    Do(Verb),
    /// Read what is said of one.
    Read(Read),
    /// Have the manager read its files anew.
    ReloadFiles,
    /// Edit one as text.
    Edit,
}

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Services;

impl Subject for Services {
    type Item = Service;
    type Read = List;

    const LAYOUT: Layout = Layout {
        scopes: &[Scope::All, Scope::Running, Scope::Failed, Scope::Mine],
        is_live: true,
        ..Layout::of(&[
            Column::of(Heading::Name, Width::Rest, Shown::Always),
            Column::of(Heading::State, Width::Middling, Shown::Always),
            Column::of(Heading::AtBoot, Width::Middling, Shown::Middling),
            Column::of(Heading::Since, Width::Large, Shown::Wide),
            Column::of(Heading::MemoryUsed, Width::Middling, Shown::Wide),
        ])
    };

    fn read(_: &str) -> List {
        List
    }

    fn row(service: &Service, _: &Tools) -> Row {
        let unit = &service.unit;
        let name = unit.name.text();
        let cells = vec![
            described(name.strip_suffix(".service").unwrap_or(name), &service.description),
            state(unit),
            Cell::text(&unit.at_boot),
            service.since.map_or(Cell::Nothing, Cell::Moment),
            service.memory.map_or(Cell::Nothing, Cell::Bytes),
        ];
        let scopes = [
            (unit.is_active(), Scope::Running),
            (unit.has_failed(), Scope::Failed),
            (unit.manager == Manager::User, Scope::Mine),
        ];
        let scopes = scopes.into_iter().filter_map(|(is_in, scope)| is_in.then_some(scope)).collect();
        Row { scopes, ..Row::of(unit.key(), cells) }
    }

    fn offers(chosen: &[&Service], tools: &Tools) -> Vec<Offer> {
        let units: Vec<Unit> = chosen.iter().map(|service| service.unit.clone()).collect();
        let mut offers = Vec::new();
        match &units[..] {
            [] if tools.init == Init::Systemd => {
                let reload = ReloadFiles { manager: Manager::System };
                return vec![Offer::of("systemctl daemon-reload", reload)];
            }
            [] => return Vec::new(),
            [unit] => offers.extend(reading(unit, tools)),
            [_, _, ..] => {}
        }
        offers.extend(managing(&Verb::ALL, &units, false, tools));
        if let [unit] = &units[..] {
            offers.push(edit(unit, tools));
        }
        offers
    }
}

/// A name, and what it is for where that says more than the name.
fn described(name: &str, description: &str) -> Cell {
    match description.strip_suffix(".service").unwrap_or(description) {
        "" => Cell::text(name),
        same if same == name => Cell::text(name),
        _ => Cell::Pair(name.to_owned(), description.to_owned()),
    }
}

/// How a unit is, for a cell.
pub(super) fn state(unit: &Unit) -> Cell {
    let mood = match &*unit.active {
        "failed" | "crashed" => Mood::Bad,
        "activating" | "deactivating" | "reloading" | "starting" | "stopping" => Mood::Busy,
        "active" | "started" => Mood::Good,
        _ => Mood::Idle,
    };
    // The closer word says more: `active` is what `running` and `exited` are.
    let word = if unit.sub.is_empty() { &unit.active } else { &unit.sub };
    Cell::State(mood, word.clone())
}

/// What can be read of a unit: first what opens it.
fn reading(unit: &Unit, tools: &Tools) -> Vec<Offer> {
    let mut offers = journal(unit, tools);
    for read in Read::ALL {
        if let Some(command) = read.command(tools.init) {
            offers.push(Offer::of(command, Reading { unit: unit.clone(), read }).to_read());
        }
    }
    offers
}

/// What can be read of the journal of a unit.
pub(super) fn journal(unit: &Unit, tools: &Tools) -> Vec<Offer> {
    match tools.init {
        Init::Systemd => {
            logs::offers(&Source::Unit { name: unit.name.clone(), manager: unit.manager }, tools)
        }
        Init::Openrc | Init::Scripts => Vec::new(),
    }
}

/// A unit as text, which its manager reads anew once it is saved.
pub(super) fn edit(unit: &Unit, tools: &Tools) -> Offer {
    let (command, then) = match tools.init {
        Init::Systemd => ("systemctl edit", Some(ReloadFiles { manager: unit.manager })),
        Init::Openrc | Init::Scripts => ("/etc/init.d/…", None),
    };
    Offer::of(command, Locate { unit: unit.clone() }).to_edit(None, then).key("e")
}

/// What can be done to units: each verb to those for which it is.
pub(super) fn managing(verbs: &[Verb], units: &[Unit], is_now: bool, tools: &Tools) -> Vec<Offer> {
    let offer = |verb: &Verb| {
        let of_these = |unit: &&Unit| verb.is_for(unit, tools.init);
        let units: Vec<Unit> = units.iter().filter(of_these).cloned().collect();
        let command = verb.command(tools).filter(|_| !units.is_empty())?;
        let offer = Offer::of(command, Manage { verb: *verb, units, is_now });
        Some(verb.key().map_or(offer.clone(), |key| offer.key(key)))
    };
    verbs.iter().filter_map(offer).collect()
}
