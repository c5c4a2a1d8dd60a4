//! What a pane has to tell while nobody looks at it, and how the panes of a tab add up. Decides; draws nothing.

/// How far a program has come, by its own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// How it goes.
    pub(crate) kind: ProgressKind,
    /// From 0 to 100, if it is known.
    pub(crate) percent: Option<u8>,
}

/// How it goes; the later, the more pressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ProgressKind {
    /// It goes on, nobody knows how long.
    Busy,
    /// It goes on.
    Normal,
    /// It waits.
    Paused,
    /// It has failed.
    Error,
}

/// What happened while nobody looked; the later, the more pressing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stir {
    /// Nothing.
    #[default]
    Quiet,
    /// There was output.
    Output,
    /// It rang.
    Bell,
}

/// Whether a person can see a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// On the screen.
    Seen,
    /// In another tab, or in a window that is covered.
    Hidden,
}

/// The marks of a pane, or of a tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// How far the program has come, if one says so.
    pub(crate) progress: Option<Progress>,
    /// What happened while nobody looked.
    pub(crate) stir: Stir,
}

impl Marks {
    /// These, after something happened.
    pub(crate) fn stirred(self, stir: Stir, sight: Sight) -> Self {
        match sight {
            Sight::Seen => self,
            Sight::Hidden => Self { stir: self.stir.max(stir), ..self },
        }
    }

    /// These, after the person has looked. Progress stays: it is no news but a state.
    pub(crate) fn looked_at(self) -> Self {
        Self { stir: Stir::Quiet, ..self }
    }

    /// These, after the program has said how far it is. One that fails or waits need not say again how far it was.
    pub(crate) fn progressed(self, progress: Option<Progress>) -> Self {
        let before = self.progress.and_then(|progress| progress.percent);
        let progress = progress.map(|progress| match progress.kind {
            ProgressKind::Error | ProgressKind::Paused => {
                Progress { percent: progress.percent.or(before), ..progress }
            }
            ProgressKind::Busy | ProgressKind::Normal => progress,
        });
        Self { progress, ..self }
    }

    /// What a tab tells of its panes: what presses most, and of several alike the one that is behind.
    pub(crate) fn together(panes: impl IntoIterator<Item = Self>) -> Self {
        panes.into_iter().fold(Self::default(), |sum, pane| Self {
            progress: match (sum.progress, pane.progress) {
                (Some(a), Some(b)) if a.kind == b.kind => Some(if b.percent < a.percent { b } else { a }),
                (Some(a), Some(b)) => Some(if b.kind > a.kind { b } else { a }),
                (a, b) => a.or(b),
            },
            stir: sum.stir.max(pane.stir),
        })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{Marks, Progress, ProgressKind, Sight, Stir};

    #[test]
    fn what_is_seen_leaves_no_mark() {
        let marks = Marks::default().stirred(Stir::Bell, Sight::Seen);
        assert_eq!(marks.stir, Stir::Quiet);
    }

    #[test]
    fn a_bell_is_not_drowned_by_output_and_goes_when_it_is_looked_at() {
        let marks = Marks::default().stirred(Stir::Bell, Sight::Hidden).stirred(Stir::Output, Sight::Hidden);
        assert_eq!(marks.stir, Stir::Bell);
        assert_eq!(marks.looked_at(), Marks::default());
    }

    #[test]
    fn progress_outlasts_a_look_and_ends_when_the_program_says_so() {
        let marks = Marks::default().progressed(at(ProgressKind::Normal, 40)).looked_at();
        assert_eq!(marks.progress, at(ProgressKind::Normal, 40));
        assert_eq!(marks.progressed(None).progress, None);
    }

    #[test]
    fn a_program_that_fails_has_come_as_far_as_it_had() {
        let failed = Some(Progress { kind: ProgressKind::Error, percent: None });
        let marks = Marks::default().progressed(at(ProgressKind::Normal, 40)).progressed(failed);
        assert_eq!(marks.progress, at(ProgressKind::Error, 40));
    }

    #[test]
    fn a_tab_tells_what_presses_most_and_what_is_behind() {
        let pane = |progress, stir| Marks { progress, stir };
        let together = Marks::together([
            pane(at(ProgressKind::Normal, 80), Stir::Output),
            pane(at(ProgressKind::Normal, 20), Stir::Quiet),
            pane(None, Stir::Bell),
        ]);
        assert_eq!(together, pane(at(ProgressKind::Normal, 20), Stir::Bell));
        let worse = [together, pane(at(ProgressKind::Error, 99), Stir::Quiet)];
        assert_eq!(Marks::together(worse).progress, at(ProgressKind::Error, 99));
        assert_eq!(Marks::together([]), Marks::default());
    }

    fn at(kind: ProgressKind, percent: u8) -> Option<Progress> {
        Some(Progress { kind, percent: Some(percent) })
    }
}
