//! The saved machines as the page sees them: follows other tabs, carries changes out, and holds the key while it is open.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::StorageEvent;

use super::vault::{Credential, Fault, Open, Sealed, Vault};
use super::{Machine, MachineId, Machines};
use crate::browser::{self, Listener};
use crate::store::{self, Unkept};

/// What waits for the vault to be open.
type Then = Box<dyn FnOnce(Open)>;

/// The saved machines; a context of the whole page.
#[derive(Clone, Copy)]
pub(crate) struct Saved {
    all: RwSignal<Machines>,
    /// Why the last change was not stored.
    pub(crate) trouble: RwSignal<Option<Unkept>>,
    /// What was deleted last.
    pub(crate) deleted: RwSignal<Option<Machine>>,
    /// The dialog that is open.
    pub(crate) dialog: RwSignal<Option<Dialog>>,
    /// Whether the passphrase is being asked for; it may be beside a dialog.
    pub(crate) is_asking: RwSignal<bool>,
    /// What the sign-in screen is to begin with.
    pub(crate) wish: RwSignal<Option<Wish>>,
    open: RwSignal<Option<Open>, LocalStorage>,
    then: StoredValue<Option<Then>, LocalStorage>,
}

/// A dialog about machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dialog {
    /// A machine as it was when the dialog opened; saved or not yet.
    Edit(Box<Machine>),
    Import,
    Export,
    Passphrase,
}

/// What to sign in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Machine(Box<Machine>),
    /// `user@host:port`, or an `ssh` command.
    Typed(String),
}

impl Saved {
    /// Reads what is saved, and follows other tabs.
    pub(crate) fn follow() -> Self {
        let saved = Self {
            all: RwSignal::default(),
            trouble: RwSignal::default(),
            deleted: RwSignal::default(),
            dialog: RwSignal::default(),
            is_asking: RwSignal::default(),
            wish: RwSignal::default(),
            open: RwSignal::new_local(None),
            then: StoredValue::new_local(None),
        };
        saved.read();
        if let Some(window) = browser::window() {
            let changed = move |event: web_sys::Event| {
                // None: everything was cleared.
                let name = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
                if name.is_none_or(|name| name == store::MACHINES) {
                    saved.read();
                }
            };
            StoredValue::new_local(Listener::new(window, "storage", changed));
        }
        saved
    }

    fn read(self) {
        match store::machines() {
            Ok(machines) => {
                if self.all.with_untracked(|all| *all != machines) {
                    self.all.set(machines);
                }
            }
            Err(why) => self.trouble.set(Some(why)),
        }
    }

    /// Looks at them; tracked.
    pub(crate) fn with<T>(self, look: impl FnOnce(&Machines) -> T) -> T {
        self.all.with(look)
    }

    /// Looks at them; not tracked.
    pub(crate) fn with_untracked<T>(self, look: impl FnOnce(&Machines) -> T) -> T {
        self.all.with_untracked(look)
    }

    /// Changes what is stored now, which another tab may have changed since; false where it could not be stored.
    pub(crate) fn change(self, change: impl FnOnce(&mut Machines) -> Result<(), Unkept>) -> bool {
        let changed = store::machines().and_then(|mut machines| {
            change(&mut machines)?;
            store::set_machines(machines.clone())?;
            Ok(machines)
        });
        match changed {
            Ok(machines) => {
                self.all.set(machines);
                self.trouble.set(None);
                true
            }
            Err(why) => {
                self.trouble.set(Some(why));
                false
            }
        }
    }

    /// Saves a machine that was edited since `base`.
    pub(crate) fn save(self, base: &Machine, mine: Machine) -> bool {
        self.change(|all| if all.edit(base, mine) { Ok(()) } else { Err(Unkept::Full) })
    }

    /// Deletes a machine; it can be brought back.
    pub(crate) fn delete(self, id: &MachineId) {
        let mut gone = None;
        let is_done = self.change(|all| {
            gone = all.remove(id);
            Ok(())
        });
        if is_done && gone.is_some() {
            self.deleted.set(gone);
        }
    }

    /// Brings back what was deleted last.
    pub(crate) fn undelete(self) {
        if let Some(machine) = self.deleted.get_untracked()
            && self.change(|all| if all.put(machine) { Ok(()) } else { Err(Unkept::Full) })
        {
            self.deleted.set(None);
        }
    }

