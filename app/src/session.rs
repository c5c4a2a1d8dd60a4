//! State of the connection to one shell, from the first WebSocket to the shell's end: decides, never acts.
//!
//! Events come in with the time and a random number, effects go out; whoever drives it owns the socket,
//! the clock and the terminal.

mod backoff;
mod event;
mod input;
mod line;
mod output;
mod pastes;
mod pulse;
mod report;
mod state;

use postern_shared::wire::{ClientControl, Role, ServerControl, TermSize};

use crate::paste::Pasted;
pub(crate) use backoff::delay as backoff;
pub(crate) use event::{Answer, Attach, Effect, Event};
use input::Input;
use line::PATIENCE;
pub(crate) use output::Arrival;
use output::Output;
pub(crate) use pastes::Progress;
use pulse::Pulse;
pub(crate) use report::is_report;
pub(crate) use state::{Away, Ending, Notice, State};

/// What Ctrl-C types (ECMA-48: ETX).
const INTERRUPT: &[u8] = b"\x03";

/// Milliseconds since the page was opened.
pub(crate) type Moment = u64;

/// The connection to one shell.
#[derive(Debug)]
pub(crate) struct Connection {
    state: State,
    channel: Option<String>,
    /// Whether the terminal shows anything of the channel: a reloaded page starts with nothing.
    shown: bool,
    role: Role,
    size: TermSize,
    page: String,
    turn: u32,
    output: Output,
    input: Input,
    pulse: Pulse,
    notice: Option<Notice>,
}

impl Connection {
    /// Begins: with a channel to resume, or a new shell. `page` names this page; letters and digits.
    pub(crate) fn new(
        page: String,
        channel: Option<String>,
        size: TermSize,
        now: Moment,
    ) -> (Self, Vec<Effect>) {
        let mut connection = Self {
            state: State::Opening { tries: 0, until: now + PATIENCE, why: Away::Cut },
            channel,
            shown: false,
            role: Role::Owner,
            size,
            page,
            turn: 0,
            output: Output::default(),
            input: Input::default(),
            pulse: Pulse::default(),
            notice: None,
        };
        let effects = connection.open(0, now);
        (connection, effects)
    }

    /// Where it stands.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// What the person should know, if anything.
    pub(crate) fn notice(&self) -> Option<Notice> {
        self.notice
    }

    /// How far a paste is that is still to be sent.
    pub(crate) fn pasting(&self) -> Option<Progress> {
        self.input.progress()
    }

    /// Round-trip times to the relay, oldest first, in milliseconds.
    pub(crate) fn round_trips(&self) -> impl ExactSizeIterator<Item = u32> {
        self.pulse.round_trips()
    }

    /// Takes note of a binary frame of so many bytes.
    pub(crate) fn arrived(&mut self, bytes: usize) -> Arrival {
        self.shown = true;
        self.output.arrived(bytes as u64)
    }

    /// What follows from an event. `random` is from 0 to 1.
    pub(crate) fn handle(&mut self, event: Event, now: Moment, random: f64) -> Vec<Effect> {
        match event {
            Event::Said(message) => self.said(message, now),
            // Later, a message that is not known here can be one that does not matter here.
            Event::Unreadable => match self.state {
                State::Opening { .. } => self.end(Ending::Garbled),
                State::Live { .. } | State::Asking { .. } | State::Waiting { .. } | State::Ended(_) => {
                    Vec::new()
                }
            },
            Event::Closed(code) => self.closed(code, now, random),
            Event::Answered(answer) => self.answered(answer, now, random),
            Event::Processed(offset) => {
                let due = self.output.processed(offset);
                self.acknowledge(due)
            }
            Event::Kept(offset) => {
                let due = self.output.kept(offset);
                self.acknowledge(due)
            }
            Event::Typed(bytes) => self.typed(&bytes),
            Event::Pasted(pasted) => self.pasted(&pasted),
            Event::PasteCancelled => {
                self.input.cancel_pastes();
                self.send_input()
            }
            Event::Resized(size) => self.resized(size),
            Event::Woken => self.woken(now, random),
            Event::Stirred => self.stirred(now),
            Event::Again => self.again(now),
            Event::Take => self.take(now),
        }
    }

    fn is_live(&self) -> bool {
        matches!(self.state, State::Live { .. })
    }

