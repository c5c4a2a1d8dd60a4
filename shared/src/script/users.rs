//! Users of a target.

mod account;
mod add;
mod change;
mod list;
mod read;

use crate::form::{Answers, Field, Kind, Label, Shape};
use crate::script::{Path, Tools};
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Scope, Shown, Subject, Width};

pub use account::{Account, Date};
pub(crate) use account::{civil, days};
pub(crate) use add::has_shadow;
pub use add::{Add, Delete};
pub(crate) use change::join;
pub use change::{Membership, Property, Set, SetLocked, SetPassword};
pub use list::{List, Password, User};
pub(crate) use list::{accounts, lines};
pub use read::About;

/// What is done to users. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List them.
    List,
    /// Read what is known of one.
    About,
    /// Add one.
    Add,
    /// Delete one.
    Delete,
    /// Delete one, with its home.
    DeleteWithHome,
    /// Lock the password.
    Lock,
    /// Unlock it.
    Unlock,
    /// Take into groups.
    Join,
    /// Take out of groups.
    Leave,
    /// Say who that is.
    SetComment,
    /// Choose the login shell.
    SetShell,
    /// Say when the account ends.
    SetEnd,
    /// Give a password.
    SetPassword,
}

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Users;

impl Subject for Users {
    type Item = User;
    type Read = List;

    const LAYOUT: Layout = Layout {
        sorted_by: (1, false),
        scopes: &[Scope::People, Scope::System, Scope::All],
        ..Layout::of(&[
            Column::of(Heading::Name, Width::Rest, Shown::Always),
            Column::of(Heading::Uid, Width::Small, Shown::Always),
            Column::of(Heading::Groups, Width::Large, Shown::Wide),
            Column::of(Heading::Password, Width::Middling, Shown::Middling),
            Column::of(Heading::LastLogin, Width::Large, Shown::Roomy),
            Column::of(Heading::Home, Width::Huge, Shown::Middling),
        ])
    };

    fn read(_: &str) -> List {
        List
    }

    fn row(user: &User, _: &Tools) -> Row {
        let cells = vec![
            Cell::Pair(user.name.clone(), user.comment.clone()),
            Cell::Number(user.uid.into()),
            Cell::Pair(user.group.clone(), user.groups.join(" ")),
            password(user),
            user.last_login.map_or(Cell::Nothing, Cell::Moment),
            Cell::Pair(user.home.clone(), user.shell.clone()),
        ];
        let scope = if user.is_person() { Scope::People } else { Scope::System };
        Row { scopes: vec![scope], ..Row::of(&*user.name, cells) }
    }

    fn offers(chosen: &[&User], _: &Tools) -> Vec<Offer> {
        match chosen {
            [] => vec![add()],
            [user] => user.account().map(|name| for_one(user, &name)).unwrap_or_default(),
            // What is asked is about one.
            _ => Vec::new(),
        }
    }
}

/// How it may sign in with a password.
fn password(user: &User) -> Cell {
    match user.password {
        None => Cell::Nothing,
        Some(Password::Set) => Cell::State(Mood::Good, "set".into()),
        Some(Password::Locked) => Cell::State(Mood::Busy, "locked".into()),
        Some(Password::Never) => Cell::State(Mood::Idle, "none".into()),
        Some(Password::Empty) => Cell::State(Mood::Bad, "empty".into()),
    }
}

fn add() -> Offer {
    let fields = vec![
        Field::of(Label::Name, Kind::Shaped(Shape::Account)),
        Field::of(Label::Comment, Kind::Shaped(Shape::Comment)).optional(),
        Field::of(Label::Shell, Kind::Path).holding("/bin/bash").optional(),
        Field::of(Label::Home, Kind::Path).optional(),
        Field::of(Label::Groups, Kind::Shaped(Shape::Accounts)).optional(),
    ];
    let path = |answers: &Answers, label| Path::parse(answers.of(&label).as_bytes());
    let action = move |answers: &Answers| Add {
        name: Account::parse(answers.of(&Label::Name)).unwrap_or_else(Account::nobody),
        comment: answers.of(&Label::Comment).to_owned(),
        home: path(answers, Label::Home),
        shell: path(answers, Label::Shell),
        groups: Account::parse_all(answers.of(&Label::Groups)).unwrap_or_default(),
    };
    Offer::asking(Deed::Add, "useradd", fields, action).key("n")
}

