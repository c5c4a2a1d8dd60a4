//! Whose output goes into its terminal next, of all the panes of the page: decides, never acts.
//!
//! One thread parses and draws the output of every pane and hears every key, so a flood in one of them must not
//! be in the way of what is typed in another. The pane that is typed in goes first and at once; the others take
//! turns; those that nobody sees get a hundredth of the time. What their programs write waits for it, and once that is
//! much, the flow control slows them down.

/// Microseconds since the page was opened.
pub(crate) type Micros = u64;

/// Most bytes given to a terminal at once, where others wait: they take it one to three milliseconds.
pub(crate) const SLICE_BYTES: usize = 8 * 1024;
/// The same for a pane nobody sees: each turn may cost a frame, so there are few of them.
const HIDDEN_SLICE_BYTES: usize = 32 * 1024;
/// How much output may wait for the turns of a pane nobody sees before its program is slowed down to them.
const HIDDEN_BYTES: usize = 2 * 1024 * 1024;
/// How long a turn takes at most, in microseconds: keys and frames come in between.
const TURN: Micros = 8_000;
/// The same beside a pane that is typed in and has little to show: its echo may have to wait for the turn.
const TURN_BESIDE_TYPING: Micros = 4_000;
/// How long after its last key a pane counts as typed in, in microseconds.
const TYPING: Micros = 1_000_000;
/// Time from one turn of the others to the next while someone types, in microseconds: one pane has to be drawn again
/// in every third frame besides the one that is typed in.
const TYPING_PACE: Micros = 48_000;
/// A pane nobody sees waits so many times as long as its turn has taken.
const HIDDEN_REST: u64 = 100;

/// Names a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(u64);

/// Whether a pane can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// It can.
    Shown,
    /// It cannot: another tab is in front of it, or another window.
    Hidden,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Give so many bytes of this pane's output to its terminal.
    Slice(Place, usize),
    /// Nothing before this moment.
    Wait(Micros),
    /// Nothing until there is more output, or a terminal is done with what it has.
    Rest,
}

#[derive(Debug)]
struct Queue {
    place: Place,
    sight: Sight,
    /// Bytes of output that wait.
    bytes: usize,
    /// Slices that the terminal is not done with.
    under_way: usize,
    /// When it may have another turn, if nobody sees it.
    rested: Micros,
    typed: Option<Micros>,
}

/// The panes of the page.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    queues: Vec<Queue>,
    named: u64,
    /// Whose turn it is among the others, and how much of it is used.
    current: Option<(Place, Micros)>,
    /// How much of it there is.
    most: Micros,
    /// When the last turn of the others ended, and what the pane that is typed in has used since.
    ended: Micros,
    used_by_typing: Micros,
}

impl Turns {
    /// A new pane.
    pub(crate) fn join(&mut self) -> Place {
        self.named += 1;
        let place = Place(self.named);
        let sight = Sight::Shown;
        self.queues.push(Queue { place, sight, bytes: 0, under_way: 0, rested: 0, typed: None });
        place
    }

    /// A pane is gone, and its output with it.
    pub(crate) fn leave(&mut self, place: Place) {
        self.queues.retain(|queue| queue.place != place);
        if self.current.is_some_and(|(current, _)| current == place) {
            self.current = None;
        }
    }

    /// The pane is typed in.
    pub(crate) fn typed(&mut self, place: Place, now: Micros) {
        if let Some(queue) = self.queue(place) {
            queue.typed = Some(now);
        }
    }

    /// The pane comes into sight, or goes out of it.
    pub(crate) fn seen(&mut self, place: Place, sight: Sight) {
        if let Some(queue) = self.queue(place) {
            queue.sight = sight;
        }
    }

    /// Output came for the pane. Whether its program may go on before the terminal has processed it: nobody sees it,
    /// and not much waits.
    pub(crate) fn came(&mut self, place: Place, bytes: usize) -> bool {
        let Some(queue) = self.queue(place) else { return false };
        queue.bytes += bytes;
        queue.sight == Sight::Hidden && queue.bytes <= HIDDEN_BYTES
    }

