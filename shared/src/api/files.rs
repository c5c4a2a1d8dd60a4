//! Files on their way through the relay: what came of an upload, what becomes of a download.

use serde::{Deserialize, Serialize};

use super::Problem;

/// An upload as the relay knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum UploadState {
    /// This much lies in the partial file; to go on is to send the rest.
    Partial {
        /// Bytes that have arrived.
        bytes: u64,
    },
    /// Everything has arrived and is compared with what the target stored.
    Checking {
        /// Bytes that have arrived.
        bytes: u64,
    },
    /// The file lies under its name.
    Stored(Stored),
}

/// A file that arrived whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its size.
    pub bytes: u64,
    /// SHA-256 in hexadecimal of what went through the relay; none where not all of it went through at one go.
    pub sha256: Option<String>,
    /// Whether the target's own `sha256sum` says the same; none where it could not be asked.
    pub verified: Option<bool>,
}

/// A download that a browser may fetch by its address alone, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadTicket {
    /// Names the download to whoever holds the session's token.
    pub download: String,
    /// Where to fetch the file; whoever has this address needs no token.
    pub url: String,
    /// Name of the file, as text.
    pub name: String,
    /// Size of the file, in bytes.
    pub bytes: u64,
}

/// Body of `POST /api/sessions/{session}/outputs`: what a script writes to standard output is to be a download.
#[derive(Clone, Serialize, Deserialize)]
pub struct OutputOrder {
    /// What the file is called: without a slash, 1 to 255 bytes.
    pub name: String,
    /// Bash, run as the scripts of the panel are: see [`crate::script::carrier`].
    pub script: String,
    /// What `sudo` is given, if the script calls it and it wants a password.
    #[serde(default)]
    pub password: Option<String>,
}

/// Body of `PUT /api/sessions/{session}/downloads/{download}`: an address that the client has made up itself.
#[derive(Clone, Serialize, Deserialize)]
pub struct OwnTicket {
    /// 256 random bits in unpadded base64url.
    pub ticket: String,
}

/// A download as the relay knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum DownloadState {
    /// Nobody has fetched it yet.
    Waiting,
    /// It is being fetched.
    Running {
        /// Bytes that were sent, from the file's beginning.
        bytes: u64,
    },
    /// The browser went away; it may come back for the rest.
    Broken {
        /// Bytes that were sent, from the file's beginning.
        bytes: u64,
    },
    /// Everything was sent, and is compared with what the target has.
    Checking {
        /// Bytes that were sent.
        bytes: u64,
    },
    /// Everything was sent.
    Sent(Stored),
    /// Everything a script wrote was sent, and it succeeded.
    Written {
        /// Bytes that were sent.
        bytes: u64,
        /// The last of what it said on standard error.
        said: String,
    },
    /// What a script wrote is not whole, and the browser was not let to believe so.
    Failed {
        /// Why.
        problem: Problem,
    },
}
