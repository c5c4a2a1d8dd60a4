//! An SFTP client (version 3) over one SSH channel: requests go out without waiting for each other's answers.
//! It knows neither HTTP nor what the files are for.
//!
//! Of our own making, because paths and handles are bytes: a client that takes them for text can neither name every
//! file nor keep the handles of every server. And a file's bytes pass through uncopied.

mod exchange;
mod packet;

use std::sync::Arc;

use bytes::{BufMut as _, Bytes};
use russh::Channel;
use russh::client::Msg;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

pub(crate) use exchange::Answer;
pub(crate) use packet::{Attributes, Garbled};

use crate::limits::{SFTP_CHUNK_BYTES, SFTP_PLAIN_CHUNK_BYTES, TRANSFER_STALL_TIME};
use exchange::{Answered, Pending, Request, drive};
use packet::{Packet, VERSION, kind, long, number, put_mode, put_string, request, string};

/// One SFTP session. Dropping it closes its channel.
pub(crate) struct Sftp {
    requests: mpsc::Sender<Request>,
    pending: Arc<Pending>,
    extensions: Vec<Bytes>,
    /// Largest piece of a file that one request carries, in bytes.
    pub(crate) chunk: usize,
}

/// An open file.
#[derive(Clone, Debug)]
pub(crate) struct Handle(Bytes);

/// How a file is opened.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    Read,
    /// To write to what is there.
    Write,
    /// To write what must not be there yet, with these permissions.
    Create(Option<u32>),
}

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SftpError {
    /// The server says so (section 7).
    #[error("{message}")]
    Status { code: u32, message: String },
    #[error(
        "its SFTP server breaks the protocol; does a start-up file of the account's shell print something?"
    )]
    Garbled,
    #[error("its SFTP server gave no answer in time")]
    Silent,
    #[error("its SFTP server ended")]
    Ended,
}

impl From<Garbled> for SftpError {
    fn from(Garbled: Garbled) -> Self {
        Self::Garbled
    }
}

/// Codes of [`SftpError::Status`].
pub(crate) mod status {
    pub(crate) const OK: u32 = 0;
    pub(crate) const END_OF_FILE: u32 = 1;
    pub(crate) const NO_SUCH_FILE: u32 = 2;
    pub(crate) const PERMISSION_DENIED: u32 = 3;
    pub(crate) const FAILURE: u32 = 4;
}

impl Sftp {
    /// Begins a session on a channel whose SFTP subsystem was granted.
    ///
    /// # Errors
    /// What the server does instead.
    pub(crate) async fn begin(channel: Channel<Msg>, tasks: &TaskTracker) -> Result<Self, SftpError> {
        let (read, write) = channel.split();
        let (requests, queue) = mpsc::channel(1);
        // The server's version stands where the number of its other answers does.
        let pending = Arc::new(Pending::beginning_at(VERSION));
        let (_, mut answer) = pending.expect()?;
        tasks.spawn(drive(read, write, queue, pending.clone()));
        let head = request(kind::INIT, VERSION, 0, |_| {});
        requests.send(Request { head, carried: Vec::new() }).await.map_err(|_| SftpError::Ended)?;
        let version = answer.wait().await?;
        if version.kind != kind::VERSION {
            return Err(SftpError::Garbled);
        }
        let mut extensions = Vec::new();
        let mut rest = version.whole();
        while !rest.is_empty() {
            extensions.push(string(&mut rest)?);
            string(&mut rest)?;
        }
        let mut sftp = Self { requests, pending, extensions, chunk: SFTP_PLAIN_CHUNK_BYTES };
        if sftp.offers(b"limits@openssh.com") {
            sftp.chunk = sftp.largest_chunk().await.unwrap_or(SFTP_PLAIN_CHUNK_BYTES);
        }
        Ok(sftp)
    }

    /// Waits until the session has ended.
    pub(crate) async fn ended(&self) {
        self.requests.closed().await;
    }

    fn offers(&self, extension: &[u8]) -> bool {
        self.extensions.iter().any(|offered| offered == extension)
    }

