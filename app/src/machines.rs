//! The machines a person has saved: what is kept of each, and how the list changes. It stores and shows nothing.

pub(crate) mod file;
pub(crate) mod find;
pub(crate) mod saved;
pub(crate) mod ssh_config;
pub(crate) mod vault;

use postern_shared::target::Target;
use serde::{Deserialize, Serialize};

use crate::recent::Method;
use vault::{Sealed, Vault};

/// Most machines kept: with the longest fields a browser's 5 MiB would hold no more.
pub(crate) const MOST: usize = 5000;
/// Longest name and group, in characters: more fits on no line.
const LONGEST_NAME: usize = 100;
/// Most tags of a machine, and the longest one in characters.
const MOST_TAGS: usize = 16;
const LONGEST_TAG: usize = 32;
/// Longest note, in characters.
const LONGEST_NOTE: usize = 1000;

/// Names a machine, whatever becomes of its name and place; a sealed secret is bound to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct MachineId(pub(crate) String);

/// A saved machine. What a newer page adds has a default, so that what an older one wrote stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Machine {
    /// Empty in a file someone wrote by hand.
    #[serde(default)]
    pub(crate) id: MachineId,
    /// What the person calls it.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) target: Target,
    /// The way there, first hop first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) hops: Vec<Target>,
    /// What is signed in with.
    #[serde(default)]
    pub(crate) method: Method,
    /// Empty where it is in none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) group: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<String>,
    /// Name of the file the private key lies in, on the person's own computer; a page cannot read it by itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) identity_file: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) note: String,
    /// What is signed in with, where the person wants it kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) secret: Option<Sealed>,
}

/// Everything that is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Machines {
    /// In no order; whoever shows them sorts.
    pub(crate) list: Vec<Machine>,
    /// What opens the secrets, once there is a passphrase.
    pub(crate) vault: Option<Vault>,
}

impl Machine {
    /// A machine that has been given nothing but its place.
    pub(crate) fn new(id: MachineId, target: Target, hops: Vec<Target>, method: Method) -> Self {
        Self {
            id,
            name: target.host.to_string(),
            target,
            hops,
            method,
            group: String::new(),
            tags: Vec::new(),
            identity_file: String::new(),
            note: String::new(),
            secret: None,
        }
    }

    /// Puts every text within its bounds: without control characters, not too long, never without a name.
    pub(crate) fn tidy(mut self) -> Self {
        self.name = line(&self.name, LONGEST_NAME);
        if self.name.is_empty() {
            self.name = line(self.target.host.as_str(), LONGEST_NAME);
        }
        self.group = line(&self.group, LONGEST_NAME);
        self.identity_file = line(&self.identity_file, LONGEST_NAME);
        self.note = self.note.chars().take(LONGEST_NOTE).collect();
        let mut tags = Vec::new();
        for tag in self.tags.iter().map(|tag| line(tag, LONGEST_TAG)) {
            if !tag.is_empty() && !tags.contains(&tag) && tags.len() < MOST_TAGS {
                tags.push(tag);
            }
        }
        self.tags = tags;
        self
    }

    /// Takes over what was changed here since `base`; the rest stays as another tab may have changed it meanwhile.
    pub(crate) fn changed(self, base: &Self, mine: Self) -> Self {
        fn pick<T: PartialEq>(stored: T, base: &T, mine: T) -> T {
            if mine == *base { stored } else { mine }
        }
        Self {
            id: self.id,
            name: pick(self.name, &base.name, mine.name),
            target: pick(self.target, &base.target, mine.target),
            hops: pick(self.hops, &base.hops, mine.hops),
            method: pick(self.method, &base.method, mine.method),
            group: pick(self.group, &base.group, mine.group),
            tags: pick(self.tags, &base.tags, mine.tags),
            identity_file: pick(self.identity_file, &base.identity_file, mine.identity_file),
            note: pick(self.note, &base.note, mine.note),
            secret: pick(self.secret, &base.secret, mine.secret),
        }
    }
}

/// One line of text, without what could disturb a list.
fn line(text: &str, longest: usize) -> String {
    let printable = text.chars().filter(|c| !c.is_control()).take(longest).collect::<String>();
    printable.trim().to_owned()
}

