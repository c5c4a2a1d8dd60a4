//! A line of `authorized_keys` (sshd(8), AUTHORIZED_KEYS FILE FORMAT).

/// Longest line that is taken, in bytes (`SSH_MAX_PUBKEY_BYTES` of OpenSSH is 16 KiB).
const LINE_BYTES: usize = 16_384;

/// A public key as a person gives it: type, base64 and a comment, perhaps with options before; one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(String);

impl PublicKey {
    /// Reads a key; none if it is none. A private one is none.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        if line.len() > LINE_BYTES || line.contains(char::is_control) || line.starts_with('#') {
            return None;
        }
        let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
        let is_key = |pair: &[&str]| matches!(pair, [kind, blob] if holds(kind, blob));
        words.windows(2).any(is_key).then(|| Self(line.to_owned()))
    }

    /// The keys in a text, a line each; none if one of them is none, or there is none.
    #[must_use]
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let keys: Vec<Self> = lines.map(Self::parse).collect::<Option<_>>()?;
        (!keys.is_empty()).then_some(keys)
    }

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether this base64 holds a key of this type: it begins with the length and the name of the type (RFC 4253, section
/// 6.6).
fn holds(kind: &str, blob: &str) -> bool {
    use base64::Engine as _;
    let is_type = ["ssh-", "ecdsa-sha2-", "sk-"].iter().any(|begin| kind.starts_with(begin));
    let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(blob) else { return false };
    let length = u32::try_from(kind.len()).unwrap_or_default().to_be_bytes();
    is_type && bytes.strip_prefix(&length).is_some_and(|rest| rest.starts_with(kind.as_bytes()))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::PublicKey;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVH5Qv3QGVxQ3M0mLXeyYc0sVgvSvFXWf3rX1y3K7hT ops@web";

    #[test]
    fn what_is_a_key_is_taken_and_nothing_else() {
        let with_options = format!("restrict,command=\"echo it's ok\" {KEY} 李伟");
        for line in [KEY, &with_options, &format!("  {KEY}  ")] {
            assert_eq!(PublicKey::parse(line).unwrap().as_str(), line.trim());
        }
        let other_type = KEY.replace("ssh-ed25519 ", "ssh-rsa ");
        let (two, comment) = (format!("{KEY}\n{KEY}"), format!("# {KEY}"));
        for line in [
            "",
            "ssh-ed25519",
            "ssh-ed25519 !!!",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            &other_type,
            &two,
            &comment,
        ] {
            assert_eq!(PublicKey::parse(line), None, "{line}");
        }
        assert_eq!(PublicKey::parse_all(&format!("{two}\n\n")).unwrap().len(), 2);
        assert_eq!(PublicKey::parse_all(&format!("{KEY}\nx")), None);
    }
}
