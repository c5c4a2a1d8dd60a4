//! What systemd says of its units, by `systemctl list-unit-files` and `systemctl show`: read, not judged.

use std::collections::{HashMap, HashSet};

use super::{Manager, Unit, UnitName};
use crate::script::Script;

/// Most units that are read of a manager.
const UNITS: usize = 10_000;

/// A unit, and what its manager says of it besides.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) unit: Unit,
    record: &'a str,
    facts: HashMap<&'a str, &'a str>,
}

/// With what lists units of a type (`service`) and shows these properties of those that are loaded.
///
/// Not `list-units --output=json`, which only systemd from version 246 on knows; and not through `sudo`, which anybody's
/// right to look does not need, and which would forget the time zone.
pub(crate) fn listing(script: Script, manager: Manager, kind: &str, properties: &str) -> Script {
    let (systemctl, end) = match manager {
        Manager::System => ("systemctl", ""),
        // Who came without a session of their own has no manager.
        Manager::User => ("systemctl --user", " 2>/dev/null || true"),
    };
    manager
        .prepare(script)
        .line(format!("{systemctl} list-unit-files --type={kind} --no-legend --no-pager --full{end}"))
        .line(r"printf '\0'")
        .line(format!("{systemctl} show --all --no-pager \\"))
        .line(format!("  --property={properties} \\"))
        .line(format!("  -- '*.{kind}'{end}"))
        .line(r"printf '\0'")
}

/// Reads what [`listing`] printed: those that are loaded, then those that are only installed.
pub(crate) fn read<'a>(files: &'a str, shown: &'a str, manager: Manager) -> Vec<Shown<'a>> {
    let mut units: Vec<Shown<'a>> = Vec::new();
    let mut known: HashSet<UnitName> = HashSet::new();
    for record in shown.split("\n\n") {
        let facts: HashMap<&str, &str> = record.lines().filter_map(|line| line.split_once('=')).collect();
        let of = |property: &str| facts.get(property).copied().unwrap_or_default().to_owned();
        let Some(name) = facts.get("Id").and_then(|id| UnitName::parse(id)) else { continue };
        // What others name, but nobody installed.
        if of("LoadState") == "not-found" && of("ActiveState") == "inactive" {
            continue;
        }
        if units.len() < UNITS && known.insert(name.clone()) {
            let (active, sub, at_boot) = (of("ActiveState"), of("SubState"), of("UnitFileState"));
            units.push(Shown { unit: Unit { name, manager, active, sub, at_boot }, record, facts });
        }
    }
    for line in files.lines() {
        let mut words = line.split_whitespace();
        let (Some(name), Some(state)) = (words.next().and_then(UnitName::parse), words.next()) else {
            continue;
        };
        let is_there = !name.is_template() && state != "alias";
        if is_there && units.len() < UNITS && known.insert(name.clone()) {
            let (active, sub) = ("inactive".into(), "dead".into());
            let unit = Unit { name, manager, active, sub, at_boot: state.to_owned() };
            units.push(Shown { unit, record: "", facts: HashMap::new() });
        }
    }
    units
}

impl Shown<'_> {
    /// A property, as text.
    pub(crate) fn text(&self, property: &str) -> String {
        self.facts.get(property).copied().unwrap_or_default().to_owned()
    }

    /// A property that may come more than once.
    pub(crate) fn all(&self, property: &str) -> impl Iterator<Item = &str> {
        let lines = self.record.lines().filter_map(|line| line.split_once('='));
        lines.filter(move |(name, _)| *name == property).map(|(_, value)| value)
    }

    /// A property that is a number of bytes; all ones stand for none.
    pub(crate) fn bytes(&self, property: &str) -> Option<u64> {
        self.text(property).parse().ok().filter(|bytes| *bytes != u64::MAX)
    }

    /// A property that is a moment, in seconds since 1970-01-01 UTC.
    pub(crate) fn moment(&self, property: &str) -> Option<i64> {
        moment(&self.text(property))
    }

    /// A property that is a time span, in seconds.
    pub(crate) fn span(&self, property: &str) -> Option<i64> {
        span(&self.text(property))
    }
}

