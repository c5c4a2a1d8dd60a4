//! One SSH channel: its output log, its readers (an owner, watchers), its input, its end. Knows no WebSocket.

mod input;
mod log;
mod reader;
mod screen;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use postern_shared::api::{ChannelInfo, ChannelKind};
use postern_shared::wire::{Role, Stream, TermSize};
use tokio_util::sync::CancellationToken;

pub(crate) use input::Handover;
use input::{Input, Turn};
pub(crate) use log::Frame;
use log::{Framing, OutputLog};
pub(crate) use reader::{Next, Opening, Reader};
use reader::{ReaderId, Seat};

use crate::gate::Gate;
use crate::limits::{ATTACHMENTS_PER_CHANNEL, BULK_RUN_AHEAD_BYTES, RUN_AHEAD_BYTES};

/// How a channel ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The program exited, or a signal ended it; neither for a `tcp` stream that was closed.
    Exit { status: Option<u32>, signal: Option<String>, seconds: u64 },
    /// The connection to the target broke.
    LinkLost { reason: String },
    /// The session was closed, or nobody came back in time.
    SessionGone(postern_shared::api::SessionEnd),
}

/// One SSH channel, shared by the link that fills it and the attachments that read it.
pub(crate) struct Channel {
    kind: ChannelKind,
    opened: Instant,
    pub(crate) input: Input,
    state: Mutex<State>,
    /// Cancelled when the channel has ended.
    ended: CancellationToken,
}

struct State {
    /// The gate of the link that fills this channel, once there is one.
    gate: Option<Arc<Gate>>,
    /// Whether this channel keeps the gate closed.
    closes_gate: bool,
    log: OutputLog,
    seats: Vec<Seat>,
    next_reader: u64,
    /// Offset up to which some owner has processed the output.
    seen: u64,
    hold: Hold,
    /// Exit status or signal, which comes before the channel's close (RFC 4254, section 6.10).
    exit: (Option<u32>, Option<String>),
    end: Option<End>,
}

/// What came of attaching to a channel.
pub(crate) struct Attached {
    pub(crate) reader: Reader,
    pub(crate) role: Role,
    /// Bytes taken from this typist before, if it is known here.
    pub(crate) input: Option<u64>,
}

/// For whom output waits.
enum Hold {
    /// For nobody: output goes on, old bytes leave the log.
    Nobody,
    /// For the owner, by what it has acknowledged.
    Owner(ReaderId),
    /// For an owner whose connection was cut at this time, by what it had acknowledged, if it ever did.
    Away { offset: u64, acknowledges: bool, since: Instant },
}

impl Channel {
    /// A channel of this kind; a shell's terminal starts with `size`.
    pub(crate) fn new(kind: ChannelKind, size: TermSize, log_bytes: usize) -> Arc<Self> {
        let log = match kind {
            ChannelKind::Shell => OutputLog::with_screen(size, log_bytes),
            ChannelKind::Exec => OutputLog::new(Framing::Numbered, log_bytes),
            ChannelKind::Tcp => OutputLog::new(Framing::Plain, log_bytes),
        };
        Arc::new(Self {
            kind,
            opened: Instant::now(),
            input: Input::default(),
            state: Mutex::new(State {
                gate: None,
                closes_gate: false,
                log,
                seats: Vec::new(),
                next_reader: 0,
                seen: 0,
                hold: Hold::Nobody,
                exit: (None, None),
                end: None,
            }),
            ended: CancellationToken::new(),
        })
    }

    /// Names the gate of the link that fills this channel.
    pub(crate) fn filled_through(&self, gate: &Arc<Gate>) {
        self.state().gate = Some(gate.clone());
    }

    /// Takes output from the link; closes its gate at the bound.
    pub(crate) fn push(&self, stream: Stream, data: &[u8]) {
        let mut state = self.state();
        if state.end.is_none() {
            // What is held for an owner stays, however small the log is configured.
            let needed = state.held_at(self).unwrap_or(u64::MAX);
            state.log.append(stream, data, needed);
            state.wake_for_output();
            state.settle(self);
        }
    }

