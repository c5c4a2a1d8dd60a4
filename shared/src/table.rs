//! A subject of the panel whose things stand in a table: what its rows say, and what can be done to them. Not how it
//! looks.
//!
//! A [`Subject`] is typed from end to end; the page draws them all in one way, as a [`Table`].

mod topic;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::form::{Answers, Field};
use crate::gesture::{Gesture, Press};
use crate::script::{Action, Deed, Failure, Missing, Plan, Ran, Tools};
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

/// How a table is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Its columns.
    pub columns: &'static [Column],
    /// The column it is sorted by at first, and whether the largest comes first.
    pub sorted_by: (usize, bool),
    /// Parts of it that can be shown alone.
    pub scopes: &'static [Scope],
    /// Whether what is in it changes by itself, so that it is read again and again while it is looked at.
    pub is_live: bool,
    /// Whether its rows form a tree.
    pub is_tree: bool,
    /// Whether they stand as one at first.
    pub begins_as_tree: bool,
    /// Whether the reading itself takes what the person looks for.
    pub takes_query: bool,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub heading: Heading,
    /// How wide it is.
    pub width: Width,
    /// In how narrow a panel it is still shown.
    pub shown: Shown,
}

/// How wide a column is, in characters of the list's font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// What the others leave.
    Rest,
    /// 4.
    Tiny,
    /// 6.
    Small,
    /// 9.
    Middling,
    /// 14.
    Large,
    /// 22.
    Huge,
}

/// In how narrow a panel a column is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In any.
    Always,
    /// Not on a phone.
    Middling,
    /// In a wide one.
    Wide,
}

/// What a column is called: the page has the words.
#[expect(missing_docs, reason = "each is what its name says; the page has the words")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    Name,
    Pid,
    User,
    Cpu,
    Memory,
    Resident,
    State,
    Nice,
    Threads,
    Time,
    Age,
    Command,
    // Services, timers and logs.
    AtBoot,
    Since,
    MemoryUsed,
    Next,
    Left,
    Last,
    Size,
    Modified,
    // The network, disks and containers.
    Address,
    Available,
    Created,
    Destination,
    FileSystem,
    Gateway,
    Id,
    Image,
    Inodes,
    Interface,
    Kind,
    Mac,
    Metric,
    Model,
    MountedAt,
    Mtu,
    Peer,
    Place,
    Port,
    Ports,
    Process,
    Protocol,
    Received,
    Rule,
    Sent,
    Source,
    Table,
    Tool,
    UsedShare,
    Verdict,
    // Packages, users and groups, cron.
    Version,
    Description,
    Uid,
    Gid,
    Groups,
    Members,
    Home,
    Password,
    Comment,
    LastLogin,
    Fingerprint,
    Schedule,
}

/// Part of a table.
#[expect(missing_docs, reason = "each is what its name says; the page has the words")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    All,
    Mine,
    // Services.
    Running,
    Failed,
    // The network and disks.
    Listening,
    Connected,
    Main,
    Real,
    // Packages, users and groups, cron.
    Installed,
    Upgradable,
    People,
    System,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What tells it from the others, the next time too.
    pub key: String,
    /// The key of the row it hangs below, in a tree.
    pub parent: Option<String>,
    /// The parts it belongs to, besides [`Scope::All`].
    pub scopes: Vec<Scope>,
    /// What stands in it, column by column.
    pub cells: Vec<Cell>,
}

/// What stands in a row, in a column. Text is the target's, and may hold anything.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Nothing,
    /// Text.
    Text(String),
    /// Text and less important text after it: a command and its arguments.
    Pair(String, String),
    /// A number.
    Number(i64),
    /// A size, in bytes.
    Bytes(u64),
    /// A share of something, in tenths of a percent; more than a thousand where there are several of it.
    Share(u64),
    /// A time span, in seconds.
    Seconds(u64),
    /// A moment, in seconds since 1970-01-01 UTC.
    Moment(i64),
    /// How it is, in the target's own word.
    State(Mood, String),
}

/// What a state means for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mood {
    /// It failed, or will not end by itself.
    Bad,
    /// Something is on its way, or needs a look.
    Busy,
    /// As it should be, and at work.
    Good,
    /// At rest.
    Idle,
}

/// Something that can be done: a line of the menu, a key.
#[derive(Clone)]
pub struct Offer {
    /// What is done.
    pub deed: Deed,
    /// The command it comes to: what its line ends with.
    pub command: &'static str,
    /// The key that stands for it, as [`Press::chord`] writes it.
    pub key: Option<&'static str>,
    /// What has to be asked first.
    pub asks: Vec<Field>,
    /// Where what it prints is shown.
    pub shows: Shows,
    plan: Arc<Planner>,
}

/// Plans what is offered, with what was asked.
type Planner = dyn Fn(&Answers, &Tools) -> Result<Plan, Missing> + Send + Sync;

