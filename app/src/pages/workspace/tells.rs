//! What a pane's program tells beyond its text, and what the page does about it: marks, directory, prompts, leaving.

use std::time::Duration;

use leptos::prelude::*;

use super::view::View;
use crate::browser::{self, Listener};
use crate::marks::{Marks, Sight, Stir};
use crate::osc::{Directory, Said};
use crate::session::{Moment, State};
use crate::words::{Locale, td_string};
use crate::xterm::Way;

/// How long a remark stays, in seconds.
const REMARK_SECONDS: u64 = 6;

/// What is known of it.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Tells {
    /// What a tab shows of this pane.
    pub(super) marks: RwSignal<Marks>,
    /// Where the shell is, if it says so.
    directory: RwSignal<Option<Directory>>,
    /// The machine the shell named first: its own.
    machine: RwSignal<Option<String>>,
    /// Whether a person can see the pane.
    pub(super) sight: RwSignal<Sight>,
    /// Whether the person is being shown how to have prompts marked.
    pub(super) is_marking: RwSignal<bool>,
    /// Something to say once, in the pane's bar.
    pub(super) remark: RwSignal<Option<Remark>>,
    /// When the person was asked last about leaving.
    asked: StoredValue<Option<Moment>>,
}

/// Something to say once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remark {
    /// There is no prompt that way.
    NoPrompt,
    /// No output is known to belong to a command.
    NoOutput,
    /// The last output was copied.
    Copied,
    /// The person stayed, because something runs.
    Stayed,
    /// The files that were on their way to the target are there.
    Sent,
    /// The file that was fetched is here.
    Fetched,
    /// A file that was fetched changed meanwhile.
    ChangedOnTheWay,
    /// Folders cannot be sent from a terminal.
    Folders,
    /// Something in a folder cannot be read.
    Unreadable,
    /// These are too many at one time.
    TooManyFiles,
}

impl Tells {
    pub(super) fn new() -> Self {
        Self {
            marks: RwSignal::default(),
            directory: RwSignal::new(None),
            machine: RwSignal::new(None),
            sight: RwSignal::new(Sight::Seen),
            is_marking: RwSignal::new(false),
            remark: RwSignal::new(None),
            asked: StoredValue::new(None),
        }
    }

    /// Takes what a program said.
    pub(super) fn said(self, said: Said) {
        match said {
            Said::Directory(directory) => {
                let _ = self.machine.try_update(|machine| _ = machine.get_or_insert(directory.host.clone()));
                let _ = self.directory.try_set(Some(directory));
            }
            Said::Progress(progress) => self.change(|marks| marks.progressed(progress)),
            // The terminal has drawn it.
            Said::Shell(_) => {}
        }
    }

    /// The directory the shell is in, as far as it says so; not one of a machine that was reached from there, whose
    /// files are others. Tracked.
    pub(super) fn here(self) -> Option<String> {
        let (directory, machine) = (self.directory.get()?, self.machine.get()?);
        (directory.host == machine).then_some(directory.path)
    }

    /// There was output, or it rang.
    pub(super) fn stirred(self, stir: Stir) {
        let Some(sight) = self.sight.try_get_untracked() else { return };
        let sight = if browser::is_hidden() { Sight::Hidden } else { sight };
        self.change(|marks| marks.stirred(stir, sight));
    }

    /// A new shell begins: what was said of the last one holds no more.
    pub(super) fn forget(self) {
        self.directory.set(None);
        self.machine.set(None);
        self.change(|marks| marks.progressed(None));
    }

    /// Says something for a moment.
    pub(super) fn remark(self, remark: Remark) {
        self.remark.set(Some(remark));
        let clear = move || {
            if self.remark.try_get_untracked() == Some(Some(remark)) {
                self.remark.set(None);
            }
        };
        set_timeout(clear, Duration::from_secs(REMARK_SECONDS));
    }

    /// Most output changes nothing that is shown.
    fn change(self, change: impl FnOnce(Marks) -> Marks) {
        let Some(before) = self.marks.try_get_untracked() else { return };
        let after = change(before);
        if after != before {
            self.marks.set(after);
        }
    }
}

impl View {
    /// Scrolls to the prompt above or below.
    pub(super) fn go_to_prompt(self, way: Way) {
        if self.terminal().is_some_and(|terminal| !terminal.go_to_prompt(way)) {
            self.tells.remark(Remark::NoPrompt);
        }
    }

    /// Copies what the last command printed.
    pub(super) fn copy_last_output(self) {
        let output = self.terminal().and_then(|terminal| terminal.last_output());
        self.tells.remark(if output.is_some() { Remark::Copied } else { Remark::NoOutput });
        if let Some(output) = output {
            browser::copy(&output);
        }
    }

    /// Whether something runs in it that a person may not want to leave.
    pub(super) fn is_busy(self) -> bool {
        let is_over = self.shown_untracked(|state| matches!(state, State::Ended(_)));
        !is_over && self.terminal().is_some_and(|terminal| terminal.signs().is_busy(browser::now()))
    }

    /// Asks once before the page is left while something runs; again only after the person has gone on typing.
    fn on_leaving(self, event: &web_sys::Event) {
        let Some(terminal) = self.terminal().filter(|_| self.is_busy()) else { return };
        let now = browser::now();
        let typed = terminal.signs().typed;
        if self.tells.asked.get_value().is_some_and(|asked| typed <= asked) {
            return;
        }
        self.tells.asked.set_value(Some(now));
        event.prevent_default();
        // Comes true only for a person who stays.
        set_timeout(move || self.tells.remark(Remark::Stayed), Duration::from_millis(1));
    }
}

/// Keeps the marks of a pane in step with whether it is seen, and asks before it is left. Call once a pane.
pub(super) fn follow(view: View, is_shown: impl Fn() -> bool + Send + Sync + 'static) {
    let look = move || {
        if view.tells.sight.try_get_untracked() == Some(Sight::Seen) && !browser::is_hidden() {
            view.tells.change(Marks::looked_at);
        }
    };
    let is_shown = Memo::new(move |_| is_shown());
    Effect::new(move || {
        view.tells.sight.set(if is_shown.get() { Sight::Seen } else { Sight::Hidden });
        look();
    });
    let Some(window) = browser::window() else { return };
    let document =
        window.document().map(|document| Listener::new(document, "visibilitychange", move |_| look()));
    let leaving = Listener::new(window, "beforeunload", move |event| view.on_leaving(&event));
    StoredValue::new_local((document, leaving));
}

impl Remark {
    /// Whether it says that something was done, and not that something is amiss.
    pub(super) fn is_good(self) -> bool {
        matches!(self, Self::Copied | Self::Sent | Self::Fetched)
    }
}

/// A remark in words.
pub(super) fn say(l: Locale, remark: Remark) -> &'static str {
    match remark {
        Remark::NoPrompt => td_string!(l, prompts.none),
        Remark::NoOutput => td_string!(l, prompts.no_output),
        Remark::Copied => td_string!(l, prompts.copied),
        Remark::Stayed => td_string!(l, leave.stayed),
        Remark::Sent => td_string!(l, transfers.sent),
        Remark::Fetched => td_string!(l, transfers.fetched),
        Remark::ChangedOnTheWay => td_string!(l, transfers.changed),
        Remark::Folders => td_string!(l, transfers.folders),
        Remark::Unreadable => td_string!(l, computer.unreadable),
        Remark::TooManyFiles => td_string!(l, transfers.too_many),
    }
}