    /// Notes how the program exited; the channel's close follows.
    pub(crate) fn exited(&self, status: Option<u32>, signal: Option<String>) {
        self.state().exit = (status, signal);
    }

    /// The target closed the channel.
    pub(crate) fn closed(&self) {
        let (status, signal) = self.state().exit.clone();
        self.finish(End::Exit { status, signal, seconds: self.age() });
    }

    /// Ends the channel from this side: the program's terminal hangs up (RFC 4254, section 5.3).
    pub(crate) fn hang_up(&self) {
        self.finish(End::Exit { status: None, signal: None, seconds: self.age() });
    }

    /// Ends the channel; what was read from it so far can still be sent.
    pub(crate) fn finish(&self, end: End) {
        let mut state = self.state();
        if state.end.is_none() {
            state.end = Some(end);
            state.wake_readers();
            state.settle(self);
            drop(state);
            self.input.close();
            self.ended.cancel();
        }
    }

    /// Waits for the end.
    pub(crate) async fn ended(&self) {
        self.ended.cancelled().await;
    }

    /// Adds a reader that has everything before `offset`. A new owner makes the present one a watcher.
    ///
    /// A typist that comes back after another took the channel from it is made a watcher: nobody chose again.
    /// Returns none when there are too many.
    pub(crate) fn attach(self: &Arc<Self>, role: Role, offset: u64, typist: &str) -> Option<Attached> {
        let mut state = self.state();
        if state.seats.len() >= ATTACHMENTS_PER_CHANNEL {
            return None;
        }
        let goes_on = self.input.typed_last(typist);
        let overtaken = state.has_owner() && !goes_on && self.input.knows(typist);
        let role = if overtaken { Role::Watcher } else { role };
        let id = ReaderId(state.next_reader);
        state.next_reader += 1;
        let offset = offset.min(state.log.end());
        let mut seat = Seat::new(id, offset);
        if role == Role::Owner && goes_on && state.owner_acknowledges() {
            // Coming back says that everything before the offset was processed.
            seat.acked = Some(offset);
        }
        let wake = seat.wake.clone();
        state.seats.push(seat);
        let (turn, input) = match role {
            Role::Owner => {
                state.make_owner(id);
                self.input.sit_down(typist)
            }
            Role::Watcher => (Turn::default(), None),
        };
        // The others learn of one watcher more.
        state.wake_readers();
        state.settle(self);
        drop(state);
        Some(Attached { reader: Reader::new(self.clone(), id, wake, turn), role, input })
    }

    /// Resizes the terminal, here and on the target.
    pub(crate) fn resize(&self, size: TermSize) {
        self.state().log.resize(size);
        self.input.resize(size);
    }

    /// Lets output go on for a client that has been away since before `cut`.
    pub(crate) fn release_hold(&self, cut: Instant) {
        let mut state = self.state();
        if matches!(state.hold, Hold::Away { since, .. } if since <= cut) {
            state.hold = Hold::Nobody;
            drop(state);
            self.abandoned();
        }
    }

    /// Whether the channel has ended, and nobody is to be told of it any more.
    pub(crate) fn is_done(&self) -> bool {
        let state = self.state();
        state.end.is_some() && state.seats.is_empty() && matches!(state.hold, Hold::Nobody)
    }

    /// Whether the end of the target's output ends the channel: a stream to a port has nothing else to tell.
    pub(crate) fn ends_at_eof(&self) -> bool {
        self.kind == ChannelKind::Tcp
    }

    /// Wakes every attachment, to look for what is new.
    pub(crate) fn wake_readers(&self) {
        self.state().wake_readers();
    }