    fn said(&mut self, message: ServerControl, now: Moment) -> Vec<Effect> {
        match message {
            ServerControl::Opened { channel, offset, lost, seen, repaint, input, role } => {
                if self.shown && lost > 0 {
                    self.notice = Some(Notice::OutputLost(lost));
                }
                self.output.opened(offset, seen, repaint);
                // Said again in the middle of a connection, it is about the output alone.
                if self.is_live() { Vec::new() } else { self.opened(channel, input, role, now) }
            }
            ServerControl::Input { offset } => {
                self.input.taken(offset);
                self.send_input()
            }
            ServerControl::Role { role } => self.became(role),
            ServerControl::Exit { status, signal, seconds } => {
                self.end(Ending::Exit { status, signal, seconds: Some(seconds) })
            }
            ServerControl::Problem { problem } => {
                match &mut self.state {
                    State::Live { problem: said, .. } => *said = Some(problem.problem),
                    State::Opening { tries, .. } => {
                        let (tries, problem) = (*tries, Some(problem.problem));
                        self.state = State::Live { role: self.role, tries, problem };
                    }
                    State::Asking { .. } | State::Waiting { .. } | State::Ended(_) => {}
                }
                Vec::new()
            }
            ServerControl::Watchers { .. } => Vec::new(),
            ServerControl::Pong { id } => {
                if self.pulse.pong(id, now)
                    && let State::Live { tries, .. } = &mut self.state
                {
                    *tries = 0;
                }
                vec![Effect::WakeAt(self.pulse.next(now))]
            }
        }
    }

    fn opened(&mut self, channel: String, input: Option<u64>, role: Role, now: Moment) -> Vec<Effect> {
        let tries = match self.state {
            State::Opening { tries, .. } => tries,
            _ => 0,
        };
        self.state = State::Live { role, tries, problem: None };
        self.role = role;
        let uncertain = match role {
            Role::Owner => self.input.resume(input),
            // Another client has taken the shell meanwhile; what was typed here is not for it.
            Role::Watcher => {
                self.turn += 1;
                self.input.give_up()
            }
        };
        if uncertain > 0 {
            self.notice = Some(Notice::InputLost(uncertain));
        }
        let mut effects = Vec::new();
        if self.channel.as_ref() != Some(&channel) {
            effects.push(Effect::Remember(channel.clone()));
            self.channel = Some(channel);
        }
        effects.extend(self.send_input());
        effects.extend(self.ping(now));
        effects
    }

    fn acknowledge(&self, due: Option<u64>) -> Vec<Effect> {
        let due = due.filter(|_| self.is_live());
        due.map(|offset| Effect::Say(ClientControl::Ack { offset })).into_iter().collect()
    }

    fn became(&mut self, role: Role) -> Vec<Effect> {
        if let State::Live { role: current, .. } = &mut self.state {
            *current = role;
            self.role = role;
            if role == Role::Watcher {
                // Someone else's input is counted now; what was under way went nowhere.
                self.input.clear();
                self.turn += 1;
            }
        }
        Vec::new()
    }

    fn may_type(&self) -> bool {
        !matches!(self.state, State::Ended(_)) && self.role == Role::Owner
    }

    fn typed(&mut self, bytes: &[u8]) -> Vec<Effect> {
        let is_old_answer = self.output.is_seen_before() && is_report(bytes);
        if !self.may_type() || is_old_answer {
            return Vec::new();
        }
        self.notice = None;
        if bytes == INTERRUPT {
            // Whoever presses Ctrl-C while a paste runs means the paste first.
            self.input.cancel_pastes();
        }
        if !self.input.push(bytes) {
            self.notice = Some(Notice::InputLost(bytes.len() as u64));
        }
        self.send_input()
    }

    fn pasted(&mut self, pasted: &Pasted) -> Vec<Effect> {
        if !self.may_type() {
            return Vec::new();
        }
        let is_taken = self.input.paste(pasted);
        self.notice = (!is_taken).then_some(Notice::PasteTooLong(pasted.bytes().len() as u64));
        self.send_input()
    }

    fn send_input(&mut self) -> Vec<Effect> {
        if !matches!(self.state, State::Live { role: Role::Owner, .. }) {
            return Vec::new();
        }
        std::iter::from_fn(|| self.input.next_chunk()).map(Effect::Type).collect()
    }

    fn resized(&mut self, size: TermSize) -> Vec<Effect> {
        if size == self.size {
            return Vec::new();
        }
        self.size = size;
        match self.state {
            State::Live { role: Role::Owner, .. } => vec![Effect::Say(ClientControl::Resize(size))],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
