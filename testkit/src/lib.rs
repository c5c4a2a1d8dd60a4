//! Real parts for tests and benchmarks: OpenSSH servers, hostile targets, a network that fails, a relay
//! and a client. Nothing here asserts what the relay should do; the tests do.
#![expect(clippy::expect_used, reason = "a part that cannot be set up fails its test")]

mod keys;
mod sshd;

pub use keys::{KeyFormat, KeyKind, PrivateKey};
pub use sshd::{CODES, ECHOED_CODE, Login, PASSWORD, TestSshd, USER, free_port, target};
