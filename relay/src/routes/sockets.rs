//! WebSockets of a session: checked here, then handed to [`crate::attach`].

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::ws::{WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use postern_shared::api::{Problem, TooManyOf};
use postern_shared::target::{Host, parse_port};
use postern_shared::wire::limits::{CLIENT_MESSAGE_BYTES, COMMAND_BYTES, TERM_NAME_BYTES};
use postern_shared::wire::{Role, SUBPROTOCOL, TermSize};
use serde::Deserialize;

use super::Shared;
use crate::attach::{Attachment, command, refuse};
use crate::channel::Reader;
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
pub(super) struct Resume {
    channel: Option<String>,
    #[serde(default)]
    offset: u64,
    #[serde(default)]
    typist: String,
    #[serde(default)]
    watch: bool,
}

#[derive(Deserialize)]
pub(super) struct ShellQuery {
    cols: Option<u16>,
    rows: Option<u16>,
    term: Option<String>,
    // Not flattened: the query's reader knows only texts, and numbers inside a flattened part would not fit.
    channel: Option<String>,
    #[serde(default)]
    offset: u64,
    #[serde(default)]
    typist: String,
    #[serde(default)]
    watch: bool,
}

#[derive(Deserialize)]
pub(super) struct TcpQuery {
    host: Option<String>,
    port: Option<String>,
    socket: Option<String>,
    channel: Option<String>,
    #[serde(default)]
    offset: u64,
}

/// `GET /api/sessions/{id}/shell`.
pub(super) async fn shell(
    State(relay): Shared,
    Extension(place): Extension<Place>,
    Path(id): Path<String>,
    headers: HeaderMap,
    query: Parsed<ShellQuery>,
    upgrade: Upgrade,
) -> Result<Response, HttpProblem> {
    let session = authorise(&relay, &id, &headers)?;
    let Query(query) = query.map_err(|error| bad(&error.body_text()))?;
    let size = match (query.cols, query.rows) {
        (None, None) => None,
        (cols, rows) => Some(size(cols, rows)?),
    };
    let terminal = Terminal { term: term(query.term)?, size: size.unwrap_or_default() };
    let resume =
        Resume { channel: query.channel, offset: query.offset, typist: query.typist, watch: query.watch };
    check_typist(&resume.typist)?;
    accept(upgrade, relay, place, move |relay, socket| async move {
        let found = match &resume.channel {
            None => session.open_channel(Purpose::Shell(terminal)).await,
            Some(name) => attach_to(&session, name, &resume),
        };
        if let (Ok((_, reader)), Some(size), Some(_), false) = (&found, size, &resume.channel, resume.watch) {
            reader.channel().resize(size);
        }
        run(&relay, socket, found, &resume).await;
    })
}

/// `GET /api/sessions/{id}/exec`.
pub(super) async fn exec(
    State(relay): Shared,
    Extension(place): Extension<Place>,
    Path(id): Path<String>,
    headers: HeaderMap,
    query: Parsed<Resume>,
    upgrade: Upgrade,
) -> Result<Response, HttpProblem> {
    let session = authorise(&relay, &id, &headers)?;
    let Query(resume) = query.map_err(|error| bad(&error.body_text()))?;
    check_typist(&resume.typist)?;
    accept(upgrade, relay, place, move |relay, mut socket| async move {
        let found = match &resume.channel {
            Some(name) => attach_to(&session, name, &resume),
            None => match command(&mut socket, REQUEST_TIME).await {
                Ok(command) if command.len() > COMMAND_BYTES => {
                    Err(Problem::TooLarge { limit: COMMAND_BYTES as u64 })
                }
                Ok(command) => session.open_channel(Purpose::Exec { command }).await,
                Err(Some(problem)) => Err(problem),
                Err(None) => return,
            },
        };
        run(&relay, socket, found, &resume).await;
    })
}

/// `GET /api/sessions/{id}/tcp`.
pub(super) async fn tcp(
    State(relay): Shared,
    Extension(place): Extension<Place>,
    Path(id): Path<String>,
    headers: HeaderMap,
    query: Parsed<TcpQuery>,
    upgrade: Upgrade,
) -> Result<Response, HttpProblem> {
    let session = authorise(&relay, &id, &headers)?;
    let Query(query) = query.map_err(|error| bad(&error.body_text()))?;
    let purpose = match (&query.channel, &query.host, &query.port, &query.socket) {
        (Some(_), ..) => None,
        (None, Some(host), Some(port), None) => {
            let host = Host::parse(host).map_err(|error| bad(&error.to_string()))?;
            let port = parse_port(port).map_err(|error| bad(&error.to_string()))?;
            // The target dials, as its user could from the shell: its own rules (PermitOpen) apply, not the relay's.
            Some(Purpose::Tcp { host: host.to_string(), port })
        }
        (None, None, None, Some(path)) if path.starts_with('/') && path.len() <= 4096 => {
            Some(Purpose::Socket { path: path.clone() })
        }
        _ => return Err(bad("a tcp channel goes to host and port, or to an absolute socket path")),
    };
    let resume = Resume { channel: query.channel, offset: query.offset, typist: String::new(), watch: false };
    accept(upgrade, relay, place, move |relay, socket| async move {
        let found = match (purpose, &resume.channel) {
            (Some(purpose), _) => session.open_channel(purpose).await,
            (None, Some(name)) => attach_to(&session, name, &resume),
            (None, None) => Err(Problem::ChannelGone),
        };
        run(&relay, socket, found, &resume).await;
    })
}

fn authorise(relay: &Relay, id: &str, headers: &HeaderMap) -> Result<Arc<Session>, Problem> {
    relay.sessions.authorise(&SessionId::named(id), &subprotocol(headers)?)
}

/// Accepts a WebSocket and runs `serve` on it as a task of the relay.
fn accept<F, Fut>(
    upgrade: Upgrade,
    relay: Arc<Relay>,
    place: Place,
    serve: F,
) -> Result<Response, HttpProblem>
where
    F: FnOnce(Arc<Relay>, WebSocket) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    let upgrade = upgrade.map_err(|error| bad(&error.body_text()))?;
    let tasks = relay.tasks.clone();
    Ok(upgrade
        .protocols([SUBPROTOCOL])
        .max_message_size(CLIENT_MESSAGE_BYTES)
        .max_frame_size(CLIENT_MESSAGE_BYTES)
        .read_buffer_size(WEBSOCKET_READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(WEBSOCKET_WRITE_BUFFER)
        // axum detaches this future; the tracker lets the relay wait for it.
        .on_upgrade(move |socket| {
            tasks.clone().track_future(async move {
                serve(relay, socket).await;
                drop(place);
            })
        }))
}

fn attach_to(session: &Session, name: &str, resume: &Resume) -> Result<(String, Reader), Problem> {
    let channel = session.channel(name)?;
    let role = if resume.watch { Role::Watcher } else { Role::Owner };
    let reader = channel
        .attach(role, resume.offset)
        .ok_or(Problem::TooMany { of: TooManyOf::Attachments, retry_after: 5 })?;
    Ok((name.to_owned(), reader))
}

async fn run(
    relay: &Arc<Relay>,
    socket: WebSocket,
    found: Result<(String, Reader), Problem>,
    resume: &Resume,
) {
    let (channel, reader) = match found {
        Ok(found) => found,
        Err(problem) => return refuse(socket, problem).await,
    };
    match resume.channel {
        None => relay.metrics.channel_opened(reader.channel().kind()),
        Some(_) => relay.metrics.resumed(),
    }
    let role = if resume.watch { Role::Watcher } else { Role::Owner };
    let input = match role {
        Role::Owner => reader.channel().input.sit_down(&resume.typist),
        Role::Watcher => 0,
    };
    let attachment = Attachment {
        channel,
        role,
        input,
        ping_every: relay.config.browser_keepalive,
        shutdown: relay.shutdown.clone(),
        metrics: relay.metrics.clone(),
    };
    attachment.run(socket, reader).await;
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
