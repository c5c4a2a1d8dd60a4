//! An hour of figures, a column of points for each thing that is measured: pure.

use std::collections::VecDeque;

/// Most points: an hour of one every two seconds.
const POINTS: usize = 1800;
/// What is older is forgotten, in hundredths of a second.
const SPAN: u64 = 360_000;
/// Most columns.
const TRACKS: usize = 256;
/// Most that one thing is measured by at a time.
pub(crate) const PARTS: usize = 3;

/// What is measured of one thing at a time; what is not known is no number.
pub(crate) type Values = [f32; PARTS];

/// Nothing is known.
pub(crate) const UNKNOWN: Values = [f32::NAN; PARTS];

/// A thing that is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// All cores together: percent.
    Cpu,
    /// One core: percent.
    Core(u16),
    /// Over 1, 5 and 15 minutes.
    Load,
    /// Used, cache; then all of it.
    Memory,
    /// Used; then all of it.
    Swap,
    /// All disks: read, written.
    Disks,
    /// One disk.
    Disk(String),
    /// All interfaces: received, sent.
    Links,
    /// One interface.
    Link(String),
    /// The hottest sensor.
    Heat,
    /// One sensor.
    Sensor(String),
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Percent,
    Number,
    Bytes,
    /// Bytes a second.
    Speed,
    /// Bytes a second, shown as bits a second.
    Bits,
    Celsius,
}

impl Subject {
    pub(crate) fn unit(&self) -> Unit {
        match self {
            Self::Cpu | Self::Core(_) => Unit::Percent,
            Self::Load => Unit::Number,
            Self::Memory | Self::Swap => Unit::Bytes,
            Self::Disks | Self::Disk(_) => Unit::Speed,
            Self::Links | Self::Link(_) => Unit::Bits,
            Self::Heat | Self::Sensor(_) => Unit::Celsius,
        }
    }

    /// How many of its values are lines of a chart.
    pub(crate) fn lines(&self) -> usize {
        match self {
            Self::Load => 3,
            Self::Memory | Self::Disks | Self::Disk(_) | Self::Links | Self::Link(_) => 2,
            Self::Cpu | Self::Core(_) | Self::Swap | Self::Heat | Self::Sensor(_) => 1,
        }
    }

    /// Which of its values is all there is, where there is such.
    fn whole(&self) -> Option<usize> {
        match self {
            Self::Memory | Self::Swap => Some(self.lines()),
            Self::Cpu
            | Self::Core(_)
            | Self::Load
            | Self::Disks
            | Self::Disk(_)
            | Self::Links
            | Self::Link(_)
            | Self::Heat
            | Self::Sensor(_) => None,
        }
    }
}

/// The last hour.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// When each point was, in hundredths of a second of the target's own clock.
    at: VecDeque<u64>,
    tracks: Vec<Track>,
}

#[derive(Clone, Debug)]
struct Track {
    subject: Subject,
    values: VecDeque<Values>,
    seen: u64,
}

/// A part of the hour, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Window {
    pub(crate) points: Vec<(u64, Values)>,
    /// Where it begins and ends, in hundredths of a second.
    pub(crate) begin: u64,
    pub(crate) end: u64,
    /// All there is, where there is such.
    pub(crate) whole: Option<f32>,
}

impl History {
    /// Adds what was measured at a time. After a pause of more than two turns nobody knows what was in between.
    pub(crate) fn push(&mut self, at: u64, every: u64, measured: Vec<(Subject, Values)>) {
        match self.at.back() {
            Some(last) if at == *last => return,
            // The target was started anew.
            Some(last) if at < *last => *self = Self::default(),
            Some(last) if at - last > every * 5 / 2 => {
                self.at.push_back(last + 1);
                self.tracks.iter_mut().for_each(|track| track.values.push_back(UNKNOWN));
            }
            Some(_) | None => {}
        }
        self.at.push_back(at);
        for (subject, values) in measured {
            self.track(subject, at, values);
        }
        let points = self.at.len();
        for track in &mut self.tracks {
            track.values.resize(points, UNKNOWN);
        }
        self.forget(at);
    }

    fn track(&mut self, subject: Subject, at: u64, values: Values) {
        let before = self.at.len() - 1;
        let is_known = self.tracks.iter().any(|track| track.subject == subject);
        if !is_known && self.tracks.len() < TRACKS {
            let values = std::iter::repeat_n(UNKNOWN, before).collect();
            self.tracks.push(Track { subject: subject.clone(), values, seen: at });
        }
        let Some(track) = self.tracks.iter_mut().find(|track| track.subject == subject) else { return };
        track.values.truncate(before);
        track.values.push_back(values);
        track.seen = at;
    }

    fn forget(&mut self, now: u64) {
        while self.at.len() > POINTS || self.at.front().is_some_and(|first| first + SPAN < now) {
            self.at.pop_front();
            for track in &mut self.tracks {
                track.values.pop_front();
            }
        }
        let first = self.at.front().copied().unwrap_or(now);
        self.tracks.retain(|track| track.seen >= first);
    }

