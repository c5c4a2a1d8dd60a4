//! Speed and time left, from how much was there when. Pure.

use std::collections::VecDeque;

/// How far back the speed looks, in milliseconds: steady enough to read, quick enough to believe.
const WINDOW: u64 = 5_000;

/// Samples kept, and so the shortest time between two.
const SAMPLES: u64 = 20;

/// Measures one transfer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meter {
    /// Moment in milliseconds, and bytes there.
    samples: VecDeque<(u64, u64)>,
}

impl Meter {
    /// So many bytes are there now.
    pub(crate) fn note(&mut self, now: u64, bytes: u64) {
        if self.samples.back().is_some_and(|(_, before)| bytes < *before) {
            // It begins again from further back.
            self.samples.clear();
        }
        if self.samples.len() > 1
            && let Some((moment, held)) = self.samples.back_mut()
            && now.saturating_sub(*moment) < WINDOW / SAMPLES
        {
            *held = bytes;
            return;
        }
        self.samples.push_back((now, bytes));
        while self.samples.len() > 2 && self.samples.front().is_some_and(|(then, _)| now - then > WINDOW) {
            self.samples.pop_front();
        }
    }

    /// Bytes a second; none before there is something to say.
    pub(crate) fn speed(&self, now: u64) -> Option<u64> {
        let (since, from) = *self.samples.front()?;
        let (_, to) = *self.samples.back()?;
        let passed = now.saturating_sub(since);
        (passed >= WINDOW / SAMPLES).then(|| (to - from).saturating_mul(1000) / passed)
    }

    /// Seconds until `left` bytes are through at this speed; none while nothing moves.
    pub(crate) fn seconds_left(&self, now: u64, left: u64) -> Option<u64> {
        self.speed(now).filter(|speed| *speed > 0).map(|speed| left.div_ceil(speed))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::Meter;

    #[test]
    fn speed_is_that_of_the_last_seconds() {
        let mut meter = Meter::default();
        assert_eq!(meter.speed(0), None);
        for second in 0..20 {
            // Ten times as fast in the second half.
            let bytes = if second < 10 { second * 1000 } else { 9000 + (second - 9) * 10_000 };
            meter.note(second * 1000, bytes);
        }
        assert_eq!(meter.speed(19_000), Some(10_000));
        assert_eq!(meter.seconds_left(19_000, 25_000), Some(3));
    }

    #[test]
    fn what_stands_still_gets_slower_and_promises_nothing() {
        let mut meter = Meter::default();
        meter.note(0, 0);
        meter.note(1000, 1000);
        assert_eq!(meter.speed(1000), Some(1000));
        assert_eq!(meter.speed(10_000), Some(100));
        let mut still = Meter::default();
        still.note(0, 5);
        still.note(1000, 5);
        assert_eq!((still.speed(1000), still.seconds_left(1000, 9)), (Some(0), None));
    }

    proptest! {
        #[test]
        fn any_history_is_bounded_and_measurable(steps in prop::collection::vec((0_u64..3000, any::<u32>()), 1..200)) {
            let (mut meter, mut now) = (Meter::default(), 0);
            for (passed, bytes) in steps {
                now += passed;
                meter.note(now, bytes.into());
                prop_assert!(meter.samples.len() <= 22);
                let _ = meter.seconds_left(now, u64::MAX);
            }
        }
    }
}
