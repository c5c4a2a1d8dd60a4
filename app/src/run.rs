//! Runs a script on a target: over a channel of its own, to its end, across a line that breaks in between.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use postern_shared::api::Problem;
use postern_shared::script::carrier::{self, ErrorHead, Head};
use postern_shared::script::{Input, Ran, Script};
use postern_shared::wire::limits::{ACK_EVERY_BYTES, CLIENT_MESSAGE_BYTES, INPUT_AHEAD_BYTES};
use postern_shared::wire::{ClientControl, CloseCode, ServerControl, Signal, Stream};
use web_sys::js_sys::{ArrayBuffer, Uint8Array};

use crate::browser::{self, Timer};
use crate::net::{Key, NetError, Socket, SocketEvent};
use crate::session::backoff;

/// Longest script, in bytes: nobody reads a longer one.
pub(crate) const SCRIPT_BYTES: usize = 128 * 1024;

/// How often the way back to a script that runs is tried: with the waits in between, for two minutes.
const TRIES: u32 = 12;

/// How long a script that was told to end may take, in milliseconds, before it is told by a command of its own: not
/// every server passes signals on. That of OpenSSH does not before 9.8 where root signed in.
const UNHEARD: u64 = 1_000;

/// How long it may take from then on, in milliseconds, before it is killed.
const PATIENCE: u64 = 2_000;

/// What is to run.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    /// The script.
    pub(crate) script: &'a Script,
    /// What its standard input holds.
    pub(crate) input: &'a Input,
    /// What `sudo` is given, if it wants a password.
    pub(crate) password: Option<&'a str>,
}

/// What becomes of a script.
pub(crate) enum Told<'a> {
    /// It wrote to standard output.
    Output(&'a [u8]),
    /// It wrote to standard error.
    Errors(&'a [u8]),
    /// The line is down; the script runs on.
    Away,
    /// The line is up again.
    Back,
    /// It is over; nothing follows.
    Ended(End),
}

/// How a script ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum End {
    /// By itself, with a status, or by a signal.
    Exit { status: Option<u32>, signal: Option<String> },
    /// It could not be begun, or nothing is known of it any more.
    Lost(NetError),
}

/// A script under way. Dropped, it is left alone: it runs on, and nothing more is told of it.
#[derive(Clone)]
pub(crate) struct Run(Rc<Inner>);

struct Inner {
    key: Key,
    command: &'static str,
    input: Vec<u8>,
    /// Bytes of input that are sent, and whether its end is.
    sent: Cell<(usize, bool)>,
    typist: String,
    channel: RefCell<Option<String>>,
    socket: RefCell<Option<Socket>>,
    timer: RefCell<Option<Timer>>,
    /// What sends it signals from beside.
    beside: RefCell<Option<Run>>,
    /// Bytes of output so far, both streams, as the relay numbers them.
    offset: Cell<u64>,
    acked: Cell<u64>,
    head: Cell<Head>,
    errors: RefCell<ErrorHead>,
    tries: Cell<u32>,
    is_cancelled: Cell<bool>,
    problem: RefCell<Option<Problem>>,
    is_over: Cell<bool>,
    tell: Box<dyn Fn(Told<'_>)>,
}

impl Run {
    /// Begins a script.
    pub(crate) fn begin(key: Key, job: Job<'_>, tell: impl Fn(Told<'_>) + 'static) -> Self {
        let run = Self(Rc::new(Inner {
            key,
            command: if job.password.is_some() { carrier::SUDO_COMMAND } else { carrier::COMMAND },
            input: carrier::input(job.script.text(), job.password, job.input.bytes()),
            sent: Cell::default(),
            typist: format!("r{:013}", (browser::random() * 1e13) as u64),
            channel: RefCell::default(),
            socket: RefCell::default(),
            timer: RefCell::default(),
            beside: RefCell::default(),
            offset: Cell::default(),
            acked: Cell::default(),
            head: Cell::default(),
            errors: RefCell::default(),
            tries: Cell::default(),
            is_cancelled: Cell::default(),
            problem: RefCell::default(),
            is_over: Cell::default(),
            tell: Box::new(tell),
        }));
        run.connect();
        run
    }

