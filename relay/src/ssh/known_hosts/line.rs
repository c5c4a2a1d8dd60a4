//! One line of `known_hosts`: which hosts it names, how it is marked, and its key.

use hmac::{Hmac, KeyInit as _, Mac as _};
use postern_shared::target::Host;
use russh::keys::PublicKey;
use russh::keys::ssh_key;
use russh::keys::ssh_key::known_hosts::{HostPatterns, Marker};
use sha1::Sha1;

/// Longest line that is read, in bytes: the largest RSA key, with room for many names.
const LINE_BYTES: usize = 64 * 1024;

/// A line that holds a key.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) mark: Mark,
    hosts: HostPatterns,
    pub(super) key: PublicKey,
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

/// Why a line is ignored.
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
        if line.len() > LINE_BYTES {
            return Err(BadLine::TooLong);
        }
        // Split here rather than by the library, which knows neither tabs nor a `#` within a comment.
        let mut fields = line.split_ascii_whitespace();
        let mut field = || fields.next().ok_or(BadLine::Fields);
        let mut hosts = field()?;
        let mut mark = Mark::None;
        if hosts.starts_with('@') {
            mark = match hosts.parse()? {
                Marker::CertAuthority => Mark::CertAuthority,
                Marker::Revoked => Mark::Revoked,
            };
            hosts = field()?;
        }
        let (algorithm, key) = (field()?, field()?);
        let key = PublicKey::from_openssh(&format!("{algorithm} {key}"))?;
        Ok(Some(Self { mark, hosts: hosts.parse()?, key }))
    }

    /// Whether the line speaks of this name. One negated pattern that matches takes the whole line out.
    pub(super) fn matches(&self, name: &str) -> bool {
        match &self.hosts {
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
