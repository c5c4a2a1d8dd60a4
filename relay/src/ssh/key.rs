//! Reads a private key as people have it: OpenSSH, PKCS#8 or PEM, with or without passphrase.

mod short;

use std::sync::Arc;

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use aes::{Aes128, Aes192, Aes256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use postern_shared::api::{KeyFault, Problem};
use russh::keys::{Error, PrivateKey, decode_secret_key};
use secrecy::{ExposeSecret as _, SecretString};

/// Reads a private key.
///
/// # Errors
/// [`Problem::KeyUnusable`] says why not.
pub(crate) fn read(
    text: &SecretString,
    passphrase: Option<&SecretString>,
) -> Result<Arc<PrivateKey>, Problem> {
    let passphrase = passphrase.map(|secret| secret.expose_secret()).filter(|text| !text.is_empty());
    // Forms and clipboards bring other line ends and lose the last one.
    let text = SecretString::from(format!("{}\n", text.expose_secret().replace("\r\n", "\n").trim()));
    let text = text.expose_secret();
    let encrypted = is_encrypted(text);
    let unusable = |why| Problem::KeyUnusable { why };
    let key = match (encrypted, passphrase) {
        (false, _) => decode_secret_key(text, None)
            .or_else(|error| short::read(text, None).ok_or(error))
            .map_err(|error| unusable(fault(&error)))?,
        (true, None) => return Err(unusable(KeyFault::PassphraseNeeded)),
        (true, Some(passphrase)) => {
            let opened = match Pem::parse(text) {
                Some(pem) => pem
                    .decrypt(passphrase)
                    .and_then(|plain| decode_secret_key(plain.expose_secret(), None).ok()),
                None => decode_secret_key(text, Some(passphrase))
                    .ok()
                    .or_else(|| short::read(text, Some(passphrase))),
            };
            opened.ok_or_else(|| unusable(KeyFault::PassphraseWrong))?
        }
    };
    Ok(Arc::new(key))
}

fn fault(error: &Error) -> KeyFault {
    match error {
        Error::KeyIsEncrypted => KeyFault::PassphraseNeeded,
        _ => KeyFault::Unreadable,
    }
}

/// Whether a key's text says that it is encrypted: PKCS#8 (RFC 5958) and PEM (RFC 1421) by their headers, OpenSSH inside.
fn is_encrypted(text: &str) -> bool {
    text.contains("BEGIN ENCRYPTED PRIVATE KEY")
        || text.contains("Proc-Type: 4,ENCRYPTED")
        || PrivateKey::from_openssh(text).is_ok_and(|key| key.is_encrypted())
}

/// A key in OpenSSL's traditional encrypted form, which the SSH library opens for RSA only.
struct Pem<'a> {
    /// `RSA` or `EC`.
    kind: &'a str,
    cipher: &'a str,
    iv: [u8; 16],
    body: Vec<u8>,
}

impl<'a> Pem<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let start = text.find("-----BEGIN ")? + 11;
        let kind = text[start..].split_once(" PRIVATE KEY-----")?.0;
        let (cipher, iv) = text.lines().find_map(|line| line.strip_prefix("DEK-Info: "))?.split_once(',')?;
        let iv = u128::from_str_radix(iv.trim(), 16).ok()?.to_be_bytes();
        let (_, body) = text.split_once("\n\n")?;
        let base64: String = body.lines().take_while(|line| !line.starts_with('-')).collect();
        Some(Self { kind, cipher, iv, body: STANDARD.decode(base64).ok()? })
    }

    /// The key in plain PEM; none if the passphrase does not open it.
    fn decrypt(mut self, passphrase: &str) -> Option<SecretString> {
        let secret = passphrase.as_bytes();
        let plain = match self.cipher {
            "AES-128-CBC" => {
                let key = derive::<16>(secret, &self.iv);
                cbc::Decryptor::<Aes128>::new(&key.into(), &self.iv.into())
                    .decrypt_padded::<Pkcs7>(&mut self.body)
            }
            "AES-192-CBC" => {
                let key = derive::<24>(secret, &self.iv);
                cbc::Decryptor::<Aes192>::new(&key.into(), &self.iv.into())
                    .decrypt_padded::<Pkcs7>(&mut self.body)
            }
            "AES-256-CBC" => {
                let key = derive::<32>(secret, &self.iv);
                cbc::Decryptor::<Aes256>::new(&key.into(), &self.iv.into())
                    .decrypt_padded::<Pkcs7>(&mut self.body)
            }
            _ => return None,
        };
        let (kind, body) = (self.kind, STANDARD.encode(plain.ok()?));
        Some(format!("-----BEGIN {kind} PRIVATE KEY-----\n{body}\n-----END {kind} PRIVATE KEY-----\n").into())
    }
}

