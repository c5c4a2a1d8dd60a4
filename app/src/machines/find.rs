//! Which machines a search finds, best first, and what typed text could be connected to; it shows nothing.

use postern_shared::target::TargetDraft;

use super::{Machine, Machines};
use crate::fuzzy;

/// A machine that fits, with the characters of its name that do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Found {
    pub(crate) machine: Machine,
    pub(crate) positions: Vec<usize>,
}

/// Machines with all these tags that fit the text; without a text by name. At most so many, and how many there are.
pub(crate) fn find(all: &Machines, text: &str, tags: &[String], most: usize) -> (Vec<Found>, usize) {
    let text = text.trim();
    let tagged = all.list.iter().filter(|machine| tags.iter().all(|tag| machine.tags.contains(tag)));
    let mut found: Vec<(i32, Vec<usize>, &Machine)> =
        tagged.filter_map(|machine| fit(machine, text).map(|(score, at)| (score, at, machine))).collect();
    let count = found.len();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| natural(&a.2.name, &b.2.name)));
    found.truncate(most);
    let found =
        found.into_iter().map(|(_, positions, machine)| Found { machine: machine.clone(), positions });
    (found.collect(), count)
}

/// The name counts most, then the place, then group and tags together.
fn fit(machine: &Machine, text: &str) -> Option<(i32, Vec<usize>)> {
    if text.is_empty() {
        return Some((0, Vec::new()));
    }
    if let Some(found) = fuzzy::score(text, &machine.name) {
        return Some((found.score + 20, found.positions));
    }
    let place = machine.target.to_string();
    let place = fuzzy::score(text, &place).map(|found| found.score);
    let rest = || {
        let mut rest = format!("{} {} {}", machine.name, machine.group, machine.tags.join(" "));
        for hop in &machine.hops {
            rest.push(' ');
            rest.push_str(hop.host.as_str());
        }
        fuzzy::score(text, &rest).map(|found| found.score)
    };
    Some((place.or_else(rest)?, Vec::new()))
}

/// Names in the order a person counts: `web-2` before `web-10`.
pub(crate) fn natural(a: &str, b: &str) -> std::cmp::Ordering {
    let (mut a_rest, mut b_rest) = (a, b);
    loop {
        let (Some(x), Some(y)) = (a_rest.chars().next(), b_rest.chars().next()) else {
            return a_rest.len().cmp(&b_rest.len()).then_with(|| a.cmp(b));
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (p, q) = (digits(a_rest), digits(b_rest));
            let (n, m) = (p.trim_start_matches('0'), q.trim_start_matches('0'));
            let order = n.len().cmp(&m.len()).then_with(|| n.cmp(m));
            if order.is_ne() {
                return order;
            }
            (a_rest, b_rest) = (&a_rest[p.len()..], &b_rest[q.len()..]);
        } else {
            let order = x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase());
            if order.is_ne() {
                return order;
            }
            (a_rest, b_rest) = (&a_rest[x.len_utf8()..], &b_rest[y.len_utf8()..]);
        }
    }
}

fn digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

/// Whether the text says a place to connect to, and not just a few letters to search for.
pub(crate) fn is_place(text: &str) -> bool {
    let text = text.trim();
    let is_word = text.contains(['@', ':', '.']) && !text.contains(char::is_whitespace);
    (is_word || text.starts_with("ssh ")) && TargetDraft::parse(text).is_ok()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{find, is_place, natural};
    use crate::machines::tests::machine;
    use crate::machines::{Machine, Machines};

    #[test]
    fn a_name_that_fits_comes_before_a_place_that_does() {
        let list = vec![
            Machine { name: "shop".into(), ..machine("a", "web-01.fra") },
            Machine { name: "web-02".into(), ..machine("b", "10.0.0.2") },
            Machine { group: "web".into(), ..machine("c", "cache") },
            machine("d", "db"),
        ];
        assert_eq!(names(list, "web", &[]), ["web-02", "shop", "cache"]);
    }

    #[test]
    fn without_a_text_machines_come_by_name_as_people_count() {
        let list = ["web-10", "Web-2", "db", "web-02"].map(|name| machine(name, name));
        assert_eq!(names(list.into(), "", &[]), ["db", "Web-2", "web-02", "web-10"]);
        assert!(natural("a", "a1").is_lt());
    }

    #[test]
    fn chosen_tags_must_all_be_there() {
        let tagged = |id: &str, tags: &[&str]| Machine {
            tags: tags.iter().map(ToString::to_string).collect(),
            ..machine(id, id)
        };
        let list = vec![tagged("a", &["prod", "web"]), tagged("b", &["prod"]), tagged("c", &[])];
        assert_eq!(names(list, "", &["prod", "web"]), ["a"]);
    }

    #[test]
    fn two_thousand_are_cut_and_counted() {
        let list = (0..2000).map(|n| machine(&n.to_string(), &format!("web-{n}"))).collect();
        let all = Machines { list, vault: None };
        let (found, count) = find(&all, "web", &[], 100);
        assert_eq!((found.len(), count), (100, 2000));
    }

    #[test]
    fn what_says_a_place_offers_to_connect() {
        for text in ["ops@web", "ops@web:2222", "web:22", "10.0.0.1", "ssh -p 22 web", "ssh://ops@web"] {
            assert!(is_place(text), "{text}");
        }
        for text in ["", "web", "ops@", "web 01", "a@b c@d", "ssh -D 1080 web"] {
            assert!(!is_place(text), "{text}");
        }
    }

    fn names(list: Vec<Machine>, text: &str, tags: &[&str]) -> Vec<String> {
        let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
        let (found, _) = find(&Machines { list, vault: None }, text, &tags, 100);
        found.into_iter().map(|found| found.machine.name).collect()
    }
}