    /// The terminal is done with a slice; it took so many microseconds.
    pub(crate) fn done(&mut self, place: Place, took: Micros, now: Micros) {
        if let Some((current, used)) = &mut self.current
            && *current == place
        {
            *used += took;
        }
        let mut used_by_typing = 0;
        if let Some(queue) = self.queue(place) {
            queue.under_way = queue.under_way.saturating_sub(1);
            queue.rested = now + took * HIDDEN_REST;
            used_by_typing = if queue.is_typed(now) { took } else { 0 };
        }
        self.used_by_typing += used_by_typing;
    }

    /// What to do now.
    pub(crate) fn next(&mut self, now: Micros) -> Turn {
        if let Some(turn) = self.alone() {
            return turn;
        }
        let is_typing = self.queues.iter().any(|queue| queue.is_typed(now));
        let begin = if is_typing { self.ended + TYPING_PACE } else { 0 };
        let is_others_turn = now >= begin && self.used_by_typing >= TURN;
        let typed = self.queues.iter_mut().find(|queue| queue.is_typed(now) && queue.is_ready());
        if let Some(queue) = typed.filter(|_| !is_others_turn) {
            return queue.slice(SLICE_BYTES);
        }
        if self.queues.iter().any(|queue| queue.under_way > 0 && !queue.is_typed(now)) {
            return Turn::Rest;
        }
        if let Some(turn) = self.go_on() {
            return turn;
        }
        if self.current.take().is_some() {
            self.ended = now;
            // Let a key or a frame come in between.
            return Turn::Wait(now);
        }
        if now < begin {
            return if self.queues.iter().any(Queue::is_ready) { Turn::Wait(begin) } else { Turn::Rest };
        }
        let is_quiet = is_typing && self.used_by_typing < TURN;
        self.most = if is_quiet { TURN_BESIDE_TYPING } else { TURN };
        self.used_by_typing = 0;
        self.begin_turn(now)
    }

    /// Where one pane alone has output, its terminal knows by itself when to let a frame pass.
    fn alone(&mut self) -> Option<Turn> {
        let mut busy = self.queues.iter_mut().filter(|queue| queue.bytes > 0 || queue.under_way > 0);
        let queue = busy.next().filter(|queue| queue.sight == Sight::Shown && queue.bytes > 0)?;
        busy.next().is_none().then(|| queue.slice(usize::MAX))
    }

    /// The turn that is under way, if it is not used up.
    fn go_on(&mut self) -> Option<Turn> {
        let (place, used) = self.current?;
        let most = self.most;
        let queue = self.queue(place)?;
        let goes_on = used < most && queue.is_ready() && queue.sight == Sight::Shown;
        goes_on.then(|| queue.slice(SLICE_BYTES))
    }

    /// Begins the turn of the pane that has waited longest: those that had one go to the end of the row.
    fn begin_turn(&mut self, now: Micros) -> Turn {
        let may = |queue: &Queue| queue.is_ready() && (queue.sight == Sight::Shown || queue.rested <= now);
        let Some(at) = self.queues.iter().position(may) else {
            let waiting = self.queues.iter().filter(|queue| queue.is_ready());
            return waiting.map(|queue| queue.rested).min().map_or(Turn::Rest, Turn::Wait);
        };
        let mut queue = self.queues.remove(at);
        self.current = Some((queue.place, 0));
        let turn = queue.slice(if queue.sight == Sight::Shown { SLICE_BYTES } else { HIDDEN_SLICE_BYTES });
        self.queues.push(queue);
        turn
    }

    fn queue(&mut self, place: Place) -> Option<&mut Queue> {
        self.queues.iter_mut().find(|queue| queue.place == place)
    }
}

impl Queue {
    fn is_ready(&self) -> bool {
        self.bytes > 0 && self.under_way == 0
    }

    fn is_typed(&self, now: Micros) -> bool {
        self.typed.is_some_and(|at| now < at + TYPING)
    }

    fn slice(&mut self, most: usize) -> Turn {
        let bytes = self.bytes.min(most);
        self.bytes -= bytes;
        self.under_way += 1;
        Turn::Slice(self.place, bytes)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
