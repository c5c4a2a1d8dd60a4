//! One measured figure: its samples, whether it reached its target, and how it reads in the table.

use crate::figure::{Figure, Target};
use crate::stats::Summary;

/// One measured figure.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) figure: &'static Figure,
    relay: Summary,
    ssh: Option<Summary>,
}

/// Whether a row reached its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Met,
    Missed,
    /// There is no target.
    Shown,
}

impl Row {
    /// A row of these samples of relay (or page) and `ssh`; none without samples of the former.
    pub(crate) fn of(figure: &'static Figure, relay: &[f64], ssh: &[f64]) -> Option<Self> {
        Some(Self { figure, relay: Summary::of(relay)?, ssh: Summary::of(ssh) })
    }

    /// Whether the target is reached, judged by the medians.
    pub(crate) fn verdict(&self) -> Verdict {
        let value = self.relay.median;
        let ssh = self.ssh.map(|ssh| ssh.median);
        let met = match (self.figure.target, ssh) {
            (Target::None, _) => return Verdict::Shown,
            (Target::AtLeast(bound), _) => value >= bound,
            (Target::AtMost(bound), _) => value <= bound,
            (Target::AtLeastTimesSsh(times), Some(ssh)) => value >= times * ssh,
            (Target::AtMostTimesSsh(times), Some(ssh)) => value <= times * ssh,
            (Target::AtMostMoreThanSsh(more), Some(ssh)) => value <= ssh + more,
            (Target::AtLeastTimesSsh(_) | Target::AtMostTimesSsh(_) | Target::AtMostMoreThanSsh(_), None) => {
                false
            }
        };
        if met { Verdict::Met } else { Verdict::Missed }
    }

    /// The cells of the table's row.
    pub(crate) fn cells(&self) -> [String; 6] {
        let unit = self.figure.unit.name();
        let verdict = match self.verdict() {
            Verdict::Met => "met",
            Verdict::Missed => "**missed**",
            Verdict::Shown => "",
        };
        [
            self.figure.title.to_owned(),
            unit.to_owned(),
            summary(&self.relay),
            self.ssh.as_ref().map(summary).unwrap_or_default(),
            self.target(),
            format!("{} {verdict}", self.compared()).trim().to_owned(),
        ]
    }

    fn target(&self) -> String {
        match self.figure.target {
            Target::None => String::new(),
            Target::AtLeast(bound) => format!("≥ {bound}"),
            Target::AtMost(bound) => format!("≤ {bound}"),
            Target::AtLeastTimesSsh(times) => format!("≥ {times} × `ssh`"),
            Target::AtMostTimesSsh(times) => format!("≤ {times} × `ssh`"),
            Target::AtMostMoreThanSsh(more) => format!("≤ `ssh` + {more}"),
        }
    }

    /// The relay's figure as its target counts it, where that is by `ssh`'s.
    fn compared(&self) -> String {
        let Some(ssh) = self.ssh.map(|ssh| ssh.median) else { return String::new() };
        match self.figure.target {
            Target::AtLeastTimesSsh(_) | Target::AtMostTimesSsh(_) => {
                format!("{:.2} ×", self.relay.median / ssh)
            }
            Target::AtMostMoreThanSsh(_) => format!("`ssh` {:+.0}", self.relay.median - ssh),
            Target::AtLeast(_) | Target::AtMost(_) | Target::None => String::new(),
        }
    }
}

/// Median, then least and most where they differ from it.
fn summary(summary: &Summary) -> String {
    let [median, least, most] = [summary.median, summary.least, summary.most].map(three_digits);
    if least == most { median } else { format!("{median} ({least}–{most})") }
}

/// Three significant digits, and whole numbers whole.
fn three_digits(value: f64) -> String {
    match value.abs() {
        0.0 => "0".into(),
        ..1.0 => format!("{value:.3}"),
        ..10.0 => format!("{value:.2}"),
        ..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Verdict};
    use crate::figure::{EMPTY, EXEC_ACKED, EXEC_SAME, Figure, PAGE_PAINT, SIGN_IN};

    fn verdict(figure: &'static Figure, relay: f64, ssh: &[f64]) -> Verdict {
        Row::of(figure, &[relay], ssh).unwrap().verdict()
    }

    #[test]
    fn a_target_is_met_at_its_bound_and_missed_beyond() {
        for (figure, ssh, met, missed) in [
            (&EXEC_SAME, &[1000.0][..], 950.0, 949.9),
            (&SIGN_IN, &[200.0], 220.0, 220.1),
            (&EMPTY, &[], 15.0, 15.1),
            (&PAGE_PAINT, &[], 15.0, 14.9),
        ] {
            assert_eq!(verdict(figure, met, ssh), Verdict::Met, "{}", figure.key);
            assert_eq!(verdict(figure, missed, ssh), Verdict::Missed, "{}", figure.key);
        }
        assert_eq!(verdict(&EXEC_ACKED, 1.0, &[2.0]), Verdict::Shown);
        assert_eq!(verdict(&EXEC_SAME, 1.0, &[]), Verdict::Missed, "nothing to compare with is no success");
    }

    #[test]
    fn a_row_shows_median_extremes_target_and_verdict() {
        let row = Row::of(&EXEC_SAME, &[900.0, 1001.5, 950.0], &[1000.0]).unwrap();
        let cells = row.cells();
        assert_eq!(cells[1..], ["MB/s", "950 (900–1002)", "1000", "≥ 0.95 × `ssh`", "0.95 × met"]);
        let row = Row::of(&SIGN_IN, &[231.0], &[200.0]).unwrap();
        assert_eq!(row.cells()[4..], ["≤ `ssh` + 20", "`ssh` +31 **missed**"]);
    }
}
