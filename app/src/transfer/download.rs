//! One file on its way from the target: the browser fetches it by itself; the relay tells how far it is. Pure.

use postern_shared::api::DownloadState;

use super::{Meter, Phase, passes};
use crate::net::NetError;

/// How often the relay is asked, in milliseconds.
pub(super) const ASK_EVERY: u64 = 1000;

/// Times in a row the relay may not answer before the page stops asking. The browser fetches on by itself.
const SILENCES: u32 = 30;

/// A download.
#[derive(Clone, Debug)]
pub(crate) struct Download {
    pub(crate) name: String,
    pub(crate) total: u64,
    pub(crate) bytes: u64,
    pub(crate) phase: Phase,
    pub(crate) meter: Meter,
    silences: u32,
}

impl Download {
    /// One that waits its turn.
    pub(crate) fn new(name: String) -> Self {
        let (phase, meter) = (Phase::Queued, Meter::default());
        Self { name, total: 0, bytes: 0, phase, meter, silences: 0 }
    }

    /// Whether the relay is to be asked again.
    pub(super) fn goes_on(&self) -> bool {
        self.phase.takes_place() || self.phase == Phase::Halted
    }

    /// What the relay answered.
    pub(crate) fn answered(&mut self, answer: Result<DownloadState, NetError>, now: u64) {
        if !self.goes_on() {
            return;
        }
        self.silences = if answer.is_ok() { 0 } else { self.silences + 1 };
        match answer {
            Ok(DownloadState::Waiting) => self.phase = Phase::Running,
            Ok(DownloadState::Running { bytes }) => {
                (self.bytes, self.phase) = (bytes, Phase::Running);
                self.meter.note(now, bytes);
            }
            Ok(DownloadState::Broken { bytes }) => (self.bytes, self.phase) = (bytes, Phase::Halted),
            Ok(DownloadState::Checking { bytes }) => (self.bytes, self.phase) = (bytes, Phase::Checking),
            Ok(DownloadState::Sent(stored)) => {
                (self.bytes, self.phase) = (stored.bytes, Phase::Done { verified: stored.verified });
            }
            Err(error) if passes(&error) && self.silences < SILENCES => {}
            Err(error) => self.phase = Phase::Failed(error),
        }
    }

    /// The person wants it gone; whether something is to be given up at the relay.
    pub(crate) fn cancel(&mut self) -> bool {
        let had_begun = self.goes_on();
        if !matches!(self.phase, Phase::Done { .. }) {
            self.phase = Phase::Cancelled;
        }
        had_begun
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use postern_shared::api::{DownloadState, Problem, Stored};

    use super::{Download, Phase, SILENCES};
    use crate::net::NetError;

    fn running() -> Download {
        Download { phase: Phase::Running, total: 100, ..Download::new("a".into()) }
    }

    #[test]
    fn it_follows_what_the_relay_says() {
        let mut download = running();
        download.answered(Ok(DownloadState::Running { bytes: 40 }), 0);
        assert_eq!((download.bytes, download.phase.clone()), (40, Phase::Running));
        download.answered(Ok(DownloadState::Broken { bytes: 50 }), 1000);
        assert!(download.phase == Phase::Halted && download.goes_on(), "the browser may go on with it");
        download.answered(Ok(DownloadState::Running { bytes: 60 }), 2000);
        download.answered(Ok(DownloadState::Checking { bytes: 100 }), 3000);
        assert_eq!(download.phase, Phase::Checking);
        let stored = Stored { bytes: 100, sha256: None, verified: Some(false) };
        download.answered(Ok(DownloadState::Sent(stored)), 4000);
        assert_eq!(download.phase, Phase::Done { verified: Some(false) });
        assert!(!download.goes_on() && !download.cancel());
    }

    #[test]
    fn a_relay_that_is_silent_for_a_while_changes_nothing() {
        let mut download = running();
        for _ in 1..SILENCES {
            download.answered(Err(NetError::Unreachable), 0);
        }
        assert_eq!(download.phase, Phase::Running);
        download.answered(Err(NetError::Unreachable), 0);
        assert_eq!(download.phase, Phase::Failed(NetError::Unreachable));
        let mut download = running();
        download.answered(Err(NetError::Problem(Problem::TicketGone)), 0);
        assert!(matches!(download.phase, Phase::Failed(_)));
    }
}
