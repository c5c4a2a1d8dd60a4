//! Which timers there are, and when they elapse.

use std::collections::{HashMap, HashSet};

use super::{DIRECTORY, Deed};
use crate::script::services::show::{self, Shown};
use crate::script::services::{Manager, Unit, UnitName};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools};

/// What systemd is asked of a timer.
const PROPERTIES: &str = "Id,LoadState,ActiveState,SubState,UnitFileState,Unit,NextElapseUSecRealtime,\
                          NextElapseUSecMonotonic,LastTriggerUSec,TimersCalendar,TimersMonotonic";

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
    /// What makes it elapse, as systemd says it: `OnCalendar=*-*-* 00:00:00`.
    pub triggers: Vec<String>,
    /// What of it lies where it can be changed.
    pub local: Local,
}

/// What of a timer lies in `/etc/systemd/system`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Local {
    /// Whether its own file does, and is no link.
    pub has_timer: bool,
    /// Whether the file of what it activates does, and is no link.
    pub has_service: bool,
    /// What its drop-in says; none if there is none.
    pub drop_in: Option<Vec<u8>>,
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
            .line("cat /proc/uptime")
            .line(r"printf '\0'")
            .line("# What was made here, and what was changed about when it elapses.")
            .line(format!("for file in {DIRECTORY}/*.timer {DIRECTORY}/*.service; do"))
            .line(r#"  [ -L "$file" ] || printf '%s\n' "${file##*/}""#)
            .line("done")
            .line(format!("for file in {DIRECTORY}/*.timer.d/override.conf; do"))
            .line(r#"  if [ ! -f "$file" ] || [ ! -r "$file" ]; then continue; fi"#)
            .line("  name=${file%.d/override.conf}")
            .line(r#"  printf '\0%s\0' "${name##*/}""#)
            .line(r#"  tr -d '\0' <"$file""#)
            .line("done"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Timer>, Failure> {
        let parts: Vec<&[u8]> = ran.output()?.split(|byte| *byte == 0).collect();
        let [said @ .., local] = parts.get(..6).ok_or(Failure::Garbled)? else {
            return Err(Failure::Garbled);
        };
        let said: Vec<_> = said.iter().map(|part| String::from_utf8_lossy(part)).collect();
        let [files, shown, own_files, own_shown, clock] = &said[..] else { return Err(Failure::Garbled) };
        let clock = Clock::read(clock).ok_or(Failure::Garbled)?;
        let here = Here::read(local, parts.get(6..).unwrap_or_default()).ok_or(Failure::Garbled)?;
        let system = show::read(files, shown, Manager::System).into_iter().map(|shown| {
            let timer = clock.timer(shown);
            Timer { local: here.of(&timer), ..timer }
        });
        let own = show::read(own_files, own_shown, Manager::User);
        Ok(system.chain(own.into_iter().map(|shown| clock.timer(shown))).collect())
    }
}

/// What lies in `/etc/systemd/system`.
struct Here<'a> {
    names: HashSet<UnitName>,
    drop_ins: HashMap<UnitName, &'a [u8]>,
}

impl<'a> Here<'a> {
    fn read(names: &[u8], drop_ins: &[&'a [u8]]) -> Option<Self> {
        let names = String::from_utf8_lossy(names).lines().filter_map(UnitName::parse).collect();
        let (pairs, []) = drop_ins.as_chunks::<2>() else { return None };
        let drop_in =
            |[name, text]: &[&'a [u8]; 2]| Some((UnitName::parse(std::str::from_utf8(name).ok()?)?, *text));
        Some(Self { names, drop_ins: pairs.iter().filter_map(drop_in).collect() })
    }

    fn of(&self, timer: &Timer) -> Local {
        let name = &timer.unit.name;
        Local {
            has_timer: self.names.contains(name),
            has_service: timer.activates.as_ref().is_some_and(|service| self.names.contains(service)),
            drop_in: self.drop_ins.get(name).map(|text| text.to_vec()),
        }
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
        let triggers = ["TimersCalendar", "TimersMonotonic"].iter().flat_map(|name| shown.all(name));
        let triggers = triggers.filter_map(trigger).collect();
        Timer { unit: shown.unit, activates, next, left, last, triggers, local: Local::default() }
    }
}

/// Reads `{ OnCalendar=*-*-* 00:00:00 ; next_elapse=… }`.
fn trigger(text: &str) -> Option<String> {
    let (trigger, _) = text.strip_prefix("{ ")?.split_once(" ; ")?;
    Some(trigger.to_owned())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{List, Local};
    use crate::script::{Action as _, Failure, Ran};

    #[test]
    fn the_next_of_two_moments_counts() {
        let shown = "Unit=a.service\nNextElapseUSecRealtime=Thu 1970-01-01 01:00:00 UTC\n\
                     NextElapseUSecMonotonic=20min 5.5s\nLastTriggerUSec=Thu 1970-01-01 00:00:10 UTC\n\
                     TimersMonotonic={ OnBootUSec=15min ; next_elapse=20min }\n\
                     TimersCalendar={ OnCalendar=*-*-* 00:00:00 ; next_elapse=x }\nTimersCalendar={ OnCalendar=a ; b }\n\
                     Id=a.timer\nActiveState=active\n\n\
                     Unit=$(id)\nNextElapseUSecRealtime=\nNextElapseUSecMonotonic=infinity\nId=b.timer\n";
        let local = "a.timer\na.service\n*.service\0a.timer\0[Timer]\n";
        let stdout = format!("\0{shown}\0\0\0001000\n900.25 3.0\n\0{local}").into_bytes();
        let timers = List.outcome(&Ran { stdout, stderr: Vec::new(), status: Some(0) }).unwrap();
        let [first, second] = &timers[..] else { panic!("{timers:?}") };
        // 1205 s after the target began, which was 100 s after 1970 did.
        assert_eq!((first.next, first.left, first.last), (Some(1305), Some(305), Some(10)));
        assert_eq!(first.activates.as_ref().unwrap().text(), "a.service");
        assert_eq!(first.triggers, ["OnCalendar=*-*-* 00:00:00", "OnCalendar=a", "OnBootUSec=15min"]);
        let drop_in = Some(b"[Timer]\n".to_vec());
        assert_eq!(first.local, Local { has_timer: true, has_service: true, drop_in });
        assert_eq!((second.next, second.left, &second.activates), (None, None, &None));
        assert_eq!(second.local, Local::default());
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for stdout in ["", "hello", "\0\0\0\0\0", "\0\0\0\0now\n1.0\n\0", "\0\0\0\x000\n1.0\n\0\0a.timer"] {
            let ran = Ran { stdout: stdout.into(), stderr: Vec::new(), status: Some(0) };
            assert_eq!(List.outcome(&ran), Err(Failure::Garbled), "{stdout:?}");
        }
    }
}
