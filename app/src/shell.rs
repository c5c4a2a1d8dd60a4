//! Joins a terminal, a WebSocket and the state machine between them: acts on what `session` decides.

mod echo;
mod outlet;

use std::cell::RefCell;
use std::rc::Rc;

use postern_shared::wire::{Role, TermSize};
use wasm_bindgen_futures::spawn_local;
use web_sys::js_sys::ArrayBuffer;

use crate::browser::{self, Listener, Timer};
use crate::net::{self, Key, NetError, Socket, SocketEvent};
use crate::paste::Pasted;
use crate::predict::Mode;
use crate::session::{Answer, Arrival, Connection, Effect, Event, Notice, Progress, State};
use crate::xterm::Terminal;
use echo::Echo;
use outlet::Outlet;

/// What the page shows of a connection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    /// Where it stands.
    pub(crate) state: State,
    /// What the person should know.
    pub(crate) notice: Option<Notice>,
    /// How far a paste is that is still to be sent.
    pub(crate) pasting: Option<Progress>,
    /// Round-trip times to the relay, oldest first, in milliseconds.
    pub(crate) round_trips: Vec<u32>,
    /// Whether typed keys are shown before their echo.
    pub(crate) is_foretelling: bool,
}

/// A shell in a terminal. Dropped, it detaches; the shell lives on for the relay's grace time.
#[derive(Clone)]
pub(crate) struct Shell(Rc<Inner>);

struct Inner {
    key: Key,
    echo: Echo,
    outlet: Outlet,
    connection: RefCell<Connection>,
    socket: RefCell<Option<Socket>>,
    timer: RefCell<Option<Timer>>,
    /// What was told last.
    shown: RefCell<Shown>,
    tell: Box<dyn Fn(Shown)>,
    /// Told of the channel's name, so that a reload finds it.
    remember: Box<dyn Fn(String)>,
    listeners: RefCell<Vec<Listener>>,
}

impl Shell {
    /// Attaches the terminal to a channel of the session, or to a new shell; `tell` hears where it stands.
    pub(crate) fn attach(
        key: Key,
        channel: Option<String>,
        terminal: Rc<Terminal>,
        remember: impl Fn(String) + 'static,
        tell: impl Fn(Shown) + 'static,
    ) -> Self {
        let size = terminal.fit().unwrap_or_default();
        let (connection, effects) = Connection::new(browser::page_name(), channel, size, browser::now());
        let (echo, outlet) = (Echo::new(&terminal), Outlet::new(&terminal));
        let shown = Shown::of(&connection, &echo);
        tell(shown.clone());
        let shell = Self(Rc::new(Inner {
            key,
            echo,
            outlet,
            connection: RefCell::new(connection),
            socket: RefCell::default(),
            timer: RefCell::default(),
            shown: RefCell::new(shown),
            tell: Box::new(tell),
            remember: Box::new(remember),
            listeners: RefCell::default(),
        }));
        *shell.0.listeners.borrow_mut() = shell.listen();
        shell.perform(effects);
        shell
    }

    /// The person typed.
    pub(crate) fn typed(&self, bytes: Vec<u8>) {
        self.0.outlet.typed();
        let may_type = matches!(self.0.connection.borrow().state(), State::Live { role: Role::Owner, .. });
        if may_type {
            self.0.echo.typed(&bytes);
        }
        self.feed(Event::Typed(bytes));
    }

    /// The person pasted.
    pub(crate) fn pasted(&self, bytes: Vec<u8>) {
        self.feed(Event::Pasted(Pasted::new(bytes)));
    }

    /// The person wants no more of what is being pasted.
    pub(crate) fn cancel_paste(&self) {
        self.feed(Event::PasteCancelled);
    }

    /// The terminal has a new size.
    pub(crate) fn resized(&self, size: TermSize) {
        self.0.echo.forget();
        self.feed(Event::Resized(size));
    }

    /// When to show typed keys before their echo.
    pub(crate) fn set_echo(&self, mode: Mode) {
        self.0.echo.set_mode(mode);
        self.tell();
    }

    /// The person wants no more waiting, or a new shell.
    pub(crate) fn again(&self) {
        self.feed(Event::Again);
    }

    /// The person wants to type here.
    pub(crate) fn take(&self) {
        self.feed(Event::Take);
    }

