//! The relay's own TLS: the certificate from files or self-signed, read again when it is renewed.

mod self_signed;

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::config::Tls;

/// How often a self-signed certificate is looked at for its end, which is weeks away then.
const LOOK_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("the TLS file {path} cannot be read")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path} holds no {wanted} in PEM format")]
    NotPem {
        /// Which.
        path: PathBuf,
        /// A certificate or a private key.
        wanted: &'static str,
    },
    /// The key belongs to another certificate.
    #[error("the private key in {key} does not belong to the first certificate in {cert}")]
    Mismatch {
        /// The certificate's file.
        cert: PathBuf,
        /// The key's.
        key: PathBuf,
    },
    /// The certificate or key is of a kind that cannot be used.
    #[error("the certificate and key cannot be used")]
    Unusable(#[from] rustls::Error),
    /// No certificate could be made.
    #[error("a self-signed certificate could not be made")]
    NotMade(#[from] rcgen::Error),
    /// The certificate that was made could not be kept.
    #[error("the self-signed certificate cannot be kept in {path}")]
    NotKept {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Sets TLS up as configured; nothing where it is off.
///
/// # Errors
/// [`TlsError`] says which file is wrong and how.
pub(crate) fn server_config(tls: &Tls, data_dir: &Path) -> Result<Option<Arc<ServerConfig>>, TlsError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let certificate = match tls {
        Tls::Off => return Ok(None),
        Tls::Files { cert, key } => {
            Certificate::read(Files { cert: cert.clone(), key: key.clone() }, provider.clone())?
        }
        Tls::SelfSigned => Certificate::self_signed(data_dir, SystemTime::now(), provider.clone())?,
    };
    let certificate = Arc::new(certificate);
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(certificate);
    // WebSockets are opened over HTTP/1.1 here (RFC 6455, section 4.1).
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(Arc::new(config)))
}

/// Where certificate and key are.
#[derive(Debug)]
struct Files {
    cert: PathBuf,
    key: PathBuf,
}

/// One state of a file, told from another: replaced, grown or written again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    bytes: u64,
    modified: Option<SystemTime>,
}

/// The certificate in use. A renewed one is taken up at the next handshake, so no session has to end for it.
#[derive(Debug)]
struct Certificate {
    files: Files,
    /// Where the relay's own is kept, which it renews itself.
    data_dir: Option<PathBuf>,
    provider: Arc<CryptoProvider>,
    current: Mutex<Current>,
}

#[derive(Debug)]
struct Current {
    stamps: [Option<Stamp>; 2],
    key: Arc<CertifiedKey>,
    look_at: SystemTime,
}

impl Certificate {
    fn read(files: Files, provider: Arc<CryptoProvider>) -> Result<Self, TlsError> {
        let (stamps, key) = (files.stamps(), Arc::new(files.read(&provider)?));
        let current = Current { stamps, key, look_at: SystemTime::now() + LOOK_EVERY };
        Ok(Self { files, data_dir: None, provider, current: Mutex::new(current) })
    }

    fn self_signed(
        data_dir: &Path,
        now: SystemTime,
        provider: Arc<CryptoProvider>,
    ) -> Result<Self, TlsError> {
        let path = self_signed::keep(data_dir, now)?;
        let read = Self::read(Files { cert: path.clone(), key: path }, provider)?;
        Ok(Self { data_dir: Some(data_dir.to_owned()), ..read })
    }

    /// The certificate to show now.
    fn current(&self, now: SystemTime) -> Arc<CertifiedKey> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(data_dir) = self.data_dir.as_deref().filter(|_| now >= current.look_at) {
            current.look_at = now + LOOK_EVERY;
            if let Err(error) = self_signed::keep(data_dir, now) {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "the self-signed certificate could not be renewed");
            }
        }
        let stamps = self.files.stamps();
        if current.stamps != stamps {
            // Whatever comes of it, it is tried once: a broken file is not read at every handshake.
            current.stamps = stamps;
            match self.files.read(&self.provider) {
                Ok(key) => {
                    tracing::info!(cert = %self.files.cert.display(), "the renewed certificate is in use");
                    current.key = Arc::new(key);
                }
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the renewed certificate cannot be used; the old one stays"
                ),
            }
        }
        current.key.clone()
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current(SystemTime::now()))
    }
}

impl Files {
    fn stamps(&self) -> [Option<Stamp>; 2] {
        [&self.cert, &self.key].map(|path| {
            let file = fs::metadata(path).ok()?;
            Some(Stamp { inode: file.ino(), bytes: file.len(), modified: file.modified().ok() })
        })
    }

    fn read(&self, provider: &CryptoProvider) -> Result<CertifiedKey, TlsError> {
        let wanted = "certificate";
        let chain: Vec<_> = CertificateDer::pem_slice_iter(&bytes(&self.cert)?)
            .collect::<Result<_, _>>()
            .map_err(|_: pem::Error| TlsError::NotPem { path: self.cert.clone(), wanted })?;
        if chain.is_empty() {
            return Err(TlsError::NotPem { path: self.cert.clone(), wanted });
        }
        let key = PrivateKeyDer::from_pem_slice(&bytes(&self.key)?)
            .map_err(|_| TlsError::NotPem { path: self.key.clone(), wanted: "private key" })?;
        CertifiedKey::from_der(chain, key, provider).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => {
                TlsError::Mismatch { cert: self.cert.clone(), key: self.key.clone() }
            }
            other => TlsError::Unusable(other),
        })
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|source| TlsError::Unreadable { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests;