    /// Ends the script and everything it started: its process group is told to terminate, then killed.
    pub(crate) fn cancel(&self) {
        self.0.is_cancelled.set(true);
        self.signal(Signal::Term);
        self.unless_over(UNHEARD, |run| {
            run.signal_from_beside(Signal::Term);
            run.unless_over(PATIENCE, |run| {
                run.signal(Signal::Kill);
                run.signal_from_beside(Signal::Kill);
                drop(run.0.timer.take());
            });
        });
    }

    /// Does this after so many milliseconds. Until then it is kept, whoever drops it.
    fn unless_over(&self, millis: u64, then: impl Fn(&Self) + 'static) {
        let run = self.clone();
        *self.0.timer.borrow_mut() = Timer::after(millis, move || then(&run));
    }

    fn signal(&self, signal: Signal) {
        self.say(&ClientControl::Signal { signal });
    }

    fn signal_from_beside(&self, signal: Signal) {
        if let Some(group) = self.0.head.get().group() {
            let (script, input) = (carrier::signalling(group, signal), Input::default());
            let job = Job { script: &script, input: &input, password: None };
            let beside = Self::begin(self.0.key.clone(), job, |_| {});
            *self.0.beside.borrow_mut() = Some(beside);
        }
    }

    fn connect(&self) {
        let inner = Rc::downgrade(&self.0);
        let heard = move |event| {
            if let Some(inner) = inner.upgrade() {
                Self(inner).heard(event);
            }
        };
        let channel = self.0.channel.borrow().clone();
        let resume = channel.as_deref().map(|channel| (channel, self.0.offset.get()));
        drop(self.0.socket.take());
        match Socket::exec(&self.0.key, &self.0.typist, resume, heard) {
            Ok(socket) => *self.0.socket.borrow_mut() = Some(socket),
            Err(_) => self.end(End::Lost(NetError::Unreachable)),
        }
    }

    fn heard(&self, event: SocketEvent) {
        match event {
            SocketEvent::Open => {
                if self.0.channel.borrow().is_none() {
                    self.say(&ClientControl::Run { command: self.0.command.to_owned() });
                }
            }
            SocketEvent::Output(output) => self.output(&output),
            SocketEvent::Control(control) => self.told(control),
            SocketEvent::Unreadable => self.end(End::Lost(NetError::Garbled)),
            SocketEvent::Closed(code) => self.closed(code),
        }
    }

    fn told(&self, control: ServerControl) {
        match control {
            ServerControl::Opened { channel, offset, input, .. } => {
                let is_back = self.0.channel.replace(Some(channel)).is_some();
                self.0.offset.set(offset);
                self.0.tries.set(0);
                let taken = input.unwrap_or_default();
                self.0.sent.set((usize::try_from(taken).unwrap_or(usize::MAX), false));
                self.send_input(taken);
                self.acknowledge();
                if is_back {
                    (self.0.tell)(Told::Back);
                }
                // It may have been cancelled while nobody could be told.
                if self.0.is_cancelled.get() {
                    self.cancel();
                }
            }
            ServerControl::Exit { status, signal, .. } => self.end(End::Exit { status, signal }),
            ServerControl::Problem { problem } => *self.0.problem.borrow_mut() = Some(problem.problem),
            ServerControl::Input { offset } => self.send_input(offset),
            ServerControl::Role { .. } | ServerControl::Watchers { .. } | ServerControl::Pong { .. } => {}
        }
    }

    /// Sends of the input what may be under way beyond what the target has; each message names the stream.
    fn send_input(&self, taken: u64) {
        let (sent, is_whole) = self.0.sent.get();
        let input = &self.0.input;
        let may =
            usize::try_from(taken.saturating_add(INPUT_AHEAD_BYTES)).unwrap_or(usize::MAX).min(input.len());
        if is_whole || (may <= sent && sent < input.len()) {
            return;
        }
        if let Some(socket) = self.0.socket.borrow().as_ref() {
            for piece in input.get(sent..may).unwrap_or_default().chunks(CLIENT_MESSAGE_BYTES - 1) {
                socket.type_bytes(&[&[Stream::Stdin as u8], piece].concat());
            }
        }
        let is_whole = may == input.len();
        self.0.sent.set((may, is_whole));
        if is_whole {
            self.say(&ClientControl::Eof);
        }
    }

