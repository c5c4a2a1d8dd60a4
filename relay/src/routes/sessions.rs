//! Sessions over HTTP: sign in, answer, look, close.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json as Reply};
use postern_shared::api::{
    Answers, Credential, LoginWebssh, LoginWebsshReply, OpenSession, Problem, SessionEnd, SignIn, TooManyOf,
};
use postern_shared::target::Target;

use super::Shared;
use super::body::Json;
use crate::login::{Peer, bearer, client_address};
use crate::problem::HttpProblem;
use crate::rate::account;
use crate::serve::Relay;
use crate::session::Step;
use crate::token::SessionId;

/// `POST /api/sessions`.
pub(super) async fn open(
    State(relay): Shared,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Json(request): Json<OpenSession>,
) -> Result<Response, HttpProblem> {
    Ok(created(sign_in(&relay, peer, &headers, request).await?))
}

/// `POST /loginWebssh`: the same with a flat body.
pub(super) async fn login_webssh(
    State(relay): Shared,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Json(LoginWebssh { place, password }): Json<LoginWebssh>,
) -> Result<Response, HttpProblem> {
    let target = Target { host: place.host, port: place.port, user: place.username };
    let credential = Credential::Password { password };
    let request = OpenSession { target, hops: Vec::new(), credential, accept: Vec::new() };
    match sign_in(&relay, peer, &headers, request).await? {
        SignIn::Open { session, token, .. } => {
            let shell = format!("/api/sessions/{session}/shell");
            Ok((StatusCode::CREATED, Reply(LoginWebsshReply { token, session, shell })).into_response())
        }
        challenge @ SignIn::Challenge { .. } => Ok(created(challenge)),
    }
}

/// `POST /api/sessions/{id}/answers`.
pub(super) async fn answer(
    State(relay): Shared,
    Extension(peer): Extension<Peer>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(answers): Json<Answers>,
) -> Result<Response, HttpProblem> {
    let token = bearer(&headers)?;
    let address = client_address(peer, &headers, &relay.config.trusted_proxies);
    let answered = relay.desk.answer(SessionId::named(&id), token, answers).await;
    note(&relay, address, &answered, None);
    Ok(created(answered?.sign_in))
}

/// `GET /api/sessions/{id}`.
pub(super) async fn show(
    State(relay): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpProblem> {
    let session = relay.sessions.authorise(&SessionId::named(&id), &bearer(&headers)?)?;
    Ok(Reply(session.info().ok_or(Problem::Internal)?).into_response())
}

/// `DELETE /api/sessions/{id}`, also of a sign-in whose question nobody wants to answer.
pub(super) async fn close(
    State(relay): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpProblem> {
    let (id, token) = (SessionId::named(&id), bearer(&headers)?);
    if relay.desk.cancel(&id, &token) {
        return Ok(StatusCode::NO_CONTENT);
    }
    relay.sessions.authorise(&id, &token)?;
    relay.sessions.end(&id, SessionEnd::Closed).await;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /api/sessions/{id}/channels/{channel}`: hangs up a program that nobody wants any more.
pub(super) async fn end_channel(
    State(relay): Shared,
    Path((id, channel)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpProblem> {
    let session = relay.sessions.authorise(&SessionId::named(&id), &bearer(&headers)?)?;
    session.channel(&channel)?.hang_up();
    Ok(StatusCode::NO_CONTENT)
}

async fn sign_in(
    relay: &Arc<Relay>,
    peer: Peer,
    headers: &HeaderMap,
    request: OpenSession,
) -> Result<SignIn, Problem> {
    let address = client_address(peer, headers, &relay.config.trusted_proxies);
    let accounts: Vec<String> = request.hops.iter().chain([&request.target]).map(account).collect();
    relay
        .limiter
        .check(Instant::now(), address, &accounts)
        .map_err(|wait| Problem::TooMany { of: TooManyOf::SignIns, retry_after: wait.as_secs().max(1) })?;
    let started = Instant::now();
    let result = relay.desk.start(request, address).await;
    note(relay, address, &result, Some(started.elapsed()));
    result.map(|step| step.sign_in)
}

/// Counts what came of a sign-in, and charges a refused one to who tried and to the account it was for.
fn note(relay: &Relay, client: IpAddr, result: &Result<Step, Problem>, took: Option<Duration>) {
    let code = result_code(result);
    tracing::info!(%client, result = code, "sign-in");
    relay.metrics.sign_in(code, took);
    let refused = match result {
        Ok(Step { sign_in: SignIn::Open { info, .. }, .. }) => {
            for stage in &info.stages {
                relay.metrics.connected(Duration::from_millis(stage.millis));
            }
            None
        }
        // Charged at once: whoever guesses will not come back for the last word.
        Ok(Step { sign_in: SignIn::Challenge { .. }, refused }) => refused.as_ref(),
        Err(Problem::CredentialsRefused { place, .. }) => Some(place),
        Err(_) => None,
    };
    if let Some(place) = refused {
        relay.limiter.failed(Instant::now(), client, &account(place));
    }
}

fn result_code(result: &Result<Step, Problem>) -> &'static str {
    match result {
        Ok(Step { sign_in: SignIn::Open { .. }, .. }) => "open",
        Ok(Step { sign_in: SignIn::Challenge { .. }, .. }) => "challenge",
        Err(problem) => problem.code(),
    }
}

fn created(sign_in: SignIn) -> Response {
    let status = match &sign_in {
        SignIn::Open { .. } => StatusCode::CREATED,
        SignIn::Challenge { .. } => StatusCode::ACCEPTED,
    };
    (status, Reply(sign_in)).into_response()
}
