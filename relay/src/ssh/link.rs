//! One SSH connection of a session, and the channels on it.
//!
//! russh calls [`Client`] from the connection's own task, so output goes from the decrypted packet into the
//! channel's log without another task in between. A channel that has run too far ahead closes the link's gate.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postern_shared::api::Problem;
use postern_shared::hostkey::HostKey;
use postern_shared::wire::{Signal, Stream, TermSize};
use russh::client::{self, DisconnectReason, Handle, Msg};
use russh::keys::PublicKeyOrCertificate;
use russh::{ChannelId, ChannelOpenFailure, ChannelWriteHalf, Pty, Sig};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::dial::Doorkeeper;
use crate::channel::{Channel, End};
use crate::gate::{Gate, Gated};
use crate::limits::{BANNER_BYTES, BANNER_FLOOD_BYTES, TARGET_TEXT_CHARS};

/// One SSH connection, signed in.
pub(crate) struct Link {
    handle: Handle<Client>,
    shared: Arc<Shared>,
    /// Answers to channel requests; holding it is the turn to open a channel.
    replies: tokio::sync::Mutex<mpsc::Receiver<bool>>,
    /// Connections to the hops on the way, which carry this one.
    _hops: Vec<Arc<Link>>,
}

/// What a shell is asked for with.
#[derive(Clone, Debug)]
pub(crate) struct Terminal {
    pub(crate) term: String,
    pub(crate) size: TermSize,
}

/// What a channel is opened for.
#[derive(Clone, Debug)]
pub(crate) enum Purpose {
    Shell(Terminal),
    Exec { command: String },
    Tcp { host: String, port: u16 },
    Socket { path: String },
}

/// What the connection's task and its users share.
#[derive(Default)]
struct Shared {
    gate: Arc<Gate>,
    channels: Mutex<HashMap<ChannelId, Arc<Channel>>>,
    /// The channel whose opening the target is to confirm next.
    expected: Mutex<Option<Arc<Channel>>>,
    facts: Mutex<Facts>,
    lost: CancellationToken,
}

/// What became known of the target.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) host_key: Option<HostKey>,
    pub(crate) server: String,
    pub(crate) banner: String,
    /// Why the host key was refused.
    refusal: Option<Problem>,
    lost: Option<String>,
    banner_bytes: usize,
}

/// What russh calls when something arrives.
pub(crate) struct Client {
    shared: Arc<Shared>,
    replies: mpsc::Sender<bool>,
    doorkeeper: Doorkeeper,
}

/// A connection before it is signed in.
pub(crate) struct Fresh {
    pub(crate) handle: Handle<Client>,
    shared: Arc<Shared>,
    replies: mpsc::Receiver<bool>,
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
    // Two requests are under way at most while a channel is opened.
    let (sender, replies) = mpsc::channel(2);
    let client = Client { shared: shared.clone(), replies: sender, doorkeeper };
    let stream = Gated { stream, gate: shared.gate.clone() };
    match client::connect_stream(config, stream, client).await {
        Ok(handle) => Ok(Fresh { handle, shared, replies }),
        Err(error) => {
            let refusal = shared.facts().refusal.take();
            Err(refusal.ok_or(error).map_or_else(Err, Ok))
        }
    }
}

impl Fresh {
    /// The link, once signed in.
    pub(crate) fn into_link(self, hops: Vec<Arc<Link>>) -> Link {
        let replies = tokio::sync::Mutex::new(self.replies);
        Link { handle: self.handle, shared: self.shared, replies, _hops: hops }
    }
}

impl Link {
    /// What is known of the target.
    pub(crate) fn facts(&self) -> Facts {
        self.shared.facts().clone()
    }

    /// Whether the connection has ended.
    pub(crate) fn is_lost(&self) -> bool {
        self.handle.is_closed() || self.shared.lost.is_cancelled()
    }

    /// A byte stream to a place as seen from the target.
    ///
    /// # Errors
    /// russh's error, when the target refuses.
    pub(crate) async fn stream_to(
        &self,
        host: &str,
        port: u16,
    ) -> Result<russh::ChannelStream<Msg>, russh::Error> {
        let _turn = self.replies.lock().await;
        let channel = self.handle.channel_open_direct_tcpip(host, port.into(), "127.0.0.1", 0).await?;
        Ok(channel.into_stream())
    }

