//! Private keys of every kind and format that people have, made by `ssh-keygen` and `openssl` themselves.

use std::fs;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use postern_shared::hostkey::HostKey;

/// Algorithm of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Ed25519.
    Ed25519,
    /// ECDSA over NIST P-256.
    EcdsaP256,
    /// ECDSA over NIST P-384.
    EcdsaP384,
    /// ECDSA over NIST P-521.
    EcdsaP521,
    /// RSA with 2048 bits.
    Rsa2048,
}

/// File format of a private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFormat {
    /// `BEGIN OPENSSH PRIVATE KEY`.
    OpenSsh,
    /// `BEGIN PRIVATE KEY` (RFC 5958), or `BEGIN ENCRYPTED PRIVATE KEY`.
    Pkcs8,
    /// `BEGIN RSA PRIVATE KEY` or `BEGIN EC PRIVATE KEY`.
    Pem,
}

/// A private key as text, with its public half.
#[derive(Clone, Debug)]
pub struct PrivateKey {
    text: String,
    public: String,
    description: String,
}

impl PrivateKey {
    /// A new key in OpenSSH's format, not encrypted.
    #[must_use]
    pub fn generate(kind: KeyKind) -> Self {
        Self::generate_in(kind, KeyFormat::OpenSsh, "")
    }

    /// A new key in this format; an empty passphrase leaves it in the clear.
    ///
    /// # Panics
    /// When `ssh-keygen` or `openssl` fails, as with Ed25519 in PEM, which does not exist.
    #[must_use]
    pub fn generate_in(kind: KeyKind, format: KeyFormat, passphrase: &str) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("key");
        let public = if (kind, format) == (KeyKind::Ed25519, KeyFormat::Pkcs8) {
            ed25519_pkcs8(&path, passphrase)
        } else {
            keygen(&path, kind, format, passphrase)
        };
        fs::write(dir.path().join("public"), &public).expect("the public key");
        let description = run(Command::new("ssh-keygen").arg("-lf").arg(dir.path().join("public")));
        Self { text: fs::read_to_string(path).expect("the key"), public, description }
    }

    /// The private key, as its file holds it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The public key, as a line of `authorized_keys`.
    #[must_use]
    pub fn public_line(&self) -> &str {
        self.public.trim()
    }

    /// The key as a host key, described by `ssh-keygen -l`.
    pub(crate) fn as_host_key(&self) -> HostKey {
        let mut words = self.description.split_whitespace();
        let bits = words.next().and_then(|bits| bits.parse().ok()).expect("a size");
        let fingerprint = words.next().expect("a fingerprint").to_owned().try_into().expect("a fingerprint");
        let algorithm = self.public.split_whitespace().next().expect("an algorithm").to_owned();
        HostKey { algorithm, bits, fingerprint }
    }
}

fn keygen(path: &Path, kind: KeyKind, format: KeyFormat, passphrase: &str) -> String {
    let (algorithm, bits) = match kind {
        KeyKind::Ed25519 => ("ed25519", "256"),
        KeyKind::EcdsaP256 => ("ecdsa", "256"),
        KeyKind::EcdsaP384 => ("ecdsa", "384"),
        KeyKind::EcdsaP521 => ("ecdsa", "521"),
        KeyKind::Rsa2048 => ("rsa", "2048"),
    };
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-t", algorithm, "-b", bits, "-C", "postern-test", "-N", passphrase, "-f"]).arg(path);
    match format {
        KeyFormat::OpenSsh => {}
        KeyFormat::Pkcs8 => _ = command.args(["-m", "PKCS8"]),
        KeyFormat::Pem => _ = command.args(["-m", "PEM"]),
    }
    run(&mut command);
    fs::read_to_string(path.with_extension("pub")).expect("the public key")
}

/// `ssh-keygen` of OpenSSH 9.2 knows no Ed25519 key in PKCS#8, so `openssl` makes it.
fn ed25519_pkcs8(path: &Path, passphrase: &str) -> String {
    let mut make = Command::new("openssl");
    make.args(["genpkey", "-algorithm", "ed25519", "-out"]).arg(path);
    if !passphrase.is_empty() {
        make.args(["-aes256", "-pass"]).arg(format!("pass:{passphrase}"));
    }
    run(&mut make);
    let mut show = Command::new("openssl");
    show.args(["pkey", "-pubout", "-outform", "DER", "-passin"]).arg(format!("pass:{passphrase}"));
    let der = show.arg("-in").arg(path).output().expect("openssl").stdout;
    // RFC 8410: the raw key is the last 32 bytes. RFC 8709: name and key, each with its length.
    let raw = &der[der.len() - 32..];
    let mut blob = Vec::new();
    for field in [b"ssh-ed25519".as_slice(), raw] {
        blob.extend(u32::try_from(field.len()).expect("a length").to_be_bytes());
        blob.extend(field);
    }
    format!("ssh-ed25519 {} postern-test\n", STANDARD.encode(blob))
}

fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}
