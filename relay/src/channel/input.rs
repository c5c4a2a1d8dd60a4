//! What clients send towards a target: bytes in order, and requests that overtake them. Bounded, never lost.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use postern_shared::wire::limits::{INPUT_AHEAD_BYTES, INPUT_CONFIRM_BYTES};
use postern_shared::wire::{Signal, TermSize};
use tokio::sync::Notify;

use crate::limits::{PENDING_SIGNALS, TYPISTS};

/// The input of one channel.
#[derive(Default)]
pub(crate) struct Input {
    state: Mutex<State>,
    /// Wakes the task that hands input to the target.
    work: Notify,
    /// Wakes the task that hands requests to the target.
    requests: Notify,
    /// Wakes an attachment that waits for room.
    room: Notify,
}

/// One time a typist sat down: input is taken for the latest alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turn(u64);

#[derive(Default)]
struct State {
    queue: VecDeque<Piece>,
    /// Bytes in the queue, and of the piece that is being handed to the target.
    queued: usize,
    eof: bool,
    closed: bool,
    size: Option<TermSize>,
    signals: VecDeque<Signal>,
    turn: Turn,
    /// Those who typed lately; the last one is seated.
    typists: VecDeque<Typist>,
    next_typist: u64,
}

/// Input of one typist.
struct Piece {
    typist: u64,
    bytes: Bytes,
}

/// A client that types, by the name it gave itself.
struct Typist {
    id: u64,
    name: String,
    /// Bytes taken from it.
    taken: u64,
    /// Bytes of it handed to the target.
    handed: u64,
    /// The part of `handed` it knows of.
    confirmed: u64,
}

/// What waits besides bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Requests {
    pub(crate) size: Option<TermSize>,
    pub(crate) signals: VecDeque<Signal>,
}

/// A piece of input on its way to the target.
pub(crate) struct Handover {
    pub(crate) typist: u64,
    pub(crate) bytes: Bytes,
}

impl Input {
    /// Seats a typist. Returns its turn, and how many of its bytes were taken before if it is known.
    ///
    /// One that comes back has kept what was not handed on, and sends it again: so none of it waits here twice.
    pub(super) fn sit_down(&self, name: &str) -> (Turn, Option<u64>) {
        let mut state = self.state();
        state.turn.0 += 1;
        let turn = state.turn;
        let known =
            if name.is_empty() { None } else { state.typists.iter().position(|known| known.name == name) };
        let returned = known.and_then(|at| state.typists.remove(at));
        let taken = match returned {
            Some(mut typist) => {
                // After the end of input nothing can be sent again.
                if !state.eof {
                    typist.taken -= state.forget(typist.id);
                }
                let taken = typist.taken;
                state.typists.push_back(typist);
                Some(taken)
            }
            None => {
                if state.typists.len() >= TYPISTS {
                    state.typists.pop_front();
                }
                let id = state.next_typist;
                state.next_typist += 1;
                state.typists.push_back(Typist {
                    id,
                    name: name.to_owned(),
                    taken: 0,
                    handed: 0,
                    confirmed: 0,
                });
                None
            }
        };
        drop(state);
        // Whoever waited for room may have lost its turn.
        self.room.notify_waiters();
        (turn, taken)
    }

    /// Whether this is the name of the one who typed last.
    pub(super) fn typed_last(&self, name: &str) -> bool {
        !name.is_empty() && self.state().typists.back().is_some_and(|typist| typist.name == name)
    }

    /// Whether somebody of this name has typed here lately.
    pub(super) fn knows(&self, name: &str) -> bool {
        !name.is_empty() && self.state().typists.iter().any(|typist| typist.name == name)
    }

    /// Takes bytes of the typist whose turn it is; returns once they are queued, or the turn is over.
    pub(super) async fn push(&self, turn: Turn, bytes: Bytes) {
        loop {
            let room = self.room.notified();
            {
                let mut state = self.state();
                if state.closed || state.eof || state.turn != turn {
                    return;
                }
                if !state.is_full() {
                    state.take(bytes);
                    break;
                }
            }
            room.await;
        }
        self.work.notify_one();
    }

