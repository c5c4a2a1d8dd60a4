//! Interfaces and the addresses they have.

use serde_json::Value;

use super::{Deed, Detail, Interface, Network, SetLink, Way};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools, json};
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Shown, Subject, Width};

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Addresses;

/// Lists interfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListLinks;

/// An interface with its addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// What it is called.
    pub name: String,
    /// Its state, as `ip` calls it.
    pub state: String,
    /// Whether it is meant to be up.
    pub is_up: bool,
    /// Its address on the link.
    pub mac: String,
    /// Largest packet, in bytes.
    pub mtu: u64,
    /// Its addresses.
    pub networks: Vec<Network>,
    /// What came in since it is there, in bytes; none where the tool does not count.
    pub received: Option<u64>,
    /// What went out.
    pub sent: Option<u64>,
}

impl Action for ListLinks {
    type Outcome = Vec<Address>;

    fn title(&self) -> Title {
        Title::one(Deed::Addresses, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Ip)?;
        Ok(Script::default()
            .line("export LC_ALL=C")
            .line("# Busybox's ip writes no JSON.")
            .line("ip -s -j addr 2>/dev/null || ip addr"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Address>, Failure> {
        let output = ran.output()?;
        if output.starts_with(b"[") {
            return json::things(output)?
                .iter()
                .map(|link| from_json(link).ok_or(Failure::Garbled))
                .collect();
        }
        from_text(&String::from_utf8_lossy(output)).ok_or(Failure::Garbled)
    }
}

fn from_json(link: &Value) -> Option<Address> {
    let network = |info: &Value| {
        Network::parse(&format!("{}/{}", json::text(info, "local"), json::number(info, "prefixlen")?))
    };
    let bytes = |way: &str| json::number(link.get("stats64")?.get(way)?, "bytes");
    Some(Address {
        name: link.get("ifname")?.as_str()?.to_owned(),
        state: json::text(link, "operstate"),
        is_up: json::list(link, "flags").iter().any(|flag| flag == "UP"),
        mac: json::text(link, "address"),
        mtu: json::number(link, "mtu")?,
        networks: json::list(link, "addr_info").iter().filter_map(network).collect(),
        received: bytes("rx"),
        sent: bytes("tx"),
    })
}

/// Busybox's way: a line that begins with a number for each interface, and lines below that begin with spaces.
fn from_text(text: &str) -> Option<Vec<Address>> {
    let mut links: Vec<Address> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |word: &str| words.iter().skip_while(|it| **it != word).nth(1).copied();
        if line.starts_with(' ') {
            let link = links.last_mut()?;
            match words[..] {
                ["inet" | "inet6", network, ..] => link.networks.extend(Network::parse(network)),
                [kind, mac, ..] if kind.starts_with("link/") => mac.clone_into(&mut link.mac),
                _ => {}
            }
        } else {
            let [number, name, flags, ..] = words[..] else { return None };
            number.strip_suffix(':')?.parse::<u32>().ok()?;
            let is_up = flags.trim_matches(['<', '>']).split(',').any(|flag| flag == "UP");
            links.push(Address {
                name: name.strip_suffix(':')?.to_owned(),
                state: after("state").unwrap_or(if is_up { "UP" } else { "DOWN" }).to_owned(),
                is_up,
                mtu: after("mtu")?.parse().ok()?,
                ..Address::default()
            });
        }
    }
    (!links.is_empty()).then_some(links)
}

impl Address {
    /// Its name, where a tool can be given it: without what it is linked to.
    #[must_use]
    pub fn interface(&self) -> Option<Interface> {
        Interface::parse(self.name.split('@').next()?)
    }

    /// Whether the session itself comes by it.
    #[must_use]
    pub fn is_own(&self, tools: &Tools) -> bool {
        let has = |server| self.networks.iter().any(|network| network.address() == server);
        tools.connection.is_some_and(|came| has(came.server))
    }

    fn mood(&self) -> Mood {
        match (&*self.state, self.is_up) {
            ("UP", _) | ("UNKNOWN", true) => Mood::Good,
            (_, true) => Mood::Busy,
            (_, false) => Mood::Idle,
        }
    }
}

impl Subject for Addresses {
    type Item = Address;
    type Read = ListLinks;

    const LAYOUT: Layout = Layout {
        is_live: true,
        ..Layout::of(&[
            Column::of(Heading::Interface, Width::Middling, Shown::Always),
            Column::of(Heading::State, Width::Middling, Shown::Always),
            Column::of(Heading::Address, Width::Rest, Shown::Always),
            Column::of(Heading::Mac, Width::Large, Shown::Wide),
            Column::of(Heading::Mtu, Width::Small, Shown::Wide),
            Column::of(Heading::Received, Width::Middling, Shown::Middling),
            Column::of(Heading::Sent, Width::Middling, Shown::Middling),
        ])
    };

    fn read(_: &str) -> ListLinks {
        ListLinks
    }

    fn row(link: &Address, _: &Tools) -> Row {
        let networks: Vec<String> = link.networks.iter().map(Network::to_string).collect();
        let bytes = |count: Option<u64>| count.map_or(Cell::Nothing, Cell::Bytes);
        let cells = vec![
            Cell::text(&link.name),
            Cell::State(link.mood(), link.state.clone()),
            Cell::text(networks.join("  ")),
            Cell::text(&link.mac),
            Cell::Number(i64::try_from(link.mtu).unwrap_or(i64::MAX)),
            bytes(link.received),
            bytes(link.sent),
        ];
        Row::of(&link.name, cells)
    }

    fn offers(chosen: &[&Address], tools: &Tools) -> Vec<Offer> {
        let [link] = chosen else { return Vec::new() };
        let Some(interface) = link.interface() else { return Vec::new() };
        let is_own = link.is_own(tools);
        let set = |way| SetLink { interface: interface.clone(), way, is_own };
        vec![
            Offer::of("ip -s -d addr show", Detail { interface: interface.clone() }).to_read(),
            Offer::of("ip link set … up", set(Way::Up)),
            Offer::of("ip link set … down", set(Way::Down)),
        ]
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Address, ListLinks};
    use crate::script::{Action as _, Failure, Ran};

    fn read(text: &str) -> Result<Vec<Address>, Failure> {
        ListLinks.outcome(&Ran { stdout: text.into(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn both_ways_of_saying_it_mean_the_same() {
        let json = r#"[{"ifindex":4,"ifname":"eth0@if5","flags":["BROADCAST","UP","LOWER_UP"],"mtu":1400,"operstate":"UP",
            "address":"02:fc:00:00:00:01","addr_info":[{"family":"inet","local":"192.0.2.2","prefixlen":24},
            {"family":"inet6","local":"fd00::2","prefixlen":64}],"stats64":{"rx":{"bytes":7},"tx":{"bytes":8}}}]"#;
        let text = "4: eth0@if5: <BROADCAST,UP,LOWER_UP> mtu 1400 qdisc noqueue state UP qlen 1000\n    \
            link/ether 02:fc:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0\n       \
            valid_lft forever preferred_lft forever\n    inet6 fd00::2/64 scope global \n";
        let (json, text) = (read(json).unwrap(), read(text).unwrap());
        let [link] = &json[..] else { panic!("{json:?}") };
        assert_eq!((link.received, link.sent), (Some(7), Some(8)));
        assert_eq!(link.interface().unwrap().to_string(), "eth0");
        assert_eq!(text, [Address { received: None, sent: None, ..link.clone() }]);
    }

    #[test]
    fn what_is_no_list_of_interfaces_is_refused() {
        for text in ["", "hello\n", "    inet 192.0.2.2/24\n", "[{}]", "[{\"ifname\":3,\"mtu\":1}]", "[1"] {
            assert_eq!(read(text), Err(Failure::Garbled), "{text}");
        }
    }
}
