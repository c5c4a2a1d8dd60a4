//! Files on their way between this computer and a target: where each stands and what is to be done for it next.
//! Pure, apart from `run`; nothing here is drawn.

mod download;
mod meter;
mod path;
mod run;
mod tree;
mod upload;

use postern_shared::api::Problem;

pub(crate) use download::{Download, Source};
pub(crate) use meter::Meter;
pub(crate) use path::{absolute, from_home, join, named, upload_name};
pub(crate) use run::{download, give_up, is_dragged_out, stop_download, upload};
pub(crate) use tree::{Tree, Untaken, drag_name, way};
pub(crate) use upload::Upload;

use crate::net::NetError;

/// Files on their way at one time; the rest wait their turn. The relay takes two more, for those that come back.
const AT_ONCE: usize = 2;

/// Where a transfer stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Phase {
    /// Others are before it.
    Queued,
    /// Bytes are on their way.
    Running,
    /// The person stopped it for a while.
    Paused,
    /// It broke off and goes on by itself at this moment, in milliseconds.
    Broken {
        until: u64,
    },
    /// The browser has to go on with it: a download it broke off.
    Halted,
    /// Everything is there and is compared.
    Checking,
    /// It is whole; whether the target says so too, if it can.
    Done {
        verified: Option<bool>,
    },
    Failed(NetError),
    Cancelled,
}

impl Phase {
    /// Whether it takes one of the places of those on their way.
    pub(crate) fn takes_place(&self) -> bool {
        matches!(self, Self::Running | Self::Broken { .. } | Self::Checking)
    }

    /// Whether something of it is still to come without the person.
    pub(crate) fn is_active(&self) -> bool {
        self.takes_place() || matches!(self, Self::Queued | Self::Halted)
    }
}

/// What a person sees of a transfer, whichever way it goes.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// Size of the file, as far as it is known.
    pub(crate) total: u64,
    /// Bytes that are there, as far as is known.
    pub(crate) bytes: u64,
    pub(crate) phase: Phase,
    pub(crate) meter: Meter,
}

impl Course {
    /// One that waits its turn.
    fn new(total: u64) -> Self {
        Self { total, bytes: 0, phase: Phase::Queued, meter: Meter::default() }
    }
}

/// The first that waits, if one more may begin.
pub(crate) fn next_to_begin<'a>(phases: impl Iterator<Item = &'a Phase> + Clone) -> Option<usize> {
    let running = phases.clone().filter(|phase| phase.takes_place()).count();
    let mut all = phases;
    if running < AT_ONCE { all.position(|phase| *phase == Phase::Queued) } else { None }
}

/// Whether trying again by itself can help.
fn passes(error: &NetError) -> bool {
    match error {
        NetError::Unreachable | NetError::Garbled => true,
        NetError::Cancelled | NetError::Unreadable => false,
        NetError::Problem(problem) => matches!(
            problem,
            Problem::LinkLost { .. }
                | Problem::Unreachable { .. }
                | Problem::TimedOut { .. }
                | Problem::TooMany { .. }
                | Problem::ShuttingDown
                | Problem::Internal
                | Problem::UploadOffset { .. }
        ),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{Phase, next_to_begin};

    #[test]
    fn two_are_on_their_way_and_the_rest_wait_in_order() {
        let done = Phase::Done { verified: None };
        let next = |phases: &[Phase]| next_to_begin(phases.iter());
        assert_eq!(next(&[Phase::Queued, Phase::Queued]), Some(0));
        assert_eq!(next(&[Phase::Running, done.clone(), Phase::Queued]), Some(2));
        assert_eq!(next(&[Phase::Running, Phase::Broken { until: 5 }, Phase::Queued]), None);
        assert_eq!(next(&[Phase::Checking, Phase::Cancelled, Phase::Halted, Phase::Queued]), Some(3));
        assert_eq!(next(&[done]), None);
    }
}
