//! Predictive echo: foretells what the screen will show of typed keys, and takes it back in time. It sees keys,
//! times and one line of the screen; it draws nothing and sends nothing.
//!
//! The idea is that of mosh (Winstein and Balakrishnan, "Mosh: An Interactive Remote Shell for Mobile Clients",
//! USENIX ATC 2012): keys belong to epochs, and what is foretold of an epoch is shown only once the screen has
//! confirmed a key of it. Enter, control keys and whatever else nobody can foretell begin a new epoch; so does
//! output that was not foretold. A password prompt confirms nothing, so nothing is ever shown there.

mod key;
mod line;
mod pace;

use serde::{Deserialize, Serialize};

use crate::session::Moment;
use key::Key;
pub(crate) use line::{BLANK, Drawing, HALF, Line};
use line::{Draft, Step, Tail};
use pace::Pace;

/// Most keys waited for at once; more are typed on without a prediction.
const MOST_WAITING: usize = 64;
/// How long a key of an epoch that is not shown waits for its echo, in milliseconds: long, because until an echo
/// was seen nobody knows how far away the target is.
const HIDDEN_PATIENCE: u64 = 2_000;

/// When to show what was typed before the target has echoed it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Mode {
    /// Never.
    Off,
    /// On a line slow enough to be felt.
    #[default]
    Auto,
    /// Always.
    On,
}

/// What a person has chosen about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Echo {
    /// When.
    pub(crate) mode: Mode,
}

/// A key that the screen has not answered yet.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    key: Key,
    epoch: u64,
    sent: Moment,
}

/// Foretells for one terminal.
#[derive(Debug, Default)]
pub(crate) struct Predictor {
    mode: Mode,
    pace: Pace,
    /// The line as the screen showed it last; none if it is not known.
    base: Option<Draft>,
    /// The epoch that the typed part of it belongs to.
    base_epoch: u64,
    /// What is still to be answered, oldest first.
    waiting: Vec<Waiting>,
    /// The epoch of the next key, and the latest one the screen has confirmed a key of.
    epoch: u64,
    confirmed: Option<u64>,
    tail: Tail,
}

