//! The relay's side of a comparison: sessions, shells and commands through a WebSocket.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use postern_shared::wire::limits::ACK_EVERY_BYTES;
use postern_shared::wire::{ClientControl, ServerControl, Stream};
use postern_testkit::Session;

use crate::error::{BenchError, Result};
use crate::shell::Shell;
use crate::websocket::{Piece, READ_BYTES, WebSocket};

/// A shell through the relay. It acknowledges what it has read, as the protocol asks.
pub(crate) struct RelayShell {
    socket: WebSocket,
    flow: Flow,
}

/// A command through the relay.
pub(crate) struct RelayCommand {
    socket: WebSocket,
    flow: Flow,
    stream: u8,
}

/// Whether a client acknowledges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acks {
    /// As it reads.
    AsRead,
    /// Never: TCP alone holds the relay.
    Never,
}

struct Flow {
    acks: Acks,
    offset: u64,
    acked: u64,
}

impl RelayShell {
    /// A shell in a terminal of 80 by 24.
    pub(crate) fn open(session: &Session) -> Result<Self> {
        let path = format!("/api/sessions/{}/shell?cols=80&rows=24&term=xterm-256color", session.id);
        let socket = WebSocket::open(relay(session), &path, &session.token)?;
        Ok(Self { socket, flow: Flow::new(Acks::AsRead) })
    }
}

impl Shell for RelayShell {
    fn type_keys(&mut self, keys: &[u8]) -> Result<()> {
        self.socket.send_bytes(keys)
    }

    fn read(&mut self, most: usize) -> Result<&[u8]> {
        loop {
            match self.socket.next(most)? {
                Piece::Binary { at, .. } => {
                    self.flow.took(at.len(), &mut self.socket)?;
                    return Ok(self.socket.bytes(at));
                }
                Piece::Text(text) => match control(&text)? {
                    ServerControl::Exit { .. } => return Err(BenchError::Shell("ended")),
                    _ => continue,
                },
                Piece::Closed => return Err(BenchError::Shell("was closed")),
            }
        }
    }
}

impl RelayCommand {
    /// Runs a command.
    pub(crate) fn run(session: &Session, command: &str, acks: Acks) -> Result<Self> {
        let path = format!("/api/sessions/{}/exec", session.id);
        let mut socket = WebSocket::open(relay(session), &path, &session.token)?;
        socket.say(&ClientControl::Run { command: command.to_owned() })?;
        Ok(Self { socket, flow: Flow::new(acks), stream: 0 })
    }

    /// Writes to its standard input.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.socket.send_bytes(&[&[Stream::Stdin as u8], bytes].concat())
    }

    /// Waits until it has written something to its standard error.
    pub(crate) fn wait_for_error_output(&mut self) -> Result<()> {
        while self.next()? != Some(Stream::Stderr as u8) {}
        Ok(())
    }

    /// Reads everything to its end; returns the number of bytes and the time since `began`.
    pub(crate) fn discard(&mut self, began: Instant) -> Result<(u64, Duration)> {
        let before = self.flow.offset;
        while self.next()?.is_some() {}
        Ok((self.flow.offset - before, began.elapsed()))
    }

    /// Takes the next output and says of which stream; none at the end.
    fn next(&mut self) -> Result<Option<u8>> {
        loop {
            match self.socket.next(READ_BYTES)? {
                Piece::Binary { mut at, first } => {
                    if first {
                        self.stream = self.socket.bytes(at.start..at.start + 1)[0];
                        at.start += 1;
                    }
                    self.flow.took(at.len(), &mut self.socket)?;
                    return Ok(Some(self.stream));
                }
                Piece::Text(text) => match control(&text)? {
                    ServerControl::Exit { status: Some(0), .. } => return Ok(None),
                    ServerControl::Exit { .. } => return Err(BenchError::Relay(text)),
                    _ => {}
                },
                Piece::Closed => return Err(BenchError::Relay("closed a command without an exit".into())),
            }
        }
    }
}

impl Flow {
    fn new(acks: Acks) -> Self {
        Self { acks, offset: 0, acked: 0 }
    }

    fn took(&mut self, bytes: usize, socket: &mut WebSocket) -> Result<()> {
        self.offset += bytes as u64;
        // The first output at once, as the page does: the relay counts on acknowledgements from then on.
        let is_due = self.acked == 0 || self.offset - self.acked >= ACK_EVERY_BYTES;
        if self.acks == Acks::AsRead && is_due {
            self.acked = self.offset;
            socket.say(&ClientControl::Ack { offset: self.offset })?;
        }
        Ok(())
    }
}

fn relay(session: &Session) -> SocketAddr {
    session.client.relay()
}

/// A control message; a problem is an error here, and so is output that was lost: nothing is measured then.
fn control(text: &str) -> Result<ServerControl> {
    match serde_json::from_str(text) {
        Ok(ServerControl::Problem { .. } | ServerControl::Opened { lost: 1.., .. }) => {
            Err(BenchError::Relay(text.to_owned()))
        }
        Ok(control) => Ok(control),
        Err(error) => Err(BenchError::Relay(format!("said {text}, which is no control message: {error}"))),
    }
}
