//! One file on its way in: gathered in a partial file, compared, and only then given its name.

mod filling;
mod finish;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::Stream;
use postern_shared::api::{FileFault, Problem, Stored, UploadState};
use sha2::Sha256;
use tokio::sync::{Mutex as Turns, OwnedMutexGuard};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{Place, RemotePath, UploadName, problem_of, refused, resolve};
use crate::limits::CHECK_TIME;
use crate::session::{Loan, Session};
use crate::sftp::{Attributes, Mode, Sftp, SftpError, status};
use filling::{Filling, Stop};
use finish::Finish;

/// What a client asks for.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    pub(crate) path: RemotePath,
    pub(crate) name: UploadName,
    /// Where the bytes that follow belong.
    pub(crate) offset: u64,
    /// Size of the whole file; none if it ends with these bytes.
    pub(crate) size: Option<u64>,
    pub(crate) overwrite: Overwrite,
}

/// What is to happen to a file that has the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overwrite {
    Never,
    Replace,
}

/// The client went away before all its bytes were here.
pub(crate) struct Cut;

/// An upload across the requests that bring it.
#[derive(Default)]
pub(super) struct Upload {
    /// Held by the request that writes.
    turns: Arc<Turns<()>>,
    state: Mutex<State>,
}

struct State {
    stage: Stage,
    /// Cancelled when another request takes over, or the upload is discarded.
    current: CancellationToken,
    touched: Instant,
}

enum Stage {
    /// Nothing is known but what lies on the target.
    Unknown,
    Partial(Arrived),
    Checking {
        bytes: u64,
    },
    Stored(Stored),
    /// Its end failed; what is left can be ended again.
    Failed {
        problem: Problem,
        left: Option<Arrived>,
    },
}

/// What the target has confirmed.
#[derive(Clone)]
struct Arrived {
    bytes: u64,
    /// The digest of it, if all of it went through here.
    digest: Option<Sha256>,
}

impl Default for State {
    fn default() -> Self {
        Self { stage: Stage::Unknown, current: CancellationToken::new(), touched: Instant::now() }
    }
}

impl Upload {
    /// Stops who writes, and waits until it has; the token says when the next one does so.
    async fn take_turn(&self) -> (OwnedMutexGuard<()>, CancellationToken) {
        let current = CancellationToken::new();
        std::mem::replace(&mut self.state().current, current.clone()).cancel();
        (self.turns.clone().lock_owned().await, current)
    }

    fn set(&self, stage: Stage) {
        let mut state = self.state();
        (state.stage, state.touched) = (stage, Instant::now());
    }