    fn output(&self, output: &ArrayBuffer) {
        let bytes = Uint8Array::new(output).to_vec();
        let Some((stream, bytes)) = bytes.split_first() else { return };
        self.0.offset.set(self.0.offset.get() + bytes.len() as u64);
        if self.0.offset.get() >= self.0.acked.get() + ACK_EVERY_BYTES {
            self.acknowledge();
        }
        if *stream == Stream::Stderr as u8 {
            let bytes = self.0.errors.borrow_mut().strip(bytes);
            return self.tell(bytes, Told::Errors);
        }
        let mut head = self.0.head.get();
        let bytes = head.strip(bytes);
        self.0.head.set(head);
        self.tell(bytes, Told::Output);
    }

    fn tell<'a>(&self, bytes: &'a [u8], told: fn(&'a [u8]) -> Told<'a>) {
        if !bytes.is_empty() {
            (self.0.tell)(told(bytes));
        }
    }

    fn acknowledge(&self) {
        let offset = self.0.offset.get();
        self.0.acked.set(offset);
        self.say(&ClientControl::Ack { offset });
    }

    fn closed(&self, code: u16) {
        if self.0.is_over.get() {
            return;
        }
        let may_come_back = CloseCode::from_number(code).is_none_or(CloseCode::may_come_back);
        let tries = self.0.tries.get();
        // A script that may have begun, and cannot be found again, is not begun a second time.
        if self.0.channel.borrow().is_none() || !may_come_back || tries >= TRIES {
            let problem = self.0.problem.take();
            return self.end(End::Lost(problem.map_or(NetError::Unreachable, NetError::Problem)));
        }
        if tries == 0 {
            (self.0.tell)(Told::Away);
        }
        self.0.tries.set(tries + 1);
        let inner = Rc::downgrade(&self.0);
        let again = move || {
            if let Some(inner) = inner.upgrade() {
                Self(inner).connect();
            }
        };
        *self.0.timer.borrow_mut() = Timer::after(backoff(tries, browser::random()), again);
    }

    fn end(&self, end: End) {
        if !self.0.is_over.replace(true) {
            drop(self.0.timer.take());
            let errors = self.0.errors.take();
            self.tell(errors.instead(), Told::Errors);
            (self.0.tell)(Told::Ended(end));
        }
    }

    fn say(&self, control: &ClientControl) {
        if let Some(socket) = self.0.socket.borrow().as_ref() {
            socket.say(control);
        }
    }
}

/// Runs a script that reads, and hands over what it said, if that is no more than `most` bytes; the rest is dropped,
/// and it counts as one that failed. While what is returned is kept, that is: dropped, nobody is told.
pub(crate) fn gather(
    key: Key,
    job: Job<'_>,
    most: usize,
    then: impl FnOnce(Result<Ran, NetError>) + 'static,
) -> Run {
    let (ran, then) = (RefCell::new(Ran::default()), RefCell::new(Some(then)));
    let is_whole = Cell::new(true);
    Run::begin(key, job, move |told| match told {
        Told::Output(bytes) => {
            let mut ran = ran.borrow_mut();
            is_whole.set(is_whole.get() && ran.stdout.len() + bytes.len() <= most);
            if is_whole.get() {
                ran.stdout.extend_from_slice(bytes);
            }
        }
        Told::Errors(bytes) => keep_last(&mut ran.borrow_mut().stderr, bytes, SAID_BYTES),
        Told::Away | Told::Back => {}
        Told::Ended(end) => {
            let mut ran = ran.take();
            let result = match end {
                End::Exit { status, .. } => {
                    ran.status = status.filter(|_| is_whole.get());
                    Ok(ran)
                }
                End::Lost(why) => Err(why),
            };
            if let Some(then) = then.take() {
                then(result);
            }
        }
    })
}

/// How much of what a script says is kept to be shown, in bytes: the last of it.
pub(crate) const SAID_BYTES: usize = 64 * 1024;

/// Adds bytes, and drops the first where there are too many.
pub(crate) fn keep_last(kept: &mut Vec<u8>, bytes: &[u8], most: usize) {
    kept.extend_from_slice(bytes);
    if kept.len() > 2 * most {
        kept.drain(..kept.len() - most);
    }
}
