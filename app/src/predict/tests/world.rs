//! A slow line with a program at its other end, and the one line of the screen that it writes.

use std::collections::VecDeque;

use crate::predict::key::{self, Key};
use crate::predict::{BLANK, Drawing, HALF, Line, Mode, Predictor};
use crate::session::Moment;

/// In milliseconds.
pub(super) const ROUND_TRIP: u64 = 200;

/// What reads the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// A shell with a line editor.
    Shell,
    /// Echoes capitals.
    UpperCase,
    /// Echoes stars.
    Stars,
    /// Echoes nothing, ever.
    Silent,
    /// A shell whose commands all ask for a password.
    Password,
}

pub(super) struct World {
    pub(super) program: Program,
    pub(super) predictor: Predictor,
    pub(super) round_trip: u64,
    /// Whether what is on its way arrives together.
    pub(super) is_coalescing: bool,
    /// Rows of the screen below the line's last.
    rows_below: usize,
    /// What the program has written.
    shell: Line,
    /// What has arrived of it.
    screen: Line,
    start: usize,
    is_asking: bool,
    underway: VecDeque<(Moment, Key)>,
    now: Moment,
    typed_at: Moment,
}

impl World {
    pub(super) fn new(program: Program, mode: Mode) -> Self {
        let mut predictor = Predictor::default();
        predictor.set_mode(mode);
        predictor.line_took(u32::try_from(ROUND_TRIP).unwrap());
        let shell = Line { cells: "$ ".chars().collect(), cursor: 2, columns: 20, room: 40 };
        Self {
            program,
            predictor,
            round_trip: ROUND_TRIP,
            is_coalescing: false,
            rows_below: 1,
            screen: shell.clone(),
            shell,
            start: 2,
            is_asking: false,
            underway: VecDeque::new(),
            now: 1000,
            typed_at: 0,
        }
    }

    /// A line that has echoed one key.
    pub(super) fn with_proof(program: Program) -> Self {
        let mut world = Self::new(program, Mode::On);
        world.types("a");
        world.passes(ROUND_TRIP);
        world
    }

    pub(super) fn types(&mut self, text: &str) {
        self.predictor.typed(text.as_bytes(), self.now, self.screen.clone());
        for key in key::read(text.as_bytes()) {
            let key = if text == "\r" { Key::Other } else { key };
            self.underway.push_back((self.now + self.round_trip, key));
        }
        self.typed_at = self.now;
    }

    pub(super) fn passes(&mut self, millis: u64) {
        let end = self.now + millis;
        while let Some((at, _)) = self.underway.front().copied().filter(|(at, _)| *at <= end) {
            self.wake_before(at);
            self.now = self.now.max(at);
            if let Some((_, key)) = self.underway.pop_front() {
                self.acts(key);
            }
            let more_comes = self.underway.front().is_some_and(|(at, _)| *at <= end);
            if !(self.is_coalescing && more_comes) {
                self.screen.clone_from(&self.shell);
                self.predictor.shows(self.screen.clone(), self.now);
            }
        }
        self.wake_before(end);
        self.now = end;
    }

