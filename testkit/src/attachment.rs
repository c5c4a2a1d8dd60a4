//! One WebSocket to a channel, as a client sees it: bytes, control messages, offsets, acknowledgements.

mod input;
mod opening;
mod reading;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use postern_shared::wire::limits::ACK_EVERY_BYTES;
use postern_shared::wire::{ClientControl, Role, ServerControl, Stream};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::client::DEADLINE;
use input::Typed;
pub use opening::{Opening, Refusal};

/// When a client acknowledges output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acks {
    /// As it reads, every [`ACK_EVERY_BYTES`].
    AsRead,
    /// Only what the test sends itself.
    ByHand,
}

/// What arrives.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Numbered output; `exec` also names the stream.
    Output(Stream, Bytes),
    /// A rendering of the screen, not numbered.
    Repaint(Bytes),
    /// A control message.
    Control(ServerControl),
    /// The end: a close code and reason, or none when the connection broke.
    Closed(Option<(u16, String)>),
}

/// What `opened` said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Names the channel.
    pub channel: String,
    /// Offset of the first byte that follows.
    pub offset: u64,
    /// Bytes that are gone.
    pub lost: u64,
    /// Output before this offset was processed by an earlier client.
    pub seen: u64,
    /// Bytes of the repaint that follows.
    pub repaint: u64,
    /// Input bytes taken from this typist so far, if it is known.
    pub input: Option<u64>,
    /// Owner or watcher.
    pub role: Role,
}

/// A WebSocket joined to a channel.
#[derive(Debug)]
pub struct Attachment {
    socket: WebSocketStream<TcpStream>,
    opening: Opening,
    /// What the relay said last of where output begins.
    pub opened: Opened,
    /// When output is acknowledged.
    pub acks: Acks,
    /// Everything before was read.
    offset: u64,
    acked: u64,
    /// Bytes of the repaint still to come.
    repaint_due: u64,
    typed: Typed,
    /// Output that was read and not yet looked at.
    text: Vec<u8>,
    /// The same of standard error, where that is apart.
    errors: Vec<u8>,
    /// Control messages that were read and not yet looked at.
    controls: Vec<ServerControl>,
    closed: Option<Option<(u16, String)>>,
}

/// What a command came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
    /// Exit status, if it exited.
    pub status: Option<u32>,
    /// Signal name, if one ended it.
    pub signal: Option<String>,
}

impl Attachment {
    async fn open(socket: WebSocketStream<TcpStream>, opening: Opening) -> Result<Self, Refusal> {
        let opened = Opened {
            channel: String::new(),
            offset: 0,
            lost: 0,
            seen: 0,
            repaint: 0,
            input: None,
            role: Role::Owner,
        };
        let mut attachment = Self {
            socket,
            acks: opening.acks,
            opening,
            opened,
            offset: 0,
            acked: 0,
            repaint_due: 0,
            typed: Typed::default(),
            text: Vec::new(),
            errors: Vec::new(),
            controls: Vec::new(),
            closed: None,
        };
        let mut refusal = Refusal { status: 101, problem: None, close: None };
        loop {
            match attachment.next().await {
                Event::Control(ServerControl::Opened { .. }) => {
                    if attachment.acks == Acks::AsRead {
                        // From the first acknowledgement on, nothing is lost in a cut.
                        attachment.acknowledge().await;
                    }
                    return Ok(attachment);
                }
                Event::Control(ServerControl::Problem { problem }) => refusal.problem = Some(problem.problem),
                Event::Closed(code) => {
                    refusal.close = code.map(|(code, _)| code);
                    return Err(refusal);
                }
                event => panic!("{event:?} before `opened`"),
            }
        }
    }

    /// Waits for whatever comes next.
    ///
    /// # Panics
    /// When nothing comes in time.
    pub async fn next(&mut self) -> Event {
        match tokio::time::timeout(DEADLINE, self.receive()).await {
            Ok(event) => event,
            Err(_) => {
                let tail = &self.text[self.text.len().saturating_sub(400)..];
                panic!("nothing came in time; the last text is {:?}", String::from_utf8_lossy(tail));
            }
        }
    }

    async fn receive(&mut self) -> Event {
        while self.closed.is_none() {
            match self.socket.next().await {
                Some(Ok(Message::Binary(bytes))) => return self.take_binary(bytes).await,
                Some(Ok(Message::Text(text))) => return self.take_control(&text),
                Some(Ok(Message::Close(frame))) => {
                    // Reading on sends our own close; the relay ends the connection then.
                    while let Some(Ok(_)) = self.socket.next().await {}
                    let reason = frame.map(|frame| (frame.code.into(), frame.reason.to_string()));
                    self.closed = Some(Some(reason.unwrap_or((1005, String::new()))));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(_)) | None => self.closed = Some(None),
            }
        }
        Event::Closed(self.closed.clone().flatten())
    }

    async fn take_binary(&mut self, mut bytes: Bytes) -> Event {
        if self.repaint_due > 0 {
            self.repaint_due -= bytes.len() as u64;
            return Event::Repaint(bytes);
        }
        let mut stream = Stream::Stdout;
        if self.opening.route == "exec" {
            stream = match bytes.first() {
                Some(1) => Stream::Stdout,
                Some(2) => Stream::Stderr,
                other => panic!("a frame of stream {other:?}"),
            };
            bytes = bytes.slice(1..);
        }
        self.offset += bytes.len() as u64;
        if self.acks == Acks::AsRead && self.offset - self.acked >= ACK_EVERY_BYTES {
            self.acknowledge().await;
        }
        Event::Output(stream, bytes)
    }

    fn take_control(&mut self, text: &str) -> Event {
        let control: ServerControl =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"));
        match &control {
            ServerControl::Opened { channel, offset, lost, seen, repaint, input, role } => {
                self.opened = Opened {
                    channel: channel.clone(),
                    offset: *offset,
                    lost: *lost,
                    seen: *seen,
                    repaint: *repaint,
                    input: *input,
                    role: *role,
                };
                self.offset = *offset;
                self.acked = *offset;
                self.repaint_due = *repaint;
            }
            ServerControl::Input { offset } => self.typed.confirm(*offset),
            _ => {}
        }
        Event::Control(control)
    }

    /// Acknowledges everything read so far.
    pub async fn acknowledge(&mut self) {
        self.acked = self.offset;
        self.control(&ClientControl::Ack { offset: self.offset }).await;
    }

    /// Offset behind the last byte read.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Sends a control message. One that the connection does not take is lost, as in life.
    pub async fn control(&mut self, control: &ClientControl) {
        let text = serde_json::to_string(control).expect("JSON");
        self.send(Message::text(text)).await;
    }

    /// Closes with code 1000: nobody comes back.
    pub async fn leave(mut self) {
        let frame = CloseFrame { code: CloseCode::Normal, reason: Utf8Bytes::default() };
        self.send(Message::Close(Some(frame))).await;
        while self.closed.is_none() {
            self.next().await;
        }
    }

    /// Sends any WebSocket message.
    pub async fn send(&mut self, message: Message) {
        let _ = tokio::time::timeout(DEADLINE, self.socket.send(message)).await;
    }
}
