//! The tables of one session: what each subject's holds, and what a gesture does there.

mod ask;
mod cells;
mod edit;
mod empty;
mod head;
mod menu;
mod rows;
mod view;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use postern_shared::form::Answers;
use postern_shared::gesture::Gesture;
use postern_shared::script::{Deed, Missing, Ran, Risk};
use postern_shared::table::{Layout, Offer, Row, Scope, Shows, Table, Topic, recognise};

use super::drawer::Wanted;
use super::editor::Opened;
use super::instead::Shown;
use super::reader::{self, Reading, Way};
use super::station::Station;
use crate::panel::board::{Look, Order, Place, arrange};
use crate::panel::selection;
pub(super) use view::BoardView;
pub(super) use words::topic as topic_name;

/// What is selected in a table.
type Selection = selection::Selection<String>;

/// A table as it is shown.
type Rows<'a> = selection::Rows<'a, Row>;

/// The table of one subject, in one session.
#[derive(Clone, Copy)]
pub(super) struct Board {
    topic: Topic,
    layout: Layout,
    table: StoredValue<Box<dyn Table>>,
    rows: RwSignal<Arc<Vec<Row>>>,
    state: RwSignal<Shown>,
    order: RwSignal<Order>,
    filter: RwSignal<String>,
    is_filtering: RwSignal<bool>,
    /// What the reading itself looks for.
    query: RwSignal<String>,
    scope: RwSignal<Scope>,
    is_tree: RwSignal<bool>,
    /// Where each row stands.
    places: Memo<Vec<Place>>,
    /// The rows that are shown, as places in the rows.
    shown: Memo<Vec<usize>>,
    /// Where each key stands.
    by_key: Memo<HashMap<String, usize>>,
    selection: RwSignal<Selection>,
    wants_keyboard: RwSignal<bool>,
    /// Counts the readings: what an earlier one still says is not heard.
    turn: StoredValue<u32>,
    /// What is read, in the place of the table.
    read: RwSignal<Option<Reading>>,
    /// What is edited there.
    opened: RwSignal<Option<Opened>>,
    asked: RwSignal<Option<Offer>>,
    missing: RwSignal<Option<Missing>>,
    menu: RwSignal<Option<(i32, i32)>>,
}

impl Board {
    pub(super) fn new(topic: Topic) -> Self {
        let table = topic.table();
        let layout = table.layout();
        let rows: RwSignal<Arc<Vec<Row>>> = RwSignal::default();
        let (by, is_descending) = layout.sorted_by;
        let order = RwSignal::new(Order { by, is_descending });
        let filter = RwSignal::new(String::new());
        let scope = RwSignal::new(layout.scopes.first().copied().unwrap_or(Scope::All));
        let is_tree = RwSignal::new(layout.begins_as_tree);
        let query = RwSignal::new(String::new());
        let places = Memo::new(move |_| {
            let (order, scope, is_tree) = (order.get(), scope.get(), is_tree.get());
            // What the target found may say it where no row does.
            let is_found = layout.takes_query && filter.with(|filter| query.with(|query| filter == query));
            let arranged =
                |filter: &str| rows.with(|rows| arrange(rows, &Look { order, filter, scope, is_tree }));
            if is_found { arranged("") } else { filter.with(|filter| arranged(filter)) }
        });
        let shown = Memo::new(move |_| places.with(|places| places.iter().map(|place| place.row).collect()));
        let by_key = Memo::new(move |_| {
            let key = |rows: &[Row], at: usize| rows.get(at).map(|row| row.key.clone());
            shown.with(|shown: &Vec<usize>| {
                let keys = |rows: &Arc<Vec<Row>>| {
                    shown.iter().enumerate().filter_map(|(at, row)| Some((key(rows, *row)?, at))).collect()
                };
                rows.with(keys)
            })
        });
        Self {
            topic,
            layout,
            table: StoredValue::new(table),
            rows,
            state: RwSignal::new(Shown::Coming),
            order,
            filter,
            is_filtering: RwSignal::new(false),
            query,
            scope,
            is_tree,
            places,
            shown,
            by_key,
            selection: RwSignal::new(Selection::default()),
            wants_keyboard: RwSignal::new(false),
            turn: StoredValue::new(0),
            read: RwSignal::new(None),
            opened: RwSignal::new(None),
            asked: RwSignal::new(None),
            missing: RwSignal::new(None),
            menu: RwSignal::new(None),
        }
    }

    pub(super) fn topic(self) -> Topic {
        self.topic
    }

    /// Gives the list the keyboard, now or as soon as it is there.
    pub(super) fn focus(self) {
        self.wants_keyboard.set(true);
    }

    /// Leaves the keyboard to the terminal, where it was to be given to the table.
    pub(super) fn unfocus(self) {
        self.wants_keyboard.set(false);
    }

