//! One rule of the target policy, as people write it: `10.0.0.0/8:22`, `*.example.net`, `[2001:db8::/32]:22-2222`.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net};
use postern_shared::target::{Host, parse_port};
use serde::{Deserialize, Serialize};

/// Hosts and ports that a rule speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rule {
    pub(super) hosts: Hosts,
    pub(super) ports: Ports,
}

/// The hosts of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hosts {
    /// `*`
    Any,
    /// One name, comparable.
    Name(String),
    /// Every name under this domain, comparable; not the domain itself.
    Under(String),
    /// Addresses.
    Network(IpNet),
}

/// A range of ports, both ends included; all of them unless the rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ports {
    first: u16,
    last: u16,
}

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRule {
    /// Neither a name, nor a pattern, nor an address.
    #[error("{0:?} is no host name, no *.domain and no address or network")]
    Host(String),
    /// Not a port from 1 to 65535, nor a range of them.
    #[error("{0:?} is no port from 1 to 65535 and no range such as 22-2222")]
    Ports(String),
    /// An address with bits beyond its prefix, so it is not clear which was meant.
    #[error(
        "{0} has bits beyond its prefix; write {1} for the network or leave the prefix out for the address"
    )]
    Prefix(IpNet, IpNet),
}

impl Ports {
    const ALL: Self = Self { first: 0, last: u16::MAX };

    /// Whether a port is among them.
    pub(super) fn contains(self, port: u16) -> bool {
        (self.first..=self.last).contains(&port)
    }
}

impl Hosts {
    /// Whether an address, in canonical form, is among the hosts of an address rule.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        match self {
            Self::Network(network) => network.contains(&address),
            Self::Any => true,
            Self::Name(_) | Self::Under(_) => false,
        }
    }

    fn parse(text: &str) -> Result<Self, BadRule> {
        if text == "*" {
            return Ok(Self::Any);
        }
        if let Some(network) = network(text)? {
            return Ok(Self::Network(network));
        }
        let (name, is_domain) = match text.strip_prefix("*.") {
            Some(domain) => (domain, true),
            None => (text, false),
        };
        let bad = || BadRule::Host(text.to_owned());
        // A rule that looks like an address but is none would silently never match.
        if name.contains(':') || ends_in_number(name) || Host::parse(name).is_err() {
            return Err(bad());
        }
        let name = comparable(name);
        if name.is_empty() || name.split('.').any(str::is_empty) {
            return Err(bad());
        }
        Ok(if is_domain { Self::Under(name) } else { Self::Name(name) })
    }
}

impl FromStr for Ports {
    type Err = BadRule;

    fn from_str(text: &str) -> Result<Self, BadRule> {
        let bad = || BadRule::Ports(text.to_owned());
        let port = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => parse_port(text).map_err(|_| bad()),
            false => Err(bad()),
        };
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let ports = Self { first: port(first)?, last: port(last)? };
        if ports.first <= ports.last { Ok(ports) } else { Err(bad()) }
    }
}

impl FromStr for Rule {
    type Err = BadRule;

    fn from_str(text: &str) -> Result<Self, BadRule> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix('[') {
            let (hosts, ports) = rest.split_once(']').ok_or_else(|| BadRule::Host(text.to_owned()))?;
            let network = network(hosts)?.ok_or_else(|| BadRule::Host(text.to_owned()))?;
            let ports = match ports.strip_prefix(':') {
                Some(ports) => ports.parse()?,
                None if ports.is_empty() => Ports::ALL,
                None => return Err(BadRule::Ports(ports.to_owned())),
            };
            return Ok(Self { hosts: Hosts::Network(network), ports });
        }
        if let Some(network) = network(text)? {
            return Ok(Self { hosts: Hosts::Network(network), ports: Ports::ALL });
        }
        match text.rsplit_once(':') {
            // More than one colon: an IPv6 address that is none, or one whose port wants brackets.
            Some((hosts, _)) if hosts.contains(':') => Err(BadRule::Host(text.to_owned())),
            Some((hosts, ports)) => Ok(Self { hosts: Hosts::parse(hosts)?, ports: ports.parse()? }),
            None => Ok(Self { hosts: Hosts::parse(text)?, ports: Ports::ALL }),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has_ports = self.ports != Ports::ALL;
        match &self.hosts {
            Hosts::Any => f.write_str("*")?,
            Hosts::Name(name) => f.write_str(name)?,
            Hosts::Under(domain) => write!(f, "*.{domain}")?,
            Hosts::Network(IpNet::V6(network)) if has_ports => write!(f, "[{network}]")?,
            Hosts::Network(network) => write!(f, "{network}")?,
        }
        match self.ports {
            Ports::ALL => Ok(()),
            Ports { first, last } if first == last => write!(f, ":{first}"),
            Ports { first, last } => write!(f, ":{first}-{last}"),
        }
    }
}

impl TryFrom<String> for Rule {
    type Error = BadRule;

    fn try_from(text: String) -> Result<Self, BadRule> {
        text.parse()
    }
}

impl From<Rule> for String {
    fn from(rule: Rule) -> Self {
        rule.to_string()
    }
}

/// Reads a network, or one address as the network of itself.
///
/// # Errors
/// [`BadRule`] when it is neither, or has bits beyond its prefix.
pub(crate) fn parse_network(text: &str) -> Result<IpNet, BadRule> {
    network(text.trim())?.ok_or_else(|| BadRule::Host(text.to_owned()))
}

fn network(text: &str) -> Result<Option<IpNet>, BadRule> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(Some(canonical(address).into()));
    }
    let Ok(network) = text.parse::<IpNet>() else { return Ok(None) };
    if network.trunc() != network {
        return Err(BadRule::Prefix(network, network.trunc()));
    }
    Ok(Some(match network {
        // Mapped addresses are judged as IPv4, so a rule about them has to be one about IPv4.
        IpNet::V6(v6) => v6
            .addr()
            .to_ipv4_mapped()
            .zip(v6.prefix_len().checked_sub(96))
            .and_then(|(v4, prefix)| Ipv4Net::new(v4, prefix).ok())
            .map_or(network, IpNet::V4),
        IpNet::V4(_) => network,
    }))
}

/// IPv4 for an IPv4-mapped IPv6 address.
pub(super) fn canonical(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => Ipv6Addr::to_canonical(&address),
        IpAddr::V4(_) => address,
    }
}

/// A name in lower case, without the dot that ends an absolute one.
pub(super) fn comparable(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}

/// Whether the last label is a number, which no host name's is (WHATWG URL, "ends in a number").
pub(super) fn ends_in_number(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or(name);
    let hexadecimal = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    match hexadecimal {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()),
    }
}
