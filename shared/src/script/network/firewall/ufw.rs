//! What `ufw status verbose` and `ufw show added` print (ufw(8)).

use super::{Refusal, Rule, Wall, ranges};

/// What the tool calls what becomes of packets.
const VERDICTS: [&str; 4] = ["allow", "deny", "reject", "limit"];

/// Reads both.
pub(super) fn read(text: &str) -> Option<Vec<Rule>> {
    let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
    let is_active = value("Status:")? == "active";
    let mut rules: Vec<Rule> = Vec::new();
    for part in value("Default:").unwrap_or_default().split(',').filter(|part| !part.trim().is_empty()) {
        let (verdict, way) = part.trim().split_once(' ')?;
        rules.push(Rule {
            wall: Wall::Ufw,
            place: "default".to_owned(),
            text: way.trim_matches(['(', ')']).to_owned(),
            verdict: verdict.to_owned(),
            is_active,
            refusal: None,
        });
    }
    let added: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("ufw ")).collect();
    let verdicts: Vec<Option<&str>> = added.iter().map(|line| verdict(line)).collect();
    let is_uniform = verdicts.windows(2).all(|pair| matches!(pair, [one, other] if one == other));
    for (number, line) in added.iter().enumerate() {
        let (spec, comment) = line.split_once(" comment '").unwrap_or((line, ""));
        let stands_anywhere = is_uniform || number + 1 == added.len();
        let refusal = words(spec).map(|words| Refusal::Ufw { words, stands_anywhere });
        let comment = comment.trim_end_matches('\'');
        let text = if comment.is_empty() { spec.to_owned() } else { format!("{spec}  # {comment}") };
        rules.push(Rule {
            wall: Wall::Ufw,
            place: "user".to_owned(),
            text,
            verdict: verdict(spec).unwrap_or_default().to_owned(),
            is_active,
            refusal,
        });
    }
    Some(rules)
}

/// `allow`, `route allow`.
fn verdict(spec: &str) -> Option<&str> {
    spec.split(' ').find(|word| VERDICTS.contains(word))
}

/// The words; one that has spaces in it stands in single quotes. None if it is nothing ufw would have taken.
fn words(spec: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = spec.trim();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('\'') {
            Some(quoted) => quoted.split_once('\'')?,
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    let first = words.first()?;
    (first == "route" || VERDICTS.contains(&&**first)).then_some(words)
}

/// The ports a rule names; none if it may be about any.
pub(super) fn ports(words: &[String]) -> Option<Vec<(u16, u16)>> {
    let place = words.iter().position(|word| word == "to").map(|to| &words[to..]);
    let text = match place {
        Some(to) => to.iter().skip_while(|word| *word != "port").nth(1)?,
        None => words.iter().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?,
    };
    ranges(text.split('/').next()?)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::read;
    use crate::script::network::{Port, Refusal};

    const SAID: &str = "\
Status: active
Logging: off
Default: deny (incoming), allow (outgoing), disabled (routed)
New profiles: skip

Added user rules (see 'ufw status' for running firewall):
ufw allow 22/tcp
ufw allow 'Nginx Full'
ufw allow from 10.0.0.0/8 to any port 53 proto udp comment 'DNS of the house'
ufw deny 8000:8010/tcp
";

    #[test]
    fn rules_are_read_as_they_were_made() {
        let rules = read(SAID).unwrap();
        let shown: Vec<(&str, &str)> = rules.iter().map(|rule| (&*rule.text, &*rule.verdict)).collect();
        assert_eq!(shown[0], ("incoming", "deny"));
        assert_eq!(shown[3], ("allow 22/tcp", "allow"));
        assert_eq!(shown[5].0, "allow from 10.0.0.0/8 to any port 53 proto udp  # DNS of the house");
        let words = |number: usize| match &rules[number].refusal {
            Some(Refusal::Ufw { words, stands_anywhere }) => (words.join("|"), *stands_anywhere),
            other => panic!("{other:?}"),
        };
        assert_eq!(words(4), ("allow|Nginx Full".into(), false));
        assert_eq!(words(6), ("deny|8000:8010/tcp".into(), true));
        let holds = |port| rules.iter().map(|rule| rule.may_hold(Port(port))).collect::<Vec<_>>();
        // A profile may be about any port.
        assert_eq!(holds(22), [false, false, false, true, true, false, false]);
        assert_eq!(holds(53), [false, false, false, false, true, true, false]);
        assert_eq!(read("hello"), None);
    }
}