    /// No more bytes follow.
    pub(crate) fn eof(&self) {
        self.state().eof = true;
        self.work.notify_one();
    }

    /// Asks for a new terminal size; only the latest counts.
    pub(crate) fn resize(&self, size: TermSize) {
        self.state().size = Some(size);
        self.requests.notify_one();
    }

    /// Asks for a signal. Beyond the bound the oldest is dropped.
    pub(crate) fn signal(&self, signal: Signal) {
        let mut state = self.state();
        if state.signals.len() >= PENDING_SIGNALS {
            state.signals.pop_front();
        }
        state.signals.push_back(signal);
        drop(state);
        self.requests.notify_one();
    }

    /// The channel has ended: nothing is taken or handed out any more.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.work.notify_one();
        self.requests.notify_one();
        self.room.notify_waiters();
    }

    /// The next bytes for the target; none at the end of input.
    pub(crate) async fn next(&self) -> Option<Handover> {
        loop {
            {
                let mut state = self.state();
                if state.closed {
                    return None;
                }
                if let Some(Piece { typist, bytes }) = state.queue.pop_front() {
                    return Some(Handover { typist, bytes });
                }
                if state.eof {
                    return None;
                }
            }
            self.work.notified().await;
        }
    }

    /// Notes that bytes of a typist have been handed to the target. Returns whether the seated one should learn of it.
    pub(crate) fn handed(&self, typist: u64, bytes: usize) -> bool {
        let mut state = self.state();
        state.queued -= bytes;
        if let Some(typist) = state.typists.iter_mut().find(|known| known.id == typist) {
            typist.handed += bytes as u64;
        }
        let worth_telling = state.unconfirmed() >= INPUT_CONFIRM_BYTES;
        drop(state);
        self.room.notify_waiters();
        worth_telling
    }

    /// The next requests for the target; none when the channel has ended.
    pub(crate) async fn next_requests(&self) -> Option<Requests> {
        loop {
            {
                let mut state = self.state();
                if state.closed {
                    return None;
                }
                let requests =
                    Requests { size: state.size.take(), signals: std::mem::take(&mut state.signals) };
                if requests != Requests::default() {
                    return Some(requests);
                }
            }
            self.requests.notified().await;
        }
    }

    /// The offset to confirm to the seated typist, if enough has gathered; it counts as told.
    pub(super) fn to_confirm(&self) -> Option<u64> {
        let mut state = self.state();
        if state.unconfirmed() < INPUT_CONFIRM_BYTES {
            return None;
        }
        let typist = state.typists.back_mut()?;
        typist.confirmed = typist.handed;
        Some(typist.handed)
    }

    /// Whether the queue takes no more for now.
    pub(super) fn is_full(&self) -> bool {
        self.state().is_full()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether the seated typist has as much waiting here as it may, or all of them together.
    fn is_full(&self) -> bool {
        let own = self.typists.back().map_or(0, |typist| typist.taken - typist.handed);
        own >= INPUT_AHEAD_BYTES || self.queued as u64 >= TYPISTS as u64 * INPUT_AHEAD_BYTES
    }

    fn take(&mut self, bytes: Bytes) {
        if let Some(typist) = self.typists.back_mut() {
            typist.taken += bytes.len() as u64;
            self.queued += bytes.len();
            self.queue.push_back(Piece { typist: typist.id, bytes });
        }
    }

    /// Drops what waits of a typist; returns how many bytes that was.
    fn forget(&mut self, typist: u64) -> u64 {
        let before = self.queued;
        let waiting: usize =
            self.queue.iter().filter(|piece| piece.typist == typist).map(|piece| piece.bytes.len()).sum();
        self.queue.retain(|piece| piece.typist != typist);
        self.queued = before - waiting;
        waiting as u64
    }

    fn unconfirmed(&self) -> u64 {
        self.typists.back().map_or(0, |typist| typist.handed - typist.confirmed)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use postern_shared::wire::limits::INPUT_AHEAD_BYTES;

    use super::{Input, Turn};
    use crate::limits::TYPISTS;

    /// Hands one piece to the target; returns it.
    async fn hand_on(input: &Input) -> Option<Bytes> {
        let piece = input.next().await?;
        input.handed(piece.typist, piece.bytes.len());
        Some(piece.bytes)
    }

    async fn fill(input: &Input, turn: Turn) {
        while !input.is_full() {
            input.push(turn, Bytes::from(vec![b'x'; 64 * 1024])).await;
        }
    }

    #[tokio::test]
    async fn a_typist_that_comes_back_learns_what_was_taken_and_sends_the_rest_again() {
        let input = Input::default();
        let (turn, known) = input.sit_down("a");
        assert_eq!(known, None);
        input.push(turn, Bytes::from_static(b"hello ")).await;
        hand_on(&input).await;
        input.push(turn, Bytes::from_static(b"world")).await;
        let (turn, known) = input.sit_down("a");
        assert_eq!(known, Some(6));
        input.push(turn, Bytes::from_static(b"world")).await;
        assert_eq!(hand_on(&input).await.unwrap(), "world");
        assert_eq!(input.sit_down("a").1, Some(11));
        assert_eq!(input.state().queued, 0);
    }

    #[tokio::test]
    async fn a_typist_is_known_after_others_typed_until_there_were_many() {
        let input = Input::default();
        let (turn, _) = input.sit_down("a");
        input.push(turn, Bytes::from_static(b"hello")).await;
        hand_on(&input).await;
        for other in 1..TYPISTS {
            assert_eq!(input.sit_down(&format!("b{other}")).1, None);
        }
        assert_eq!(input.sit_down("a").1, Some(5));
        for other in 0..TYPISTS {
            input.sit_down(&format!("c{other}"));
        }
        assert!(!input.knows("a"));
        assert_eq!(input.sit_down("a").1, None);
        assert_eq!([input.sit_down("").1, input.sit_down("").1], [None, None]);
    }

    #[tokio::test]
    async fn what_waited_for_room_when_its_typist_came_back_is_not_taken_as_well() {
        let input = Input::default();
        let (turn, _) = input.sit_down("a");
        fill(&input, turn).await;
        let blocked = input.push(turn, Bytes::from_static(b"late"));
        tokio::pin!(blocked);
        assert!(futures_util::poll!(&mut blocked).is_pending());
        assert_eq!(input.sit_down("a").1, Some(0));
        blocked.await;
        assert_eq!(input.state().queued, 0);
    }

    #[tokio::test]
    async fn a_full_queue_takes_no_more_until_the_target_reads() {
        let input = Input::default();
        let (turn, _) = input.sit_down("a");
        fill(&input, turn).await;
        let blocked = input.push(turn, Bytes::from_static(b"more"));
        tokio::pin!(blocked);
        assert!(futures_util::poll!(&mut blocked).is_pending());
        hand_on(&input).await;
        blocked.await;
        assert!(input.state().queued as u64 <= INPUT_AHEAD_BYTES);
    }

    #[tokio::test]
    async fn input_that_waits_does_not_hold_up_the_next_typist_and_all_of_it_is_bounded() {
        let input = Input::default();
        for typist in 0..TYPISTS {
            let (turn, _) = input.sit_down(&format!("t{typist}"));
            assert!(!input.is_full(), "{typist}");
            fill(&input, turn).await;
        }
        input.sit_down("one more");
        assert!(input.is_full());
    }

    #[tokio::test]
    async fn end_of_input_comes_after_the_bytes_before_it_even_if_the_typist_comes_back() {
        let input = Input::default();
        let (turn, _) = input.sit_down("a");
        input.push(turn, Bytes::from_static(b"last")).await;
        input.eof();
        assert_eq!(input.sit_down("a").1, Some(4));
        assert_eq!(hand_on(&input).await.unwrap(), "last");
        assert_eq!(hand_on(&input).await, None);
    }
}
