//! Reaches a target: name to address, policy, TCP, jump hosts, host keys, key exchange.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use postern_shared::api::{AcceptedHostKey, Problem, Stage, UnreachableWhy};
use postern_shared::hostkey::HostKey;
use postern_shared::target::{Host, Target};
use russh::keys::PublicKey;
use russh::{Preferred, cipher, client, compression};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::authenticate::{Asker, Credential, sign_in};
use super::client::{Fresh, shake_hands};
use super::known_hosts::{KnownHosts, Verdict, host_key};
use super::link::Link;
use crate::limits::{BULK_WINDOW, SHELL_WINDOW, SSH_PACKET_BYTES};
use crate::policy::TargetPolicy;

/// What dialling needs to know of the relay.
pub(crate) struct Dialer {
    pub(crate) policy: TargetPolicy,
    pub(crate) known_hosts: Arc<KnownHosts>,
    pub(crate) connect_timeout: Duration,
    pub(crate) handshake_timeout: Duration,
    pub(crate) keepalive: Duration,
    pub(crate) keepalive_max: usize,
}

/// The way to a target.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) target: Target,
    pub(crate) hops: Vec<Target>,
}

/// The host keys one session trusts: the known ones, and those its person accepted.
#[derive(Clone)]
pub(crate) struct HostKeys {
    pub(crate) known: Arc<KnownHosts>,
    pub(crate) accepted: Vec<AcceptedHostKey>,
}

/// What a link is tuned for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tuning {
    /// A shell: a small window, so that Ctrl-C bites at once.
    Shell,
    /// Bulk work: a large one.
    Bulk,
}

impl Tuning {
    /// SSH window of a channel, in bytes.
    fn window(self) -> u32 {
        match self {
            Self::Shell => SHELL_WINDOW,
            Self::Bulk => BULK_WINDOW,
        }
    }
}

/// Checks the host key of one place.
pub(super) struct Doorkeeper {
    place: Target,
    via: Option<Host>,
    keys: Arc<HostKeys>,
}

impl Dialer {
    /// Reaches and signs in to every hop and the target; `stages` gathers what is done.
    ///
    /// # Errors
    /// The [`Problem`] that stopped it.
    pub(crate) async fn connect(
        &self,
        way: &Way,
        tuning: Tuning,
        keys: &Arc<HostKeys>,
        credential: &Credential,
        asker: &mut Asker,
        stages: &mut Vec<Stage>,
    ) -> Result<Link, Problem> {
        self.check_policy(way)?;
        let mut hops: Vec<Arc<Link>> = Vec::new();
        let mut via: Option<Host> = None;
        for (at, place) in way.hops.iter().chain([&way.target]).enumerate() {
            let is_target = at == way.hops.len();
            let tuning = if is_target { tuning } else { Tuning::Bulk };
            let started = Instant::now();
            let doorkeeper = Doorkeeper { place: place.clone(), via: via.clone(), keys: keys.clone() };
            let mut fresh = self.reach(place, hops.last(), tuning, !is_target, doorkeeper).await?;
            let millis = started.elapsed().as_millis().try_into().unwrap_or(u64::MAX);
            stages.push(Stage { host: place.host.clone(), millis });
            sign_in(&mut fresh.handle, place, credential, asker, self.handshake_timeout, stages).await?;
            let link = fresh.into_link(hops.clone());
            if is_target {
                return Ok(link);
            }
            via = Some(place.host.clone());
            hops.push(Arc::new(link));
        }
        // The chain above always ends with the target.
        Err(Problem::Internal)
    }

    /// Judges every place by its name before anything is dialled; an address is judged again when it is.
    fn check_policy(&self, way: &Way) -> Result<(), Problem> {
        for (at, place) in way.hops.iter().chain([&way.target]).enumerate() {
            let judged = if at == 0 {
                self.policy.check_name(&place.host, place.port)
            } else {
                self.policy.check_unresolved(&place.host, place.port)
            };
            let (host, port) = (place.host.clone(), place.port);
            judged.map_err(|_| Problem::TargetDenied { host, port })?;
        }
        Ok(())
    }

