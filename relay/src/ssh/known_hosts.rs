//! The host keys people have accepted, in OpenSSH's own file: says whether a key is known, and remembers one.
//!
//! Format and meaning are those of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT", so that an administrator may bring
//! and edit the file with the tools at hand (`ssh-keygen -R`, `ssh-keyscan`). It is read again when it has
//! changed. In doubt this fails closed: any key known for a host makes every other key a changed one, of
//! whatever type it is, and a key that cannot be read is a known one, or a revoked one, all the same.
//!
//! All of it waits for the disk: it is not to be called where others wait for the thread.

mod line;
mod locked;

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use postern_shared::hostkey::{Fingerprint, HostKey};
use postern_shared::target::Host;
use russh::keys::ssh_key::public::KeyData;
use russh::keys::{Algorithm, HashAlg, PublicKey};
use sha2::{Digest as _, Sha256};

use line::{Entry, Mark, names};

/// Largest file that is read, in bytes: some fifty thousand hosts.
const FILE_BYTES: u64 = 16 * 1024 * 1024;

/// The file and what was last read of it.
#[derive(Debug)]
pub(crate) struct KnownHosts {
    path: PathBuf,
    cache: Mutex<Cache>,
}

/// What is known of a host and the key it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The key is known for this host.
    Known,
    /// No key is known for this host.
    Unknown,
    /// Other keys are known for this host, and this one is not.
    Changed {
        /// Those, as far as they can be read.
        known: Vec<HostKey>,
    },
    /// The key is marked `@revoked` for this host, or a line that is marked so may mean it.
    Revoked,
}

/// Tells one state of the file from another: replaced, grown or written again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    bytes: u64,
    seconds: i64,
    nanoseconds: i64,
}

#[derive(Debug, Default)]
struct Cache {
    stamp: Stamp,
    entries: Arc<[Entry]>,
}