    /// The last so many hundredths of a second of one thing.
    pub(crate) fn window(&self, subject: &Subject, span: u64) -> Window {
        let end = self.at.back().copied().unwrap_or(0);
        let begin = end.saturating_sub(span);
        let track = self.tracks.iter().find(|track| track.subject == *subject);
        let values = track.iter().flat_map(|track| track.values.iter());
        let points: Vec<_> =
            self.at.iter().copied().zip(values.copied()).skip_while(|(at, _)| *at < begin).collect();
        let last =
            |whole: usize| points.iter().rev().map(|(_, values)| values[whole]).find(|all| all.is_finite());
        let whole = subject.whole().and_then(last);
        Window { points, begin, end, whole }
    }

    /// What there are figures of, in the order in which they came.
    pub(crate) fn subjects(&self) -> Vec<Subject> {
        self.tracks.iter().map(|track| track.subject.clone()).collect()
    }
}

impl Window {
    /// The last values, if they are known.
    pub(crate) fn last(&self) -> Values {
        self.points.last().map_or(UNKNOWN, |(_, values)| *values)
    }

    /// The most that one of its parts was.
    pub(crate) fn most(&self, part: usize) -> f32 {
        self.points.iter().map(|(_, values)| values[part]).fold(f32::NAN, f32::max)
    }

    /// The point that is nearest to a time.
    pub(crate) fn nearest(&self, at: u64) -> Option<usize> {
        let distance = |(_, (other, _)): &(usize, &(u64, Values))| other.abs_diff(at);
        self.points.iter().enumerate().min_by_key(distance).map(|(place, _)| place)
    }
}

#[cfg(test)]
pub(super) mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{History, POINTS, Subject, TRACKS, UNKNOWN};

    fn one(value: f32) -> super::Values {
        [value, f32::NAN, f32::NAN]
    }

    fn values(history: &History, subject: &Subject, span: u64) -> Vec<Option<u32>> {
        let points = history.window(subject, span).points;
        points.iter().map(|(_, values)| values[0].is_finite().then_some(values[0] as u32)).collect()
    }

    #[test]
    fn an_hour_is_kept_and_no_more() {
        let mut history = History::default();
        for turn in 0..3000_u16 {
            history.push(u64::from(turn) * 200, 200, vec![(Subject::Cpu, one(f32::from(turn)))]);
        }
        let hour = history.window(&Subject::Cpu, 360_000);
        assert_eq!((hour.points.len(), hour.last()[0]), (POINTS, 2999.0));
        assert_eq!(values(&history, &Subject::Cpu, 600), [2996, 2997, 2998, 2999].map(Some));
        // At a slower pace an hour is fewer points.
        for turn in 0..400_u16 {
            history.push(600_000 + u64::from(turn) * 1000, 1000, vec![(Subject::Cpu, one(1.0))]);
        }
        assert_eq!(history.window(&Subject::Cpu, u64::MAX).points.len(), 361);
    }

    #[test]
    fn what_nobody_looked_at_is_a_gap_and_a_new_start_begins_anew() {
        let mut history = History::default();
        history.push(100, 200, vec![(Subject::Cpu, one(1.0))]);
        history.push(300, 200, vec![(Subject::Cpu, one(2.0))]);
        history.push(300, 200, vec![(Subject::Cpu, one(9.0))]);
        history.push(5000, 200, vec![(Subject::Cpu, one(3.0))]);
        assert_eq!(values(&history, &Subject::Cpu, 6000), [Some(1), Some(2), None, Some(3)]);
        history.push(50, 200, vec![(Subject::Cpu, one(4.0))]);
        assert_eq!(values(&history, &Subject::Cpu, 6000), [Some(4)]);
    }

    #[test]
    fn things_come_and_go_and_are_not_without_number() {
        let mut history = History::default();
        let disk = |name: &str| Subject::Disk(name.into());
        history.push(200, 200, vec![(disk("sda"), one(1.0))]);
        history.push(400, 200, vec![(disk("sdb"), one(2.0)), (disk("sda"), one(3.0))]);
        history.push(600, 200, vec![(disk("sdb"), one(4.0))]);
        assert_eq!(values(&history, &disk("sda"), 600), [Some(1), Some(3), None]);
        assert_eq!(values(&history, &disk("sdb"), 600), [None, Some(2), Some(4)]);
        let many = (0..2 * TRACKS).map(|number| (disk(&number.to_string()), one(5.0))).collect();
        history.push(800, 200, many);
        assert_eq!(history.subjects().len(), TRACKS);
        assert!(history.tracks.iter().all(|track| track.values.len() == 4));
        let next = history.at[3] + 360_000;
        history.push(next, 360_000, vec![(Subject::Cpu, one(6.0)), (disk("7"), one(7.0))]);
        history.push(next + 200, 200, vec![(disk("7"), one(8.0))]);
        assert_eq!(values(&history, &disk("7"), 200), [Some(7), Some(8)]);
        assert_eq!(
            history.subjects(),
            [disk("7")],
            "what was not seen for an hour is forgotten, and leaves room"
        );
    }

    #[test]
    fn the_whole_is_known_while_its_parts_are() {
        let mut history = History::default();
        history.push(200, 200, vec![(Subject::Memory, [3.0, 1.0, 16.0])]);
        history.push(400, 200, vec![(Subject::Memory, UNKNOWN)]);
        let window = history.window(&Subject::Memory, 600);
        assert_eq!((window.whole, window.most(0), window.nearest(290)), (Some(16.0), 3.0, Some(0)));
        assert_eq!(history.window(&Subject::Swap, 600).points, []);
    }
}
