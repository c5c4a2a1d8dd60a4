//! Real parts for tests and benchmarks: OpenSSH servers, hostile targets, a network that fails, a relay
//! and a client. Nothing here asserts what the relay should do; the tests do.
#![expect(clippy::expect_used, reason = "a part that cannot be set up fails its test")]

mod attachment;
mod client;
mod files;
mod hostile;
mod keys;
mod log;
mod machine;
mod prompts;
mod proxy;
mod relay;
mod scratch;
mod sshd;

pub use attachment::{Acks, Attachment, Event, Opened, Opening, Outcome, Refusal};
pub use client::{Client, DEADLINE, Reply, Session, accepted, request};
pub use files::{FileRequest, SmallDisk};
pub use hostile::{HostileTarget, Malice};
pub use hyper::Method;
pub use keys::{KeyFormat, KeyKind, PrivateKey};
pub use machine::{Machine, Services};
pub use prompts::{PromptServer, Round};
pub use proxy::{Line, Proxy};
pub use relay::{TestRelay, command, program};
pub use scratch::ScratchRoot;
pub use sshd::{CODES, ECHOED_CODE, Login, Own, PASSWORD, Sudo, TestSshd, USER, free_port, target};

/// One password server, one relay, and a session of the one through the other: what most tests begin with.
#[derive(Debug)]
pub struct Stand {
    /// The relay.
    pub relay: TestRelay,
    /// The target.
    pub sshd: TestSshd,
    /// Signed in.
    pub session: Session,
}

impl Stand {
    /// Starts both, the relay with these arguments, and signs in.
    pub async fn start(arguments: &[&str]) -> Self {
        let (relay, sshd) = (TestRelay::start(arguments), TestSshd::start(Login::Password));
        let session = relay.client().sign_in(&sshd).await;
        Self { relay, sshd, session }
    }
}

/// SHA-256 of these bytes, as `sha256sum` prints it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
