//! What a person compares before trusting a host: key type, SHA-256 fingerprint and randomart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};

/// SHA-256 of a public key's SSH encoding, shown as OpenSSH does: `SHA256:` and unpadded base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint([u8; 32]);

/// Text that is no `SHA256:` fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is SHA256: and 43 characters of base64")]
pub struct BadFingerprint;

/// A host's public key as far as a person needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostKey {
    /// Algorithm name (RFC 4253, section 6.6), such as `ssh-ed25519`.
    pub algorithm: String,
    /// Size of the key in bits, as `ssh-keygen -l` counts them.
    pub bits: u32,
    /// SHA-256 fingerprint.
    pub fingerprint: Fingerprint,
}

impl Fingerprint {
    /// The fingerprint with this SHA-256.
    #[must_use]
    pub fn new(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SHA256:{}", STANDARD_NO_PAD.encode(self.0))
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = BadFingerprint;

    fn try_from(text: String) -> Result<Self, BadFingerprint> {
        let base64 = text.strip_prefix("SHA256:").ok_or(BadFingerprint)?;
        let bytes = STANDARD_NO_PAD.decode(base64).map_err(|_| BadFingerprint)?;
        bytes.try_into().map(Self).map_err(|_| BadFingerprint)
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

impl HostKey {
    /// The family name `ssh-keygen` prints: `ED25519`, `ECDSA`, `RSA`.
    #[must_use]
    pub fn family(&self) -> &str {
        match self.algorithm.as_str() {
            "ssh-ed25519" => "ED25519",
            "ssh-rsa" | "rsa-sha2-256" | "rsa-sha2-512" => "RSA",
            "ssh-dss" => "DSA",
            "sk-ssh-ed25519@openssh.com" => "ED25519-SK",
            other if other.starts_with("ecdsa-sha2-") => "ECDSA",
            other => other,
        }
    }

    /// The picture `ssh-keygen -lv` draws of the key: eleven lines, the drunken bishop's walk.
    #[must_use]
    pub fn randomart(&self) -> String {
        const WIDTH: usize = 17;
        const HEIGHT: usize = 9;
        const VALUES: &[u8] = b" .o+=*BOX@%&#/^SE";
        let end = VALUES.len() - 1;
        let mut field = [[0usize; WIDTH]; HEIGHT];
        let (mut x, mut y) = (WIDTH / 2, HEIGHT / 2);
        for byte in self.fingerprint.0 {
            for step in 0..4 {
                let bits = byte >> (2 * step);
                x = if bits & 1 == 0 { x.saturating_sub(1) } else { (x + 1).min(WIDTH - 1) };
                y = if bits & 2 == 0 { y.saturating_sub(1) } else { (y + 1).min(HEIGHT - 1) };
                field[y][x] = (field[y][x] + 1).min(end - 2);
            }
        }
        field[HEIGHT / 2][WIDTH / 2] = end - 1;
        field[y][x] = end;

        let border = |title: &str| {
            let title = if title.len() > WIDTH { "" } else { title };
            format!("+{title:-^WIDTH$}+")
        };
        let titled = format!("[{} {}]", self.family(), self.bits);
        let titled = if titled.len() > WIDTH { format!("[{}]", self.family()) } else { titled };
        let mut lines = vec![border(&titled)];
        for row in field {
            let cells: String = row.iter().map(|&value| char::from(VALUES[value])).collect();
            lines.push(format!("|{cells}|"));
        }
        lines.push(border("[SHA256]"));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Fingerprint, HostKey};

    /// Printed by `ssh-keygen -lv` for the same key.
    const ART: &str = "\
+--[ED25519 256]--+
|            ..=.o|
|        .  . . Oo|
|  . .  . ..o  *.*|
| ..o. o  .o .o.*o|
|.o++ o  S    .*.+|
|++O .          *.|
|o= E            .|
|o.o.             |
|o+.oo            |
+----[SHA256]-----+";

    #[test]
    fn the_picture_is_the_one_ssh_keygen_draws() {
        let text = "SHA256:Vbe5dC6FPvNlUckeUM+LYIKaqLIn/rPEwaJlJS5O29g";
        let fingerprint = Fingerprint::try_from(text.to_owned()).unwrap();
        assert_eq!(fingerprint.to_string(), text);
        let key = HostKey { algorithm: "ssh-ed25519".into(), bits: 256, fingerprint };
        assert_eq!(key.randomart(), ART);
    }

    #[test]
    fn text_that_is_no_fingerprint_is_refused() {
        for text in
            ["", "SHA256:", "MD5:aa", "SHA256:Vbe5", "SHA256:!!!!dC6FPvNlUckeUM+LYIKaqLIn/rPEwaJlJS5O29g"]
        {
            assert!(Fingerprint::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
