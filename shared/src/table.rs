//! A subject of the panel whose things stand in a table: what its rows say, and what can be done to them. Not how it
//! looks.
//!
//! A [`Subject`] is typed from end to end; the page draws them all in one way, as a [`Table`].

mod layout;
mod offer;
mod row;
mod topic;

use std::collections::{HashMap, HashSet};

use crate::script::{Action, Failure, Missing, Plan, Ran, Tools};
pub use layout::{Column, Heading, Layout, Scope, Shown, Width};
pub use offer::{Editing, Offer, Shows, recognise};
pub use row::{Cell, Mood, Row};
pub use topic::Topic;

/// A subject whose things stand in a table.
pub trait Subject: 'static {
    /// One of its things.
    type Item: Clone + Send + Sync;
    /// What reads them.
    type Read: Action<Outcome = Vec<Self::Item>>;

    /// How its table is laid out.
    const LAYOUT: Layout;

    /// What reads them; `query` is what the person looks for, where the layout says that the reading takes it.
    fn read(query: &str) -> Self::Read;

    /// What a thing's row says.
    fn row(item: &Self::Item, tools: &Tools) -> Row;

    /// What can be done to those chosen, or to the subject as a whole where none is. The first is what opens one.
    fn offers(chosen: &[&Self::Item], tools: &Tools) -> Vec<Offer>;

    /// Learns what only two readings tell: a rate.
    fn since(_item: &mut Self::Item, _before: &Self::Item) {}
}

/// A subject as the page sees it: its type taken off.
pub trait Table: Send + Sync {
    /// How it is laid out.
    fn layout(&self) -> Layout;

    /// What reads it.
    ///
    /// # Errors
    /// The tool that the target lacks.
    fn reading(&mut self, query: &str, tools: &Tools) -> Result<Plan, Missing>;

    /// Takes what the reading printed.
    ///
    /// # Errors
    /// [`Failure`]; what was there stays.
    fn take(&mut self, ran: &Ran) -> Result<(), Failure>;

    /// Its rows.
    fn rows(&self, tools: &Tools) -> Vec<Row>;

    /// What can be done to the rows with these keys.
    fn offers(&self, keys: &[String], tools: &Tools) -> Vec<Offer>;
}

/// What was read of a subject.
struct Listed<S: Subject> {
    query: String,
    items: Vec<(String, S::Item)>,
    tools: Option<Tools>,
}

/// The table of a subject.
#[must_use]
pub fn table<S: Subject>() -> Box<dyn Table>
where
    S::Item: 'static,
{
    Box::new(Listed::<S> { query: String::new(), items: Vec::new(), tools: None })
}

impl<S: Subject> Table for Listed<S> {
    fn layout(&self) -> Layout {
        S::LAYOUT
    }

    fn reading(&mut self, query: &str, tools: &Tools) -> Result<Plan, Missing> {
        self.query = query.to_owned();
        self.tools = Some(tools.clone());
        Plan::of(&S::read(query), tools)
    }

    fn take(&mut self, ran: &Ran) -> Result<(), Failure> {
        let Some(tools) = &self.tools else { return Ok(()) };
        let items = S::read(&self.query).outcome(ran)?;
        let before: HashMap<String, S::Item> = self.items.drain(..).collect();
        let with_key = |mut item: S::Item| {
            let key = S::row(&item, tools).key;
            if let Some(before) = before.get(&key) {
                S::since(&mut item, before);
            }
            (key, item)
        };
        self.items = items.into_iter().map(with_key).collect();
        Ok(())
    }

    fn rows(&self, tools: &Tools) -> Vec<Row> {
        self.items.iter().map(|(_, item)| S::row(item, tools)).collect()
    }

    fn offers(&self, keys: &[String], tools: &Tools) -> Vec<Offer> {
        let keys: HashSet<&String> = keys.iter().collect();
        let chosen = self.items.iter().filter(|(key, _)| keys.contains(key)).map(|(_, item)| item);
        S::offers(&chosen.collect::<Vec<_>>(), tools)
    }
}
