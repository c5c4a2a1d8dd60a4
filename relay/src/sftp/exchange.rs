//! Requests out, answers in: which belongs to which, and the task that carries both.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use russh::client::Msg;
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::packet::{Decoder, Packet, kind};
use super::{SftpError, done, status};
use crate::limits::TRANSFER_STALL_TIME;

pub(super) type Answered = Result<Packet, SftpError>;

/// A packet on its way out, in pieces.
pub(super) struct Request {
    pub(super) head: Bytes,
    pub(super) carried: Vec<Bytes>,
}

/// The answer to a request that was sent.
pub(crate) struct Answer(oneshot::Receiver<Answered>);

impl Answer {
    /// Waits for it.
    pub(super) async fn wait(&mut self) -> Answered {
        match timeout(TRANSFER_STALL_TIME, &mut self.0).await {
            Ok(Ok(answered)) => answered,
            Ok(Err(_)) => Err(SftpError::Ended),
            Err(_) => Err(SftpError::Silent),
        }
    }

    /// Waits for a "done". It may be dropped while it waits, and waited for again.
    pub(crate) async fn done(&mut self) -> Result<(), SftpError> {
        let packet = self.wait().await?;
        done(packet)
    }

    /// Waits for the bytes of a read; none at the file's end.
    pub(crate) async fn data(&mut self) -> Result<Option<Vec<Bytes>>, SftpError> {
        let packet = self.wait().await?;
        if packet.kind == kind::DATA {
            return Ok(Some(packet.data()?));
        }
        match done(packet) {
            Err(SftpError::Status { code: status::END_OF_FILE, .. }) => Ok(None),
            Err(error) => Err(error),
            Ok(()) => Err(SftpError::Garbled),
        }
    }
}

/// Requests that wait for their answers.
pub(super) struct Pending(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    next: u32,
    answers: HashMap<u32, oneshot::Sender<Answered>>,
    has_ended: bool,
}

impl Pending {
    /// None yet; the first will have this number.
    pub(super) fn beginning_at(next: u32) -> Self {
        Self(Mutex::new(Waiting { next, ..Waiting::default() }))
    }

    fn state(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of a request, and its answer to come.
    pub(super) fn expect(&self) -> Result<(u32, Answer), SftpError> {
        let mut state = self.state();
        if state.has_ended {
            return Err(SftpError::Ended);
        }
        let (sender, receiver) = oneshot::channel();
        let id = state.next;
        state.next = id.wrapping_add(1);
        state.answers.insert(id, sender);
        Ok((id, Answer(receiver)))
    }

    fn answer(&self, packet: Packet) {
        let waiting = self.state().answers.remove(&packet.id);
        if let Some(waiting) = waiting {
            // Whoever asked may have gone.
            let _ = waiting.send(Ok(packet));
        }
    }

    fn end(&self, error: &SftpError) {
        let waiting = {
            let mut state = self.state();
            state.has_ended = true;
            std::mem::take(&mut state.answers)
        };
        for sender in waiting.into_values() {
            let _ = sender.send(Err(error.clone()));
        }
    }
}

/// Carries requests out and answers in until either side ends it.
pub(super) async fn drive(
    read: ChannelReadHalf,
    write: ChannelWriteHalf<Msg>,
    mut queue: mpsc::Receiver<Request>,
    pending: Arc<Pending>,
) {
    let writing = async {
        while let Some(Request { head, carried }) = queue.recv().await {
            for piece in std::iter::once(head).chain(carried) {
                if write.data_bytes(piece).await.is_err() {
                    return SftpError::Ended;
                }
            }
        }
        SftpError::Ended
    };
    let error = tokio::select! {
        error = writing => error,
        error = take_answers(read, &pending) => error,
    };
    // Before the close is waited for: whoever waits for an answer learns that none comes.
    pending.end(&error);
    let _ = write.close().await;
}

async fn take_answers(mut read: ChannelReadHalf, pending: &Pending) -> SftpError {
    let mut decoder = Decoder::default();
    while let Some(message) = read.wait().await {
        match message {
            ChannelMsg::Data { mut data } => loop {
                match decoder.next(&mut data) {
                    Ok(Some(packet)) => pending.answer(packet),
                    Ok(None) => break,
                    Err(garbled) => return garbled.into(),
                }
            },
            ChannelMsg::Eof | ChannelMsg::Close => return SftpError::Ended,
            _ => {}
        }
    }
    SftpError::Ended
}
