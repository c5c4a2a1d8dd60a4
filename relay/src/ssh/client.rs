//! The connection to one SSH server as russh drives it: handshake, and what to do when something arrives.
//!
//! russh calls [`Client`] from the connection's own task, so output goes from the decrypted packet into the
//! channel's log without another task in between.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postern_shared::api::Problem;
use postern_shared::hostkey::HostKey;
use postern_shared::wire::Stream;
use russh::client::{self, DisconnectReason, Handle};
use russh::keys::PublicKeyOrCertificate;
use russh::{ChannelId, Sig};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::buffered::Buffered;
use super::dial::Doorkeeper;
use super::link::Link;
use crate::channel::{Channel, End};
use crate::gate::Gate;
use crate::limits::{BANNER_BYTES, BANNER_FLOOD_BYTES, TARGET_TEXT_CHARS};

/// A connection before it is signed in.
pub(crate) struct Fresh {
    pub(crate) handle: Handle<Client>,
    shared: Arc<Shared>,
    connection: DropGuard,
    replies: Replies,
}

/// Answers of the target to channel requests.
pub(super) type Replies = mpsc::Receiver<(ChannelId, bool)>;

/// What the connection's task and its users share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) gate: Arc<Gate>,
    channels: Mutex<HashMap<ChannelId, Arc<Channel>>>,
    /// The channel whose opening the target is to confirm next.
    expected: Mutex<Option<Expected>>,
    facts: Mutex<Facts>,
    /// Cancelled when the connection has ended, and to end it.
    pub(super) lost: CancellationToken,
}

/// A channel that is being opened, and whom to tell once its output is taken.
pub(super) struct Expected {
    pub(super) channel: Arc<Channel>,
    pub(super) taken: oneshot::Sender<()>,
}

/// What became known of the target.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) host_key: Option<HostKey>,
    pub(crate) server: String,
    pub(crate) banner: String,
    /// Why the host key was refused.
    refusal: Option<Problem>,
    pub(super) lost: Option<String>,
    banner_bytes: usize,
}

/// What russh calls when something arrives.
pub(crate) struct Client {
    shared: Arc<Shared>,
    replies: mpsc::Sender<(ChannelId, bool)>,
    doorkeeper: Doorkeeper,
}

/// Shakes hands over a byte stream.
///
/// # Errors
/// The problem with the host key, or what russh says.
pub(crate) async fn shake_hands<S>(
    config: Arc<client::Config>,
    stream: S,
    doorkeeper: Doorkeeper,
) -> Result<Fresh, Result<Problem, russh::Error>>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let shared = Arc::new(Shared::default());
    // russh's task outlives the wait for it; dropped, this ends it.
    let connection = shared.lost.clone().drop_guard();
    // Two requests are under way while a channel is opened; the answer to one that was given up may still come.
    let (sender, replies) = mpsc::channel(4);
    let client = Client { shared: shared.clone(), replies: sender, doorkeeper };
    let stream = Buffered::new(stream, shared.gate.clone(), shared.lost.clone());
    match client::connect_stream(config, stream, client).await {
        Ok(handle) => Ok(Fresh { handle, shared, connection, replies }),
        Err(error) => {
            let refusal = shared.facts().refusal.take();
            Err(refusal.ok_or(error).map_or_else(Err, Ok))
        }
    }
}

impl Fresh {
    /// The link, once signed in.
    pub(crate) fn into_link(self, hops: Vec<Arc<Link>>) -> Link {
        Link::new(self.handle, self.shared, self.connection, self.replies, hops)
    }
}

/// Text of a target, cut to a bounded length, without control characters.
pub(crate) fn clip(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(TARGET_TEXT_CHARS).collect()
}

impl Shared {
    fn channel(&self, id: ChannelId) -> Option<Arc<Channel>> {
        lock(&self.channels).get(&id).cloned()
    }

    /// Expects the target's confirmation for this channel, or no longer for any.
    pub(super) fn expect(&self, expected: Option<Expected>) {
        *lock(&self.expected) = expected;
    }

