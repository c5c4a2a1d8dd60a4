//! Looks at a private key just far enough to say what it is and whether a passphrase is needed.
//!
//! It decides nothing: the relay reads the key itself, and what is not recognised here it may still know.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Largest file that is looked at, in bytes; an RSA key of 16384 bits has about 13,000.
pub(crate) const LARGEST: usize = 64 * 1024;

/// What a private key says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct About {
    /// Family, such as `ED25519`; none where the format hides it.
    pub(crate) kind: Option<&'static str>,
    /// Whether it needs a passphrase.
    pub(crate) is_encrypted: bool,
}

/// Looks at the text of a key file; none if it is no private key.
pub(crate) fn look(text: &str) -> Option<About> {
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let is_legacy_encrypted = body.contains("Proc-Type: 4,ENCRYPTED");
    let kind = match label {
        "OPENSSH PRIVATE KEY" => return look_openssh(body),
        "ENCRYPTED PRIVATE KEY" => return Some(About { kind: None, is_encrypted: true }),
        "PRIVATE KEY" => None,
        "RSA PRIVATE KEY" => Some("RSA"),
        "EC PRIVATE KEY" => Some("ECDSA"),
        _ => return None,
    };
    Some(About { kind, is_encrypted: is_legacy_encrypted })
}

/// OpenSSH's own format: magic, cipher, KDF, KDF options, number of keys, public key, … (PROTOCOL.key).
fn look_openssh(body: &str) -> Option<About> {
    let base64: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = STANDARD.decode(base64).ok()?;
    let mut rest = bytes.strip_prefix(b"openssh-key-v1\0")?;
    let cipher = string(&mut rest)?;
    let (_kdf, _options) = (string(&mut rest)?, string(&mut rest)?);
    rest = rest.get(4..)?;
    let mut public = string(&mut rest)?;
    let kind = match string(&mut public)? {
        b"ssh-ed25519" => Some("ED25519"),
        b"ssh-rsa" => Some("RSA"),
        name if name.starts_with(b"ecdsa-sha2-") => Some("ECDSA"),
        name if name.starts_with(b"sk-") => Some("SK"),
        _ => None,
    };
    Some(About { kind, is_encrypted: cipher != b"none" })
}

/// A string as SSH encodes it (RFC 4251, section 5): its length in four bytes, then its bytes.
fn string<'a>(from: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = from.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (string, rest) = (rest.get(..length)?, rest.get(length..)?);
    *from = rest;
    Some(string)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::process::Command;

    use proptest::prelude::*;

    use super::{About, look};

    #[test]
    fn keys_as_ssh_keygen_writes_them_are_recognised() {
        for (arguments, kind, is_encrypted) in [
            (&["-t", "ed25519", "-N", ""][..], Some("ED25519"), false),
            (&["-t", "ed25519", "-N", "swordfish"], Some("ED25519"), true),
            (&["-t", "ecdsa", "-N", ""], Some("ECDSA"), false),
            (&["-t", "rsa", "-b", "2048", "-N", "", "-m", "PEM"], Some("RSA"), false),
            (&["-t", "rsa", "-b", "2048", "-N", "swordfish", "-m", "PEM"], Some("RSA"), true),
            (&["-t", "ecdsa", "-N", "swordfish", "-m", "PKCS8"], None, true),
        ] {
            let about = look(&generate(arguments));
            assert_eq!(about, Some(About { kind, is_encrypted }), "{arguments:?}");
        }
    }

    #[test]
    fn what_is_no_private_key_is_not_taken_for_one() {
        let public = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG1 ops@web";
        let certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
        let broken = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----";
        for text in ["", public, certificate, broken] {
            assert_eq!(look(text), None);
        }
    }

    proptest! {
        #[test]
        fn no_file_makes_it_panic(text in "(-----BEGIN OPENSSH PRIVATE KEY-----)?[A-Za-z0-9+/=\n]{0,200}(-----END X)?") {
            let _ = look(&text);
        }
    }

    fn generate(arguments: &[&str]) -> String {
        let folder =
            std::env::temp_dir().join(format!("postern-key-{}-{}", std::process::id(), arguments.join("")));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("key");
        let made = Command::new("ssh-keygen").args(arguments).args(["-q", "-f"]).arg(&file).status().unwrap();
        assert!(made.success());
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        text
    }
}
