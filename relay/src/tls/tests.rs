use std::error::Error as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};
use tempfile::TempDir;

use super::{Certificate, TlsError, self_signed, server_config};
use crate::config::Tls;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A certificate of its own in its files, as somebody else's tool writes them.
fn files(directory: &TempDir, name: &str) -> Tls {
    let path = |end: &str| directory.path().join(format!("{name}-{end}.pem"));
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    fs::write(path("cert"), made.cert.pem()).unwrap();
    fs::write(path("key"), made.signing_key.serialize_pem()).unwrap();
    Tls::Files { cert: path("cert"), key: path("key") }
}

fn paths(tls: &Tls) -> (PathBuf, PathBuf) {
    match tls {
        Tls::Files { cert, key } => (cert.clone(), key.clone()),
        other => panic!("{other:?}"),
    }
}

fn error(cert: &Path, key: &Path) -> TlsError {
    let tls = Tls::Files { cert: cert.to_owned(), key: key.to_owned() };
    server_config(&tls, Path::new("/nowhere")).unwrap_err()
}

/// Shakes hands with a client that trusts the certificates of this file; says what was agreed on.
fn shake_hands(server: &Arc<ServerConfig>, trusted: &Path) -> Result<Option<Vec<u8>>, rustls::Error> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(trusted).unwrap() {
        roots.add(certificate.unwrap()).unwrap();
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let mut client = ClientConnection::new(config.into(), ServerName::try_from("localhost").unwrap())?;
    let mut server = ServerConnection::new(server.clone())?;
    while client.is_handshaking() || server.is_handshaking() {
        let mut wire = Vec::new();
        client.write_tls(&mut wire).unwrap();
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets()?;
        wire.clear();
        server.write_tls(&mut wire).unwrap();
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    Ok(client.alpn_protocol().map(<[u8]>::to_vec))
}

#[test]
fn where_tls_is_off_there_is_none() {
    assert!(server_config(&Tls::Off, Path::new("/nowhere")).unwrap().is_none());
}

#[test]
fn a_client_that_trusts_the_certificate_is_served_http_1_1() {
    let directory = tempfile::tempdir().unwrap();
    let tls = files(&directory, "a");
    let server = server_config(&tls, directory.path()).unwrap().unwrap();
    assert_eq!(shake_hands(&server, &paths(&tls).0).unwrap().unwrap(), b"http/1.1");
    assert!(shake_hands(&server, &paths(&files(&directory, "b")).0).is_err());
}

#[test]
fn a_wrong_file_is_named_with_what_is_wrong() {
    let directory = tempfile::tempdir().unwrap();
    let (cert, key) = paths(&files(&directory, "a"));
    let (other_cert, other_key) = paths(&files(&directory, "b"));
    let missing = directory.path().join("missing.pem");
    let text = directory.path().join("text");
    fs::write(&text, "no certificate").unwrap();
    let broken = directory.path().join("broken");
    fs::write(&broken, "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n").unwrap();

    let unreadable = error(&missing, &key);
    assert_eq!(unreadable.to_string(), format!("the TLS file {} cannot be read", missing.display()));
    assert!(unreadable.source().is_some());
    for (path, error, wanted) in [
        (&text, error(&text, &key), "certificate"),
        (&broken, error(&broken, &key), "certificate"),
        (&key, error(&key, &key), "certificate"),
        (&text, error(&cert, &text), "private key"),
        (&cert, error(&cert, &cert), "private key"),
    ] {
        assert_eq!(error.to_string(), format!("{} holds no {wanted} in PEM format", path.display()));
    }
    assert!(matches!(error(&cert, &missing), TlsError::Unreadable { path, .. } if path == missing));
    assert!(matches!(error(&cert, &other_key), TlsError::Mismatch { .. }));
    assert!(matches!(error(&other_cert, &key), TlsError::Mismatch { .. }));
}

#[test]
fn a_renewed_certificate_is_in_use_at_the_next_handshake_and_a_broken_one_is_not() {
    let directory = tempfile::tempdir().unwrap();
    let (first, second) = (files(&directory, "a"), files(&directory, "b"));
    let old = directory.path().join("old.pem");
    fs::copy(paths(&first).0, &old).unwrap();
    let server = server_config(&first, directory.path()).unwrap().unwrap();
    shake_hands(&server, &old).unwrap();

    fs::write(paths(&first).0, "half a certific").unwrap();
    touch(&paths(&first).0, 1);
    shake_hands(&server, &old).unwrap();

    fs::copy(paths(&second).0, paths(&first).0).unwrap();
    fs::copy(paths(&second).1, paths(&first).1).unwrap();
    touch(&paths(&first).0, 2);
    shake_hands(&server, &paths(&second).0).unwrap();
    assert!(shake_hands(&server, &old).is_err());
}

#[test]
fn a_certificate_that_took_the_place_of_an_older_one_is_noticed_whatever_its_time() {
    let directory = tempfile::tempdir().unwrap();
    let (first, second) = (files(&directory, "a"), files(&directory, "b"));
    let ((cert, key), (new_cert, new_key)) = (paths(&first), paths(&second));
    // As an archive or a secret's volume may give them: older or of the same time.
    let time = SystemTime::UNIX_EPOCH + DAY;
    for path in [&cert, &key, &new_cert, &new_key] {
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }
    let old = directory.path().join("old.pem");
    fs::copy(&cert, &old).unwrap();
    let server = server_config(&first, directory.path()).unwrap().unwrap();
    shake_hands(&server, &old).unwrap();
    fs::rename(&new_cert, &cert).unwrap();
    fs::rename(&new_key, &key).unwrap();
    shake_hands(&server, &cert).unwrap();
}

#[test]
fn a_self_signed_certificate_is_renewed_while_the_relay_runs() {
    let directory = tempfile::tempdir().unwrap();
    let (now, provider) = (SystemTime::now(), Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    let certificate = Certificate::self_signed(directory.path(), now, provider).unwrap();
    let shown = |now| certificate.current(now).cert.clone();
    let first = shown(now);
    assert_eq!(shown(now + DAY * 300), first);
    let second = shown(now + DAY * 370);
    assert_ne!(second, first);
    assert_eq!(shown(now + DAY * 371), second);
}

#[test]
fn a_self_signed_certificate_is_made_once_and_kept_for_the_relay_alone() {
    let directory = tempfile::tempdir().unwrap();
    let data_dir = directory.path().join("data");
    let path = data_dir.join("self-signed.pem");
    let first = server_config(&Tls::SelfSigned, &data_dir).unwrap().unwrap();
    let kept = fs::read(&path).unwrap();
    let second = server_config(&Tls::SelfSigned, &data_dir).unwrap().unwrap();
    assert_eq!(fs::read(&path).unwrap(), kept);
    for server in [first, second] {
        shake_hands(&server, &path).unwrap();
    }
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(&data_dir)), (0o600, 0o700));
}

