//! The lines a child process has written so far, bounded, and waiting for one of them.

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

const TIMEOUT: Duration = Duration::from_secs(20);
const MAX_BYTES: usize = 4 << 20;

/// What a process has written.
#[derive(Debug, Default)]
pub(crate) struct Log {
    text: Mutex<Text>,
    grown: Condvar,
}

#[derive(Debug, Default)]
struct Text {
    lines: String,
    ended: bool,
}

impl Log {
    /// Adds a line.
    pub(crate) fn add(&self, line: &str) {
        let mut text = self.text.lock().expect("the log");
        if text.lines.len() < MAX_BYTES {
            text.lines.push_str(line.trim_end());
            text.lines.push('\n');
        }
        self.grown.notify_all();
    }

    /// Notes that nothing follows.
    pub(crate) fn end(&self) {
        self.text.lock().expect("the log").ended = true;
        self.grown.notify_all();
    }

    /// Everything so far.
    pub(crate) fn read(&self) -> String {
        self.text.lock().expect("the log").lines.clone()
    }

    /// Waits until nothing follows.
    pub(crate) fn wait_for_end(&self) {
        self.wait_for(|_| false);
    }

    /// Waits until the log fits; `false` when it ends or time runs out before.
    pub(crate) fn wait_for(&self, fits: impl Fn(&str) -> bool) -> bool {
        let deadline = Instant::now() + TIMEOUT;
        let mut text = self.text.lock().expect("the log");
        while !fits(&text.lines) {
            let left = deadline.saturating_duration_since(Instant::now());
            if text.ended || left.is_zero() {
                return false;
            }
            text = self.grown.wait_timeout(text, left).expect("the log").0;
        }
        true
    }
}
