//! When files changed.

use super::mode::{grouped, names};
use super::{Deed, Place, Was};
use crate::script::{Action, Failure, Missing, Name, Path, Ran, Risk, Script, Title, Tools, command};

/// Changes when files say that they changed. To the second: what is finer does not come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetTime {
    /// Where the files are.
    pub directory: Path,
    /// Which, with what they had: seconds since 1970-01-01 UTC.
    pub files: Vec<Was<i64>>,
    /// What they get: seconds since 1970-01-01 UTC.
    pub time: i64,
}

impl Action for SetTime {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::many(Deed::SetTime, &names(&self.files)).to(said(self.time))
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let place = Place::of(&self.directory, tools);
        Ok(self.set(place, place.begin()))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let place = Place::of(&self.directory, tools);
        Some(self.set_back(place, place.begin()))
    }
}

impl SetTime {
    /// The lines of a script that do it.
    pub(super) fn set(&self, place: Place<'_>, script: Script) -> Script {
        touch(place, script, self.time, &names(&self.files))
    }

    /// The lines that take it back.
    pub(super) fn set_back(&self, place: Place<'_>, script: Script) -> Script {
        let groups = grouped(&self.files).into_iter();
        groups.fold(script, |script, (time, names)| touch(place, script, time, &names))
    }
}

/// The command that sets this time: of links themselves, and of nothing that is not there.
fn touch(place: Place<'_>, script: Script, time: i64, names: &[Name]) -> Script {
    let head = place.tools.as_chosen(&format!("touch -chm -d @{time} --"));
    let touch = command(&head, names.iter().map(|name| place.operand(name)));
    script.line(format!("# {}", said(time))).line(touch)
}

/// A point in time for a person: `2026-11-21 14:02:58 UTC`.
pub(super) fn said(time: i64) -> String {
    let (days, seconds) = (time.div_euclid(86_400), time.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// Year, month and day of a day since 1970-01-01, by the Gregorian calendar: its years begin in March here, so that the
/// day a leap year has more is its last, and 400 of them have always as many days.
fn civil(days: i64) -> (i64, i64, i64) {
    const DAYS_OF_400_YEARS: i64 = 146_097;
    let since_march = days.saturating_add(719_468);
    let era = since_march.div_euclid(DAYS_OF_400_YEARS);
    let day = since_march.rem_euclid(DAYS_OF_400_YEARS);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (era * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::said;

    #[test]
    fn a_time_is_said_by_the_calendar() {
        for (time, expected) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (-1, "1969-12-31 23:59:59 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_000_000_000, "2001-09-09 01:46:40 UTC"),
            (4_107_542_399, "2100-02-28 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        ] {
            assert_eq!(said(time), expected);
        }
        said(i64::MAX);
        said(i64::MIN);
    }
}
