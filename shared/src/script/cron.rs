//! What cron runs on a target.

mod change;
mod crontab;
mod list;
mod schedule;

use crate::form::{Answers, Field, Kind, Label, Shape};
use crate::script::files::ReadFile;
use crate::script::users::Account;
use crate::script::{Path, Tools};
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Scope, Shown, Subject, Width};

pub use change::{Add, Replace};
pub use crontab::{Crontab, Job, is_command};
pub use list::{Item, List, Table};
pub use schedule::{Schedule, clock};

/// What is done to crontabs. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List what is in them.
    List,
    /// Add a job.
    Add,
    /// Change a job.
    Change,
    /// Delete jobs.
    Delete,
    /// Let jobs run again.
    Enable,
    /// Let jobs not run.
    Disable,
    /// Edit one as text.
    Edit,
}

/// Whose a crontab is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Of the user who is signed in.
    Own,
    /// Of another user.
    User(Account),
    /// The system's, in this file.
    File(Path),
}

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Cron;

impl Whose {
    /// The program that reads and replaces it.
    fn command(&self, tools: &Tools) -> String {
        match self {
            Self::User(user) => tools.as_chosen(&format!("crontab -u {}", user.word())),
            Self::Own | Self::File(_) => "crontab".to_owned(),
        }
    }

    /// Whether its lines say as whom they run.
    fn has_users(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// The command that puts another in its place, for a line of the menu.
    fn replaced_by(&self) -> &'static str {
        match self {
            Self::Own | Self::User(_) => "crontab -",
            Self::File(_) => "tee",
        }
    }

    /// The user or the file.
    fn text(&self, own: &str) -> String {
        match self {
            Self::Own => own.to_owned(),
            Self::User(user) => user.to_string(),
            Self::File(path) => path.text(),
        }
    }
}

impl Subject for Cron {
    type Item = Item;
    type Read = List;

    const LAYOUT: Layout = Layout {
        scopes: &[Scope::All, Scope::Mine],
        is_tree: true,
        begins_as_tree: true,
        ..Layout::of(&[
            Column::of(Heading::Schedule, Width::Large, Shown::Always),
            Column::of(Heading::User, Width::Middling, Shown::Wide),
            Column::of(Heading::State, Width::Small, Shown::Middling),
            Column::of(Heading::Next, Width::Large, Shown::Middling),
            // With what is said about it.
            Column::of(Heading::Command, Width::Rest, Shown::Always),
        ])
    };

    fn read(_: &str) -> List {
        List
    }

    fn row(item: &Item, tools: &Tools) -> Row {
        let whose = item.table.whose.text(&tools.user);
        let scopes = if item.table.whose == Whose::Own { vec![Scope::Mine] } else { Vec::new() };
        let Some((at, job)) = &item.at else {
            let cells = vec![Cell::text(&*whose), Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::Nothing];
            return Row { scopes, ..Row::of(whose, cells) };
        };
        let (mood, state) = if job.is_enabled { (Mood::Good, "on") } else { (Mood::Idle, "off") };
        let cells = vec![
            Cell::text(job.schedule.as_str().split_whitespace().collect::<Vec<_>>().join(" ")),
            Cell::text(job.user.clone().unwrap_or_else(|| whose.clone())),
            Cell::State(mood, state.into()),
            item.next.map_or(Cell::Nothing, Cell::Moment),
            match &*job.comment {
                "" => Cell::text(&*job.command),
                comment => Cell::Pair(job.command.clone(), format!("# {comment}")),
            },
        ];
        Row { parent: Some(whose.clone()), scopes, ..Row::of(format!("{whose} {at}"), cells) }
    }

    fn offers(chosen: &[&Item], _: &Tools) -> Vec<Offer> {
        let Some(first) = chosen.first() else { return vec![add(&Whose::Own)] };
        let whose = &first.table.whose;
        let is_one = chosen.iter().all(|item| item.table.whose == *whose);
        if !is_one {
            return Vec::new();
        }
        let mut offers = Vec::new();
        if let [Item { at: Some((at, job)), .. }] = chosen {
            offers.push(change(&first.table, *at, job));
        }
        let jobs: Vec<(usize, Job)> = chosen.iter().filter_map(|item| item.at.clone()).collect();
        offers.extend(switches(&first.table, &jobs));
        offers.extend(edit(&first.table));
        // Who adds to the system's makes a file of their own.
        offers.extend((!whose.has_users()).then(|| add(whose)));
        if !jobs.is_empty() {
            offers.push(Offer::of(whose.replaced_by(), delete(&first.table, &jobs)).key("Delete"));
        }
        offers
    }
}

