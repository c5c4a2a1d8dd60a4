//! Postern's relay: authenticates, pipes WebSocket frames into SSH channels, and renders nothing.
//!
//! The way of a byte: [`serve`] accepts a connection, [`routes`] finds the handler, [`attach`] joins its
//! WebSocket to a [`channel`], which [`ssh`] fills from the target. A [`session`] owns channels and links.

mod assets;
mod attach;
mod channel;
pub mod config;
mod files;
mod gate;
mod headers;
mod limits;
mod login;
mod metrics;
mod origin;
mod policy;
mod problem;
mod rate;
mod routes;
mod serve;
mod session;
mod sftp;
mod ssh;
mod tls;
mod token;

pub use config::Config;
pub use serve::{Relay, StartError};