    /// Reaches one place, directly or through the last hop, up to the end of the key exchange.
    async fn reach(
        &self,
        place: &Target,
        hop: Option<&Arc<Link>>,
        tuning: Tuning,
        is_hop: bool,
        doorkeeper: Doorkeeper,
    ) -> Result<Fresh, Problem> {
        let via = doorkeeper.via.clone();
        let config = self.config(tuning, place, is_hop);
        let timed_out = |seconds: Duration| Problem::TimedOut {
            host: place.host.clone(),
            port: place.port,
            seconds: seconds.as_secs(),
            via: via.clone(),
        };
        let shaken = match hop {
            None => {
                let stream = timeout(self.connect_timeout, self.dial(place))
                    .await
                    .map_err(|_| timed_out(self.connect_timeout))??;
                timeout(self.handshake_timeout, shake_hands(config, stream, doorkeeper)).await
            }
            Some(hop) => {
                let stream = timeout(self.connect_timeout, hop.stream_to(place.host.as_str(), place.port))
                    .await
                    .map_err(|_| timed_out(self.connect_timeout))?
                    .map_err(|error| behind_hop(place, via.clone(), &error))?;
                timeout(self.handshake_timeout, shake_hands(config, stream, doorkeeper)).await
            }
        };
        shaken.map_err(|_| timed_out(self.handshake_timeout))?.map_err(|failed| {
            failed.unwrap_or_else(|error| Problem::HandshakeFailed {
                host: place.host.clone(),
                port: place.port,
                reason: error.to_string(),
            })
        })
    }

    /// Connects to the first address of a place that answers; the policy judges the address itself.
    async fn dial(&self, place: &Target) -> Result<TcpStream, Problem> {
        let not_found = || Problem::NameNotFound { host: place.host.clone() };
        let addresses: Vec<SocketAddr> = tokio::net::lookup_host((place.host.as_str(), place.port))
            .await
            .map_err(|_| not_found())?
            .collect();
        let allowed: Vec<SocketAddr> = addresses
            .iter()
            .copied()
            .filter(|address| self.policy.check_address(&place.host, address.ip(), place.port).is_ok())
            .collect();
        let mut failed = if addresses.is_empty() {
            not_found()
        } else {
            Problem::TargetDenied { host: place.host.clone(), port: place.port }
        };
        for address in allowed {
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "nodelay could not be set");
                    }
                    return Ok(stream);
                }
                Err(error) => {
                    let (host, port) = (place.host.clone(), place.port);
                    failed = Problem::Unreachable { host, port, why: why_unreachable(&error), via: None };
                }
            }
        }
        Err(failed)
    }

    fn config(&self, tuning: Tuning, place: &Target, is_hop: bool) -> Arc<client::Config> {
        let mut preferred = Preferred {
            cipher: ciphers().into(),
            compression: (&[compression::NONE][..]).into(),
            ..Preferred::default()
        };
        // Ask for the types that are known of this host, as OpenSSH does, so that a further key is no "change".
        let known = self.known_hosts.algorithms(&place.host, place.port);
        if !known.is_empty() {
            let mut keys = preferred.key.to_vec();
            keys.sort_by_key(|algorithm| !known.iter().any(|known| same_key_type(known, algorithm)));
            preferred.key = keys.into();
        }
        Arc::new(client::Config {
            client_id: russh::SshId::Standard(concat!("SSH-2.0-Postern_", env!("CARGO_PKG_VERSION")).into()),
            window_size: tuning.window(),
            maximum_packet_size: SSH_PACKET_BYTES,
            // Output takes another way (see `link`); what remains here are single messages.
            channel_buffer_size: 4,
            // Of a link with a gate this would judge while nothing is read: see `Link::stay_in_touch`.
            keepalive_interval: is_hop.then_some(self.keepalive),
            keepalive_max: self.keepalive_max,
            nodelay: true,
            preferred,
            ..client::Config::default()
        })
    }
}