fn add(whose: &Whose) -> Offer {
    let fields = vec![
        Field::of(Label::Schedule, Kind::Shaped(Shape::Schedule)).holding("0 3 * * *"),
        Field::of(Label::Command, Kind::Shaped(Shape::Command)),
        Field::of(Label::Comment, Kind::Text).optional(),
    ];
    let whose = whose.clone();
    let action = move |answers: &Answers| Add {
        whose: whose.clone(),
        comment: answers.of(&Label::Comment).to_owned(),
        schedule: Schedule::parse(answers.of(&Label::Schedule)).unwrap_or_else(Schedule::never),
        command: answers.of(&Label::Command).to_owned(),
    };
    Offer::asking(Deed::Add, "crontab -", fields, action).key("n")
}

fn change(table: &Table, at: usize, job: &Job) -> Offer {
    let fields = vec![
        Field::of(Label::Schedule, Kind::Shaped(Shape::Schedule)).holding(job.schedule.as_str()),
        Field::of(Label::Command, Kind::Shaped(Shape::Command)).holding(&*job.command),
    ];
    let (table, job, replaced_by) = (table.clone(), job.clone(), table.whose.replaced_by());
    let action = move |answers: &Answers| {
        let schedule = Schedule::parse(answers.of(&Label::Schedule));
        let to =
            table.crontab.with(at, schedule.as_ref().unwrap_or(&job.schedule), answers.of(&Label::Command));
        table.becomes(&to, Deed::Change, std::slice::from_ref(&(at, job.clone())))
    };
    Offer::asking(Deed::Change, replaced_by, fields, action).key("F2")
}

fn switches(table: &Table, jobs: &[(usize, Job)]) -> impl Iterator<Item = Offer> {
    [(true, Deed::Enable), (false, Deed::Disable)].into_iter().filter_map(|(is_enabled, deed)| {
        let those: Vec<(usize, Job)> =
            jobs.iter().filter(|(_, job)| job.is_enabled != is_enabled).cloned().collect();
        let to =
            those.iter().fold(table.crontab.clone(), |crontab, (at, _)| crontab.switched(*at, is_enabled));
        (!those.is_empty()).then(|| Offer::of(table.whose.replaced_by(), table.becomes(&to, deed, &those)))
    })
}

/// As text: where it is text, in a form; a file in the editor.
fn edit(table: &Table) -> Option<Offer> {
    if let Whose::File(path) = &table.whose {
        let read = ReadFile { directory: path.parent()?, name: path.name()?, most: ReadFile::TEXT_BYTES };
        let offer = Offer::asking(Deed::Edit, "tee", Vec::new(), move |_| read.clone());
        return Some(offer.to_edit(Some(path.clone()), None).key("e"));
    }
    let text = String::from_utf8(table.crontab.print()).ok()?;
    let (table, field) = (table.clone(), Field::of(Label::Crontab, Kind::Lines).holding(text).optional());
    let action = move |answers: &Answers| {
        let text = answers.of(&Label::Crontab);
        // Cron does not take a last line that does not end.
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let to = Crontab::parse(format!("{text}{end}").as_bytes(), false);
        table.becomes(&to, Deed::Edit, &[])
    };
    Some(Offer::asking(Deed::Edit, "crontab -", vec![field], action).key("e"))
}

fn delete(table: &Table, jobs: &[(usize, Job)]) -> Replace {
    let to = jobs.iter().fold(table.crontab.clone(), |crontab, (at, _)| crontab.without(*at));
    table.becomes(&to, Deed::Delete, jobs)
}

impl Table {
    /// What makes it another.
    fn becomes(&self, to: &Crontab, deed: Deed, jobs: &[(usize, Job)]) -> Replace {
        Replace {
            whose: self.whose.clone(),
            was: self.crontab.print(),
            to: to.print(),
            deed,
            what: jobs.first().map(|(_, job)| job.command.clone()).unwrap_or_default(),
            count: jobs.len().max(1),
        }
    }
}
