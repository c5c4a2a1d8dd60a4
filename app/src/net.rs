//! The relay as seen from the page: the only file that knows HTTP and WebSocket.

pub(crate) mod files;

use std::rc::Rc;

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{Array, ArrayBuffer};
use postern_shared::api::{Answers, OpenSession, Problem, ProblemDocument, RelayInfo, SessionInfo, SignIn};
use postern_shared::wire::{BEARER_PREFIX, ClientControl, SUBPROTOCOL, ServerControl};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal, BinaryType, CloseEvent, MessageEvent, WebSocket};

use crate::session::Attach;

/// Why a request had no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NetError {
    /// The relay says why.
    Problem(Problem),
    /// The relay cannot be reached.
    Unreachable,
    /// Something answered, but not as a relay does.
    Garbled,
    /// The person cancelled.
    Cancelled,
    /// What was to be sent cannot be read on this computer.
    Unreadable,
}

/// A session and the right to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// Names the session.
    pub(crate) session: String,
    /// Proves the right to it.
    pub(crate) token: String,
}

impl Key {
    /// The key a sign-in yields.
    pub(crate) fn of(sign_in: &SignIn) -> Self {
        let (SignIn::Open { session, token, .. } | SignIn::Challenge { session, token, .. }) = sign_in;
        Self { session: session.clone(), token: token.clone() }
    }
}

/// Cancels the requests made with it.
#[derive(Clone)]
pub(crate) struct Cancel(Option<AbortController>);

impl Cancel {
    /// Cancels nothing yet.
    pub(crate) fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// Cancels now.
    pub(crate) fn cancel(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }

    /// Whether it was cancelled.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.signal().is_some_and(|signal| signal.aborted())
    }

    fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

/// What is known of the relay.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn relay() -> Result<RelayInfo, NetError> {
    read(&body_of(Request::get("/api/relay").send().await).await?)
}

/// Signs in.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn open_session(body: &OpenSession, cancel: &Cancel) -> Result<SignIn, NetError> {
    post(Request::post("/api/sessions").abort_signal(cancel.signal().as_ref()), body).await
}

/// Answers a challenge.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn answer(key: &Key, body: &Answers, cancel: &Cancel) -> Result<SignIn, NetError> {
    let request = Request::post(&format!("/api/sessions/{}/answers", key.session));
    post(bearer(request, key).abort_signal(cancel.signal().as_ref()), body).await
}

/// What is known of a session.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn session(key: &Key) -> Result<SessionInfo, NetError> {
    let request = Request::get(&format!("/api/sessions/{}", key.session));
    read(&body_of(bearer(request, key).send().await).await?)
}

/// Ends a session.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn close_session(key: &Key) -> Result<(), NetError> {
    let request = Request::delete(&format!("/api/sessions/{}", key.session));
    body_of(bearer(request, key).send().await).await.map(drop)
}

/// Hangs up a channel of a session.
///
/// # Errors
/// [`NetError`].
pub(crate) async fn end_channel(key: &Key, channel: &str) -> Result<(), NetError> {
    let request = Request::delete(&format!("/api/sessions/{}/channels/{channel}", key.session));
    body_of(bearer(request, key).send().await).await.map(drop)
}

fn bearer(request: RequestBuilder, key: &Key) -> RequestBuilder {
    request.header("Authorization", &format!("Bearer {}", key.token))
}

async fn post<T: DeserializeOwned>(request: RequestBuilder, body: &impl Serialize) -> Result<T, NetError> {
    let request = request.json(body).map_err(|_| NetError::Garbled)?;
    read(&body_of(request.send().await).await?)
}

/// Kept small, because there is one of it for every type.
fn read<T: DeserializeOwned>(body: &str) -> Result<T, NetError> {
    serde_json::from_str(body).map_err(|_| NetError::Garbled)
}

async fn body_of(response: Result<Response, gloo_net::Error>) -> Result<String, NetError> {
    let response = response.map_err(|error| match error {
        gloo_net::Error::JsError(error) if error.name == "AbortError" => NetError::Cancelled,
        _ => NetError::Unreachable,
    })?;
    let body = response.text().await.map_err(|_| NetError::Unreachable)?;
    if response.ok() {
        return Ok(body);
    }
    let document: ProblemDocument = read(&body)?;
    Err(NetError::Problem(document.problem))
}