/// OpenSSL's `EVP_BytesToKey` with MD5 and one round, which this form prescribes; the salt is the IV's first half.
fn derive<const BYTES: usize>(passphrase: &[u8], iv: &[u8; 16]) -> [u8; BYTES] {
    let mut key = [0; BYTES];
    let mut last: Vec<u8> = Vec::new();
    for part in key.chunks_mut(16) {
        last = md5::compute([&last, passphrase, &iv[..8]].concat()).to_vec();
        part.copy_from_slice(&last[..part.len()]);
    }
    key
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use postern_shared::api::{KeyFault, Problem};
    use proptest::prelude::*;

    use super::read;

    fn generate(dir: &std::path::Path, kind: &str, format: &str, passphrase: &str) -> (String, String) {
        let path = dir.join(format!("{kind}-{format}-{}", passphrase.len()));
        let bits = if kind == "rsa" { "2048" } else { "256" };
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", kind, "-b", bits, "-m", format, "-N", passphrase, "-f"])
            .arg(&path)
            .status()
            .unwrap();
        assert!(made.success());
        let public = std::fs::read_to_string(path.with_extension("pub")).unwrap();
        (std::fs::read_to_string(&path).unwrap(), public)
    }

    #[test]
    fn every_kind_and_format_that_ssh_keygen_writes_is_read() {
        let dir = tempfile::tempdir().unwrap();
        for kind in ["ed25519", "ecdsa", "rsa"] {
            for format in ["RFC4716", "PKCS8", "PEM"] {
                for passphrase in ["", "swordfish-99"] {
                    let (text, public) = generate(dir.path(), kind, format, passphrase);
                    let key = read(&text.clone().into(), Some(&passphrase.into()))
                        .unwrap_or_else(|problem| panic!("{kind} {format} {passphrase}: {problem:?}"));
                    let shown = key.public_key().to_openssh().unwrap();
                    assert!(
                        public.starts_with(shown.split(" root").next().unwrap().trim()),
                        "{kind} {format}"
                    );
                    let dos = text.trim_end().replace('\n', "\r\n");
                    assert!(read(&dos.into(), Some(&passphrase.into())).is_ok());
                    if !passphrase.is_empty() {
                        let why = |given: Option<&str>| match read(
                            &text.clone().into(),
                            given.map(Into::into).as_ref(),
                        ) {
                            Err(Problem::KeyUnusable { why }) => why,
                            _ => panic!("{kind} {format} opened"),
                        };
                        assert_eq!(why(None), KeyFault::PassphraseNeeded, "{kind} {format}");
                        assert_eq!(why(Some("wrong")), KeyFault::PassphraseWrong, "{kind} {format}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_private_key_is_said_to_be_unreadable() {
        for text in ["", "hello", "ssh-ed25519 AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"] {
            let read = read(&text.into(), None);
            assert!(matches!(read, Err(Problem::KeyUnusable { why: KeyFault::Unreadable })), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_pasted_makes_the_reader_panic(text in "(-----BEGIN (RSA|EC|OPENSSH) PRIVATE KEY-----\n)?(Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,[0-9A-F]{0,40}\n\n)?[A-Za-z0-9+/=\n]{0,200}(\n-----END)?") {
            let _ = read(&text.clone().into(), None);
            let _ = read(&text.into(), Some(&"secret".into()));
        }
    }
}
