//! One SSH connection of a session, signed in, and the channels that are opened on it.

use std::sync::Arc;
use std::time::Duration;

use postern_shared::api::Problem;
use postern_shared::wire::{Signal, TermSize};
use russh::client::{Handle, Msg};
use russh::{ChannelId, ChannelOpenFailure, ChannelWriteHalf, Pty, Sig};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_util::sync::DropGuard;
use tokio_util::task::TaskTracker;

use super::client::{Client, Expected, Facts, Replies, Shared, clip};
use crate::channel::{Channel, Handover};
use crate::limits::LINK_CLOSE_TIME;

/// One SSH connection, signed in.
pub(crate) struct Link {
    handle: Handle<Client>,
    shared: Arc<Shared>,
    /// Drops the connection with the link, whatever its task is at.
    _connection: DropGuard,
    /// Answers to channel requests; holding it is the turn to open a channel.
    replies: tokio::sync::Mutex<Replies>,
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

impl Link {
    pub(super) fn new(
        handle: Handle<Client>,
        shared: Arc<Shared>,
        connection: DropGuard,
        replies: Replies,
        hops: Vec<Arc<Self>>,
    ) -> Self {
        let replies = tokio::sync::Mutex::new(replies);
        Self { handle, shared, _connection: connection, replies, _hops: hops }
    }

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
    /// It goes on when nobody waits for it any more: the target's answer, whenever it comes, belongs to this
    /// channel, and is not to be taken for the next one's.
    ///
    /// # Errors
    /// [`Problem::ChannelRefused`] or [`Problem::LinkLost`].
    pub(crate) async fn open(
        self: &Arc<Self>,
        channel: &Arc<Channel>,
        purpose: Purpose,
        tasks: &TaskTracker,
    ) -> Result<(), Problem> {
        let (link, channel, carriers) = (self.clone(), channel.clone(), tasks.clone());
        let opening = tasks.spawn(async move {
            let write = link.opened(&channel, purpose).await?;
            carriers.spawn(carry_input(write, channel, link.shared.clone()));
            Ok(())
        });
        opening.await.map_err(|_| Problem::Internal)?
    }

    async fn opened(
        &self,
        channel: &Arc<Channel>,
        purpose: Purpose,
    ) -> Result<ChannelWriteHalf<Msg>, Problem> {
        let mut replies = self.replies.lock().await;
        channel.filled_through(&self.shared.gate);
        let (taken, is_taken) = oneshot::channel();
        self.shared.expect(Some(Expected { channel: channel.clone(), taken }));
        let opened = self.confirmed(&purpose).await.map_err(|error| {
            self.shared.expect(None);
            self.refused(&error)
        })?;
        // russh tells of the confirmation here before it tells `Client`, which finds the channel by its id from then on.
        is_taken.await.map_err(|_| self.refused(&russh::Error::Disconnect))?;
        // Output comes through `Client`; the read half's queue would only fill up.
        let (_, write) = opened.split();
        if let Err(error) = request(&write, purpose, &mut replies).await {
            close(&write, &self.shared).await;
            return Err(self.refused(&error));
        }
        Ok(write)
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

    /// Says goodbye, and drops the connection if that takes too long.
    pub(crate) async fn close(&self) {
        let _ = timeout(LINK_CLOSE_TIME, async {
            let _ = self.handle.disconnect(russh::Disconnect::ByApplication, "", "").await;
            self.shared.lost.cancelled().await;
        })
        .await;
        self.drop_connection();
    }

    /// Drops the connection without a word.
    pub(crate) fn drop_connection(&self) {
        self.shared.lost.cancel();
    }

    /// Waits for the turn to open a channel.
    pub(super) async fn turn(&self) -> Turn<'_> {
        Turn(self.replies.lock().await)
    }

    /// Opens a session channel; its output comes through the channel itself.
    pub(super) async fn session_channel(&self) -> Result<russh::Channel<Msg>, Problem> {
        self.handle.channel_open_session().await.map_err(|error| self.refused(&error))
    }

    /// Why the connection ended, if it is known.
    pub(super) fn lost_reason(&self) -> Option<String> {
        self.shared.facts().lost.clone()
    }

    pub(super) fn refused(&self, error: &russh::Error) -> Problem {
        let reason = match error {
            russh::Error::ChannelOpenFailure(failure) => refusal_words(failure),
            russh::Error::RequestDenied => "the request was denied".to_owned(),
            other => {
                return Problem::LinkLost { reason: self.lost_reason().unwrap_or_else(|| other.to_string()) };
            }
        };
        Problem::ChannelRefused { reason }
    }
}

/// The turn to open a channel on a link.
pub(super) struct Turn<'a>(tokio::sync::MutexGuard<'a, Replies>);

impl Turn<'_> {
    /// Whether the target grants the request of this channel.
    pub(super) async fn of(&mut self, channel: ChannelId) -> Result<bool, russh::Error> {
        granted(&mut self.0, channel).await
    }
}

/// The next answer to a request of this channel.
async fn granted(replies: &mut Replies, channel: ChannelId) -> Result<bool, russh::Error> {
    loop {
        match replies.recv().await {
            // A late answer to somebody's earlier request.
            Some((id, _)) if id != channel => {}
            Some((_, granted)) => return Ok(granted),
            None => return Err(russh::Error::Disconnect),
        }
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

/// Asks for what the channel is for; all requests go out before the first answer is awaited.
async fn request(
    write: &ChannelWriteHalf<Msg>,
    purpose: Purpose,
    replies: &mut Replies,
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
        if !granted(replies, write.id()).await? {
            return Err(russh::Error::RequestDenied);
        }
    }
    Ok(())
}

/// Hands a channel's input to the target until the channel ends.
async fn carry_input(write: ChannelWriteHalf<Msg>, channel: Arc<Channel>, shared: Arc<Shared>) {
    let bytes = async {
        while let Some(Handover { typist, bytes }) = channel.input.next().await {
            let length = bytes.len();
            if write.data_bytes(bytes).await.is_err() {
                return;
            }
            if channel.input.handed(typist, length) {
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
    close(&write, &shared).await;
}

/// Closes a channel from this side. russh forgets it at that, and tells nobody when the target closes too.
async fn close(write: &ChannelWriteHalf<Msg>, shared: &Shared) {
    shared.forget(write.id());
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
