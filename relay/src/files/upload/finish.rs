//! The end of an upload: what the target stored is compared, and only then gets its name.

use postern_shared::api::{FileFault, Problem, Stored};
use sha2::Sha256;
use tokio_util::task::TaskTracker;

use super::{Arrived, Overwrite, Stage};
use crate::files::{RemotePath, digest, problem_of, refused};
use crate::session::Loan;
use crate::sftp::{Handle, Sftp};

/// A partial file that is complete.
pub(super) struct Finish {
    pub(super) sftp: Sftp,
    pub(super) loan: Loan,
    pub(super) handle: Handle,
    pub(super) path: RemotePath,
    pub(super) partial: Vec<u8>,
    /// Those of the file it replaces.
    pub(super) permissions: Option<u32>,
    pub(super) overwrite: Overwrite,
    pub(super) bytes: u64,
}

impl Finish {
    /// Compares, and gives the file its name.
    pub(super) async fn run(self, digest: Option<Sha256>, tasks: &TaskTracker) -> Result<Stored, Problem> {
        let Self { sftp, loan, handle, path, partial, permissions, overwrite, bytes } = self;
        let fails = |error| problem_of(&path, &error);
        sftp.close(handle).await.map_err(fails)?;
        if sftp.lstat(&partial).await.map_err(fails)?.size != bytes {
            return damaged(&sftp, &path, &partial).await;
        }
        let sha256 = digest.map(digest::text);
        let verified = match &sha256 {
            Some(sent) => digest::of_target(loan.link(), &partial, tasks).await.map(|stored| stored == *sent),
            None => None,
        };
        if verified == Some(false) {
            return damaged(&sftp, &path, &partial).await;
        }
        if let Some(permissions) = permissions {
            sftp.set_permissions(&partial, permissions).await.map_err(fails)?;
        }
        let named = match overwrite {
            Overwrite::Never => sftp.rename(&partial, path.bytes()).await,
            Overwrite::Replace => sftp.replace(&partial, path.bytes()).await,
        };
        match named {
            Ok(()) => Ok(Stored { bytes, sha256, verified }),
            // Somebody else took the name meanwhile; servers have no code of their own for that.
            Err(_) if overwrite == Overwrite::Never && sftp.lstat(path.bytes()).await.is_ok() => {
                Err(refused(&path, FileFault::Exists))
            }
            Err(error) => Err(fails(error)),
        }
    }
}

/// What lies there is not what was sent, so there is nothing to go on with.
async fn damaged(sftp: &Sftp, path: &RemotePath, partial: &[u8]) -> Result<Stored, Problem> {
    if let Err(error) = sftp.remove(partial).await {
        tracing::debug!(%error, "a damaged partial file could not be removed");
    }
    Err(refused(path, FileFault::Checksum))
}

/// Where an upload stands after its end failed: damaged it is over, otherwise its end can be tried again.
pub(super) fn failed(problem: Problem, arrived: Arrived) -> Stage {
    let is_gone = matches!(problem, Problem::FileRefused { why: FileFault::Checksum, .. });
    Stage::Failed { left: (!is_gone).then_some(arrived), problem }
}
