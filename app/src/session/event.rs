//! What can happen to a connection, and what it can ask to be done.

use postern_shared::api::{ChannelInfo, Problem};
use postern_shared::wire::{ClientControl, ServerControl, TermSize};

use super::Moment;
use crate::paste::Pasted;

/// What happens to a connection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Event {
    /// A control message came.
    Said(ServerControl),
    /// A control message came that cannot be read.
    Unreadable,
    /// The WebSocket is closed, by this code (RFC 6455, section 7.4).
    Closed(u16),
    /// The relay answered the question whether the session lives.
    Answered(Answer),
    /// The terminal has processed the output before this offset.
    Processed(u64),
    /// The output before this offset waits for the terminal, and its program need not wait with it.
    Kept(u64),
    /// The person typed.
    Typed(Vec<u8>),
    /// The person pasted.
    Pasted(Pasted),
    /// The person wants no more of what is being pasted.
    PasteCancelled,
    /// The terminal has a new size.
    Resized(TermSize),
    /// The moment of the last [`Effect::WakeAt`] has come.
    Woken,
    /// The browser is back online, or the page is looked at again.
    Stirred,
    /// The person wants no more waiting: try now, open a new shell.
    Again,
    /// The person wants to type here.
    Take,
}

/// What is known of a session after asking for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// It lives, with these channels.
    Lives(Vec<ChannelInfo>),
    /// It does not.
    Gone(Problem),
    /// Nobody answered.
    Silence,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// Open a WebSocket; an older one is dropped.
    Connect(Attach),
    /// Drop the WebSocket.
    Disconnect,
    /// Ask over HTTP for the session.
    Ask,
    /// Send a control message.
    Say(ClientControl),
    /// Send input.
    Type(Vec<u8>),
    /// Come back with [`Event::Woken`] at this moment; an earlier request is forgotten.
    WakeAt(Moment),
    /// A new shell begins in the terminal: undo what the last program may have left switched on.
    Freshen,
    /// Remember the channel, so that a reload finds it.
    Remember(String),
}

/// How to attach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attach {
    /// The channel and the offset to resume from; none for a new shell.
    pub(crate) resume: Option<(String, u64)>,
    /// Size of the terminal.
    pub(crate) size: TermSize,
    /// Names who types; input is counted by it.
    pub(crate) typist: String,
    /// Only look.
    pub(crate) watch: bool,
}
