//! The line of the screen that the cursor is in, wrapped rows and all, and what a key makes of it.

use super::key::Key;

/// The second half of a wide character.
pub(crate) const HALF: char = '\0';
/// An empty cell.
pub(crate) const BLANK: char = ' ';

/// A line as the screen shows it. Cells are counted from its first row on, over the right margin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What stands in each cell.
    pub(crate) cells: Vec<char>,
    /// The cell of the cursor; behind a character in the last column it is the next row's first.
    pub(crate) cursor: usize,
    /// Cells in a row.
    pub(crate) columns: usize,
    /// Cells that may be drawn to: those of its rows, and of the next row if that is on the screen and empty.
    pub(crate) room: usize,
}

impl Line {
    /// What stands in a cell.
    pub(crate) fn cell(&self, index: usize) -> char {
        self.cells.get(index).copied().unwrap_or(BLANK)
    }

    /// What stands behind this cell, without the blanks at its end.
    fn tail(&self, from: usize) -> &[char] {
        let tail = self.cells.get(from..).unwrap_or_default();
        let end = tail.iter().rposition(|&c| c != BLANK).map_or(0, |last| last + 1);
        &tail[..end]
    }

    /// Whether both look the same up to the cursor, and have it in the same place.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        let same_place = self.cursor == other.cursor && self.columns == other.columns;
        same_place && (0..self.cursor).all(|index| self.cell(index) == other.cell(index))
    }

    fn set(&mut self, index: usize, c: char) {
        if self.cells.len() <= index {
            self.cells.resize(index + 1, BLANK);
        }
        self.cells[index] = c;
    }

    /// Cells of the character that ends before this cell.
    fn width_before(&self, index: usize) -> usize {
        if index > 1 && self.cell(index - 1) == HALF { 2 } else { 1 }
    }

    fn width_at(&self, index: usize) -> usize {
        if self.cell(index + 1) == HALF { 2 } else { 1 }
    }

    /// Whether all of it can be drawn. Behind the last cell of all, the cursor is shown upon it.
    pub(super) fn fits(&self) -> bool {
        self.cursor <= self.room && self.tail(self.room).is_empty()
    }

    /// A wide character over the margin: the screen never shows that.
    fn is_torn(&self) -> bool {
        self.cells.iter().step_by(self.columns.max(1)).any(|&c| c == HALF)
    }
}

/// What happens to the text behind the cursor when something is typed before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tail {
    /// Not seen yet.
    #[default]
    Unknown,
    /// It moves, as in a line editor.
    Moves,
    /// It is typed over, as are a shell's grey suggestions.
    Stays,
}

impl Tail {
    /// What it did while so many cells were typed before it; none if there was nothing to see.
    pub(super) fn seen(before: &Line, after: &Line, typed: usize) -> Option<Self> {
        let was = before.tail(before.cursor);
        let is = after.tail(after.cursor);
        match (was, is) {
            ([], _) => None,
            _ if is == was => Some(Self::Moves),
            _ if is == was.get(typed..).unwrap_or_default() => Some(Self::Stays),
            _ => Some(Self::Unknown),
        }
    }
}

/// How sure it is what a key did to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The line looks as foretold.
    Sure,
    /// The line looks as foretold up to the cursor; behind it, or at the margin, programs differ.
    Guessed,
}

/// A line with the part of it that the person has typed.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) line: Line,
    /// Where the typed text begins, and where it ends. The cursor never leaves it.
    start: usize,
    end: usize,
}

impl Draft {
    /// Nothing typed yet.
    pub(super) fn at(line: Line) -> Self {
        let cursor = line.cursor;
        Self { line, start: cursor, end: cursor }
    }

    /// The screen shows this line; it agrees up to the cursor. Where the rest is another one, nobody knows what of
    /// it was typed.
    pub(super) fn is_shown_as(&mut self, line: Line) {
        if self.line.tail(self.line.cursor) != line.tail(line.cursor) {
            self.end = line.cursor;
        }
        self.line = line;
    }

