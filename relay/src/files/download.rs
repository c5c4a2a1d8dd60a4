//! One file on its way out: opened, sent from an offset on, and compared at the end. A download is one that a
//! browser fetches by its address alone, and whose holder may look how far it is.

mod sending;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use futures_util::Stream;
use postern_shared::api::{DownloadState, FileFault, Problem, Stored};
use sha2::Sha256;
use tokio_util::sync::CancellationToken;

use super::{Order, Place, RemotePath, digest, problem_of, refused};
use crate::limits::{DOWNLOAD_NAME_BYTES, PARTIAL_TIME, TICKET_TIME};
use crate::session::{Loan, Session};
use crate::sftp::{Attributes, Handle, Mode, Sftp};
use crate::token::{NoRandomness, SessionId, Token, TokenHash};
use sending::Sending;

/// A file that is open to be sent.
pub(crate) struct Whole {
    session: Arc<Session>,
    sftp: Sftp,
    loan: Loan,
    place: Place,
    path: RemotePath,
    handle: Handle,
    pub(crate) attributes: Attributes,
}

/// The bytes from one offset to before another; none to the end, wherever that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: u64,
    pub(crate) to: Option<u64>,
}

/// A download across the requests that fetch it.
pub(crate) struct Download {
    /// Names it to whoever holds the session's token.
    name: String,
    source: Source,
    ticket: TokenHash,
    state: Mutex<State>,
    cancelled: CancellationToken,
}

/// What a download is of.
pub(crate) enum Source {
    /// A file, by SFTP.
    File(RemotePath),
    /// What a script writes; none once it was begun.
    Output(Mutex<Option<Order>>),
}

/// A new download's right to be fetched.
pub(crate) struct Ticket {
    pub(crate) download: String,
    pub(crate) token: Token,
}

struct State {
    now: DownloadState,
    touched: Instant,
}

impl Whole {
    /// Opens a file.
    ///
    /// # Errors
    /// The [`Problem`] that prevents it.
    pub(crate) async fn open(session: &Arc<Session>, path: &RemotePath) -> Result<Self, Problem> {
        let place = session.files.place()?;
        let (sftp, loan) = session.sftp().await?;
        let fails = |error| problem_of(path, &error);
        // Looked at first: to open a pipe would wait for its other end.
        let looked = sftp.stat(path.bytes()).await.map_err(fails)?;
        if !looked.is_file() {
            return Err(refused(path, FileFault::NotAFile));
        }
        let handle = sftp.open(path.bytes(), Mode::Read).await.map_err(fails)?;
        let attributes = sftp.fstat(&handle).await.map_err(fails)?;
        if !attributes.is_file() {
            return Err(refused(path, FileFault::NotAFile));
        }
        let (session, path) = (session.clone(), path.clone());
        Ok(Self { session, sftp, loan, place, path, handle, attributes })
    }

    /// Its bytes in this span; `download` is told how far they are.
    pub(crate) fn send(
        self,
        span: Span,
        download: Option<Arc<Download>>,
    ) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static {
        let sending = Sending::new(self, span, download);
        futures_util::stream::try_unfold(sending, Sending::next)
    }
}

/// Looks at a file.
///
/// # Errors
/// The [`Problem`] that prevents it.
pub(crate) async fn look(session: &Arc<Session>, path: &RemotePath) -> Result<Attributes, Problem> {
    let _place = session.files.place()?;
    let (sftp, _loan) = session.sftp().await?;
    let looked = sftp.stat(path.bytes()).await.map_err(|error| problem_of(path, &error))?;
    if looked.is_file() { Ok(looked) } else { Err(refused(path, FileFault::NotAFile)) }
}

impl Download {
    /// A download that has not begun, under a right to begin it.
    ///
    /// # Errors
    /// [`Problem::TooMany`], or [`Problem::TicketGone`] where there is one of this name.
    pub(crate) fn issue(session: &Session, ticket: &Ticket, source: Source) -> Result<(), Problem> {
        session.files.remember(Arc::new(Self {
            name: ticket.download.clone(),
            source,
            ticket: ticket.token.hash(),
            state: Mutex::new(State { now: DownloadState::Waiting, touched: Instant::now() }),
            cancelled: CancellationToken::new(),
        }))
    }

    /// What it is of.
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How far it is.
    pub(crate) fn state(&self) -> DownloadState {
        self.lock().now.clone()
    }

    /// Whether whoever shows this ticket may fetch the file now: the first time soon, and after that only to go on
    /// with what broke off. What was sent may have been lost on the way, so its rest is to be had for a little longer.
    ///
    /// # Errors
    /// [`Problem::TicketGone`].
    pub(crate) fn admit(&self, ticket: &Token, goes_on: bool, now: Instant) -> Result<(), Problem> {
        let state = self.lock();
        let age = now.saturating_duration_since(state.touched);
        let is_due = match &state.now {
            DownloadState::Waiting => age < TICKET_TIME,
            DownloadState::Running { bytes } | DownloadState::Broken { bytes } => {
                (goes_on || *bytes == 0) && age < PARTIAL_TIME
            }
            DownloadState::Checking { .. } | DownloadState::Sent(_) => goes_on && age < TICKET_TIME,
            DownloadState::Written { .. } | DownloadState::Failed { .. } => false,
        };
        if self.ticket.is_of(ticket) && is_due { Ok(()) } else { Err(Problem::TicketGone) }
    }

