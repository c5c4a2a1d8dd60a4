//! Control messages, one enum a direction. Each is the JSON of one text frame.

use serde::{Deserialize, Serialize};

use crate::api::ProblemDocument;

/// Size of a terminal in character cells (RFC 4254, section 6.2): 1 to 1000 each way, 250,000 in all.
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

/// A terminal size beyond the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a terminal has 1 to {} columns and rows, {} cells at most", TermSize::MAX, TermSize::MOST_CELLS)]
pub struct BadTermSize;

impl TermSize {
    /// Most columns and most rows.
    pub const MAX: u16 = 1000;

    /// Most cells: a screen of 3840 by 2160 pixels in letters of 6 by 10 has 140,000. A screen model allocates by it.
    pub const MOST_CELLS: u32 = 250_000;

    /// A size of `cols` by `rows` cells.
    ///
    /// # Errors
    /// [`BadTermSize`] when either is 0 or above [`Self::MAX`], or there are more than [`Self::MOST_CELLS`].
    pub fn new(cols: u16, rows: u16) -> Result<Self, BadTermSize> {
        let fits = |n| (1..=Self::MAX).contains(&n);
        let cells = u32::from(cols) * u32::from(rows);
        if fits(cols) && fits(rows) && cells <= Self::MOST_CELLS {
            Ok(Self { cols, rows })
        } else {
            Err(BadTermSize)
        }
    }

    /// The largest allowed size within so many columns and rows.
    #[must_use]
    pub fn within(cols: u32, rows: u32) -> Self {
        let bounded = |n: u32, most: u32| n.clamp(1, most) as u16;
        let cols = bounded(cols, Self::MAX.into());
        let rows = bounded(rows, (Self::MOST_CELLS / u32::from(cols)).min(Self::MAX.into()));
        Self { cols, rows }
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
        /// Bytes of the repaint that comes first, in binary frames of its own: a drawing of the screen at `offset`,
        /// not numbered. 0 if there is none.
        repaint: u64,
        /// Input bytes already taken from this typist, who goes on from there; none if it is not known here, and
        /// counts from 0.
        input: Option<u64>,
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
        /// How long it ran, in seconds.
        seconds: u64,
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
        ] {
            assert_eq!(serde_json::to_string(&message).unwrap(), json);
            assert_eq!(serde_json::from_str::<ClientControl>(json).unwrap(), message);
        }
        let opened = ServerControl::Opened {
            channel: "c1".into(),
            offset: 5,
            lost: 0,
            seen: 5,
            repaint: 700,
            input: None,
            role: Role::Owner,
        };
        let json = serde_json::to_string(&opened).unwrap();
        assert_eq!(
            json,
            r#"{"type":"opened","channel":"c1","offset":5,"lost":0,"seen":5,"repaint":700,"input":null,"role":"owner"}"#
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
            r#"{"type":"resize","cols":1000,"rows":251}"#,
        ] {
            assert!(serde_json::from_str::<ClientControl>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_pane_of_any_size_has_a_terminal_within_the_bounds() {
        for (cols, rows) in [(0, 0), (80, 24), (1000, 1000), (u32::MAX, 1), (1, u32::MAX)] {
            let size = TermSize::within(cols, rows);
            assert_eq!(TermSize::new(size.cols(), size.rows()), Ok(size));
        }
        assert_eq!(TermSize::within(640, 216), TermSize::new(640, 216).unwrap());
    }
}
