//! Timers of systemd: when they elapse, and what they begin then.

mod change;
mod create;
mod file;
mod list;
mod when;

use crate::form::{Answers, Field, Kind, Label, Shape};
use crate::script::services::{self, Manage, Manager, Read, Reading, Unit, UnitName, Verb};
use crate::script::users::Account;
use crate::script::{Action, Failure, Missing, Preview, Ran, Risk, Script, Title, Tools};
use crate::table::{Cell, Column, Heading, Layout, Offer, Row, Scope, Shown, Subject, Width};

pub use change::{Delete, Reschedule};
pub use create::{Add, TimerName};
pub use file::is_description;
pub use list::{List, Local, Timer};
pub use when::{Calendar, Span, When};

/// Where units are that were made on the target (systemd.unit(5), "Unit File Load Path").
const DIRECTORY: &str = "/etc/systemd/system";

/// What is answered to whether something is so.
const YES: &str = "yes";

/// What is done to timers, besides what is done to any unit. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List them.
    List,
    /// Begin now what they activate.
    Trigger,
    /// Make one, with a service.
    Add,
    /// Change when one elapses.
    Change,
    /// Delete them.
    Delete,
    /// Delete them with what they activate.
    DeleteWithService,
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
            match about(timer, short) {
                about if about.is_empty() => Cell::text(short),
                about => Cell::Pair(short.to_owned(), about),
            },
            moment(timer.next),
            timer.left.map_or(Cell::Nothing, Cell::Seconds),
            moment(timer.last),
            Cell::text(&unit.at_boot),
            services::state(unit),
        ];
        let scopes = [(unit.is_active(), Scope::Running), (unit.manager == Manager::User, Scope::Mine)];
        let scopes = scopes.into_iter().filter_map(|(is_in, scope)| is_in.then_some(scope)).collect();
        Row { scopes, ..Row::of(unit.key(), cells) }
    }

    fn offers(chosen: &[&Timer], tools: &Tools) -> Vec<Offer> {
        if chosen.is_empty() {
            return vec![add()];
        }
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
        if let [timer] = chosen {
            offers.extend(change(timer));
            offers.push(services::edit(&timer.unit, tools));
        }
        offers.push(add());
        offers.extend(delete(chosen));
        offers
    }
}

/// What makes a timer elapse, in the words of the files it is said in, and what it begins where that has another name.
fn about(timer: &Timer, short: &str) -> String {
    let said = |trigger: &String| match trigger.strip_prefix("OnCalendar=") {
        Some(calendar) => calendar.to_owned(),
        None => trigger.replacen("USec=", "Sec=", 1),
    };
    let mut about = timer.triggers.iter().map(said).collect::<Vec<_>>().join(", ");
    if let Some(unit) = timer.activates.as_ref().map(UnitName::text)
        && unit.strip_suffix(".service") != Some(short)
    {
        about = format!("{about} → {unit}").trim_start().to_owned();
    }
    about
}

/// The fields that say when.
fn asking(when: &When) -> Vec<Field> {
    let labels =
        [(Label::Calendar, Shape::Calendar), (Label::AfterBoot, Shape::Span), (Label::Every, Shape::Span)];
    let field = |((label, shape), text)| Field::of(label, Kind::Shaped(shape)).holding(text).optional();
    labels.into_iter().zip(when.fields()).map(field).collect()
}

fn answered(answers: &Answers) -> When {
    When {
        calendar: Calendar::parse(answers.of(&Label::Calendar)),
        boot: Span::parse(answers.of(&Label::AfterBoot)),
        every: Span::parse(answers.of(&Label::Every)),
    }
}

fn add() -> Offer {
    let mut fields = vec![
        Field::of(Label::Name, Kind::Shaped(Shape::Timer)),
        Field::of(Label::About, Kind::Shaped(Shape::Description)).optional(),
        Field::of(Label::Command, Kind::Shaped(Shape::ShellCommand)),
    ];
    fields.extend(asking(&When { calendar: Calendar::parse("*-*-* 03:00:00"), ..When::default() }));
    fields.push(Field::of(Label::User, Kind::Shaped(Shape::Account)).optional());
    fields.push(Field::of(Label::Persistent, Kind::Choice(vec![YES.into(), "no".into()])));
    let action = |answers: &Answers| Add {
        name: TimerName::parse(answers.of(&Label::Name)).unwrap_or_else(TimerName::unnamed),
        description: answers.of(&Label::About).to_owned(),
        command: answers.of(&Label::Command).to_owned(),
        when: answered(answers),
        user: Account::parse(answers.of(&Label::User)),
        is_persistent: answers.of(&Label::Persistent) == YES,
    };
    Offer::asking(Deed::Add, "install", fields, action).key("n")
}

/// To another time: what the target's own manager has, where its drop-in can be read.
fn change(timer: &Timer) -> Option<Offer> {
    let was = timer.local.drop_in.clone().map(String::from_utf8).transpose().ok()?;
    let name = Some(timer.unit.name.clone()).filter(|_| timer.unit.manager == Manager::System)?;
    let reschedule = move |when| Reschedule::to(name.clone(), when, was.clone());
    // Whether it can be is seen from what is there, and not from when it is to be.
    let as_it_is = reschedule(When::default())?;
    let action = move |answers: &Answers| reschedule(answered(answers)).unwrap_or_else(|| as_it_is.clone());
    let fields = asking(&When::of(&timer.triggers));
    Some(Offer::asking(Deed::Change, "systemctl edit", fields, action).key("F2"))
}

/// What was made here can be deleted; what came with the system is disabled.
fn delete(chosen: &[&Timer]) -> Vec<Offer> {
    if !chosen.iter().all(|timer| timer.local.has_timer) {
        return Vec::new();
    }
    let timers: Vec<UnitName> = chosen.iter().map(|timer| timer.unit.name.clone()).collect();
    let with_service = chosen.iter().filter(|timer| timer.local.has_service);
    let services: Vec<UnitName> = with_service.filter_map(|timer| timer.activates.clone()).collect();
    let mut offers =
        vec![Offer::of("rm", Delete { timers: timers.clone(), services: Vec::new() }).key("Delete")];
    if !services.is_empty() {
        offers.push(Offer::of("rm", Delete { timers, services }).key("Shift+Delete"));
    }
    offers
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