    /// A machine not yet saved, in the dialog.
    pub(crate) fn edit(self, machine: Machine) {
        self.trouble.set(None);
        self.dialog.set(Some(Dialog::Edit(Box::new(machine))));
    }

    /// The key, if it is here and still the right one: another tab may have changed the passphrase.
    pub(crate) fn opened(self) -> Option<Open> {
        let open = self.open.get_untracked()?;
        self.all.with_untracked(|all| all.vault.as_ref() == Some(open.vault())).then_some(open)
    }

    /// Calls once the vault is open: at once, or when the person has given the passphrase.
    pub(crate) fn when_open(self, then: impl FnOnce(Open) + 'static) {
        match self.opened() {
            Some(open) => then(open),
            None => {
                self.then.set_value(Some(Box::new(then)));
                self.is_asking.set(true);
            }
        }
    }

    /// The person does not give the passphrase.
    pub(crate) fn not_asked(self) {
        self.then.set_value(None);
        self.is_asking.set(false);
    }

    /// Tries a passphrase, or sets the first one.
    ///
    /// # Errors
    /// It is another.
    pub(crate) async fn try_passphrase(self, passphrase: &str) -> Result<(), Fault> {
        let vault = self.all.with_untracked(|all| all.vault.clone());
        let open = match vault {
            Some(vault) => vault.open(passphrase).await?,
            None => {
                let open = Vault::create(passphrase).await?;
                let vault = open.vault().clone();
                let is_first = self.change(|all| match all.vault {
                    None => {
                        all.vault = Some(vault);
                        Ok(())
                    }
                    // Another tab was quicker: its passphrase holds.
                    Some(_) => Err(Unkept::Overtaken),
                });
                if !is_first {
                    self.read();
                    return Err(Fault::Wrong);
                }
                open
            }
        };
        self.open.set(Some(open.clone()));
        self.is_asking.set(false);
        if let Some(then) = self.then.try_update_value(Option::take).flatten() {
            then(open);
        }
        Ok(())
    }

    /// Seals every secret anew with another passphrase.
    ///
    /// # Errors
    /// The old passphrase is another, or another tab changed a secret meanwhile.
    pub(crate) async fn change_passphrase(self, old: &str, new: &str) -> Result<(), Fault> {
        let before = self.all.get_untracked();
        let Some(vault) = before.vault.clone() else { return Err(Fault::Wrong) };
        let old = vault.open(old).await?;
        let open = Vault::create(new).await?;
        let mut resealed: Vec<(Sealed, Sealed)> = Vec::new();
        for machine in &before.list {
            if let Some(sealed) = &machine.secret {
                let credential = old.open(&machine.id, sealed).await?;
                resealed.push((sealed.clone(), open.seal(&machine.id, &credential).await?));
            }
        }
        let vault = open.vault().clone();
        let is_done = self.change(|all| {
            if all.vault != before.vault {
                return Err(Unkept::Overtaken);
            }
            for machine in &mut all.list {
                let Some(sealed) = &machine.secret else { continue };
                let again = resealed.iter().find(|(from, _)| from == sealed);
                machine.secret = Some(again.ok_or(Unkept::Overtaken)?.1.clone());
            }
            all.vault = Some(vault);
            Ok(())
        });
        if is_done {
            self.open.set(Some(open));
            return Ok(());
        }
        Err(Fault::Unavailable)
    }

    /// Forgets every secret and the passphrase.
    pub(crate) fn forget_secrets(self) {
        let is_done = self.change(|all| {
            all.vault = None;
            all.list.iter_mut().for_each(|machine| machine.secret = None);
            Ok(())
        });
        if is_done {
            self.open.set(None);
        }
    }

    /// Saves a machine together with what it is signed in to with.
    pub(crate) fn save_sealed(self, base: Machine, mine: Machine, credential: Credential, open: Open) {
        spawn_local(async move {
            match open.seal(&base.id, &credential).await {
                Ok(sealed) => {
                    if self.save(&base, Machine { secret: Some(sealed), ..mine }) {
                        self.dialog.set(None);
                    }
                }
                Err(_) => self.trouble.set(Some(Unkept::Broken)),
            }
        });
    }
}

/// A name for a new machine.
pub(crate) fn new_id() -> MachineId {
    MachineId(browser::page_name())
}
