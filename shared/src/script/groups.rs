//! Groups of a target.

mod change;
mod list;

use crate::form::{Answers, Field, Kind, Label, Shape};
use crate::script::Tools;
use crate::script::users::Account;
use crate::table::{Cell, Column, Heading, Layout, Offer, Row, Scope, Shown, Subject, Width};

pub use change::{Add, Delete, SetMembers};
pub use list::{Group, List};

/// What is done to groups. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List them.
    List,
    /// Add one.
    Add,
    /// Delete one.
    Delete,
    /// Say who is in one.
    SetMembers,
}

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Groups;

impl Subject for Groups {
    type Item = Group;
    type Read = List;

    const LAYOUT: Layout = Layout {
        sorted_by: (1, false),
        scopes: &[Scope::All, Scope::People, Scope::System],
        ..Layout::of(&[
            Column::of(Heading::Name, Width::Huge, Shown::Always),
            Column::of(Heading::Gid, Width::Small, Shown::Middling),
            // Those taken into it, then those whose first group it is.
            Column::of(Heading::Members, Width::Rest, Shown::Always),
        ])
    };

    fn read(_: &str) -> List {
        List
    }

    fn row(group: &Group, _: &Tools) -> Row {
        let cells = vec![
            Cell::text(&*group.name),
            Cell::Number(group.gid.into()),
            match (group.members.join(" "), group.first_of.join(" ")) {
                (members, first_of) if first_of.is_empty() => Cell::text(members),
                (members, first_of) => Cell::Pair(members, first_of),
            },
        ];
        let is_person = (1000..=60_000).contains(&group.gid);
        let scope = if is_person { Scope::People } else { Scope::System };
        Row { scopes: vec![scope], ..Row::of(&*group.name, cells) }
    }

    fn offers(chosen: &[&Group], _: &Tools) -> Vec<Offer> {
        match chosen {
            [] => vec![add()],
            [group] => group.account().map(|name| for_one(group, &name)).unwrap_or_default(),
            // What is asked is about one.
            _ => Vec::new(),
        }
    }
}

fn add() -> Offer {
    let fields = vec![Field::of(Label::Name, Kind::Shaped(Shape::Account))];
    let action = |answers: &Answers| {
        // There is a group of this name, or one that nobody misses.
        let name = Account::parse(answers.of(&Label::Name));
        Add { name: name.unwrap_or_else(Account::nobody) }
    };
    Offer::asking(Deed::Add, "groupadd", fields, action).key("n")
}

fn for_one(group: &Group, name: &Account) -> Vec<Offer> {
    let had = group.accounts();
    let members = Field::of(Label::Members, Kind::Shaped(Shape::Accounts)).optional();
    let fields = vec![members.holding(group.members.join(" "))];
    let whose = name.clone();
    let action = move |answers: &Answers| {
        let to = Account::parse_all(answers.of(&Label::Members)).unwrap_or_else(|| had.clone());
        SetMembers { name: whose.clone(), had: had.clone(), to }
    };
    let delete = Delete { name: name.clone(), group: group.clone() };
    vec![
        Offer::asking(Deed::SetMembers, "gpasswd --members", fields, action),
        Offer::of("groupdel", delete).key("Delete"),
    ]
}