    pub(super) fn is_over(&self, now: Instant) -> bool {
        let state = self.lock();
        let patience = if state.now == DownloadState::Waiting { TICKET_TIME } else { PARTIAL_TIME };
        now.saturating_duration_since(state.touched) > patience
    }

    /// Stops whoever fetches it.
    pub(super) fn cancel(&self) {
        self.cancelled.cancel();
    }

    /// Cancelled when nobody wants it any more.
    pub(super) fn cancelled(&self) -> CancellationToken {
        self.cancelled.clone()
    }

    pub(super) fn set(&self, now: DownloadState) {
        let mut state = self.lock();
        (state.now, state.touched) = (now, Instant::now());
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source {
    /// The script that writes it, for whoever comes first.
    ///
    /// # Errors
    /// [`Problem::TicketGone`] for everybody else: a script is not run twice, and its output has no second half.
    pub(crate) fn take(order: &Mutex<Option<Order>>) -> Result<Order, Problem> {
        order.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or(Problem::TicketGone)
    }
}

impl Ticket {
    /// One that nobody can guess.
    ///
    /// # Errors
    /// [`Problem::Internal`].
    pub(crate) fn random() -> Result<Self, Problem> {
        let no_randomness = |NoRandomness| Problem::Internal;
        let download = SessionId::random().map_err(no_randomness)?.to_string();
        Ok(Self { download, token: Token::random().map_err(no_randomness)? })
    }

    /// One that a client made up: as long and as random as one of the relay's own.
    ///
    /// # Errors
    /// [`Problem::BadRequest`].
    pub(crate) fn made_up(download: &str, ticket: &str) -> Result<Self, Problem> {
        let bad = |reason: &str| Problem::BadRequest { reason: reason.to_owned() };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !(1..=DOWNLOAD_NAME_BYTES).contains(&download.len()) || !download.bytes().all(is_plain) {
            return Err(bad("the download's name is of letters, digits, hyphens and underscores"));
        }
        let token = Token::parse(ticket).ok_or_else(|| bad("ticket is of 256 bits in unpadded base64url"))?;
        Ok(Self { download: download.to_owned(), token })
    }
}

/// Compares what was sent with what the target has.
async fn check(whole: Whole, download: Arc<Download>, bytes: u64, digest: Option<Sha256>) {
    let Whole { session, sftp, loan, path, handle, attributes, place } = whole;
    let sha256 = digest.map(digest::text);
    let now = sftp.fstat(&handle).await.ok();
    let changed = now.is_none_or(|now| (now.size, now.modified) != (attributes.size, attributes.modified));
    let verified = match &sha256 {
        Some(_) if changed => Some(false),
        Some(sent) => {
            digest::of_target(loan.link(), path.bytes(), &session.tasks).await.map(|kept| kept == *sent)
        }
        None => None,
    };
    drop(place);
    download.set(DownloadState::Sent(Stored { bytes, sha256, verified }));
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use postern_shared::api::{DownloadState, Stored};

    use super::{CancellationToken, Download, Mutex, RemotePath, Source, State, Ticket, Token};

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_ticket_that_is_easy_to_guess_is_none() {
        let random = Token::random().unwrap();
        let made_up = |download: &str, ticket: &str| Ticket::made_up(download, ticket).is_ok();
        assert!(made_up("a-1_Z", random.expose()));
        for weak in ["", "x", &random.expose()[1..], &format!("{}A", random.expose()), &"=".repeat(43)] {
            assert!(!made_up("d", weak), "{weak}");
        }
        assert!(!made_up("", random.expose()) && !made_up("a/b", random.expose()));
        assert!(!made_up(&"d".repeat(37), random.expose()));
    }

    #[test]
    fn an_address_grows_old_faster_before_and_after_its_use_than_amid_it() {
        let (token, begun) = (Token::random().unwrap(), Instant::now());
        let stored = Stored { bytes: 9, sha256: None, verified: None };
        for (now, first, goes_on, patience) in [
            (DownloadState::Waiting, true, true, MINUTE),
            (DownloadState::Running { bytes: 5 }, false, true, 60 * MINUTE),
            (DownloadState::Broken { bytes: 5 }, false, true, 60 * MINUTE),
            (DownloadState::Broken { bytes: 0 }, true, true, 60 * MINUTE),
            (DownloadState::Sent(stored), false, true, MINUTE),
        ] {
            let download = Download {
                name: String::new(),
                source: Source::File(RemotePath::parse(b"x".to_vec()).unwrap()),
                ticket: token.hash(),
                state: Mutex::new(State { now, touched: begun }),
                cancelled: CancellationToken::new(),
            };
            let admits = |goes_on, age| download.admit(&token, goes_on, begun + age).is_ok();
            assert_eq!(admits(false, Duration::ZERO), first, "{:?}", download.state());
            assert_eq!(admits(true, patience - Duration::from_secs(1)), goes_on, "{:?}", download.state());
            assert!(!admits(true, patience) && !admits(false, patience), "{:?}", download.state());
            assert!(download.admit(&Token::random().unwrap(), true, begun).is_err());
        }
    }
}
