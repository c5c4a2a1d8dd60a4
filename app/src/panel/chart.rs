//! Figures as lines of a chart, and as text: pure.

use std::fmt::Write as _;

use super::series::{PARTS, UNKNOWN, Unit, Values, Window};

/// A chart's lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lines {
    /// What is below the first line, as an SVG path.
    pub(crate) area: String,
    /// Each line, as an SVG path.
    pub(crate) lines: [String; PARTS],
    /// What the upper end stands for.
    pub(crate) top: f32,
}

/// Room for a chart, in its own units; no more points are drawn than it has columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// Draws the first so many lines of a window.
pub(crate) fn draw(window: &Window, lines: usize, unit: Unit, room: Room) -> Lines {
    let most = (0..lines).map(|part| window.most(part)).fold(f32::NAN, f32::max);
    let top = top(unit, window.whole, most);
    let columns = reduce(window, room.width);
    let mut drawn = Lines { top, ..Lines::default() };
    for part in 0..lines.min(PARTS) {
        let (line, area) = path(&columns, part, top, f32::from(room.height));
        drawn.lines[part] = line;
        if part == 0 {
            drawn.area = area;
        }
    }
    drawn
}

/// Where an axis ends: all there is, or else a round number that no value is above.
fn top(unit: Unit, whole: Option<f32>, most: f32) -> f32 {
    let least = match unit {
        Unit::Percent | Unit::Celsius => 100.0,
        Unit::Number => 1.0,
        Unit::Bytes => 1e6,
        Unit::Speed => 1e5,
        // As bits 100 kbit/s.
        Unit::Bits => 12_500.0,
    };
    if let Some(whole) = whole.filter(|whole| *whole > 0.0) {
        return whole;
    }
    // NaN gives way to a number in `max`.
    let most = most.max(least);
    let factor = if unit == Unit::Bits { 8.0 } else { 1.0 };
    let scale = 10_f32.powf((most * factor).log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * scale / factor);
    round.into_iter().find(|round| *round >= most * 0.999).unwrap_or(most)
}

/// One point a column at most, of what was most in it; a gap stays one.
fn reduce(window: &Window, width: u16) -> Vec<(f32, Values)> {
    let span = (window.end - window.begin).max(1) as f32;
    let width = f32::from(width);
    let mut columns: Vec<(f32, Values)> = Vec::new();
    let mut open = None;
    for (at, values) in &window.points {
        let x = at.saturating_sub(window.begin) as f32 / span * width;
        let is_gap = values.iter().all(|value| value.is_nan());
        let column = (!is_gap).then_some(x as u32);
        match columns.last_mut() {
            Some((_, held)) if column.is_some() && column == open => {
                for (held, value) in held.iter_mut().zip(values) {
                    *held = held.max(*value);
                }
            }
            _ => columns.push((x, if is_gap { UNKNOWN } else { *values })),
        }
        open = column;
    }
    columns
}

/// The path of one line, and that of what is below it.
fn path(columns: &[(f32, Values)], part: usize, top: f32, height: f32) -> (String, String) {
    let (mut line, mut area) = (String::new(), String::new());
    for run in columns.split(|(_, values)| values[part].is_nan()) {
        let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else { continue };
        // Writing to a string cannot fail.
        let _ = write!(area, "M{first:.1} {height}");
        for (at, (x, values)) in run.iter().enumerate() {
            let y = height * (1.0 - (values[part] / top).clamp(0.0, 1.0));
            let _ = write!(line, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
            let _ = write!(area, "L{x:.1} {y:.1}");
        }
        if run.len() == 1 {
            // A point by itself is seen, too.
            line.push_str("h0.5");
        }
        let _ = write!(area, "L{last:.1} {height}z");
    }
    (line, area)
}

/// A value for a person; a dash where it is not known.
pub(crate) fn say(unit: Unit, value: f32) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    match unit {
        Unit::Percent => format!("{value:.0} %"),
        Unit::Number => format!("{value:.2}"),
        Unit::Celsius => format!("{value:.0} °C"),
        Unit::Bytes => scaled(value, "B"),
        Unit::Speed => scaled(value, "B/s"),
        Unit::Bits => scaled(value * 8.0, "bit/s"),
    }
}

