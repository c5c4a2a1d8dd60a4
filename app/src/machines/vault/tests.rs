use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::{Credential, Fault, ITERATIONS, Open, Sealed, Vault, subtle};
use crate::machines::MachineId;
use crate::recent::Method;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn what_was_sealed_opens_with_the_passphrase_and_with_no_other() {
    let open = vault().await;
    let sealed = open.seal(&id("a"), &credential()).await.unwrap();
    let again = open.vault().clone().open("correct horse").await.unwrap();
    assert!(again.open(&id("a"), &sealed).await.unwrap() == credential());
    assert_eq!(open.vault().clone().open("wrong horse").await.err(), Some(Fault::Wrong));
}

#[wasm_bindgen_test]
async fn a_secret_opens_for_its_own_machine_only() {
    let open = vault().await;
    let sealed = open.seal(&id("a"), &credential()).await.unwrap();
    assert_eq!(open.open(&id("b"), &sealed).await.err(), Some(Fault::Wrong));
}

#[wasm_bindgen_test]
async fn a_byte_that_was_changed_is_noticed() {
    let open = vault().await;
    let sealed = open.seal(&id("a"), &credential()).await.unwrap();
    let mut data = STANDARD.decode(&sealed.data).unwrap();
    data[3] ^= 1;
    let tampered = Sealed { data: STANDARD.encode(data), ..sealed.clone() };
    assert_eq!(open.open(&id("a"), &tampered).await.err(), Some(Fault::Wrong));
    let cut = Sealed { iv: String::new(), ..sealed };
    assert_eq!(open.open(&id("a"), &cut).await.err(), Some(Fault::Wrong));
}

#[wasm_bindgen_test]
async fn the_key_cannot_be_read_out() {
    let open = vault().await;
    assert!(!open.key.extractable());
    let exported = subtle().unwrap().export_key("raw", &open.key).unwrap();
    assert!(JsFuture::from(exported).await.is_err());
}

#[wasm_bindgen_test]
async fn no_salt_and_no_iv_is_used_twice_and_the_rounds_are_what_owasp_asks_for() {
    let (one, other) = (vault().await, vault().await);
    assert_ne!(one.vault().salt, other.vault().salt);
    let sealed = one.seal(&id("a"), &credential()).await.unwrap();
    let again = one.seal(&id("a"), &credential()).await.unwrap();
    assert!(sealed.iv != again.iv && sealed.data != again.data);
    assert_eq!(STANDARD.decode(&sealed.iv).unwrap().len(), 12);
    assert_eq!(one.vault().iterations, ITERATIONS);
}

#[wasm_bindgen_test]
async fn nothing_of_a_secret_stands_in_what_is_kept() {
    let open = vault().await;
    let sealed = open.seal(&id("a"), &credential()).await.unwrap();
    let kept = serde_json::to_string(&(open.vault(), &sealed)).unwrap();
    let bytes = STANDARD.decode(&sealed.data).unwrap();
    for secret in ["hunter2", "PRIVATE KEY", "correct horse"] {
        assert!(!kept.contains(secret));
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
    }
}

#[wasm_bindgen_test]
async fn a_vault_that_asks_for_too_little_or_too_much_work_is_refused() {
    let vault = vault().await.vault().clone();
    for iterations in [0, 1000, u32::MAX] {
        let odd = Vault { iterations, ..vault.clone() };
        assert_eq!(odd.open("correct horse").await.err(), Some(Fault::Wrong));
    }
}

async fn vault() -> Open {
    Vault::create("correct horse").await.unwrap()
}

fn credential() -> Credential {
    Credential {
        method: Method::Key,
        password: "hunter2".into(),
        key: "-----BEGIN OPENSSH PRIVATE KEY-----".into(),
        key_name: Some("id_ed25519".into()),
        passphrase: "swordfish".into(),
    }
}

fn id(id: &str) -> MachineId {
    MachineId(id.into())
}
