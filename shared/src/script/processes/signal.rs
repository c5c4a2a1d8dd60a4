//! Signals and niceness.

use std::collections::BTreeMap;

use super::{Deed, Process};
use crate::script::{Action, Failure, Missing, Preview, Ran, Risk, Script, Title, Tool, Tools, command};

/// A signal that a person sends (signal(7)).
#[expect(missing_docs, reason = "each is the signal of its name")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    Term,
    Kill,
    Hup,
    Int,
    Stop,
    Cont,
    Usr1,
    Usr2,
}

/// Sends a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Send {
    /// To these.
    pub processes: Vec<Process>,
    /// Which.
    pub signal: Signal,
}

/// Changes the niceness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renice {
    /// Of these, with what they had.
    pub processes: Vec<Process>,
    /// -20, served first, to 19.
    pub to: i32,
}

impl Signal {
    /// All of them, as the menu has them.
    pub const ALL: [Self; 8] =
        [Self::Term, Self::Hup, Self::Int, Self::Usr1, Self::Usr2, Self::Stop, Self::Cont, Self::Kill];

    /// Its name, without `SIG`.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.command()["kill -".len()..]
    }

    /// The command that sends it.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::Term => "kill -TERM",
            Self::Kill => "kill -KILL",
            Self::Hup => "kill -HUP",
            Self::Int => "kill -INT",
            Self::Stop => "kill -STOP",
            Self::Cont => "kill -CONT",
            Self::Usr1 => "kill -USR1",
            Self::Usr2 => "kill -USR2",
        }
    }

    /// The key that sends it.
    #[must_use]
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Term => Some("Delete"),
            Self::Kill => Some("Shift+Delete"),
            Self::Hup | Self::Int | Self::Stop | Self::Cont | Self::Usr1 | Self::Usr2 => None,
        }
    }
}

impl Action for Send {
    type Outcome = ();

    fn title(&self) -> Title {
        title(Deed::Signal(self.signal), &self.processes)
    }

    fn risk(&self) -> Risk {
        if self.signal == Signal::Kill { Risk::Final } else { Risk::Disturbs }
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let kill = tools.as_chosen(self.signal.command());
        Ok(Script::careful().line(command(&kill, pids(&self.processes))))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let pids: Vec<String> = pids(&self.processes).collect();
        let script = if tools.ps_selects {
            Script::default().line(format!("ps -o pid,user,etime,args -p {}", pids.join(",")))
        } else {
            // Busybox's `ps` cannot choose.
            Script::default()
                .line(command("for pid in", pids) + "; do")
                .line(r#"  printf '%s ' "$pid""#)
                .line(r"  tr '\0' ' ' </proc/$pid/cmdline")
                .line("  echo")
                .line("done")
        };
        Some(Preview::Text(script))
    }
}

impl Action for Renice {
    type Outcome = ();

    fn title(&self) -> Title {
        title(Deed::Renice, &self.processes).to(self.to.to_string())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Renice)?;
        Ok(Script::careful().line(renice(self.to, pids(&self.processes), tools)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let mut had: BTreeMap<i32, Vec<String>> = BTreeMap::new();
        for process in &self.processes {
            had.entry(process.nice).or_default().push(process.pid.to_string());
        }
        // Whoever gave up a claim gets it back from root alone.
        let takes_root = had.keys().any(|nice| *nice < self.to) && tools.uid != 0;
        let tools = if takes_root { &tools.through_sudo() } else { tools };
        let back = |script: Script, (nice, pids)| script.line(renice(nice, pids, tools));
        Some(had.into_iter().fold(Script::careful(), back))
    }
}

/// Without `-n`, which is relative to busybox and absolute to util-linux.
fn renice(to: i32, pids: impl IntoIterator<Item = String>, tools: &Tools) -> String {
    command(&tools.as_chosen(&format!("renice {to} -p")), pids)
}

fn pids(processes: &[Process]) -> impl Iterator<Item = String> {
    processes.iter().map(|process| process.pid.to_string())
}

fn title(deed: Deed, processes: &[Process]) -> Title {
    let first = processes.first();
    let what = first.map(|first| format!("{} {}", first.pid, first.name)).unwrap_or_default();
    Title { count: processes.len(), ..Title::one(deed, what) }
}
