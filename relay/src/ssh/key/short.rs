//! OpenSSH's P-256 keys whose secret number begins with a zero byte, as one in 256 does.
//!
//! OpenSSH stores the number without that byte, and the SSH library takes no number of less than 32 bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use russh::keys::PrivateKey;
use russh::keys::ssh_key::encoding::Decode as _;
use russh::keys::ssh_key::private::{EcdsaKeypair, KeypairData};
use russh::keys::ssh_key::public::{EcdsaPublicKey, KeyData};
use russh::keys::ssh_key::{Cipher, Kdf, PublicKey};
use secrecy::zeroize::Zeroizing;

/// How a key in OpenSSH's own format begins (OpenSSH, `PROTOCOL.key`).
const MAGIC: &[u8] = b"openssh-key-v1\0";

/// Reads such a key; none if it is another, or the passphrase does not open it.
pub(super) fn read(text: &str, passphrase: Option<&str>) -> Option<PrivateKey> {
    let base64 = text.lines().filter(|line| !line.starts_with('-')).map(str::trim).collect::<String>();
    let bytes = Zeroizing::new(STANDARD.decode(&*Zeroizing::new(base64)).ok()?);
    let reader = &mut bytes.strip_prefix(MAGIC)?;
    let cipher = Cipher::new(&String::decode(reader).ok()?).ok()?;
    let kdf = Kdf::decode(reader).ok()?;
    let keys = u32::decode(reader).ok()?;
    let public = Vec::<u8>::decode(reader).ok()?;
    let mut secret = Zeroizing::new(Vec::<u8>::decode(reader).ok()?);
    if keys != 1 {
        return None;
    }
    if cipher.is_some() {
        let (key, iv) = kdf.derive_key_and_iv(cipher, passphrase?).ok()?;
        // An authenticated cipher's tag is all that follows.
        cipher.decrypt(&key, &iv, &mut secret, (*reader).try_into().ok()).ok()?;
    }
    pair(&public, &secret)
}

/// The pair in the part of the file that may be encrypted: a number twice as a check, the public key, the secret number.
fn pair(public: &[u8], secret: &[u8]) -> Option<PrivateKey> {
    let (check, rest) = secret.split_at_checked(8)?;
    let reader = &mut rest.strip_prefix(public)?;
    let number = Zeroizing::new(Vec::<u8>::decode(reader).ok()?);
    let public = PublicKey::from_bytes(public).ok()?;
    let KeyData::Ecdsa(EcdsaPublicKey::NistP256(public)) = public.key_data() else { return None };
    if check[..4] != check[4..] {
        return None;
    }
    let mut bytes = [0; 32];
    let start = bytes.len().checked_sub(number.len())?;
    bytes[start..].copy_from_slice(&number);
    let pair = EcdsaKeypair::NistP256 { public: *public, private: bytes.into() };
    PrivateKey::new(KeypairData::Ecdsa(pair), "").ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::Command;

    use super::read;

    /// A key made by `ssh-keygen` whose number has 31 bytes.
    const SHORT: &str = "\
-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS
1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2AAAAQQQTVzYgMLxCXentT2PKpnvzFWvazai0
wB2Mp+9THHUd2+yu6EhGiHIszziNmXFYiJcnLVKRxlTLIVG0BotxJwJMAAAAoNdAIODXQC
DgAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBBNXNiAwvEJd6e1P
Y8qme/MVa9rNqLTAHYyn71McdR3b7K7oSEaIcizPOI2ZcViIlyctUpHGVMshUbQGi3EnAk
wAAAAfA/F/JwF0IPkufn8hksOyKA7hlIwBxYRUThabI4hwqAAAAAVzaG9ydAECAwQ=
-----END OPENSSH PRIVATE KEY-----
";
    const PUBLIC: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBBNXNiAwvEJd6e1PY8qme/MVa9rNqLTAHYyn71McdR3b7K7oSEaIcizPOI2ZcViIlyctUpHGVMshUbQGi3EnAkw=";

    #[test]
    fn a_short_number_is_read_in_the_clear_and_from_every_kind_of_cipher() {
        let key = read(SHORT, None).expect("a key");
        assert_eq!(key.public_key().to_openssh().unwrap(), PUBLIC);
        assert_eq!(key.key_data().ecdsa().unwrap().private_key_bytes()[..3], [0x00, 0x03, 0xF1]);
        let dir = tempfile::tempdir().unwrap();
        for cipher in ["aes256-ctr", "aes128-cbc", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"]
        {
            let path = dir.path().join("key");
            std::fs::write(&path, SHORT).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            let encrypted = Command::new("ssh-keygen")
                .args(["-q", "-p", "-P", "", "-N", "swordfish-99", "-Z", cipher, "-f"])
                .arg(&path)
                .status()
                .unwrap();
            assert!(encrypted.success(), "{cipher}");
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(read(&text, Some("swordfish-98")).is_none(), "{cipher}");
            assert!(read(&text, None).is_none(), "{cipher}");
            let opened = read(&text, Some("swordfish-99")).unwrap_or_else(|| panic!("{cipher}"));
            assert_eq!(opened.key_data(), key.key_data(), "{cipher}");
        }
    }
}
