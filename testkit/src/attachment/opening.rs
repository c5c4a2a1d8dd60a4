//! The way to a channel: which one, as whom, by which road, and what the relay says when it refuses.

use std::fmt::Write as _;
use std::net::SocketAddr;

use futures_util::SinkExt as _;
use postern_shared::api::{Problem, ProblemDocument};
use postern_shared::wire::{BEARER_PREFIX, ClientControl, SUBPROTOCOL, TermSize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{Acks, Attachment, Outcome};
use crate::client::{DEADLINE, Session};

/// Which channel to open, or to come back to.
#[derive(Clone, Debug)]
pub struct Opening {
    pub(super) session: Session,
    pub(super) route: &'static str,
    pub(super) query: Vec<(String, String)>,
    pub(super) typist: String,
    pub(super) acks: Acks,
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
        Opening { session: self.clone(), route, query, typist, acks: Acks::AsRead }
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

    /// Leaves all acknowledging to the test.
    #[must_use]
    pub fn acknowledging_by_hand(mut self) -> Self {
        self.acks = Acks::ByHand;
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
        let request = self.request();
        let mut text = format!("GET {} HTTP/1.1\r\n", request.uri().path_and_query().expect("a path"));
        for (name, value) in request.headers() {
            let _ = write!(text, "{name}: {}\r\n", value.to_str().expect("text"));
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

/// The problem in a body, if it is one.
fn read_problem(body: &[u8]) -> Option<Problem> {
    serde_json::from_slice::<ProblemDocument>(body).ok().map(|document| document.problem)
}

/// Percent-encodes a query value (RFC 3986, section 2.1).
fn percent_encode(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    value.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