    /// Opens an SSH channel that fills `channel` and takes its input.
    ///
    /// # Errors
    /// [`Problem::ChannelRefused`] or [`Problem::LinkLost`].
    pub(crate) async fn open(
        &self,
        channel: &Arc<Channel>,
        purpose: Purpose,
        tasks: &TaskTracker,
    ) -> Result<(), Problem> {
        let mut replies = self.replies.lock().await;
        channel.filled_through(&self.shared.gate);
        *self.shared.expected() = Some(channel.clone());
        let opened = self.confirmed(&purpose).await;
        self.shared.expected().take();
        let opened = opened.map_err(|error| self.refused(&error))?;
        // Output comes through `Client`; the read half's queue would only fill up.
        let (_, write) = opened.split();
        let requested = request(&write, purpose, &mut replies).await;
        drop(replies);
        if let Err(error) = requested {
            let _ = write.close().await;
            return Err(self.refused(&error));
        }
        tasks.spawn(carry_input(write, channel.clone()));
        Ok(())
    }

    async fn confirmed(&self, purpose: &Purpose) -> Result<russh::Channel<Msg>, russh::Error> {
        match purpose {
            Purpose::Shell(_) | Purpose::Exec { .. } => self.handle.channel_open_session().await,
            Purpose::Tcp { host, port } => {
                self.handle.channel_open_direct_tcpip(host, (*port).into(), "127.0.0.1", 0).await
            }
            Purpose::Socket { path } => self.handle.channel_open_direct_streamlocal(path).await,
        }
    }

    /// Asks the target for a sign of life every `interval`; gives the link up after `most` without an answer.
    ///
    /// While the gate is closed no answer can be read, so nothing is concluded from its absence.
    pub(crate) fn stay_in_touch(self: &Arc<Self>, interval: Duration, most: usize, tasks: &TaskTracker) {
        let (link, lost) = (Arc::downgrade(self), self.shared.lost.clone());
        tasks.spawn(async move {
            let mut missed = 0;
            loop {
                tokio::select! {
                    () = tokio::time::sleep(interval) => {}
                    () = lost.cancelled() => return,
                }
                let Some(link) = link.upgrade() else { return };
                missed = if link.answers(interval).await { 0 } else { missed + 1 };
                if missed >= most {
                    link.shared.lose("the target no longer answers");
                    return link.close().await;
                }
            }
        });
    }

    /// Whether the target answers within `patience`, or could not be heard.
    async fn answers(&self, patience: Duration) -> bool {
        let before = self.shared.gate.open_since();
        let answered = tokio::select! {
            answered = timeout(patience, self.handle.send_ping()) => answered.is_ok(),
            () = self.shared.lost.cancelled() => true,
        };
        let was_open = before.is_some() && self.shared.gate.open_since() == before;
        answered || !was_open
    }

    /// Says goodbye.
    pub(crate) async fn close(&self) {
        self.shared.lost.cancel();
        let _ = self.handle.disconnect(russh::Disconnect::ByApplication, "", "").await;
    }

    fn refused(&self, error: &russh::Error) -> Problem {
        let reason = match error {
            russh::Error::ChannelOpenFailure(failure) => refusal_words(failure),
            russh::Error::RequestDenied => "the request was denied".to_owned(),
            other => {
                let lost = self.shared.facts().lost.clone();
                return Problem::LinkLost { reason: lost.unwrap_or_else(|| other.to_string()) };
            }
        };
        Problem::ChannelRefused { reason }
    }
}

fn refusal_words(failure: &ChannelOpenFailure) -> String {
    match failure {
        ChannelOpenFailure::AdministrativelyProhibited => "administratively prohibited".into(),
        ChannelOpenFailure::ConnectFailed => "connect failed".into(),
        ChannelOpenFailure::UnknownChannelType => "unknown channel type".into(),
        ChannelOpenFailure::ResourceShortage => "resource shortage".into(),
        ChannelOpenFailure::Other { reason, .. } => clip(reason),
    }
}

