//! Keys that let in: `authorized_keys` of a target's users.

mod change;
mod key;
mod list;

use std::collections::BTreeSet;

use crate::form::{Answers, Field, Kind, Label, Shape};
use crate::script::Tools;
use crate::script::users::Account;
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Scope, Shown, Subject, Width};

pub use change::{Add, Remove};
pub use key::PublicKey;
pub use list::{Key, List, Said};

/// What is done to keys. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List them.
    List,
    /// Let in with one.
    Add,
    /// Let in with one no more.
    Remove,
}

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Keys;

impl Subject for Keys {
    type Item = Key;
    type Read = List;

    const LAYOUT: Layout = Layout {
        scopes: &[Scope::All, Scope::Mine],
        ..Layout::of(&[
            Column::of(Heading::User, Width::Large, Shown::Always),
            Column::of(Heading::Kind, Width::Large, Shown::Middling),
            Column::of(Heading::Comment, Width::Huge, Shown::Always),
            Column::of(Heading::Fingerprint, Width::Rest, Shown::Middling),
        ])
    };

    fn read(_: &str) -> List {
        List
    }

    fn row(key: &Key, tools: &Tools) -> Row {
        let text = String::from_utf8_lossy(&key.line).into_owned();
        let (kind, comment, fingerprint) = match &key.said {
            Some(said) => (
                Cell::text(format!("{} {}", said.kind, said.bits)),
                Cell::text(&*said.comment),
                Cell::text(&*said.fingerprint),
            ),
            None if tools.has(crate::script::Tool::SshKeygen) => {
                (Cell::State(Mood::Bad, "?".into()), Cell::Nothing, Cell::text(&*text))
            }
            None => (Cell::Nothing, Cell::Nothing, Cell::text(&*text)),
        };
        let scopes = if key.user.as_str() == tools.user { vec![Scope::Mine] } else { Vec::new() };
        let cells = vec![Cell::text(key.user.as_str()), kind, comment, fingerprint];
        Row { scopes, ..Row::of(format!("{} {text}", key.user), cells) }
    }

    fn offers(chosen: &[&Key], tools: &Tools) -> Vec<Offer> {
        let users: BTreeSet<&Account> = chosen.iter().map(|key| &key.user).collect();
        let mut users = users.into_iter();
        match (users.next(), users.next()) {
            (None, _) => vec![add(&tools.user)],
            (Some(user), None) => {
                let first = chosen.first().and_then(|key| key.said.as_ref());
                let what = first.map(|said| format!("{} {}", said.kind, said.comment)).unwrap_or_default();
                let lines = chosen.iter().map(|key| key.line.clone()).collect();
                let remove = Remove { user: user.clone(), lines, what };
                vec![add(user.as_str()), Offer::of("grep -v", remove).key("Delete")]
            }
            // One user at a time.
            (Some(_), Some(_)) => Vec::new(),
        }
    }
}

fn add(user: &str) -> Offer {
    let fields = vec![
        Field::of(Label::User, Kind::Shaped(Shape::Account)).holding(user),
        Field::of(Label::Keys, Kind::Shaped(Shape::PublicKeys)),
    ];
    let action = |answers: &Answers| Add {
        user: Account::parse(answers.of(&Label::User)).unwrap_or_else(Account::nobody),
        keys: PublicKey::parse_all(answers.of(&Label::Keys)).unwrap_or_default(),
    };
    Offer::asking(Deed::Add, "authorized_keys", fields, action).key("n")
}