    /// Whether there is nothing to go on with and nothing to remove.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.state().stage, Stage::Stored(_) | Stage::Failed { left: None, .. })
    }

    /// How long nothing was heard of it.
    pub(super) fn idle(&self, now: Instant) -> Duration {
        match self.turns.try_lock() {
            Ok(_) => now.saturating_duration_since(self.state().touched),
            Err(_) => Duration::ZERO,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the bytes of a file, or of a part of it; answers once they are on the target.
///
/// # Errors
/// The [`Problem`]; what has arrived by then is kept.
pub(crate) async fn receive<S>(
    session: &Arc<Session>,
    incoming: Incoming,
    body: S,
) -> Result<UploadState, Problem>
where
    S: Stream<Item = Result<Bytes, Cut>> + Unpin,
{
    let upload = session.files.upload(&incoming.name, &incoming.path)?;
    let (turn, replaced) = upload.take_turn().await;
    let place = session.files.place()?;
    if let Stage::Stored(stored) = &upload.state().stage
        && incoming.offset > 0
    {
        // The answer to its last bytes did not reach the client.
        return Ok(UploadState::Stored(stored.clone()));
    }
    let filled = tokio::select! {
        filled = fill(session, &upload, &incoming, body) => filled?,
        () = replaced.cancelled() => {
            return Err(Problem::BadRequest { reason: "another request goes on with it".into() });
        }
        () = session.over.cancelled() => return Err(session.gone()),
    };
    match filled {
        Filled::Part { bytes } => Ok(UploadState::Partial { bytes }),
        Filled::Whole(finish) => {
            let checking = check(session, upload, *finish, (turn, place));
            let bytes = checking.0;
            match timeout(CHECK_TIME, checking.1).await {
                Ok(stored) => stored.map_err(|_| Problem::Internal)?.map(UploadState::Stored),
                Err(_) => Ok(UploadState::Checking { bytes }),
            }
        }
    }
}

/// What became of the bytes of one request.
enum Filled {
    /// More are to come.
    Part {
        bytes: u64,
    },
    Whole(Box<Finish>),
}

/// Writes what the client sends into the partial file.
async fn fill<S>(
    session: &Arc<Session>,
    upload: &Upload,
    incoming: &Incoming,
    body: S,
) -> Result<Filled, Problem>
where
    S: Stream<Item = Result<Bytes, Cut>> + Unpin,
{
    let (sftp, loan) = session.sftp().await?;
    let path = resolve(&sftp, &incoming.path).await?;
    let partial = path.partial(&incoming.name);
    let (handle, permissions, digest) = begin(&sftp, upload, incoming, &path, &partial).await?;
    let filling = Filling::new(&sftp, &handle, upload, incoming.offset, incoming.size, digest);
    let bad = |reason: &str| Problem::BadRequest { reason: reason.into() };
    let bytes = match filling.fill(body).await {
        Ok(bytes) => bytes,
        Err(Stop::Cut) => return Err(bad("the body ended before the file did")),
        Err(Stop::TooLong) => return Err(bad("the body is longer than size says")),
        Err(Stop::Failed(error)) => return Err(explain(&sftp, &loan, &path, &error, &partial).await),
    };
    if incoming.size.is_some_and(|size| bytes < size) {
        sftp.close(handle).await.map_err(|error| problem_of(&path, &error))?;
        return Ok(Filled::Part { bytes });
    }
    let overwrite = incoming.overwrite;
    Ok(Filled::Whole(Box::new(Finish { sftp, loan, handle, path, partial, permissions, overwrite, bytes })))
}

/// Compares and names the file; that goes on although the client may not wait for it.
fn check(
    session: &Session,
    upload: Arc<Upload>,
    finish: Finish,
    held: (OwnedMutexGuard<()>, Place),
) -> (u64, JoinHandle<Result<Stored, Problem>>) {
    let bytes = finish.bytes;
    let digest = match &upload.state().stage {
        Stage::Partial(arrived) => arrived.digest.clone(),
        _ => None,
    };
    upload.set(Stage::Checking { bytes });
    let tasks = session.tasks.clone();
    let checking = session.tasks.spawn(async move {
        let stored = finish.run(digest.clone(), &tasks).await;
        upload.set(match &stored {
            Ok(stored) => Stage::Stored(stored.clone()),
            Err(problem) => finish::failed(problem.clone(), Arrived { bytes, digest }),
        });
        drop(held);
        stored
    });
    (bytes, checking)
}

type Begun = (crate::sftp::Handle, Option<u32>, Option<Sha256>);

/// Opens the partial file, if this may be written at all and goes on where it ended.
async fn begin(
    sftp: &Sftp,
    upload: &Upload,
    incoming: &Incoming,
    path: &RemotePath,
    partial: &[u8],
) -> Result<Begun, Problem> {
    let fails = |error: SftpError| problem_of(path, &error);
    let (there, begun) = tokio::join!(sftp.lstat(path.bytes()), sftp.lstat(partial));
    let permissions = match found(there).map_err(fails)? {
        None => None,
        Some(there) if !there.is_file() => return Err(refused(path, FileFault::NotAFile)),
        Some(_) if incoming.overwrite == Overwrite::Never => return Err(refused(path, FileFault::Exists)),
        Some(there) => there.permissions(),
    };
    let begun = found(begun).map_err(fails)?;
    if begun.is_some_and(|begun| !begun.is_file()) {
        return Err(refused(path, FileFault::NotAFile));
    }
    if incoming.offset == 0 {
        if begun.is_some() {
            sftp.remove(partial).await.map_err(fails)?;
        }
        // What replaces a file is nobody else's to read before it has that file's permissions.
        let mode = Mode::Create(permissions.map(|_| 0o600));
        let handle = sftp.open(partial, mode).await.map_err(fails)?;
        let digest = Some(Sha256::default());
        upload.set(Stage::Partial(Arrived { bytes: 0, digest: digest.clone() }));
        return Ok((handle, permissions, digest));
    }
    let lies = begun.map_or(0, |begun| begun.size);
    let known = match &upload.state().stage {
        Stage::Partial(arrived) | Stage::Failed { left: Some(arrived), .. } if arrived.bytes <= lies => {
            arrived.clone()
        }
        _ => Arrived { bytes: lies, digest: None },
    };
    upload.set(Stage::Partial(known.clone()));
    if known.bytes != incoming.offset {
        return Err(Problem::UploadOffset { offset: known.bytes });
    }
    Ok((sftp.open(partial, Mode::Write).await.map_err(fails)?, permissions, known.digest))
}

/// How far an upload has come.
///
/// # Errors
/// What it failed with.
pub(crate) async fn state(
    session: &Arc<Session>,
    name: &UploadName,
    path: &RemotePath,
) -> Result<UploadState, Problem> {
    if let Some(upload) = session.files.known_upload(name, path) {
        let mut state = upload.state();
        state.touched = Instant::now();
        match &state.stage {
            Stage::Partial(arrived) => return Ok(UploadState::Partial { bytes: arrived.bytes }),
            Stage::Checking { bytes } => return Ok(UploadState::Checking { bytes: *bytes }),
            Stage::Stored(stored) => return Ok(UploadState::Stored(stored.clone())),
            Stage::Failed { problem, .. } => return Err(problem.clone()),
            Stage::Unknown => {}
        }
    }
    let _place = session.files.place()?;
    let (sftp, _loan) = session.sftp().await?;
    let real = resolve(&sftp, path).await?;
    let lies = found(sftp.lstat(&real.partial(name)).await).map_err(|error| problem_of(path, &error))?;
    Ok(UploadState::Partial { bytes: lies.map_or(0, |lies| lies.size) })
}

/// Gives an upload up: its partial file is removed.
///
/// # Errors
/// The [`Problem`] that prevents it.
pub(crate) async fn discard(
    session: &Arc<Session>,
    name: &UploadName,
    path: &RemotePath,
) -> Result<(), Problem> {
    let upload = session.files.upload(name, path)?;
    let (_turn, _) = upload.take_turn().await;
    let _place = session.files.place()?;
    let (sftp, _loan) = session.sftp().await?;
    let real = resolve(&sftp, path).await?;
    match sftp.remove(&real.partial(name)).await {
        Ok(()) | Err(SftpError::Status { code: status::NO_SUCH_FILE, .. }) => {}
        Err(error) => return Err(problem_of(path, &error)),
    }
    session.files.state().uploads.remove(&(name.clone(), path.clone()));
    Ok(())
}

fn found(looked: Result<Attributes, SftpError>) -> Result<Option<Attributes>, SftpError> {
    match looked {
        Ok(found) => Ok(Some(found)),
        Err(SftpError::Status { code: status::NO_SUCH_FILE, .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a write that failed means: servers have no code of their own for a full disk.
async fn explain(sftp: &Sftp, loan: &Loan, path: &RemotePath, error: &SftpError, partial: &[u8]) -> Problem {
    if loan.link().is_lost() {
        return loan.link().broken(error);
    }
    let has_failed = matches!(error, SftpError::Status { code: status::FAILURE, .. });
    if has_failed && sftp.room(partial).await.is_some_and(|room| room < sftp.chunk as u64) {
        return refused(path, FileFault::NoSpace);
    }
    problem_of(path, error)
}