/// Text of a target, cut to a bounded length, without control characters.
pub(crate) fn clip(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(TARGET_TEXT_CHARS).collect()
}

/// Asks for what the channel is for; all requests go out before the first answer is awaited.
async fn request(
    write: &ChannelWriteHalf<Msg>,
    purpose: Purpose,
    replies: &mut mpsc::Receiver<bool>,
) -> Result<(), russh::Error> {
    let expected = match purpose {
        Purpose::Shell(Terminal { term, size }) => {
            // The line is as fast as it gets; UTF-8 lets the line editor erase whole characters (RFC 8160).
            let modes = [(Pty::IUTF8, 1), (Pty::TTY_OP_ISPEED, 38_400), (Pty::TTY_OP_OSPEED, 38_400)];
            let (cols, rows) = (size.cols().into(), size.rows().into());
            write.request_pty(true, &term, cols, rows, 0, 0, &modes).await?;
            write.request_shell(true).await?;
            2
        }
        Purpose::Exec { command } => {
            write.exec(true, command).await?;
            1
        }
        Purpose::Tcp { .. } | Purpose::Socket { .. } => 0,
    };
    for _ in 0..expected {
        match replies.recv().await {
            Some(true) => {}
            Some(false) => return Err(russh::Error::RequestDenied),
            None => return Err(russh::Error::Disconnect),
        }
    }
    Ok(())
}

/// Hands a channel's input to the target until the channel ends.
async fn carry_input(write: ChannelWriteHalf<Msg>, channel: Arc<Channel>) {
    let bytes = async {
        while let Some(bytes) = channel.input.next().await {
            let length = bytes.len();
            if write.data_bytes(bytes).await.is_err() {
                return;
            }
            if channel.input.handed(length) {
                channel.wake_readers();
            }
        }
        if !channel.has_ended() {
            let _ = write.eof().await;
        }
    };
    let requests = async {
        while let Some(requests) = channel.input.next_requests().await {
            if let Some(size) = requests.size {
                let _ = write.window_change(size.cols().into(), size.rows().into(), 0, 0).await;
            }
            for signal in requests.signals {
                let _ = write.signal(sig(signal)).await;
            }
        }
    };
    tokio::select! {
        () = async { tokio::join!(bytes, requests); } => {}
        // A target that takes no input must not keep the task beyond the channel's end.
        () = channel.ended() => {}
    }
    let _ = write.close().await;
}

fn sig(signal: Signal) -> Sig {
    match signal {
        Signal::Hup => Sig::HUP,
        Signal::Int => Sig::INT,
        Signal::Kill => Sig::KILL,
        Signal::Quit => Sig::QUIT,
        Signal::Term => Sig::TERM,
        Signal::Usr1 => Sig::USR1,
        Signal::Usr2 => Sig::Custom("USR2".into()),
    }
}

impl Shared {
    fn channel(&self, id: ChannelId) -> Option<Arc<Channel>> {
        lock(&self.channels).get(&id).cloned()
    }

    fn expected(&self) -> MutexGuard<'_, Option<Arc<Channel>>> {
        lock(&self.expected)
    }

    fn facts(&self) -> MutexGuard<'_, Facts> {
        lock(&self.facts)
    }

    /// Ends a channel that the target closed.
    fn closed(&self, id: ChannelId) {
        let channel = lock(&self.channels).remove(&id);
        if let Some(channel) = channel {
            channel.closed();
        }
    }

    /// Ends every channel of a connection that ended.
    fn lose(&self, reason: &str) {
        self.facts().lost.get_or_insert_with(|| clip(reason));
        self.lost.cancel();
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
        let verdict = self.doorkeeper.check(key);
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
        if let Some(channel) = self.shared.expected().take() {
            lock(&self.shared.channels).insert(id, channel);
        }
        Ok(())
    }

    async fn channel_success(
        &mut self,
        _id: ChannelId,
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        // Nobody waits for more answers than fit.
        let _ = self.replies.try_send(true);
        Ok(())
    }

    async fn channel_failure(
        &mut self,
        _id: ChannelId,
        _session: &mut client::Session,
    ) -> Result<(), russh::Error> {
        let _ = self.replies.try_send(false);
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
