//! Requests and responses about sessions, as JSON bodies.
//!
//! Secrets cross here as plain strings because JSON has no other kind; the relay moves them into a
//! secret type as it reads them, and nothing in this module prints them.

use serde::{Deserialize, Serialize};

use crate::hostkey::{Fingerprint, HostKey};
use crate::target::{Host, Target, UserName};

/// Body of `POST /api/sessions`: sign in to a target.
#[derive(Clone, Serialize, Deserialize)]
pub struct OpenSession {
    /// Where to.
    pub target: Target,
    /// Jump hosts on the way, first to last, at most 8.
    #[serde(default)]
    pub hops: Vec<Target>,
    /// What to sign in with, on every hop and on the target.
    pub credential: Credential,
    /// Host keys the person has just accepted.
    #[serde(default)]
    pub accept: Vec<AcceptedHostKey>,
}

/// What to sign in with. A target that asks for more than this is answered by a [`Challenge`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Credential {
    /// A password; also answers a keyboard-interactive round that asks for exactly one hidden thing.
    Password {
        /// The password.
        password: String,
    },
    /// A private key.
    Key {
        /// OpenSSH, PKCS#8 or PEM text.
        key: String,
        /// Opens it, if it is encrypted.
        #[serde(default)]
        passphrase: Option<String>,
    },
    /// Nothing beforehand: every question of the target goes to the person.
    Interactive,
}

/// A host key the person accepted after an unknown one was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedHostKey {
    /// Host the key belongs to, as it was dialled.
    pub host: Host,
    /// Its port.
    pub port: u16,
    /// The fingerprint that was shown.
    pub fingerprint: Fingerprint,
    /// `true`: write it to `known_hosts`; `false`: for this session only.
    pub remember: bool,
}

/// Answer to `POST /api/sessions` and to its `answers`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum SignIn {
    /// 201: signed in.
    Open {
        /// Names the session; its token proves the right to it.
        session: String,
        /// Bearer token, 256 bits in unpadded base64url.
        token: String,
        /// What was signed in to.
        info: SessionInfo,
    },
    /// 202: the target asks something.
    Challenge {
        /// Names the session to be.
        session: String,
        /// Bearer token for the answers.
        token: String,
        /// The question.
        challenge: Challenge,
        /// What is done so far.
        stages: Vec<Stage>,
    },
}

/// One round of keyboard-interactive authentication (RFC 4256, section 3.2). All text is the target's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Who asks.
    pub place: Target,
    /// Counts from 1; answers name the round they belong to.
    pub round: u32,
    /// Title, often empty.
    pub name: String,
    /// Instruction, often empty.
    pub instructions: String,
    /// Questions, possibly none.
    pub prompts: Vec<Prompt>,
}

/// One question of a [`Challenge`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// The target's words.
    pub text: String,
    /// Whether what is typed may be shown.
    pub echo: bool,
}

/// Body of `POST /api/sessions/{id}/answers`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Answers {
    /// The challenge's round.
    pub round: u32,
    /// One answer a prompt, in order.
    pub answers: Vec<String>,
}

/// A step of signing in that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Host that was reached and checked.
    pub host: Host,
    /// Time from dialling to the end of the key exchange, in milliseconds.
    pub millis: u64,
}

/// What is known of a session: `GET /api/sessions/{id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// Where it leads.
    pub target: Target,
    /// Through which hops.
    pub hops: Vec<Target>,
    /// The target's host key.
    pub host_key: HostKey,
    /// What the target's SSH server calls itself (RFC 4253, section 4.2).
    pub server: String,
    /// Whether all channels share one link, because the sign-in cannot be repeated.
    pub single_link: bool,
    /// What is done so far.
    pub stages: Vec<Stage>,
    /// Channels that can be resumed.
    pub channels: Vec<ChannelInfo>,
    /// Seconds until the session ends if nobody attaches; none while somebody is attached.
    pub kept_seconds: Option<u64>,
    /// The target's banner (RFC 4252, section 5.4), if it sent one; the target's own text.
    #[serde(default)]
    pub banner: Option<String>,
}

/// One channel of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelInfo {
    /// Names it when resuming.
    pub channel: String,
    /// What it is.
    pub kind: ChannelKind,
    /// Whether it has an owner now.
    pub attached: bool,
    /// Output bytes so far.
    pub offset: u64,
}

/// Kinds of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// A login shell in a pty.
    Shell,
    /// One command.
    Exec,
    /// A stream to a TCP port or unix socket as seen from the target.
    Tcp,
}

/// Body of `POST /loginWebssh`: [`OpenSession`] with a password, flat.
#[derive(Clone, Serialize, Deserialize)]
pub struct LoginWebssh {
    /// Where to.
    #[serde(flatten)]
    pub place: LoginPlace,
    /// The password.
    pub password: String,
}

/// The flat target of [`LoginWebssh`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LoginPlace {
    /// Name or address.
    pub host: Host,
    /// TCP port, 22 unless said; a number or its text.
    #[serde(default = "crate::target::ssh_port", deserialize_with = "crate::target::port")]
    pub port: u16,
    /// Login name.
    pub username: UserName,
}

/// Answer to `POST /loginWebssh`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoginWebsshReply {
    /// The session's token.
    pub token: String,
    /// The session.
    pub session: String,
    /// Where its shell is, to be opened as WebSocket with the token as subprotocol.
    pub shell: String,
}

/// What the page shows of the relay: `GET /api/relay`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayInfo {
    /// Version of the relay.
    pub version: String,
    /// Whether it listens on loopback only.
    pub loopback: bool,
    /// Whether it speaks TLS itself.
    pub tls: bool,
    /// Entries of its `known_hosts`.
    pub host_keys: usize,
    /// Seconds a session without attachments lives on.
    pub grace_seconds: u64,
}