/// Reads `Sun 2026-11-22 02:20:51 UTC`, as systemd writes a moment where the time zone is UTC (systemd.time(7)).
fn moment(text: &str) -> Option<i64> {
    let mut words = text.split(' ');
    let (_, date, time, "UTC", None) =
        (words.next()?, words.next()?, words.next()?, words.next()?, words.next())
    else {
        return None;
    };
    let numbers = |text: &str, between| text.split(between).map(|part| part.parse().ok()).collect();
    let (date, time): (Option<Vec<i64>>, Option<Vec<i64>>) = (numbers(date, '-'), numbers(time, ':'));
    let (&[year, month, day], &[hours, minutes, seconds]) = (&date?[..], &time?[..]) else { return None };
    let is_date = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_time = (0..24).contains(&hours) && (0..60).contains(&minutes) && (0..=60).contains(&seconds);
    (is_date && is_time).then(|| days(year, month, day) * 86_400 + hours * 3600 + minutes * 60 + seconds)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar. A year begins in March here, so that the leap day ends it.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468
}

/// Reads `1d 2h 3min 4.5s` (systemd.time(7)), in whole seconds.
fn span(text: &str) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    text.split(' ').try_fold(0_i64, |sum, part| {
        let at = part.find(|character: char| character.is_ascii_alphabetic())?;
        let (number, name) = part.split_at(at);
        let unit = match name {
            "y" => 31_557_600,
            "month" => 2_629_800,
            "w" => 604_800,
            "d" => 86_400,
            "h" => 3600,
            "min" => 60,
            "s" => 1,
            "ms" | "us" => 0,
            _ => return None,
        };
        let whole = number.split('.').next()?.parse::<i64>().ok().filter(|number| *number >= 0)?;
        sum.checked_add(whole.checked_mul(unit)?)
    })
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Manager, moment, read, span};

    #[test]
    fn moments_and_spans_are_read_as_systemd_writes_them() {
        for (text, seconds) in [
            ("Thu 1970-01-01 00:00:00 UTC", Some(0)),
            ("Sun 2026-11-22 02:20:51 UTC", Some(1_795_314_051)),
            ("Thu 2024-02-29 12:00:00 UTC", Some(1_709_208_000)),
            ("Fri 2024-03-01 00:00:00 UTC", Some(1_709_251_200)),
            ("Sun 2026-11-22 02:20:51 CET", None),
            ("Sun 2026-13-22 02:20:51 UTC", None),
            ("n/a", None),
            ("", None),
        ] {
            assert_eq!(moment(text), seconds, "{text}");
        }
        for (text, seconds) in [
            ("18h 23min 42.232645s", Some(66_222)),
            ("1w 2d", Some(777_600)),
            ("500ms", Some(0)),
            ("infinity", None),
            ("9223372036854775807w", None),
            ("-1s", None),
            ("", None),
        ] {
            assert_eq!(span(text), seconds, "{text}");
        }
    }

    #[test]
    fn units_that_are_loaded_come_with_what_is_said_and_others_by_name() {
        let files = "probe.service enabled enabled\ngetty@.service enabled enabled\nold.service masked -\n\
                     sshd.service alias -\nodd;name.service enabled enabled\n";
        let shown = "MemoryCurrent=[not set]\nId=probe.service\nDescription=A = probe\nLoadState=loaded\n\
                     ActiveState=active\nSubState=running\nUnitFileState=enabled\n\n\
                     MemoryCurrent=18446744073709551615\nId=gone.service\nLoadState=not-found\nActiveState=inactive\n\n\
                     Id=probe.service\nActiveState=failed\n\nId=$(id).service\nActiveState=active\n";
        let units = read(files, shown, Manager::System);
        let names: Vec<&str> = units.iter().map(|shown| shown.unit.name.text()).collect();
        assert_eq!(names, ["probe.service", "old.service"]);
        let probe = &units[0];
        assert_eq!(
            (&*probe.unit.active, &*probe.unit.sub, &*probe.unit.at_boot),
            ("active", "running", "enabled")
        );
        assert_eq!((&*probe.text("Description"), probe.bytes("MemoryCurrent")), ("A = probe", None));
        assert_eq!((&*units[1].unit.active, &*units[1].unit.at_boot), ("inactive", "masked"));
    }
}