/// A value without its unit, in that of another one that stands beside it.
pub(crate) fn bare(unit: Unit, value: f32, beside: f32) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let factor = if unit == Unit::Bits { 8.0 } else { 1.0 };
    let (_, scale) = scale(beside * factor);
    digits(value * factor / scale)
}

fn scaled(value: f32, unit: &str) -> String {
    let (prefix, scale) = scale(value);
    format!("{} {prefix}{unit}", digits(value / scale))
}

/// The prefix of the unit in which a value has up to three digits, and what it stands for.
fn scale(value: f32) -> (&'static str, f32) {
    let scales = [("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)];
    scales.into_iter().find(|(_, scale)| value / scale < 999.5).unwrap_or(("P", 1e15))
}

/// Two digits at least, unless they say nothing.
fn digits(value: f32) -> String {
    if value < 9.95 && value.fract() != 0.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::series::{UNKNOWN, Unit, Window};
    use super::{Room, bare, draw, say, top};

    const ROOM: Room = Room { width: 100, height: 40 };

    fn window(points: &[(u64, Option<f32>)]) -> Window {
        let value = |value: Option<f32>| value.map_or(UNKNOWN, |value| [value, f32::NAN, f32::NAN]);
        let points = points.iter().map(|(at, of)| (*at, value(*of))).collect();
        Window { points, begin: 0, end: 1000, whole: None }
    }

    #[test]
    fn a_line_has_its_gaps() {
        let points = [(0, Some(0.0)), (100, Some(50.0)), (101, None), (500, Some(100.0)), (1000, Some(25.0))];
        let drawn = draw(&window(&points), 1, Unit::Percent, ROOM);
        assert_eq!(drawn.lines[0], "M0.0 40.0L10.0 20.0M50.0 0.0L100.0 30.0");
        assert_eq!(drawn.area, "M0.0 40L0.0 40.0L10.0 20.0L10.0 40zM50.0 40L50.0 0.0L100.0 30.0L100.0 40z");
        assert_eq!(draw(&window(&[(500, Some(50.0))]), 1, Unit::Percent, ROOM).lines[0], "M50.0 20.0h0.5");
        assert_eq!(draw(&window(&[]), 2, Unit::Speed, ROOM).lines[0], "");
    }

    #[test]
    fn many_points_are_drawn_as_what_was_most() {
        let mut points: Vec<_> = (0..1000).map(|at| (at, Some(1.0))).collect();
        points[555].1 = Some(100.0);
        let drawn = draw(&window(&points), 1, Unit::Percent, ROOM);
        assert_eq!(drawn.lines[0].matches('L').count(), 99);
        assert!(drawn.lines[0].contains("L55.0 0.0"), "{}", drawn.lines[0]);
        points[300].1 = None;
        assert_eq!(draw(&window(&points), 1, Unit::Percent, ROOM).lines[0].matches('M').count(), 2);
    }

    #[test]
    fn axes_end_at_round_numbers() {
        assert_eq!(top(Unit::Percent, None, f32::NAN), 100.0);
        assert_eq!(top(Unit::Number, None, 3.2), 5.0);
        assert_eq!(top(Unit::Speed, None, 120_000_000.0), 200_000_000.0);
        assert_eq!(top(Unit::Bits, None, 75_000_000.0), 125_000_000.0, "a gigabit");
        assert_eq!(top(Unit::Bytes, Some(16e9), 3e9), 16e9);
    }

    #[test]
    fn values_are_said_in_few_digits() {
        for (unit, value, said) in [
            (Unit::Percent, 41.6, "42 %"),
            (Unit::Number, 3.214, "3.21"),
            (Unit::Bytes, 9_100_000_000.0, "9.1 GB"),
            (Unit::Bytes, 999.0, "999 B"),
            (Unit::Speed, 1_260_000.0, "1.3 MB/s"),
            (Unit::Speed, 24_400_000.0, "24 MB/s"),
            (Unit::Bits, 75_000_000.0, "600 Mbit/s"),
            (Unit::Celsius, 45.4, "45 °C"),
            (Unit::Bits, f32::NAN, "–"),
        ] {
            assert_eq!(say(unit, value), said);
        }
        assert_eq!(bare(Unit::Speed, 600_000.0, 24_000_000.0), "0.6");
        assert_eq!(bare(Unit::Bits, 0.0, 75_000_000.0), "0");
    }
}
