//! Seals secrets with a passphrase by the browser's own cryptography; the key never leaves it, and is never stored.
//!
//! PBKDF2 with SHA-256 makes the key, AES-256-GCM seals with a fresh 96-bit IV each time, and what a secret belongs to
//! is bound to it as associated data, so that no secret can be put in the place of another.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::MachineId;
use crate::browser;
use crate::recent::Method;

/// Rounds of PBKDF2 for a new passphrase: what OWASP's Password Storage Cheat Sheet asks for with SHA-256.
const ITERATIONS: u32 = 600_000;
/// Most rounds a file may ask for: beyond that it only wants the page to stand still.
const MOST_ITERATIONS: u32 = 10_000_000;
/// Bytes of the salt (NIST SP 800-132, section 5.1, asks for 16) and of an IV (NIST SP 800-38D, section 8.2).
const SALT: usize = 16;
const IV: usize = 12;
/// What the proof of the right passphrase is bound to; no machine has such an id.
const CHECK: &str = "postern vault";
/// What comes before a machine's id in what its secret is bound to.
const MACHINE: &str = "postern machine ";

/// What tells whether a passphrase is the right one. It opens nothing by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Vault {
    /// In Base64, like all bytes here.
    pub(crate) salt: String,
    pub(crate) iterations: u32,
    /// Nothing, sealed: opens with the right passphrase only.
    pub(crate) check: Sealed,
}

/// Something sealed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Sealed {
    pub(crate) iv: String,
    pub(crate) data: String,
}

/// What a person signs in with, as the form holds it. It is wiped by nobody, as nothing in a page can be.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Credential {
    pub(crate) method: Method,
    pub(crate) password: String,
    pub(crate) key: String,
    pub(crate) key_name: Option<String>,
    pub(crate) passphrase: String,
}

/// A vault that is open: seals and opens, shows its key to nobody.
#[derive(Clone)]
pub(crate) struct Open {
    vault: Vault,
    key: CryptoKey,
}

/// Why it could not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Another passphrase, or something that was tampered with.
    Wrong,
    /// The browser has no cryptography for this page, or fails at it.
    Unavailable,
}

impl Vault {
    /// Whether its numbers are such as this page would write.
    pub(crate) fn is_sound(&self) -> bool {
        (ITERATIONS..=MOST_ITERATIONS).contains(&self.iterations) && self.salt.len() <= 100
    }

    /// A new one for a new passphrase.
    ///
    /// # Errors
    /// The browser has no cryptography for this page.
    pub(crate) async fn create(passphrase: &str) -> Result<Open, Fault> {
        let salt = STANDARD.encode(random::<SALT>()?);
        let nothing = Sealed { iv: String::new(), data: String::new() };
        let mut vault = Self { salt, iterations: ITERATIONS, check: nothing };
        let key = vault.derive(passphrase).await?;
        vault.check = seal(&key, CHECK, b"").await?;
        Ok(Open { vault, key })
    }

    /// Opens it.
    ///
    /// # Errors
    /// The passphrase is another.
    pub(crate) async fn open(self, passphrase: &str) -> Result<Open, Fault> {
        if !self.is_sound() {
            return Err(Fault::Wrong);
        }
        let key = self.derive(passphrase).await?;
        open(&key, CHECK, &self.check).await?;
        Ok(Open { vault: self, key })
    }

    async fn derive(&self, passphrase: &str) -> Result<CryptoKey, Fault> {
        let crypto = subtle().ok_or(Fault::Unavailable)?;
        let salt = STANDARD.decode(&self.salt).map_err(|_| Fault::Wrong)?;
        let words = bytes(passphrase.as_bytes());
        let usage = |name: &str| JsValue::from(Array::of1(&name.into()));
        let raw = crypto.import_key_with_str("raw", &words, "PBKDF2", false, &usage("deriveKey"));
        let raw: CryptoKey = done(raw).await?.unchecked_into();
        let how = object(&[
            ("name", "PBKDF2".into()),
            ("hash", "SHA-256".into()),
            ("salt", bytes(&salt).into()),
            ("iterations", self.iterations.into()),
        ]);
        let what = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        // Not extractable: not even this page can read the key.
        let key = crypto.derive_key_with_object_and_object(&how, &raw, &what, false, &usages);
        Ok(done(key).await?.unchecked_into())
    }
}

