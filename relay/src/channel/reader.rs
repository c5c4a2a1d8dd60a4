//! One reader of a channel's output: where it is, what it has acknowledged, what it is yet to be told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use bytes::Bytes;
use postern_shared::wire::{Role, ServerControl};
use tokio::sync::Notify;

use super::log::Missed;
use super::{Channel, End, Frame, Hold, State, Turn};
use crate::limits::{FLOOD_BYTES, FLOOD_TIME, KEY_TIME};

/// Names a reader within its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReaderId(pub(super) u64);

/// A reader's place in the channel's state.
pub(super) struct Seat {
    pub(super) id: ReaderId,
    /// Everything before has been handed to the reader's connection.
    pub(super) sent: u64,
    /// Everything before has been processed by the client; none until it first says so.
    pub(super) acked: Option<u64>,
    pub(super) wake: Arc<Notify>,
    flood: Flood,
    /// The role the client has been told of.
    pub(super) told_role: Option<Role>,
    /// The number of watchers the client has been told of; it assumes none.
    pub(super) told_watchers: u32,
}

impl Seat {
    pub(super) fn new(id: ReaderId, offset: u64) -> Self {
        Self {
            id,
            sent: offset,
            acked: None,
            wake: Arc::new(Notify::new()),
            flood: Flood::default(),
            told_role: None,
            told_watchers: 0,
        }
    }

    /// Until when output up to `end` gathers before it is sent: it floods, and there is little of it as yet.
    ///
    /// Fewer, larger frames cost both ends less. What a person waits for, such as an echo, is no flood and goes at once.
    pub(super) fn gathers_until(&self, end: u64, now: Instant) -> Option<Instant> {
        self.flood.until.filter(|until| now < *until && end.saturating_sub(self.sent) < FLOOD_BYTES)
    }
}

/// Tells a flood of output from a trickle.
#[derive(Default)]
struct Flood {
    /// When the counting began, and the bytes sent since then.
    count: Option<(Instant, u64)>,
    /// The flood goes on until here, unless more is sent.
    until: Option<Instant>,
    /// When the last key was typed.
    key: Option<Instant>,
}

impl Flood {
    fn typed(&mut self, now: Instant) {
        (self.until, self.key) = (None, Some(now));
    }

    fn sent(&mut self, bytes: u64, now: Instant) {
        if self.key.is_some_and(|key| now - key < KEY_TIME) {
            return;
        }
        let (since, before) = self.count.filter(|(since, _)| now - *since < FLOOD_TIME).unwrap_or((now, 0));
        self.count = Some((since, before + bytes));
        if before + bytes >= FLOOD_BYTES {
            self.until = Some(now + FLOOD_TIME);
        }
    }
}

/// Where a reader's output begins.
pub(crate) struct Opening {
    /// Offset of the first byte it will get.
    pub(crate) offset: u64,
    /// Bytes it asked for that are gone.
    pub(crate) lost: u64,
    /// Everything before was processed by an earlier client.
    pub(crate) seen: u64,
    /// Draws the screen as it was at `offset`, where bytes are gone and there is a screen; else empty.
    pub(crate) repaint: Bytes,
}

/// What a reader is to do next.
pub(crate) enum Next {
    /// Send this output.
    Frame(Frame),
    /// The bytes it wants are gone: say where it goes on.
    Behind(Opening),
    /// Say this.
    Say(ServerControl),
    /// All is sent, and the channel has ended.
    Ended(End),
    /// Nothing yet; look again at this time, if there is one.
    Wait(Option<Instant>),
}

/// A seat at a channel; leaving it (dropping this) counts as a cut connection unless [`Reader::leave`] was called.
pub(crate) struct Reader {
    channel: Arc<Channel>,
    id: ReaderId,
    wake: Arc<Notify>,
    turn: Turn,
    orderly: AtomicBool,
}

impl Reader {
    pub(super) fn new(channel: Arc<Channel>, id: ReaderId, wake: Arc<Notify>, turn: Turn) -> Self {
        Self { channel, id, wake, turn, orderly: false.into() }
    }

    /// The channel that is read.
    pub(crate) fn channel(&self) -> &Arc<Channel> {
        &self.channel
    }

