//! Where a connection to a shell can stand, and how it can end.

use postern_shared::api::Problem;
use postern_shared::wire::Role;

use super::Moment;

/// Where a connection stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    /// A WebSocket is being opened.
    Opening {
        /// Tries that failed since the shell was last attached.
        tries: u32,
        /// When to give this one up.
        until: Moment,
        /// Why the line before is gone, if there was one.
        why: Away,
    },
    /// The shell is attached.
    Live {
        /// Whether this page may type.
        role: Role,
        /// Tries that failed before; counts on until the line has proved itself.
        tries: u32,
        /// What the relay said went wrong; its close follows.
        problem: Option<Problem>,
    },
    /// A WebSocket failed without a word, so the relay is asked over HTTP whether the session lives.
    Asking {
        /// Tries that failed, this one not counted.
        tries: u32,
        /// When to stop waiting for the answer.
        until: Moment,
        /// Why the line before is gone, if there was one.
        why: Away,
    },
    /// The line is down, and nothing is tried before `until`.
    Waiting {
        /// Tries that failed.
        tries: u32,
        /// When to try again.
        until: Moment,
        /// Why the line is down.
        why: Away,
    },
    /// It is over.
    Ended(Ending),
}

/// Why a line is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Away {
    /// It broke or stalled.
    Cut,
    /// The relay said that it shuts down.
    RelayStopped,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The shell exited.
    Exit {
        /// With this status,
        status: Option<u32>,
        /// or by this signal.
        signal: Option<String>,
        /// How long it ran, in seconds, if it is known.
        seconds: Option<u64>,
    },
    /// The shell is gone; its session may live.
    Shell(Problem),
    /// The session is gone: only signing in again helps.
    Session(Problem),
    /// The relay speaks another version of the protocol.
    Garbled,
}

/// What a person should know although the connection goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// So many bytes of output came and went while the line was down.
    OutputLost(u64),
    /// So many bytes of input found no room, or may not have arrived.
    InputLost(u64),
    /// A paste of so many bytes finds no room, and was not begun.
    PasteTooLong(u64),
}
