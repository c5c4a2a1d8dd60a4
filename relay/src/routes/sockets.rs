//! WebSockets of a session: checked here, then handed to [`crate::attach`].

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::ws::{WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::response::Response;
use postern_shared::api::{ChannelKind, Problem, TooManyOf};
use postern_shared::target::{Host, parse_port};
use postern_shared::wire::limits::{CLIENT_MESSAGE_BYTES, COMMAND_BYTES, TERM_NAME_BYTES};
use postern_shared::wire::{Role, SUBPROTOCOL, TermSize};
use serde::Deserialize;

use crate::attach::{Attachment, command, refuse};
use crate::channel::{Attached, Channel};
use crate::limits::{REQUEST_TIME, TYPIST_BYTES, WEBSOCKET_READ_BUFFER, WEBSOCKET_WRITE_BUFFER};
use crate::login::{Place, subprotocol};
use crate::problem::HttpProblem;
use crate::serve::Relay;
use crate::session::Session;
use crate::ssh::{Purpose, Terminal};
use crate::token::SessionId;

type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;
type Parsed<T> = Result<Query<T>, QueryRejection>;

/// What any attachment may say in its query.
#[derive(Deserialize)]
struct Resume {
    channel: Option<String>,
    #[serde(default)]
    offset: u64,
    #[serde(default)]
    typist: String,
    #[serde(default)]
    watch: bool,
}

/// What a new shell is asked for with.
#[derive(Deserialize)]
pub(super) struct ShellQuery {
    cols: Option<u16>,
    rows: Option<u16>,
    term: Option<String>,
}

/// Where a new stream goes.
#[derive(Deserialize)]
pub(super) struct TcpQuery {
    host: Option<String>,
    port: Option<String>,
    socket: Option<String>,
}

/// A client at the door of a session that is its own.
pub(super) struct Visit {
    relay: Arc<Relay>,
    session: Arc<Session>,
    place: Place,
    resume: Resume,
}

impl FromRequestParts<Arc<Relay>> for Visit {
    type Rejection = HttpProblem;

    async fn from_request_parts(parts: &mut Parts, relay: &Arc<Relay>) -> Result<Self, HttpProblem> {
        let Path(id) =
            Path::<String>::from_request_parts(parts, relay).await.map_err(|_| Problem::NotFound)?;
        let session = relay.sessions.authorise(&SessionId::named(&id), &subprotocol(&parts.headers)?)?;
        let Query(resume) =
            Query::<Resume>::try_from_uri(&parts.uri).map_err(|error| bad(&error.body_text()))?;
        check_typist(&resume.typist)?;
        let place = parts.extensions.get::<Place>().cloned().ok_or(Problem::Internal)?;
        Ok(Self { relay: relay.clone(), session, place, resume })
    }
}

/// `GET /api/sessions/{id}/shell`.
pub(super) async fn shell(
    visit: Visit,
    query: Parsed<ShellQuery>,
    upgrade: Upgrade,
) -> Result<Response, HttpProblem> {
    let Query(query) = query.map_err(|error| bad(&error.body_text()))?;
    let size = match (query.cols, query.rows) {
        (None, None) => None,
        (cols, rows) => Some(size(cols, rows)?),
    };
    let terminal = Terminal { term: term(query.term)?, size: size.unwrap_or_default() };
    visit.accept(upgrade, move |visit, socket| async move {
        let found = match visit.earlier(ChannelKind::Shell) {
            None => visit.open(Purpose::Shell(terminal)).await,
            Some(found) => found,
        };
        let is_back = visit.resume.channel.is_some();
        if let (Ok((_, Attached { reader, role: Role::Owner, .. })), Some(size), true) =
            (&found, size, is_back)
        {
            reader.channel().resize(size);
        }
        visit.join(socket, found).await;
    })
}

/// `GET /api/sessions/{id}/exec`.
pub(super) async fn exec(visit: Visit, upgrade: Upgrade) -> Result<Response, HttpProblem> {
    visit.accept(upgrade, |visit, mut socket| async move {
        let found = match visit.earlier(ChannelKind::Exec) {
            Some(found) => found,
            None => match command(&mut socket, REQUEST_TIME).await {
                Ok(command) if command.len() > COMMAND_BYTES => {
                    Err(Problem::TooLarge { limit: COMMAND_BYTES as u64 })
                }
                Ok(command) => visit.open(Purpose::Exec { command }).await,
                Err(Some(problem)) => Err(problem),
                Err(None) => return,
            },
        };
        visit.join(socket, found).await;
    })
}

/// `GET /api/sessions/{id}/tcp`.
pub(super) async fn tcp(
    visit: Visit,
    query: Parsed<TcpQuery>,
    upgrade: Upgrade,
) -> Result<Response, HttpProblem> {
    let Query(query) = query.map_err(|error| bad(&error.body_text()))?;
    let purpose = match (&visit.resume.channel, query.host, query.port, query.socket) {
        (Some(_), ..) => None,
        (None, Some(host), Some(port), None) => {
            let host = Host::parse(&host).map_err(|error| bad(&error.to_string()))?;
            let port = parse_port(&port).map_err(|error| bad(&error.to_string()))?;
            // The target dials, as its user could from the shell: its own rules (PermitOpen) apply, not the relay's.
            Some(Purpose::Tcp { host: host.to_string(), port })
        }
        (None, None, None, Some(path)) if path.starts_with('/') && path.len() <= 4096 => {
            Some(Purpose::Socket { path })
        }
        _ => return Err(bad("a tcp channel goes to host and port, or to an absolute socket path")),
    };
    visit.accept(upgrade, move |visit, socket| async move {
        let found = match (visit.earlier(ChannelKind::Tcp), purpose) {
            (Some(found), _) => found,
            (None, Some(purpose)) => visit.open(purpose).await,
            (None, None) => Err(Problem::ChannelGone),
        };
        visit.join(socket, found).await;
    })
}

/// A channel's name, and a seat at it.
type Found = Result<(String, Attached), Problem>;

impl Visit {
    /// Accepts a WebSocket and runs `serve` on it as a task of the relay.
    fn accept<F, Fut>(self, upgrade: Upgrade, serve: F) -> Result<Response, HttpProblem>
    where
        F: FnOnce(Self, WebSocket) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let upgrade = upgrade.map_err(|error| bad(&error.body_text()))?;
        let tasks = self.relay.tasks.clone();
        Ok(upgrade
            .protocols([SUBPROTOCOL])
            .max_message_size(CLIENT_MESSAGE_BYTES)
            .max_frame_size(CLIENT_MESSAGE_BYTES)
            .read_buffer_size(WEBSOCKET_READ_BUFFER)
            .write_buffer_size(0)
            .max_write_buffer_size(WEBSOCKET_WRITE_BUFFER)
            // axum detaches this future; the tracker lets the relay wait for it.
            .on_upgrade(move |socket| tasks.track_future(serve(self, socket))))
    }

    /// Opens a channel.
    async fn open(&self, purpose: Purpose) -> Found {
        self.session.open_channel(purpose, &self.resume.typist).await
    }

    /// Attaches to the channel that the client names, if it names one.
    fn earlier(&self, kind: ChannelKind) -> Option<Found> {
        let name = self.resume.channel.as_ref()?;
        let role = if self.resume.watch { Role::Watcher } else { Role::Owner };
        let attach = |channel: Arc<Channel>| {
            if channel.kind() != kind {
                return Err(Problem::ChannelGone);
            }
            channel
                .attach(role, self.resume.offset, &self.resume.typist)
                .map(|attached| (name.clone(), attached))
                .ok_or(Problem::TooMany { of: TooManyOf::Attachments, retry_after: 5 })
        };
        Some(self.session.channel(name).and_then(attach))
    }

    /// Joins the WebSocket to the channel, to its end.
    async fn join(self, socket: WebSocket, found: Found) {
        let (channel, Attached { reader, role, input }) = match found {
            Ok(found) => found,
            Err(problem) => return refuse(socket, problem).await,
        };
        let relay = &self.relay;
        match self.resume.channel {
            None => relay.metrics.channel_opened(reader.channel().kind()),
            Some(_) => relay.metrics.resumed(),
        }
        let attachment = Attachment {
            channel,
            role,
            input,
            ping_every: relay.config.browser_keepalive,
            shutdown: relay.shutdown.clone(),
            metrics: relay.metrics.clone(),
        };
        attachment.run(socket, reader).await;
        drop(self.place);
    }
}

fn size(cols: Option<u16>, rows: Option<u16>) -> Result<TermSize, HttpProblem> {
    let (cols, rows) = (cols.unwrap_or(80), rows.unwrap_or(24));
    TermSize::new(cols, rows).map_err(|error| bad(&error.to_string()))
}

/// The terminal's type, as terminfo names them.
fn term(given: Option<String>) -> Result<String, HttpProblem> {
    let term = given.unwrap_or_else(|| "xterm-256color".into());
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.' | '_');
    if term.is_empty() || term.len() > TERM_NAME_BYTES || !term.chars().all(fits) {
        return Err(bad("term is the name of a terminal type"));
    }
    Ok(term)
}

fn check_typist(typist: &str) -> Result<(), HttpProblem> {
    if typist.len() > TYPIST_BYTES || !typist.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(bad("typist is a name of letters, digits and hyphens"));
    }
    Ok(())
}

fn bad(reason: &str) -> HttpProblem {
    HttpProblem(Problem::BadRequest { reason: reason.to_owned() })
}
