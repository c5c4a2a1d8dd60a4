//! The gate in front of a link's reader: closed while a channel on the link has run too far ahead.
//!
//! russh re-opens a channel's window as bytes arrive, so a channel is stopped by not reading its connection.
//! The connection's task goes on meanwhile: what is typed, and signals above all, still reaches the target.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Shared by a link's reader, which it stops, and the link's channels, which close and open it.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    /// Channels that have run too far ahead.
    full: AtomicUsize,
    /// How often the gate was closed.
    closings: AtomicUsize,
    reader: AtomicWaker,
}

impl Gate {
    /// One channel more has run too far ahead.
    pub(crate) fn close(&self) {
        self.full.fetch_add(1, Ordering::Release);
        self.closings.fetch_add(1, Ordering::Release);
    }

    /// One channel less.
    pub(crate) fn open(&self) {
        if self.full.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.reader.wake();
        }
    }

    /// How often the gate was closed so far, if it is open now.
    pub(crate) fn open_since(&self) -> Option<usize> {
        self.is_open().then(|| self.closings.load(Ordering::Acquire))
    }

    fn is_open(&self) -> bool {
        self.full.load(Ordering::Acquire) == 0
    }
}

/// A byte stream that is read through a [`Gate`] and written freely.
pub(crate) struct Gated<S> {
    pub(crate) stream: S,
    pub(crate) gate: Arc<Gate>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Gated<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if !self.gate.is_open() {
            self.gate.reader.register(cx.waker());
            // It may have opened between the look and the registration.
            if !self.gate.is_open() {
                return Poll::Pending;
            }
        }
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Gated<S> {
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
    use std::sync::Arc;

    use futures_util::poll;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::{Gate, Gated};

    #[tokio::test]
    async fn nothing_is_read_while_the_gate_is_closed_and_writing_goes_on() {
        let (near, mut far) = duplex(64);
        let gate = Arc::new(Gate::default());
        let mut gated = Gated { stream: near, gate: gate.clone() };
        far.write_all(b"output").await.unwrap();
        gate.close();
        gate.close();
        let mut buffer = [0; 6];
        {
            let mut reading = std::pin::pin!(gated.read_exact(&mut buffer));
            assert!(poll!(&mut reading).is_pending());
            gate.open();
            assert!(poll!(&mut reading).is_pending());
        }
        gated.write_all(b"\x03").await.unwrap();
        assert_eq!(far.read_u8().await.unwrap(), 3);
        gate.open();
        gated.read_exact(&mut buffer).await.unwrap();
        assert_eq!(&buffer, b"output");
    }
}
