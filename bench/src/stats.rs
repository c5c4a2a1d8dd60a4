//! Medians, extremes and percentiles of samples: pure arithmetic.

/// What a row shows of its samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Summary {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Summary {
    /// The summary of these samples; none of no samples.
    pub(crate) fn of(samples: &[f64]) -> Option<Self> {
        let sorted = sorted(samples);
        let (&least, &most) = (sorted.first()?, sorted.last()?);
        let middle = sorted.len() / 2;
        let median = match sorted.len() % 2 {
            0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
            _ => sorted[middle],
        };
        Some(Self { median, least, most })
    }
}

/// The smallest sample that at least `percent` of the samples do not exceed (nearest rank); none of no samples.
pub(crate) fn percentile(samples: &[f64], percent: usize) -> Option<f64> {
    let rank = (samples.len() * percent).div_ceil(100).max(1);
    sorted(samples).get(rank - 1).copied()
}

fn sorted(samples: &[f64]) -> Vec<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::{Summary, percentile};

    #[test]
    fn the_median_is_the_middle_one_or_the_mean_of_the_middle_two() {
        let odd = Summary::of(&[5.0, 1.0, 4.0, 2.0, 9.0]).unwrap();
        assert_eq!(odd, Summary { median: 4.0, least: 1.0, most: 9.0 });
        let even = Summary::of(&[4.0, 1.0, 2.0, 9.0]).unwrap();
        assert_eq!(even, Summary { median: 3.0, least: 1.0, most: 9.0 });
        assert_eq!(Summary::of(&[7.0]).unwrap(), Summary { median: 7.0, least: 7.0, most: 7.0 });
        assert_eq!(Summary::of(&[]), None);
    }

    #[test]
    fn a_percentile_is_a_sample_by_nearest_rank() {
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(percentile(&hundred, 50), Some(50.0));
        assert_eq!(percentile(&hundred, 99), Some(99.0));
        assert_eq!(percentile(&hundred, 100), Some(100.0));
        assert_eq!(percentile(&[3.0, 1.0], 99), Some(3.0));
        assert_eq!(percentile(&[3.0, 1.0], 0), Some(1.0));
        assert_eq!(percentile(&[], 50), None);
    }
}
