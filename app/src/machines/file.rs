//! The files machines travel in, and what taking one over changes: nothing here is overwritten unasked, nothing saved.

use std::collections::BTreeSet;

use postern_shared::target::{Target, TargetDraft, UserName};
use serde::{Deserialize, Serialize};

use super::ssh_config::Config;
use super::vault::Vault;
use super::{MOST, Machine, MachineId, Machines};
use crate::recent::Method;

/// Largest file that is read, in bytes: more than a browser stores for a page.
pub(crate) const LARGEST: usize = 8 * 1024 * 1024;
/// What such a file says of itself.
const FORMAT: &str = "postern-machines";
const VERSION: u32 = 1;
/// Longest id, in characters; this page's own have 24.
const LONGEST_ID: usize = 64;

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    version: u32,
    list: Vec<Machine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vault: Option<Vault>,
}

/// Its first two fields, which a newer page writes too.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// Whether secrets go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secrets {
    /// They stay here.
    Leave,
    /// They go along as they are: sealed.
    Sealed,
}

/// Why a file cannot be taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadFile {
    /// Larger than any of this page's own.
    TooLarge,
    /// Neither machines nor an `ssh_config`.
    NotOurs,
    /// A newer page wrote it.
    Newer,
    /// It names no machine.
    Empty,
}

/// How a machine of a file stands to those that are here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    New,
    /// Here already, the same.
    Same,
    /// Here already, and different.
    Differs(MachineId),
}

/// What was taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) added: usize,
    pub(crate) replaced: usize,
    /// Whose secret another passphrase seals, so that it was left out.
    pub(crate) without_secret: usize,
    /// For which there was no room.
    pub(crate) left: usize,
}

/// The machines as a file.
pub(crate) fn write(all: &Machines, secrets: Secrets) -> String {
    let mut all = all.clone();
    if secrets == Secrets::Leave || all.secrets() == 0 {
        all.vault = None;
        all.list.iter_mut().for_each(|machine| machine.secret = None);
    }
    store(all)
}

/// The machines as the browser stores them: the same, and all of them.
pub(crate) fn store(all: Machines) -> String {
    let file = File { format: FORMAT.to_owned(), version: VERSION, list: all.list, vault: all.vault };
    // Fails only for maps whose keys are no strings.
    serde_json::to_string(&file).unwrap_or_default()
}

/// Reads what [`store`] wrote.
///
/// # Errors
/// Says why it cannot be taken for that.
pub(crate) fn stored(text: &str) -> Result<Machines, BadFile> {
    let head: Head = serde_json::from_str(text).map_err(|_| BadFile::NotOurs)?;
    if head.format != FORMAT {
        return Err(BadFile::NotOurs);
    }
    if head.version > VERSION {
        return Err(BadFile::Newer);
    }
    let file: File = serde_json::from_str(text).map_err(|_| BadFile::NotOurs)?;
    Ok(Machines { list: file.list, vault: file.vault })
}

/// Reads a file, whoever wrote it.
///
/// # Errors
/// Says why it cannot be taken over.
pub(crate) fn read(text: &str) -> Result<Machines, BadFile> {
    let Machines { list, vault } = stored(text)?;
    let vault = vault.filter(Vault::is_sound);
    let mut known = BTreeSet::new();
    let mut kept = Vec::new();
    for mut machine in list.into_iter().take(MOST).map(Machine::tidy) {
        if !is_id(&machine.id) {
            machine.id = MachineId::default();
        }
        machine.secret = machine.secret.filter(|_| vault.is_some() && !machine.id.0.is_empty());
        // The first of two with one id is the one.
        if machine.id.0.is_empty() || known.insert(machine.id.clone()) {
            kept.push(machine);
        }
    }
    if kept.is_empty() { Err(BadFile::Empty) } else { Ok(Machines { list: kept, vault }) }
}

fn is_id(id: &MachineId) -> bool {
    id.0.len() <= LONGEST_ID && id.0.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The machines of an `ssh_config`, and for how many of them a user is missing.
pub(crate) fn of_config(config: &Config, user: Option<&UserName>) -> (Vec<Machine>, usize) {
    let mut lacking = 0;
    let mut machines = Vec::new();
    for entry in &config.entries {
        let complete = |draft: &TargetDraft| -> Option<Target> {
            let mut draft = draft.clone();
            draft.user = draft.user.or_else(|| user.cloned());
            draft.complete().ok()
        };
        let places: Option<Vec<Target>> = entry.place.hops.iter().map(complete).collect();
        if entry.place.user.is_none() || entry.place.hops.iter().any(|hop| hop.user.is_none()) {
            lacking += 1;
        }
        let (Some(target), Some(hops)) = (complete(&entry.place), places) else { continue };
        let method = if entry.identity_file.is_empty() { Method::Password } else { Method::Key };
        let machine = Machine::new(MachineId::default(), target, hops, method);
        let identity_file = entry.identity_file.clone();
        machines.push(Machine { name: entry.alias.clone(), identity_file, ..machine }.tidy());
    }
    (machines, lacking)
}

/// How a machine stands to those that are here: known by its id, else by its place, else by name and group.
pub(crate) fn standing(all: &Machines, machine: &Machine) -> Standing {
    let by_id = Some(&machine.id).filter(|id| !id.0.is_empty()).and_then(|id| all.get(id));
    let by_name = || all.list.iter().find(|known| known.name == machine.name && known.group == machine.group);
    let known = by_id.or_else(|| all.at(&machine.target, &machine.hops)).or_else(by_name);
    match known {
        None => Standing::New,
        Some(known) if replacing(known, machine) == *known => Standing::Same,
        Some(known) => Standing::Differs(known.id.clone()),
    }
}

/// What the known machine becomes. A secret is bound to its machine's id, and means nothing at another place.
fn replacing(known: &Machine, machine: &Machine) -> Machine {
    let mut new = machine.clone();
    let is_same_place = known.target == machine.target && known.hops == machine.hops;
    if new.id != known.id || new.secret.is_none() {
        new.secret = known.secret.clone().filter(|_| is_same_place);
    }
    new.id = known.id.clone();
    new
}

/// Takes over the machines the person has chosen, replacing those that differ.
pub(crate) fn take(
    all: &mut Machines,
    chosen: Vec<Machine>,
    vault: Option<Vault>,
    mut new_id: impl FnMut() -> MachineId,
) -> Taken {
    let mut taken = Taken::default();
    if all.vault.is_none() && chosen.iter().any(|machine| machine.secret.is_some()) {
        all.vault.clone_from(&vault);
    }
    let opens_here = all.vault.is_some() && all.vault == vault;
    for mut machine in chosen {
        if !opens_here && machine.secret.take().is_some() {
            taken.without_secret += 1;
        }
        let known = match standing(all, &machine) {
            Standing::Same => continue,
            Standing::Differs(id) => all.get(&id).cloned(),
            Standing::New => None,
        };
        if let Some(known) = known {
            all.put(replacing(&known, &machine));
            taken.replaced += 1;
            continue;
        }
        if machine.id.0.is_empty() {
            machine.id = new_id();
        }
        if all.put(machine) {
            taken.added += 1;
        } else {
            taken.left += 1;
        }
    }
    taken
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
