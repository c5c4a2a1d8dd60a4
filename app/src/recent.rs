//! The targets a person reached lately: what is remembered of them, and never a secret.

use postern_shared::hostkey::HostKey;
use postern_shared::target::Target;
use serde::{Deserialize, Serialize};

/// Most targets remembered.
const KEPT: usize = 50;

/// What a person signs in with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Method {
    /// A password.
    #[default]
    Password,
    /// A private key.
    Key,
    /// Whatever the target asks.
    Interactive,
}

/// A target that was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Recent {
    /// Where to.
    pub(crate) target: Target,
    /// Through which hops.
    pub(crate) hops: Vec<Target>,
    /// Signed in with.
    pub(crate) method: Method,
    /// Whether the target asked for more than that.
    pub(crate) with_code: bool,
    /// The key the host showed.
    pub(crate) host_key: HostKey,
    /// When, in milliseconds since 1970.
    pub(crate) at: u64,
}

/// The list, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Recents(Vec<Recent>);

impl Recents {
    /// Puts a target first; a place is listed once.
    pub(crate) fn remember(&mut self, recent: Recent) {
        self.forget(&recent.target, &recent.hops);
        self.0.insert(0, recent);
        self.0.truncate(KEPT);
    }

    /// Takes a place off the list.
    pub(crate) fn forget(&mut self, target: &Target, hops: &[Target]) {
        self.0.retain(|other| other.target != *target || other.hops != hops);
    }

    /// Those that hold every word of the text in host, user or hop.
    pub(crate) fn matching(&self, text: &str) -> Vec<Recent> {
        let words: Vec<String> = text.split_whitespace().map(str::to_ascii_lowercase).collect();
        let holds = |recent: &&Recent| {
            let places = recent.hops.iter().chain([&recent.target]);
            let all: Vec<String> = places.map(|place| place.to_string().to_ascii_lowercase()).collect();
            words.iter().all(|word| all.iter().any(|place| place.contains(word.as_str())))
        };
        self.0.iter().filter(holds).cloned().collect()
    }
}

impl Recent {
    /// The first eight characters of the fingerprint, enough to recognise a key in a list.
    pub(crate) fn short_print(&self) -> String {
        self.host_key.fingerprint.to_string().chars().skip("SHA256:".len()).take(8).collect()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use postern_shared::hostkey::{Fingerprint, HostKey};
    use postern_shared::target::TargetDraft;

    use super::{KEPT, Method, Recent, Recents};

    #[test]
    fn a_place_is_listed_once_and_newest_first() {
        let mut list = Recents::default();
        for place in ["ops@a", "ops@b", "ops@a"] {
            list.remember(recent(place));
        }
        assert_eq!(names(&list, ""), ["ops@a", "ops@b"]);
        list.forget(&recent("ops@a").target, &[]);
        assert_eq!(names(&list, ""), ["ops@b"]);
    }

    #[test]
    fn the_list_is_bounded() {
        let mut list = Recents::default();
        (0..KEPT + 9).for_each(|n| list.remember(recent(&format!("ops@host{n}"))));
        assert_eq!(names(&list, "").len(), KEPT);
    }

    #[test]
    fn the_filter_looks_at_user_host_and_hop() {
        let mut list = Recents::default();
        list.remember(recent("ops@web-01.fra"));
        let mut behind = recent("li.wei@财务库-02");
        behind.hops = vec![recent("jump@Bastion").target];
        list.remember(behind);
        assert_eq!(names(&list, "WEB"), ["ops@web-01.fra"]);
        assert_eq!(names(&list, "bastion li"), ["li.wei@财务库-02"]);
        assert_eq!(names(&list, "财务"), ["li.wei@财务库-02"]);
        assert!(names(&list, "nothing").is_empty());
    }

    #[test]
    fn nothing_that_is_stored_could_hold_a_secret() {
        let json = serde_json::to_value(recent("ops@web-01:2222")).unwrap();
        let fields: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields, ["at", "hops", "host_key", "method", "target", "with_code"]);
    }

    fn names(list: &Recents, filter: &str) -> Vec<String> {
        list.matching(filter).iter().map(|recent| recent.target.to_string()).collect()
    }

    fn recent(place: &str) -> Recent {
        let key =
            HostKey { algorithm: "ssh-ed25519".into(), bits: 256, fingerprint: Fingerprint::new([1; 32]) };
        Recent {
            target: TargetDraft::parse(place).unwrap().complete().unwrap(),
            hops: vec![],
            method: Method::Password,
            with_code: false,
            host_key: key,
            at: 0,
        }
    }
}
