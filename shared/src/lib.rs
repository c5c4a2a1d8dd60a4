//! What Postern's page and relay must agree on: pure values, no I/O, no clock, no randomness.
//!
//! [`wire`] is what crosses a WebSocket, [`api`] what crosses HTTP, [`target`] the words for a place
//! to reach, [`hostkey`] what a person compares before trusting one.

pub mod api;
pub mod hostkey;
pub mod target;
pub mod wire;
