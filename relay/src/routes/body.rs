//! Reads JSON bodies within bounds; what is wrong with one is said without repeating what it holds.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use postern_shared::api::Problem;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::limits::{BODY_BYTES, REQUEST_TIME};
use crate::problem::HttpProblem;

/// A JSON body.
pub(super) struct Json<T>(pub(super) T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = HttpProblem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, HttpProblem> {
        let bad = |reason: &str| HttpProblem(Problem::BadRequest { reason: reason.to_owned() });
        // A page of another origin cannot send this type without asking first (CORS preflight).
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if !is_json {
            return Err(bad("the content type is application/json"));
        }
        let too_large = || HttpProblem(Problem::TooLarge { limit: BODY_BYTES as u64 });
        let announced = request
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| length > BODY_BYTES as u64) {
            return Err(too_large());
        }
        let bytes = timeout(REQUEST_TIME, to_bytes(request.into_body(), BODY_BYTES))
            .await
            .map_err(|_| bad("the body took too long"))?
            .map_err(|_| too_large())?;
        serde_json::from_slice(&bytes).map(Json).map_err(|error| bad(&without_values(&error)))
    }
}

/// An error of the JSON reader, unless its text may repeat a part of the body, which may be a secret.
fn without_values(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if text.starts_with("invalid") || text.starts_with("unknown") {
        format!("the JSON body does not fit at line {} column {}", error.line(), error.column())
    } else {
        format!("the JSON body does not fit: {text}")
    }
}
