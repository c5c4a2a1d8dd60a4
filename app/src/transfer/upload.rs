//! One file on its way to the target: sent in slices, gone on with by itself after a break. Pure.

use postern_shared::api::{Problem, UploadState};

use super::{Course, Phase, passes};
use crate::net::NetError;
use crate::session::backoff;

/// Bytes of one request: few enough for proxies, enough that nothing is felt of the seams.
const SLICE: u64 = 256 * 1024 * 1024;

/// How often the relay is asked while it compares, in milliseconds.
const ASK_EVERY: u64 = 1000;

/// Longest wait at one go, in milliseconds: a person who wants to go on does not wait for the end of it.
const LONGEST_WAIT: u64 = 250;

/// An upload.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) course: Course,
    pub(crate) overwrite: bool,
    /// Tries in a row that brought nothing.
    failures: u32,
    /// Whether the relay has to be asked how much arrived.
    is_unsure: bool,
    /// Whether nothing was heard of it yet: an earlier page may have begun it, or ended it.
    is_first: bool,
    /// How often it has begun to run.
    pub(super) turn: u32,
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
    pub(crate) fn new(total: u64) -> Self {
        let course = Course::new(total);
        Self { course, overwrite: false, failures: 0, is_unsure: true, is_first: true, turn: 0 }
    }

    /// It is its turn.
    pub(crate) fn begin(&mut self) {
        if self.course.phase == Phase::Queued {
            self.course.phase = Phase::Running;
            self.turn += 1;
        }
    }

    /// What is to be done next.
    pub(crate) fn step(&self, now: u64) -> Step {
        match &self.course.phase {
            Phase::Running if self.is_unsure => Step::Ask,
            Phase::Running => {
                Step::Send(self.course.bytes, self.course.total.min(self.course.bytes.saturating_add(SLICE)))
            }
            Phase::Broken { until } => Step::Wait(until.saturating_sub(now).min(LONGEST_WAIT)),
            Phase::Checking => Step::Wait(ASK_EVERY),
            Phase::Queued
            | Phase::Paused
            | Phase::Halted
            | Phase::Done { .. }
            | Phase::Failed(_)
            | Phase::Cancelled => Step::Rest,
        }
    }

    /// The browser has sent so much of the file.
    pub(crate) fn progress(&mut self, now: u64, bytes: u64) {
        if self.course.phase == Phase::Running {
            self.course.bytes = bytes.min(self.course.total);
            self.course.meter.note(now, self.course.bytes);
        }
    }

    /// A wait is over.
    pub(crate) fn due(&mut self, now: u64) {
        let is_due = match self.course.phase {
            Phase::Broken { until } => until <= now,
            Phase::Checking => true,
            _ => false,
        };
        if is_due {
            (self.course.phase, self.is_unsure) = (Phase::Running, true);
        }
    }

    /// What the relay answered; `random` is from 0 to 1.
    pub(crate) fn answered(&mut self, answer: Result<UploadState, NetError>, now: u64, random: f64) {
        if !matches!(self.course.phase, Phase::Running) {
            return;
        }
        let is_first = self.is_first;
        self.is_first &= matches!(&answer, Err(error) if passes(error));
        match answer {
            // What an earlier upload of this file came to says nothing of this one.
            Ok(UploadState::Stored(_)) | Err(NetError::Problem(Problem::FileRefused { .. })) if is_first => {
                self.is_unsure = false;
            }
            Ok(UploadState::Partial { bytes }) => {
                // What was sent but has not arrived does not count.
                if !self.is_unsure {
                    self.failures = 0;
                }
                (self.course.bytes, self.is_unsure) = (bytes.min(self.course.total), false);
                self.course.meter.note(now, self.course.bytes);
            }
            Ok(UploadState::Checking { bytes }) => {
                (self.course.bytes, self.course.phase) = (bytes, Phase::Checking);
            }
            Ok(UploadState::Stored(stored)) => {
                (self.course.bytes, self.course.phase) =
                    (stored.bytes, Phase::Done { verified: stored.verified });
            }
            Err(NetError::Cancelled) => self.course.phase = Phase::Cancelled,
            Err(error) if passes(&error) => {
                let mut wait = backoff(self.failures, random);
                if let NetError::Problem(Problem::TooMany { retry_after, .. }) = &error {
                    wait = wait.max(retry_after.saturating_mul(1000));
                }
                self.failures += 1;
                self.course.phase = Phase::Broken { until: now + wait };
            }
            Err(error) => self.course.phase = Phase::Failed(error),
        }
    }

    /// The person wants it to stop for a while. Whether something is on its way that is to be stopped.
    pub(crate) fn pause(&mut self) -> bool {
        let may = matches!(self.course.phase, Phase::Queued | Phase::Running | Phase::Broken { .. });
        if may {
            (self.course.phase, self.is_unsure) = (Phase::Paused, true);
        }
        may
    }

    /// The person wants it gone on with, or tried again after what stood in its way is gone.
    pub(crate) fn retry(&mut self) {
        match self.course.phase {
            Phase::Paused | Phase::Failed(_) => {
                (self.course.phase, self.is_unsure, self.failures) = (Phase::Queued, true, 0);
            }
            Phase::Broken { .. } => self.course.phase = Phase::Broken { until: 0 },
            _ => {}
        }
    }

    /// The person wants the file that is there replaced.
    pub(crate) fn replace(&mut self) {
        self.overwrite = true;
        // What the relay knows is that it failed; how much has arrived is asked by sending the rest.
        if matches!(self.course.phase, Phase::Failed(_)) {
            (self.course.phase, self.is_unsure, self.failures) = (Phase::Queued, false, 0);
        }
    }

    /// The file cannot be read on this computer any more.
    pub(crate) fn unreadable(&mut self) {
        if self.course.phase.takes_place() {
            self.course.phase = Phase::Failed(NetError::Unreadable);
        }
    }

    /// The person wants it gone; whether something is to be given up at the relay.
    pub(crate) fn cancel(&mut self) -> bool {
        let has_begun = !matches!(self.course.phase, Phase::Queued | Phase::Done { .. } | Phase::Cancelled);
        if !matches!(self.course.phase, Phase::Done { .. }) {
            self.course.phase = Phase::Cancelled;
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

    /// One whose turn has come, and of which the relay knows nothing.
    fn begun() -> Upload {
        let mut upload = Upload::new(TOTAL);
        assert_eq!(upload.step(0), Step::Rest);
        upload.begin();
        assert_eq!(upload.step(0), Step::Ask);
        upload.answered(Ok(UploadState::Partial { bytes: 0 }), 0, 0.5);
        upload
    }

    fn stored() -> UploadState {
        UploadState::Stored(Stored { bytes: TOTAL, sha256: None, verified: Some(true) })
    }

    fn refused(why: FileFault) -> NetError {
        NetError::Problem(Problem::FileRefused { path: "a".into(), why, reason: String::new() })
    }

    #[test]
    fn a_file_goes_in_slices_and_is_done_when_the_relay_says_so() {
        let mut upload = begun();
        assert_eq!(upload.step(0), Step::Send(0, SLICE));
        upload.progress(10, 500);
        assert_eq!(upload.course.bytes, 500);
        upload.answered(Ok(UploadState::Partial { bytes: SLICE }), 20, 0.5);
        assert_eq!(upload.step(20), Step::Send(SLICE, TOTAL));
        upload.answered(Ok(UploadState::Checking { bytes: TOTAL }), 30, 0.5);
        assert_eq!((upload.course.phase.clone(), upload.step(30)), (Phase::Checking, Step::Wait(ASK_EVERY)));
        upload.due(30);
        assert_eq!(upload.step(40), Step::Ask);
        upload.answered(Ok(stored()), 50, 0.5);
        assert_eq!(upload.course.phase, Phase::Done { verified: Some(true) });
        assert_eq!(upload.step(60), Step::Rest);
    }

    #[test]
    fn what_an_earlier_page_began_is_gone_on_with_and_what_it_ended_begins_anew() {
        let first = |answer| {
            let mut upload = Upload::new(TOTAL);
            upload.begin();
            upload.answered(Err(NetError::Unreachable), 0, 0.0);
            upload.due(1_000_000);
            upload.answered(answer, 0, 0.0);
            upload
        };
        assert_eq!(
            first(Ok(UploadState::Partial { bytes: 7 })).step(0),
            Step::Send(7, 7 + SLICE.min(TOTAL - 7))
        );
        assert_eq!(first(Ok(stored())).step(0), Step::Send(0, SLICE), "the file may have been deleted since");
        assert_eq!(first(Err(refused(FileFault::Exists))).step(0), Step::Send(0, SLICE));
        let mut other = first(Err(NetError::Problem(Problem::NoSftp)));
        assert!(matches!(other.course.phase, Phase::Failed(_)));
        other.retry();
        other.begin();
        other.answered(Ok(stored()), 0, 0.0);
        assert_eq!(other.course.phase, Phase::Done { verified: Some(true) });
    }

    #[test]
    fn what_breaks_off_goes_on_by_itself_from_what_arrived() {
        let mut upload = begun();
        upload.progress(10, 5000);
        upload.answered(Err(NetError::Unreachable), 1000, 1.0);
        assert_eq!(upload.step(1000), Step::Wait(250));
        upload.due(1249);
        assert_eq!(upload.step(1249), Step::Wait(1), "not before it is time");
        upload.due(1250);
        assert_eq!(upload.step(1250), Step::Ask);
        upload.answered(Err(NetError::Unreachable), 1300, 1.0);
        assert_eq!(upload.course.phase, Phase::Broken { until: 1800 }, "longer each time");
        upload.retry();
        upload.due(1301);
        assert_eq!(upload.step(1301), Step::Ask, "unless the person wants it now");
        upload.answered(Ok(UploadState::Partial { bytes: 3000 }), 2000, 1.0);
        assert_eq!((upload.course.bytes, upload.step(2000)), (3000, Step::Send(3000, SLICE + 1000)));
    }

    #[test]
    fn a_relay_that_knows_better_is_asked_and_one_that_is_busy_is_waited_for() {
        let mut upload = begun();
        let elsewhere = Problem::UploadOffset { offset: 7 };
        upload.answered(Err(NetError::Problem(elsewhere)), 0, 1.0);
        upload.due(250);
        assert_eq!(upload.step(250), Step::Ask);
        let of = postern_shared::api::TooManyOf::Transfers;
        upload.answered(Err(NetError::Problem(Problem::TooMany { of, retry_after: 9 })), 0, 1.0);
        assert_eq!(upload.course.phase, Phase::Broken { until: 9000 });
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_the_person_says_so() {
        let mut upload = begun();
        upload.answered(Err(refused(FileFault::Exists)), 0, 1.0);
        assert!(matches!(upload.course.phase, Phase::Failed(_)));
        assert!(!upload.overwrite);
        upload.replace();
        upload.begin();
        assert_eq!((upload.overwrite, upload.step(0)), (true, Step::Send(0, SLICE)));
    }

    #[test]
    fn a_pause_lasts_until_the_person_ends_it() {
        let mut upload = begun();
        upload.progress(10, 5000);
        assert!(upload.pause());
        upload.answered(Err(NetError::Cancelled), 20, 0.0);
        upload.due(1_000_000);
        assert_eq!((upload.course.phase.clone(), upload.step(30)), (Phase::Paused, Step::Rest));
        upload.retry();
        let turn = upload.turn;
        upload.begin();
        assert_eq!((upload.step(40), upload.turn), (Step::Ask, turn + 1));
    }

    #[test]
    fn what_was_cancelled_stays_so_whatever_comes_in_late() {
        let mut upload = begun();
        assert!(upload.cancel());
        upload.answered(Ok(stored()), 0, 0.0);
        upload.progress(0, 5);
        upload.due(0);
        upload.retry();
        upload.unreadable();
        assert_eq!((upload.course.phase.clone(), upload.step(0)), (Phase::Cancelled, Step::Rest));
        assert!(!Upload::new(1).cancel(), "nothing has begun");
    }
}
