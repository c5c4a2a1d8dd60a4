//! What the panel of one session holds: what the target has, its files, its drawer, what `sudo` is given.

use leptos::prelude::*;
use postern_shared::script::{
    Action as _, CheckPassword, Input, Missing, Plan, Probe, Ran, Remedy, Script, Tools, carrier,
};
use postern_shared::table::Topic;

use super::super::work::{Desk, Work};
use super::board::Board;
use super::drawer::{Drawer, Sheet, Wanted};
use super::files::Files;
use super::monitor::Monitor;
use super::{Panel, Panels};
use crate::browser;
use crate::net::{Key, NetError};
use crate::run::{Job, Run, Told, gather};

/// Most output of a reading script, in bytes: a directory of half a million files.
const READ_BYTES: usize = 64 * 1024 * 1024;

/// What a session's panel holds.
#[derive(Clone, Copy)]
pub(in crate::pages::workspace) struct Station {
    pub(super) work: Work,
    pub(super) desk: Desk,
    pub(super) tools: RwSignal<Known>,
    /// The session in which that was learned.
    learned_in: StoredValue<String>,
    pub(super) drawer: Drawer,
    pub(super) files: Files,
    /// The subject whose table is shown.
    pub(super) topic: RwSignal<Topic>,
    /// The tables that were looked at.
    boards: StoredValue<Vec<Board>>,
    /// Owns them: they outlive the panel.
    owner: StoredValue<Owner>,
    /// Whether the scripts of the panel run as root, through `sudo`.
    pub(super) is_root: RwSignal<bool>,
    pub(super) monitor: Monitor,
    /// What `sudo` is given where it wants a password. It is nowhere but here.
    password: RwSignal<Option<Password>>,
}

/// What a person typed for `sudo`.
#[derive(Clone, PartialEq, Eq)]
struct Password {
    text: String,
    /// Whether `sudo` took it: before that, nothing but the check runs with it.
    is_proven: bool,
}

/// Why a password is of no use.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Refused {
    /// It is another one.
    Wrong,
    /// This user may not use `sudo`.
    NotAllowed,
    /// It remembers none, not even for a moment (sudoers(5), `timestamp_timeout=0`).
    Forgets,
    /// What was said, of which nothing is known here.
    Said(String),
    /// Nothing was heard.
    Lost(NetError),
}

/// What is known of what the target has.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Known {
    /// Nothing yet.
    Coming,
    /// This.
    Here(Box<Tools>),
    /// It could not be learned: what the target said, or what came in between.
    Unknown(Result<Ran, NetError>),
}

