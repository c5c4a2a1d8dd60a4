//! Timers of systemd: when they elapse, and what they begin then.

mod list;

use crate::script::services::{self, Manage, Read, Reading, Unit, Verb};
use crate::script::{Action, Failure, Missing, Preview, Ran, Risk, Script, Title, Tools};
use crate::table::{Cell, Column, Heading, Layout, Offer, Row, Scope, Shown, Subject, Width};

pub use list::{List, Timer};

/// What is done to timers, besides what is done to any unit. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List them.
    List,
    /// Begin now what they activate.
    Trigger,
}

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Timers;

/// Begins now what a timer activates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// What timers activate.
    pub units: Vec<Unit>,
}

impl Subject for Timers {
    type Item = Timer;
    type Read = List;

    const LAYOUT: Layout = Layout {
        // What comes next comes first.
        sorted_by: (2, false),
        scopes: &[Scope::All, Scope::Running, Scope::Mine],
        is_live: true,
        ..Layout::of(&[
            Column::of(Heading::Name, Width::Rest, Shown::Always),
            Column::of(Heading::Next, Width::Large, Shown::Middling),
            Column::of(Heading::Left, Width::Middling, Shown::Always),
            Column::of(Heading::Last, Width::Large, Shown::Wide),
            Column::of(Heading::AtBoot, Width::Middling, Shown::Wide),
            Column::of(Heading::State, Width::Middling, Shown::Middling),
        ])
    };

    fn read(_: &str) -> List {
        List
    }

    fn row(timer: &Timer, _: &Tools) -> Row {
        let unit = &timer.unit;
        let short = unit.name.text().strip_suffix(".timer").unwrap_or(unit.name.text());
        let moment = |moment: Option<i64>| moment.map_or(Cell::Nothing, Cell::Moment);
        let cells = vec![
            timer
                .activates
                .as_ref()
                .map_or(Cell::text(short), |unit| Cell::Pair(short.to_owned(), format!("→ {}", unit.text()))),
            moment(timer.next),
            timer.left.map_or(Cell::Nothing, Cell::Seconds),
            moment(timer.last),
            Cell::text(&unit.at_boot),
            services::state(unit),
        ];
        let scopes =
            [(unit.is_active(), Scope::Running), (unit.manager == services::Manager::User, Scope::Mine)];
        let scopes = scopes.into_iter().filter_map(|(is_in, scope)| is_in.then_some(scope)).collect();
        Row { scopes, ..Row::of(unit.key(), cells) }
    }

    fn offers(chosen: &[&Timer], tools: &Tools) -> Vec<Offer> {
        let units: Vec<Unit> = chosen.iter().map(|timer| timer.unit.clone()).collect();
        let mut offers = Vec::new();
        let activated: Vec<Unit> = chosen.iter().filter_map(|timer| timer.activated()).collect();
        if let [unit] = &units[..] {
            for read in [Read::Status, Read::Definition] {
                let reading = Reading { unit: unit.clone(), read };
                offers.extend(read.command(tools.init).map(|command| Offer::of(command, reading).to_read()));
            }
            // What matters is what was begun, not that a timer elapsed.
            offers.extend(activated.iter().flat_map(|unit| services::journal(unit, tools)));
        }
        if !activated.is_empty() {
            offers.push(Offer::of("systemctl start", Trigger { units: activated }).key("s"));
        }
        let verbs = [Verb::Enable, Verb::Disable];
        offers.extend(services::managing(&verbs, &units, true, tools));
        offers
    }
}

impl Timer {
    /// What it activates, as a unit of the same manager.
    fn activated(&self) -> Option<Unit> {
        let nothing = String::new;
        let name = self.activates.clone()?;
        Some(Unit { name, manager: self.unit.manager, active: nothing(), sub: nothing(), at_boot: nothing() })
    }
}

impl Trigger {
    fn start(&self) -> Manage {
        Manage { verb: Verb::Start, units: self.units.clone(), is_now: false }
    }
}

impl Action for Trigger {
    type Outcome = ();

    fn title(&self) -> Title {
        Title { deed: Deed::Trigger.into(), ..self.start().title() }
    }

    fn risk(&self) -> Risk {
        self.start().risk()
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        self.start().script(tools)
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        self.start().preview(tools)
    }
}
