//! What a person set in the dialog of properties, and the change it comes to.

use super::Change;
use crate::script::Path;
use crate::script::files::{Entry, Kind, Mode, Owned, SetMode, SetOwner, SetProperties, SetTime, Was};

/// What a person set for files; none where they left it alone, however different it is from file to file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Their permissions.
    pub mode: Option<Mode>,
    /// Whether everything in them gets these too.
    pub is_mode_deep: bool,
    /// Whose they are, as `chown` takes it: `owner:group`, where one of them may be missing.
    pub owner: Option<String>,
    /// Whether everything in them becomes theirs too.
    pub is_owner_deep: bool,
    /// When they changed, in seconds since 1970-01-01 UTC.
    pub time: Option<i64>,
}

impl Wish {
    /// The change it comes to, by one script; none if everything is so already.
    #[must_use]
    pub fn change(&self, directory: &Path, entries: &[Entry]) -> Option<Change> {
        let (owner, mode, time) =
            (self.owner(directory, entries), self.mode(directory, entries), self.time(directory, entries));
        match (owner, mode, time) {
            (None, None, None) => None,
            (Some(owner), None, None) => Some(Change::SetOwner(owner)),
            (None, Some(mode), None) => Some(Change::SetMode(mode)),
            (None, None, Some(time)) => Some(Change::SetTime(time)),
            (owner, mode, time) => {
                Some(Change::SetProperties(SetProperties { directory: directory.clone(), owner, mode, time }))
            }
        }
    }

    fn owner(&self, directory: &Path, entries: &[Entry]) -> Option<SetOwner> {
        let owner = self.owner.as_deref().map(str::trim).filter(|owner| !matches!(*owner, "" | ":"))?;
        let has = |entry: &Entry| format!("{}:{}", entry.owner, entry.group);
        if !self.is_owner_deep && entries.iter().all(|entry| has(entry) == owner) {
            return None;
        }
        let had = |entry: &Entry| Owned { owner: has(entry), mode: entry.mode };
        let files = entries.iter().map(|entry| Was { name: entry.name.clone(), had: had(entry) }).collect();
        let (directory, owner, is_deep) = (directory.clone(), owner.to_owned(), self.is_owner_deep);
        Some(SetOwner { directory, files, owner, is_deep })
    }

    /// A link has no permissions of its own.
    fn mode(&self, directory: &Path, entries: &[Entry]) -> Option<SetMode> {
        let (mode, is_deep) = (self.mode?, self.is_mode_deep);
        let own = || entries.iter().filter(|entry| entry.kind != Kind::Link);
        if !own().any(|entry| is_deep || entry.mode != mode) {
            return None;
        }
        let files = own().map(|entry| Was { name: entry.name.clone(), had: entry.mode }).collect();
        Some(SetMode { directory: directory.clone(), files, mode, is_deep })
    }

    fn time(&self, directory: &Path, entries: &[Entry]) -> Option<SetTime> {
        let time = self.time.filter(|time| entries.iter().any(|entry| entry.modified != *time))?;
        let files =
            entries.iter().map(|entry| Was { name: entry.name.clone(), had: entry.modified }).collect();
        Some(SetTime { directory: directory.clone(), files, time })
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::script::Name;

    fn entries() -> Vec<Entry> {
        let entry = |name: &str, kind, mode| Entry {
            name: Name::parse(name).unwrap(),
            kind,
            mode: Mode::parse(mode).unwrap(),
            size: 0,
            modified: 7,
            owner: "ops".into(),
            group: "ops".into(),
            link: None,
        };
        vec![
            entry("run", Kind::File, "755"),
            entry("key", Kind::File, "600"),
            entry("way", Kind::Link, "777"),
        ]
    }

    fn change(wish: &Wish) -> Option<Change> {
        wish.change(&Path::parse(b"/srv").unwrap(), &entries())
    }

    #[test]
    fn what_was_left_alone_stays_with_each_as_it_is() {
        assert_eq!(change(&Wish::default()), None);
        let Some(Change::SetTime(set)) = change(&Wish { time: Some(8), ..Wish::default() }) else { panic!() };
        assert_eq!((set.files.len(), set.time), (3, 8));
    }

    #[test]
    fn what_everything_has_already_is_no_change() {
        let owner = || Some(String::from("ops:ops"));
        assert_eq!(change(&Wish { owner: owner(), time: Some(7), ..Wish::default() }), None);
        for nobody in ["", ":", " "] {
            let owner = Some(nobody.to_owned());
            assert_eq!(change(&Wish { owner, is_owner_deep: true, ..Wish::default() }), None);
        }
        let deep = change(&Wish { owner: owner(), is_owner_deep: true, ..Wish::default() });
        assert!(matches!(deep, Some(Change::SetOwner(set)) if set.is_deep));
    }

    #[test]
    fn permissions_are_for_what_has_some() {
        let mode = Mode::parse("755");
        let Some(Change::SetMode(set)) = change(&Wish { mode, ..Wish::default() }) else { panic!() };
        let names: Vec<_> = set.files.iter().map(|file| file.name.text()).collect();
        assert_eq!(names, ["run", "key"], "both, for one of them has others");
    }

    #[test]
    fn several_changes_are_one_script() {
        let (mode, owner, time) = (Mode::parse("640"), Some(String::from(":www")), Some(0));
        let wish = Wish { mode, owner, time, is_mode_deep: true, is_owner_deep: false };
        let Some(Change::SetProperties(set)) = change(&wish) else { panic!() };
        assert_eq!(set.owner.map(|set| (set.owner, set.is_deep)), Some((String::from(":www"), false)));
        assert_eq!(set.mode.map(|set| set.is_deep), Some(true));
        assert_eq!(set.time.map(|set| set.time), Some(0));
    }
}
