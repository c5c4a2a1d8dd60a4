//! A certificate that the relay makes for itself and keeps: enough to try TLS out, trusted by nobody.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest as _, Sha256};

use super::TlsError;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a certificate is valid: what browsers still take (CA/Browser Forum, section 6.3.2, 398 days).
const VALID: Duration = DAY.saturating_mul(397);

/// How long before its end a certificate is made anew.
const RENEW: Duration = DAY.saturating_mul(30);

/// Starts the line before the certificate that says when it ends: PEM readers skip it (RFC 7468, section 2).
const VALID_UNTIL: &str = "Self-signed by Postern, valid until ";

/// The file of certificate and key in `data_dir`, made if there is none or it soon ends; logs its fingerprint.
///
/// # Errors
/// [`TlsError`] when it cannot be made or kept.
pub(super) fn keep(data_dir: &Path, now: SystemTime) -> Result<PathBuf, TlsError> {
    let path = data_dir.join("self-signed.pem");
    let kept = fs::read_to_string(&path).ok().filter(|text| is_valid(text, now));
    let text = match kept {
        Some(text) => text,
        None => {
            let text = make(now)?;
            write(&path, &text).map_err(|source| TlsError::NotKept { path: path.clone(), source })?;
            text
        }
    };
    let fingerprint = fingerprint(&text).unwrap_or_default();
    tracing::info!(%fingerprint, path = %path.display(), "self-signed certificate; compare its SHA-256 in the browser");
    Ok(path)
}

fn is_valid(text: &str, now: SystemTime) -> bool {
    let until = text.lines().next().and_then(|line| line.strip_prefix(VALID_UNTIL));
    let until = until.and_then(|until| humantime::parse_rfc3339(until).ok());
    let is_whole = fingerprint(text).is_some() && PrivateKeyDer::from_pem_slice(text.as_bytes()).is_ok();
    is_whole && until.is_some_and(|until| until > now + RENEW)
}

fn make(now: SystemTime) -> Result<String, rcgen::Error> {
    let until = now + VALID;
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    // What the machine calls itself; not every one does.
    let hostname = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default().trim().to_lowercase();
    if !hostname.is_empty() && hostname.is_ascii() && hostname != "localhost" {
        names.push(hostname);
    }
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "Postern, self-signed");
    // A clock that is a little behind is no reason to refuse.
    params.not_before = (now - DAY).into();
    params.not_after = until.into();
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    let until = humantime::format_rfc3339_seconds(until);
    Ok(format!("{VALID_UNTIL}{until}\n{}{}", certificate.pem(), key.serialize_pem()))
}

/// Writes the file so that it is there as a whole or not at all, and for nobody else to read.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    let new = path.with_extension("pem.new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(new, path)
}

/// SHA-256 of the certificate as browsers and `openssl x509 -fingerprint` show it.
pub(super) fn fingerprint(text: &str) -> Option<String> {
    let certificate = CertificateDer::from_pem_slice(text.as_bytes()).ok()?;
    let bytes = Sha256::digest(&certificate).map(|byte| format!("{byte:02X}"));
    Some(bytes.join(":"))
}
