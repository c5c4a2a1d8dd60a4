//! Which of the input was pasted: where each paste begins and ends, so that the rest of it can be left out.

use std::collections::VecDeque;
use std::ops::Range;

use crate::paste::Pasted;

/// How far what is being pasted has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Bytes the relay has taken.
    pub(crate) done: u64,
    /// Bytes in all.
    pub(crate) whole: u64,
}

/// Pastes that the relay has not taken whole, oldest first.
#[derive(Debug, Default)]
pub(super) struct Pastes(VecDeque<Span>);

/// Offsets of one paste in the input.
#[derive(Debug)]
struct Span {
    /// With its brackets.
    whole: Range<u64>,
    /// Without them.
    body: Range<u64>,
}

impl Pastes {
    /// Takes note of a paste that begins at this offset.
    pub(super) fn add(&mut self, start: u64, pasted: &Pasted) {
        let body = pasted.body();
        let body = start + body.start as u64..start + body.end as u64;
        self.0.push_back(Span { whole: start..start + pasted.bytes().len() as u64, body });
    }

    /// Forgets what the relay has taken.
    pub(super) fn taken(&mut self, taken: u64) {
        while self.0.front().is_some_and(|paste| paste.whole.end <= taken) {
            self.0.pop_front();
        }
    }

    /// How far they have come, as long as there is something to be sent.
    pub(super) fn progress(&self, taken: u64, sent: u64) -> Option<Progress> {
        let (first, last) = (self.0.front()?, self.0.back()?);
        let start = first.whole.start;
        let is_unsent = last.body.end > sent;
        is_unsent.then(|| Progress { done: taken.saturating_sub(start), whole: last.whole.end - start })
    }

    /// Whether one of them was begun before this offset, and not ended.
    pub(super) fn is_begun(&self, sent: u64) -> bool {
        self.0.iter().any(|paste| paste.whole.start < sent && sent < paste.whole.end)
    }

    /// Forgets all of them. Returns what is to be left out, in order; `is_inside` tells whether an offset is
    /// inside of a character.
    pub(super) fn cancel(&mut self, sent: u64, is_inside: impl Fn(u64) -> bool) -> Vec<Range<u64>> {
        let rest = |Span { whole, body }: Span| {
            if whole.start >= sent {
                return whole;
            }
            let start = (sent.max(body.start)..body.end).find(|offset| !is_inside(*offset));
            start.unwrap_or(body.end)..body.end
        };
        self.0.drain(..).map(rest).filter(|cut| cut.start < cut.end).collect()
    }

    /// Numbers what was not begun anew: what had this offset gets that one.
    pub(super) fn renumber(&mut self, old: u64, new: u64) {
        self.0.retain(|paste| paste.whole.start >= old);
        for paste in &mut self.0 {
            for range in [&mut paste.whole, &mut paste.body] {
                *range = range.start - old + new..range.end - old + new;
            }
        }
    }
}
