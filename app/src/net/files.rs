//! Files over HTTP: what is sent is a slice of a file that the browser reads by itself, never bytes in memory.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use gloo_net::http::Request;
use js_sys::{Promise, encode_uri_component};
use postern_shared::api::{
    DownloadState, DownloadTicket, OutputOrder, OwnTicket, ProblemDocument, UploadState,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::{Key, NetError, bearer, body_of, post, read};
use crate::browser;

/// A file on the target, and the name of its upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) path: String,
    pub(crate) upload: String,
}

/// The request that is sending, to be stopped.
#[derive(Clone, Default)]
pub(crate) struct Sending(Rc<RefCell<Option<XmlHttpRequest>>>);

impl Sending {
    /// Stops it.
    pub(crate) fn stop(&self) {
        let request = self.0.borrow_mut().take();
        if let Some(request) = request {
            let _ = request.abort();
        }
    }
}

impl Target {
    fn path(&self) -> String {
        encode(&self.path)
    }
}

/// The same for a path that need not be text.
fn encode_bytes(path: &[u8]) -> String {
    path.iter().map(|byte| format!("%{byte:02X}")).collect()
}

fn encode(path: &str) -> String {
    encode_uri_component(path).into()
}

/// How much of an upload has arrived.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn arrived(key: &Key, target: &Target) -> Result<UploadState, NetError> {
    let url = format!("/api/sessions/{}/uploads/{}?path={}", key.session, target.upload, target.path());
    read(&body_of(bearer(Request::get(&url), key).send().await).await?)
}

/// Gives an upload up.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn discard(key: &Key, target: &Target) -> Result<(), NetError> {
    let url = format!("/api/sessions/{}/uploads/{}?path={}", key.session, target.upload, target.path());
    body_of(bearer(Request::delete(&url), key).send().await).await.map(drop)
}

/// An address by which the browser may fetch a file.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn ticket(key: &Key, path: &[u8]) -> Result<DownloadTicket, NetError> {
    let url = format!("/api/sessions/{}/downloads?path={}", key.session, encode_bytes(path));
    read(&body_of(bearer(Request::post(&url), key).send().await).await?)
}

/// An address by which the browser may fetch what a script writes.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn order(key: &Key, order: &OutputOrder) -> Result<DownloadTicket, NetError> {
    let url = format!("/api/sessions/{}/outputs", key.session);
    post(bearer(Request::post(&url), key), order).await
}

/// A download that the page names itself, with an address it has made up, because it had to have one at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Own {
    /// Its name.
    pub(crate) download: String,
    ticket: String,
}

impl Own {
    /// One that nobody can guess.
    pub(crate) fn new() -> Option<Self> {
        Some(Self { download: browser::secret::<12>()?, ticket: browser::secret::<32>()? })
    }

    /// Where the browser fetches it.
    pub(crate) fn url(&self, key: &Key) -> Option<String> {
        let origin = browser::window()?.location().origin().ok()?;
        Some(format!("{origin}/api/sessions/{}/downloads/{}/{}", key.session, self.download, self.ticket))
    }

    /// Has the relay take it for this file.
    ///
    /// # Errors
    /// [`NetError`].
    pub(crate) async fn issue(&self, key: &Key, path: &[u8]) -> Result<DownloadTicket, NetError> {
        let Self { download, ticket } = self;
        let url = format!("/api/sessions/{}/downloads/{download}?path={}", key.session, encode_bytes(path));
        post(bearer(Request::put(&url), key), &OwnTicket { ticket: ticket.clone() }).await
    }
}

/// How far a download is.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn fetched(key: &Key, download: &str) -> Result<DownloadState, NetError> {
    let url = format!("/api/sessions/{}/downloads/{download}", key.session);
    read(&body_of(bearer(Request::get(&url), key).send().await).await?)
}

/// Stops a download.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn stop(key: &Key, download: &str) -> Result<(), NetError> {
    let url = format!("/api/sessions/{}/downloads/{download}", key.session);
    body_of(bearer(Request::delete(&url), key).send().await).await.map(drop)
}

/// Sends a part of a file. XMLHttpRequest, because fetch does not tell how much was sent.
///
/// # Errors
/// [`NetError`].
#[expect(clippy::too_many_arguments, reason = "one call a request, and each is another thing")]
pub(crate) async fn put(
    key: &Key,
    target: &Target,
    file: &File,
    part: Range<u64>,
    total: u64,
    overwrite: bool,
    sending: &Sending,
    progress: impl Fn(u64) + 'static,
) -> Result<UploadState, NetError> {
    let url = format!(
        "/api/sessions/{}/files?path={}&upload={}&offset={}&size={total}&overwrite={overwrite}",
        key.session,
        target.path(),
        target.upload,
        part.start,
    );
    let garbled = |_| NetError::Garbled;
    let slice = file.slice_with_f64_and_f64(part.start as f64, part.end as f64).map_err(garbled)?;
    let request = XmlHttpRequest::new().map_err(garbled)?;
    request.open("PUT", &url).map_err(garbled)?;
    request.set_request_header("Authorization", &format!("Bearer {}", key.token)).map_err(garbled)?;
    request.set_request_header("Content-Type", "application/octet-stream").map_err(garbled)?;
    let told =
        Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| progress(event.loaded() as u64));
    request.upload().map_err(garbled)?.set_onprogress(Some(told.as_ref().unchecked_ref()));
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    *sending.0.borrow_mut() = Some(request.clone());
    request.send_with_opt_blob(Some(&slice)).map_err(garbled)?;
    let _ = JsFuture::from(ended).await;
    let was_stopped = sending.0.borrow_mut().take().is_none();
    if was_stopped {
        return Err(NetError::Cancelled);
    }
    let body = request.response_text().ok().flatten().unwrap_or_default();
    match request.status() {
        Ok(200..=299) => read(&body),
        Ok(1..) => Err(NetError::Problem(read::<ProblemDocument>(&body)?.problem)),
        _ => Err(NetError::Unreachable),
    }
}
