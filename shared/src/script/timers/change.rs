//! Timers that elapse at other times than before, or are no more.

use super::file::overriding;
use super::{DIRECTORY, Deed, When};
use crate::script::services::UnitName;
use crate::script::{
    Action, Failure, Missing, Preview, Ran, Risk, Script, Title, Tool, Tools, checksum, command, feed,
};

/// Has a timer elapse at other times, by a drop-in as `systemctl edit` makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reschedule {
    timer: UnitName,
    when: When,
    was: Option<String>,
    to: String,
}

/// Deletes timers that were made here, with services or without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delete {
    /// Timers.
    pub timers: Vec<UnitName>,
    /// Services that they begin.
    pub services: Vec<UnitName>,
}

impl Reschedule {
    /// To elapse at these times; `was` is what the drop-in says now, if there is one. None where that cannot be changed
    /// without doubt.
    #[must_use]
    pub fn to(timer: UnitName, when: When, was: Option<String>) -> Option<Self> {
        let to = overriding(was.as_deref().unwrap_or_default(), &when)?;
        Some(Self { timer, when, was, to })
    }

    /// The word for the drop-in.
    fn file(&self) -> String {
        format!("{DIRECTORY}/{}.d/override.conf", self.timer.word())
    }

    /// Lines that stop if the drop-in is not what it was.
    fn compare(&self, script: Script, was: Option<&str>) -> Script {
        let sum = checksum(was.unwrap_or_default().as_bytes());
        script
            .line(format!("if [ \"$(cat -- {} 2>/dev/null | cksum)\" != '{sum}' ]; then", self.file()))
            .line("  echo 'the timer was changed meanwhile: read it again' >&2")
            .line("  exit 1")
            .line("fi")
    }

    /// A line that has the drop-in say this.
    fn write(&self, script: Script, text: &str, is_there: bool, tools: &Tools) -> Script {
        let head = match is_there {
            // Its mode and its owner stay.
            true => format!("tee -- {} >/dev/null", self.file()),
            false => format!("install -D -m 644 -- /dev/stdin {}", self.file()),
        };
        script.line(feed(&tools.as_chosen(&head), text.as_bytes()))
    }
}

impl Action for Reschedule {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Change, self.timer.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Systemctl)?;
        if let Some(refused) = self.when.refused() {
            return Ok(refused);
        }
        let script = self.when.check(Script::careful(), tools);
        let script = self.compare(script, self.was.as_deref());
        let script = self.write(script, &self.to, self.was.is_some(), tools);
        Ok(script.line(tools.as_chosen("systemctl daemon-reload")))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let script = self.compare(Script::careful(), Some(&self.to));
        let script = match &self.was {
            Some(was) => self.write(script, was, true, tools),
            None => {
                let directory = format!("{DIRECTORY}/{}.d", self.timer.word());
                let rmdir = tools.as_chosen(&format!("rmdir -- {directory}"));
                script
                    .line(tools.as_chosen(&format!("rm -- {}", self.file())))
                    .line("# There may be other drop-ins.")
                    .line(format!("{rmdir} 2>/dev/null || true"))
            }
        };
        Some(script.line(tools.as_chosen("systemctl daemon-reload")))
    }
}

impl Action for Delete {
    type Outcome = ();

    fn title(&self) -> Title {
        let first = self.timers.first().map(UnitName::text).unwrap_or_default();
        let deed = if self.services.is_empty() { Deed::Delete } else { Deed::DeleteWithService };
        Title { count: self.timers.len(), ..Title::one(deed, first) }
    }

    fn risk(&self) -> Risk {
        Risk::Final
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Systemctl)?;
        let systemctl = |what: &str| tools.as_chosen(&format!("systemctl {what}"));
        let names = self.units().map(UnitName::word);
        Ok(Script::careful()
            .line(command(&systemctl("disable --now --"), names))
            .line(command(&tools.as_chosen("rm -rf --"), self.files()))
            .line(systemctl("daemon-reload")))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let find = command(&tools.as_chosen("find"), self.files());
        let script =
            Script::default().line("# What is not there is not missed.").line(format!("{find} 2>/dev/null"));
        let script = match &self.services[..] {
            [] => script,
            services => script.line("# What needs it.").line(command(
                "systemctl list-dependencies --reverse --no-pager --plain --",
                services.iter().map(UnitName::word),
            )),
        };
        Some(Preview::Text(script.line("true")))
    }
}

impl Delete {
    fn units(&self) -> impl Iterator<Item = &UnitName> {
        self.timers.iter().chain(&self.services)
    }

    /// The words for their files and drop-ins.
    fn files(&self) -> impl Iterator<Item = String> {
        self.units().flat_map(|unit| ["", ".d"].map(|end| format!("{DIRECTORY}/{}{end}", unit.word())))
    }
}
