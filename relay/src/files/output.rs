//! What a script writes to standard output, on its way out as a file: begun when it is fetched, whole or not at all.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use postern_shared::api::{DownloadState, OutputOrder, Problem};
use postern_shared::script::carrier::{self, ErrorHead, Head};
use postern_shared::wire::{Signal, Stream as Of};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::{Download, Place};
use crate::channel::{Channel, End, Next, Reader};
use crate::limits::{FIRST_OUTPUT_TIME, NAME_BYTES, SCRIPT_END_TIME, SCRIPT_SAID_BYTES};
use crate::session::Session;
use crate::ssh::Purpose;

/// A script that was ordered, and has not begun.
pub(crate) struct Order {
    /// What the file is called.
    pub(crate) name: String,
    script: String,
    password: Option<SecretString>,
}

/// A script that runs, and whose output somebody fetches.
pub(crate) struct Output {
    session: Arc<Session>,
    download: Arc<Download>,
    reader: Reader,
    _place: Place,
    head: Head,
    errors: ErrorHead,
    /// What was written before the answer began.
    first: Option<Bytes>,
    sent: u64,
    /// The last of what it said on standard error.
    said: Vec<u8>,
    is_over: bool,
}

impl Order {
    /// Reads an order.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] for a name that no file can have.
    pub(crate) fn parse(order: OutputOrder) -> Result<Self, Problem> {
        let OutputOrder { name, script, password } = order;
        if name.is_empty() || name.len() > NAME_BYTES || name.contains(['/', '\0']) {
            return Err(Problem::BadRequest { reason: "name is that of a file".into() });
        }
        Ok(Self { name, script, password: password.map(Into::into) })
    }

    /// What the panel's own scripts are run by, and what that reads.
    fn command(&self) -> (&'static str, Vec<u8>) {
        let password = self.password.as_ref().map(SecretString::expose_secret);
        let command = if password.is_some() { carrier::SUDO_COMMAND } else { carrier::COMMAND };
        (command, carrier::input(&self.script, password, b""))
    }
}

impl Output {
    /// Begins a script, and waits a little for what it writes first: one that fails at once is no file at all.
    ///
    /// # Errors
    /// The [`Problem`] that prevents it.
    pub(crate) async fn begin(
        session: &Arc<Session>,
        download: Arc<Download>,
        order: &Order,
    ) -> Result<Self, Problem> {
        let mut output = match Self::open(session, download.clone(), order).await {
            Ok(output) => output,
            Err(problem) => {
                download.set(DownloadState::Failed { problem: problem.clone() });
                return Err(problem);
            }
        };
        let patience = Instant::now() + FIRST_OUTPUT_TIME;
        output.first = tokio::select! {
            first = output.fetch() => first?,
            () = sleep_until(patience) => None,
        };
        Ok(output)
    }

    async fn open(session: &Arc<Session>, download: Arc<Download>, order: &Order) -> Result<Self, Problem> {
        let place = session.files.place()?;
        let (command, input) = order.command();
        let purpose = Purpose::Exec { command: command.to_owned() };
        let (_, attached) = session.open_channel(purpose, "").await?;
        let reader = attached.reader;
        download.set(DownloadState::Running { bytes: 0 });
        session.tasks.spawn(watch(reader.channel().clone(), download.cancelled()));
        let output = Self {
            session: session.clone(),
            download,
            reader,
            _place: place,
            head: Head::default(),
            errors: ErrorHead::default(),
            first: None,
            sent: 0,
            said: Vec::new(),
            is_over: false,
        };
        output.reader.type_bytes(input.into()).await;
        output.reader.channel().input.eof();
        Ok(output)
    }

