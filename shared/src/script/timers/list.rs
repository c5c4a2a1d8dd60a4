//! Which timers there are, and when they elapse.

use super::Deed;
use crate::script::services::show::{self, Shown};
use crate::script::services::{Manager, Unit, UnitName};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools};

/// What systemd is asked of a timer.
const PROPERTIES: &str = "Id,LoadState,ActiveState,SubState,UnitFileState,Unit,NextElapseUSecRealtime,\
                          NextElapseUSecMonotonic,LastTriggerUSec";

/// Lists timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List;

/// A timer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// What it is called, and how it is.
    pub unit: Unit,
    /// What it activates, where that is known.
    pub activates: Option<UnitName>,
    /// When it elapses next, in seconds since 1970-01-01 UTC.
    pub next: Option<i64>,
    /// How long that is from when it was read, in seconds.
    pub left: Option<u64>,
    /// When it last elapsed.
    pub last: Option<i64>,
}

/// When timers were read.
struct Clock {
    /// In seconds since 1970-01-01 UTC.
    now: i64,
    /// In seconds since the target began.
    uptime: i64,
}

impl Action for List {
    type Outcome = Vec<Timer>;

    fn title(&self) -> Title {
        Title::one(Deed::List, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Systemctl)?;
        let script = Script::careful().line("# Words and moments in a form that does not differ.");
        let script = script.line("export LC_ALL=C TZ=UTC");
        let with = |script, manager| show::listing(script, manager, "timer", PROPERTIES);
        let script = Manager::ALL.into_iter().fold(script, with);
        Ok(script
            .line("# Some timers count from when the target began.")
            .line("date +%s")
            .line("cat /proc/uptime"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Timer>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let parts: Vec<&str> = output.split('\0').collect();
        let [files, shown, own_files, own_shown, clock] = parts[..] else { return Err(Failure::Garbled) };
        let clock = Clock::read(clock).ok_or(Failure::Garbled)?;
        let system = show::read(files, shown, Manager::System);
        let own = show::read(own_files, own_shown, Manager::User);
        Ok(system.into_iter().chain(own).map(|shown| clock.timer(shown)).collect())
    }
}

impl Clock {
    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let now = lines.next()?.trim().parse().ok()?;
        let uptime = lines.next()?.split('.').next()?.parse().ok()?;
        Some(Self { now, uptime })
    }

    fn timer(&self, shown: Shown<'_>) -> Timer {
        let realtime = shown.moment("NextElapseUSecRealtime");
        let began = self.now.saturating_sub(self.uptime);
        let monotonic = shown.span("NextElapseUSecMonotonic").map(|span| began.saturating_add(span));
        let next = [realtime, monotonic].into_iter().flatten().min();
        let left = next.map(|next| u64::try_from(next.saturating_sub(self.now)).unwrap_or_default());
        let activates = UnitName::parse(&shown.text("Unit"));
        let last = shown.moment("LastTriggerUSec");
        Timer { unit: shown.unit, activates, next, left, last }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::List;
    use crate::script::{Action as _, Failure, Ran};

    #[test]
    fn the_next_of_two_moments_counts() {
        let shown = "Unit=a.service\nNextElapseUSecRealtime=Thu 1970-01-01 01:00:00 UTC\n\
                     NextElapseUSecMonotonic=20min 5.5s\nLastTriggerUSec=Thu 1970-01-01 00:00:10 UTC\n\
                     Id=a.timer\nActiveState=active\n\n\
                     Unit=$(id)\nNextElapseUSecRealtime=\nNextElapseUSecMonotonic=infinity\nId=b.timer\n";
        let stdout = format!("\0{shown}\0\0\0001000\n900.25 3.0\n").into_bytes();
        let timers = List.outcome(&Ran { stdout, stderr: Vec::new(), status: Some(0) }).unwrap();
        let [first, second] = &timers[..] else { panic!("{timers:?}") };
        // 1205 s after the target began, which was 100 s after 1970 did.
        assert_eq!((first.next, first.left, first.last), (Some(1305), Some(305), Some(10)));
        assert_eq!(first.activates.as_ref().unwrap().text(), "a.service");
        assert_eq!((second.next, second.left, &second.activates), (None, None, &None));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for stdout in ["", "hello", "\0\0\0\0", "\0\0\0\0now\n1.0\n"] {
            let ran = Ran { stdout: stdout.into(), stderr: Vec::new(), status: Some(0) };
            assert_eq!(List.outcome(&ran), Err(Failure::Garbled), "{stdout:?}");
        }
    }
}
