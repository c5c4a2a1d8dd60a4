//! What a user or a group is called, and the day an account ends.

use std::fmt;

/// Longest name of an account, in bytes (`LOGIN_NAME_MAX` of Linux without its zero).
const NAME_BYTES: usize = 255;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The name of a user or a group: letters, digits and `. _ -`, a letter, a digit or `_` first, a `$` last where it is a
/// machine's; not a number. Wider than what `useradd` takes for a new one, for others are there already.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(String);

/// A day, as `usermod --expiredate` takes it: `2027-01-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days since 1970-01-01.
    days: i64,
}

impl Account {
    /// Reads a name; none if no account can have it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let body = text.strip_suffix('$').unwrap_or(text);
        let begins = body.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_');
        let is_number = body.bytes().all(|byte| byte.is_ascii_digit());
        let is_name = begins && !is_number && text.len() <= NAME_BYTES && body.bytes().all(fits);
        is_name.then(|| Self(text.to_owned()))
    }

    /// The names in a text, with spaces or commas between; none if one of them is no name.
    #[must_use]
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        let names = text.split([',', ' ']).filter(|name| !name.is_empty());
        names.map(Self::parse).collect()
    }

    /// The user that is everywhere and owns nothing: what is done to it by mistake fails.
    #[must_use]
    pub fn nobody() -> Self {
        Self("nobody".into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As a word of a script.
    #[must_use]
    pub fn word(&self) -> String {
        crate::script::word(self.0.as_bytes())
    }

    /// Names as `a,b`, the way `usermod` and `gpasswd` take them.
    pub(crate) fn joined(names: &[Self]) -> String {
        names.iter().map(Self::as_str).collect::<Vec<_>>().join(",")
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Date {
    /// The day that is so many days after 1970-01-01.
    #[must_use]
    pub fn of_days(days: i64) -> Self {
        Self { days }
    }

    /// Reads `2027-01-31`; none if there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [year, month, day]: [&str; 3] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
        let number = |text: &str, digits: usize| {
            let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i64>().ok().filter(|_| is_number)
        };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let date = Self { days: days(year, month, day) };
        ((1970..=9999).contains(&year) && date.to_string() == text).then_some(date)
    }

    /// When it begins, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn moment(self) -> i64 {
        self.days.saturating_mul(DAY)
    }
}

/// `2027-01-31`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.days);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, counted in years that begin in March.
pub(crate) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day that is so many days after 1970-01-01.
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let years = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + years + i64::from(month <= 2), month, day)
}

/// A moment as programs write it, `2026-11-22T02:16:10+00:00`, in seconds since 1970-01-01 UTC.
pub(super) fn moment(text: &str) -> Option<i64> {
    let (date, time) = text.split_once('T')?;
    let at = time.rfind(['+', '-'])?;
    let clock = |text: &str| {
        let mut parts = text.split(':').map(|part| part.parse::<i64>().ok().filter(|n| (0..60).contains(n)));
        let (hours, minutes) = (parts.next()??, parts.next()??);
        let seconds = parts.next().unwrap_or(Some(0))?;
        Some(hours * 3600 + minutes * 60 + seconds)
    };
    let (clock_of_day, zone) = (clock(time.get(..at)?)?, clock(time.get(at + 1..)?)?);
    let zone = if time.get(at..)?.starts_with('-') { -zone } else { zone };
    Some(Date::parse(date)?.moment() + clock_of_day - zone)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Account, Date, moment};

    #[test]
    fn names_of_accounts_are_taken_and_nothing_else() {
        for name in ["ops", "_apt", "www-data", "li.wei", "Web-01$", "389ds"] {
            assert_eq!(Account::parse(name).unwrap().as_str(), name);
        }
        for name in ["", "-r", "root:x", "a b", "1000", "$", "a$b", "a\n", "../x", "李伟", "+x"] {
            assert_eq!(Account::parse(name), None, "{name}");
        }
        assert_eq!(Account::parse_all("a, b c").unwrap().len(), 3);
        assert_eq!(Account::parse_all("").unwrap(), []);
        assert_eq!(Account::parse_all("a,-r"), None);
    }

    #[test]
    fn days_that_there_are_are_taken() {
        for text in ["1970-01-01", "2024-02-29", "2027-12-31", "9999-12-31"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "2027-1-1", "2027-02-29", "2027-13-01", "2027-00-10", "1969-12-31", "20270101", "-1"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert_eq!(Date::of_days(20_000).to_string(), "2024-10-04");
    }

    #[test]
    fn moments_are_read_with_their_zone() {
        assert_eq!(moment("1970-01-02T00:00:00+00:00"), Some(86_400));
        assert_eq!(moment("2026-11-22T10:16:10+08:00"), moment("2026-11-22T02:16:10+00:00"));
        assert_eq!(moment("2026-11-21T22:46:10-03:30"), moment("2026-11-22T02:16:10+00:00"));
        for text in ["", "x", "2026-11-22", "2026-11-22T99:00:00+00:00", "2026-11-22T02:16:10"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_day_reads_back(days in 0i64..2_900_000) {
            let date = Date::of_days(days);
            prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
        }

        #[test]
        fn no_account_can_be_an_option_or_another_field(text in ".{0,40}") {
            if let Some(account) = Account::parse(&text) {
                prop_assert!(!account.as_str().starts_with('-'));
                prop_assert!(!account.as_str().contains([':', ',', '/', '\n', ' ', '\'']));
            }
            let _ = moment(&text);
        }
    }
}