    /// Whether the channel has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.state().end.is_some()
    }

    /// Number of attachments.
    pub(crate) fn attachments(&self) -> usize {
        self.state().seats.len()
    }

    /// What a client is told of this channel.
    pub(crate) fn info(&self, channel: String) -> ChannelInfo {
        let state = self.state();
        let attached = state.has_owner();
        ChannelInfo { channel, kind: self.kind, attached, offset: state.log.end() }
    }

    /// What it is.
    pub(crate) fn kind(&self) -> ChannelKind {
        self.kind
    }

    /// Nobody is coming back for this output: a program runs on, a stream has lost its other end.
    fn abandoned(&self) {
        match self.kind {
            ChannelKind::Tcp => self.finish(End::Exit { status: None, signal: None, seconds: self.age() }),
            ChannelKind::Shell | ChannelKind::Exec => self.settle(),
        }
    }

    /// How long it has been open, in seconds.
    fn age(&self) -> u64 {
        self.opened.elapsed().as_secs()
    }

    /// Closes or opens the link's gate, as things stand now.
    fn settle(&self) {
        self.state().settle(self);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while the lock was held ends that session's task; the data itself stays whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run_ahead(&self) -> u64 {
        match self.kind {
            ChannelKind::Shell => RUN_AHEAD_BYTES,
            ChannelKind::Exec | ChannelKind::Tcp => BULK_RUN_AHEAD_BYTES,
        }
    }
}

impl State {
    fn settle(&mut self, channel: &Channel) {
        let full = self.is_full(channel);
        if let Some(gate) = &self.gate
            && full != self.closes_gate
        {
            if full {
                gate.close();
            } else {
                gate.open();
            }
            self.closes_gate = full;
        }
    }

    /// Whether output has run as far ahead as it may.
    fn is_full(&self, channel: &Channel) -> bool {
        let run_ahead = |held_at| self.log.end() - held_at >= channel.run_ahead();
        self.end.is_none() && self.held_at(channel).is_some_and(run_ahead)
    }

    /// The offset from which on output is held for an owner, if it is held at all.
    fn held_at(&self, channel: &Channel) -> Option<u64> {
        match &self.hold {
            Hold::Nobody => None,
            Hold::Away { offset, .. } => Some(*offset),
            // While its input waits, the owner's acknowledgements may wait behind it: TCP holds it then.
            Hold::Owner(id) => self.seat(*id).map(|seat| match seat.acked {
                Some(acked) if !channel.input.is_full() => acked,
                _ => seat.sent,
            }),
        }
    }

    fn seat(&self, id: ReaderId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.id == id)
    }

    fn seat_mut(&mut self, id: ReaderId) -> Option<&mut Seat> {
        self.seats.iter_mut().find(|seat| seat.id == id)
    }

    /// Wakes the readers that have something to send now; the others look again by themselves.
    fn wake_for_output(&self) {
        let (now, end) = (Instant::now(), self.log.end());
        for seat in self.seats.iter().filter(|seat| seat.gathers_until(end, now).is_none()) {
            seat.wake.notify_one();
        }
    }

    fn wake_readers(&self) {
        for seat in &self.seats {
            seat.wake.notify_one();
        }
    }

    /// Whether the present owner, or the one that is away, is a client that acknowledges.
    fn owner_acknowledges(&self) -> bool {
        match &self.hold {
            Hold::Nobody => false,
            Hold::Owner(id) => self.seat(*id).is_some_and(|seat| seat.acked.is_some()),
            Hold::Away { acknowledges, .. } => *acknowledges,
        }
    }

    fn is_owner(&self, id: ReaderId) -> bool {
        matches!(self.hold, Hold::Owner(owner) if owner == id)
    }

    fn make_owner(&mut self, id: ReaderId) {
        if let Hold::Owner(former) = self.hold
            && former != id
            && let Some(seat) = self.seat_mut(former)
        {
            seat.told_role = None;
        }
        self.hold = Hold::Owner(id);
        if let Some(seat) = self.seat_mut(id) {
            seat.told_role = None;
        }
        self.wake_readers();
    }

    fn has_owner(&self) -> bool {
        matches!(self.hold, Hold::Owner(_))
    }

    fn watchers(&self) -> u32 {
        let owners = usize::from(self.has_owner());
        // Bounded by `ATTACHMENTS_PER_CHANNEL`.
        (self.seats.len() - owners.min(self.seats.len())) as u32
    }
}