#[test]
fn a_self_signed_certificate_is_renewed_before_it_ends_or_when_it_is_broken() {
    let directory = tempfile::tempdir().unwrap();
    let now = SystemTime::now();
    let kept = |now| fs::read_to_string(self_signed::keep(directory.path(), now).unwrap()).unwrap();
    let first = kept(now);
    assert_eq!(kept(now + DAY * 300), first);
    let second = kept(now + DAY * 370);
    assert_ne!(second, first);
    let path = directory.path().join("self-signed.pem");
    for broken in [
        "",
        "Self-signed by Postern, valid until 9999-01-01T00:00:00Z\n",
        &second[..second.len() / 3],
        &second[..second.len() - 60],
    ] {
        fs::write(&path, broken).unwrap();
        assert!(kept(now).contains("PRIVATE KEY"), "{broken}");
    }
}

#[test]
fn a_certificate_that_cannot_be_kept_is_an_error_that_says_where() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    let error = server_config(&Tls::SelfSigned, &file).unwrap_err();
    assert!(error.to_string().contains("file/self-signed.pem"), "{error}");
}

#[test]
fn the_fingerprint_is_the_one_openssl_shows() {
    let directory = tempfile::tempdir().unwrap();
    let path = self_signed::keep(directory.path(), SystemTime::now()).unwrap();
    let shown = Command::new("openssl")
        .args(["x509", "-noout", "-fingerprint", "-sha256", "-ext", "subjectAltName", "-in"])
        .arg(&path)
        .output()
        .unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    let ours = self_signed::fingerprint(&fs::read_to_string(&path).unwrap()).unwrap();
    assert!(shown.contains(&format!("={ours}\n")), "{shown}");
    assert!(shown.contains("DNS:localhost, IP Address:127.0.0.1"), "{shown}");
}

/// Sets a file's time apart from what it was, which a fast test might not.
fn touch(path: &Path, seconds: u64) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(seconds)).unwrap();
}
