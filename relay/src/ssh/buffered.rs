//! A reader that costs an idle link little and a busy one few system calls: its buffer follows the traffic.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_util::io::poll_read_buf;

use crate::limits::{IDLE_READ_BUFFER, READS_UNTIL_IDLE};

/// A byte stream with a read buffer of [`IDLE_READ_BUFFER`] to `most` bytes; writes pass through.
pub(super) struct Buffered<S> {
    stream: S,
    bytes: BytesMut,
    /// Size of the next read, in bytes.
    size: usize,
    most: usize,
    /// Reads in a row that a small buffer would have held.
    small_reads: u32,
}

impl<S> Buffered<S> {
    pub(super) fn new(stream: S, most: usize) -> Self {
        Self { stream, bytes: BytesMut::new(), size: IDLE_READ_BUFFER, most, small_reads: 0 }
    }

    /// Chooses the size of the next read by how much the last one brought.
    fn adapt(&mut self, read: usize) {
        if read >= self.size {
            (self.size, self.small_reads) = (self.most, 0);
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

impl<S: AsyncRead + Unpin> AsyncRead for Buffered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let this = &mut *self;
        if this.bytes.is_empty() {
            this.bytes.reserve(this.size);
            let read = ready!(poll_read_buf(Pin::new(&mut this.stream), cx, &mut this.bytes))?;
            this.adapt(read);
        }
        let length = out.remaining().min(this.bytes.len());
        out.put_slice(&this.bytes[..length]);
        this.bytes.advance(length);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Buffered<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::Buffered;
    use crate::limits::{IDLE_READ_BUFFER, READS_UNTIL_IDLE};

    #[tokio::test]
    async fn the_buffer_grows_under_a_flood_shrinks_after_it_and_loses_nothing() {
        let (near, mut far) = duplex(1 << 20);
        let mut buffered = Buffered::new(near, 64 * 1024);
        let flood: Vec<u8> = (0..300_000u32).map(|n| n as u8).collect();
        far.write_all(&flood).await.unwrap();
        let mut back = vec![0; flood.len()];
        buffered.read_exact(&mut back).await.unwrap();
        assert_eq!(back, flood);
        assert_eq!(buffered.size, 64 * 1024);
        for n in 0..=READS_UNTIL_IDLE {
            far.write_all(&[n as u8]).await.unwrap();
            assert_eq!(buffered.read_u8().await.unwrap(), n as u8);
        }
        assert_eq!(buffered.size, IDLE_READ_BUFFER);
        assert!(buffered.bytes.capacity() <= 2 * IDLE_READ_BUFFER);
    }
}
