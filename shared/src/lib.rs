//! What Postern's page and relay must agree on: pure values, no I/O, no clock, no randomness.
//!
//! [`wire`] is what crosses a WebSocket, [`api`] what crosses HTTP, [`target`] the words for a place
//! to reach, [`hostkey`] what a person compares before trusting one, [`gesture`] what
//! a person did, [`script`] the bash that it means, [`form`] what has to be
//! asked first, [`table`] what stands in a table and can be done there.
//! [`runbook`] scripts with names and parameters.

pub mod api;
pub mod form;
pub mod gesture;
pub mod hostkey;
pub mod runbook;
pub mod script;
pub mod table;
pub mod target;
pub mod wire;