impl Open {
    /// What is kept of it.
    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Seals what a machine is signed in to with.
    ///
    /// # Errors
    /// The browser fails at it.
    pub(crate) async fn seal(&self, machine: &MachineId, credential: &Credential) -> Result<Sealed, Fault> {
        let text = serde_json::to_string(credential).map_err(|_| Fault::Unavailable)?;
        seal(&self.key, &format!("{MACHINE}{}", machine.0), text.as_bytes()).await
    }

    /// Opens it again.
    ///
    /// # Errors
    /// It belongs to another machine or another passphrase.
    pub(crate) async fn open(&self, machine: &MachineId, sealed: &Sealed) -> Result<Credential, Fault> {
        let bytes = open(&self.key, &format!("{MACHINE}{}", machine.0), sealed).await?;
        serde_json::from_slice(&bytes).map_err(|_| Fault::Wrong)
    }
}

async fn seal(key: &CryptoKey, bound_to: &str, plain: &[u8]) -> Result<Sealed, Fault> {
    let crypto = subtle().ok_or(Fault::Unavailable)?;
    let iv = random::<IV>()?;
    let sealing = crypto.encrypt_with_object_and_buffer_source(&how(&iv, bound_to), key, &bytes(plain));
    let data = Uint8Array::new(&done(sealing).await?).to_vec();
    Ok(Sealed { iv: STANDARD.encode(iv), data: STANDARD.encode(data) })
}

async fn open(key: &CryptoKey, bound_to: &str, sealed: &Sealed) -> Result<Vec<u8>, Fault> {
    let crypto = subtle().ok_or(Fault::Unavailable)?;
    let decode = |text: &str| STANDARD.decode(text).map_err(|_| Fault::Wrong);
    let (iv, data) = (decode(&sealed.iv)?, decode(&sealed.data)?);
    let opening = crypto.decrypt_with_object_and_buffer_source(&how(&iv, bound_to), key, &bytes(&data));
    let plain = done(opening).await.map_err(|_| Fault::Wrong)?;
    Ok(Uint8Array::new(&plain).to_vec())
}

fn how(iv: &[u8], bound_to: &str) -> Object {
    let additional = bytes(bound_to.as_bytes());
    object(&[("name", "AES-GCM".into()), ("iv", bytes(iv).into()), ("additionalData", additional.into())])
}

/// Whether the browser has cryptography for this page: only where nobody in between could change the page itself.
pub(crate) fn is_available() -> bool {
    subtle().is_some()
}

fn subtle() -> Option<SubtleCrypto> {
    let crypto = browser::window()?.crypto().ok()?;
    // Undefined outside of secure contexts, which the bindings do not know.
    Reflect::get(&crypto, &"subtle".into()).ok()?.dyn_into().ok()
}

async fn done(promise: Result<Promise, JsValue>) -> Result<JsValue, Fault> {
    let promise = promise.map_err(|_| Fault::Unavailable)?;
    JsFuture::from(promise).await.map_err(|_| Fault::Unavailable)
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], Fault> {
    let mut bytes = [0; LENGTH];
    let crypto = browser::window().and_then(|window| window.crypto().ok()).ok_or(Fault::Unavailable)?;
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(|_| Fault::Unavailable)?;
    Ok(bytes)
}

/// A copy: what the browser reads later must not move.
fn bytes(from: &[u8]) -> Uint8Array {
    Uint8Array::from(from)
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Fails only for objects that are frozen.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;
