//! One line of `known_hosts`: which hosts it names, how it is marked, and its key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use postern_shared::hostkey::{Fingerprint, HostKey};
use postern_shared::target::Host;
use russh::keys::PublicKey;
use russh::keys::ssh_key;
use russh::keys::ssh_key::known_hosts::{HostPatterns, Marker};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::host_key;

/// Longest line that is read, in bytes: the largest RSA key, with room for many names.
const LINE_BYTES: usize = 64 * 1024;

/// A line that speaks of a host's key.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) mark: Mark,
    /// Nothing where they cannot be read.
    hosts: Option<HostPatterns>,
    pub(super) key: Key,
}

/// The key of a line.
#[derive(Debug)]
pub(super) enum Key {
    /// It can be compared.
    Public(PublicKey),
    /// It cannot: damaged, or of a type that is not known here.
    Unreadable {
        why: BadLine,
        /// What it says of itself, if it is whole enough for that.
        described: Option<HostKey>,
    },
}

/// What a line says of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is the host's.
    None,
    /// It signs host certificates, which Postern does not use.
    CertAuthority,
    /// It must not be trusted.
    Revoked,
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
pub(super) enum BadLine {
    #[error("the line is too long")]
    TooLong,
    #[error("the line has no host names and key")]
    Fields,
    #[error("the line cannot be read: {0}")]
    Key(#[from] ssh_key::Error),
}

/// The names under which a host may be known.
pub(super) struct Names {
    /// `host`, or `[host]:port` where the port is not 22.
    pub(super) exact: String,
    /// `host`, where the port is not 22.
    pub(super) without_port: Option<String>,
}

impl Names {
    /// Whether a line speaks of either name.
    pub(super) fn match_any(&self, entry: &Entry) -> bool {
        entry.matches(&self.exact) || self.without_port.as_ref().is_some_and(|name| entry.matches(name))
    }
}

/// The names of a host and port, as OpenSSH builds them: lower case, the port only where it is not 22.
pub(super) fn names(host: &Host, port: u16) -> Names {
    let host = host.as_str().to_lowercase();
    if port == 22 {
        return Names { exact: host, without_port: None };
    }
    Names { exact: format!("[{host}]:{port}"), without_port: Some(host) }
}

/// Whether a host's name can stand in this file for itself: no separator, pattern or marker, nothing invisible.
pub(super) fn is_plain(host: &Host) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '%');
    host.as_str().chars().all(is_plain)
}

impl Entry {
    /// Reads a line; nothing for an empty one or a comment.
    pub(super) fn parse(line: &str) -> Result<Option<Self>, BadLine> {
        let line = line.trim_start_matches([' ', '\t']);
        if line.is_empty() || line.starts_with('#') || line.starts_with('\r') {
            return Ok(None);
        }
        // Split here rather than by the library, which knows neither tabs nor a `#` within a comment.
        let mut fields = line.split_ascii_whitespace();
        let mut hosts = fields.next().ok_or(BadLine::Fields)?;
        let mut mark = Mark::None;
        if hosts.starts_with('@') {
            mark = match hosts.parse()? {
                Marker::CertAuthority => Mark::CertAuthority,
                Marker::Revoked => Mark::Revoked,
            };
            hosts = fields.next().unwrap_or_default();
        }
        let hosts = match hosts.parse::<HostPatterns>() {
            Ok(patterns) if !hosts.is_empty() => Some(patterns),
            // Whomever it was revoked for.
            _ if mark == Mark::Revoked => None,
            Ok(_) => return Err(BadLine::Fields),
            Err(error) => return Err(error.into()),
        };
        let key = if line.len() > LINE_BYTES {
            Key::Unreadable { why: BadLine::TooLong, described: None }
        } else {
            Key::parse(fields.next(), fields.next())
        };
        Ok(Some(Self { mark, hosts, key }))
    }

    /// Whether the line speaks of this name. One negated pattern that matches takes the whole line out.
    pub(super) fn matches(&self, name: &str) -> bool {
        let Some(hosts) = &self.hosts else { return true };
        match hosts {
            HostPatterns::HashedName { salt, hash } => Hmac::<Sha1>::new_from_slice(salt)
                .is_ok_and(|mac| mac.chain_update(name).verify_slice(hash).is_ok()),
            HostPatterns::Patterns(patterns) => {
                let mut is_match = false;
                for pattern in patterns {
                    let (is_negated, pattern) = match pattern.strip_prefix('!') {
                        Some(pattern) => (true, pattern),
                        None => (false, pattern.as_str()),
                    };
                    if glob(pattern.to_lowercase().as_bytes(), name.as_bytes()) {
                        if is_negated {
                            return false;
                        }
                        is_match = true;
                    }
                }
                is_match
            }
        }
    }
}

impl Key {
    fn parse(algorithm: Option<&str>, base64: Option<&str>) -> Self {
        let (Some(algorithm), Some(base64)) = (algorithm, base64) else {
            return Self::Unreadable { why: BadLine::Fields, described: None };
        };
        PublicKey::from_openssh(&format!("{algorithm} {base64}")).map_or_else(
            |error| Self::Unreadable { why: error.into(), described: describe(base64) },
            Self::Public,
        )
    }

    pub(super) fn public(&self) -> Option<&PublicKey> {
        match self {
            Self::Public(key) => Some(key),
            Self::Unreadable { .. } => None,
        }
    }

    pub(super) fn fault(&self) -> Option<&BadLine> {
        match self {
            Self::Public(_) => None,
            Self::Unreadable { why, .. } => Some(why),
        }
    }

    /// What a person compares of it, as far as it can be read.
    pub(super) fn described(&self) -> Option<HostKey> {
        match self {
            Self::Public(key) => Some(host_key(key)),
            Self::Unreadable { described, .. } => described.clone(),
        }
    }

    /// Whether it may be this key; one of another type is another key, however damaged.
    pub(super) fn may_be(&self, shown: &PublicKey) -> bool {
        match self {
            Self::Public(key) => key.key_data() == shown.key_data(),
            Self::Unreadable { described: Some(described), .. } => {
                described.algorithm == shown.algorithm().as_str()
            }
            Self::Unreadable { described: None, .. } => true,
        }
    }
}

/// Describes a key by its SSH encoding, whose first string names its type (RFC 4253, section 6.6).
fn describe(base64: &str) -> Option<HostKey> {
    let bytes = STANDARD.decode(base64).ok()?;
    let (length, rest) = bytes.split_first_chunk()?;
    let name = rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    let algorithm =
        std::str::from_utf8(name).ok().filter(|name| name.chars().all(|c| c.is_ascii_graphic()))?;
    let fingerprint = Fingerprint::new(Sha256::digest(&bytes).into());
    Some(HostKey { algorithm: algorithm.to_owned(), bits: 0, fingerprint })
}

/// Matches `*` (any run of bytes) and `?` (one byte), as OpenSSH's match.c does, but in bounded time.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut next) = (0, 0);
    // Where to go on when the last star has to swallow one byte more.
    let mut star = None;
    while next < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, next));
                at += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[next] => {
                at += 1;
                next += 1;
            }
            _ => {
                let Some((star_at, swallowed)) = star else { return false };
                star = Some((star_at, swallowed + 1));
                at = star_at + 1;
                next = swallowed + 1;
            }
        }
    }
    pattern[at..].iter().all(|&byte| byte == b'*')
}
