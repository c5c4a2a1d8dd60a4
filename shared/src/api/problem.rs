//! Everything that can go wrong between page and relay: RFC 9457 problem documents with a closed list of codes.

mod document;
mod file;

use serde::{Deserialize, Serialize};

pub use document::ProblemDocument;
use file::{file_detail, file_status, file_title};

use super::why::{FileFault, KeyFault, SessionEnd, TooManyOf, UnreachableWhy};
use crate::hostkey::HostKey;
use crate::target::{Host, Target};

/// What went wrong, with the facts that are true then. The tag is the machine-readable `code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Problem {
    /// The request cannot be read.
    BadRequest {
        /// What is wrong with it.
        reason: String,
    },
    /// A body or frame beyond the bound.
    TooLarge {
        /// The bound, in bytes.
        limit: u64,
    },
    /// No such page or resource.
    NotFound,
    /// The resource does not know this method.
    MethodNotAllowed,
    /// The request comes from a page of another origin.
    OriginRefused,
    /// The token is missing, wrong, or another session's.
    TokenRefused,
    /// The session ended.
    SessionGone {
        /// Why.
        why: SessionEnd,
    },
    /// The channel ended, or never was.
    ChannelGone,
    /// No question is open, or the answers belong to another round.
    ChallengeGone,
    /// A bound was reached.
    TooMany {
        /// Of what.
        of: TooManyOf,
        /// Seconds after which trying again can help.
        retry_after: u64,
    },
    /// The relay is shutting down.
    ShuttingDown,
    /// The relay's policy forbids this target.
    TargetDenied {
        /// Which.
        host: Host,
        /// And its port.
        port: u16,
    },
    /// The host's name has no address.
    NameNotFound {
        /// Which.
        host: Host,
    },
    /// No TCP connection came about.
    Unreachable {
        /// Who was dialled.
        host: Host,
        /// And its port.
        port: u16,
        /// Why not.
        why: UnreachableWhy,
        /// The hop it was dialled from, if not from the relay.
        via: Option<Host>,
    },
    /// The target did not answer in time.
    TimedOut {
        /// Who was dialled.
        host: Host,
        /// And its port.
        port: u16,
        /// How long the relay waited.
        seconds: u64,
        /// The hop it was dialled from, if not from the relay.
        via: Option<Host>,
    },
    /// Something answered, but no SSH key exchange came about.
    HandshakeFailed {
        /// Who.
        host: Host,
        /// And its port.
        port: u16,
        /// What the SSH library says of it.
        reason: String,
    },
    /// Nobody has accepted this host key yet.
    HostKeyUnknown {
        /// Whose.
        host: Host,
        /// And its port.
        port: u16,
        /// The hop it was dialled from, if not from the relay.
        via: Option<Host>,
        /// The key it shows.
        key: HostKey,
    },
    /// The host shows another key than the known one. Nothing was sent to it.
    HostKeyChanged {
        /// Whose.
        host: Host,
        /// And its port.
        port: u16,
        /// The keys known so far, as far as they can be read.
        known: Vec<HostKey>,
        /// The key shown now.
        shown: HostKey,
    },
    /// The host shows a key that `known_hosts` marks as revoked.
    HostKeyRevoked {
        /// Whose.
        host: Host,
        /// And its port.
        port: u16,
        /// The key shown now.
        shown: HostKey,
    },
    /// The private key cannot be used.
    KeyUnusable {
        /// Why.
        why: KeyFault,
    },
    /// The target refused the credential.
    CredentialsRefused {
        /// Who refused.
        place: Target,
        /// What was tried: SSH method names, in order.
        tried: Vec<String>,
        /// What the target still accepts: SSH method names.
        methods: Vec<String>,
    },
    /// The target refused to open the channel.
    ChannelRefused {
        /// What it says.
        reason: String,
    },
    /// The connection to the target broke.
    LinkLost {
        /// What the SSH library says of it.
        reason: String,
    },
    /// A file cannot be sent or stored.
    FileRefused {
        /// Which, as text.
        path: String,
        /// Why.
        why: FileFault,
        /// What the target says of it; empty where the reason says it all.
        reason: String,
    },
    /// An upload goes on elsewhere than at the offset given.
    UploadOffset {
        /// Bytes that have arrived.
        offset: u64,
    },
    /// The range asked for lies beyond the file.
    RangeRefused {
        /// Size of the file, in bytes.
        size: u64,
    },
    /// The download's address was used already, or is too old.
    TicketGone,
    /// The target offers no SFTP.
    NoSftp,
    /// A script whose output was to be a file failed, or was ended.
    ScriptFailed {
        /// Its exit status; none if a signal ended it, or the one who fetched it went away.
        exit: Option<u32>,
        /// The last of what it said on standard error.
        said: String,
    },
    /// The relay failed.
    Internal,
}

