//! Points in time as a person says them: today 13:41, yesterday, Wed 16:20, 14 Nov.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::words::{Locale, td_string};

const DAY: f64 = 86_400_000.0;

/// A moment of the past in the words of a language. Both are milliseconds since 1970.
pub(crate) fn say(l: Locale, at: f64, now: f64) -> String {
    let (then, today) = (Date::new(&at.into()), Date::new(&now.into()));
    let time = || format(l, &then, &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")]);
    let days = (midnight(&today) - midnight(&then)) / DAY;
    // A day with a change of the clock has 23 or 25 hours.
    match days.round() as i64 {
        ..=0 => td_string!(l, targets.today, time = time()),
        1 => td_string!(l, targets.yesterday, time = time()),
        2..=6 => format!("{} {}", format(l, &then, &[("weekday", "short")]), time()),
        7..=300 => format(l, &then, &[("day", "numeric"), ("month", "short")]),
        _ => format(l, &then, &[("day", "numeric"), ("month", "short"), ("year", "numeric")]),
    }
}

/// A moment as the clock shows it, with seconds; milliseconds since 1970.
pub(crate) fn clock(l: Locale, at: f64) -> String {
    let parts = [("hour", "2-digit"), ("minute", "2-digit"), ("second", "2-digit"), ("hourCycle", "h23")];
    format(l, &Date::new(&at.into()), &parts)
}

/// A moment as lists show it, to the minute and the same in every language: `2026-11-21 14:01`.
pub(crate) fn stamp(at: f64) -> String {
    let date = Date::new(&at.into());
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// A moment as a field for date and time takes it (HTML, "local date and time"): `2026-11-21T14:01:09`.
pub(crate) fn typed(at: f64) -> String {
    format!("{}:{:02}", stamp(at).replacen(' ', "T", 1), Date::new(&at.into()).get_seconds())
}

/// What such a field holds, in milliseconds since 1970; none if it is no moment.
pub(crate) fn read(text: &str) -> Option<f64> {
    let at = Date::parse(text);
    at.is_finite().then_some(at)
}

fn midnight(date: &Date) -> f64 {
    Date::new_with_year_month_day(date.get_full_year(), date.get_month() as i32, date.get_date() as i32)
        .get_time()
}

fn format(l: Locale, date: &Date, options: &[(&str, &str)]) -> String {
    let wish = Object::new();
    for (name, value) in options {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&wish, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let tag = match l {
        Locale::en => "en-GB",
        Locale::zh => "zh-CN",
    };
    date.to_locale_string(tag, &wish).into()
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use js_sys::Date;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::say;
    use crate::words::Locale;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn moments_are_said_as_a_person_would() {
        let at = |text: &str| Date::parse(text);
        let now = at("2026-11-21T14:00:00");
        for (then, english, chinese) in [
            ("2026-11-21T13:41:00", "today 13:41", "今天 13:41"),
            ("2026-11-20T23:17:00", "yesterday 23:17", "昨天 23:17"),
            ("2026-11-18T16:20:00", "Wed 16:20", "周三 16:20"),
            ("2026-11-09T08:00:00", "9 Nov", "11月9日"),
        ] {
            assert_eq!(say(Locale::en, at(then), now), english);
            assert_eq!(say(Locale::zh, at(then), now), chinese);
        }
    }
}
