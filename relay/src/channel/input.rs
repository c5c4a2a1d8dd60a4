//! What clients send towards a target: bytes in order, and requests that overtake them. Bounded, never lost.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use postern_shared::wire::limits::{INPUT_AHEAD_BYTES, INPUT_CONFIRM_BYTES};
use postern_shared::wire::{Signal, TermSize};
use tokio::sync::Notify;

use crate::limits::PENDING_SIGNALS;

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

#[derive(Default)]
struct State {
    queue: VecDeque<Bytes>,
    queued: usize,
    eof: bool,
    closed: bool,
    size: Option<TermSize>,
    signals: VecDeque<Signal>,
    /// Who types: the name a client gave itself. A new one starts counting at 0.
    typist: String,
    /// Bytes taken from this typist.
    taken: u64,
    /// Bytes of this typist handed to the target.
    handed: u64,
    /// The part of `handed` the typist knows of.
    confirmed: u64,
}

/// What waits besides bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Requests {
    pub(crate) size: Option<TermSize>,
    pub(crate) signals: VecDeque<Signal>,
}

impl Input {
    /// Starts or resumes a typist; returns how many of its bytes were taken before.
    pub(crate) fn sit_down(&self, typist: &str) -> u64 {
        let mut state = self.state();
        if state.typist != typist || typist.is_empty() {
            typist.clone_into(&mut state.typist);
            // Bytes of the former typist that still wait are nobody's to confirm.
            (state.taken, state.handed, state.confirmed) = (0, 0, 0);
        }
        state.taken
    }

    /// Takes bytes; returns once they are queued.
    pub(crate) async fn push(&self, bytes: Bytes) {
        loop {
            let room = self.room.notified();
            {
                let mut state = self.state();
                if state.closed || state.eof {
                    return;
                }
                if !state.is_full() {
                    state.taken += bytes.len() as u64;
                    state.queued += bytes.len();
                    state.queue.push_back(bytes);
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
    pub(crate) async fn next(&self) -> Option<Bytes> {
        loop {
            {
                let mut state = self.state();
                if state.closed {
                    return None;
                }
                if let Some(bytes) = state.queue.pop_front() {
                    return Some(bytes);
                }
                if state.eof {
                    return None;
                }
            }
            self.work.notified().await;
        }
    }

    /// Notes that bytes have been handed to the target. Returns whether the typist should learn of it.
    pub(crate) fn handed(&self, bytes: usize) -> bool {
        let mut state = self.state();
        state.queued -= bytes;
        // Bytes of a former typist may come first; the present one's count never runs ahead.
        state.handed = (state.handed + bytes as u64).min(state.taken);
        let worth_telling = state.handed - state.confirmed >= INPUT_CONFIRM_BYTES;
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

    /// The offset to confirm to the typist, if enough has gathered; it counts as told.
    pub(super) fn to_confirm(&self) -> Option<u64> {
        let mut state = self.state();
        if state.handed - state.confirmed < INPUT_CONFIRM_BYTES {
            return None;
        }
        state.confirmed = state.handed;
        Some(state.handed)
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
    fn is_full(&self) -> bool {
        self.queued as u64 >= INPUT_AHEAD_BYTES
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use postern_shared::wire::limits::{INPUT_AHEAD_BYTES, INPUT_CONFIRM_BYTES};

    use super::Input;

    #[tokio::test]
    async fn a_typist_that_comes_back_learns_how_much_was_taken() {
        let input = Input::default();
        assert_eq!(input.sit_down("a"), 0);
        input.push(Bytes::from_static(b"hello")).await;
        assert_eq!(input.sit_down("a"), 5);
        assert_eq!(input.sit_down("b"), 0);
        assert_eq!(input.sit_down("a"), 0);
    }

    #[tokio::test]
    async fn a_full_queue_takes_no_more_until_the_target_reads() {
        let input = Input::default();
        let piece = Bytes::from(vec![b'x'; 64 * 1024]);
        while !input.is_full() {
            input.push(piece.clone()).await;
        }
        let blocked = input.push(piece.clone());
        tokio::pin!(blocked);
        assert!(futures_util::poll!(&mut blocked).is_pending());
        let bytes = input.next().await.unwrap();
        assert!(input.handed(bytes.len()));
        blocked.await;
        assert!(input.state().queued as u64 <= INPUT_AHEAD_BYTES + INPUT_CONFIRM_BYTES);
    }

    #[tokio::test]
    async fn end_of_input_comes_after_the_bytes_before_it() {
        let input = Input::default();
        input.push(Bytes::from_static(b"last")).await;
        input.eof();
        assert_eq!(input.next().await.unwrap(), "last");
        assert_eq!(input.next().await, None);
    }
}
