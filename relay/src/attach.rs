//! Joins one WebSocket to one channel: the pipe. Three loops in one task: frames out, messages in, liveness.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use postern_shared::api::{ChannelKind, Problem};
use postern_shared::wire::limits::CLIENT_MESSAGE_BYTES;
use postern_shared::wire::{ClientControl, CloseCode, Role, ServerControl, Stream};
use tokio::sync::{Mutex, mpsc};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

use crate::channel::{Channel, End, Next, Opening, Reader};
use crate::limits::{BLOCK_BYTES, CLOSE_TIME, PENDING_PINGS};
use crate::metrics::Metrics;
use crate::problem::close_code;

/// What an attachment needs besides its reader.
pub(crate) struct Attachment {
    /// Name of the channel, for `opened`.
    pub(crate) channel: String,
    pub(crate) role: Role,
    /// Input bytes taken from this typist before, if it is known.
    pub(crate) input: Option<u64>,
    /// How often the client is pinged; twice without a sign of life ends the attachment.
    pub(crate) ping_every: Duration,
    /// Cancelled when the relay shuts down.
    pub(crate) shutdown: CancellationToken,
    pub(crate) metrics: Arc<Metrics>,
}

/// Why an attachment ends.
enum Farewell {
    /// The channel ended.
    Ended(End),
    /// This went wrong.
    Problem(Problem),
    /// The client closed it in good order.
    Leaving,
    /// The connection broke.
    Cut,
    /// Nothing was heard from the client.
    Silent,
}

type Sink = Mutex<SplitSink<WebSocket, Message>>;

/// When the client was last heard; none while nobody listens.
type Heard = std::sync::Mutex<Option<Instant>>;

impl Attachment {
    /// Runs the attachment to its end.
    pub(crate) async fn run(self, socket: WebSocket, reader: Reader) {
        let (sink, mut stream) = socket.split();
        let sink = Mutex::new(sink);
        let heard = Heard::new(Some(Instant::now()));
        let (pings, pending) = mpsc::channel(PENDING_PINGS);
        self.metrics.attachment_opened();
        let farewell = tokio::select! {
            end = self.send(&sink, &reader, pending) => end,
            end = self.receive(&mut stream, &reader, &heard, pings) => end,
            end = self.watch(&sink, &heard) => end,
            () = self.shutdown.cancelled() => Farewell::Problem(Problem::ShuttingDown),
        };
        self.metrics.attachment_closed();
        if matches!(farewell, Farewell::Leaving) {
            reader.leave();
        }
        let is_over = matches!(farewell, Farewell::Ended(_));
        let answered = timeout(CLOSE_TIME, say_goodbye(sink.into_inner(), stream, farewell)).await;
        if is_over && answered == Ok(true) {
            // It has read everything; otherwise it may come back for the rest.
            reader.leave();
        }
    }

    /// Sends what the channel has, as it comes. What arrives while a frame is written goes into the next one.
    async fn send(&self, sink: &Sink, reader: &Reader, mut pings: mpsc::Receiver<u32>) -> Farewell {
        reader.role_told(self.role);
        if self.open(sink, &reader.begin(), self.role).await.is_err() {
            return Farewell::Cut;
        }
        loop {
            let sent = match reader.next() {
                Next::Frame(frame) => {
                    self.metrics.sent(frame.bytes.len());
                    let sent = sink.lock().await.send(Message::Binary(frame.bytes)).await;
                    reader.flushed();
                    sent
                }
                Next::Behind(opening) => {
                    let role = if reader.is_owner() { Role::Owner } else { Role::Watcher };
                    self.open(sink, &opening, role).await
                }
                Next::Say(control) => say(sink, &control).await,
                Next::Ended(end) => return Farewell::Ended(end),
                Next::Wait(until) => tokio::select! {
                    () = reader.woken() => continue,
                    Some(id) = pings.recv() => say(sink, &ServerControl::Pong { id }).await,
                    () = sleep_until(until) => continue,
                },
            };
            if sent.is_err() {
                return Farewell::Cut;
            }
            // Under a flood the select above is not reached; answers must not wait for its end.
            while let Ok(id) = pings.try_recv() {
                if say(sink, &ServerControl::Pong { id }).await.is_err() {
                    return Farewell::Cut;
                }
            }
        }
    }

