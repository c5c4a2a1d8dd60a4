//! How long to wait before the next try: doubling, capped, and half of it by chance.

/// Longest wait after the first failure, in milliseconds.
const FIRST: u64 = 250;
/// Longest wait at all, in milliseconds.
const LONGEST: u64 = 15_000;

/// Milliseconds to wait after so many failures. `random` is from 0 to 1: after a restart of the relay
/// its browsers must not come back in one moment.
pub(crate) fn delay(failures: u32, random: f64) -> u64 {
    let longest = FIRST.saturating_mul(1 << failures.min(16)).min(LONGEST);
    let half = longest / 2;
    half + (half as f64 * random.clamp(0.0, 1.0)) as u64
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::{FIRST, LONGEST, delay};

    #[test]
    fn waits_double_up_to_the_cap() {
        let waits: Vec<u64> = (0..9).map(|failures| delay(failures, 1.0)).collect();
        assert_eq!(waits, [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    }

    proptest! {
        #[test]
        fn chance_moves_a_wait_by_half_at_most(failures: u32, random in 0.0..=1.0) {
            let wait = delay(failures, random);
            prop_assert!((FIRST / 2..=LONGEST).contains(&wait));
            prop_assert!(wait * 2 >= delay(failures, 1.0));
        }
    }
}