/// RSA keys sign with several hashes; the key is the same.
fn same_key_type(known: &russh::keys::Algorithm, offered: &russh::keys::Algorithm) -> bool {
    known == offered || (is_rsa(known) && is_rsa(offered))
}

/// Whether a key of this algorithm is an RSA key.
pub(super) fn is_rsa(algorithm: &russh::keys::Algorithm) -> bool {
    matches!(algorithm, russh::keys::Algorithm::Rsa { .. })
}

/// AES-GCM where the processor helps with it, ChaCha20 first elsewhere; counter mode for old servers.
fn ciphers() -> &'static [cipher::Name] {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    let has_aes = std::arch::is_x86_feature_detected!("aes");
    #[cfg(target_arch = "aarch64")]
    let has_aes = std::arch::is_aarch64_feature_detected!("aes");
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
    let has_aes = false;
    if has_aes {
        &[
            cipher::AES_128_GCM,
            cipher::AES_256_GCM,
            cipher::CHACHA20_POLY1305,
            cipher::AES_128_CTR,
            cipher::AES_256_CTR,
        ]
    } else {
        &[
            cipher::CHACHA20_POLY1305,
            cipher::AES_128_GCM,
            cipher::AES_256_GCM,
            cipher::AES_128_CTR,
            cipher::AES_256_CTR,
        ]
    }
}

fn why_unreachable(error: &std::io::Error) -> UnreachableWhy {
    use std::io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => UnreachableWhy::Refused,
        Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => UnreachableWhy::NoRoute,
        Kind::ConnectionReset | Kind::ConnectionAborted => UnreachableWhy::Reset,
        _ => UnreachableWhy::Other,
    }
}

fn behind_hop(place: &Target, via: Option<Host>, error: &russh::Error) -> Problem {
    let why = match error {
        russh::Error::ChannelOpenFailure(russh::ChannelOpenFailure::ConnectFailed) => UnreachableWhy::Refused,
        _ => UnreachableWhy::Other,
    };
    Problem::Unreachable { host: place.host.clone(), port: place.port, why, via }
}

impl Doorkeeper {
    /// Whether this key is trusted here. Waits for the disk on a thread of its own.
    pub(super) async fn check(&self, key: &PublicKey) -> Result<HostKey, Problem> {
        let (place, via, keys) = (self.place.clone(), self.via.clone(), self.keys.clone());
        let key = key.clone();
        tokio::task::spawn_blocking(move || judge(&place, via, &keys, &key))
            .await
            .unwrap_or(Err(Problem::Internal))
    }
}

fn judge(place: &Target, via: Option<Host>, keys: &HostKeys, key: &PublicKey) -> Result<HostKey, Problem> {
    let (host, port) = (place.host.clone(), place.port);
    let shown = host_key(key);
    let mut verdict = keys.known.check(&host, port, key);
    if verdict == Verdict::Unknown {
        let matches = |accepted: &&AcceptedHostKey| {
            accepted.host == host && accepted.port == port && accepted.fingerprint == shown.fingerprint
        };
        let Some(accepted) = keys.accepted.iter().find(matches) else {
            return Err(Problem::HostKeyUnknown { host, port, via, key: shown });
        };
        if accepted.remember {
            verdict = keys.known.remember(&host, port, key).unwrap_or_else(|error| {
                tracing::error!(%error, %host, "the host key could not be written to known_hosts");
                Verdict::Unknown
            });
        }
    }
    match verdict {
        // An unknown one was accepted by now.
        Verdict::Known | Verdict::Unknown => Ok(shown),
        Verdict::Revoked => Err(Problem::HostKeyRevoked { host, port, shown }),
        Verdict::Changed { known } => Err(Problem::HostKeyChanged { host, port, known, shown }),
    }
}
