//! Waiting for what a test expects to read: text, a control message, an exit, the close.

use memchr::memmem;
use postern_shared::api::Problem;
use postern_shared::wire::{ClientControl, ServerControl, Stream};

use super::{Attachment, Event, Outcome};

impl Attachment {
    /// Reads until the output holds `text`, and returns all of it up to there.
    ///
    /// # Panics
    /// When the channel ends or falls silent before.
    pub async fn read_until(&mut self, text: &str) -> String {
        let finder = memmem::Finder::new(text);
        let mut from = 0;
        loop {
            if let Some(at) = finder.find(&self.text[from..]) {
                let rest = self.text.split_off(from + at + text.len());
                let read = std::mem::replace(&mut self.text, rest);
                return String::from_utf8_lossy(&read).into_owned();
            }
            from = self.text.len().saturating_sub(text.len());
            self.read_aside().await;
        }
    }

    /// Reads this many bytes of output.
    ///
    /// # Panics
    /// When the channel ends or falls silent before.
    pub async fn read_bytes(&mut self, bytes: usize) -> Vec<u8> {
        while self.text.len() < bytes {
            self.read_aside().await;
        }
        let rest = self.text.split_off(bytes);
        std::mem::replace(&mut self.text, rest)
    }

    /// Waits for the shell's prompt.
    pub async fn prompt(&mut self) -> String {
        self.read_until("$ ").await
    }

    /// Types a line and reads to the prompt after it.
    ///
    /// The marker keeps the echo of the line and the output of the last one apart.
    pub async fn line(&mut self, command: &str) -> String {
        let marker = format!("m{:08x}", rand::random::<u32>());
        self.type_text(&format!("{command}; echo {}''{}\n", &marker[..4], &marker[4..])).await;
        self.read_until("\r\n").await;
        let read = self.read_until(&marker).await;
        self.prompt().await;
        read.trim_end_matches(&marker).replace("\r\n", "\n")
    }

    /// Waits for a control message that fits.
    ///
    /// # Panics
    /// When the channel ends before.
    pub async fn control_where(&mut self, fits: impl Fn(&ServerControl) -> bool) -> ServerControl {
        loop {
            if let Some(at) = self.controls.iter().position(&fits) {
                return self.controls.remove(at);
            }
            self.read_aside().await;
        }
    }

    /// Reads to the close; returns its code, none when the connection broke, and the problem told before it.
    pub async fn closed(&mut self) -> (Option<u16>, Option<Problem>) {
        loop {
            match self.next().await {
                Event::Output(stream, bytes) => self.keep(stream, &bytes),
                Event::Control(control) => self.controls.push(control),
                Event::Repaint(_) => {}
                Event::Closed(reason) => {
                    let problem = self.controls.iter().find_map(|control| match control {
                        ServerControl::Problem { problem } => Some(problem.problem.clone()),
                        _ => None,
                    });
                    return (reason.map(|(code, _)| code), problem);
                }
            }
        }
    }

    /// Reads everything to the exit, the streams of `exec` apart.
    ///
    /// # Panics
    /// When the connection ends without an exit.
    pub async fn outcome(&mut self) -> Outcome {
        let (stdout, stderr) = (std::mem::take(&mut self.text), std::mem::take(&mut self.errors));
        let mut outcome = Outcome { stdout, stderr, ..Outcome::default() };
        loop {
            match self.next().await {
                Event::Output(Stream::Stderr, bytes) => outcome.stderr.extend_from_slice(&bytes),
                Event::Output(_, bytes) => outcome.stdout.extend_from_slice(&bytes),
                Event::Control(ServerControl::Exit { status, signal, .. }) => {
                    return Outcome { status, signal, ..outcome };
                }
                Event::Control(ServerControl::Opened { .. }) => panic!("output was lost: {:?}", self.opened),
                Event::Control(control) => self.controls.push(control),
                Event::Repaint(_) => {}
                Event::Closed(reason) => panic!("closed with {reason:?}; {:?}", self.controls),
            }
        }
    }

    /// Reads what still arrives until the connection breaks.
    ///
    /// # Panics
    /// When it is closed in good order instead.
    pub async fn broken(&mut self) {
        loop {
            match self.next().await {
                Event::Output(stream, bytes) => self.keep(stream, &bytes),
                Event::Control(control) => self.controls.push(control),
                Event::Repaint(_) => {}
                Event::Closed(None) => return,
                Event::Closed(reason) => panic!("closed with {reason:?}; {:?}", self.controls),
            }
        }
    }

    /// Waits until the relay has taken everything that was sent to it so far.
    pub async fn answered(&mut self) {
        let id = rand::random();
        self.control(&ClientControl::Ping { id }).await;
        self.control_where(|control| *control == ServerControl::Pong { id }).await;
    }

    /// Reads one thing and keeps it for later.
    pub async fn read_on(&mut self) {
        self.read_aside().await;
    }

    /// Keeps output for later, the streams of `exec` apart.
    pub(super) fn keep(&mut self, stream: Stream, bytes: &[u8]) {
        match stream {
            Stream::Stderr => self.errors.extend_from_slice(bytes),
            Stream::Stdin | Stream::Stdout => self.text.extend_from_slice(bytes),
        }
    }

    /// Keeps output from [`Self::next`] for later.
    pub fn put_aside(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
    }

    /// Output that was read and not yet looked at.
    #[must_use]
    pub fn unread(&self) -> &[u8] {
        &self.text
    }
}
