//! What crosses a WebSocket: text frames carry one control message each, binary frames bytes of the channel.

mod close;
mod control;
pub mod limits;

pub use close::CloseCode;
pub use control::{ClientControl, Role, ServerControl, Signal, Stream, TermSize};

/// Name of the WebSocket subprotocol (RFC 6455, section 1.9), version 1.
pub const SUBPROTOCOL: &str = "postern.v1";

/// Prefix of the subprotocol entry that carries the session's token: `bearer.<token>`.
pub const BEARER_PREFIX: &str = "bearer.";
