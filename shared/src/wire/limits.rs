//! Bounds that both ends of a WebSocket keep, with unit and reason.

/// Largest message a client may send, in bytes: a paste is cut into pieces of at most this size.
pub const CLIENT_MESSAGE_BYTES: usize = 64 * 1024;

/// Longest command of an `exec` channel, in bytes. It fits one control message.
pub const COMMAND_BYTES: usize = 48 * 1024;

/// Input a client may have under way without the relay's `input` confirmation, in bytes.
///
/// The relay queues this much for a target that does not read, then stops reading the WebSocket.
pub const INPUT_AHEAD_BYTES: u64 = 256 * 1024;

/// The relay confirms input at the latest after this many bytes.
pub const INPUT_CONFIRM_BYTES: u64 = 32 * 1024;

/// A client acknowledges output at the latest after it has processed this many bytes.
///
/// Smaller than the relay's run-ahead bound, so that a reader that keeps up is never held.
pub const ACK_EVERY_BYTES: u64 = 32 * 1024;

/// Longest `term` name (RFC 4254, section 6.2 sets none; terminfo names are short), in bytes.
pub const TERM_NAME_BYTES: usize = 64;