    /// Says where the output begins, and draws the screen there if bytes are gone.
    async fn open(&self, sink: &Sink, opening: &Opening, role: Role) -> Result<(), axum::Error> {
        let opened = ServerControl::Opened {
            channel: self.channel.clone(),
            offset: opening.offset,
            lost: opening.lost,
            seen: opening.seen,
            repaint: opening.repaint.len() as u64,
            input: self.input,
            role,
        };
        say(sink, &opened).await?;
        let mut repaint = opening.repaint.clone();
        while !repaint.is_empty() {
            let piece = repaint.split_to(repaint.len().min(BLOCK_BYTES));
            sink.lock().await.send(Message::Binary(piece)).await?;
        }
        Ok(())
    }

    /// Takes what the client sends.
    async fn receive(
        &self,
        stream: &mut SplitStream<WebSocket>,
        reader: &Reader,
        heard: &Heard,
        pings: mpsc::Sender<u32>,
    ) -> Farewell {
        let note = |time| *heard.lock().unwrap_or_else(PoisonError::into_inner) = time;
        while let Some(message) = stream.next().await {
            // While input waits for room nothing more can be heard, and nothing follows from silence.
            note(None);
            let taken = match message {
                Ok(Message::Binary(bytes)) => {
                    self.metrics.received(bytes.len());
                    take_input(reader, bytes).await
                }
                Ok(Message::Text(text)) => match serde_json::from_str(text.as_str()) {
                    Ok(control) => obey(reader, control, &pings),
                    Err(error) => Err(bad(format!("a control message cannot be read: {error}"))),
                },
                Ok(Message::Ping(_) | Message::Pong(_)) => Ok(()),
                Ok(Message::Close(frame)) => return farewell_of(frame.as_ref()),
                Err(error) => return broken(&error),
            };
            if let Err(problem) = taken {
                return Farewell::Problem(problem);
            }
            note(Some(Instant::now()));
        }
        Farewell::Cut
    }

    /// Pings the client, and gives up when nothing at all is heard for two intervals.
    async fn watch(&self, sink: &Sink, heard: &Heard) -> Farewell {
        let mut ticks = interval(self.ping_every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks.tick().await;
        loop {
            ticks.tick().await;
            let heard = *heard.lock().unwrap_or_else(PoisonError::into_inner);
            if heard.is_some_and(|heard| heard.elapsed() > 2 * self.ping_every) {
                return Farewell::Silent;
            }
            // A sink that is busy writing shows by itself whether the client still reads.
            if let Ok(mut sink) = sink.try_lock() {
                let ping = sink.send(Message::Ping(Bytes::new()));
                if matches!(timeout(self.ping_every, ping).await, Ok(Err(_))) {
                    return Farewell::Cut;
                }
            }
        }
    }
}

/// Bytes from the client are input, if the client is the owner.
async fn take_input(reader: &Reader, mut bytes: Bytes) -> Result<(), Problem> {
    let channel: &Arc<Channel> = reader.channel();
    if channel.kind() == ChannelKind::Exec {
        if bytes.first() != Some(&(Stream::Stdin as u8)) {
            return Err(bad("binary frames of an exec channel begin with 0, standard input".into()));
        }
        bytes = bytes.slice(1..);
    }
    // What a watcher typed before it learned that it is one goes nowhere: it is not its turn.
    if !bytes.is_empty() {
        reader.type_bytes(bytes).await;
    }
    Ok(())
}

fn obey(reader: &Reader, control: ClientControl, pings: &mpsc::Sender<u32>) -> Result<(), Problem> {
    match control {
        ClientControl::Ack { offset } => reader.acknowledge(offset),
        ClientControl::Ping { id } => {
            // A client that asks faster than it reads gets fewer answers.
            let _ = pings.try_send(id);
        }
        ClientControl::Run { .. } => {
            return Err(bad("a command runs once, as an exec channel's first message".into()));
        }
        ClientControl::Resize(_) | ClientControl::Eof | ClientControl::Signal { .. }
            if !reader.is_owner() => {}
        ClientControl::Resize(size) => reader.channel().resize(size),
        ClientControl::Eof => reader.channel().input.eof(),
        ClientControl::Signal { signal } => reader.channel().input.signal(signal),
    }
    Ok(())
}

fn bad(reason: String) -> Problem {
    Problem::BadRequest { reason }
}

/// A close in good order means the client will not be back; everything else may be a cut cable.
fn farewell_of(frame: Option<&CloseFrame>) -> Farewell {
    match frame {
        Some(frame) if frame.code == CloseCode::Ended.number() => Farewell::Leaving,
        _ => Farewell::Cut,
    }
}

fn broken(error: &axum::Error) -> Farewell {
    use tokio_tungstenite::tungstenite::Error;
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Error>());
    match source {
        Some(Error::Capacity(_)) => {
            Farewell::Problem(Problem::TooLarge { limit: CLIENT_MESSAGE_BYTES as u64 })
        }
        Some(Error::Utf8(_)) => Farewell::Problem(bad("a text frame is not UTF-8".into())),
        _ => Farewell::Cut,
    }
}

