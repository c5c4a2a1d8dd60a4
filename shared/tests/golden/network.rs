//! Scripts for the network.

use postern_shared::script::network::{
    Chain, Detail, DropRule, Interface, ListLinks, ListRoutes, ListRules, ListSockets, Look, Lookup, Network,
    Port, Protocol, Refusal, Rule, SetLink, SetPort, Verdict, Wall, Way,
};
use postern_shared::script::{Action as _, Probe, Ran, Tools};

use super::{Page, is_as_before, tools};

#[test]
fn scripts_for_the_network_read_as_they_did() {
    is_as_before("network-gnu.sh", &network(&tools(true)));
    is_as_before("network-sudo.sh", &network(&tools(true).through_sudo()));
    is_as_before("network-busybox.sh", &listed(&bare()));
    is_as_before("network-busybox-sudo.sh", &listed(&bare().through_sudo()));
}

/// A target with little on it.
fn bare() -> Tools {
    let said = b"user=ops\0uid=1000\0home=/home/ops\0host=web-01\0tool=ip\0tool=nft\0";
    Probe.outcome(&Ran { stdout: said.to_vec(), status: Some(0), ..Ran::default() }).unwrap()
}

fn listed(tools: &Tools) -> Page {
    let mut page = Page::default();
    page.act("ListSockets", &ListSockets, tools);
    page.act("ListLinks", &ListLinks, tools);
    page.act("ListRoutes", &ListRoutes, tools);
    page.act("ListRules", &ListRules, tools);
    page
}

fn network(tools: &Tools) -> Page {
    let mut page = listed(tools);
    page.act("Look", &Look { protocol: Protocol::Tcp, port: Port(443) }, tools);
    let interface = || Interface::parse("eth0").unwrap();
    page.act("Detail", &Detail { interface: interface() }, tools);
    for (title, way, is_own) in
        [("Up", Way::Up, false), ("Down", Way::Down, false), ("Down, own", Way::Down, true)]
    {
        page.act(title, &SetLink { interface: interface(), way, is_own }, tools);
    }
    page.act("Lookup", &Lookup { to: Network::parse("2001:db8::/32").unwrap() }, tools);
    for wall in Wall::ALL {
        for (verdict, from, port) in [
            (Verdict::LetIn, None, 443),
            (Verdict::LetIn, Some("192.0.2.0/24"), 443),
            (Verdict::Refuse, Some("2001:db8::1"), 8080),
            (Verdict::Refuse, None, 22),
        ] {
            let from = from.and_then(Network::parse);
            let (protocol, chain, own) = (Protocol::Tcp, Chain::parse("inet filter input"), Port(22));
            let set = SetPort { wall, verdict, port: Port(port), protocol, from, chain, own };
            page.act(&format!("{wall:?} {verdict:?} {port}"), &set, tools);
        }
    }
    for (title, is_own, rule) in rules() {
        page.act(title, &DropRule { rule, is_own }, tools);
    }
    page
}

/// A rule of each tool, with words that a script must not take for its own.
fn rules() -> Vec<(&'static str, bool, Rule)> {
    let rule = |wall, text: &str, refusal| Rule {
        wall,
        place: String::new(),
        text: text.into(),
        verdict: "accept".into(),
        is_active: true,
        refusal: Some(refusal),
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let ufw = Refusal::Ufw { words: words(&["allow", "Nginx $(id)"]), stands_anywhere: true };
    let option = "rich-rule=rule port port=\"22\" protocol=\"tcp\" accept".to_owned();
    let firewalld = Refusal::Firewalld { option, zone: "public".into() };
    let chain = Chain::parse("inet filter input").unwrap();
    let between = Refusal::Nft { chain: chain.clone(), handle: 5, next: Some(7) };
    let last = Refusal::Nft { chain, handle: 5, next: None };
    vec![
        ("DropRule ufw", false, rule(Wall::Ufw, "allow 'Nginx $(id)'", ufw)),
        ("DropRule firewalld", true, rule(Wall::Firewalld, "rule", firewalld)),
        ("DropRule nft", false, rule(Wall::Nft, "tcp dport 80 accept comment \"it's $(id)\"", between)),
        ("DropRule nft, the last", true, rule(Wall::Nft, "accept", last)),
    ]
}