/// Where what a script prints is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// In the drawer, with the script.
    Drawer,
    /// As text to read from its beginning: a listing, a file of settings.
    Reader,
    /// As text that goes on, of which the end matters: a log.
    Follower,
    /// In a terminal: it is typed there, for what it starts is for a person.
    Terminal,
}

impl Column {
    /// A column.
    #[must_use]
    pub const fn of(heading: Heading, width: Width, shown: Shown) -> Self {
        Self { heading, width, shown }
    }
}

impl Layout {
    /// A table with these columns, sorted by the first.
    #[must_use]
    pub const fn of(columns: &'static [Column]) -> Self {
        let scopes: &[Scope] = &[];
        Self {
            columns,
            sorted_by: (0, false),
            scopes,
            is_live: false,
            is_tree: false,
            begins_as_tree: false,
            takes_query: false,
        }
    }
}

impl Row {
    /// A row.
    #[must_use]
    pub fn of(key: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { key: key.into(), parent: None, scopes: Vec::new(), cells }
    }

    /// Whether it belongs to a part.
    #[must_use]
    pub fn is_in(&self, scope: Scope) -> bool {
        scope == Scope::All || self.scopes.contains(&scope)
    }
}

impl Cell {
    /// Text, or nothing where it is empty.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }
}

impl Offer {
    /// Something to be done as it is.
    #[must_use]
    pub fn of<A: Action + Send + Sync + 'static>(command: &'static str, action: A) -> Self {
        Self {
            deed: action.title().deed,
            command,
            key: None,
            asks: Vec::new(),
            shows: Shows::Drawer,
            plan: Arc::new(move |_, tools| Plan::of(&action, tools)),
        }
    }

    /// Something to be done once these are known.
    #[must_use]
    pub fn asking<A: Action>(
        deed: impl Into<Deed>,
        command: &'static str,
        asks: Vec<Field>,
        action: impl Fn(&Answers) -> A + Send + Sync + 'static,
    ) -> Self {
        let plan = move |answers: &Answers, tools: &Tools| Plan::of(&action(answers), tools);
        Self { deed: deed.into(), command, key: None, asks, shows: Shows::Drawer, plan: Arc::new(plan) }
    }

    /// By a key, too.
    #[must_use]
    pub fn key(self, key: &'static str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// What it prints is to be read.
    #[must_use]
    pub fn to_read(self) -> Self {
        Self { shows: Shows::Reader, ..self }
    }

    /// What it prints goes on, and is to be followed.
    #[must_use]
    pub fn to_follow(self) -> Self {
        Self { shows: Shows::Follower, ..self }
    }

    /// What it starts is for a terminal.
    #[must_use]
    pub fn in_terminal(self) -> Self {
        Self { shows: Shows::Terminal, ..self }
    }

    /// What the drawer holds for it.
    ///
    /// # Errors
    /// The tool that the target lacks.
    pub fn plan(&self, answers: &Answers, tools: &Tools) -> Result<Plan, Missing> {
        (self.plan)(answers, tools)
    }
}

/// What a gesture means among what is offered; `Enter` and a double click are for the first.
#[must_use]
pub fn recognise<'a>(gesture: &Gesture<String, Deed>, offers: &'a [Offer]) -> Option<&'a Offer> {
    match gesture {
        Gesture::Press(press) if *press == Press::of("Enter") => offers.first(),
        Gesture::Press(press) => {
            let chord = press.chord();
            offers.iter().find(|offer| offer.key == Some(&*chord))
        }
        Gesture::Open(_) => offers.first(),
        Gesture::Choose(deed) => offers.iter().find(|offer| offer.deed == *deed),
        Gesture::Drop { .. } => None,
    }
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

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Offer, recognise};
    use crate::gesture::{Gesture, Press};
    use crate::script::processes::{Deed, Read, Reading, Send, Signal};

    #[test]
    fn a_key_a_double_click_and_a_line_of_the_menu_mean_what_is_offered() {
        let send = |signal| Send { processes: Vec::new(), signal };
        let offers = [
            Offer::of("ls -l", Reading { pid: 7, read: Read::OpenFiles }),
            Offer::of("kill", send(Signal::Term)).key("Delete"),
            Offer::of("kill -KILL", send(Signal::Kill)).key("Shift+Delete"),
        ];
        let means = |gesture: Gesture<_, _>| recognise(&gesture, &offers).map(|offer| offer.command);
        assert_eq!(means(Gesture::Press(Press::of("Enter"))), Some("ls -l"));
        assert_eq!(means(Gesture::Open("7".into())), Some("ls -l"));
        let shift = Press { shift: true, ..Press::of("Delete") };
        assert_eq!(means(Gesture::Press(shift)), Some("kill -KILL"));
        assert_eq!(means(Gesture::Choose(Deed::Signal(Signal::Term).into())), Some("kill"));
        assert_eq!(means(Gesture::Press(Press::of("x"))), None);
        assert_eq!(means(Gesture::Drop { onto: None, is_copy: false }), None);
    }
}
