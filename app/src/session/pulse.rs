//! Pings that tell a stalled line from a quiet one, and the round-trip times they yield.

use std::collections::VecDeque;

use super::Moment;

/// Time between two pings, in milliseconds.
const EVERY: u64 = 5_000;
/// How long a pong may take, in milliseconds; then the line counts as stalled.
const PATIENCE: u64 = 5_000;
/// Round-trip times kept: those of the last minute.
const KEPT: usize = 12;

/// The pulse of one WebSocket after the other.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    last: u32,
    /// When the ping under way was sent.
    sent: Option<Moment>,
    /// When the next one is due.
    due: Moment,
    round_trips: VecDeque<u32>,
}

impl Pulse {
    /// The ping to send, unless one is under way.
    pub(super) fn ping(&mut self, now: Moment) -> Option<u32> {
        if self.sent.is_some() {
            return None;
        }
        self.last = self.last.wrapping_add(1);
        self.sent = Some(now);
        self.due = now + EVERY;
        Some(self.last)
    }

    /// A pong came. Returns whether it answers the ping under way.
    pub(super) fn pong(&mut self, id: u32, now: Moment) -> bool {
        let Some(sent) = self.sent.filter(|_| id == self.last) else { return false };
        self.sent = None;
        if self.round_trips.len() == KEPT {
            self.round_trips.pop_front();
        }
        self.round_trips.push_back(u32::try_from(now.saturating_sub(sent)).unwrap_or(u32::MAX));
        true
    }

    /// When to look again.
    pub(super) fn next(&self, now: Moment) -> Moment {
        self.sent.map_or(self.due.max(now), |sent| sent + PATIENCE)
    }

    /// Whether the pong is overdue.
    pub(super) fn is_stalled(&self, now: Moment) -> bool {
        self.sent.is_some_and(|sent| now >= sent + PATIENCE)
    }

    /// The WebSocket is gone, and the ping under way with it.
    pub(super) fn stop(&mut self) {
        self.sent = None;
    }

    /// Round-trip times, oldest first, in milliseconds.
    pub(super) fn round_trips(&self) -> impl ExactSizeIterator<Item = u32> {
        self.round_trips.iter().copied()
    }
}