    /// Whether typing this changes what stands under the cursor, so that its echo can be seen.
    pub(super) fn would_show(&self, key: Key) -> bool {
        matches!(key, Key::Character(c, _) if self.line.cell(self.line.cursor) != c)
    }

    /// Does what the key does. None if nobody can tell.
    pub(super) fn apply(&mut self, key: Key, tail: Tail) -> Option<Step> {
        let cursor = self.line.cursor;
        let (before, at) = (self.line.width_before(cursor), self.line.width_at(cursor));
        match key {
            Key::Character(c, width) => self.insert(c, width.into(), tail),
            Key::Erase if cursor >= self.start + before => Some(self.erase(tail)),
            Key::Left if cursor >= self.start + before => {
                self.line.cursor -= before;
                Some(self.over_margin(cursor))
            }
            Key::Right if cursor + at <= self.end => {
                self.line.cursor += at;
                Some(self.over_margin(self.line.cursor))
            }
            Key::Erase | Key::Left | Key::Right | Key::Other => None,
        }
    }

    /// Line editors find their way over the margin, the terminal driver does not.
    fn over_margin(&self, from: usize) -> Step {
        if from.is_multiple_of(self.line.columns) { Step::Guessed } else { Step::Sure }
    }

    fn insert(&mut self, c: char, width: usize, tail: Tail) -> Option<Step> {
        let cursor = self.line.cursor;
        if width == 2 && (cursor + 1).is_multiple_of(self.line.columns) {
            return None;
        }
        let is_last = self.line.tail(cursor).is_empty();
        let step = if is_last || tail != Tail::Unknown { Step::Sure } else { Step::Guessed };
        if !is_last && tail == Tail::Moves {
            let filling = std::iter::repeat_n(BLANK, width);
            self.line.cells.splice(cursor..cursor, filling);
        } else if self.line.cell(cursor + width) == HALF {
            self.line.set(cursor + width, BLANK);
        }
        self.line.set(cursor, c);
        if width == 2 {
            self.line.set(cursor + 1, HALF);
        }
        self.line.cursor += width;
        self.end += width;
        Some(if self.line.is_torn() { Step::Guessed } else { step })
    }

    fn erase(&mut self, tail: Tail) -> Step {
        let cursor = self.line.cursor;
        let width = self.line.width_before(cursor);
        let from = cursor - width;
        let is_last = self.line.tail(cursor).is_empty();
        if !is_last && tail == Tail::Moves {
            self.line.cells.drain(from..cursor);
        } else {
            (from..cursor).for_each(|index| self.line.set(index, BLANK));
        }
        self.line.cursor = from;
        self.end -= width;
        let step = if is_last || tail == Tail::Moves { self.over_margin(cursor) } else { Step::Guessed };
        if self.line.is_torn() { Step::Guessed } else { step }
    }
}

/// One cell to draw over the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Where.
    pub(crate) index: usize,
    /// What; [`BLANK`] where something goes away.
    pub(crate) character: char,
    /// How many cells wide.
    pub(crate) width: usize,
}

/// What to draw over a line of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drawing {
    /// Cells that look different from what the screen shows.
    pub(crate) cells: Vec<Cell>,
    /// Where the cursor stands.
    pub(crate) cursor: usize,
}

impl Drawing {
    /// What to draw so that `now` looks like `then`; none if they look alike.
    pub(super) fn between(now: &Line, then: &Line) -> Option<Self> {
        let differs = |index: &usize| now.cell(*index) != then.cell(*index);
        let cells = (0..now.room).filter(differs).filter_map(|index| match then.cell(index) {
            HALF => None,
            character => Some(Cell { index, character, width: then.width_at(index) }),
        });
        let cells: Vec<Cell> = cells.collect();
        let cursor = then.cursor.min(now.room.saturating_sub(1));
        (!cells.is_empty() || then.cursor != now.cursor).then_some(Self { cells, cursor })
    }
}
