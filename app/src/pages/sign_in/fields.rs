//! What stands in the fields of the sign-in form, shared by everything that fills them in.

use leptos::prelude::*;
use postern_shared::target::Target;

use crate::browser;
use crate::draft::{Draft, HopDraft, Secrets, Wrong};
use crate::machines::vault::Credential;
use crate::private_key::{self, About};
use crate::recent::Method;
use crate::store;

/// The fields.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Fields {
    /// What the ids of the fields begin with: two such forms may be on the screen.
    prefix: &'static str,
    pub(in crate::pages) draft: RwSignal<Draft>,
    pub(in crate::pages) method: RwSignal<Method>,
    pub(in crate::pages) password: RwSignal<String>,
    pub(in crate::pages) key: RwSignal<String>,
    /// Name of the file the key came from.
    pub(in crate::pages) key_name: RwSignal<Option<String>>,
    pub(in crate::pages) passphrase: RwSignal<String>,
    /// The field to put right.
    pub(in crate::pages) wrong: RwSignal<Option<Wrong>>,
}

impl Fields {
    pub(in crate::pages) fn new(prefix: &'static str) -> Self {
        let draft = Draft { port: "22".into(), hops: vec![HopDraft::empty()], ..Draft::default() };
        Self {
            prefix,
            draft: RwSignal::new(draft),
            method: RwSignal::default(),
            password: RwSignal::default(),
            key: RwSignal::default(),
            key_name: RwSignal::default(),
            passphrase: RwSignal::default(),
            wrong: RwSignal::default(),
        }
    }

    /// Id of a field.
    pub(in crate::pages) fn id(self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Fills in a target, as it was reached before if it ever was.
    pub(in crate::pages) fn fill_in_target(self, target: &Target) {
        let known = store::recents().matching(&target.host.to_string()).into_iter();
        match known.into_iter().find(|recent| recent.target == *target) {
            Some(recent) => self.place(&recent.target, &recent.hops, recent.method),
            None => self.place(target, &[], self.method.get_untracked()),
        }
        self.focus_next();
    }

    /// Fills in a place and how it is signed in to.
    pub(in crate::pages) fn place(self, target: &Target, hops: &[Target], method: Method) {
        let mut draft = Draft::of_target(target, hops);
        draft.hops.push(HopDraft::empty());
        self.draft.set(draft);
        self.method.set(method);
        self.wrong.set(None);
        self.password.set(String::new());
    }

    /// Goes to what is still to be typed.
    pub(in crate::pages) fn focus_next(self) {
        browser::focus_soon(match self.method.get_untracked() {
            Method::Password => "password",
            Method::Key if self.key.with_untracked(String::is_empty) => "key",
            Method::Key => "passphrase",
            Method::Interactive => "connect",
        });
    }

    /// Takes a credential that was sealed.
    pub(in crate::pages) fn set_credential(self, credential: Credential) {
        self.method.set(credential.method);
        self.password.set(credential.password);
        self.key.set(credential.key);
        self.key_name.set(credential.key_name);
        self.passphrase.set(credential.passphrase);
    }

    /// What could be sealed; none where nothing is to be kept.
    pub(in crate::pages) fn credential(self) -> Option<Credential> {
        let mut credential = Credential { method: self.method.get_untracked(), ..Credential::default() };
        match credential.method {
            Method::Password => credential.password = self.password.get_untracked(),
            Method::Key => {
                credential.key = self.key.get_untracked();
                credential.key_name = self.key_name.get_untracked();
                credential.passphrase = self.passphrase.get_untracked();
            }
            Method::Interactive => {}
        }
        let is_empty = credential.password.is_empty() && credential.key.is_empty();
        Some(credential).filter(|_| !is_empty)
    }

    /// What the key field holds, if it is a private key.
    pub(in crate::pages) fn about_key(self) -> Option<About> {
        self.key.with(|key| private_key::look(key))
    }

    /// Copies of the secrets, for a request.
    pub(in crate::pages) fn secrets(self) -> Secrets {
        Secrets {
            method: self.method.get_untracked(),
            password: self.password.get_untracked(),
            key: self.key.get_untracked(),
            passphrase: self.passphrase.get_untracked(),
        }
    }

    /// Forgets the secrets.
    pub(in crate::pages) fn clear_secrets(self) {
        for secret in [self.password, self.key, self.passphrase] {
            secret.set(String::new());
        }
        self.key_name.set(None);
    }
}
