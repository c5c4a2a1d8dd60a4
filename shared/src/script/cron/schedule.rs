//! When cron runs a command (crontab(5)).

use crate::script::users::{civil, days};

/// Days that are looked through for the next run: a leap day comes again after at most eight years.
const DAYS: i64 = 2_930;

/// When cron runs a command: five fields, or a word such as `@daily`. Spaces between are as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    text: String,
    times: Option<Times>,
}

/// The minutes, hours and days on which it runs, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Times {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    /// Whether a day has to fit both as day of the month and as weekday, for one of them is any.
    is_both: bool,
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

impl Schedule {
    /// Reads a schedule; none if cron would not take it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches([' ', '\t']);
        let times = match text {
            "@reboot" => None,
            "@yearly" | "@annually" => Some(Times::parse("0 0 1 1 *")?),
            "@monthly" => Some(Times::parse("0 0 1 * *")?),
            "@weekly" => Some(Times::parse("0 0 * * 0")?),
            "@daily" | "@midnight" => Some(Times::parse("0 0 * * *")?),
            "@hourly" => Some(Times::parse("0 * * * *")?),
            _ => Some(Times::parse(text)?),
        };
        Some(Self { text: text.to_owned(), times })
    }

    /// One that never comes.
    #[must_use]
    pub fn never() -> Self {
        Self { text: "0 0 30 2 *".into(), times: None }
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// When it runs next after this moment: both in seconds since 1970-01-01 by the clock of the target. None if it
    /// never does, or at the start of the target.
    #[must_use]
    pub fn next(&self, after: i64) -> Option<i64> {
        let times = self.times?;
        let minute = after.div_euclid(60) + 1;
        let (today, from) = (minute.div_euclid(1440), minute.rem_euclid(1440));
        (today..today + DAYS).filter(|day| times.is_on(*day)).find_map(|day| {
            let from = if day == today { from } else { 0 };
            let at = (from..1440).find(|minute| times.is_at(*minute))?;
            Some((day * 1440 + at) * 60)
        })
    }
}

impl Times {
    fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.split([' ', '\t']).filter(|field| !field.is_empty()).collect();
        let [minutes, hours, days, months, weekdays] = fields.try_into().ok()?;
        let any = |field: &str| field.starts_with('*');
        let sundays = bits(weekdays, 0, 7, &WEEKDAYS, 0)?;
        Some(Self {
            minutes: bits(minutes, 0, 59, &[], 0)?,
            hours: bits(hours, 0, 23, &[], 0)?,
            days: bits(days, 1, 31, &[], 0)?,
            months: bits(months, 1, 12, &MONTHS, 1)?,
            // Sunday is 0 and 7.
            weekdays: (sundays | sundays >> 7) & 0x7f,
            is_both: any(days) || any(weekdays),
        })
    }

    fn is_on(&self, day: i64) -> bool {
        let (_, month, of_month) = civil(day);
        // 1970-01-01 was a Thursday.
        let fits = [(self.days, of_month), (self.weekdays, (day + 4).rem_euclid(7))]
            .map(|(bits, at)| is_set(bits, at));
        let fits = match fits {
            [of_month, of_week] if self.is_both => of_month && of_week,
            [of_month, of_week] => of_month || of_week,
        };
        fits && is_set(self.months, month)
    }

    fn is_at(&self, minute: i64) -> bool {
        is_set(self.hours, minute / 60) && is_set(self.minutes, minute % 60)
    }
}

fn is_set(bits: u64, at: i64) -> bool {
    u32::try_from(at).is_ok_and(|at| bits.checked_shr(at).is_some_and(|bits| bits & 1 == 1))
}

