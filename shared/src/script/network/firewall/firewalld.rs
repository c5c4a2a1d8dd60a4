//! What `firewall-cmd --list-all` prints (firewall-cmd(1)): the zone, then a line for each kind of thing in it.

use super::{Refusal, Rule, Wall, ranges};

/// Reads it; nothing where it does not run.
pub(super) fn read(text: &str) -> Vec<Rule> {
    let mut lines = text.lines();
    let Some(zone) = lines.next().and_then(|line| line.split_whitespace().next()) else { return Vec::new() };
    let rule = |text: String, option: Option<String>, verdict: &str| Rule {
        wall: Wall::Firewalld,
        place: zone.to_owned(),
        text,
        verdict: verdict.to_owned(),
        is_active: true,
        refusal: option.map(|option| Refusal::Firewalld { option, zone: zone.to_owned() }),
    };
    let mut rules = Vec::new();
    for line in lines {
        if line.trim_start().starts_with("rule ") {
            let text = line.trim();
            let verdict = ["accept", "reject", "drop", "mark"].into_iter().find(|word| text.contains(word));
            rules.push(rule(text.to_owned(), Some(format!("rich-rule={text}")), verdict.unwrap_or_default()));
        } else if let Some((key, values)) = line.trim_start().split_once(':') {
            let kind = match key {
                "services" => "service",
                "ports" => "port",
                "protocols" => "protocol",
                "target" => {
                    rules.push(rule("target".to_owned(), None, values.trim()));
                    continue;
                }
                _ => continue,
            };
            for value in values.split_whitespace() {
                rules.push(rule(format!("{kind} {value}"), Some(format!("{kind}={value}")), "accept"));
            }
        }
    }
    rules
}

/// The ports a rule names; none if it may be about any.
pub(super) fn ports(option: &str) -> Option<Vec<(u16, u16)>> {
    if let Some(port) = option.strip_prefix("port=") {
        return ranges(port.split('/').next()?);
    }
    let (_, port) = option.strip_prefix("rich-rule=")?.split_once("port port=\"")?;
    ranges(port.split('"').next()?)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::read;
    use crate::script::network::Port;

    /// As firewalld 1.3 prints it.
    const SAID: &str = "\
public (active)
  target: default
  icmp-block-inversion: no
  interfaces: eth0
  sources: 
  services: dhcpv6-client ssh
  ports: 8080/tcp 8000-8010/udp
  protocols: 
  forward: yes
  masquerade: no
  forward-ports: 
  source-ports: 
  icmp-blocks: 
  rich rules: 
\trule family=\"ipv4\" source address=\"10.0.0.0/8\" port port=\"53\" protocol=\"udp\" accept
";

    #[test]
    fn what_is_in_the_zone_is_read() {
        let rules = read(SAID);
        let shown: Vec<&str> = rules.iter().map(|rule| &*rule.text).collect();
        assert_eq!(
            shown[..5],
            ["target", "service dhcpv6-client", "service ssh", "port 8080/tcp", "port 8000-8010/udp"]
        );
        assert_eq!((rules[5].place.as_str(), rules[5].verdict.as_str()), ("public", "accept"));
        let holds = |port| rules.iter().map(|rule| rule.may_hold(Port(port))).collect::<Vec<_>>();
        // A service may be about any port.
        assert_eq!(holds(8080), [false, true, true, true, false, false]);
        assert_eq!(holds(53), [false, true, true, false, false, true]);
        assert_eq!(read(""), []);
    }
}
