//! Rows of the network.

use postern_shared::script::network::{
    Chain, Detail, DropRule, Interface, ListLinks, ListRoutes, ListRules, ListSockets, Look, Lookup, Network,
    Port, Protocol, Refusal, Rule, SetLink, SetPort, Verdict, Wall, Way,
};

use super::row;

pub(crate) fn rows(rows: &mut String) {
    row(rows, "network", "list sockets", &ListSockets);
    row(rows, "network", "who has a socket", &Look { protocol: Protocol::Tcp, port: Port(443) });
    row(rows, "network", "list interfaces", &ListLinks);
    let interface = || Interface::parse("eth0").unwrap();
    row(rows, "network", "all of an interface", &Detail { interface: interface() });
    for (way, is_own, label) in [
        (Way::Up, false, "bring an interface up"),
        (Way::Down, false, "take an interface down"),
        (Way::Down, true, "take down the interface that the session comes by"),
    ] {
        row(rows, "network", label, &SetLink { interface: interface(), way, is_own });
    }
    row(rows, "network", "list routes", &ListRoutes);
    row(rows, "network", "which way to an address", &Lookup { to: Network::parse("192.0.2.7").unwrap() });
    firewall(rows);
}

fn firewall(rows: &mut String) {
    row(rows, "firewall", "list rules", &ListRules);
    let chain = Chain::parse("inet filter input");
    for (verdict, port, label) in [
        (Verdict::LetIn, 443, "open a port"),
        (Verdict::Refuse, 8080, "close a port"),
        (Verdict::Refuse, 22, "close the port that the session comes by"),
    ] {
        for wall in Wall::ALL {
            let (protocol, chain, own) = (Protocol::Tcp, chain.clone(), Port(22));
            let set = SetPort { wall, verdict, port: Port(port), protocol, from: None, chain, own };
            row(rows, "firewall", label, &set);
        }
    }
    let rule = |is_own| DropRule {
        rule: Rule {
            wall: Wall::Nft,
            place: "inet filter input".into(),
            text: "tcp dport 8080 accept".into(),
            verdict: "accept".into(),
            is_active: true,
            refusal: chain.clone().map(|chain| Refusal::Nft { chain, handle: 5, next: None }),
        },
        is_own,
    };
    row(rows, "firewall", "take out a rule", &rule(false));
    row(rows, "firewall", "take out a rule that may hold the session", &rule(true));
}