async fn sleep_until(time: Option<std::time::Instant>) {
    match time {
        Some(time) => tokio::time::sleep_until(time.into()).await,
        None => std::future::pending().await,
    }
}

async fn say(sink: &Sink, control: &ServerControl) -> Result<(), axum::Error> {
    sink.lock().await.send(text(control)).await
}

fn text(control: &ServerControl) -> Message {
    // Own types of strings and numbers always serialise.
    Message::Text(serde_json::to_string(control).unwrap_or_default().into())
}

/// Tells the reason, closes, and waits for the client to close too.
///
/// What a client still sends is read and dropped: a socket closed with unread bytes would be reset, and the
/// client might never see the reason (RFC 6455, section 7.1.1).
async fn say_goodbye(
    mut sink: SplitSink<WebSocket, Message>,
    mut stream: SplitStream<WebSocket>,
    farewell: Farewell,
) -> bool {
    let (last, code) = match farewell {
        Farewell::Ended(End::Exit { status, signal, seconds }) => {
            (Some(ServerControl::Exit { status, signal, seconds }), CloseCode::Ended)
        }
        Farewell::Ended(End::LinkLost { reason }) => of_problem(Problem::LinkLost { reason }),
        Farewell::Ended(End::SessionGone(why)) => of_problem(Problem::SessionGone { why }),
        Farewell::Problem(problem) => of_problem(problem),
        Farewell::Leaving => (None, CloseCode::Ended),
        Farewell::Silent => (None, CloseCode::Silent),
        Farewell::Cut => return false,
    };
    if let Some(last) = last
        && sink.send(text(&last)).await.is_err()
    {
        return false;
    }
    let frame = CloseFrame { code: code.number(), reason: Utf8Bytes::default() };
    let mut answered = false;
    if sink.send(Message::Close(Some(frame))).await.is_ok() {
        while let Some(Ok(message)) = stream.next().await {
            answered |= matches!(message, Message::Close(_));
        }
    }
    answered
}

fn of_problem(problem: Problem) -> (Option<ServerControl>, CloseCode) {
    let code = close_code(&problem);
    (Some(ServerControl::Problem { problem: problem.into() }), code)
}

/// Refuses a WebSocket that was already accepted.
pub(crate) async fn refuse(socket: WebSocket, problem: Problem) {
    let (sink, stream) = socket.split();
    let _ = timeout(CLOSE_TIME, say_goodbye(sink, stream, Farewell::Problem(problem))).await;
}

/// The first message of an `exec` channel: its command.
///
/// # Errors
/// The [`Problem`] to refuse it with; none when the client left.
pub(crate) async fn command(socket: &mut WebSocket, patience: Duration) -> Result<String, Option<Problem>> {
    let expected = || Some(bad("the first message of an exec channel is run".into()));
    match timeout(patience, socket.recv()).await {
        Ok(Some(Ok(Message::Text(text)))) => match serde_json::from_str(text.as_str()) {
            Ok(ClientControl::Run { command }) => Ok(command),
            _ => Err(expected()),
        },
        Ok(Some(Err(error))) => match broken(&error) {
            Farewell::Problem(problem) => Err(Some(problem)),
            _ => Err(None),
        },
        Ok(Some(Ok(_))) | Err(_) => Err(expected()),
        Ok(None) => Err(None),
    }
}
