//! The reasons a [`super::Problem`] can have: closed lists, so that a page can put each into words.

use serde::{Deserialize, Serialize};

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionEnd {
    /// The person closed it.
    Closed,
    /// Nobody came back within the grace time.
    Expired,
    /// The connection to the target broke.
    LinkLost,
    /// The relay was shut down.
    ShutDown,
}

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TooManyOf {
    /// Sign-ins in a short time.
    SignIns,
    /// Sessions.
    Sessions,
    /// Channels of one session.
    Channels,
    /// Attachments of one channel.
    Attachments,
    /// Files on their way in one session.
    Transfers,
}

/// Why nothing could be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnreachableWhy {
    /// The port is closed.
    Refused,
    /// No route leads there.
    NoRoute,
    /// The connection was closed at once.
    Reset,
    /// Another reason.
    Other,
}

/// Why a private key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyFault {
    /// It is encrypted, and no passphrase was given.
    PassphraseNeeded,
    /// The passphrase does not open it.
    PassphraseWrong,
    /// Not a private key, or of a kind that is not known.
    Unreadable,
}

/// Why a file cannot be sent or stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileFault {
    /// There is no such file or directory.
    NotFound,
    /// There is one already, and it was not asked to be overwritten.
    Exists,
    /// The account may not.
    Denied,
    /// A directory, a device or the like.
    NotAFile,
    /// The disk is full.
    NoSpace,
    /// The file changed while it was sent.
    Changed,
    /// What the target stored is not what was sent.
    Checksum,
    /// Another reason.
    Other,
}