/// What a field means: parts with commas between, each `*`, a number, a name or a range, perhaps with a step.
fn bits(field: &str, least: u32, most: u32, names: &[&str], first: u32) -> Option<u64> {
    let number = |text: &str| {
        let named = names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let named = named.and_then(|at| u32::try_from(at).ok()).map(|at| at + first);
        let is_number = !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        named.or_else(|| text.parse().ok().filter(|_| is_number)).filter(|n| (least..=most).contains(n))
    };
    field.split(',').try_fold(0, |bits, part| {
        let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
        let (from, to) = match (range, range.split_once('-')) {
            ("*", _) => (least, most),
            (_, Some((from, to))) => (number(from)?, number(to)?),
            // A step needs a range.
            (one, None) if step.is_none() => (number(one)?, number(one)?),
            (_, None) => return None,
        };
        let step = match step {
            None => 1,
            Some(step) if step.len() <= 2 && step.bytes().all(|byte| byte.is_ascii_digit()) => {
                step.parse().ok()?
            }
            Some(_) => return None,
        };
        if from > to || step == 0 {
            return None;
        }
        Some((from..=to).step_by(step).fold(bits, |bits, at| bits | 1 << at))
    })
}

/// The moment that a clock of a target shows, in seconds since 1970-01-01 there.
#[must_use]
pub fn clock(year: i64, month: i64, day: i64, hour: i64, minute: i64) -> i64 {
    ((days(year, month, day) * 24 + hour) * 60 + minute) * 60
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Schedule, clock};

    #[test]
    fn what_cron_takes_is_taken_and_nothing_else() {
        for text in [
            "* * * * *",
            "*/15 0-6,22 1,15 jan-MAR Mon-Fri",
            "0\t5  * * 7",
            "@reboot",
            "@daily",
            "59 23 31 12 sun",
            "0-59/2 * * * *",
        ] {
            assert_eq!(Schedule::parse(text).unwrap().as_str(), text);
        }
        for text in [
            "",
            "*",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 8",
            "5-1 * * * *",
            "*/0 * * * *",
            "5/2 * * * *",
            "-1 * * * *",
            "1,, * * * *",
            "@sometimes",
            "a * * * *",
            "* * * * mon;id",
            "+1 * * * *",
            "*\n* * * *",
        ] {
            assert_eq!(Schedule::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_next_run_is_the_first_that_fits() {
        // A Sunday.
        let now = clock(2026, 11, 22, 2, 30) + 59;
        for (text, next) in [
            ("* * * * *", Some(clock(2026, 11, 22, 2, 31))),
            ("30 2 * * *", Some(clock(2026, 11, 23, 2, 30))),
            ("0 5 * * 1", Some(clock(2026, 11, 23, 5, 0))),
            ("0 5 * * 7", Some(clock(2026, 11, 22, 5, 0))),
            ("0 0 29 2 *", Some(clock(2028, 2, 29, 0, 0))),
            ("0 0 30 2 *", None),
            // Both are said, so that either will do.
            ("0 0 13 * 5", Some(clock(2026, 11, 27, 0, 0))),
            ("0 0 */2 * 5", Some(clock(2026, 11, 27, 0, 0))),
            ("@monthly", Some(clock(2026, 12, 1, 0, 0))),
            ("@reboot", None),
        ] {
            assert_eq!(Schedule::parse(text).unwrap().next(now), next, "{text}");
        }
        assert_eq!(
            Schedule::never().next(now),
            Schedule::parse(Schedule::never().as_str()).unwrap().next(now)
        );
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_the_parser_panic(text in ".{0,40}", after in 0i64..10_000_000_000) {
            if let Some(schedule) = Schedule::parse(&text) {
                prop_assert!(schedule.next(after).is_none_or(|next| next > after));
                prop_assert!(!schedule.as_str().contains(['\n', '%', '\'']));
            }
        }

        #[test]
        fn a_run_is_after_now_and_no_run_is_between(
            minute in 0u8..60, hour in 0u8..24, after in 1_000_000_000i64..3_000_000_000
        ) {
            let schedule = Schedule::parse(&format!("{minute} {hour} * * *")).unwrap();
            let next = schedule.next(after).unwrap();
            prop_assert!(next > after && next - after <= 86_400);
            prop_assert_eq!((next / 60 % 60, next / 3600 % 24), (minute.into(), hour.into()));
        }
    }
}
