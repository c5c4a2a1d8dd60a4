//! The relay as a whole: what it is made of, the accept loop, and how it stops.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{interval, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::config::Config;
use crate::limits::{REQUEST_TIME, SWEEP_EVERY, TLS_TIME, WRITE_STALL_TIME};
use crate::login::{Peer, Place};
use crate::metrics::Metrics;
use crate::rate::SignInLimiter;
use crate::session::{Bounds, Sessions, SignInDesk};
use crate::ssh::Dialer;
use crate::ssh::known_hosts::KnownHosts;
use crate::{routes, tls};

/// A relay, ready to serve.
pub struct Relay {
    pub(crate) config: Config,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) desk: SignInDesk,
    pub(crate) limiter: SignInLimiter,
    pub(crate) known_hosts: Arc<KnownHosts>,
    pub(crate) metrics: Arc<Metrics>,
    /// Cancelled when the relay is asked to stop.
    pub(crate) shutdown: CancellationToken,
    /// Attachments, connections and sign-ins.
    pub(crate) tasks: TaskTracker,
    tls: Option<TlsAcceptor>,
}

/// A connection's own facts, which its requests carry on.
#[derive(Clone)]
struct Visitor {
    peer: Peer,
    place: Place,
}

/// Why a relay cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The known host keys cannot be read.
    #[error("the known host keys in {path} cannot be read")]
    KnownHosts {
        /// The file.
        path: std::path::PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// TLS cannot be set up.
    #[error(transparent)]
    Tls(#[from] tls::TlsError),
}

impl Relay {
    /// Sets a relay up.
    ///
    /// # Errors
    /// [`StartError`] when a file it needs is missing or wrong.
    pub fn new(config: Config) -> Result<Arc<Self>, StartError> {
        let path = config.data_dir.join("known_hosts");
        let known_hosts = KnownHosts::open(path.clone())
            .map_err(|source| StartError::KnownHosts { path, source })
            .map(Arc::new)?;
        let dialer = Arc::new(Dialer {
            policy: config.policy.clone(),
            known_hosts: known_hosts.clone(),
            connect_timeout: config.connect_timeout,
            handshake_timeout: config.handshake_timeout,
            keepalive: config.target_keepalive,
            keepalive_max: config.target_keepalive_max,
        });
        let bounds = Bounds {
            channels: config.max_channels,
            log_bytes: config.log_bytes,
            grace: config.grace,
            hold: config.hold,
        };
        let sessions = Arc::new(Sessions::new(config.max_sessions));
        let tasks = TaskTracker::new();
        let desk = SignInDesk::new(dialer, sessions.clone(), bounds, config.challenge_timeout, tasks.clone());
        let tls = tls::server_config(&config.tls, &config.data_dir)?.map(TlsAcceptor::from);
        Ok(Arc::new(Self {
            limiter: SignInLimiter::new(&config.sign_in),
            config,
            sessions,
            desk,
            known_hosts,
            metrics: Arc::new(Metrics::new()),
            shutdown: CancellationToken::new(),
            tasks,
            tls,
        }))
    }

    /// Serves until `stop` is cancelled; then tells every client, ends every session, and returns.
    pub async fn serve(self: Arc<Self>, listener: TcpListener, stop: CancellationToken) {
        let router = routes::router(&self);
        let places = Arc::new(Semaphore::new(self.config.max_connections));
        let mut sweeps = interval(SWEEP_EVERY);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                // A task of its own: neither a slow target nor a fault in a session may hold up the others.
                _ = sweeps.tick() => drop(self.tasks.spawn(self.clone().sweep())),
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => match places.clone().try_acquire_owned() {
                        Ok(place) => {
                            let visitor = Visitor { peer: Peer(peer), place: Place(Arc::new(place)) };
                            self.tasks.spawn(self.clone().connection(stream, visitor, router.clone()));
                        }
                        Err(_) => tracing::warn!(%peer, "a connection was refused: too many are open"),
                    },
                    // Out of file descriptors or the like: the next one may find some again.
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                },
            }
        }
        drop(listener);
        self.stop().await;
    }

    async fn sweep(self: Arc<Self>) {
        self.desk.sweep();
        for (id, why) in self.sessions.sweep(Instant::now()) {
            let relay = self.clone();
            self.tasks.spawn(async move { relay.sessions.end(&id, why).await });
        }
    }

    async fn stop(&self) {
        tracing::info!("shutting down");
        self.shutdown.cancel();
        self.sessions.shut_down(self.config.shutdown_grace).await;
        self.tasks.close();
        if timeout(self.config.shutdown_grace, self.tasks.wait()).await.is_err() {
            tracing::warn!("some connections did not end in time");
        }
    }

    async fn connection(self: Arc<Self>, stream: TcpStream, visitor: Visitor, router: Router) {
        let peer = visitor.peer.0;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "nodelay could not be set");
        }
        match &self.tls {
            None => self.http(stream, visitor, router).await,
            Some(acceptor) => match timeout(TLS_TIME, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => self.http(stream, visitor, router).await,
                Ok(Err(error)) => tracing::debug!(%peer, %error, "a TLS handshake failed"),
                Err(_) => tracing::debug!(%peer, "a TLS handshake took too long"),
            },
        }
    }

    async fn http<S>(&self, stream: S, visitor: Visitor, router: Router)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let peer = visitor.peer.0;
        let mut stream = TimeoutStream::new(stream);
        // A client that asks and does not read the answer would keep its connection for ever.
        stream.set_write_timeout(Some(WRITE_STALL_TIME));
        let service = router
            .map_request(move |mut request: Request<hyper::body::Incoming>| {
                request.extensions_mut().insert(visitor.peer);
                request.extensions_mut().insert(visitor.place.clone());
                request.map(Body::new)
            })
            .map_err(|never: Infallible| never);
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(REQUEST_TIME)
            .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service))
            .with_upgrades();
        tokio::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = self.shutdown.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%peer, %error, "a connection ended");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncWriteExt as _, duplex};
    use tokio::sync::Semaphore;

    use super::{Config, Relay, Visitor, routes};
    use crate::login::{Peer, Place};

    #[tokio::test(start_paused = true)]
    async fn a_client_that_asks_and_does_not_read_the_answer_is_let_go() {
        let data = tempfile::tempdir().unwrap();
        let relay = Relay::new(Config { data_dir: data.path().to_owned(), ..Config::default() }).unwrap();
        let place = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        let visitor = Visitor { peer: Peer(([127, 0, 0, 1], 1).into()), place: Place(Arc::new(place)) };
        let (near, mut far) = duplex(64);
        let asks = async {
            far.write_all(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n").await.unwrap();
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = relay.http(near, visitor, routes::router(&relay)) => {}
            () = asks => {}
        }
    }
}