    /// Waits until [`Self::next`] may have something.
    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }

    /// What to do next. A frame counts as sent once the next call is made.
    pub(crate) fn next(&self) -> Next {
        let mut state = self.channel.state();
        let (is_owner, watchers) = (state.is_owner(self.id), state.watchers());
        let role = if is_owner { Role::Owner } else { Role::Watcher };
        let Some(seat) = state.seat_mut(self.id) else { return Next::Wait(None) };
        if seat.told_role != Some(role) {
            seat.told_role = Some(role);
            return Next::Say(ServerControl::Role { role });
        }
        if seat.told_watchers != watchers {
            seat.told_watchers = watchers;
            return Next::Say(ServerControl::Watchers { count: watchers });
        }
        let sent = seat.sent;
        if is_owner && let Some(offset) = self.channel.input.to_confirm() {
            return Next::Say(ServerControl::Input { offset });
        }
        let now = Instant::now();
        if let Some(until) = state.gathers_until(self.id, now) {
            return Next::Wait(Some(until));
        }
        match state.log.read(sent) {
            Ok(Some(frame)) => {
                if let Some(seat) = state.seat_mut(self.id) {
                    seat.flood.sent(frame.end - sent, now);
                    seat.sent = frame.end;
                }
                Next::Frame(frame)
            }
            Ok(None) => state.end.clone().map_or(Next::Wait(None), Next::Ended),
            Err(Missed::Gone | Missed::Ahead) => Next::Behind(state.begin(self.id)),
        }
    }

    /// Where the output begins for this reader.
    pub(crate) fn begin(&self) -> Opening {
        self.channel.state().begin(self.id)
    }

    /// Notes that the sent frame has left for the network; makes room for a client that never acknowledges.
    pub(crate) fn flushed(&self) {
        let acks = self.channel.state().seat(self.id).is_some_and(|seat| seat.acked.is_some());
        if !acks || self.channel.input.is_full() {
            self.channel.settle();
        }
    }

    /// The client has processed everything before `offset`.
    pub(crate) fn acknowledge(&self, offset: u64) {
        let mut state = self.channel.state();
        let Some(seat) = state.seat_mut(self.id) else { return };
        // A client cannot have processed what was never sent, nor take back what it has said.
        let acked = offset.min(seat.sent).max(seat.acked.unwrap_or(0));
        seat.acked = Some(acked);
        if state.is_owner(self.id) {
            state.seen = state.seen.max(acked);
        }
        state.settle(&self.channel);
    }

    /// Takes bytes for the target, while it is this reader's turn to type; returns once they are queued.
    pub(crate) async fn type_bytes(&self, bytes: Bytes) {
        let input = &self.channel.input;
        if let Some(seat) = self.channel.state().seat_mut(self.id) {
            seat.flood.typed(Instant::now());
        }
        if input.is_full() {
            // Acknowledgements may now wait behind this input, so output must not wait for them.
            self.channel.settle();
        }
        input.push(self.turn, bytes).await;
    }

    /// Whether this reader may type.
    pub(crate) fn is_owner(&self) -> bool {
        self.channel.state().is_owner(self.id)
    }

    /// Notes that the client has been told its role (by `opened`).
    pub(crate) fn role_told(&self, role: Role) {
        if let Some(seat) = self.channel.state().seat_mut(self.id) {
            seat.told_role = Some(role);
        }
    }

    /// The client said goodbye: nothing has to be held for it.
    pub(crate) fn leave(&self) {
        self.orderly.store(true, Ordering::Relaxed);
    }
}

impl State {
    fn gathers_until(&self, id: ReaderId, now: Instant) -> Option<Instant> {
        let seat = self.seat(id).filter(|_| self.end.is_none())?;
        seat.gathers_until(self.log.end(), now)
    }

    /// Moves a reader whose next bytes are gone to the log's beginning.
    fn begin(&mut self, id: ReaderId) -> Opening {
        let (start, seen) = (self.log.start(), self.seen);
        let sent = self.seat(id).map_or(start, |seat| seat.sent);
        if sent >= start {
            return Opening { offset: sent, lost: 0, seen, repaint: Bytes::new() };
        }
        let repaint = self.log.repaint().unwrap_or_default();
        if let Some(seat) = self.seat_mut(id) {
            seat.sent = start;
        }
        Opening { offset: start, lost: start - sent, seen, repaint }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let orderly = self.orderly.load(Ordering::Relaxed);
        let mut state = self.channel.state();
        let Some(at) = state.seats.iter().position(|seat| seat.id == self.id) else { return };
        let seat = state.seats.swap_remove(at);
        let was_owner = state.is_owner(self.id);
        if was_owner {
            state.hold = if orderly {
                Hold::Nobody
            } else {
                Hold::Away {
                    offset: seat.acked.unwrap_or(seat.sent),
                    acknowledges: seat.acked.is_some(),
                    since: Instant::now(),
                }
            };
        }
        state.wake_readers();
        state.settle(&self.channel);
        drop(state);
        if was_owner && orderly {
            self.channel.abandoned();
        }
    }
}