impl KnownHosts {
    /// Opens the file, which need not exist yet.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub(crate) fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let known_hosts = Self { path, cache: Mutex::default() };
        known_hosts.entries()?;
        Ok(known_hosts)
    }

    /// Judges the key that a host shows.
    ///
    /// A key known for the host on the standard port is known for its other ports too, as with `ssh`, unless
    /// they have lines of their own. A file that cannot be read any more is as good as one that was changed
    /// under our feet: what was read last still holds.
    #[must_use]
    pub(crate) fn check(&self, host: &Host, port: u16, key: &PublicKey) -> Verdict {
        judge(&self.current(), host, port, key)
    }

    /// Types of the keys known for a host, to be asked for first, so that a further key of another type is no
    /// "change". An RSA key stands for each signature algorithm it serves (RFC 8332), SHA-1 not among them.
    #[must_use]
    pub(crate) fn algorithms(&self, host: &Host, port: u16) -> Vec<Algorithm> {
        let entries = self.current();
        let names = names(host, port);
        let mut known: Vec<&PublicKey> = keys_of(&entries, &names.exact).collect();
        if let (true, Some(name)) = (known.is_empty(), &names.without_port) {
            known.extend(keys_of(&entries, name));
        }
        let mut algorithms = Vec::new();
        for key in known {
            let served = match key.algorithm() {
                Algorithm::Rsa { .. } => [HashAlg::Sha512, HashAlg::Sha256]
                    .map(|hash| Algorithm::Rsa { hash: Some(hash) })
                    .to_vec(),
                other => vec![other],
            };
            for algorithm in served {
                if !algorithms.contains(&algorithm) {
                    algorithms.push(algorithm);
                }
            }
        }
        algorithms
    }

    /// Adds a line for this host and key and has it on disk before it returns, unless the file has come to say
    /// something of the host meanwhile: then that is returned, and nothing written.
    ///
    /// # Errors
    /// When the file cannot be written, or the host has a character that this format gives another meaning.
    pub(crate) fn remember(&self, host: &Host, port: u16, key: &PublicKey) -> io::Result<Verdict> {
        if !line::is_plain(host) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "this host cannot be written to known_hosts",
            ));
        }
        // Locked until the line is on disk; between processes as well, for a relay that is being replaced.
        let mut file = locked::open(&self.path)?;
        let verdict = judge(&self.parse(&file)?, host, port, key);
        if verdict == Verdict::Unknown {
            // Without its comment, which is the target's own text.
            let key = PublicKey::from(key.key_data().clone());
            let key = key.to_openssh().map_err(io::Error::other)?;
            locked::append(&mut file, &self.path, &format!("{} {key}", names(host, port).exact))?;
        }
        Ok(verdict)
    }

    /// Lines that hold a key.
    #[must_use]
    pub(crate) fn count(&self) -> usize {
        self.current().iter().filter(|entry| entry.key.public().is_some()).count()
    }

    fn current(&self) -> Arc<[Entry]> {
        self.entries().unwrap_or_else(|error| {
            tracing::error!(%error, path = %self.path.display(), "known_hosts cannot be read");
            self.cache().entries.clone()
        })
    }

    fn entries(&self) -> io::Result<Arc<[Entry]>> {
        let stamp = Stamp::of(&self.path)?;
        let mut cache = self.cache();
        if cache.stamp != stamp {
            cache.entries = self.read()?;
            cache.stamp = stamp;
        }
        Ok(cache.entries.clone())
    }

    fn read(&self) -> io::Result<Arc<[Entry]>> {
        match File::open(&self.path) {
            Ok(file) => self.parse(&file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Arc::default()),
            Err(error) => Err(error),
        }
    }

    fn parse(&self, file: &File) -> io::Result<Arc<[Entry]>> {
        let mut bytes = Vec::new();
        file.take(FILE_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > FILE_BYTES {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "known_hosts is larger than 16 MiB"));
        }
        let mut entries = Vec::new();
        for (number, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            let (path, line_number) = (self.path.display(), number + 1);
            match Entry::parse(line) {
                Ok(entry) => {
                    if let Some(error) = entry.as_ref().and_then(|entry| entry.key.fault()) {
                        tracing::warn!(%error, %path, line = line_number, "its hosts are refused other keys");
                    }
                    entries.extend(entry);
                }
                Err(error) => tracing::warn!(%error, %path, line = line_number, "ignored"),
            }
        }
        Ok(entries.into())
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        // The cache is whole at every moment, whoever panicked.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stamp {
    /// The state of the file now; the default when it does not exist.
    fn of(path: &Path) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(file) => Ok(Self {
                inode: file.ino(),
                bytes: file.size(),
                seconds: file.mtime(),
                nanoseconds: file.mtime_nsec(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }
}

/// What a person compares of a key.
#[must_use]
pub(crate) fn host_key(key: &PublicKey) -> HostKey {
    // A key that was parsed always encodes; were it otherwise, the empty fingerprint would match no one's.
    let sha256 = Sha256::digest(key.to_bytes().unwrap_or_default());
    HostKey {
        algorithm: key.algorithm().as_str().to_owned(),
        bits: bits(key.key_data()),
        fingerprint: Fingerprint::new(sha256.into()),
    }
}

/// Size of a key in bits, as `ssh-keygen -l` counts them; 0 for a type it does not know either.
fn bits(key: &KeyData) -> u32 {
    let modulus = match key {
        KeyData::Ed25519(_) | KeyData::SkEd25519(_) | KeyData::SkEcdsaSha2NistP256(_) => return 256,
        KeyData::Ecdsa(key) => match key.curve().as_str() {
            "nistp256" => return 256,
            "nistp384" => return 384,
            _ => return 521,
        },
        KeyData::Rsa(key) => key.n(),
        KeyData::Dsa(key) => key.p(),
        KeyData::Certificate(certificate) => return bits(certificate.public_key()),
        KeyData::Other(_) => return 0,
        // The enum may grow with the library.
        _ => return 0,
    };
    let bytes = modulus.as_positive_bytes().unwrap_or_default();
    let leading = bytes.first().map_or(0, |first| first.leading_zeros());
    u32::try_from(bytes.len() * 8).unwrap_or(u32::MAX).saturating_sub(leading)
}

fn judge(entries: &[Entry], host: &Host, port: u16, key: &PublicKey) -> Verdict {
    let names = names(host, port);
    let is_revoked =
        |entry: &Entry| entry.mark == Mark::Revoked && names.match_any(entry) && entry.key.may_be(key);
    if entries.iter().any(is_revoked) {
        return Verdict::Revoked;
    }
    if keys_of(entries, &names.exact).any(|known| known.key_data() == key.key_data()) {
        return Verdict::Known;
    }
    let mut others = entries_of(entries, &names.exact).peekable();
    if others.peek().is_some() {
        return Verdict::Changed { known: others.filter_map(|entry| entry.key.described()).collect() };
    }
    let is_known_without_port = names
        .without_port
        .as_ref()
        .is_some_and(|name| keys_of(entries, name).any(|known| known.key_data() == key.key_data()));
    if is_known_without_port { Verdict::Known } else { Verdict::Unknown }
}

/// Lines that say which key a name has.
fn entries_of<'a>(entries: &'a [Entry], name: &'a str) -> impl Iterator<Item = &'a Entry> {
    entries.iter().filter(|entry| entry.mark == Mark::None && entry.matches(name))
}

/// Keys that are known and trusted for a name.
fn keys_of<'a>(entries: &'a [Entry], name: &'a str) -> impl Iterator<Item = &'a PublicKey> {
    entries_of(entries, name).filter_map(|entry| entry.key.public())
}

#[cfg(test)]
mod tests;