    fn wake_before(&mut self, end: Moment) {
        while let Some(at) = self.predictor.wake_at().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.predictor.expire(self.now);
        }
        // What is not shown is looked at with the next key.
        self.predictor.expire(end);
    }

    /// The line is the last of the screen.
    pub(super) fn is_at_the_bottom(&mut self) {
        self.rows_below = 0;
        self.shell.room = self.shell.columns;
        self.screen.room = self.shell.room;
    }

    /// Output that no key has caused.
    pub(super) fn output(&mut self, text: &str) {
        self.shell.cells = text.chars().collect();
        self.shell.cursor = text.chars().count();
        self.start = self.shell.cursor;
        self.screen.clone_from(&self.shell);
        self.predictor.shows(self.screen.clone(), self.now);
    }

    fn acts(&mut self, key: Key) {
        let is_silent = self.program == Program::Silent || self.is_asking;
        let (start, cursor) = (self.start, self.shell.cursor);
        match key {
            Key::Other if self.program != Program::Silent => {
                self.is_asking = self.program == Program::Password && !self.is_asking;
                let prompt = if self.is_asking { "Password: " } else { "$ " };
                self.shell.cells = prompt.chars().collect();
                self.shell.cursor = prompt.len();
                self.start = prompt.len();
            }
            _ if is_silent => {}
            Key::Character(c, width) => self.insert(c, width.into()),
            Key::Erase if cursor > start => {
                let from = self.before(cursor);
                self.shell.cells.drain(from..cursor);
                self.shell.cursor = from;
            }
            Key::Left if cursor > start => self.shell.cursor = self.before(cursor),
            Key::Right if cursor < self.shell.cells.len() => {
                self.shell.cursor += if self.shell.cell(cursor + 1) == HALF { 2 } else { 1 };
            }
            Key::Erase | Key::Left | Key::Right | Key::Other => {}
        }
        let rows = self.shell.cells.len().div_ceil(self.shell.columns).max(1);
        self.shell.room = (rows + self.rows_below) * self.shell.columns;
    }

    fn before(&self, cursor: usize) -> usize {
        cursor - if self.shell.cell(cursor - 1) == HALF { 2 } else { 1 }
    }

    fn insert(&mut self, c: char, width: usize) {
        let c = match self.program {
            Program::UpperCase => c.to_ascii_uppercase(),
            Program::Stars => '*',
            Program::Shell | Program::Silent | Program::Password => c,
        };
        let width = if self.program == Program::Stars { 1 } else { width };
        let cursor = self.shell.cursor;
        self.shell.cells.insert(cursor, c);
        if width == 2 {
            self.shell.cells.insert(cursor + 1, HALF);
        }
        self.shell.cursor += width;
    }

    pub(super) fn drawn(&self) -> Option<Drawing> {
        self.predictor.drawing()
    }

    pub(super) fn since_typed(&self) -> u64 {
        self.now - self.typed_at
    }

    pub(super) fn screen_has(&self, text: &str) -> bool {
        self.screen.cells.iter().collect::<String>().contains(text)
    }

    /// Whether what the person sees is what the screen shows now or after some of the keys that are under way.
    pub(super) fn is_foretold_right(&self) -> bool {
        let seen = self.seen();
        let mut ghost = self.copy();
        let mut futures = vec![self.as_drawn(&self.screen), self.as_drawn(&self.shell)];
        for (_, key) in &self.underway {
            ghost.acts(*key);
            futures.push(self.as_drawn(&ghost.shell));
        }
        futures.contains(&seen)
    }

    /// A line as it can be drawn over the screen: a cursor behind its last cell is shown upon that.
    fn as_drawn(&self, line: &Line) -> String {
        let cursor = line.cursor.min(self.screen.room - 1);
        text_of(&Line { cursor, ..line.clone() })
    }

    fn copy(&self) -> Self {
        Self {
            predictor: Predictor::default(),
            shell: self.shell.clone(),
            screen: self.screen.clone(),
            underway: VecDeque::new(),
            ..*self
        }
    }

    /// What the person sees: the screen with the drawing over it, `|` for the cursor.
    pub(super) fn seen(&self) -> String {
        let mut seen = self.screen.clone();
        if let Some(drawing) = self.drawn() {
            seen.cursor = drawing.cursor;
            for cell in drawing.cells {
                seen.cells.resize(seen.cells.len().max(cell.index + cell.width), BLANK);
                seen.cells[cell.index] = cell.character;
                if cell.width == 2 {
                    seen.cells[cell.index + 1] = HALF;
                }
            }
        }
        text_of(&seen)
    }
}

fn text_of(line: &Line) -> String {
    let mut cells = line.cells.clone();
    cells.resize(cells.len().max(line.cursor), BLANK);
    cells.insert(line.cursor, '|');
    let text: String = cells.into_iter().filter(|&c| c != HALF).collect();
    text.trim_end().to_owned()
}
