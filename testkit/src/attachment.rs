//! One WebSocket to a channel, as a client sees it: bytes, control messages, offsets, acknowledgements.

mod input;
mod reading;

use std::net::SocketAddr;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use postern_shared::api::{Problem, ProblemDocument};
use postern_shared::wire::limits::ACK_EVERY_BYTES;
use postern_shared::wire::{
    BEARER_PREFIX, ClientControl, Role, SUBPROTOCOL, ServerControl, Stream, TermSize,
};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::client::{DEADLINE, Session};
use input::Typed;

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
    /// Whether a repaint follows.
    pub repaint: bool,
    /// Input bytes taken from this client so far.
    pub input: u64,
    /// Owner or watcher.
    pub role: Role,
}

/// Why no attachment came about.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// HTTP status; 101 when the WebSocket opened and was closed again.
    pub status: u16,
    /// The relay's problem, if it sent one.
    pub problem: Option<Problem>,
    /// Close code, if the WebSocket opened.
    pub close: Option<u16>,
}

/// Which channel to open, or to come back to.
#[derive(Clone, Debug)]
pub struct Opening {
    session: Session,
    route: &'static str,
    query: Vec<(String, String)>,
    typist: String,
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
    repaint_follows: bool,
    typed: Typed,
    /// Output that was read and not yet looked at.
    text: Vec<u8>,
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

impl Session {
    /// A shell in a terminal of 80 by 24.
    ///
    /// # Panics
    /// When the relay refuses.
    pub async fn shell(&self) -> Attachment {
        self.opening_shell(TermSize::default()).attach().await.expect("a shell")
    }

    /// A shell yet to be opened.
    #[must_use]
    pub fn opening_shell(&self, size: TermSize) -> Opening {
        let term = ("term", "xterm-256color".to_owned());
        self.opening("shell", &[("cols", size.cols().to_string()), ("rows", size.rows().to_string()), term])
    }

    /// An `exec` channel that runs this command.
    ///
    /// # Panics
    /// When the relay refuses.
    pub async fn exec(&self, command: &str) -> Attachment {
        let run = ClientControl::Run { command: command.to_owned() };
        let run = Message::text(serde_json::to_string(&run).expect("JSON"));
        self.opening("exec", &[]).attach_saying(run).await.expect("a channel")
    }

    /// Runs a command to its end.
    pub async fn run(&self, command: &str) -> Outcome {
        self.exec(command).await.outcome().await
    }

    /// A stream to a TCP port as seen from the target.
    ///
    /// # Errors
    /// The relay's refusal.
    pub async fn tcp(&self, host: &str, port: u16) -> Result<Attachment, Refusal> {
        self.opening("tcp", &[("host", host.to_owned()), ("port", port.to_string())]).attach().await
    }

    /// A stream to a unix socket on the target.
    ///
    /// # Errors
    /// The relay's refusal.
    pub async fn tcp_socket(&self, path: &str) -> Result<Attachment, Refusal> {
        self.opening("tcp", &[("socket", path.to_owned())]).attach().await
    }

    /// Any channel yet to be opened.
    #[must_use]
    pub fn opening(&self, route: &'static str, query: &[(&str, String)]) -> Opening {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let typist = format!("t{:016x}", rand::random::<u64>());
        Opening { session: self.clone(), route, query, typist }
    }
}

impl Opening {
    /// Adds or replaces a parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.query.retain(|(known, _)| known != name);
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    /// Goes by another way, such as a [`crate::Proxy`].
    #[must_use]
    pub fn through(mut self, relay: SocketAddr) -> Self {
        self.session = self.session.through(relay);
        self
    }

    /// Opens the WebSocket and reads `opened`.
    ///
    /// # Errors
    /// The relay's refusal.
    pub async fn attach(self) -> Result<Attachment, Refusal> {
        let socket = self.connect(&[]).await?;
        Attachment::open(socket, self).await
    }

    /// Opens the WebSocket, says this, and reads `opened`.
    ///
    /// # Errors
    /// The relay's refusal.
    pub async fn attach_saying(self, first: Message) -> Result<Attachment, Refusal> {
        let mut socket = self.connect(&[]).await?;
        let _ = socket.send(first).await;
        Attachment::open(socket, self).await
    }

