//! The only place where a [`Problem`] becomes an HTTP response or a WebSocket's close.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use postern_shared::api::{Problem, ProblemDocument, SessionEnd};
use postern_shared::wire::CloseCode;

/// A problem on its way to an HTTP client.
#[derive(Debug)]
pub(crate) struct HttpProblem(pub(crate) Problem);

impl From<Problem> for HttpProblem {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for HttpProblem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        respond(self.0, status)
    }
}

/// Why the relay takes no new sessions, in words for whoever balances load: always 503.
#[derive(Debug)]
pub(crate) struct NotReady(pub(crate) Problem);

impl IntoResponse for NotReady {
    fn into_response(self) -> Response {
        respond(self.0, StatusCode::SERVICE_UNAVAILABLE)
    }
}

fn respond(problem: Problem, status: StatusCode) -> Response {
    let retry_after = match &problem {
        Problem::TooMany { retry_after, .. } => Some(*retry_after),
        Problem::ShuttingDown => Some(5),
        _ => None,
    };
    let document = ProblemDocument::from(problem).with_status(status.as_u16());
    let mut response = (status, axum::Json(document)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        // RFC 6750, section 3.
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// The close code that follows a problem on a WebSocket.
pub(crate) fn close_code(problem: &Problem) -> CloseCode {
    match problem {
        Problem::BadRequest { .. } | Problem::NotFound | Problem::MethodNotAllowed => CloseCode::BadMessage,
        Problem::TooLarge { .. } => CloseCode::TooLarge,
        Problem::SessionGone { why: SessionEnd::ShutDown } | Problem::ShuttingDown => CloseCode::ShuttingDown,
        Problem::SessionGone { .. } | Problem::TokenRefused | Problem::ChallengeGone => {
            CloseCode::SessionGone
        }
        Problem::ChannelGone => CloseCode::ChannelGone,
        Problem::LinkLost { .. } => CloseCode::LinkLost,
        Problem::Internal => CloseCode::Internal,
        Problem::OriginRefused
        | Problem::TooMany { .. }
        | Problem::TargetDenied { .. }
        | Problem::NameNotFound { .. }
        | Problem::Unreachable { .. }
        | Problem::TimedOut { .. }
        | Problem::HandshakeFailed { .. }
        | Problem::HostKeyUnknown { .. }
        | Problem::HostKeyChanged { .. }
        | Problem::HostKeyRevoked { .. }
        | Problem::KeyUnusable { .. }
        | Problem::CredentialsRefused { .. }
        | Problem::ChannelRefused { .. }
        | Problem::FileRefused { .. }
        | Problem::UploadOffset { .. }
        | Problem::RangeRefused { .. }
        | Problem::TicketGone
        | Problem::NoSftp
        | Problem::ScriptFailed { .. } => CloseCode::Refused,
    }
}
