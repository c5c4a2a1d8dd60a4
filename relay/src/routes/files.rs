//! Files of a session over HTTP: fetch, store, go on, look, give up.

mod heading;
mod query;

use std::sync::Arc;
use std::time::Instant;

use axum::Json as Reply;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use http_body_util::BodyDataStream;
use postern_shared::api::{DownloadTicket, OutputOrder, OwnTicket, Problem, UploadState};
use tokio::time::timeout;

use super::Shared;
use super::body::Json;
use crate::files::{self, Cut, Download, Order, Output, RemotePath, Source, Ticket, Whole};
use crate::limits::{REFUSED_BODY_BYTES, REQUEST_TIME};
use crate::login::bearer;
use crate::problem::HttpProblem;
use crate::serve::Relay;
use crate::session::Session;
use crate::token::{SessionId, Token};
use query::Query;

/// `GET /api/sessions/{id}/files`, and `HEAD`.
pub(super) async fn fetch(
    State(relay): Shared,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    method: axum::http::Method,
    headers: HeaderMap,
) -> Result<Response, HttpProblem> {
    let session = authorised(&relay, &id, &headers)?;
    let path = Query::parse(query.as_deref())?.path()?;
    if method == axum::http::Method::HEAD {
        let attributes = files::look(&session, &path).await?;
        return Ok((heading::of(&path, &attributes), Body::empty()).into_response());
    }
    send(&relay, Whole::open(&session, &path).await?, &path, &headers, None)
}

