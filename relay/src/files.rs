//! Files of a session on their way: which uploads and downloads there are, and how far they got. Knows no HTTP.

mod digest;
mod download;
mod output;
mod path;
mod upload;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use postern_shared::api::{FileFault, Problem, TooManyOf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) use download::{Download, Source, Span, Ticket, Whole, look};
pub(crate) use output::{Order, Output};
pub(crate) use path::{RemotePath, UploadName};
pub(crate) use upload::{Cut, Incoming, Overwrite, discard, receive, state as upload_state};

use crate::limits::{PARTIAL_TIME, REMEMBERED_TRANSFERS, TRANSFERS};
use crate::session::Session;
use crate::sftp::{Sftp, SftpError, status};
use upload::Upload;

/// The files of one session.
pub(crate) struct Files {
    places: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    uploads: HashMap<(UploadName, RemotePath), Arc<Upload>>,
    downloads: HashMap<String, Arc<Download>>,
}

/// A transfer's place among those that run at once.
pub(crate) type Place = OwnedSemaphorePermit;

impl Default for Files {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(TRANSFERS)), state: Mutex::default() }
    }
}

impl Files {
    /// Whether any file is on its way.
    pub(crate) fn are_moving(&self) -> bool {
        self.places.available_permits() < TRANSFERS
    }

    /// A place for one more.
    ///
    /// # Errors
    /// [`Problem::TooMany`].
    fn place(&self) -> Result<Place, Problem> {
        self.places.clone().try_acquire_owned().map_err(|_| too_many())
    }

    /// The upload of this name to this path, as it was left or new.
    fn upload(&self, name: &UploadName, path: &RemotePath) -> Result<Arc<Upload>, Problem> {
        let mut state = self.state();
        let key = (name.clone(), path.clone());
        if let Some(upload) = state.uploads.get(&key) {
            return Ok(upload.clone());
        }
        if state.uploads.len() >= REMEMBERED_TRANSFERS {
            state.uploads.retain(|_, upload| !upload.is_over());
        }
        if state.uploads.len() >= REMEMBERED_TRANSFERS {
            return Err(too_many());
        }
        let upload = Arc::new(Upload::default());
        state.uploads.insert(key, upload.clone());
        Ok(upload)
    }

    fn known_upload(&self, name: &UploadName, path: &RemotePath) -> Option<Arc<Upload>> {
        self.state().uploads.get(&(name.clone(), path.clone())).cloned()
    }

    fn remember(&self, download: Arc<Download>) -> Result<(), Problem> {
        let mut state = self.state();
        if state.downloads.len() >= REMEMBERED_TRANSFERS {
            state.downloads.retain(|_, download| !download.is_over(Instant::now()));
        }
        if state.downloads.len() >= REMEMBERED_TRANSFERS {
            return Err(too_many());
        }
        match state.downloads.entry(download.name().to_owned()) {
            Entry::Vacant(place) => place.insert(download),
            // A client that names its downloads itself names each of them once.
            Entry::Occupied(_) => return Err(Problem::TicketGone),
        };
        Ok(())
    }

    /// The download of this name.
    ///
    /// # Errors
    /// [`Problem::TicketGone`].
    pub(crate) fn download(&self, name: &str) -> Result<Arc<Download>, Problem> {
        self.state().downloads.get(name).cloned().ok_or(Problem::TicketGone)
    }

    /// Forgets a download and stops it.
    pub(crate) fn cancel_download(&self, name: &str) {
        if let Some(download) = self.state().downloads.remove(name) {
            download.cancel();
        }
    }

    /// Forgets what nobody came back to; returns the uploads whose partial files are to be removed.
    fn forget_old(&self, now: Instant) -> Vec<(UploadName, RemotePath)> {
        let mut state = self.state();
        state.downloads.retain(|_, download| !download.is_over(now));
        let old: Vec<_> = state
            .uploads
            .iter()
            .filter(|(_, upload)| upload.idle(now) > PARTIAL_TIME)
            .map(|(key, _)| key.clone())
            .collect();
        old.into_iter()
            .filter(|key| state.uploads.remove(key).is_some_and(|upload| !upload.is_over()))
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Removes partial files that nobody came back to.
    pub(crate) fn forget_partial_files(self: &Arc<Self>, now: Instant) {
        for (name, path) in self.files.forget_old(now) {
            let session = self.clone();
            self.tasks.spawn(async move {
                if let Err(problem) = discard(&session, &name, &path).await {
                    tracing::debug!(code = problem.code(), "a partial file could not be removed");
                }
            });
        }
    }
}

fn too_many() -> Problem {
    Problem::TooMany { of: TooManyOf::Transfers, retry_after: 1 }
}

fn refused(path: &RemotePath, why: FileFault) -> Problem {
    Problem::FileRefused { path: path.text(), why, reason: String::new() }
}

/// What an error of the SFTP server means for this file.
fn problem_of(path: &RemotePath, error: &SftpError) -> Problem {
    let why = match error {
        SftpError::Status { code: status::NO_SUCH_FILE, .. } => FileFault::NotFound,
        SftpError::Status { code: status::PERMISSION_DENIED, .. } => FileFault::Denied,
        SftpError::Status { .. } | SftpError::Garbled | SftpError::Silent | SftpError::Ended => {
            return Problem::FileRefused {
                path: path.text(),
                why: FileFault::Other,
                reason: error.to_string(),
            };
        }
    };
    refused(path, why)
}

/// The file that a path means: of a symbolic link the one it leads to, so that the link stays a link.
async fn resolve(sftp: &Sftp, path: &RemotePath) -> Result<RemotePath, Problem> {
    match sftp.lstat(path.bytes()).await {
        Ok(found) if found.is_link() => match sftp.real_path(path.bytes()).await {
            Ok(real) => RemotePath::parse(real.to_vec()),
            Err(error) => Err(problem_of(path, &error)),
        },
        _ => Ok(path.clone()),
    }
}
