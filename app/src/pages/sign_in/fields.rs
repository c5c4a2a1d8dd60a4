//! What stands in the fields of the sign-in form, shared by everything that fills them in.

use leptos::prelude::*;
use postern_shared::target::Target;

use crate::browser;
use crate::draft::{Draft, HopDraft, Secrets, Wrong};
use crate::private_key::{self, About};
use crate::recent::{Method, Recent};
use crate::store;

/// The fields.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) draft: RwSignal<Draft>,
    pub(super) method: RwSignal<Method>,
    pub(super) password: RwSignal<String>,
    pub(super) key: RwSignal<String>,
    /// Name of the file the key came from.
    pub(super) key_name: RwSignal<Option<String>>,
    pub(super) passphrase: RwSignal<String>,
    /// The field to put right.
    pub(super) wrong: RwSignal<Option<Wrong>>,
}

impl Fields {
    pub(super) fn new() -> Self {
        let draft = Draft { port: "22".into(), hops: vec![HopDraft::empty()], ..Draft::default() };
        Self {
            draft: RwSignal::new(draft),
            method: RwSignal::default(),
            password: RwSignal::default(),
            key: RwSignal::default(),
            key_name: RwSignal::default(),
            passphrase: RwSignal::default(),
            wrong: RwSignal::default(),
        }
    }

    /// Fills in a target, as it was reached before if it ever was.
    pub(super) fn fill_in_target(self, target: &Target) {
        let known = store::recents().matching(&target.host.to_string()).into_iter();
        match known.into_iter().find(|recent| recent.target == *target) {
            Some(recent) => self.fill_in(&recent),
            None => {
                let mut draft = Draft::of_target(target, &[]);
                draft.hops.push(HopDraft::empty());
                self.draft.set(draft);
                browser::focus_soon("password");
            }
        }
    }

    /// Fills in a target that was reached before, and goes to what is still to be typed.
    pub(super) fn fill_in(self, recent: &Recent) {
        let mut draft = Draft::of(recent);
        draft.hops.push(HopDraft::empty());
        self.draft.set(draft);
        self.method.set(recent.method);
        self.wrong.set(None);
        self.password.set(String::new());
        let next = match recent.method {
            Method::Password => "password",
            Method::Key if self.key.with_untracked(String::is_empty) => "key",
            Method::Key => "passphrase",
            Method::Interactive => "connect",
        };
        browser::focus_soon(next);
    }

    /// What the key field holds, if it is a private key.
    pub(super) fn about_key(self) -> Option<About> {
        self.key.with(|key| private_key::look(key))
    }

    /// Copies of the secrets, for a request.
    pub(super) fn secrets(self) -> Secrets {
        Secrets {
            method: self.method.get_untracked(),
            password: self.password.get_untracked(),
            key: self.key.get_untracked(),
            passphrase: self.passphrase.get_untracked(),
        }
    }

    /// Forgets the secrets.
    pub(super) fn clear_secrets(self) {
        for secret in [self.password, self.key, self.passphrase] {
            secret.set(String::new());
        }
        self.key_name.set(None);
    }
}