    pub(super) fn facts(&self) -> MutexGuard<'_, Facts> {
        lock(&self.facts)
    }

    /// Ends a channel that the target closed.
    fn closed(&self, id: ChannelId) {
        if let Some(channel) = self.forget(id) {
            channel.closed();
        }
    }

    /// What arrives on this channel goes nowhere from now on.
    pub(super) fn forget(&self, id: ChannelId) -> Option<Arc<Channel>> {
        lock(&self.channels).remove(&id)
    }

    /// Ends every channel of a connection that ended.
    pub(super) fn lose(&self, reason: &str) {
        self.facts().lost.get_or_insert_with(|| clip(reason));
        self.lost.cancel();
        self.expect(None);
        for channel in std::mem::take(&mut *lock(&self.channels)).into_values() {
            channel.finish(End::LinkLost { reason: clip(reason) });
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Client {
    /// However the connection's task ended, even by a panic: its channels end with it.
    fn drop(&mut self) {
        self.shared.lose("the connection ended");
    }
}

impl client::Handler for Client {
    type Error = russh::Error;

    async fn check_server_key(&mut self, shown: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = shown else { return Ok(false) };
        let verdict = self.doorkeeper.check(key).await;
        let mut facts = self.shared.facts();
        match verdict {
            Ok(host_key) => {
                facts.host_key = Some(host_key);
                Ok(true)
            }
            Err(problem) => {
                facts.refusal = Some(problem);
                Ok(false)
            }
        }
    }

    async fn kex_done(
        &mut self,
        _secret: Option<&[u8]>,
        _names: &russh::Names,
        session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        let server = clip(&String::from_utf8_lossy(session.remote_sshid()));
        self.shared.facts().server = server.trim_start_matches("SSH-2.0-").to_owned();
        Ok(())
    }

    async fn auth_banner(
        &mut self,
        banner: &str,
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        let mut facts = self.shared.facts();
        facts.banner_bytes += banner.len();
        if facts.banner_bytes > BANNER_FLOOD_BYTES {
            return Err(russh::Error::Inconsistent);
        }
        let room = BANNER_BYTES.saturating_sub(facts.banner.len());
        let part: String = banner.chars().filter(|&c| c == '\n' || !c.is_control()).take(room / 4).collect();
        facts.banner.push_str(&part);
        Ok(())
    }

    async fn channel_open_confirmation(
        &mut self,
        id: ChannelId,
        _max_packet_size: u32,
        _window_size: u32,
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        if let Some(Expected { channel, taken }) = lock(&self.shared.expected).take() {
            lock(&self.shared.channels).insert(id, channel);
            // Whoever waited has given the channel up.
            let _ = taken.send(());
        }
        Ok(())
    }

    async fn channel_success(
        &mut self,
        id: ChannelId,
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        // Nobody waits for more answers than fit.
        let _ = self.replies.try_send((id, true));
        Ok(())
    }

    async fn channel_failure(
        &mut self,
        id: ChannelId,
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        let _ = self.replies.try_send((id, false));
        Ok(())
    }

    async fn data(
        &mut self,
        id: ChannelId,
        data: &[u8],
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        if let Some(channel) = self.shared.channel(id) {
            channel.push(Stream::Stdout, data);
        }
        Ok(())
    }

    async fn extended_data(
        &mut self,
        id: ChannelId,
        _ext: u32,
        data: &[u8],
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        if let Some(channel) = self.shared.channel(id) {
            channel.push(Stream::Stderr, data);
        }
        Ok(())
    }

    async fn exit_status(
        &mut self,
        id: ChannelId,
        status: u32,
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        if let Some(channel) = self.shared.channel(id) {
            channel.exited(Some(status), None);
        }
        Ok(())
    }

    async fn exit_signal(
        &mut self,
        id: ChannelId,
        signal: Sig,
        _core_dumped: bool,
        _error_message: &str,
        _lang_tag: &str,
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        if let Some(channel) = self.shared.channel(id) {
            channel.exited(None, Some(signal_name(&signal)));
        }
        Ok(())
    }

    async fn channel_eof(
        &mut self,
        id: ChannelId,
        session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        // A forwarded stream that has no more to say is over for us: half-open ones would never end.
        let is_stream = self.shared.channel(id).is_some_and(|channel| channel.ends_at_eof());
        if is_stream {
            session.close(id)?;
            // russh forgets the channel at that; nothing more is heard of it.
            self.shared.closed(id);
        }
        Ok(())
    }

    async fn channel_close(
        &mut self,
        id: ChannelId,
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        self.shared.closed(id);
        Ok(())
    }

    async fn disconnected(&mut self, reason: DisconnectReason<russh::Error>) -> Result<(), russh::Error> {
        match reason {
            DisconnectReason::ReceivedDisconnect(info) => self.shared.lose(&info.message),
            DisconnectReason::Error(error) => self.shared.lose(&error.to_string()),
        }
        Ok(())
    }
}

fn signal_name(signal: &Sig) -> String {
    match signal {
        Sig::Custom(name) => clip(name),
        known => format!("{known:?}"),
    }
}
