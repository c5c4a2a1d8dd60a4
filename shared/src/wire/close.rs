//! Why a WebSocket ended: one closed list.

/// Close codes of the wire (RFC 6455, section 7.4; 4000 to 4999 are for private use).
///
/// The sentence for a person travels before it as a `problem` or `exit` message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// The channel ended; an `exit` message came before.
    Ended = 1000,
    /// The relay shuts down; come back when it is up again.
    ShuttingDown = 1001,
    /// A message the protocol does not know.
    BadMessage = 1002,
    /// A message beyond [`super::limits::CLIENT_MESSAGE_BYTES`].
    TooLarge = 1009,
    /// The relay failed; a `problem` says how.
    Internal = 1011,
    /// The session was closed, or nobody came back within its grace time.
    SessionGone = 4001,
    /// The channel to resume does not exist any more.
    ChannelGone = 4002,
    /// The connection to the target broke.
    LinkLost = 4003,
    /// The target refused to open the channel, or the relay's policy did.
    Refused = 4004,
    /// Nothing was heard from the client for too long.
    Silent = 4005,
}

impl CloseCode {
    const ALL: [Self; 10] = [
        Self::Ended,
        Self::ShuttingDown,
        Self::BadMessage,
        Self::TooLarge,
        Self::Internal,
        Self::SessionGone,
        Self::ChannelGone,
        Self::LinkLost,
        Self::Refused,
        Self::Silent,
    ];

    /// The number on the wire.
    #[must_use]
    pub fn number(self) -> u16 {
        self as u16
    }

    /// The close code with this number, if it is one of ours.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.number() == number)
    }

    /// Whether a client that lost its WebSocket this way should try to resume the channel.
    #[must_use]
    pub fn may_come_back(self) -> bool {
        match self {
            Self::ShuttingDown | Self::Internal | Self::Silent => true,
            Self::Ended
            | Self::BadMessage
            | Self::TooLarge
            | Self::SessionGone
            | Self::ChannelGone
            | Self::LinkLost
            | Self::Refused => false,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::CloseCode;

    #[test]
    fn every_code_is_found_by_its_number() {
        for code in CloseCode::ALL {
            assert_eq!(CloseCode::from_number(code.number()), Some(code));
        }
        assert_eq!(CloseCode::from_number(1006), None);
    }
}
