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