    async fn largest_chunk(&self) -> Result<usize, SftpError> {
        let mut limits = self.extended(b"limits@openssh.com", &[]).await?;
        let [_, read, write] = [long(&mut limits)?, long(&mut limits)?, long(&mut limits)?];
        let bound = |limit: u64| if limit == 0 { SFTP_CHUNK_BYTES } else { limit as usize };
        Ok(bound(read).min(bound(write)).clamp(1024, SFTP_CHUNK_BYTES))
    }

    async fn send(
        &self,
        kind: u8,
        carried: Vec<Bytes>,
        fill: impl FnOnce(&mut bytes::BytesMut),
    ) -> Result<Answer, SftpError> {
        let place = timeout(TRANSFER_STALL_TIME, self.requests.reserve())
            .await
            .map_err(|_| SftpError::Silent)?
            .map_err(|_| SftpError::Ended)?;
        let (id, answer) = self.pending.expect()?;
        let length = carried.iter().map(Bytes::len).sum();
        place.send(Request { head: request(kind, id, length, fill), carried });
        Ok(answer)
    }

    async fn of_path(&self, kind: u8, path: &[u8]) -> Answered {
        self.send(kind, Vec::new(), |packet| put_string(packet, path)).await?.wait().await
    }

    async fn extended(&self, name: &[u8], fields: &[&[u8]]) -> Result<Bytes, SftpError> {
        let fill = |packet: &mut bytes::BytesMut| {
            put_string(packet, name);
            fields.iter().for_each(|field| put_string(packet, field));
        };
        let packet = self.send(kind::EXTENDED, Vec::new(), fill).await?.wait().await?;
        if packet.kind == kind::EXTENDED_REPLY {
            return Ok(packet.whole());
        }
        done(packet).map(|()| Bytes::new())
    }

    /// Looks at a file, through symbolic links.
    pub(crate) async fn stat(&self, path: &[u8]) -> Result<Attributes, SftpError> {
        attributes(self.of_path(kind::STAT, path).await?)
    }

    /// Looks at a file; a symbolic link is one itself.
    pub(crate) async fn lstat(&self, path: &[u8]) -> Result<Attributes, SftpError> {
        attributes(self.of_path(kind::LSTAT, path).await?)
    }

    /// Looks at an open file.
    pub(crate) async fn fstat(&self, handle: &Handle) -> Result<Attributes, SftpError> {
        attributes(self.of_path(kind::FSTAT, &handle.0).await?)
    }

    /// The path with symbolic links resolved.
    pub(crate) async fn real_path(&self, path: &[u8]) -> Result<Bytes, SftpError> {
        let packet = self.of_path(kind::REALPATH, path).await?;
        if packet.kind != kind::NAME {
            return Err(done(packet).err().unwrap_or(SftpError::Garbled));
        }
        let mut rest = packet.whole();
        if number(&mut rest)? != 1 {
            return Err(SftpError::Garbled);
        }
        Ok(string(&mut rest)?)
    }

    /// Opens a file.
    pub(crate) async fn open(&self, path: &[u8], mode: Mode) -> Result<Handle, SftpError> {
        // Section 6.3: read 1, write 2, create 8, exclusively 32.
        let (flags, permissions) = match mode {
            Mode::Read => (1, None),
            Mode::Write => (2, None),
            Mode::Create(permissions) => (2 | 8 | 32, permissions),
        };
        let fill = |packet: &mut bytes::BytesMut| {
            put_string(packet, path);
            packet.put_u32(flags);
            put_mode(packet, permissions);
        };
        let packet = self.send(kind::OPEN, Vec::new(), fill).await?.wait().await?;
        if packet.kind != kind::HANDLE {
            return Err(done(packet).err().unwrap_or(SftpError::Garbled));
        }
        Ok(Handle(string(&mut packet.whole())?))
    }

    /// Closes a file. Some servers tell only now that something could not be written.
    pub(crate) async fn close(&self, handle: Handle) -> Result<(), SftpError> {
        done(self.of_path(kind::CLOSE, &handle.0).await?)
    }

