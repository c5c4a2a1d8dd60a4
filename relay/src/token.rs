//! Names and tokens of sessions: random, compared in constant time, kept only as a hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng as _;
use rand::rngs::SysRng;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Random bytes of a token.
const TOKEN_BYTES: usize = 32;

/// Names a session. Public: it stands in URLs and logs, and proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SessionId(String);

/// Proves the right to a session: 256 random bits in unpadded base64url.
#[derive(Clone)]
pub(crate) struct Token(SecretString);

/// What is kept of a [`Token`].
#[derive(Clone, Copy)]
pub(crate) struct TokenHash([u8; 32]);

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub(crate) struct NoRandomness;

impl SessionId {
    /// A new name, 96 random bits.
    pub(crate) fn random() -> Result<Self, NoRandomness> {
        random_text::<12>().map(Self)
    }

    /// The name a client gave.
    pub(crate) fn named(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Display for SessionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Token {
    /// A new token.
    pub(crate) fn random() -> Result<Self, NoRandomness> {
        random_text::<TOKEN_BYTES>().map(|text| Self(text.into()))
    }

    /// The token a client gave.
    pub(crate) fn given(text: &str) -> Self {
        Self(text.into())
    }

    /// The token a client made up; none if it has not the form of one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == TOKEN_BYTES).then(|| Self::given(text))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.expose()).into())
    }
}

impl TokenHash {
    /// Whether this is the hash of `token`, in time that does not depend on it.
    pub(crate) fn is_of(&self, token: &Token) -> bool {
        self.0.ct_eq(&token.hash().0).into()
    }
}

fn random_text<const BYTES: usize>() -> Result<String, NoRandomness> {
    let mut bytes = [0; BYTES];
    SysRng.try_fill_bytes(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn a_hash_knows_its_token_and_no_other() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.expose().len(), 43);
        assert!(one.hash().is_of(&Token::given(one.expose())));
        assert!(!one.hash().is_of(&other));
        assert!(!one.hash().is_of(&Token::given("")));
    }
}
