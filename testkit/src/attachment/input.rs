//! What was typed and not yet confirmed, so that a client that comes back sends exactly what is missing.

use postern_shared::wire::limits::{CLIENT_MESSAGE_BYTES, INPUT_AHEAD_BYTES};
use postern_shared::wire::{ClientControl, Stream};
use tokio_tungstenite::tungstenite::Message;

use super::{Attachment, Event};

/// Input of one client on one channel.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    /// Everything before was handed to the target.
    confirmed: u64,
    /// What follows.
    pending: Vec<u8>,
}

impl Typed {
    pub(super) fn confirm(&mut self, offset: u64) {
        let now = usize::try_from(offset.saturating_sub(self.confirmed)).unwrap_or(usize::MAX);
        self.pending.drain(..now.min(self.pending.len()));
        self.confirmed = self.confirmed.max(offset);
    }
}

impl Attachment {
    /// Types text into the channel.
    pub async fn type_text(&mut self, text: &str) {
        self.type_bytes(text.as_bytes()).await;
    }

    /// Types bytes, in messages no larger than allowed, never further ahead of the confirmations than allowed.
    pub async fn type_bytes(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(CLIENT_MESSAGE_BYTES - 1) {
            while self.typed.pending.len() as u64 + piece.len() as u64 > INPUT_AHEAD_BYTES {
                self.read_aside().await;
            }
            self.typed.pending.extend_from_slice(piece);
            self.send_input(piece).await;
        }
    }

    /// Ends the channel's input.
    pub async fn end_input(&mut self) {
        self.control(&ClientControl::Eof).await;
    }

    /// Comes back to the channel after the connection was lost: from the offset it has, typing what was not taken.
    ///
    /// # Panics
    /// When the relay refuses.
    pub async fn come_back(self) -> Self {
        let relay = self.opening.session.client.relay();
        self.come_back_by(relay).await
    }

    /// Comes back by another way to the relay, while the first may still stand.
    ///
    /// # Panics
    /// When the relay refuses.
    pub async fn come_back_by(self, relay: std::net::SocketAddr) -> Self {
        let opening = self.opening_again().through(relay);
        let mut back = opening.attach().await.expect("the channel again");
        back.text = self.text;
        back.errors = self.errors;
        back.typed = self.typed;
        if let Some(taken) = back.opened.input {
            back.typed.confirm(taken);
        }
        let missing = back.typed.pending.clone();
        for piece in missing.chunks(CLIENT_MESSAGE_BYTES - 1) {
            back.send_input(piece).await;
        }
        back
    }

    /// The way back to this channel for the same client, from the offset it has.
    #[must_use]
    pub fn opening_again(&self) -> super::Opening {
        let opening =
            self.opening.clone().with("channel", &self.opened.channel).with("offset", self.offset());
        super::Opening { acks: self.acks, ..opening }
    }

    /// The way to this channel for another client.
    #[must_use]
    pub fn opening_beside(&self) -> super::Opening {
        let mut opening = self.opening_again().with("offset", 0);
        opening.typist = format!("t{:016x}", rand::random::<u64>());
        opening
    }

    /// Input bytes given to the connection so far, confirmed or not.
    #[must_use]
    pub fn input_offset(&self) -> usize {
        usize::try_from(self.typed.confirmed)
            .map_or(usize::MAX, |confirmed| confirmed + self.typed.pending.len())
    }

    async fn send_input(&mut self, bytes: &[u8]) {
        let mut message = Vec::with_capacity(bytes.len() + 1);
        if self.opening.route == "exec" {
            message.push(Stream::Stdin as u8);
        }
        message.extend_from_slice(bytes);
        self.send(Message::binary(message)).await;
    }

    /// Reads one event and keeps it for later.
    pub(super) async fn read_aside(&mut self) {
        match self.next().await {
            Event::Output(stream, bytes) => self.keep(stream, &bytes),
            Event::Control(control) => self.controls.push(control),
            Event::Repaint(_) => {}
            Event::Closed(reason) => {
                let tail = &self.text[self.text.len().saturating_sub(400)..];
                panic!(
                    "closed with {reason:?} after {:?}; {:?}",
                    String::from_utf8_lossy(tail),
                    self.controls
                )
            }
        }
    }
}
