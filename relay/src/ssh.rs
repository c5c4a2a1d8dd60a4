//! The SSH client: dials, checks host keys, authenticates, jumps, and joins SSH channels to [`crate::channel`]s.

mod authenticate;
mod buffered;
mod client;
mod dial;
pub(crate) mod key;
pub(crate) mod known_hosts;
mod link;
mod service;

pub(crate) use authenticate::{Asker, Credential, Question};
pub(crate) use client::{Facts, clip};
pub(crate) use dial::{Dialer, HostKeys, Tuning, Way};
pub(crate) use link::{Link, Purpose, Terminal};