    /// Asks for at most `length` bytes from `offset`.
    pub(crate) async fn read(
        &self,
        handle: &Handle,
        offset: u64,
        length: usize,
    ) -> Result<Answer, SftpError> {
        let fill = |packet: &mut bytes::BytesMut| {
            put_string(packet, &handle.0);
            packet.put_u64(offset);
            packet.put_u32(u32::try_from(length).unwrap_or(u32::MAX));
        };
        self.send(kind::READ, Vec::new(), fill).await
    }

    /// Writes these bytes at `offset`, at most [`Self::chunk`] of them.
    pub(crate) async fn write(
        &self,
        handle: &Handle,
        offset: u64,
        pieces: Vec<Bytes>,
    ) -> Result<Answer, SftpError> {
        let length: usize = pieces.iter().map(Bytes::len).sum();
        let fill = |packet: &mut bytes::BytesMut| {
            put_string(packet, &handle.0);
            packet.put_u64(offset);
            packet.put_u32(u32::try_from(length).unwrap_or(u32::MAX));
        };
        self.send(kind::WRITE, pieces, fill).await
    }

    /// Sets permissions.
    pub(crate) async fn set_permissions(&self, path: &[u8], permissions: u32) -> Result<(), SftpError> {
        let fill = |packet: &mut bytes::BytesMut| {
            put_string(packet, path);
            put_mode(packet, Some(permissions));
        };
        self.send(kind::SETSTAT, Vec::new(), fill).await?.done().await
    }

    /// Removes a file.
    pub(crate) async fn remove(&self, path: &[u8]) -> Result<(), SftpError> {
        done(self.of_path(kind::REMOVE, path).await?)
    }

    /// Gives a file another name, which must be free.
    pub(crate) async fn rename(&self, from: &[u8], to: &[u8]) -> Result<(), SftpError> {
        let fill = |packet: &mut bytes::BytesMut| {
            put_string(packet, from);
            put_string(packet, to);
        };
        self.send(kind::RENAME, Vec::new(), fill).await?.done().await
    }

    /// Puts a file in the place of another, at one stroke where the server can.
    pub(crate) async fn replace(&self, from: &[u8], to: &[u8]) -> Result<(), SftpError> {
        if self.offers(b"posix-rename@openssh.com") {
            return self.extended(b"posix-rename@openssh.com", &[from, to]).await.map(drop);
        }
        match self.remove(to).await {
            Ok(()) | Err(SftpError::Status { code: status::NO_SUCH_FILE, .. }) => self.rename(from, to).await,
            Err(error) => Err(error),
        }
    }

    /// Bytes that the account may still write where this file lies, if the server says.
    pub(crate) async fn room(&self, path: &[u8]) -> Option<u64> {
        if !self.offers(b"statvfs@openssh.com") {
            return None;
        }
        let mut fields = self.extended(b"statvfs@openssh.com", &[path]).await.ok()?;
        // PROTOCOL of OpenSSH, section 4.4: block size, fragment size, blocks, free, available to the account.
        let [_, fragment, _, _, available] = [(); 5].map(|()| long(&mut fields));
        available.ok()?.checked_mul(fragment.ok()?)
    }
}

fn attributes(packet: Packet) -> Result<Attributes, SftpError> {
    if packet.kind != kind::ATTRS {
        return Err(done(packet).err().unwrap_or(SftpError::Garbled));
    }
    Ok(Attributes::read(&mut packet.whole())?)
}

/// What a STATUS says.
fn done(packet: Packet) -> Result<(), SftpError> {
    if packet.kind != kind::STATUS {
        return Err(SftpError::Garbled);
    }
    let mut rest = packet.whole();
    let code = number(&mut rest)?;
    if code == status::OK {
        return Ok(());
    }
    // The oldest servers send no message.
    let message = string(&mut rest).unwrap_or_default();
    Err(SftpError::Status { code, message: crate::ssh::clip(&String::from_utf8_lossy(&message)) })
}
