//! The table of contents of the HTTP side: every route, and what stands before it.

mod body;
mod files;
mod sessions;
mod sockets;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, post};
use postern_shared::api::{Problem, RelayInfo};

use crate::problem::{HttpProblem, NotReady};
use crate::serve::Relay;
use crate::{assets, headers, origin};

type Shared = State<Arc<Relay>>;

/// Every route of the relay.
pub(crate) fn router(relay: &Arc<Relay>) -> Router {
    Router::new()
        .route("/api/relay", get(relay_info))
        .route("/api/sessions", post(sessions::open))
        .route("/api/sessions/{id}", get(sessions::show).delete(sessions::close))
        .route("/api/sessions/{id}/answers", post(sessions::answer))
        .route("/api/sessions/{id}/channels/{channel}", delete(sessions::end_channel))
        .route("/api/sessions/{id}/shell", get(sockets::shell))
        .route("/api/sessions/{id}/exec", get(sockets::exec))
        .route("/api/sessions/{id}/tcp", get(sockets::tcp))
        .route("/api/sessions/{id}/files", get(files::fetch).put(files::store))
        .route("/api/sessions/{id}/uploads/{upload}", get(files::arrived).delete(files::discard))
        .route("/api/sessions/{id}/downloads", post(files::issue))
        .route("/api/sessions/{id}/outputs", post(files::issue_output))
        .route(
            "/api/sessions/{id}/downloads/{download}",
            get(files::look).put(files::issue_own).delete(files::cancel),
        )
        .route("/api/sessions/{id}/downloads/{download}/{ticket}", get(files::redeem))
        .route("/api/{*rest}", get(nothing).post(nothing))
        .route("/loginWebssh", post(sessions::login_webssh))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .method_not_allowed_fallback(|| async { HttpProblem(Problem::MethodNotAllowed) })
        .with_state(relay.clone())
        .merge(assets::router())
        .layer(middleware::from_fn_with_state(relay.clone(), same_origin))
        .layer(headers::layer(relay.config.tls.is_on()))
}

/// Refuses what a page of another origin sends, before anything looks at it.
async fn same_origin(State(relay): Shared, request: Request, next: Next) -> Response {
    if is_same_origin(&relay, request.headers()) {
        next.run(request).await
    } else {
        HttpProblem(Problem::OriginRefused).into_response()
    }
}

fn is_same_origin(relay: &Relay, headers: &HeaderMap) -> bool {
    let (config, host) = (&relay.config, headers.get(header::HOST));
    origin::host_allowed(host, config.listen.ip().is_loopback(), &config.allowed_origins)
        && origin::allowed(headers.get(header::ORIGIN), host, config.tls.is_on(), &config.allowed_origins)
}

async fn nothing() -> HttpProblem {
    HttpProblem(Problem::NotFound)
}

/// Ready while new sessions are taken.
async fn ready(State(relay): Shared) -> Response {
    match relay.sessions.check_room() {
        Ok(()) => "ready\n".into_response(),
        Err(problem) => NotReady(problem).into_response(),
    }
}

async fn metrics(State(relay): Shared) -> Response {
    let (sessions, channels) = relay.sessions.counts();
    let text = relay.metrics.render(sessions, channels);
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
        .into_response()
}

async fn relay_info(State(relay): Shared) -> Response {
    let config = &relay.config;
    axum::Json(RelayInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        loopback: config.listen.ip().is_loopback(),
        tls: config.tls.is_on(),
        host_keys: relay.known_hosts.count(),
        grace_seconds: config.grace.as_secs(),
    })
    .into_response()
}