    /// Looks at the rows that are shown; tracks nothing.
    fn with_rows<T>(self, look: impl FnOnce(Rows<'_>) -> T) -> T {
        self.rows
            .with_untracked(|rows| self.shown.with_untracked(|shown| look(Rows { entries: rows, shown })))
    }

    /// Changes what is selected.
    fn select<T>(self, change: impl FnOnce(&mut Selection, Rows<'_>) -> T) -> T {
        let mut selection = self.selection.get_untracked();
        let result = self.with_rows(|rows| change(&mut selection, rows));
        self.selection.set(selection);
        result
    }

    /// The keys of what is selected, in the order it is shown; tracks nothing.
    fn chosen(self) -> Vec<String> {
        let keys = |selection: &Selection| {
            self.with_rows(|rows| selection.entries(rows).into_iter().map(|row| row.key.clone()).collect())
        };
        self.selection.with_untracked(keys)
    }

    /// What can be done to what is selected.
    fn offers(self, station: Station) -> Vec<Offer> {
        let chosen = self.chosen();
        let offers = station.with_tools(|tools| self.table.with_value(|table| table.offers(&chosen, tools)));
        offers.unwrap_or_default()
    }
}

impl Station {
    /// Whether what is offered cannot be taken back.
    fn is_final(self, offer: &Offer) -> bool {
        let plan = self.with_tools(|tools| offer.plan(&Answers::first(&offer.asks), tools));
        plan.is_some_and(|plan| plan.is_ok_and(|plan| plan.risk == Risk::Final))
    }

    /// Reads a table. What is shown stays until the new is there.
    pub(super) fn read_board(self, board: Board, wanted: Wanted, then: impl FnOnce() + 'static) {
        let query = board.query.get_untracked();
        let reading = |tools: &_| board.table.try_update_value(|table| table.reading(query.trim(), tools));
        let plan = match self.with_tools(reading).flatten() {
            None => return then(),
            Some(Err(Missing(tool))) => return board.state.set(Shown::Lacks(tool)),
            Some(Ok(plan)) => plan,
        };
        let turn = board.turn.get_value() + 1;
        board.turn.set_value(turn);
        self.drawer.read(self, plan, wanted, move |ran| {
            if board.turn.get_value() != turn {
                return then();
            }
            let state = match ran {
                Ok(ran) => match board.table.try_update_value(|table| table.take(&ran)) {
                    Some(Ok(())) => {
                        self.show_board(board);
                        Shown::Here
                    }
                    Some(Err(_)) | None => Shown::Failed(Ran { stdout: Vec::new(), ..ran }),
                },
                Err(why) => Shown::Lost(why),
            };
            board.state.set(state);
            then();
        });
    }

    /// Shows what was read; the selection keeps what is still there.
    fn show_board(self, board: Board) {
        let rows = self.with_tools(|tools| board.table.with_value(|table| table.rows(tools)));
        board.rows.set(Arc::new(rows.unwrap_or_default()));
        board.select(|selection, rows| selection.keep(rows));
    }

    /// Does what a gesture means. Returns whether it meant something.
    fn did_there(self, board: Board, gesture: &Gesture<String, Deed>) -> bool {
        let offers = board.offers(self);
        let Some(offer) = recognise(gesture, &offers) else { return false };
        self.take_up(board, offer.clone());
        true
    }

    /// Takes up what is offered, or asks what has to be known first.
    fn take_up(self, board: Board, offer: Offer) {
        if offer.asks.is_empty() {
            self.carry_out(board, &offer, Answers::default());
        } else {
            board.asked.set(Some(offer));
        }
    }

    /// Does what is offered, with what was asked.
    fn carry_out(self, board: Board, offer: &Offer, answers: Answers) {
        let offer = offer.clone();
        let missing = match offer.shows.clone() {
            Shows::Drawer => self.act(move |tools| offer.plan(&answers, tools)).and_then(Result::err),
            Shows::Reader | Shows::Follower => {
                let way = if offer.shows == Shows::Follower { Way::Follow } else { Way::Whole };
                reader::open(board.read, self, way, move |tools| offer.plan(&answers, tools)).err()
            }
            Shows::Editor(editing) => self.edit(board, &offer, editing),
            Shows::Terminal => {
                let planned = self.with_tools(|tools| offer.plan(&answers, tools));
                match planned {
                    Some(Ok(plan)) => {
                        self.run_in_terminal(plan.script.text());
                        None
                    }
                    Some(Err(missing)) => Some(missing),
                    None => None,
                }
            }
        };
        board.missing.set(missing);
    }

    /// Has a shell of its own begin with a script, so that it meets no program that somebody works in. Where there is no
    /// room for one more, it is typed into the one that is there, for the person to send.
    fn run_in_terminal(self, script: &str) {
        let line = script.trim_end_matches('\n');
        if self.work.begin_with(&self.desk.session(), line.to_owned()) {
            self.show_terminal();
        } else {
            self.type_into_terminal(line);
        }
    }
}
