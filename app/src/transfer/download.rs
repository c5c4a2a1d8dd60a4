//! One file on its way from the target: the browser fetches it by itself; the relay tells how far it is. Pure.

use postern_shared::api::{DownloadState, OutputOrder};

use super::{Course, Phase, passes};
use crate::net::NetError;

/// What is fetched.
#[derive(Clone)]
pub(crate) enum Source {
    /// A file, by its path: bytes, as the target has it.
    File(Vec<u8>),
    /// What a script writes.
    Output(OutputOrder),
}

/// How often the relay is asked, in milliseconds.
pub(super) const ASK_EVERY: u64 = 1000;

/// Times in a row the relay may not answer before the page stops asking. The browser fetches on by itself.
const SILENCES: u32 = 30;

/// A download.
#[derive(Clone, Debug)]
pub(crate) struct Download {
    pub(crate) course: Course,
    /// What the relay calls it, once it has been asked for.
    pub(super) ticket: Option<String>,
    /// What a script said that wrote all of it.
    pub(crate) said: String,
    silences: u32,
}

impl Download {
    /// One that waits its turn.
    pub(crate) fn new() -> Self {
        Self { course: Course::new(0), ticket: None, said: String::new(), silences: 0 }
    }

    /// One that the browser fetches already, under this name.
    pub(crate) fn begun(ticket: String) -> Self {
        let course = Course { phase: Phase::Running, ..Course::new(0) };
        Self { course, ticket: Some(ticket), ..Self::new() }
    }

    /// It is its turn.
    pub(crate) fn begin(&mut self) {
        if self.course.phase == Phase::Queued {
            self.course.phase = Phase::Running;
        }
    }

    /// The relay holds it ready, or says why not. Whether the browser is to fetch it.
    pub(super) fn granted(&mut self, ticket: Result<(String, u64), NetError>) -> bool {
        if self.course.phase != Phase::Running {
            return false;
        }
        match ticket {
            Ok((name, bytes)) => (self.ticket, self.course.total) = (Some(name), bytes),
            Err(error) => self.course.phase = Phase::Failed(error),
        }
        self.course.phase == Phase::Running
    }

    /// The person wants it tried again.
    pub(crate) fn retry(&mut self) {
        if matches!(self.course.phase, Phase::Failed(_)) {
            *self = Self::new();
        }
    }

    /// Whether the relay is to be asked again.
    pub(super) fn goes_on(&self) -> bool {
        self.course.phase.takes_place() || self.course.phase == Phase::Halted
    }

    /// What the relay answered.
    pub(crate) fn answered(&mut self, answer: Result<DownloadState, NetError>, now: u64) {
        if !self.goes_on() {
            return;
        }
        self.silences = if answer.is_ok() { 0 } else { self.silences + 1 };
        let course = &mut self.course;
        match answer {
            Ok(DownloadState::Waiting) => course.phase = Phase::Running,
            Ok(DownloadState::Running { bytes }) => {
                (course.bytes, course.phase) = (bytes, Phase::Running);
                course.meter.note(now, bytes);
            }
            Ok(DownloadState::Broken { bytes }) => (course.bytes, course.phase) = (bytes, Phase::Halted),
            Ok(DownloadState::Checking { bytes }) => (course.bytes, course.phase) = (bytes, Phase::Checking),
            Ok(DownloadState::Sent(stored)) => {
                (course.bytes, course.phase) = (stored.bytes, Phase::Done { verified: stored.verified });
            }
            Ok(DownloadState::Written { bytes, said }) => {
                (course.bytes, course.phase, self.said) = (bytes, Phase::Done { verified: None }, said);
            }
            Ok(DownloadState::Failed { problem }) => course.phase = Phase::Failed(NetError::Problem(problem)),
            Err(error) if passes(&error) && self.silences < SILENCES => {}
            Err(error) => course.phase = Phase::Failed(error),
        }
    }

    /// The person wants it gone; what is to be given up at the relay.
    pub(crate) fn cancel(&mut self) -> Option<String> {
        let begun = self.ticket.take().filter(|_| self.goes_on());
        if !matches!(self.course.phase, Phase::Done { .. }) {
            self.course.phase = Phase::Cancelled;
        }
        begun
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use postern_shared::api::{DownloadState, Problem, Stored};

    use super::{Download, Phase, SILENCES};
    use crate::net::NetError;

    fn running() -> Download {
        let mut download = Download::new();
        download.begin();
        assert!(download.granted(Ok(("d1".into(), 100))));
        download
    }

    #[test]
    fn it_follows_what_the_relay_says() {
        let mut download = running();
        download.answered(Ok(DownloadState::Running { bytes: 40 }), 0);
        assert_eq!((download.course.bytes, download.course.phase.clone()), (40, Phase::Running));
        download.answered(Ok(DownloadState::Broken { bytes: 50 }), 1000);
        assert!(
            download.course.phase == Phase::Halted && download.goes_on(),
            "the browser may go on with it"
        );
        download.answered(Ok(DownloadState::Running { bytes: 60 }), 2000);
        download.answered(Ok(DownloadState::Checking { bytes: 100 }), 3000);
        assert_eq!(download.course.phase, Phase::Checking);
        let stored = Stored { bytes: 100, sha256: None, verified: Some(false) };
        download.answered(Ok(DownloadState::Sent(stored)), 4000);
        assert_eq!(download.course.phase, Phase::Done { verified: Some(false) });
        assert!(!download.goes_on() && download.cancel().is_none());
    }

    #[test]
    fn what_a_script_wrote_is_whole_if_the_relay_says_so_and_only_then() {
        let mut download = running();
        download.answered(Ok(DownloadState::Running { bytes: 40 }), 0);
        let failed = Problem::ScriptFailed { exit: Some(2), said: "no".into() };
        let mut whole = download.clone();
        download.answered(Ok(DownloadState::Failed { problem: failed.clone() }), 1000);
        assert_eq!(download.course.phase, Phase::Failed(NetError::Problem(failed)));
        whole.answered(Ok(DownloadState::Written { bytes: 50, said: "a socket was ignored".into() }), 1000);
        assert_eq!((whole.course.bytes, whole.course.phase), (50, Phase::Done { verified: None }));
        assert_eq!(whole.said, "a socket was ignored");
    }

    #[test]
    fn a_relay_that_is_silent_for_a_while_changes_nothing() {
        let mut download = running();
        for _ in 1..SILENCES {
            download.answered(Err(NetError::Unreachable), 0);
        }
        assert_eq!(download.course.phase, Phase::Running);
        download.answered(Err(NetError::Unreachable), 0);
        assert_eq!(download.course.phase, Phase::Failed(NetError::Unreachable));
        let mut download = running();
        download.answered(Err(NetError::Problem(Problem::TicketGone)), 0);
        assert!(matches!(download.course.phase, Phase::Failed(_)));
        download.retry();
        assert_eq!(download.course.phase, Phase::Queued);
    }

    #[test]
    fn one_that_was_cancelled_is_not_fetched() {
        let mut asked = Download::new();
        asked.begin();
        assert!(asked.cancel().is_none() && !asked.granted(Ok(("d1".into(), 5))));
        assert_eq!(running().cancel().as_deref(), Some("d1"));
    }
}