/// `POST /api/sessions/{id}/downloads`: an address that a browser may fetch a file by.
pub(super) async fn issue(
    State(relay): Shared,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, HttpProblem> {
    let session = authorised(&relay, &id, &headers)?;
    let path = Query::parse(query.as_deref())?.path()?;
    issue_file(&session, &id, Ticket::random()?, path).await
}

/// `PUT /api/sessions/{id}/downloads/{download}`: the same under an address that the page has made up, because it had
/// to have one before anything could answer.
pub(super) async fn issue_own(
    State(relay): Shared,
    Path((id, download)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    Json(own): Json<OwnTicket>,
) -> Result<Response, HttpProblem> {
    let session = authorised(&relay, &id, &headers)?;
    let path = Query::parse(query.as_deref())?.path()?;
    issue_file(&session, &id, Ticket::made_up(&download, &own.ticket)?, path).await
}

/// `POST /api/sessions/{id}/outputs`: an address that a browser may fetch by what a script writes.
pub(super) async fn issue_output(
    State(relay): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(order): Json<OutputOrder>,
) -> Result<Response, HttpProblem> {
    let session = authorised(&relay, &id, &headers)?;
    let order = Order::parse(order)?;
    let name = order.name.clone();
    issued(&session, &id, Ticket::random()?, Source::Output(Some(order).into()), name, 0)
}

async fn issue_file(
    session: &Arc<Session>,
    id: &str,
    ticket: Ticket,
    path: RemotePath,
) -> Result<Response, HttpProblem> {
    // Opened, so that what cannot be read is said here, where the page can tell it.
    let bytes = Whole::open(session, &path).await?.attributes.size;
    let name = String::from_utf8_lossy(path.name()).into_owned();
    issued(session, id, ticket, Source::File(path), name, bytes)
}

fn issued(
    session: &Session,
    id: &str,
    ticket: Ticket,
    source: Source,
    name: String,
    bytes: u64,
) -> Result<Response, HttpProblem> {
    Download::issue(session, &ticket, source)?;
    let url = format!("/api/sessions/{id}/downloads/{}/{}", ticket.download, ticket.token.expose());
    let ticket = DownloadTicket { download: ticket.download, url, name, bytes };
    Ok((StatusCode::CREATED, Reply(ticket)).into_response())
}

/// `GET /api/sessions/{id}/downloads/{download}`.
pub(super) async fn look(
    State(relay): Shared,
    Path((id, download)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpProblem> {
    let session = authorised(&relay, &id, &headers)?;
    Ok(Reply(session.files.download(&download)?.state()).into_response())
}

/// `DELETE /api/sessions/{id}/downloads/{download}`.
pub(super) async fn cancel(
    State(relay): Shared,
    Path((id, download)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpProblem> {
    authorised(&relay, &id, &headers)?.files.cancel_download(&download);
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/sessions/{id}/downloads/{download}/{ticket}`: what a browser navigates to.
pub(super) async fn redeem(
    State(relay): Shared,
    Path((id, download, ticket)): Path<(String, String, String)>,
    method: axum::http::Method,
    headers: HeaderMap,
) -> Result<Response, HttpProblem> {
    // Fetch Metadata: a browser says who made it ask. Another site cannot know a ticket, and has no use for one.
    let site = headers.get("sec-fetch-site").map(|site| site.as_bytes().to_owned());
    if matches!(site.as_deref(), Some(b"cross-site" | b"same-site")) {
        return Err(Problem::OriginRefused.into());
    }
    if method == axum::http::Method::HEAD {
        return Err(Problem::MethodNotAllowed.into());
    }
    let session = relay.sessions.find(&SessionId::named(&id)).ok_or(Problem::TicketGone)?;
    let download = session.files.download(&download)?;
    download.admit(&Token::given(&ticket), headers.contains_key(header::RANGE), Instant::now())?;
    match download.source() {
        Source::File(path) => {
            let path = path.clone();
            send(&relay, Whole::open(&session, &path).await?, &path, &headers, Some(download))
        }
        Source::Output(order) => {
            let order = Source::take(order)?;
            let output = Output::begin(&session, download, &order).await;
            relay.metrics.download(if output.is_ok() { "sent" } else { "script-failed" });
            let metrics = relay.metrics.clone();
            let bytes = counted(output?.send(), move |bytes| metrics.file_sent(bytes));
            Ok((heading::output(&order.name), Body::from_stream(bytes)).into_response())
        }
    }
}

/// `PUT /api/sessions/{id}/files`.
pub(super) async fn store(
    State(relay): Shared,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, HttpProblem> {
    let asked = async {
        let session = authorised(&relay, &id, &headers)?;
        Ok((session, Query::parse(query.as_deref())?.incoming()?))
    };
    let mut body = BodyDataStream::new(body);
    let stored = match asked.await {
        Ok((session, incoming)) => {
            let metrics = &relay.metrics;
            let bytes = (&mut body).map(|bytes| match bytes {
                Ok(bytes) => {
                    metrics.file_received(bytes.len());
                    Ok(bytes)
                }
                Err(_) => Err(Cut),
            });
            files::receive(&session, incoming, bytes).await
        }
        Err(problem) => Err(problem),
    };
    match &stored {
        Ok(UploadState::Partial { .. }) => {}
        Ok(UploadState::Checking { .. } | UploadState::Stored(_)) => relay.metrics.upload("stored"),
        Err(problem) => relay.metrics.upload(problem.code()),
    }
    let stored = stored.inspect_err(|_| {
        // A connection that is closed with unread bytes is reset, and its client may never see why.
        relay.tasks.spawn(drop_rest(body));
    })?;
    let status = match &stored {
        UploadState::Checking { .. } => StatusCode::ACCEPTED,
        UploadState::Partial { .. } => StatusCode::OK,
        UploadState::Stored(_) => StatusCode::CREATED,
    };
    Ok((status, Reply(stored)).into_response())
}

/// `GET /api/sessions/{id}/uploads/{upload}`.
pub(super) async fn arrived(
    State(relay): Shared,
    Path((id, upload)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, HttpProblem> {
    let session = authorised(&relay, &id, &headers)?;
    let name = files::UploadName::parse(&upload)?;
    let path = Query::parse(query.as_deref())?.path()?;
    Ok(Reply(files::upload_state(&session, &name, &path).await?).into_response())
}

/// `DELETE /api/sessions/{id}/uploads/{upload}`.
pub(super) async fn discard(
    State(relay): Shared,
    Path((id, upload)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<StatusCode, HttpProblem> {
    let session = authorised(&relay, &id, &headers)?;
    let name = files::UploadName::parse(&upload)?;
    let path = Query::parse(query.as_deref())?.path()?;
    files::discard(&session, &name, &path).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn authorised(relay: &Relay, id: &str, headers: &HeaderMap) -> Result<Arc<Session>, Problem> {
    relay.sessions.authorise(&SessionId::named(id), &bearer(headers)?)
}

/// A file, or the part of it that was asked for, as a response.
fn send(
    relay: &Relay,
    whole: Whole,
    path: &RemotePath,
    headers: &HeaderMap,
    download: Option<Arc<Download>>,
) -> Result<Response, HttpProblem> {
    let attributes = whole.attributes;
    let asked = heading::asked(headers, &attributes);
    relay.metrics.download(if asked.is_ok() { "sent" } else { "range-refused" });
    let (status, span, fields) = match asked {
        Ok(part) => heading::answer(path, &attributes, part),
        Err(heading::Beyond) => {
            let size = attributes.size;
            let mut response = HttpProblem(Problem::RangeRefused { size }).into_response();
            response.headers_mut().extend(heading::beyond(size));
            return Ok(response);
        }
    };
    let metrics = relay.metrics.clone();
    let bytes = counted(whole.send(span, download), move |bytes| metrics.file_sent(bytes));
    let mut response = (status, Body::from_stream(bytes)).into_response();
    *response.headers_mut() = fields;
    Ok(response)
}

fn counted<S>(stream: S, count: impl Fn(usize)) -> impl Stream<Item = std::io::Result<Bytes>>
where
    S: Stream<Item = std::io::Result<Bytes>>,
{
    stream.inspect(move |piece| match piece {
        Ok(bytes) => count(bytes.len()),
        Err(error) => tracing::debug!(%error, "a file was not sent to its end"),
    })
}

/// Reads what a client still sends, for a while.
async fn drop_rest(mut body: BodyDataStream<Body>) {
    let reading = async {
        let mut dropped = 0;
        while let Some(Ok(bytes)) = body.next().await {
            dropped += bytes.len() as u64;
            if dropped > REFUSED_BODY_BYTES {
                return;
            }
        }
    };
    let _ = timeout(REQUEST_TIME, reading).await;
}
