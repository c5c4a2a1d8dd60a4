//! The gate in front of a link's reader: closed while a channel on the link has run too far ahead.
//!
//! russh re-opens a channel's window as bytes arrive, so a channel is stopped by not reading its connection.
//! The connection's task goes on meanwhile: what is typed, and signals above all, still reaches the target.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;

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

    /// Ready once the gate is open.
    pub(crate) fn poll_open(&self, cx: &mut Context<'_>) -> Poll<()> {
        if self.is_open() {
            return Poll::Ready(());
        }
        self.reader.register(cx.waker());
        // It may have opened between the look and the registration.
        if self.is_open() { Poll::Ready(()) } else { Poll::Pending }
    }

    fn is_open(&self) -> bool {
        self.full.load(Ordering::Acquire) == 0
    }
}
