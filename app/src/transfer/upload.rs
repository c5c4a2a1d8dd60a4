//! One file on its way to the target: sent in slices, gone on with by itself after a break. Pure.

use postern_shared::api::{Problem, UploadState};

use super::{Meter, Phase, passes};
use crate::net::NetError;
use crate::session::backoff;

/// Bytes of one request: few enough for proxies, enough that nothing is felt of the seams.
const SLICE: u64 = 256 * 1024 * 1024;

/// How often the relay is asked while it compares, in milliseconds.
const ASK_EVERY: u64 = 1000;

/// An upload.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) total: u64,
    /// Bytes that are there, as far as is known.
    pub(crate) bytes: u64,
    pub(crate) phase: Phase,
    pub(crate) meter: Meter,
    pub(crate) overwrite: bool,
    /// Tries in a row that brought nothing.
    failures: u32,
    /// Whether the relay has to be asked how much arrived.
    is_unsure: bool,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing, now or ever.
    Rest,
    /// Wait so many milliseconds, then say [`Upload::due`].
    Wait(u64),
    /// Ask how much has arrived.
    Ask,
    /// Send the bytes from the first to before the second.
    Send(u64, u64),
}

impl Upload {
    /// One that waits its turn.
    pub(crate) fn new(name: String, total: u64) -> Self {
        let (phase, meter) = (Phase::Queued, Meter::default());
        Self { name, total, bytes: 0, phase, meter, overwrite: false, failures: 0, is_unsure: false }
    }

    /// It is its turn.
    pub(crate) fn begin(&mut self) {
        if self.phase == Phase::Queued {
            self.phase = Phase::Running;
        }
    }

    /// What is to be done next.
    pub(crate) fn step(&self, now: u64) -> Step {
        match &self.phase {
            Phase::Running if self.is_unsure => Step::Ask,
            Phase::Running => Step::Send(self.bytes, self.total.min(self.bytes.saturating_add(SLICE))),
            Phase::Broken { until } => Step::Wait(until.saturating_sub(now)),
            Phase::Checking => Step::Wait(ASK_EVERY),
            Phase::Queued | Phase::Halted | Phase::Done { .. } | Phase::Failed(_) | Phase::Cancelled => {
                Step::Rest
            }
        }
    }

    /// The browser has sent so much of the file.
    pub(crate) fn progress(&mut self, now: u64, bytes: u64) {
        if self.phase == Phase::Running {
            self.bytes = bytes.min(self.total);
            self.meter.note(now, self.bytes);
        }
    }

    /// The wait is over.
    pub(crate) fn due(&mut self) {
        if matches!(self.phase, Phase::Broken { .. } | Phase::Checking) {
            (self.phase, self.is_unsure) = (Phase::Running, true);
        }
    }

    /// What the relay answered; `random` is from 0 to 1.
    pub(crate) fn answered(&mut self, answer: Result<UploadState, NetError>, now: u64, random: f64) {
        if !matches!(self.phase, Phase::Running) {
            return;
        }
        match answer {
            Ok(UploadState::Partial { bytes }) => {
                // What was sent but has not arrived does not count.
                if !self.is_unsure {
                    self.failures = 0;
                }
                (self.bytes, self.is_unsure) = (bytes.min(self.total), false);
                self.meter.note(now, self.bytes);
            }
            Ok(UploadState::Checking { bytes }) => (self.bytes, self.phase) = (bytes, Phase::Checking),
            Ok(UploadState::Stored(stored)) => {
                (self.bytes, self.phase) = (stored.bytes, Phase::Done { verified: stored.verified });
            }
            Err(NetError::Cancelled) => self.phase = Phase::Cancelled,
            Err(error) if passes(&error) => {
                let mut wait = backoff(self.failures, random);
                if let NetError::Problem(Problem::TooMany { retry_after, .. }) = &error {
                    wait = wait.max(retry_after.saturating_mul(1000));
                }
                self.failures += 1;
                self.phase = Phase::Broken { until: now + wait };
            }
            Err(error) => self.phase = Phase::Failed(error),
        }
    }

    /// The person wants it gone on with now, or after what stood in its way is gone.
    pub(crate) fn retry(&mut self) {
        if matches!(self.phase, Phase::Failed(_) | Phase::Broken { .. }) {
            (self.phase, self.is_unsure, self.failures) = (Phase::Running, true, 0);
        }
    }

