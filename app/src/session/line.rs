//! The line to the shell: when to open it, when to give it up, when to try again. What passes on it is not looked at.

use postern_shared::api::{ChannelInfo, ChannelKind, Problem};
use postern_shared::wire::{ClientControl, CloseCode, Role};

use super::output::Output;
use super::{Answer, Attach, Away, Connection, Effect, Ending, Moment, State, backoff};

/// How long a WebSocket may take to open, and the relay to answer over HTTP, in milliseconds.
pub(super) const PATIENCE: u64 = 10_000;

impl Connection {
    pub(super) fn open(&mut self, tries: u32, now: Moment) -> Vec<Effect> {
        let until = now + PATIENCE;
        self.state = State::Opening { tries, until, why: self.why() };
        self.output.expect_opening();
        self.pulse.stop();
        let offset = self.output.received();
        let attach = Attach {
            resume: self.channel.clone().map(|channel| (channel, offset)),
            size: self.size,
            typist: format!("{}-{}", self.page, self.turn),
            watch: self.role == Role::Watcher,
        };
        vec![Effect::Connect(attach), Effect::WakeAt(until)]
    }

    /// What the person is told until the line stands again: a try that fails is no other reason.
    fn why(&self) -> Away {
        match self.state {
            State::Opening { why, .. } | State::Asking { why, .. } | State::Waiting { why, .. } => why,
            State::Live { .. } | State::Ended(_) => Away::Cut,
        }
    }

    fn wait(&mut self, tries: u32, why: Away, now: Moment, random: f64) -> Vec<Effect> {
        let until = now + backoff::delay(tries, random);
        self.state = State::Waiting { tries, until, why };
        self.pulse.stop();
        vec![Effect::WakeAt(until)]
    }

    pub(super) fn end(&mut self, ending: Ending) -> Vec<Effect> {
        self.state = State::Ended(ending);
        self.pulse.stop();
        vec![Effect::Disconnect]
    }

    pub(super) fn ping(&mut self, now: Moment) -> Vec<Effect> {
        let ping = self.pulse.ping(now);
        let mut effects: Vec<_> =
            ping.map(|id| Effect::Say(ClientControl::Ping { id })).into_iter().collect();
        effects.push(Effect::WakeAt(self.pulse.next(now)));
        effects
    }

    pub(super) fn closed(&mut self, code: u16, now: Moment, random: f64) -> Vec<Effect> {
        let code = CloseCode::from_number(code);
        match &self.state {
            State::Live { problem, tries, .. } => {
                let (problem, tries) = (problem.clone(), *tries);
                match code {
                    Some(code) if !code.may_come_back() => self.end(ending(code, problem)),
                    Some(CloseCode::ShuttingDown) => self.wait(tries, Away::RelayStopped, now, random),
                    _ => self.wait(tries, Away::Cut, now, random),
                }
            }
            State::Opening { tries, .. } => match code {
                Some(code) if !code.may_come_back() => self.end(ending(code, None)),
                _ => {
                    let until = now + PATIENCE;
                    self.state = State::Asking { tries: *tries, until, why: self.why() };
                    vec![Effect::Ask, Effect::WakeAt(until)]
                }
            },
            State::Asking { .. } | State::Waiting { .. } | State::Ended(_) => Vec::new(),
        }
    }

    pub(super) fn answered(&mut self, answer: Answer, now: Moment, random: f64) -> Vec<Effect> {
        let State::Asking { tries, .. } = self.state else { return Vec::new() };
        match answer {
            Answer::Lives(channels) => {
                // The shell of a first try whose line broke before it was named.
                self.channel = self.channel.take().or_else(|| abandoned(channels));
                self.wait(tries + 1, Away::Cut, now, random)
            }
            Answer::Silence => self.wait(tries + 1, self.why(), now, random),
            Answer::Gone(problem) => self.end(Ending::Session(problem)),
        }
    }

    pub(super) fn woken(&mut self, now: Moment, random: f64) -> Vec<Effect> {
        match self.state {
            State::Live { tries, .. } if self.pulse.is_stalled(now) => {
                let mut effects = vec![Effect::Disconnect];
                effects.extend(self.wait(tries, Away::Cut, now, random));
                effects
            }
            State::Live { .. } if now >= self.pulse.next(now) => self.ping(now),
            State::Live { .. } => vec![Effect::WakeAt(self.pulse.next(now))],
            State::Waiting { tries, until, .. } if now >= until => self.open(tries, now),
            State::Opening { tries, until, why } | State::Asking { tries, until, why } if now >= until => {
                let mut effects = vec![Effect::Disconnect];
                effects.extend(self.wait(tries + 1, why, now, random));
                effects
            }
            State::Opening { until, .. } | State::Asking { until, .. } | State::Waiting { until, .. } => {
                vec![Effect::WakeAt(until)]
            }
            State::Ended(_) => Vec::new(),
        }
    }

    /// The browser is back online, or the page is looked at again.
    pub(super) fn stirred(&mut self, now: Moment) -> Vec<Effect> {
        match self.state {
            State::Waiting { tries, .. } => self.open(tries, now),
            State::Live { .. } => self.ping(now),
            State::Opening { .. } | State::Asking { .. } | State::Ended(_) => Vec::new(),
        }
    }

    /// Attaches anew, as somebody new: only so both sides count this page's input from the same byte.
    pub(super) fn take(&mut self, now: Moment) -> Vec<Effect> {
        if !matches!(self.state, State::Live { role: Role::Watcher, .. }) {
            return Vec::new();
        }
        self.role = Role::Owner;
        self.open(0, now)
    }

    pub(super) fn again(&mut self, now: Moment) -> Vec<Effect> {
        match &self.state {
            State::Waiting { tries, .. } => self.open(*tries, now),
            State::Ended(Ending::Exit { .. } | Ending::Shell(_)) => {
                self.channel = None;
                self.role = Role::Owner;
                self.output = Output::default();
                self.input.clear();
                self.turn += 1;
                self.notice = None;
                let mut effects = vec![Effect::Freshen];
                effects.extend(self.open(0, now));
                effects
            }
            State::Ended(Ending::Session(_) | Ending::Garbled)
            | State::Opening { .. }
            | State::Live { .. }
            | State::Asking { .. } => Vec::new(),
        }
    }
}

/// The end that a close without return means.
fn ending(code: CloseCode, problem: Option<Problem>) -> Ending {
    match (code, problem) {
        (_, Some(problem @ (Problem::SessionGone { .. } | Problem::TokenRefused))) => {
            Ending::Session(problem)
        }
        (_, Some(problem)) => Ending::Shell(problem),
        (CloseCode::Ended, None) => Ending::Exit { status: None, signal: None, seconds: None },
        (_, None) => Ending::Shell(Problem::ChannelGone),
    }
}

/// The newest shell nobody is attached to.
fn abandoned(channels: Vec<ChannelInfo>) -> Option<String> {
    let mut shells = channels.into_iter().rev().filter(|info| info.kind == ChannelKind::Shell);
    shells.find(|info| !info.attached).map(|info| info.channel)
}