    /// A browser that wakes up or comes back online knows before any timer does.
    fn listen(&self) -> Vec<Listener> {
        let Some(window) = browser::window() else { return Vec::new() };
        let mut listeners = Vec::new();
        let stirred = |shell: &Self| {
            let weak = Rc::downgrade(&shell.0);
            move |_| {
                if let Some(inner) = weak.upgrade() {
                    Self(inner).feed(Event::Stirred);
                }
            }
        };
        if let Some(document) = window.document() {
            listeners.push(Listener::new(document, "visibilitychange", stirred(self)));
        }
        listeners.push(Listener::new(window, "online", stirred(self)));
        listeners
    }

    fn feed(&self, event: Event) {
        let effects = self.0.connection.borrow_mut().handle(event, browser::now(), browser::random());
        self.perform(effects);
        self.tell();
    }

    fn tell(&self) {
        let shown = Shown::of(&self.0.connection.borrow(), &self.0.echo);
        // Most events are bytes on their way, and change nothing that is shown.
        if *self.0.shown.borrow() != shown {
            if let Some(millis) = shown.round_trips.last() {
                self.0.echo.line_took(*millis);
            }
            self.0.shown.replace(shown.clone());
            (self.0.tell)(shown);
        }
    }

    fn perform(&self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Connect(attach) => {
                    let weak = Rc::downgrade(&self.0);
                    let tell = move |event| {
                        if let Some(inner) = weak.upgrade() {
                            Self(inner).heard(event);
                        }
                    };
                    // The old one is dropped first, so that it says nothing more.
                    self.0.socket.take();
                    let socket = Socket::open(&self.0.key, &attach, tell).ok();
                    *self.0.socket.borrow_mut() = socket;
                }
                Effect::Disconnect => {
                    drop(self.0.socket.take());
                    self.0.echo.forget();
                }
                Effect::Ask => self.ask(),
                Effect::Say(control) => self.on_socket(|socket| socket.say(&control)),
                Effect::Type(bytes) => self.on_socket(|socket| socket.type_bytes(&bytes)),
                Effect::WakeAt(moment) => self.wake_at(moment),
                Effect::Freshen => self.0.outlet.act(Terminal::freshen),
                Effect::Remember(channel) => (self.0.remember)(channel),
            }
        }
    }

    fn on_socket(&self, act: impl FnOnce(&Socket)) {
        if let Some(socket) = self.0.socket.borrow().as_ref() {
            act(socket);
        }
    }

    fn heard(&self, event: SocketEvent) {
        match event {
            SocketEvent::Open => {}
            SocketEvent::Output(output) => self.output(&output),
            SocketEvent::Control(control) => {
                self.feed(Event::Said(control));
            }
            SocketEvent::Unreadable => self.feed(Event::Unreadable),
            SocketEvent::Closed(code) => self.feed(Event::Closed(code)),
        }
    }

    fn output(&self, output: &ArrayBuffer) {
        let arrival = self.0.connection.borrow_mut().arrived(output.byte_length() as usize);
        match arrival {
            Arrival::Repaint { is_first } => {
                self.0.echo.forget();
                let drawing = output.clone();
                self.0.outlet.act(move |terminal| terminal.repaint(&drawing, is_first));
            }
            Arrival::Output(end) => {
                let weak = Rc::downgrade(&self.0);
                let may_wait = self.0.outlet.output(output, move || {
                    if let Some(inner) = weak.upgrade() {
                        inner.echo.processed();
                        Self(inner).feed(Event::Processed(end));
                    }
                });
                if may_wait {
                    self.feed(Event::Kept(end));
                }
            }
        }
    }

    fn wake_at(&self, moment: u64) {
        let weak = Rc::downgrade(&self.0);
        let timer = Timer::after(moment.saturating_sub(browser::now()), move || {
            if let Some(inner) = weak.upgrade() {
                Self(inner).feed(Event::Woken);
            }
        });
        self.0.timer.replace(timer);
    }

    fn ask(&self) {
        let weak = Rc::downgrade(&self.0);
        let key = self.0.key.clone();
        spawn_local(async move {
            let answer = match net::session(&key).await {
                Ok(info) => Answer::Lives(info.channels),
                // Only these say that the session is over; anything else may pass.
                Err(NetError::Problem(problem)) if matches!(problem.status(), 401 | 404 | 410) => {
                    Answer::Gone(problem)
                }
                Err(_) => Answer::Silence,
            };
            if let Some(inner) = weak.upgrade() {
                Self(inner).feed(Event::Answered(answer));
            }
        });
    }
}

impl Shown {
    fn of(connection: &Connection, echo: &Echo) -> Self {
        Self {
            state: connection.state().clone(),
            notice: connection.notice(),
            pasting: connection.pasting(),
            round_trips: connection.round_trips().collect(),
            is_foretelling: echo.is_shown(),
        }
    }
}
