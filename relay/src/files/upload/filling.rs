//! Writes the bytes of a body into a partial file, many requests at once, and notes what the target has confirmed.

use std::collections::VecDeque;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;

use super::{Arrived, Cut, Stage, Upload};
use crate::limits::{SFTP_IN_FLIGHT, SFTP_IN_FLIGHT_BYTES, TRANSFER_STALL_TIME, WRITE_PIECES};
use crate::sftp::{Answer, Handle, Sftp, SftpError};

/// A partial file that is being written.
pub(super) struct Filling<'a> {
    sftp: &'a Sftp,
    handle: &'a Handle,
    upload: &'a Upload,
    /// Size of the whole file, if it is known.
    size: Option<u64>,
    /// Where the next write goes.
    offset: u64,
    digest: Option<Sha256>,
    /// Pieces of the next write, and their bytes.
    gathered: (Vec<Bytes>, usize),
    /// Writes on their way, each with what is there once it is confirmed.
    under_way: VecDeque<(Answer, u64, Option<Sha256>)>,
}

/// Why a partial file was not filled.
pub(super) enum Stop {
    Cut,
    TooLong,
    Failed(SftpError),
}

impl<'a> Filling<'a> {
    pub(super) fn new(
        sftp: &'a Sftp,
        handle: &'a Handle,
        upload: &'a Upload,
        offset: u64,
        size: Option<u64>,
        digest: Option<Sha256>,
    ) -> Self {
        let (gathered, under_way) = ((Vec::new(), 0), VecDeque::new());
        Self { sftp, handle, upload, size, offset, digest, gathered, under_way }
    }

    /// Writes everything; returns how much lies there then.
    pub(super) async fn fill<S>(mut self, mut body: S) -> Result<u64, Stop>
    where
        S: Stream<Item = Result<Bytes, Cut>> + Unpin,
    {
        let most = (SFTP_IN_FLIGHT_BYTES / self.sftp.chunk).clamp(1, SFTP_IN_FLIGHT);
        let ended = loop {
            let has_room = self.under_way.len() < most;
            tokio::select! {
                frame = timeout(TRANSFER_STALL_TIME, body.next()), if has_room => match frame {
                    Ok(Some(Ok(bytes))) => self.take(bytes).await?,
                    Ok(None) => break Ok(()),
                    Ok(Some(Err(Cut))) | Err(_) => break Err(Stop::Cut),
                },
                () = self.sftp.ended(), if self.under_way.is_empty() => {
                    return Err(Stop::Failed(SftpError::Ended));
                }
                written = first(&mut self.under_way), if !self.under_way.is_empty() => self.confirm(written)?,
            }
        };
        // What is here is worth writing, even of a client that went away.
        self.write().await?;
        while !self.under_way.is_empty() {
            let written = first(&mut self.under_way).await;
            self.confirm(written)?;
        }
        ended.map(|()| self.offset)
    }

    async fn take(&mut self, mut bytes: Bytes) -> Result<(), Stop> {
        let here = self.offset + (self.gathered.1 + bytes.len()) as u64;
        if self.size.is_some_and(|size| here > size) {
            return Err(Stop::TooLong);
        }
        while !bytes.is_empty() {
            let room = self.sftp.chunk - self.gathered.1;
            let piece = bytes.split_to(bytes.len().min(room));
            self.gathered.1 += piece.len();
            self.gathered.0.push(piece);
            if self.gathered.1 == self.sftp.chunk || self.gathered.0.len() >= WRITE_PIECES {
                self.write().await?;
            }
        }
        Ok(())
    }

    async fn write(&mut self) -> Result<(), Stop> {
        let (pieces, length) = std::mem::take(&mut self.gathered);
        if length == 0 {
            return Ok(());
        }
        if let Some(digest) = &mut self.digest {
            pieces.iter().for_each(|piece| digest.update(piece));
        }
        let answer = self.sftp.write(self.handle, self.offset, pieces).await.map_err(Stop::Failed)?;
        self.offset += length as u64;
        self.under_way.push_back((answer, self.offset, self.digest.clone()));
        Ok(())
    }

    fn confirm(&mut self, written: Result<(), SftpError>) -> Result<(), Stop> {
        written.map_err(Stop::Failed)?;
        if let Some((_, bytes, digest)) = self.under_way.pop_front() {
            self.upload.set(Stage::Partial(Arrived { bytes, digest }));
        }
        Ok(())
    }
}

/// Waits for the oldest write; it may be given up and waited for again.
async fn first(under_way: &mut VecDeque<(Answer, u64, Option<Sha256>)>) -> Result<(), SftpError> {
    match under_way.front_mut() {
        Some((answer, ..)) => answer.done().await,
        None => Ok(()),
    }
}
