//! A thin client of the relay's HTTP side; [`Session`] opens the WebSockets that [`crate::Attachment`] then is.

use std::net::SocketAddr;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use postern_shared::api::{
    AcceptedHostKey, Answers, Credential, OpenSession, Problem, ProblemDocument, SessionInfo, SignIn,
};
use postern_shared::target::Target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;

use crate::sshd::{PASSWORD, TestSshd};

/// How long any one step may take before its test fails.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// A client of one relay.
#[derive(Clone, Debug)]
pub struct Client {
    relay: SocketAddr,
}

/// An answer of the relay.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Header fields.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: Bytes,
}

/// A signed-in session.
#[derive(Clone, Debug)]
pub struct Session {
    /// The relay, or what stands before it.
    pub client: Client,
    /// Names the session.
    pub id: String,
    /// Proves the right to it.
    pub token: String,
    /// What was signed in to.
    pub info: SessionInfo,
}

impl Client {
    /// A client of the relay at this address, or of a [`crate::Proxy`] before it.
    #[must_use]
    pub fn new(relay: SocketAddr) -> Self {
        Self { relay }
    }

    /// Where it connects.
    #[must_use]
    pub fn relay(&self) -> SocketAddr {
        self.relay
    }

    /// Signs in with the password, accepting the host key the server really has.
    ///
    /// # Panics
    /// When the relay does not sign in.
    pub async fn sign_in(&self, sshd: &TestSshd) -> Session {
        let credential = Credential::Password { password: PASSWORD.into() };
        match self.open(&request(sshd, credential)).await {
            Ok(SignIn::Open { session, token, info }) => {
                Session { client: self.clone(), id: session, token, info }
            }
            other => panic!("no sign-in: {other:?}\n{}", sshd.log()),
        }
    }

    /// `POST /api/sessions`.
    ///
    /// # Errors
    /// The relay's problem.
    pub async fn open(&self, request: &OpenSession) -> Result<SignIn, Problem> {
        self.post("/api/sessions", None, request).await.into_result()
    }

    /// `POST /api/sessions/{id}/answers`.
    ///
    /// # Errors
    /// The relay's problem.
    pub async fn answer(
        &self,
        session: &str,
        token: &str,
        round: u32,
        answers: &[&str],
    ) -> Result<SignIn, Problem> {
        let answers = Answers { round, answers: answers.iter().map(ToString::to_string).collect() };
        self.post(&format!("/api/sessions/{session}/answers"), Some(token), &answers).await.into_result()
    }

    /// `POST` with a JSON body.
    pub async fn post(&self, path: &str, token: Option<&str>, body: &impl Serialize) -> Reply {
        let body = serde_json::to_vec(body).expect("JSON");
        let mut headers = vec![(CONTENT_TYPE.as_str(), "application/json".to_owned())];
        headers.extend(token.map(|token| (AUTHORIZATION.as_str(), format!("Bearer {token}"))));
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.request(Method::POST, path, &headers, body).await
    }

    /// `GET`.
    pub async fn get(&self, path: &str, token: Option<&str>) -> Reply {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let headers: Vec<_> = bearer.iter().map(|value| (AUTHORIZATION.as_str(), value.as_str())).collect();
        self.request(Method::GET, path, &headers, Vec::new()).await
    }

    /// Any request.
    ///
    /// # Panics
    /// When the relay cannot be reached or does not answer as HTTP.
    pub async fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Reply {
        let exchange = async {
            let stream = TcpStream::connect(self.relay).await.expect("a connection to the relay");
            let io = TokioIo::new(stream);
            let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.expect("HTTP");
            let connection = tokio::spawn(connection);
            let mut request = Request::builder().method(method).uri(path);
            if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
                request = request.header(HOST, self.relay.to_string());
            }
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let request = request.body(Full::new(Bytes::from(body))).expect("a request");
            let response = sender.send_request(request).await.expect("a response");
            let (head, body) = response.into_parts();
            let body = body.collect().await.expect("a body").to_bytes();
            connection.abort();
            Reply { status: head.status.as_u16(), headers: head.headers, body }
        };
        tokio::time::timeout(DEADLINE, exchange).await.expect("an answer in time")
    }
}

impl Reply {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is something else.
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header field's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as a problem.
    ///
    /// # Panics
    /// When it is none, or its media type or status are not those of one (RFC 9457, section 3).
    #[must_use]
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        let problem = self.json::<ProblemDocument>().problem;
        assert_eq!(problem.status(), self.status);
        problem
    }

    fn into_result<T: DeserializeOwned>(self) -> Result<T, Problem> {
        if self.status < 300 { Ok(self.json()) } else { Err(self.problem()) }
    }
}

impl Session {
    /// What the relay says of it now.
    ///
    /// # Errors
    /// The relay's problem.
    pub async fn now(&self) -> Result<SessionInfo, Problem> {
        self.client.get(&format!("/api/sessions/{}", self.id), Some(&self.token)).await.into_result()
    }

    /// `DELETE /api/sessions/{id}`.
    pub async fn close(&self) -> Reply {
        self.delete("").await
    }

    /// `DELETE /api/sessions/{id}/channels/{channel}`.
    pub async fn end_channel(&self, channel: &str) -> Reply {
        self.delete(&format!("/channels/{channel}")).await
    }

    async fn delete(&self, below: &str) -> Reply {
        let bearer = format!("Bearer {}", self.token);
        let path = format!("/api/sessions/{}{below}", self.id);
        self.client.request(Method::DELETE, &path, &[(AUTHORIZATION.as_str(), &bearer)], Vec::new()).await
    }

    /// The same session reached by another way, such as a [`crate::Proxy`].
    #[must_use]
    pub fn through(&self, relay: SocketAddr) -> Self {
        Self { client: Client::new(relay), ..self.clone() }
    }
}

/// A request to sign in that accepts, for once, the host key the server really has.
#[must_use]
pub fn request(sshd: &TestSshd, credential: Credential) -> OpenSession {
    OpenSession {
        target: sshd.target(),
        hops: Vec::new(),
        credential,
        accept: vec![accepted(sshd, &sshd.target())],
    }
}

/// The acceptance, for once, of a server's host key under the name it is dialled by.
#[must_use]
pub fn accepted(sshd: &TestSshd, dialled: &Target) -> AcceptedHostKey {
    AcceptedHostKey {
        host: dialled.host.clone(),
        port: dialled.port,
        fingerprint: sshd.host_key().fingerprint,
        remember: false,
    }
}