    /// Its bytes. Where the script fails, they end with an error: the connection is cut, and nobody takes them for whole.
    pub(crate) fn send(self) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        futures_util::stream::try_unfold(self, Self::next)
    }

    /// The next piece and what follows it; none at the end.
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        let first = self.first.take();
        let piece = match first {
            Some(first) => Some(first),
            None => self.fetch().await.map_err(|problem| io::Error::other(problem.detail()))?,
        };
        Ok(piece.map(|piece| {
            self.sent += piece.len() as u64;
            self.download.set(DownloadState::Running { bytes: self.sent });
            (piece, self)
        }))
    }

    /// Waits for the next of what the script writes; none once it is whole.
    async fn fetch(&mut self) -> Result<Option<Bytes>, Problem> {
        let (over, cancelled) = (self.session.over.clone(), self.download.cancelled());
        loop {
            // What was taken before has left for the browser: so much more may come from the target.
            self.reader.flushed();
            let until = match self.reader.next() {
                Next::Frame(frame) => match self.written(frame.bytes) {
                    Some(bytes) => return Ok(Some(bytes)),
                    None => continue,
                },
                Next::Say(_) => continue,
                Next::Ended(end) => return self.ended(end),
                // Somebody else has made this channel theirs.
                Next::Behind(_) => return Err(self.failed(Problem::ChannelGone)),
                Next::Wait(until) => until,
            };
            tokio::select! {
                () = self.reader.woken() => {}
                () = wait_until(until) => {}
                () = over.cancelled() => return Err(self.failed(self.session.gone())),
                () = cancelled.cancelled() => return Err(self.failed(self.broken(None))),
            }
        }
    }

    /// What of a frame is the file's: what standard output holds after the carrier's beginning.
    fn written(&mut self, mut frame: Bytes) -> Option<Bytes> {
        let stream = frame.split_to(1.min(frame.len()));
        if stream.first() == Some(&(Of::Stderr as u8)) {
            self.said.extend_from_slice(self.errors.strip(&frame));
            let more = self.said.len().saturating_sub(SCRIPT_SAID_BYTES);
            self.said.drain(..more);
            return None;
        }
        let mine = self.head.strip(&frame).len();
        let bytes = frame.split_off(frame.len() - mine);
        Some(bytes).filter(|bytes| !bytes.is_empty())
    }

    /// The script is over: it is whole only if it says so itself.
    fn ended(&mut self, end: End) -> Result<Option<Bytes>, Problem> {
        match end {
            End::Exit { status: Some(0), .. } => {
                self.is_over = true;
                let said = self.said();
                self.download.set(DownloadState::Written { bytes: self.sent, said });
                Ok(None)
            }
            End::Exit { status, .. } => Err(self.failed(self.broken(status))),
            End::LinkLost { reason } => Err(self.failed(Problem::LinkLost { reason })),
            End::SessionGone(why) => Err(self.failed(Problem::SessionGone { why })),
        }
    }

    fn broken(&self, exit: Option<u32>) -> Problem {
        Problem::ScriptFailed { exit, said: self.said() }
    }

    /// Notes why it is not whole.
    fn failed(&mut self, problem: Problem) -> Problem {
        self.is_over = true;
        self.download.set(DownloadState::Failed { problem: problem.clone() });
        problem
    }

    fn said(&self) -> String {
        String::from_utf8_lossy(&[self.errors.instead(), &self.said].concat()).into_owned()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.is_over {
            // Whoever fetched it went away.
            let problem = self.broken(None);
            self.failed(problem);
        }
        // Nobody comes back for its output, so nothing is to wait for that.
        self.reader.leave();
        self.download.cancel();
    }
}

/// Ends a script that nobody wants any more, with everything it began: its process group is told to terminate, then
/// killed, then left alone. Not where its output is read: a browser that reads nothing must not keep it alive.
async fn watch(channel: Arc<Channel>, unwanted: CancellationToken) {
    tokio::select! {
        () = channel.ended() => return,
        () = unwanted.cancelled() => {}
    }
    for signal in [Signal::Term, Signal::Kill] {
        channel.input.signal(signal);
        if timeout(SCRIPT_END_TIME, channel.ended()).await.is_ok() {
            return;
        }
    }
    // What does not obey, such as root's, finds its output closed.
    channel.hang_up();
}

async fn wait_until(time: Option<std::time::Instant>) {
    match time {
        Some(time) => sleep_until(time.into()).await,
        None => std::future::pending().await,
    }
}