fn for_one(user: &User, name: &Account) -> Vec<Offer> {
    let lock = |is_locked| SetLocked { name: name.clone(), is_locked };
    let locks = match user.password {
        Some(Password::Set) => vec![Offer::of("usermod --lock", lock(true))],
        Some(Password::Locked) => vec![Offer::of("usermod --unlock", lock(false))],
        Some(Password::Never | Password::Empty) => Vec::new(),
        // Without root nobody knows which.
        None => vec![Offer::of("usermod --lock", lock(true)), Offer::of("usermod --unlock", lock(false))],
    };
    let delete = |with_home| Delete { name: name.clone(), home: user.home.clone(), with_home };
    let mut offers = vec![Offer::of("id", About { name: name.clone() }).to_read(), set_password(name)];
    offers.extend(locks);
    offers.extend([join_groups(user, name), leave_groups(user, name)].into_iter().flatten());
    offers.extend(properties(user, name));
    offers.push(Offer::of("userdel", delete(false)).key("Delete"));
    offers.push(Offer::of("userdel --remove", delete(true)).key("Shift+Delete"));
    offers
}

fn set_password(name: &Account) -> Offer {
    let (fields, name) = (vec![Field::of(Label::Password, Kind::Secret)], name.clone());
    let action = move |answers: &Answers| SetPassword::of(name.clone(), answers.of(&Label::Password));
    Offer::asking(Deed::SetPassword, "chpasswd", fields, action)
}

fn join_groups(user: &User, name: &Account) -> Option<Offer> {
    let (name, had) = (name.clone(), user.groups.clone());
    let fields = vec![Field::of(Label::Groups, Kind::Shaped(Shape::Accounts))];
    let action = move |answers: &Answers| {
        let mut groups = Account::parse_all(answers.of(&Label::Groups)).unwrap_or_default();
        // What is taken back is what was new.
        groups.retain(|group| !had.iter().any(|had| had == group.as_str()));
        Membership { name: name.clone(), groups, is_member: true }
    };
    Some(Offer::asking(Deed::Join, "gpasswd --add", fields, action))
}

fn leave_groups(user: &User, name: &Account) -> Option<Offer> {
    let group = Field::of(Label::Groups, Kind::Choice(user.groups.clone()));
    let name = name.clone();
    let action = move |answers: &Answers| {
        let groups = Account::parse_all(answers.of(&Label::Groups)).unwrap_or_default();
        Membership { name: name.clone(), groups, is_member: false }
    };
    (!user.groups.is_empty()).then(|| Offer::asking(Deed::Leave, "gpasswd --delete", vec![group], action))
}

fn properties(user: &User, name: &Account) -> Vec<Offer> {
    let offer = |deed, command, field: Field, had: Property, to: fn(&str) -> Property| {
        let (name, label) = (name.clone(), field.label.clone());
        let action =
            move |answers: &Answers| Set { name: name.clone(), to: to(answers.of(&label)), had: had.clone() };
        Offer::asking(deed, command, vec![field], action)
    };
    let shell = Field::of(Label::Shell, Kind::Path).holding(&*user.shell);
    let comment = Field::of(Label::Comment, Kind::Shaped(Shape::Comment)).holding(&*user.comment).optional();
    let mut offers = vec![
        offer(Deed::SetShell, "usermod --shell", shell, Property::Shell(user.shell.clone()), |text| {
            Property::Shell(text.to_owned())
        }),
        offer(
            Deed::SetComment,
            "usermod --comment",
            comment,
            Property::Comment(user.comment.clone()),
            |text| Property::Comment(text.to_owned()),
        ),
    ];
    // What was there before is known to root alone.
    if let Some(ends) = user.ends {
        let day = Field::of(Label::ExpiresOn, Kind::Shaped(Shape::Date)).optional();
        let day = day.holding(ends.map(|day| day.to_string()).unwrap_or_default());
        offers.push(offer(Deed::SetEnd, "usermod --expiredate", day, Property::Ends(ends), |text| {
            Property::Ends(Date::parse(text))
        }));
    }
    offers
}
