//! What a pane shows, and what can be done with it.

use std::rc::Rc;

use leptos::prelude::*;
use postern_shared::wire::{Role, TermSize};

use super::looks::Look;
use super::paste::Asked;
use super::tells::Tells;
use super::touch::Touch;
use super::work::Desk;
use crate::browser::{self, SizeWatch};
use crate::predict::Mode;
use crate::session::{Ending, State};
use crate::settings::Choices;
use crate::shell::{Shell, Shown};
use crate::transfer;
use crate::xterm::{Link, LinkEvent, Terminal};

/// A pane, for those who show a part of it or act on it.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct View {
    pub(super) shell: StoredValue<Option<Shell>, LocalStorage>,
    pub(super) terminal: StoredValue<Option<Rc<Terminal>>, LocalStorage>,
    pub(super) watch: StoredValue<Option<SizeWatch>, LocalStorage>,
    /// Where the connection stands; none before the terminal is open.
    pub(super) shown: RwSignal<Option<Shown>>,
    /// The title the program wants; hostile text.
    pub(super) title: RwSignal<Option<String>>,
    /// What the program tells beyond its text.
    pub(super) tells: Tells,
    pub(super) size: RwSignal<TermSize>,
    pub(super) is_finding: RwSignal<bool>,
    pub(super) look: Look,
    /// Whether the person is being asked about ending the session.
    pub(super) is_ending: RwSignal<bool>,
    /// Whether the person is being asked how to save what the terminal holds.
    pub(super) is_saving: RwSignal<bool>,
    /// Whether the settings are open over it.
    pub(super) is_setting: RwSignal<bool>,
    /// A paste that waits for the person.
    pub(super) paste_asked: RwSignal<Option<Asked>>,
    /// Whether the person wants to look at no more lines before they are pasted, in any pane of the session.
    pub(super) trusts_pastes: RwSignal<bool>,
    pub(super) choices: Choices,
    /// Where the terminal's menu is open, in pixels of the window.
    pub(super) menu: RwSignal<Option<(i32, i32)>>,
    pub(super) touch: Touch,
    /// How many files are being dragged over it.
    pub(super) dragging: RwSignal<Option<usize>>,
    /// What a program wants on the clipboard; hostile text.
    pub(super) offered: RwSignal<Option<String>>,
    pub(super) link_over: RwSignal<Option<Link>>,
    pub(super) link_asked: RwSignal<Option<Link>>,
    /// When to show typed keys before their echo, if that is another choice than the one for all.
    pub(super) echo: RwSignal<Option<Mode>>,
}

impl View {
    pub(super) fn new(desk: Desk) -> Self {
        Self {
            shell: StoredValue::new_local(None),
            terminal: StoredValue::new_local(None),
            watch: StoredValue::new_local(None),
            shown: RwSignal::new(None),
            title: RwSignal::new(None),
            tells: Tells::new(),
            size: RwSignal::new(TermSize::default()),
            is_finding: RwSignal::new(false),
            look: Look::of(desk.place()),
            is_ending: RwSignal::new(false),
            is_saving: RwSignal::new(false),
            is_setting: RwSignal::new(false),
            paste_asked: RwSignal::new(None),
            trusts_pastes: desk.trusts_pastes,
            choices: expect_context(),
            menu: RwSignal::new(None),
            touch: Touch::new(),
            dragging: RwSignal::new(None),
            offered: RwSignal::new(None),
            link_over: RwSignal::new(None),
            link_asked: RwSignal::new(None),
            echo: RwSignal::new(None),
        }
    }

    /// Where the connection stands; tracked.
    pub(super) fn shown(self) -> Option<Shown> {
        self.shown.get()
    }

    /// Does something with the shell.
    pub(super) fn with_shell(self, act: impl FnOnce(&Shell)) {
        // A copy, because what is done may change what is stored.
        if let Some(shell) = self.shell.get_value() {
            act(&shell);
        }
    }

    /// Whether the shell has ended; tracked.
    pub(super) fn has_ended(self) -> bool {
        self.shown.with(|shown| shown.as_ref().is_some_and(|shown| matches!(shown.state, State::Ended(_))))
    }

    /// Whether what is typed reaches the shell, now or soon; tracked.
    pub(super) fn may_type(self) -> bool {
        let may = |shown: &Shown| match &shown.state {
            State::Live { role, .. } => *role == Role::Owner,
            State::Opening { .. } | State::Asking { .. } | State::Waiting { .. } => true,
            State::Ended(_) => false,
        };
        self.shown.with(|shown| shown.as_ref().is_some_and(may))
    }

    /// The person typed.
    pub(super) fn typed(self, bytes: Vec<u8>) {
        self.with_shell(|shell| shell.typed(bytes));
    }

    /// Tries to reconnect now, or opens a new shell where one has ended.
    pub(super) fn again(self) {
        self.with_shell(Shell::again);
        self.focus();
    }

    /// Copies what is selected.
    pub(super) fn copy(self) {
        if let Some(terminal) = self.terminal() {
            terminal.copy();
        }
    }

    /// Copies what the screen shows.
    pub(super) fn copy_screen(self) {
        if let Some(terminal) = self.terminal() {
            browser::copy(&terminal.screen());
        }
        self.focus();
    }

    /// The file that what is selected may name.
    pub(super) fn named_file(self) -> Option<String> {
        let selection = self.terminal()?.selection()?;
        transfer::named(&selection).map(str::to_owned)
    }

    /// Looks at where the connection stands; not tracked.
    pub(super) fn shown_untracked(self, look: impl FnOnce(&State) -> bool) -> bool {
        self.shown.with_untracked(|shown| shown.as_ref().is_some_and(|shown| look(&shown.state)))
    }

    /// How it ended, if it did.
    pub(super) fn ending(self) -> Option<Ending> {
        self.shown.with_untracked(|shown| match shown.as_ref().map(|shown| &shown.state) {
            Some(State::Ended(ending)) => Some(ending.clone()),
            _ => None,
        })
    }

    /// The terminal, once it is open.
    pub(super) fn terminal(self) -> Option<Rc<Terminal>> {
        self.terminal.get_value()
    }

    /// Gives the terminal the keyboard.
    pub(super) fn focus(self) {
        // It keeps the keyboard to itself until it is closed; the next key may come before it is taken away.
        browser::close_dialog();
        if let Some(terminal) = self.terminal() {
            terminal.focus();
        }
    }

    /// Fits the terminal to its pane, after its cells have another size.
    pub(super) fn refit(self) {
        let size = self.terminal.try_get_value().flatten().and_then(|terminal| terminal.fit());
        if let Some(size) = size {
            self.size.set(size);
            self.with_shell(|shell| shell.resized(size));
        }
    }

    /// What happens to a link in the terminal.
    pub(super) fn on_link(self, event: LinkEvent) {
        match event {
            LinkEvent::Over(link) => self.link_over.set(Some(link)),
            LinkEvent::Out => self.link_over.set(None),
            LinkEvent::Open(link) => browser::open(&link.url),
            LinkEvent::Ask(link) => self.link_asked.set(Some(link)),
        }
    }
}