/// What happens on a [`Socket`].
pub(crate) enum SocketEvent {
    /// It stands; what is said now is heard.
    Open,
    /// A control message came.
    Control(ServerControl),
    /// A control message came that this version does not know.
    Unreadable,
    /// Output came. It is left where the browser put it.
    Output(ArrayBuffer),
    /// It is closed, by this code; nothing follows.
    Closed(u16),
}

/// A WebSocket to a channel. Dropped, it closes and tells nothing any more.
pub(crate) struct Socket {
    socket: WebSocket,
    _open: Closure<dyn Fn()>,
    _message: Closure<dyn Fn(MessageEvent)>,
    _close: Closure<dyn Fn(CloseEvent)>,
}

impl Socket {
    /// Begins to open a WebSocket to a shell of the session.
    ///
    /// # Errors
    /// What the browser says against it.
    pub(crate) fn open(
        key: &Key,
        attach: &Attach,
        tell: impl Fn(SocketEvent) + 'static,
    ) -> Result<Self, JsValue> {
        Self::connect(key, &shell_path(attach), tell)
    }

    /// Begins to open a WebSocket to a script that is to run, or to one that runs: its channel, and the offset of
    /// the output that is still to come.
    ///
    /// # Errors
    /// What the browser says against it.
    pub(crate) fn exec(
        key: &Key,
        typist: &str,
        resume: Option<(&str, u64)>,
        tell: impl Fn(SocketEvent) + 'static,
    ) -> Result<Self, JsValue> {
        let resume = resume.map(|(channel, offset)| format!("&channel={channel}&offset={offset}"));
        Self::connect(key, &format!("exec?typist={typist}{}", resume.unwrap_or_default()), tell)
    }

    fn connect(key: &Key, path: &str, tell: impl Fn(SocketEvent) + 'static) -> Result<Self, JsValue> {
        let protocols = Array::of2(&SUBPROTOCOL.into(), &format!("{BEARER_PREFIX}{}", key.token).into());
        let socket = WebSocket::new_with_str_sequence(&url(key, path)?, &protocols)?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let tell = Rc::new(tell);
        let open = {
            let tell = tell.clone();
            Closure::<dyn Fn()>::new(move || tell(SocketEvent::Open))
        };
        let message = {
            let tell = tell.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                match event.data().dyn_into::<ArrayBuffer>() {
                    Ok(output) => tell(SocketEvent::Output(output)),
                    Err(text) => {
                        let control = text.as_string().and_then(|text| serde_json::from_str(&text).ok());
                        tell(control.map_or(SocketEvent::Unreadable, SocketEvent::Control));
                    }
                }
            })
        };
        let close = Closure::<dyn Fn(CloseEvent)>::new(move |event: CloseEvent| {
            tell(SocketEvent::Closed(event.code()));
        });
        socket.set_onopen(Some(open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        Ok(Self { socket, _open: open, _message: message, _close: close })
    }

    /// Sends a control message.
    pub(crate) fn say(&self, control: &ClientControl) {
        if self.is_open() {
            // Own types of strings and numbers always serialise.
            let _ = self.socket.send_with_str(&serde_json::to_string(control).unwrap_or_default());
        }
    }

    /// Sends input.
    pub(crate) fn type_bytes(&self, bytes: &[u8]) {
        if self.is_open() {
            let _ = self.socket.send_with_u8_array(bytes);
        }
    }

    /// Whether it takes anything. One that is closing tells so by itself, and the browser complains of what is sent then.
    fn is_open(&self) -> bool {
        self.socket.ready_state() == WebSocket::OPEN
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // Without a code: the relay takes it for a cut line, and keeps the shell for whoever comes back.
        let _ = self.socket.close();
    }
}

fn url(key: &Key, path: &str) -> Result<String, JsValue> {
    let location = web_sys::window().ok_or(JsValue::NULL)?.location();
    let scheme = if location.protocol()? == "https:" { "wss" } else { "ws" };
    Ok(format!("{scheme}://{}/api/sessions/{}/{path}", location.host()?, key.session))
}

fn shell_path(attach: &Attach) -> String {
    let (cols, rows) = (attach.size.cols(), attach.size.rows());
    let mut path = format!("shell?cols={cols}&rows={rows}&term=xterm-256color&typist={}", attach.typist);
    if let Some((channel, offset)) = &attach.resume {
        path.push_str(&format!("&channel={channel}&offset={offset}"));
    }
    if attach.watch {
        path.push_str("&watch=true");
    }
    path
}