impl Station {
    pub(super) fn new(work: Work, desk: Desk) -> Self {
        Self {
            work,
            desk,
            tools: RwSignal::new(Known::Coming),
            learned_in: StoredValue::new(String::new()),
            drawer: Drawer::new(),
            files: Files::new(),
            topic: RwSignal::new(Topic::Processes),
            boards: StoredValue::new(Vec::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            is_root: RwSignal::new(false),
            password: RwSignal::new(None),
            monitor: Monitor::new(),
        }
    }

    /// Its session can be used: learns what the target has, once for each session, and again where that failed.
    pub(super) fn signed_in(self) {
        let session = self.desk.session();
        let is_new = self.learned_in.with_value(|before| *before != session);
        if is_new {
            // What sudo was given was for the session before.
            self.password.set(None);
            self.is_root.set(false);
            self.monitor.stop();
        }
        if is_new || self.tools.with_untracked(|known| matches!(known, Known::Unknown(_))) {
            self.learned_in.set_value(session);
            self.probe();
        }
    }

    pub(super) fn is_of(self, session: &str) -> bool {
        self.desk.held.with_value(|held| held.session == session)
    }

    /// Whether there is a text that was edited and not saved.
    pub(super) fn has_unsaved(self) -> bool {
        let has = |boards: &Vec<Board>| boards.iter().any(|board| board.has_unsaved());
        self.files.has_unsaved() || self.boards.with_value(has)
    }

    /// Learns what the target has.
    pub(super) fn probe(self) {
        self.tools.set(Known::Coming);
        let plan = Plan {
            title: Probe.title(),
            risk: Probe.risk(),
            script: Probe::script(),
            undo: None,
            preview: None,
            input: Input::default(),
            saved_as: None,
        };
        self.drawer.read(self, plan, Wanted::ByPage, move |ran| {
            let known = match ran {
                Ok(ran) => match Probe.outcome(&ran) {
                    Ok(tools) => Known::Here(Box::new(tools)),
                    Err(_) => Known::Unknown(Ok(ran)),
                },
                Err(why) => Known::Unknown(Err(why)),
            };
            self.tools.set(known);
        });
    }

    /// The key to the session.
    fn key(self) -> Key {
        self.desk.held.with_value(crate::store::Held::key)
    }

    /// Has `sudo` check a password, and keeps it for as long as the page is open if it is the right one.
    pub(super) fn check_password(self, text: String, then: impl FnOnce(Result<(), Refused>) + 'static) {
        self.password.set(Some(Password { text, is_proven: false }));
        let plan = Plan {
            title: CheckPassword.title(),
            risk: CheckPassword.risk(),
            script: CheckPassword::script(),
            undo: None,
            preview: None,
            input: Input::default(),
            saved_as: None,
        };
        self.drawer.read(self, plan, Wanted::ByPage, move |ran| {
            let checked = match ran {
                Ok(ran) if ran.status == Some(0) => Ok(()),
                Ok(ran) => Err(refused(&ran)),
                Err(why) => Err(Refused::Lost(why)),
            };
            self.password.update(|password| match (password.as_mut(), &checked) {
                (Some(password), Ok(())) => password.is_proven = true,
                (Some(_), Err(_)) | (None, _) => *password = None,
            });
            then(checked);
        });
    }

    /// Whether `sudo` has its password; tracked.
    pub(super) fn has_password(self) -> bool {
        self.password.with(|password| password.as_ref().is_some_and(|password| password.is_proven))
    }

    /// Forgets a password that `sudo` does not take any more.
    pub(super) fn hear(self, ran: &Ran) {
        let is_proven = untrack(|| self.has_password());
        if is_proven && Remedy::after(ran) == Some(Remedy::PasswordAgain) {
            self.password.set(None);
        }
    }

    /// Has the scripts of the panel run as root from now on, or not any more.
    pub(super) fn set_root(self, is_root: bool) {
        self.is_root.set(is_root);
        self.read_shown(Wanted::ByPerson);
    }

    /// Begins a script.
    pub(super) fn begin_run(self, script: &Script, input: &Input, tell: impl Fn(Told<'_>) + 'static) -> Run {
        self.with_job(script, input, |job| Run::begin(self.key(), job, tell))
    }

    /// Runs a script that reads.
    pub(super) fn gather(
        self,
        script: &Script,
        input: &Input,
        then: impl FnOnce(Result<Ran, NetError>) + 'static,
    ) -> Run {
        let then = move |ran: Result<Ran, NetError>| {
            if let Ok(ran) = &ran {
                self.hear(ran);
            }
            then(ran);
        };
        self.with_job(script, input, |job| gather(self.key(), job, READ_BYTES, then))
    }

    /// `sudo` gets its password where a script uses it.
    pub(super) fn with_job<T>(self, script: &Script, input: &Input, act: impl FnOnce(Job<'_>) -> T) -> T {
        let is_check = *script == CheckPassword::script();
        self.password.with_untracked(|password| {
            let may =
                |password: &&Password| is_check || password.is_proven && carrier::uses_sudo(script.text());
            let password = password.as_ref().filter(may).map(|password| password.text.as_str());
            act(Job { script, input, password })
        })
    }

    /// Does something with what the target has, if that is known: as root where the person has chosen that.
    pub(super) fn with_tools<T>(self, act: impl FnOnce(&Tools) -> T) -> Option<T> {
        let is_root = self.is_root.get_untracked();
        self.tools.with_untracked(|known| match known {
            Known::Here(tools) if is_root => Some(act(&tools.through_sudo())),
            Known::Here(tools) => Some(act(tools)),
            Known::Coming | Known::Unknown(_) => None,
        })
    }

    /// Has a change planned and does with it what its risk says.
    pub(super) fn act(
        self,
        plan: impl Fn(&Tools) -> Result<Plan, Missing> + 'static,
    ) -> Option<Result<Sheet, Missing>> {
        let planned = self.with_tools(&plan)?;
        Some(planned.map(|planned| self.drawer.offer(self, planned, Some(Box::new(plan)))))
    }

    /// Types this into the terminal, for the person to send.
    pub(super) fn type_into_terminal(self, text: &str) {
        if let Some(seat) = self.work.focused_now() {
            seat.view.paste_text(text);
            self.show_terminal();
        }
    }

    /// Gives the keyboard to the terminal. On a phone the panel lies over it, and goes away.
    pub(super) fn show_terminal(self) {
        // The menu that it was chosen in has given the keyboard back to where it was opened.
        self.files.unfocus();
        if let Some(board) = self.known_board() {
            board.unfocus();
        }
        match self.work.panels().filter(|_| browser::is_narrow()) {
            Some(panels) => panels.close(),
            None => self.work.focus_terminal(),
        }
    }

    /// A script changed something: what is shown may be no longer so.
    pub(super) fn changed(self) {
        self.forget_pasted();
        self.send_coming();
        self.read_shown(Wanted::ByPage);
    }

    /// Reads what is shown again.
    fn read_shown(self, wanted: Wanted) {
        match self.work.panels().and_then(Panels::open_now) {
            Some(Panel::Files) => self.read_again(wanted),
            Some(Panel::System) => {
                if let Some(board) = self.known_board() {
                    self.read_board(board, wanted, || {});
                }
            }
            Some(Panel::Machines | Panel::Runbooks) | None => {}
        }
    }

    /// The table that is shown, if it was looked at before; tracks nothing.
    fn known_board(self) -> Option<Board> {
        let topic = self.topic.get_untracked();
        self.boards.with_value(|boards| boards.iter().find(|board| board.topic() == topic).copied())
    }

    /// The table that is shown; tracked.
    pub(super) fn board(self) -> Board {
        let topic = self.topic.get();
        self.known_board().unwrap_or_else(|| {
            let board = self.owner.with_value(|owner| owner.with(|| Board::new(topic)));
            self.boards.update_value(|boards| boards.push(board));
            board
        })
    }
}

/// Why a password is of no use, by what `sudo` said of it.
fn refused(ran: &Ran) -> Refused {
    match Remedy::after(ran) {
        Some(Remedy::PasswordAgain) => Refused::Wrong,
        Some(Remedy::NotAllowed) => Refused::NotAllowed,
        Some(Remedy::Password) => Refused::Forgets,
        Some(
            Remedy::Sudo
            | Remedy::ReadAgain
            | Remedy::OtherName
            | Remedy::MakeRoom
            | Remedy::ReadOnly
            | Remedy::Install
            | Remedy::EndUse,
        )
        | None => Refused::Said(String::from_utf8_lossy(&ran.stderr).into_owned()),
    }
}
