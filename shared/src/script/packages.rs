//! Packages of a target: apt's, dnf's or apk's.

mod change;
mod list;
mod manager;
mod name;
mod read;

use crate::form::{Answers, Field, Kind, Label, Shape};
use crate::script::{Tool, Tools};
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Scope, Shown, Subject, Width};

pub use change::{Apply, Change, Refresh};
pub use list::{List, Package, State};
pub use name::PackageName;
pub use read::{Read, Reading};

/// What is done to packages. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List or find them.
    List,
    /// Read what is known of one.
    Read(Read),
    /// Change which are there.
    Change(Change),
    /// Learn what the repositories have.
    Refresh,
}

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Packages;

impl Subject for Packages {
    type Item = Package;
    type Read = List;

    const LAYOUT: Layout = Layout {
        scopes: &[Scope::All, Scope::Installed, Scope::Upgradable],
        takes_query: true,
        ..Layout::of(&[
            // With what it is for.
            Column::of(Heading::Name, Width::Rest, Shown::Always),
            Column::of(Heading::State, Width::Large, Shown::Always),
            // The one that is there, then the newer one.
            Column::of(Heading::Version, Width::Huge, Shown::Middling),
            Column::of(Heading::Size, Width::Small, Shown::Middling),
        ])
    };

    fn read(query: &str) -> List {
        List { query: query.to_owned() }
    }

    fn row(package: &Package, _: &Tools) -> Row {
        let cells = vec![
            Cell::Pair(package.name.as_str().to_owned(), package.summary.clone()),
            state(package),
            match &package.newer {
                Some(newer) => Cell::Pair(package.version.clone(), format!("→ {newer}")),
                None => Cell::text(&*package.version),
            },
            package.size.map_or(Cell::Nothing, Cell::Bytes),
        ];
        let installed = (package.state == State::Installed).then_some(Scope::Installed);
        let upgradable = package.newer.is_some().then_some(Scope::Upgradable);
        let scopes = installed.into_iter().chain(upgradable).collect();
        Row { scopes, ..Row::of(package.name.as_str(), cells) }
    }

    fn offers(chosen: &[&Package], tools: &Tools) -> Vec<Offer> {
        if chosen.is_empty() { whole() } else { for_chosen(chosen, tools) }
    }
}

/// What it is, in the words of the packagers.
fn state(package: &Package) -> Cell {
    let (mood, word) = match package.state {
        State::Installed if package.newer.is_some() => (Mood::Busy, "upgradable"),
        State::Installed => (Mood::Good, "installed"),
        State::Available => (Mood::Idle, "available"),
        State::Configuration => (Mood::Idle, "config-files"),
        State::Broken => (Mood::Bad, "half-installed"),
    };
    Cell::State(mood, word.to_owned())
}

/// What can be done without a package.
fn whole() -> Vec<Offer> {
    let all = Apply { change: Change::UpgradeAll, names: Vec::new() };
    let names = Field::of(Label::Packages, Kind::Shaped(Shape::PackageNames));
    let install = |answers: &Answers| Apply {
        change: Change::Install,
        names: PackageName::parse_all(answers.of(&Label::Packages)).unwrap_or_default(),
    };
    vec![
        Offer::asking(Deed::Change(Change::Install), "install", vec![names], install).key("n"),
        Offer::of("update", Refresh),
        Offer::of("upgrade", all),
    ]
}

fn for_chosen(chosen: &[&Package], tools: &Tools) -> Vec<Offer> {
    let mut offers = Vec::new();
    if let [one] = chosen {
        let reading = |read| Reading { name: one.name.clone(), read };
        offers.push(Offer::of("show", reading(Read::Details)).to_read());
        if one.state == State::Installed {
            offers.push(Offer::of("files", reading(Read::Files)).to_read());
        }
    }
    let apply = |change, fits: fn(&Package) -> bool| {
        let names: Vec<PackageName> =
            chosen.iter().filter(|package| fits(package)).map(|package| package.name.clone()).collect();
        (!names.is_empty()).then_some(Apply { change, names })
    };
    let is_there = |package: &Package| package.state != State::Available;
    let install = apply(Change::Install, |package| package.state != State::Installed);
    let upgrade = apply(Change::Upgrade, |package| package.newer.is_some());
    let remove = apply(Change::Remove, |package| matches!(package.state, State::Installed | State::Broken));
    // Dnf keeps no configuration apart from the package.
    let purge = apply(Change::Purge, is_there).filter(|_| tools.has(Tool::Apt) || !tools.has(Tool::Dnf));
    offers.extend(install.map(|action| Offer::of("install", action)));
    offers.extend(upgrade.map(|action| Offer::of("upgrade", action)));
    offers.extend(remove.map(|action| Offer::of("remove", action).key("Delete")));
    offers.extend(purge.map(|action| Offer::of("purge", action).key("Shift+Delete")));
    offers
}
