//! What a script says, line by line, as it can be shown: the last of it, without escape sequences, with what cannot be
//! seen made visible.

use std::collections::VecDeque;

use crate::paste::visible_character;

/// Most lines that are kept.
pub(crate) const MOST_LINES: usize = 10_000;
/// Most text that is kept, in bytes.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Longest piece of a line that is one row, in bytes; a longer line goes on in the next.
const ROW_BYTES: usize = 4 * 1024;
/// Lines of a block: what is brought into the document, and dropped, at once.
const BLOCK_LINES: usize = 100;
/// How many bytes are looked at for the end of an escape sequence; one that is longer is none.
const SEQUENCE_BYTES: usize = 256;

/// Where a line was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Output,
    Errors,
}

/// What was said, as far as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Log {
    blocks: VecDeque<Block>,
    /// Of standard output and standard error, what has no line break yet.
    open: [Vec<u8>; 2],
    /// Number of the next block.
    next: u64,
    lines: usize,
    bytes: usize,
    dropped: u64,
}

/// Some lines that follow each other, of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    number: u64,
    side: Side,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    text: String,
    /// Whether the line goes on in the next row.
    goes_on: bool,
}

/// A block as a list shows it: these say whether it has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Shown {
    pub(crate) number: u64,
    pub(crate) is_error: bool,
    pub(crate) lines: usize,
}

impl Log {
    /// Takes what was said.
    pub(crate) fn push(&mut self, side: Side, mut bytes: &[u8]) {
        while let Some(at) = bytes.iter().position(|byte| *byte == b'\n') {
            self.open[side as usize].extend_from_slice(&bytes[..at]);
            bytes = &bytes[at + 1..];
            self.cut(side);
            let line = std::mem::take(&mut self.open[side as usize]);
            self.add(side, line.strip_suffix(b"\r").unwrap_or(&line), false);
        }
        self.open[side as usize].extend_from_slice(bytes);
        self.cut(side);
    }

    /// Nothing follows: what has no line break is a line.
    pub(crate) fn finish(&mut self) {
        for side in [Side::Output, Side::Errors] {
            let line = std::mem::take(&mut self.open[side as usize]);
            if !line.is_empty() {
                self.add(side, &line, false);
            }
        }
    }

    /// Makes rows of a line that is too long for one, before it ends.
    fn cut(&mut self, side: Side) {
        let open = std::mem::take(&mut self.open[side as usize]);
        let mut rest = &open[..];
        while rest.len() > ROW_BYTES {
            // Not within a character: UTF-8 has at most three bytes that go on (RFC 3629, section 3).
            let begins = |at: &usize| rest[*at] & 0b1100_0000 != 0b1000_0000;
            let at = (ROW_BYTES - 3..=ROW_BYTES).rev().find(begins).unwrap_or(ROW_BYTES);
            self.add(side, &rest[..at], true);
            rest = &rest[at..];
        }
        self.open[side as usize] = rest.to_vec();
    }

    fn add(&mut self, side: Side, bytes: &[u8], goes_on: bool) {
        let line = Line { text: shown(bytes), goes_on };
        self.lines += 1;
        self.bytes += line.text.len();
        match self.blocks.back_mut() {
            Some(block) if block.side == side && block.lines.len() < BLOCK_LINES => block.lines.push(line),
            _ => {
                self.blocks.push_back(Block { number: self.next, side, lines: vec![line] });
                self.next += 1;
            }
        }
        while self.blocks.len() > 1 && (self.lines > MOST_LINES || self.bytes > MOST_BYTES) {
            if let Some(block) = self.blocks.pop_front() {
                self.lines -= block.lines.len();
                self.bytes -= block.lines.iter().map(|line| line.text.len()).sum::<usize>();
                self.dropped += block.lines.len() as u64;
            }
        }
    }

    /// How many lines are kept.
    pub(crate) fn lines(&self) -> usize {
        self.lines
    }

    /// How many lines were there before those that are kept.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The blocks that have lines with this in them.
    pub(crate) fn shown(&self, filter: &str) -> Vec<Shown> {
        let wanted = wanted(filter);
        let shown = |block: &Block| Shown {
            number: block.number,
            is_error: block.side == Side::Errors,
            lines: block.lines.iter().filter(|line| has(line, &wanted)).count(),
        };
        self.blocks.iter().map(shown).filter(|shown| shown.lines > 0).collect()
    }

    /// The lines of a block with this in them.
    pub(crate) fn text(&self, number: u64, filter: &str) -> String {
        let first = self.blocks.front().map_or(0, |block| block.number);
        // Blocks have consecutive numbers.
        let at = usize::try_from(number.wrapping_sub(first)).unwrap_or(usize::MAX);
        self.blocks.get(at).map(|block| text(&block.lines, &wanted(filter), "\n")).unwrap_or_default()
    }

    /// The line that has no end yet, of standard output; it may be a question.
    pub(crate) fn open(&self) -> String {
        shown(&self.open[Side::Output as usize])
    }

    /// Everything with this in it; rows of one line are one line again.
    pub(crate) fn whole(&self, filter: &str) -> String {
        let wanted = wanted(filter);
        self.blocks.iter().map(|block| text(&block.lines, &wanted, "")).collect::<String>() + &self.open()
    }
}

fn wanted(filter: &str) -> String {
    filter.trim().to_lowercase()
}