    /// The person wants the file that is there replaced.
    pub(crate) fn replace(&mut self) {
        self.overwrite = true;
        // What the relay knows is that it failed; how much has arrived is asked by sending the rest.
        if matches!(self.phase, Phase::Failed(_)) {
            (self.phase, self.is_unsure, self.failures) = (Phase::Running, false, 0);
        }
    }

    /// The person wants it gone; whether something is to be given up at the relay.
    pub(crate) fn cancel(&mut self) -> bool {
        let has_begun = !matches!(self.phase, Phase::Queued | Phase::Done { .. } | Phase::Cancelled);
        if !matches!(self.phase, Phase::Done { .. }) {
            self.phase = Phase::Cancelled;
        }
        has_begun
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use postern_shared::api::{FileFault, Problem, Stored, UploadState};

    use super::{ASK_EVERY, Phase, SLICE, Step, Upload};
    use crate::net::NetError;

    const TOTAL: u64 = SLICE + 1000;

    fn begun() -> Upload {
        let mut upload = Upload::new("a".into(), TOTAL);
        assert_eq!(upload.step(0), Step::Rest);
        upload.begin();
        upload
    }

    fn stored() -> UploadState {
        UploadState::Stored(Stored { bytes: TOTAL, sha256: None, verified: Some(true) })
    }

    #[test]
    fn a_file_goes_in_slices_and_is_done_when_the_relay_says_so() {
        let mut upload = begun();
        assert_eq!(upload.step(0), Step::Send(0, SLICE));
        upload.progress(10, 500);
        assert_eq!(upload.bytes, 500);
        upload.answered(Ok(UploadState::Partial { bytes: SLICE }), 20, 0.5);
        assert_eq!(upload.step(20), Step::Send(SLICE, TOTAL));
        upload.answered(Ok(UploadState::Checking { bytes: TOTAL }), 30, 0.5);
        assert_eq!((upload.phase.clone(), upload.step(30)), (Phase::Checking, Step::Wait(ASK_EVERY)));
        upload.due();
        assert_eq!(upload.step(40), Step::Ask);
        upload.answered(Ok(stored()), 50, 0.5);
        assert_eq!(upload.phase, Phase::Done { verified: Some(true) });
        assert_eq!(upload.step(60), Step::Rest);
    }

    #[test]
    fn what_breaks_off_goes_on_by_itself_from_what_arrived() {
        let mut upload = begun();
        upload.progress(10, 5000);
        upload.answered(Err(NetError::Unreachable), 1000, 1.0);
        assert_eq!(upload.step(1000), Step::Wait(250));
        upload.due();
        assert_eq!(upload.step(1250), Step::Ask);
        upload.answered(Err(NetError::Unreachable), 1300, 1.0);
        assert_eq!(upload.step(1300), Step::Wait(500), "longer each time");
        upload.due();
        upload.answered(Ok(UploadState::Partial { bytes: 3000 }), 2000, 1.0);
        assert_eq!((upload.bytes, upload.step(2000)), (3000, Step::Send(3000, SLICE + 1000)));
    }

    #[test]
    fn a_relay_that_knows_better_is_asked_and_one_that_is_busy_is_waited_for() {
        let mut upload = begun();
        let elsewhere = Problem::UploadOffset { offset: 7 };
        upload.answered(Err(NetError::Problem(elsewhere)), 0, 1.0);
        upload.due();
        assert_eq!(upload.step(0), Step::Ask);
        let of = postern_shared::api::TooManyOf::Transfers;
        upload.answered(Err(NetError::Problem(Problem::TooMany { of, retry_after: 9 })), 0, 1.0);
        assert_eq!(upload.step(0), Step::Wait(9000));
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_the_person_says_so() {
        let mut upload = begun();
        let there = Problem::FileRefused { path: "a".into(), why: FileFault::Exists, reason: String::new() };
        upload.answered(Err(NetError::Problem(there)), 0, 1.0);
        assert!(matches!(upload.phase, Phase::Failed(_)));
        assert!(!upload.overwrite);
        upload.replace();
        assert_eq!((upload.overwrite, upload.step(0)), (true, Step::Send(0, SLICE)));
    }

    #[test]
    fn what_was_cancelled_stays_so_whatever_comes_in_late() {
        let mut upload = begun();
        assert!(upload.cancel());
        upload.answered(Ok(stored()), 0, 0.0);
        upload.progress(0, 5);
        upload.due();
        upload.retry();
        assert_eq!((upload.phase.clone(), upload.step(0)), (Phase::Cancelled, Step::Rest));
        assert!(!Upload::new("b".into(), 1).cancel(), "nothing has begun");
    }
}
