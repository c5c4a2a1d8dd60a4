//! The relay's own TLS: the certificate from files or self-signed, read again when it is renewed.

mod self_signed;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::config::Tls;

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
    let files = match tls {
        Tls::Off => return Ok(None),
        Tls::Files { cert, key } => Files { cert: cert.clone(), key: key.clone() },
        Tls::SelfSigned => {
            let path = self_signed::keep(data_dir, SystemTime::now())?;
            Files { cert: path.clone(), key: path }
        }
    };
    let provider = Arc::new(aws_lc_rs::default_provider());
    let certificate = Arc::new(Certificate::read(files, provider.clone())?);
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

/// When both files were last written.
type Written = [Option<SystemTime>; 2];

/// The certificate in use. A renewed one is taken up at the next handshake, so no session has to end for it.
#[derive(Debug)]
struct Certificate {
    files: Files,
    provider: Arc<CryptoProvider>,
    current: Mutex<(Written, Arc<CertifiedKey>)>,
}

impl Certificate {
    fn read(files: Files, provider: Arc<CryptoProvider>) -> Result<Self, TlsError> {
        let (written, key) = (files.written(), files.read(&provider)?);
        Ok(Self { files, provider, current: Mutex::new((written, Arc::new(key))) })
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let written = self.files.written();
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.0 != written {
            // Whatever comes of it, it is tried once: a broken file is not read at every handshake.
            current.0 = written;
            match self.files.read(&self.provider) {
                Ok(key) => {
                    tracing::info!(cert = %self.files.cert.display(), "the renewed certificate is in use");
                    current.1 = Arc::new(key);
                }
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the renewed certificate cannot be used; the old one stays"
                ),
            }
        }
        Some(current.1.clone())
    }
}

impl Files {
    fn written(&self) -> Written {
        [&self.cert, &self.key].map(|path| fs::metadata(path).and_then(|file| file.modified()).ok())
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
