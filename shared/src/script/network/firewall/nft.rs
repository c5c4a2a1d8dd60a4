//! What `nft -a list ruleset` prints (nft(8)): tables, chains in them, rules in those, each with its number.

use super::{Refusal, Rule, Wall, ranges};
use crate::script::network::Chain;

/// What a rule may do with a packet.
const VERDICTS: [&str; 12] = [
    "accept",
    "drop",
    "reject",
    "queue",
    "continue",
    "return",
    "jump",
    "goto",
    "masquerade",
    "dnat",
    "snat",
    "redirect",
];

/// Reads it.
pub(super) fn read(text: &str) -> Option<Vec<Rule>> {
    let mut rules: Vec<Rule> = Vec::new();
    let (mut table, mut chain) = (None, None);
    for line in text.lines().filter(|line| !line.is_empty()) {
        let depth = line.len() - line.trim_start_matches('\t').len();
        let (said, handle) = numbered(line.trim());
        match depth {
            0 if said == "}" => table = None,
            0 => {
                table = Some(said.strip_prefix("table ")?.strip_suffix(" {")?);
                chain = None;
            }
            1 => {
                let name = said.strip_prefix("chain ").and_then(|said| said.strip_suffix(" {"));
                chain = table.zip(name).and_then(|(table, name)| Chain::parse(&format!("{table} {name}")));
            }
            2 => {
                let Some(chain) = &chain else { continue };
                match handle {
                    Some(handle) => {
                        if let Some(next) = next_of_last(&mut rules, chain) {
                            *next = Some(handle);
                        }
                        rules.push(rule(chain, said, handle));
                    }
                    None if said.starts_with("type ") => rules.extend(policy(chain, said)),
                    // What a chain says of itself.
                    None => {}
                }
            }
            // What sets hold.
            _ => {}
        }
    }
    Some(rules)
}

/// What stands before the number, and the number.
fn numbered(line: &str) -> (&str, Option<u64>) {
    match line.rsplit_once(" # handle ") {
        Some((said, handle)) => (said, handle.parse().ok()),
        None => (line, None),
    }
}

/// Where the last rule of a chain says which comes after it.
fn next_of_last<'a>(rules: &'a mut [Rule], chain: &Chain) -> Option<&'a mut Option<u64>> {
    match rules.last_mut()?.refusal.as_mut()? {
        Refusal::Nft { chain: of, next, .. } if of == chain => Some(next),
        Refusal::Nft { .. } | Refusal::Ufw { .. } | Refusal::Firewalld { .. } => None,
    }
}

fn rule(chain: &Chain, said: &str, handle: u64) -> Rule {
    let plain = said.split(" comment \"").next().unwrap_or(said);
    let verdict = plain.split_whitespace().find(|word| VERDICTS.contains(word)).unwrap_or_default();
    Rule {
        wall: Wall::Nft,
        place: chain.to_string(),
        text: said.to_owned(),
        verdict: verdict.to_owned(),
        is_active: true,
        refusal: Some(Refusal::Nft { chain: chain.clone(), handle, next: None }),
    }
}

/// `type filter hook input priority filter; policy accept;`
fn policy(chain: &Chain, said: &str) -> Option<Rule> {
    let (hook, policy) = said.split_once("; policy ")?;
    Some(Rule {
        wall: Wall::Nft,
        place: chain.to_string(),
        text: hook.to_owned(),
        verdict: policy.trim_end_matches(';').to_owned(),
        is_active: true,
        refusal: None,
    })
}

/// The ports a rule names; none if it may be about any.
pub(super) fn ports(text: &str) -> Option<Vec<(u16, u16)>> {
    let plain = text.split(" comment \"").next()?;
    let (_, after) = plain.split_once(" dport ")?;
    match after.strip_prefix("{ ") {
        Some(set) => ranges(set.split_once(" }")?.0),
        None => ranges(after.split(' ').next()?),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::read;
    use crate::script::network::{Port, Refusal};

    const SAID: &str = "\
table inet filter { # handle 1
\tset friends { # handle 7
\t\ttype ipv4_addr
\t\telements = { 10.0.0.1,
\t\t\t     10.0.0.2 }
\t}

\tchain input { # handle 2
\t\ttype filter hook input priority filter; policy drop;
\t\tct state established,related accept # handle 3
\t\ttcp dport { 22, 80-90 } accept comment \"drop # handle 9\" # handle 4
\t\ttcp dport 8080 drop # handle 5
\t}
}
";

    #[test]
    fn rules_are_read_with_where_they_stand() {
        let rules = read(SAID).unwrap();
        let [policy, known, web, refused] = &rules[..] else { panic!("{rules:#?}") };
        assert_eq!((&*policy.verdict, &policy.refusal), ("drop", &None));
        assert_eq!((&*web.verdict, &*web.place), ("accept", "inet filter input"));
        let numbers = |rule: &super::Rule| match rule.refusal {
            Some(Refusal::Nft { handle, next, .. }) => (handle, next),
            _ => panic!("{rule:?}"),
        };
        assert_eq!([known, web, refused].map(numbers), [(3, Some(4)), (4, Some(5)), (5, None)]);
        let holds = |port| rules.iter().map(|rule| rule.may_hold(Port(port))).collect::<Vec<_>>();
        // What names no port may be about any.
        assert_eq!(holds(85), [false, true, true, false]);
        assert_eq!(holds(8080), [false, true, false, false]);
    }

    #[test]
    fn what_is_no_ruleset_is_refused() {
        assert_eq!(read(""), Some(Vec::new()));
        assert_eq!(read("hello\n"), None);
        assert_eq!(read("table inet filter\n"), None);
    }
}