impl Problem {
    /// The machine-readable code: the variant's name in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.words().0
    }

    /// HTTP status (RFC 9110, section 15).
    #[must_use]
    pub fn status(&self) -> u16 {
        self.words().1
    }

    /// A short sentence that does not change from case to case.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.words().2
    }

    /// One row a problem: code, HTTP status, title.
    fn words(&self) -> (&'static str, u16, &'static str) {
        match self {
            Self::BadRequest { .. } => ("bad-request", 400, "The request cannot be read."),
            Self::TooLarge { .. } => ("too-large", 413, "The request is too large."),
            Self::NotFound => ("not-found", 404, "There is nothing here."),
            Self::MethodNotAllowed => ("method-not-allowed", 405, "This cannot be done here."),
            Self::OriginRefused => ("origin-refused", 403, "The request comes from another site."),
            Self::TokenRefused => ("token-refused", 401, "The session's token was refused."),
            Self::SessionGone { .. } => ("session-gone", 410, "The session has ended."),
            Self::ChannelGone => ("channel-gone", 410, "The channel has ended."),
            Self::ChallengeGone => ("challenge-gone", 410, "The question is no longer open."),
            Self::TooMany { .. } => ("too-many", 429, "A limit was reached."),
            Self::ShuttingDown => ("shutting-down", 503, "The relay is shutting down."),
            Self::TargetDenied { .. } => ("target-denied", 403, "The relay may not dial this target."),
            Self::NameNotFound { .. } => ("name-not-found", 502, "The host's name has no address."),
            Self::Unreachable { .. } => ("unreachable", 502, "The target cannot be reached."),
            Self::TimedOut { .. } => ("timed-out", 504, "The target did not answer in time."),
            Self::HandshakeFailed { .. } => ("handshake-failed", 502, "No SSH connection came about."),
            Self::HostKeyUnknown { .. } => ("host-key-unknown", 409, "The host key is not known yet."),
            Self::HostKeyChanged { .. } => ("host-key-changed", 409, "The host key has changed."),
            Self::HostKeyRevoked { .. } => ("host-key-revoked", 409, "The host key was revoked."),
            Self::KeyUnusable { .. } => ("key-unusable", 422, "The private key cannot be used."),
            Self::CredentialsRefused { .. } => {
                ("credentials-refused", 403, "The target refused the sign-in.")
            }
            Self::ChannelRefused { .. } => ("channel-refused", 502, "The target refused the channel."),
            Self::LinkLost { .. } => ("link-lost", 502, "The connection to the target broke."),
            Self::FileRefused { why, .. } => ("file-refused", file_status(*why), file_title(*why)),
            Self::UploadOffset { .. } => ("upload-offset", 409, "The upload goes on elsewhere."),
            Self::RangeRefused { .. } => ("range-refused", 416, "The range lies beyond the file."),
            Self::TicketGone => ("ticket-gone", 410, "The download's address is no longer good."),
            Self::NoSftp => ("no-sftp", 502, "The target offers no SFTP."),
            Self::ScriptFailed { .. } => ("script-failed", 502, "The script did not get to its end."),
            Self::Internal => ("internal", 500, "The relay failed."),
        }
    }

    /// What happened here and what a person can do next, in English.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::BadRequest { reason } => format!("{reason}; see docs/PROTOCOL.md for what is expected."),
            Self::TooLarge { limit } => format!("At most {limit} bytes are taken; send less."),
            Self::NotFound => "Check the address.".into(),
            Self::MethodNotAllowed => "Use one of the methods in the Allow header.".into(),
            Self::OriginRefused => {
                "Open the relay's own address, or have its operator add this origin to allowed-origins."
                    .into()
            }
            Self::TokenRefused => "Sign in again.".into(),
            Self::SessionGone { why } => match why {
                SessionEnd::Closed => "It was closed; sign in again to go on.".into(),
                SessionEnd::Expired => "Nobody came back to it in time; sign in again.".into(),
                SessionEnd::LinkLost => "The connection to the target broke; sign in again.".into(),
                SessionEnd::ShutDown => "The relay was restarted; sign in again.".into(),
            },
            Self::ChannelGone => "Open a new one.".into(),
            Self::ChallengeGone => "Sign in again; a question stays open for a short time only.".into(),
            Self::TooMany { of, retry_after } => {
                let of = match of {
                    TooManyOf::SignIns => "sign-ins in a short time",
                    TooManyOf::Sessions => "sessions at once",
                    TooManyOf::Channels => "channels in this session",
                    TooManyOf::Attachments => "attachments to this channel",
                    TooManyOf::Transfers => "files on their way in this session",
                };
                format!("Too many {of}; try again in {retry_after} s, or close what is not needed.")
            }
            Self::ShuttingDown => "Try again when it is up; the page does so by itself.".into(),
            Self::TargetDenied { host, port } => {
                format!(
                    "Dialling {host} port {port} is not allowed; its operator can change the target policy."
                )
            }
            Self::NameNotFound { host } => format!("{host} could not be resolved; check the spelling."),
            Self::Unreachable { host, port, why, via } => {
                let from = from(via.as_ref());
                match why {
                    UnreachableWhy::Refused => format!(
                        "{host} port {port} refused the connection{from}; is an SSH server listening there?"
                    ),
                    UnreachableWhy::NoRoute => {
                        format!("There is no route to {host} port {port}{from}; does it need a jump host?")
                    }
                    UnreachableWhy::Reset => format!(
                        "{host} port {port} closed the connection at once{from}; it may limit who can connect."
                    ),
                    UnreachableWhy::Other => format!(
                        "{host} port {port} could not be connected to{from}; check address and network."
                    ),
                }
            }
            Self::TimedOut { host, port, seconds, via } => {
                format!(
                    "{host} port {port} gave no answer in {seconds} s{}; a firewall that drops packets looks like this.",
                    from(via.as_ref())
                )
            }
            Self::HandshakeFailed { host, port, reason } => {
                format!(
                    "{host} port {port} answered, but not as an SSH server Postern can talk to ({reason}); check the port."
                )
            }
            Self::HostKeyUnknown { host, port, key, .. } => {
                format!(
                    "{host} port {port} shows the {} key {}; compare it with a source you trust, then accept it.",
                    key.family(),
                    key.fingerprint
                )
            }
            Self::HostKeyChanged { host, port, known, shown } => {
                let known: Vec<String> = known.iter().map(|key| key.fingerprint.to_string()).collect();
                let known =
                    if known.is_empty() { "a key that cannot be read".to_owned() } else { known.join(", ") };
                format!(
                    "{host} port {port} was known with {known} and now shows {}; find out why before you connect, then remove the old key from known_hosts.",
                    shown.fingerprint
                )
            }
            Self::HostKeyRevoked { host, port, shown } => {
                format!(
                    "{host} port {port} shows {}, which known_hosts marks as revoked; do not connect.",
                    shown.fingerprint
                )
            }
            Self::KeyUnusable { why } => match why {
                KeyFault::PassphraseNeeded => "It is encrypted; give its passphrase.".into(),
                KeyFault::PassphraseWrong => "The passphrase does not open it; try again.".into(),
                KeyFault::Unreadable => {
                    "Give a private key in OpenSSH, PKCS#8 or PEM format (Ed25519, ECDSA or RSA).".into()
                }
            },
            Self::CredentialsRefused { place, methods, .. } if methods.is_empty() => {
                format!("{} refused the sign-in of {}; check user and credential.", place.host, place.user)
            }
            Self::CredentialsRefused { place, methods, .. } => {
                format!(
                    "{} refused the sign-in of {}; it also takes {}.",
                    place.host,
                    place.user,
                    methods.join(", ")
                )
            }
            Self::ChannelRefused { reason } => format!(
                "It says: {reason}; close channels that are not needed, or ask who runs it whether it allows this."
            ),
            Self::LinkLost { reason } => format!("It ended with: {reason}; sign in again."),
            Self::FileRefused { path, why, reason } => file_detail(path, *why, reason),
            Self::UploadOffset { offset } => format!("Go on after byte {offset}."),
            Self::RangeRefused { size } => format!("It has {size} bytes; fetch it from the beginning."),
            Self::TicketGone => "Ask for the file again.".into(),
            Self::NoSftp => "Ask who runs it to enable the SFTP subsystem.".into(),
            Self::ScriptFailed { said, .. } if said.is_empty() => {
                "Nothing of it is to be kept; try again.".into()
            }
            Self::ScriptFailed { said, .. } => format!("Nothing of it is to be kept; it said: {said}"),
            Self::Internal => "Try again; if it stays, the relay's log says more.".into(),
        }
    }
}

fn from(via: Option<&Host>) -> String {
    via.map_or_else(String::new, |hop| format!(" from {hop}"))
}
