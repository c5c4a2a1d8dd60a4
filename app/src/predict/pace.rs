//! How long the line takes to answer, and whether that is long enough to be felt.

use std::ops::RangeInclusive;

/// Round trips that are felt, in milliseconds: above the upper end they are, below the lower no longer, and in
/// between it stays as it was.
const FELT: RangeInclusive<u64> = 60..=80;
/// What an echo may be late by before a prediction of it is given up, in milliseconds; at least this, or half a
/// round trip.
const LEAST_MARGIN: u64 = 100;
/// The longest time an echo is believed to have taken, in milliseconds: beyond it something else was waited for, a
/// command that ran or a key that only looks alike. It also bounds what such mistakes can add up to.
const LONGEST_ECHO: u64 = 2_000;

/// The pace of one line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    /// The last round trip to the relay, in milliseconds.
    line: u64,
    /// From a key to its echo, smoothed, in milliseconds: it knows of the way from the relay to the target too.
    echo: Option<u64>,
    is_felt: bool,
}

impl Pace {
    /// A round trip to the relay was measured.
    pub(super) fn line_took(&mut self, millis: u64) {
        self.line = millis;
        self.judge();
    }

    /// The echo of a key came.
    pub(super) fn echo_took(&mut self, millis: u64) {
        let millis = millis.min(LONGEST_ECHO);
        self.echo = Some(self.echo.map_or(millis, |before| (3 * before + millis) / 4));
        self.judge();
    }

    fn judge(&mut self) {
        let round_trip = self.round_trip();
        if !FELT.contains(&round_trip) {
            self.is_felt = round_trip > *FELT.end();
        }
    }

    /// Whether the person feels it.
    pub(super) fn is_felt(&self) -> bool {
        self.is_felt
    }

    /// How long to wait for the echo of a key, in milliseconds.
    pub(super) fn patience(&self) -> u64 {
        let round_trip = self.round_trip();
        round_trip + LEAST_MARGIN.max(round_trip / 2)
    }

    fn round_trip(&self) -> u64 {
        self.line.max(self.echo.unwrap_or(0))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::Pace;

    #[test]
    fn a_line_is_felt_above_80_milliseconds_and_until_it_is_below_60() {
        let mut pace = Pace::default();
        let felt = [80, 81, 70, 60, 59, 80].map(|millis| {
            pace.line_took(millis);
            pace.is_felt()
        });
        assert_eq!(felt, [false, true, true, true, false, false]);
    }

    #[test]
    fn a_target_far_behind_a_near_relay_is_felt_too() {
        let mut pace = Pace::default();
        pace.line_took(1);
        pace.echo_took(200);
        assert!(pace.is_felt());
        assert!(pace.patience() >= 300);
    }

    #[test]
    fn late_echoes_make_the_page_wait_for_three_seconds_at_most() {
        let mut pace = Pace::default();
        pace.echo_took(1_000_000);
        assert_eq!(pace.patience(), 3_000);
    }
}
