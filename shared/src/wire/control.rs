//! Control messages, one enum a direction. Each is the JSON of one text frame.

use serde::{Deserialize, Serialize};

use crate::api::ProblemDocument;

/// Size of a terminal in character cells (RFC 4254, section 6.2), 1 to 1000 each way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawSize", into = "RawSize")]
pub struct TermSize {
    cols: u16,
    rows: u16,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct RawSize {
    cols: u16,
    rows: u16,
}

/// A terminal size outside 1 to 1000 columns or rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a terminal has 1 to {} columns and rows", TermSize::MAX)]
pub struct BadTermSize;

impl TermSize {
    /// Most columns and most rows. A screen model allocates by it.
    pub const MAX: u16 = 1000;

    /// A size of `cols` by `rows` cells.
    ///
    /// # Errors
    /// [`BadTermSize`] when either is 0 or above [`Self::MAX`].
    pub fn new(cols: u16, rows: u16) -> Result<Self, BadTermSize> {
        let fits = |n| (1..=Self::MAX).contains(&n);
        if fits(cols) && fits(rows) { Ok(Self { cols, rows }) } else { Err(BadTermSize) }
    }

    /// Columns, in character cells.
    #[must_use]
    pub fn cols(self) -> u16 {
        self.cols
    }

    /// Rows, in character cells.
    #[must_use]
    pub fn rows(self) -> u16 {
        self.rows
    }
}

impl Default for TermSize {
    fn default() -> Self {
        Self { cols: 80, rows: 24 }
    }
}

impl TryFrom<RawSize> for TermSize {
    type Error = BadTermSize;

    fn try_from(raw: RawSize) -> Result<Self, BadTermSize> {
        Self::new(raw.cols, raw.rows)
    }
}

impl From<TermSize> for RawSize {
    fn from(size: TermSize) -> Self {
        Self { cols: size.cols, rows: size.rows }
    }
}

/// First byte of every binary frame of an `exec` channel: which stream the rest belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stream {
    /// Standard input, client to target.
    Stdin = 0,
    /// Standard output, target to client.
    Stdout = 1,
    /// Standard error, target to client.
    Stderr = 2,
}

/// Signals a client may send to the program of a channel (RFC 4254, section 6.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Signal {
    /// Hang up.
    Hup,
    /// Interrupt.
    Int,
    /// Kill at once.
    Kill,
    /// Quit with a core dump.
    Quit,
    /// Terminate.
    Term,
    /// User-defined 1.
    Usr1,
    /// User-defined 2.
    Usr2,
}

/// What an attachment may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// May type, sets the size, and holds the channel's output by its acknowledgements.
    Owner,
    /// May look.
    Watcher,
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ClientControl {
    /// `exec` only, first message: the command the target's login shell runs.
    Run {
        /// The command, at most [`super::limits::COMMAND_BYTES`] bytes.
        command: String,
    },
    /// The terminal has a new size.
    Resize(TermSize),
    /// Everything before this offset of the channel's output was processed.
    Ack {
        /// Offset in bytes from the channel's beginning.
        offset: u64,
    },
    /// No more input follows.
    Eof,
    /// Send a signal to the program.
    Signal {
        /// Which one.
        signal: Signal,
    },
    /// Make this attachment the owner; the present owner becomes a watcher.
    Take,
    /// Asks for a [`ServerControl::Pong`] with the same `id`: tells a stalled line from a quiet one.
    Ping {
        /// Chosen by the client.
        id: u32,
    },
}

/// What the relay says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ServerControl {
    /// First message: the attachment stands.
    Opened {
        /// Names the channel when resuming.
        channel: String,
        /// Offset of the first numbered output byte that follows.
        offset: u64,
        /// Output bytes between the offset asked for and `offset` that are gone.
        lost: u64,
        /// Output before this offset was processed by an earlier client, which has answered what it asks.
        seen: u64,
        /// Whether the next binary frame is a repaint: a rendering of the screen at `offset`, not numbered.
        repaint: bool,
        /// Input bytes already taken from this client on this channel; it goes on from there.
        input: u64,
        /// Owner or watcher.
        role: Role,
    },
    /// Input up to this offset has been handed to the target.
    Input {
        /// Offset in bytes from the client's first input on this channel.
        offset: u64,
    },
    /// The attachment's role changed.
    Role {
        /// The new one.
        role: Role,
    },
    /// The program ended, and all its output has been sent.
    Exit {
        /// Exit status, if it exited.
        status: Option<u32>,
        /// Signal name without `SIG`, if one ended it.
        signal: Option<String>,
    },
    /// Something went wrong; the close follows.
    Problem {
        /// What, as over HTTP.
        problem: ProblemDocument,
    },
    /// How many watchers look at this channel.
    Watchers {
        /// Without the owner.
        count: u32,
    },
    /// Answer to [`ClientControl::Ping`].
    Pong {
        /// The ping's.
        id: u32,
    },
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{ClientControl, Role, ServerControl, Signal, TermSize};

    #[test]
    fn control_messages_read_as_documented() {
        let size = TermSize::new(120, 40).unwrap();
        for (message, json) in [
            (ClientControl::Resize(size), r#"{"type":"resize","cols":120,"rows":40}"#),
            (ClientControl::Ack { offset: 7 }, r#"{"type":"ack","offset":7}"#),
            (ClientControl::Eof, r#"{"type":"eof"}"#),
            (ClientControl::Signal { signal: Signal::Int }, r#"{"type":"signal","signal":"INT"}"#),
            (ClientControl::Take, r#"{"type":"take"}"#),
        ] {
            assert_eq!(serde_json::to_string(&message).unwrap(), json);
            assert_eq!(serde_json::from_str::<ClientControl>(json).unwrap(), message);
        }
        let opened = ServerControl::Opened {
            channel: "c1".into(),
            offset: 5,
            lost: 0,
            seen: 5,
            repaint: false,
            input: 0,
            role: Role::Owner,
        };
        let json = serde_json::to_string(&opened).unwrap();
        assert_eq!(
            json,
            r#"{"type":"opened","channel":"c1","offset":5,"lost":0,"seen":5,"repaint":false,"input":0,"role":"owner"}"#
        );
        assert_eq!(serde_json::from_str::<ServerControl>(&json).unwrap(), opened);
    }

    #[test]
    fn a_size_of_zero_or_beyond_the_bound_is_refused() {
        for json in [
            r#"{"type":"resize","cols":0,"rows":40}"#,
            r#"{"type":"resize","cols":80,"rows":1001}"#,
            r#"{"type":"resize","cols":65536,"rows":1}"#,
            r#"{"type":"resize","cols":-1,"rows":1}"#,
        ] {
            assert!(serde_json::from_str::<ClientControl>(json).is_err(), "{json}");
        }
    }
}