fn has(line: &Line, wanted: &str) -> bool {
    wanted.is_empty() || line.text.to_lowercase().contains(wanted)
}

fn text(lines: &[Line], wanted: &str, between_rows: &str) -> String {
    let mut text = String::new();
    for line in lines.iter().filter(|line| has(line, wanted)) {
        text.push_str(&line.text);
        text.push_str(if line.goes_on { between_rows } else { "\n" });
    }
    text
}

/// A line as it can be shown: escape sequences are left out, control characters become signs.
fn shown(line: &[u8]) -> String {
    let mut kept = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.iter().position(|byte| *byte == 0x1b) {
        kept.extend_from_slice(&rest[..at]);
        let length = sequence(&rest[at..]);
        if length == 0 {
            kept.push(0x1b);
        }
        rest = &rest[at + length.max(1)..];
    }
    kept.extend_from_slice(rest);
    // A line feed cannot be in it; a carriage return would overwrite the line on a terminal.
    let visible = |c| if c == '\r' { '␍' } else { visible_character(c) };
    String::from_utf8_lossy(&kept).chars().map(visible).collect()
}

/// How long the escape sequence is that these bytes begin with; 0 if they begin with none (ECMA-48, sections 5.3 to 5.6).
fn sequence(bytes: &[u8]) -> usize {
    let rest = bytes.get(2..bytes.len().min(SEQUENCE_BYTES)).unwrap_or_default();
    let through = |is_last: fn(&u8) -> bool| rest.iter().position(is_last).map_or(0, |at| at + 3);
    match bytes.get(1) {
        Some(b'[') => {
            let at = through(|byte| !matches!(byte, 0x20..=0x3f));
            if at > 0 && matches!(bytes[at - 1], 0x40..=0x7e) { at } else { 0 }
        }
        // Ends with BEL, or with ESC and a backslash, which goes as a sequence of its own.
        Some(b']') => match rest.iter().position(|byte| matches!(byte, 0x07 | 0x1b)) {
            Some(at) if rest[at] == 0x07 => at + 3,
            Some(at) => at + 2,
            None => 0,
        },
        Some(b'(' | b')') => through(|_| true),
        Some(0x40..=0x7e) => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{BLOCK_LINES, Log, MOST_BYTES, MOST_LINES, Side};

    fn said(pieces: &[&str]) -> Log {
        let mut log = Log::default();
        for piece in pieces {
            log.push(Side::Output, piece.as_bytes());
        }
        log
    }

    #[test]
    fn lines_come_whole_however_they_arrive() {
        let mut log = said(&["one\ntw", "o\r\nthr"]);
        assert_eq!((log.lines(), log.open().as_str()), (2, "thr"));
        assert_eq!(log.whole(""), "one\ntwo\nthr");
        log.finish();
        assert_eq!((log.lines(), log.whole("").as_str()), (3, "one\ntwo\nthr\n"));
    }

    #[test]
    fn colours_are_left_out_and_what_moves_text_is_seen() {
        let log = said(&[
            "\x1b[1;31mred\x1b[0m \x1b]0;title\x07 \x1b]8;;x\x1b\\link\x1b(B\n",
            "a\rb\x07\u{202e}\x1b\n",
        ]);
        assert_eq!(log.whole(""), "red  link\na␍b␇␦␛\n");
    }

    #[test]
    fn only_the_last_lines_are_kept() {
        let mut log = Log::default();
        for number in 0..3 * MOST_LINES {
            log.push(Side::Output, format!("{number}\n").as_bytes());
        }
        assert!(log.lines() <= MOST_LINES && log.lines() > MOST_LINES - BLOCK_LINES);
        assert_eq!(log.dropped() + log.lines() as u64, 3 * MOST_LINES as u64);
        assert!(log.whole("").ends_with("29999\n"));
        let first = log.shown("")[0];
        assert!(log.text(first.number, "").starts_with(&log.dropped().to_string()));
        assert_eq!(log.text(0, ""), "", "it is not kept any more");
    }

    #[test]
    fn a_line_of_any_length_is_bounded_and_comes_back_whole() {
        let long = "中x".repeat(1_250_000);
        let log = said(&[&long, "\n"]);
        assert!(
            log.shown("").iter().all(|block| log.text(block.number, "").lines().all(|row| row.len() <= 4096))
        );
        assert_eq!(log.whole(""), format!("{long}\n"));
        let endless = said(&[&"y".repeat(3 * MOST_BYTES)]);
        assert!(endless.whole("").len() <= MOST_BYTES + 8192);
    }

    #[test]
    fn both_sides_keep_their_order_and_can_be_told_apart() {
        let mut log = said(&["out\n"]);
        log.push(Side::Errors, b"err\n");
        log.push(Side::Output, b"out again\n");
        let sides: Vec<bool> = log.shown("").iter().map(|block| block.is_error).collect();
        assert_eq!(sides, [false, true, false]);
        assert_eq!(log.shown(" OUT ").len(), 2);
        assert_eq!(log.whole("AGAIN"), "out again\n");
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn nothing_that_moves_text_is_left(bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0usize..400) {
            let cut = cut.min(bytes.len());
            let mut log = Log::default();
            log.push(Side::Output, &bytes[..cut]);
            log.push(Side::Errors, &bytes[cut..]);
            log.finish();
            let text = log.whole("");
            prop_assert!(!text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
        }
    }
}
