//! Real parts for tests and benchmarks: OpenSSH servers, hostile targets, a network that fails, a relay
//! and a client. Nothing here asserts what the relay should do; the tests do.
#![expect(clippy::expect_used, reason = "a part that cannot be set up fails its test")]

mod attachment;
mod client;
mod hostile;
mod keys;
mod log;
mod prompts;
mod proxy;
mod relay;
mod sshd;

pub use attachment::{Acks, Attachment, Event, Opened, Opening, Outcome, Refusal};
pub use client::{Client, DEADLINE, Reply, Session, accepted, request};
pub use hostile::{HostileTarget, Malice};
pub use keys::{KeyFormat, KeyKind, PrivateKey};
pub use prompts::{PromptServer, Round};
pub use proxy::{Line, Proxy};
pub use relay::{TestRelay, command, program};
pub use sshd::{CODES, ECHOED_CODE, Login, PASSWORD, TestSshd, USER, free_port, target};
