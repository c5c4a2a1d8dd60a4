//! What networks are made of, as types: ports, addresses, interfaces. What is typed and what a target prints becomes
//! one of these, or nothing.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr as _;

/// Longest name of an interface, in bytes (`IFNAMSIZ` of Linux, without the zero byte).
const INTERFACE_BYTES: usize = 15;

/// A port of TCP or UDP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(pub u16);

/// What has ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// An address, or all addresses that begin as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network {
    address: IpAddr,
    /// How many bits they have in common; none for one address alone.
    prefix: Option<u8>,
}

/// The name of an interface, as a word that no tool takes for anything else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interface(String);

/// One end of a connection, or where one is waited for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    /// The address; none for any.
    pub address: Option<IpAddr>,
    /// The interface it is bound to, if it is to one.
    pub zone: String,
    /// The port; none for any.
    pub port: Option<Port>,
}

/// The connection a session came by, as sshd tells it (ssh(1), `SSH_CONNECTION`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Where it came from.
    pub client: IpAddr,
    /// The target's address it came to.
    pub server: IpAddr,
    /// The target's port it came to.
    pub port: Port,
}

impl Protocol {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Tcp, Self::Udp];

    /// Its name, as every tool has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }

    /// Reads its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| protocol.name() == name)
    }
}

impl Network {
    /// What nothing comes from.
    pub const NOBODY: Self = Self { address: IpAddr::V4(Ipv4Addr::UNSPECIFIED), prefix: Some(32) };

    /// Reads `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`; none if it is nothing of the kind.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(at, bits)| (at, Some(bits)));
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits =
            |text: &str| u8::from_str(text).ok().filter(|bits| *bits <= most && !text.starts_with('+'));
        match prefix.map(bits) {
            Some(None) => None,
            prefix => Some(Self { address, prefix: prefix.flatten() }),
        }
    }

    /// The same as tools print it: without what the prefix leaves open, and an address alone where it leaves nothing.
    #[must_use]
    pub fn masked(&self) -> Self {
        let Some(bits) = self.prefix else { return *self };
        match self.address {
            IpAddr::V4(_) if bits >= 32 => Self { prefix: None, ..*self },
            IpAddr::V6(_) if bits >= 128 => Self { prefix: None, ..*self },
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
                Self { address: Ipv4Addr::from_bits(address.to_bits() & mask).into(), ..*self }
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
                Self { address: Ipv6Addr::from_bits(address.to_bits() & mask).into(), ..*self }
            }
        }
    }

    /// Its first address.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }
}

impl Interface {
    /// Reads a name: 1 to 15 letters, digits, `.`, `_`, `-`, `:` or `@`, the first a letter or a digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |character: char| character.is_ascii_alphanumeric() || "._-:@".contains(character);
        let is_name = text.len() <= INTERFACE_BYTES
            && text.starts_with(|first: char| first.is_ascii_alphanumeric())
            && text.chars().all(fits);
        is_name.then(|| Self(text.to_owned()))
    }
}

impl Endpoint {
    /// Reads `192.0.2.7:22`, `[::1]:22`, `*:22`, `127.0.0.53%lo:53`, `0.0.0.0:*`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (host, port) = text.rsplit_once(':')?;
        let port = if port == "*" { None } else { Some(Port(port.parse().ok()?)) };
        let (host, zone) = host.split_once('%').unwrap_or((host, ""));
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let address = if host == "*" { None } else { Some(host.parse().ok()?) };
        Some(Self { address, zone: zone.trim_end_matches(']').to_owned(), port })
    }

    /// Its address as text, with what it is bound to.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.address.map_or_else(|| "*".to_owned(), |address| address.to_string());
        if self.zone.is_empty() { host } else { format!("{host}%{}", self.zone) }
    }
}

impl Connection {
    /// Reads what sshd puts into the environment: `CLIENT PORT SERVER PORT`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.split(' ').collect();
        let [client, _, server, port] = fields[..] else { return None };
        let address = |text: &str| text.split('%').next()?.parse().ok();
        Some(Self { client: address(client)?, server: address(server)?, port: Port(port.parse().ok()?) })
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.prefix {
            Some(bits) => write!(f, "{}/{bits}", self.address),
            None => self.address.fmt(f),
        }
    }
}

impl fmt::Display for Interface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let port = self.port.map_or_else(|| "*".to_owned(), |port| port.to_string());
        match self.address {
            Some(IpAddr::V6(_)) => write!(f, "[{}]:{port}", self.host()),
            Some(IpAddr::V4(_)) | None => write!(f, "{}:{port}", self.host()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Connection, Endpoint, Interface, Network, Port};

    #[test]
    fn networks_and_interfaces_are_what_tools_take_for_them_and_nothing_else() {
        for text in ["192.0.2.7", "192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32", "::1"] {
            assert_eq!(Network::parse(text).map(|network| network.to_string()).as_deref(), Some(text));
        }
        for text in
            ["", "x", "-4", "192.0.2", "192.0.2.0/33", "192.0.2.0/", "::/129", "1.2.3.4/+8", "any; reboot"]
        {
            assert_eq!(Network::parse(text), None, "{text}");
        }
        for (typed, masked) in [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("10.1.2.3/0", "0.0.0.0/0"),
            ("10.1.2.3/32", "10.1.2.3"),
            ("2001:db8::7/32", "2001:db8::/32"),
            ("::1/128", "::1"),
        ] {
            assert_eq!(Network::parse(typed).unwrap().masked().to_string(), masked);
        }
        for text in ["eth0", "br-1f2e", "enp0s3.100", "veth1@if2"] {
            assert_eq!(Interface::parse(text).map(|name| name.to_string()).as_deref(), Some(text));
        }
        for text in ["", "-x", "a b", "a/b", "eth0;id", "averylonginterface", "$(id)", "\u{202e}x"] {
            assert_eq!(Interface::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ends_are_read_as_ss_writes_them() {
        for text in
            ["192.0.2.7:22", "[::1]:22", "*:22", "127.0.0.53%lo:53", "0.0.0.0:*", "[fe80::1%eth0]:546"]
        {
            assert_eq!(Endpoint::parse(text).map(|end| end.to_string()).as_deref(), Some(text));
        }
        let bound = Endpoint::parse("[fe80::1]%eth0:546").unwrap();
        assert_eq!((bound.zone.as_str(), bound.port), ("eth0", Some(Port(546))));
        assert_eq!(Endpoint::parse("localhost:22"), None);
        assert_eq!(Endpoint::parse("::1"), None);
    }

    #[test]
    fn sshd_says_how_a_session_came() {
        let came = Connection::parse("198.51.100.9 51234 fe80::1%eth0 2222").unwrap();
        assert_eq!((came.port, came.server), (Port(2222), "fe80::1".parse().unwrap()));
        assert_eq!(Connection::parse(""), None);
        assert_eq!(Connection::parse("a b c d"), None);
    }

    proptest! {
        #[test]
        fn nothing_a_target_prints_makes_a_reader_fail(text in "\\PC{0,40}") {
            let _ = (Network::parse(&text), Interface::parse(&text), Endpoint::parse(&text), Connection::parse(&text));
        }
    }
}