    /// Opens the WebSocket with further header fields; a field given here replaces the usual one.
    ///
    /// # Errors
    /// The relay's refusal.
    ///
    /// # Panics
    /// When there is no relay.
    pub async fn connect(
        &self,
        headers: &[(&'static str, &str)],
    ) -> Result<WebSocketStream<TcpStream>, Refusal> {
        let relay = self.session.client.relay();
        let mut request = self.request();
        let fields = request.headers_mut();
        for (name, value) in headers {
            fields.remove(*name);
            if !value.is_empty() {
                fields.insert(*name, HeaderValue::from_str(value).expect("a header"));
            }
        }
        let stream = TcpStream::connect(relay).await.expect("a connection to the relay");
        let _ = stream.set_nodelay(true);
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let handshake = tokio_tungstenite::client_async_with_config(request, stream, Some(config));
        match tokio::time::timeout(DEADLINE, handshake).await.expect("an answer in time") {
            Ok((socket, _)) => Ok(socket),
            Err(Error::Http(response)) => {
                let problem = response.body().as_deref().and_then(read_problem);
                Err(Refusal { status: response.status().as_u16(), problem, close: None })
            }
            Err(error) => panic!("no WebSocket: {error}"),
        }
    }

    /// The head of the relay's answer to the handshake, as it is on the wire.
    ///
    /// # Panics
    /// When there is no relay.
    pub async fn handshake(&self) -> String {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let request = self.request();
        let mut text = format!("GET {} HTTP/1.1\r\n", request.uri().path_and_query().expect("a path"));
        for (name, value) in request.headers() {
            text.push_str(&format!("{name}: {}\r\n", value.to_str().expect("text")));
        }
        text.push_str("\r\n");
        let mut stream = TcpStream::connect(self.session.client.relay()).await.expect("a connection");
        stream.write_all(text.as_bytes()).await.expect("a connection");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.expect("an answer"));
        }
        String::from_utf8(answer).expect("text")
    }

    fn request(&self) -> Request {
        let relay = self.session.client.relay();
        let mut query: Vec<String> =
            self.query.iter().map(|(name, value)| format!("{name}={}", percent_encode(value))).collect();
        query.push(format!("typist={}", self.typist));
        let path = format!("/api/sessions/{}/{}?{}", self.session.id, self.route, query.join("&"));
        let mut request = format!("ws://{relay}{path}").into_client_request().expect("a request");
        let protocols = format!("{SUBPROTOCOL}, {BEARER_PREFIX}{}", self.session.token);
        let fields = request.headers_mut();
        fields.insert("sec-websocket-protocol", HeaderValue::from_str(&protocols).expect("a header"));
        request
    }
}

impl Attachment {
    async fn open(socket: WebSocketStream<TcpStream>, opening: Opening) -> Result<Self, Refusal> {
        let opened = Opened {
            channel: String::new(),
            offset: 0,
            lost: 0,
            repaint: false,
            input: 0,
            role: Role::Owner,
        };
        let mut attachment = Self {
            socket,
            opening,
            opened,
            acks: Acks::AsRead,
            offset: 0,
            acked: 0,
            repaint_follows: false,
            typed: Typed::default(),
            text: Vec::new(),
            controls: Vec::new(),
            closed: None,
        };
        let mut refusal = Refusal { status: 101, problem: None, close: None };
        loop {
            match attachment.next().await {
                Event::Control(ServerControl::Opened { .. }) => return Ok(attachment),
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
        if std::mem::take(&mut self.repaint_follows) {
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
            ServerControl::Opened { channel, offset, lost, repaint, input, role } => {
                self.opened = Opened {
                    channel: channel.clone(),
                    offset: *offset,
                    lost: *lost,
                    repaint: *repaint,
                    input: *input,
                    role: *role,
                };
                self.offset = *offset;
                self.acked = *offset;
                self.repaint_follows = *repaint;
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

    /// Sends any WebSocket message.
    pub async fn send(&mut self, message: Message) {
        let _ = tokio::time::timeout(DEADLINE, self.socket.send(message)).await;
    }
}

/// The problem in a body, if it is one.
fn read_problem(body: &[u8]) -> Option<Problem> {
    serde_json::from_slice::<ProblemDocument>(body).ok().map(|document| document.problem)
}

/// Percent-encodes a query value (RFC 3986, section 2.1).
fn percent_encode(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    value.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
