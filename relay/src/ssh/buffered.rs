//! The byte stream below a link: read through the link's gate, with a buffer that follows the traffic.
//!
//! An idle link costs little memory, a busy one few system calls. However busy russh is with a target that does not
//! take part, the stream fails once the link is lost.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_util::io::poll_read_buf;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use crate::gate::Gate;
use crate::limits::{BUSY_READ_BUFFER, IDLE_READ_BUFFER, READS_UNTIL_IDLE};

/// Indices of [`Buffered::wakes`].
const READING: usize = 0;
const WRITING: usize = 1;

/// A byte stream with a read buffer of [`IDLE_READ_BUFFER`] to [`BUSY_READ_BUFFER`] bytes; writes pass through.
pub(super) struct Buffered<S> {
    stream: S,
    gate: Arc<Gate>,
    bytes: BytesMut,
    /// Size of the next read, in bytes.
    size: usize,
    /// Reads in a row that a small buffer would have held.
    small_reads: u32,
    lost: CancellationToken,
    /// Wakes whoever reads, and whoever writes, when the link is lost.
    wakes: [Option<Pin<Box<WaitForCancellationFutureOwned>>>; 2],
}

impl<S> Buffered<S> {
    pub(super) fn new(stream: S, gate: Arc<Gate>, lost: CancellationToken) -> Self {
        let bytes = BytesMut::new();
        Self { stream, gate, bytes, size: IDLE_READ_BUFFER, small_reads: 0, lost, wakes: [None, None] }
    }

    /// What came of a try to read or to write: an error once the link is lost, which wakes who waits.
    fn unless_lost<T>(
        &mut self,
        way: usize,
        cx: &mut Context<'_>,
        tried: Poll<std::io::Result<T>>,
    ) -> Poll<std::io::Result<T>> {
        if self.lost.is_cancelled() {
            return Poll::Ready(Err(std::io::ErrorKind::ConnectionAborted.into()));
        }
        if tried.is_ready() {
            return tried;
        }
        let lost = &self.lost;
        let wake = self.wakes[way].get_or_insert_with(|| Box::pin(lost.clone().cancelled_owned()));
        wake.as_mut().poll(cx).map(|()| Err(std::io::ErrorKind::ConnectionAborted.into()))
    }

    /// Chooses the size of the next read by how much the last one brought.
    fn adapt(&mut self, read: usize) {
        if read >= self.size {
            (self.size, self.small_reads) = (BUSY_READ_BUFFER, 0);
        } else if read > IDLE_READ_BUFFER {
            self.small_reads = 0;
        } else if self.size > IDLE_READ_BUFFER {
            self.small_reads += 1;
            if self.small_reads >= READS_UNTIL_IDLE {
                (self.size, self.small_reads) = (IDLE_READ_BUFFER, 0);
                self.bytes = BytesMut::from(&self.bytes[..]);
            }
        }
    }
}

impl<S: AsyncRead + Unpin> Buffered<S> {
    /// Fills the buffer, as soon as the gate is open.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        ready!(self.gate.poll_open(cx));
        if self.bytes.is_empty() {
            self.bytes.reserve(self.size);
            let read = ready!(poll_read_buf(Pin::new(&mut self.stream), cx, &mut self.bytes))?;
            self.adapt(read);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Buffered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let filled = self.poll_fill(cx);
        ready!(self.unless_lost(READING, cx, filled))?;
        let length = out.remaining().min(self.bytes.len());
        out.put_slice(&self.bytes[..length]);
        self.bytes.advance(length);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Buffered<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.unless_lost(WRITING, cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.unless_lost(WRITING, cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.unless_lost(WRITING, cx, shut)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::poll;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::{Buffered, CancellationToken};
    use crate::gate::Gate;
    use crate::limits::{BUSY_READ_BUFFER, IDLE_READ_BUFFER, READS_UNTIL_IDLE};

    #[tokio::test]
    async fn the_buffer_grows_under_a_flood_shrinks_after_it_and_loses_nothing() {
        let (near, mut far) = duplex(1 << 20);
        let mut buffered = Buffered::new(near, Arc::default(), CancellationToken::new());
        let flood: Vec<u8> = (0..300_000u32).map(|n| n as u8).collect();
        far.write_all(&flood).await.unwrap();
        let mut back = vec![0; flood.len()];
        buffered.read_exact(&mut back).await.unwrap();
        assert_eq!(back, flood);
        assert_eq!(buffered.size, BUSY_READ_BUFFER);
        for n in 0..=READS_UNTIL_IDLE {
            far.write_all(&[n as u8]).await.unwrap();
            assert_eq!(buffered.read_u8().await.unwrap(), n as u8);
        }
        assert_eq!(buffered.size, IDLE_READ_BUFFER);
        assert!(buffered.bytes.capacity() <= 2 * IDLE_READ_BUFFER);
    }

    #[tokio::test]
    async fn nothing_is_read_while_the_gate_is_closed_and_writing_goes_on() {
        let (near, mut far) = duplex(64);
        let gate = Arc::new(Gate::default());
        let mut buffered = Buffered::new(near, gate.clone(), CancellationToken::new());
        far.write_all(b"output").await.unwrap();
        gate.close();
        gate.close();
        let mut bytes = [0; 6];
        {
            let mut reading = std::pin::pin!(buffered.read_exact(&mut bytes));
            assert!(poll!(&mut reading).is_pending());
            gate.open();
            assert!(poll!(&mut reading).is_pending());
        }
        buffered.write_all(b"\x03").await.unwrap();
        assert_eq!(far.read_u8().await.unwrap(), 3);
        gate.open();
        buffered.read_exact(&mut bytes).await.unwrap();
        assert_eq!(&bytes, b"output");
    }
}
