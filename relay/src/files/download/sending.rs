//! Reads a file piece by piece, many requests at once and no more of them than the reader keeps up with.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use postern_shared::api::DownloadState;
use sha2::{Digest as _, Sha256};

use super::{Download, Span, Whole, check};
use crate::limits::{SFTP_IN_FLIGHT, SFTP_IN_FLIGHT_BYTES};
use crate::sftp::{Answer, SftpError};

/// A file on its way out.
pub(super) struct Sending {
    whole: Option<Whole>,
    watched: Option<Watched>,
    /// What the next request asks for, what the next byte out is, and where the span ends.
    asked: u64,
    sent: u64,
    end: Option<u64>,
    /// Requests under way: offset and length of each.
    under_way: VecDeque<(Answer, u64, usize)>,
    ready: VecDeque<Bytes>,
}

/// A download that somebody may look at.
struct Watched {
    download: Arc<Download>,
    /// Of everything sent so far, where that is everything from the beginning.
    digest: Option<Sha256>,
    is_over: bool,
}

impl Drop for Watched {
    fn drop(&mut self) {
        if !self.is_over
            && let DownloadState::Running { bytes } = self.download.state()
        {
            self.download.set(DownloadState::Broken { bytes });
        }
    }
}

impl Sending {
    pub(super) fn new(whole: Whole, Span { from, to }: Span, download: Option<Arc<Download>>) -> Self {
        let watched = download.map(|download| {
            download.set(DownloadState::Running { bytes: from });
            Watched { download, digest: (from == 0).then(Sha256::new), is_over: false }
        });
        let (under_way, ready) = (VecDeque::new(), VecDeque::new());
        Self { whole: Some(whole), watched, asked: from, sent: from, end: to, under_way, ready }
    }

    /// The next piece and what follows it; none at the end.
    pub(super) async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                self.note(&piece);
                if self.end == Some(self.sent) {
                    // Nobody asks again after as many bytes as were announced.
                    self.finish();
                }
                return Ok(Some((piece, self)));
            }
            if self.end == Some(self.sent) || !self.fetch().await? {
                self.finish();
                return Ok(None);
            }
        }
    }

    /// Waits for the next pieces; false at the end of a file whose size is not known.
    async fn fetch(&mut self) -> io::Result<bool> {
        let Some(whole) = self.whole.as_ref() else { return Ok(false) };
        let (over, cancelled) = (
            whole.session.over.clone(),
            self.watched.as_ref().map(|watched| watched.download.cancelled.clone()).unwrap_or_default(),
        );
        tokio::select! {
            fetched = fetch(
                whole, &mut self.under_way, &mut self.ready, &mut self.asked, self.end
            ) => fetched.map_err(io::Error::other),
            () = over.cancelled() => Err(io::Error::other("the session ended")),
            () = cancelled.cancelled() => Err(io::Error::other("the download was given up")),
        }
    }

    fn note(&mut self, piece: &Bytes) {
        self.sent += piece.len() as u64;
        if let Some(watched) = &mut self.watched {
            if let Some(digest) = &mut watched.digest {
                digest.update(piece);
            }
            watched.download.set(DownloadState::Running { bytes: self.sent });
        }
    }

    fn finish(&mut self) {
        let (Some(whole), Some(watched)) = (self.whole.take(), self.watched.as_mut()) else { return };
        watched.is_over = true;
        let (download, bytes) = (watched.download.clone(), self.sent);
        let digest = watched.digest.take();
        if bytes < whole.attributes.size {
            // A client that wanted a part of it.
            return download.set(DownloadState::Broken { bytes });
        }
        download.set(DownloadState::Checking { bytes });
        let tasks = whole.session.tasks.clone();
        tasks.spawn(check(whole, download, bytes, digest));
    }
}

/// Asks for as much as may be under way, then waits for what comes next.
async fn fetch(
    whole: &Whole,
    under_way: &mut VecDeque<(Answer, u64, usize)>,
    ready: &mut VecDeque<Bytes>,
    asked: &mut u64,
    end: Option<u64>,
) -> Result<bool, Failure> {
    let chunk = whole.sftp.chunk;
    let most = (SFTP_IN_FLIGHT_BYTES / chunk).clamp(1, SFTP_IN_FLIGHT);
    while under_way.len() < most {
        let left = end.map_or(u64::MAX, |end| end - *asked);
        let length = chunk.min(usize::try_from(left).unwrap_or(chunk));
        if length == 0 {
            break;
        }
        let answer = whole.sftp.read(&whole.handle, *asked, length).await?;
        under_way.push_back((answer, *asked, length));
        *asked += length as u64;
    }
    let Some((answer, offset, length)) = under_way.front_mut() else { return Ok(false) };
    let (offset, length) = (*offset, *length);
    let Some(pieces) = answer.data().await? else {
        return if end.is_some() { Err(Failure::Shorter) } else { Ok(false) };
    };
    under_way.pop_front();
    let got: usize = pieces.iter().map(Bytes::len).sum();
    if got == 0 || got > length {
        return Err(SftpError::Garbled.into());
    }
    if got < length {
        // A server may send less than it was asked for; the rest comes before what follows it.
        let (offset, length) = (offset + got as u64, length - got);
        let answer = whole.sftp.read(&whole.handle, offset, length).await?;
        under_way.push_front((answer, offset, length));
    }
    ready.extend(pieces);
    Ok(true)
}

/// Why a file cannot be sent to its end.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the file became shorter while it was sent")]
    Shorter,
    #[error(transparent)]
    Sftp(#[from] SftpError),
}
