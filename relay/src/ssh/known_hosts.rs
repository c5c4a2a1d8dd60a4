//! The host keys people have accepted, in OpenSSH's own file: says whether a key is known, and remembers one.
//!
//! Format and meaning are those of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT", so that an administrator may bring
//! and edit the file with the tools at hand (`ssh-keygen -R`, `ssh-keyscan`). It is read again when it has
//! changed. In doubt this fails closed: any key known for a host makes every other key a changed one, of
//! whatever type it is.

mod line;

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
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
        /// Those.
        known: Vec<PublicKey>,
    },
    /// The key is marked `@revoked` for this host.
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
        let entries = self.current();
        let shown = key.key_data();
        let names = names(host, port);
        let is_revoked = |entry: &Entry| {
            entry.mark == Mark::Revoked && entry.key.key_data() == shown && names.match_any(entry)
        };
        if entries.iter().any(is_revoked) {
            return Verdict::Revoked;
        }
        let known: Vec<&PublicKey> = keys_of(&entries, &names.exact).collect();
        if known.iter().any(|known| known.key_data() == shown) {
            return Verdict::Known;
        }
        if !known.is_empty() {
            return Verdict::Changed { known: known.into_iter().cloned().collect() };
        }
        let is_known_without_port = names
            .without_port
            .as_ref()
            .is_some_and(|name| keys_of(&entries, name).any(|known| known.key_data() == shown));
        if is_known_without_port { Verdict::Known } else { Verdict::Unknown }
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

    /// Adds a line for this host and key and has it on disk before it returns. A key that is known stays as it is.
    ///
    /// # Errors
    /// When the file cannot be written, or the host has a character that this format gives another meaning.
    pub(crate) fn remember(&self, host: &Host, port: u16, key: &PublicKey) -> io::Result<()> {
        let name = names(host, port).exact;
        if !line::is_plain(host) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "this host cannot be written to known_hosts",
            ));
        }
        // Without its comment, which is the target's own text.
        let key = PublicKey::from(key.key_data().clone());
        if let Some(directory) = self.path.parent().filter(|path| !path.as_os_str().is_empty()) {
            DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        }
        let is_new = !self.path.exists();
        let mut file =
            OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(&self.path)?;
        // Held until the line is on disk; between processes as well, for a relay that is being replaced.
        file.lock()?;
        if keys_of(&self.read()?, &name).any(|known| known.key_data() == key.key_data()) {
            return Ok(());
        }
        let line = format!("{name} {}\n", key.to_openssh().map_err(io::Error::other)?);
        // One write, so that a reader never sees half of it.
        let line = if ends_in_newline(&mut file)? { line } else { format!("\n{line}") };
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        if let (true, Some(directory)) = (is_new, self.path.parent()) {
            sync_directory(directory)?;
        }
        Ok(())
    }

    /// Lines that hold a key.
    #[must_use]
    pub(crate) fn count(&self) -> usize {
        self.current().len()
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
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Arc::default()),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        file.take(FILE_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > FILE_BYTES {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "known_hosts is larger than 16 MiB"));
        }
        let mut entries = Vec::new();
        for (number, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            match Entry::parse(line) {
                Ok(entry) => entries.extend(entry),
                Err(error) => {
                    tracing::warn!(%error, path = %self.path.display(), line = number + 1, "ignored");
                }
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

/// Keys that are known and trusted for a name.
fn keys_of<'a>(entries: &'a [Entry], name: &'a str) -> impl Iterator<Item = &'a PublicKey> {
    entries.iter().filter(|entry| entry.mark == Mark::None && entry.matches(name)).map(|entry| &entry.key)
}

fn ends_in_newline(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Makes the name of a new file as durable as its content.
fn sync_directory(directory: &Path) -> io::Result<()> {
    let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    File::open(directory)?.sync_all()
}

#[cfg(test)]
mod tests;