/// Tags as they are typed: words and commas.
pub(crate) fn tags(text: &str) -> Vec<String> {
    text.split([',', '，', ' ']).map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

impl Machines {
    /// The machine with this id.
    pub(crate) fn get(&self, id: &MachineId) -> Option<&Machine> {
        self.list.iter().find(|machine| machine.id == *id)
    }

    /// The machine at this place, whatever it is called.
    pub(crate) fn at(&self, target: &Target, hops: &[Target]) -> Option<&Machine> {
        self.list.iter().find(|machine| machine.target == *target && machine.hops == hops)
    }

    /// A machine that this target is, whatever leads to it.
    pub(crate) fn to(&self, target: &Target) -> Option<&Machine> {
        self.list.iter().find(|machine| machine.target == *target)
    }

    /// Adds a machine, or puts it in the place of the one with its id; false where there is no room.
    pub(crate) fn put(&mut self, machine: Machine) -> bool {
        let machine = machine.tidy();
        if let Some(stored) = self.list.iter_mut().find(|stored| stored.id == machine.id) {
            *stored = machine;
            return true;
        }
        let has_room = self.list.len() < MOST;
        if has_room {
            self.list.push(machine);
        }
        has_room
    }

    /// Saves what was edited here since `base`, and keeps what another tab did to it meanwhile.
    pub(crate) fn edit(&mut self, base: &Machine, mine: Machine) -> bool {
        let stored = self.get(&base.id).cloned().unwrap_or_else(|| base.clone());
        self.put(stored.changed(base, mine))
    }

    /// Takes a machine away, and returns it for whoever thinks better of it.
    pub(crate) fn remove(&mut self, id: &MachineId) -> Option<Machine> {
        let at = self.list.iter().position(|machine| machine.id == *id)?;
        Some(self.list.swap_remove(at))
    }

    /// Moves a machine to a group.
    pub(crate) fn regroup(&mut self, id: &MachineId, group: &str) {
        if let Some(machine) = self.list.iter_mut().find(|machine| machine.id == *id) {
            machine.group = line(group, LONGEST_NAME);
        }
    }

    /// The groups there are, sorted.
    pub(crate) fn groups(&self) -> Vec<String> {
        sorted(self.list.iter().map(|machine| &machine.group).filter(|group| !group.is_empty()))
    }

    /// The tags there are, sorted.
    pub(crate) fn tags(&self) -> Vec<String> {
        sorted(self.list.iter().flat_map(|machine| &machine.tags))
    }

    /// How many secrets are kept.
    pub(crate) fn secrets(&self) -> usize {
        self.list.iter().filter(|machine| machine.secret.is_some()).count()
    }
}

fn sorted<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = names.cloned().collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod tests {
    use postern_shared::target::{Target, TargetDraft};

    use super::{LONGEST_NAME, MOST, MOST_TAGS, Machine, MachineId, Machines, tags};
    use crate::recent::Method;

    #[test]
    fn what_two_tabs_change_of_one_machine_is_both_kept() {
        let mut all = Machines::default();
        let base = machine("a", "web-01");
        all.put(base.clone());
        all.put(Machine { group: "Frankfurt".into(), ..base.clone() });
        all.edit(&base, Machine { name: "shop".into(), ..base.clone() });
        let kept = all.get(&base.id).unwrap();
        assert_eq!((kept.name.as_str(), kept.group.as_str()), ("shop", "Frankfurt"));
    }

    #[test]
    fn an_edit_of_what_another_tab_deleted_saves_it_again() {
        let mut all = Machines::default();
        let base = machine("a", "web-01");
        all.edit(&base, Machine { note: "back".into(), ..base.clone() });
        assert_eq!(all.get(&base.id).unwrap().note, "back");
    }

    #[test]
    fn a_deleted_machine_comes_back_as_it_was() {
        let mut all = Machines::default();
        let base = Machine { tags: vec!["prod".into()], ..machine("a", "web-01") };
        all.put(base.clone());
        let gone = all.remove(&base.id).unwrap();
        assert!(all.list.is_empty());
        all.put(gone);
        assert_eq!(all.list, [base]);
    }

    #[test]
    fn every_text_is_put_within_its_bounds() {
        let hostile = Machine {
            name: "\u{1b}[31m\n ".into(),
            group: "g".repeat(500),
            tags: (0..99).map(|n| format!("tag{}", n / 2)).collect(),
            ..machine("a", "web-01")
        };
        let tidy = hostile.tidy();
        assert_eq!(tidy.name, "[31m");
        assert_eq!(tidy.group.len(), LONGEST_NAME);
        assert_eq!(tidy.tags.len(), MOST_TAGS);
        assert_eq!(Machine { name: " ".into(), ..machine("b", "db") }.tidy().name, "db");
    }

    #[test]
    fn the_list_is_bounded_and_says_when_it_is_full() {
        let mut all = Machines { list: vec![machine("x", "x"); MOST], ..Machines::default() };
        assert!(!all.put(machine("new", "new")));
        assert_eq!(all.list.len(), MOST);
    }

    #[test]
    fn groups_and_tags_are_listed_once() {
        let mut all = Machines::default();
        for (id, group, words) in [("a", "广州", "prod, web"), ("b", "Lab", "web"), ("c", "广州", "")] {
            all.put(Machine { group: group.into(), tags: tags(words), ..machine(id, id) });
        }
        assert_eq!(all.groups(), ["Lab", "广州"]);
        assert_eq!(all.tags(), ["prod", "web"]);
    }

    #[test]
    fn what_an_older_page_wrote_is_read() {
        let old = r#"{"id":"a","name":"web","target":{"host":"web","port":22,"user":"ops"}}"#;
        assert_eq!(serde_json::from_str::<Machine>(old).unwrap(), machine("a", "web"));
        // And what a newer one adds does not stop this one.
        let new = r#"{"name":"web","target":{"host":"web","user":"ops"},"appearance":{}}"#;
        assert!(serde_json::from_str::<Machine>(new).is_ok());
    }

    pub(crate) fn machine(id: &str, host: &str) -> Machine {
        Machine::new(MachineId(id.into()), target(&format!("ops@{host}")), vec![], Method::Password)
    }

    pub(crate) fn target(place: &str) -> Target {
        TargetDraft::parse(place).unwrap().complete().unwrap()
    }
}
