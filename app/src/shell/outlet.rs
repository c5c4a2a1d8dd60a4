//! Carries output into the terminals of the page, in the order that `turns` decides, as views on what the network
//! brought: nothing is copied, and whoever sent it hears when the terminal is done with it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use web_sys::js_sys::{ArrayBuffer, Uint8Array};

use crate::browser::{self, Listener, SightWatch, Timer};
use crate::turns::{Micros, Place, Sight, Turn, Turns};
use crate::xterm::Terminal;

/// Something for a terminal.
enum Piece {
    /// Output from this byte on, and whom to tell when the terminal is done with it.
    Output(ArrayBuffer, u32, Box<dyn FnOnce()>),
    /// Something else that has its place between outputs.
    Act(Box<dyn FnOnce(&Terminal)>),
}

/// A part of it that is given away at once.
enum Part {
    Bytes(Uint8Array, Option<Box<dyn FnOnce()>>),
    Act(Box<dyn FnOnce(&Terminal)>),
}

/// The way into one terminal; what has not gone in when this is dropped is dropped too.
pub(super) struct Outlet {
    place: Place,
    _watches: (SightWatch, Option<Listener>),
}

struct Pending {
    place: Place,
    terminal: Rc<Terminal>,
    pieces: VecDeque<Piece>,
    /// Whether the terminal is in sight, where the page is.
    is_in_sight: bool,
}

#[derive(Default)]
struct Page {
    turns: Turns,
    pending: Vec<Pending>,
    timer: Option<Timer>,
}

thread_local! {
    static PAGE: RefCell<Page> = RefCell::default();
}

impl Outlet {
    pub(super) fn new(terminal: &Rc<Terminal>) -> Self {
        let place = with(|page| {
            let place = page.turns.join();
            let pieces = VecDeque::new();
            page.pending.push(Pending { place, terminal: terminal.clone(), pieces, is_in_sight: true });
            place
        });
        let watch = terminal.watch_sight(move |is_in_sight| {
            with(|page| page.sight(place, |pending| pending.is_in_sight = is_in_sight));
            pump();
        });
        let document = browser::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            Listener::new(document, "visibilitychange", move |_| {
                with(|page| page.sight(place, |_| {}));
                pump();
            })
        });
        Self { place, _watches: (watch, listener) }
    }

    /// The person types here.
    pub(super) fn typed(&self) {
        with(|page| page.turns.typed(self.place, browser::micros()));
    }

    /// Output came; `done` is called when the terminal has processed it. Whether its program may go on meanwhile.
    pub(super) fn output(&self, output: &ArrayBuffer, done: impl FnOnce() + 'static) -> bool {
        let may_wait = with(|page| {
            let may_wait = page.turns.came(self.place, output.byte_length() as usize);
            if let Some(pending) = page.pending(self.place) {
                pending.pieces.push_back(Piece::Output(output.clone(), 0, Box::new(done)));
            }
            may_wait
        });
        pump();
        may_wait
    }

    /// Does something with the terminal after all output that came before.
    pub(super) fn act(&self, act: impl FnOnce(&Terminal) + 'static) {
        let at_once = with(|page| {
            let pending = page.pending(self.place)?;
            if pending.pieces.is_empty() {
                return Some((pending.terminal.clone(), act));
            }
            pending.pieces.push_back(Piece::Act(Box::new(act)));
            None
        });
        if let Some((terminal, act)) = at_once {
            act(&terminal);
        }
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        let gone = with(|page| {
            page.turns.leave(self.place);
            let at = page.pending.iter().position(|pending| pending.place == self.place)?;
            Some(page.pending.swap_remove(at))
        });
        // Its terminal may have a word to say in its end.
        drop(gone);
        pump();
    }
}

fn with<T>(act: impl FnOnce(&mut Page) -> T) -> T {
    PAGE.with(|page| act(&mut page.borrow_mut()))
}

/// Gives away what may go now. Terminals may answer at once, and come back here.
fn pump() {
    loop {
        let now = browser::micros();
        match with(|page| page.turns.next(now)) {
            Turn::Slice(place, bytes) => {
                let taken = with(|page| page.pending(place).map(|pending| pending.take(bytes)));
                if let Some((terminal, parts)) = taken {
                    give(place, &terminal, parts);
                }
            }
            Turn::Wait(moment) => {
                let timer = Timer::after(moment.saturating_sub(now).div_ceil(1_000), || {
                    // The timer that calls must live until it has called.
                    let called = with(|page| page.timer.take());
                    pump();
                    drop(called);
                });
                return drop(with(|page| std::mem::replace(&mut page.timer, timer)));
            }
            Turn::Rest => return,
        }
    }
}

fn give(place: Place, terminal: &Rc<Terminal>, parts: Vec<Part>) {
    let begun: Rc<std::cell::Cell<Micros>> = Rc::default();
    // Nothing at all, to hear when the terminal comes to it.
    let begins = begun.clone();
    terminal.write(&Uint8Array::new_with_length(0), move || begins.set(browser::micros()));
    let mut left = parts.iter().filter(|part| matches!(part, Part::Bytes(..))).count();
    for part in parts {
        match part {
            Part::Act(act) => act(terminal),
            Part::Bytes(bytes, done) => {
                left -= 1;
                let end = (left == 0).then(|| begun.clone());
                terminal.write(&bytes, move || {
                    if let Some(begun) = end {
                        let now = browser::micros();
                        with(|page| page.turns.done(place, now.saturating_sub(begun.get()), now));
                    }
                    if let Some(done) = done {
                        done();
                    }
                    pump();
                });
            }
        }
    }
}

impl Page {
    fn pending(&mut self, place: Place) -> Option<&mut Pending> {
        self.pending.iter_mut().find(|pending| pending.place == place)
    }

    fn sight(&mut self, place: Place, change: impl FnOnce(&mut Pending)) {
        let Some(pending) = self.pending(place) else { return };
        change(pending);
        let is_seen = pending.is_in_sight && !browser::is_hidden();
        self.turns.seen(place, if is_seen { Sight::Shown } else { Sight::Hidden });
    }
}

impl Pending {
    /// Takes so many bytes, and what comes right after them.
    fn take(&mut self, mut bytes: usize) -> (Rc<Terminal>, Vec<Part>) {
        let mut parts = Vec::new();
        while let Some(piece) = self.pieces.pop_front() {
            match piece {
                Piece::Act(act) => parts.push(Part::Act(act)),
                Piece::Output(buffer, from, done) if bytes == 0 && buffer.byte_length() > from => {
                    self.pieces.push_front(Piece::Output(buffer, from, done));
                    break;
                }
                Piece::Output(buffer, from, done) => {
                    let length = (buffer.byte_length() - from).min(u32::try_from(bytes).unwrap_or(u32::MAX));
                    bytes -= length as usize;
                    let part = Uint8Array::new_with_byte_offset_and_length(&buffer, from, length);
                    let to = from + length;
                    if to == buffer.byte_length() {
                        parts.push(Part::Bytes(part, Some(done)));
                    } else {
                        parts.push(Part::Bytes(part, None));
                        self.pieces.push_front(Piece::Output(buffer, to, done));
                        break;
                    }
                }
            }
        }
        (self.terminal.clone(), parts)
    }
}