impl Predictor {
    /// The person has chosen.
    pub(crate) fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
        if mode == Mode::Off {
            self.forget();
        }
    }

    /// A round trip to the relay took so many milliseconds.
    pub(crate) fn line_took(&mut self, millis: u32) {
        self.pace.line_took(millis.into());
    }

    /// Whether keys are to be given to it at all.
    pub(crate) fn is_on(&self) -> bool {
        self.mode != Mode::Off
    }

    /// Whether what it foretells is shown.
    pub(crate) fn is_shown(&self) -> bool {
        match self.mode {
            Mode::Off => false,
            Mode::Auto => self.pace.is_felt(),
            Mode::On => true,
        }
    }

    /// Whether output has to be looked at: else the next key does.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The screen is another one: a new size, a repaint, a new shell.
    pub(crate) fn forget(&mut self) {
        self.waiting.clear();
        self.base = None;
        self.begin_epoch();
    }

    /// The person typed; the screen shows this line before the answer.
    pub(crate) fn typed(&mut self, bytes: &[u8], now: Moment, line: Line) {
        self.shows(line, now);
        for key in key::read(bytes) {
            if self.is_known(key) {
                self.waiting.push(Waiting { key, epoch: self.epoch, sent: now });
            } else {
                self.begin_epoch();
            }
        }
    }

    /// The screen shows this line after output.
    pub(crate) fn shows(&mut self, line: Line, now: Moment) {
        self.expire(now);
        let Some(base) = &mut self.base else {
            self.base = Some(Draft::at(line));
            return;
        };
        if base.line.agrees_with(&line) {
            base.is_shown_as(line);
        } else if let Some((first, last)) = self.explain(&line, now) {
            self.accept(first, last, line, now);
        } else {
            self.contradicted(Draft::at(line));
        }
    }

    /// Takes away what has waited too long.
    pub(crate) fn expire(&mut self, now: Moment) {
        while self.waiting.first().is_some_and(|first| now >= self.deadline(first)) {
            if !self.is_confirmed() {
                self.waiting.remove(0);
            } else if let Some(last) = self.there_and_back() {
                self.waiting.drain(..=last);
            } else if let Some(base) = self.base.take() {
                self.contradicted(Draft::at(base.line));
            } else {
                self.forget();
            }
        }
    }

    /// When to call [`Self::expire`], if anything is shown that may have to go.
    pub(crate) fn wake_at(&self) -> Option<Moment> {
        self.waiting
            .first()
            .filter(|_| self.is_shown() && self.is_confirmed())
            .map(|first| self.deadline(first))
    }

    /// What to draw over the line that was shown last.
    pub(crate) fn drawing(&self) -> Option<Drawing> {
        if !self.is_shown() || !self.is_confirmed() {
            return None;
        }
        let mut draft = self.draft()?;
        let now = draft.line.clone();
        let mut sure = draft.line.clone();
        for waiting in self.run() {
            if draft.apply(waiting.key, self.tail) != Some(Step::Sure) || !draft.line.fits() {
                break;
            }
            sure.clone_from(&draft.line);
        }
        Drawing::between(&now, &sure)
    }

    /// The line shown last, for the keys that are to be answered next.
    fn draft(&self) -> Option<Draft> {
        let base = self.base.as_ref()?;
        let epoch = self.waiting.first().map_or(self.epoch, |first| first.epoch);
        // What was typed in an earlier epoch may be anything by now.
        Some(if epoch == self.base_epoch { base.clone() } else { Draft::at(base.line.clone()) })
    }

    /// Whether what the first key waits for is shown.
    fn is_confirmed(&self) -> bool {
        self.waiting.first().is_some_and(|first| Some(first.epoch) <= self.confirmed)
    }

    fn deadline(&self, waiting: &Waiting) -> Moment {
        let patience = self.pace.patience();
        let is_shown = Some(waiting.epoch) <= self.confirmed;
        waiting.sent + if is_shown { patience } else { patience.max(HIDDEN_PATIENCE) }
    }

    fn begin_epoch(&mut self) {
        self.epoch += 1;
        self.tail = Tail::Unknown;
    }

    /// The keys of the oldest epoch that is not answered: those the line is known for.
    fn run(&self) -> &[Waiting] {
        let epoch = self.waiting.first().map(|first| first.epoch);
        let end = self.waiting.iter().position(|waiting| Some(waiting.epoch) != epoch);
        &self.waiting[..end.unwrap_or(self.waiting.len())]
    }

    /// Whether it can be told what the key will do.
    fn is_known(&self, key: Key) -> bool {
        let is_first_epoch = self.run().len() == self.waiting.len()
            && self.waiting.first().is_none_or(|first| first.epoch == self.epoch);
        match key {
            Key::Other => false,
            _ if self.waiting.len() >= MOST_WAITING => false,
            // What it stands behind is not known yet, and need not be.
            Key::Character(..) if !is_first_epoch => true,
            Key::Erase | Key::Left | Key::Right if !is_first_epoch => false,
            Key::Character(..) | Key::Erase | Key::Left | Key::Right => {
                let mut draft = self.draft();
                let keys = self.waiting.iter().map(|waiting| waiting.key).chain([key]);
                draft
                    .as_mut()
                    .is_some_and(|draft| keys.into_iter().all(|key| draft.apply(key, self.tail).is_some()))
            }
        }
    }

    /// Finds the keys that lead from the line shown last to this one: the first and the last.
    fn explain(&self, line: &Line, now: Moment) -> Option<(usize, usize)> {
        let run = self.run();
        if self.is_confirmed() {
            return self.lead_to(line, run).map(|last| (0, last));
        }
        // An epoch may begin with keys that had no echo, or one that came together with the prompt. Of two that
        // look alike the older one is answered first, unless it is too old.
        let patience = self.pace.patience();
        let fresh = run.iter().position(|waiting| now < waiting.sent + patience).unwrap_or(run.len());
        let mut firsts = (fresh..run.len()).chain((0..fresh).rev());
        firsts.find_map(|first| self.lead_to(line, &run[first..]).map(|last| (first, first + last)))
    }

    /// How many of these keys lead from the line shown last to this one.
    fn lead_to(&self, line: &Line, keys: &[Waiting]) -> Option<usize> {
        let mut draft = self.draft()?;
        for (last, waiting) in keys.iter().enumerate() {
            draft.apply(waiting.key, self.tail)?;
            if draft.line.agrees_with(line) {
                return Some(last);
            }
        }
        None
    }

    /// Keys that are overdue although the line is as it would be after them: the last of them.
    fn there_and_back(&self) -> Option<usize> {
        let base = self.base.as_ref()?;
        self.lead_to(&base.line, self.run())
    }

    /// The screen has answered these keys.
    fn accept(&mut self, first: usize, last: usize, line: Line, now: Moment) {
        let Some(mut draft) = self.draft() else { return };
        let answered: Vec<Waiting> = self.waiting.drain(..=last).skip(first).collect();
        if answered.iter().all(|waiting| matches!(waiting.key, Key::Character(..))) {
            let typed = line.cursor - draft.line.cursor;
            self.tail = Tail::seen(&draft.line, &line, typed).unwrap_or(self.tail);
        }
        for Waiting { key, epoch, sent } in answered {
            if draft.would_show(key) {
                self.confirmed = self.confirmed.max(Some(epoch));
                self.pace.echo_took(now.saturating_sub(sent));
            }
            self.base_epoch = epoch;
            // Again, with what is now known of the rest of the line; it leads to the same place.
            let _ = draft.apply(key, self.tail);
        }
        draft.is_shown_as(line);
        self.base = Some(draft);
    }

    /// The screen shows something else than was foretold, or nothing for too long.
    fn contradicted(&mut self, now: Draft) {
        if self.is_confirmed() || self.waiting.is_empty() {
            // All that followed from it goes too; keys behind an Enter may still turn out right.
            let gone = self.run().len();
            self.waiting.drain(..gone);
            self.begin_epoch();
        }
        self.tail = Tail::Unknown;
        self.base = Some(now);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
