//! Which targets may be dialled: judges names, addresses and ports, and neither resolves nor dials.
//!
//! A rule of `deny` refuses what it matches, whatever `allow` says. Once `allow` has a rule, something in
//! it must match. What a rule means depends on what it names:
//!
//! * An **address rule** (`10.0.0.0/8`) is about the address that is really dialled, however it was written
//!   and whatever name led to it. It is the rule to use against a machine.
//! * A **name rule** (`web-01.example.net`, `*.example.net`) is about the name as the person wrote it, without
//!   regard to case or a dot at the end. A denied name does not forbid the machine behind it, which may have
//!   other names and an address: deny its address as well. An allowed name allows every address it resolves to.
//! * `*` is about everything.
//!
//! [`FORBIDDEN`] is denied without being written down. An address rule of `allow` that lies within one of
//! those networks lifts that; `*` does not.

mod rule;

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use postern_shared::target::Host;

pub(crate) use rule::parse_network;
pub use rule::{BadRule, Rule};
use rule::{Hosts, canonical};

/// Networks that no person signs in to by SSH, but whose services answer whoever reaches them.
///
/// Loopback and private networks are not among them: reaching those is what a gateway is for.
const FORBIDDEN: [&str; 10] = [
    // "This network" (RFC 1122, section 3.2.1.3): Linux takes 0.0.0.0 for loopback.
    "0.0.0.0/8",
    "::/128",
    // Link-local (RFC 3927, RFC 4291): the metadata services of most clouds live here.
    "169.254.0.0/16",
    "fe80::/10",
    // Metadata services elsewhere: AWS and Google over IPv6, Alibaba.
    "fd00:ec2::/32",
    "fd20:ce::/32",
    "100.100.100.200/32",
    // Multicast and broadcast.
    "224.0.0.0/4",
    "ff00::/8",
    "255.255.255.255/32",
];

/// The allow and deny rules, ready to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetPolicy {
    allow: Vec<Rule>,
    deny: Vec<Rule>,
    forbidden: Vec<IpNet>,
}

/// The policy forbids this target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the relay's policy forbids this target")]
pub struct Denied;

impl TargetPolicy {
    /// A policy of these rules and of [`FORBIDDEN`].
    #[must_use]
    pub fn new(allow: Vec<Rule>, deny: Vec<Rule>) -> Self {
        // The list is constant and a test reads all of it.
        let forbidden = FORBIDDEN.iter().filter_map(|network| network.parse().ok()).collect();
        Self { allow, deny, forbidden }
    }

    /// The rules of which one must match, if there are any.
    #[must_use]
    pub fn allow(&self) -> &[Rule] {
        &self.allow
    }

    /// The rules of which none may match.
    #[must_use]
    pub fn deny(&self) -> &[Rule] {
        &self.deny
    }

    /// Refuses early what no address can make right, so that forbidden names are not even looked up.
    ///
    /// What passes is not allowed yet: [`Self::check_address`] judges each address before it is dialled.
    ///
    /// # Errors
    /// [`Denied`] when the name is denied, or when nothing in `allow` could match on this port.
    pub fn check_name(&self, host: &Host, port: u16) -> Result<(), Denied> {
        if let Some(address) = literal(host) {
            return self.check_address(host, address, port);
        }
        let name = Name::of(host);
        let may_match = |rule: &Rule| {
            rule.ports.contains(port)
                && (matches!(rule.hosts, Hosts::Network(_)) || name.matches(&rule.hosts))
        };
        self.check_denied(&name, &[], port)?;
        if self.allow.is_empty() || self.allow.iter().any(may_match) { Ok(()) } else { Err(Denied) }
    }

    /// Judges an address of `host` right before it is dialled.
    ///
    /// An IPv4-mapped IPv6 address is judged as IPv4 (RFC 4291, section 2.5.5.2).
    ///
    /// # Errors
    /// [`Denied`] when a rule of `deny` or [`FORBIDDEN`] matches, or when `allow` has rules and none matches.
    pub fn check_address(&self, host: &Host, address: IpAddr, port: u16) -> Result<(), Denied> {
        let name = Name::of(host);
        let address = canonical(address);
        // Judged as itself and, behind a translator, as what it becomes there.
        let faces: Vec<IpAddr> = [Some(address), translated(address)].into_iter().flatten().collect();
        self.check_denied(&name, &faces, port)?;
        for face in &faces {
            if let Some(network) = self.forbidden.iter().find(|network| network.contains(face))
                && !self.lifts(network, *face, port)
            {
                return Err(Denied);
            }
        }
        self.check_allowed(&name, Some(address), port)
    }

    /// Judges a target behind a jump host, whose name is resolved there and whose address nobody here learns.
    ///
    /// Address rules can then speak of targets written as addresses only: an address rule of `allow` allows
    /// no name, and one of `deny` forbids none.
    ///
    /// # Errors
    /// [`Denied`] as [`Self::check_address`], and for a name that is an address in disguise, such as `0x7f.1`.
    pub fn check_unresolved(&self, host: &Host, port: u16) -> Result<(), Denied> {
        if let Some(address) = literal(host) {
            return self.check_address(host, address, port);
        }
        let name = Name::of(host);
        if name.ends_in_number() {
            return Err(Denied);
        }
        self.check_denied(&name, &[], port)?;
        self.check_allowed(&name, None, port)
    }

    fn check_denied(&self, name: &Name, faces: &[IpAddr], port: u16) -> Result<(), Denied> {
        let matches = |rule: &Rule| {
            rule.ports.contains(port)
                && (name.matches(&rule.hosts) || faces.iter().any(|face| rule.hosts.contains(*face)))
        };
        if self.deny.iter().any(matches) { Err(Denied) } else { Ok(()) }
    }

    fn check_allowed(&self, name: &Name, address: Option<IpAddr>, port: u16) -> Result<(), Denied> {
        let matches = |rule: &Rule| {
            rule.ports.contains(port)
                && (name.matches(&rule.hosts) || address.is_some_and(|address| rule.hosts.contains(address)))
        };
        if self.allow.is_empty() || self.allow.iter().any(matches) { Ok(()) } else { Err(Denied) }
    }

    /// Whether a rule of `allow` was written for an address within a forbidden network.
    fn lifts(&self, forbidden: &IpNet, address: IpAddr, port: u16) -> bool {
        self.allow.iter().any(|rule| match &rule.hosts {
            Hosts::Network(network) => {
                rule.ports.contains(port) && forbidden.contains(network) && network.contains(&address)
            }
            Hosts::Any | Hosts::Name(_) | Hosts::Under(_) => false,
        })
    }
}

impl Default for TargetPolicy {
    /// Everything but [`FORBIDDEN`].
    fn default() -> Self {
        Self::new(Vec::new(), Vec::new())
    }
}

/// A host's name as rules compare it: lower case, without the dot that ends an absolute name.
struct Name(String);

impl Name {
    fn of(host: &Host) -> Self {
        Self(rule::comparable(host.as_str()))
    }

    fn matches(&self, hosts: &Hosts) -> bool {
        match hosts {
            Hosts::Any => true,
            Hosts::Name(name) => *name == self.0,
            Hosts::Under(domain) => {
                self.0.strip_suffix(domain.as_str()).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
            }
            Hosts::Network(_) => false,
        }
    }

    /// Whether resolvers may read this as an IPv4 address in an old spelling (inet_aton(3)).
    fn ends_in_number(&self) -> bool {
        rule::ends_in_number(&self.0)
    }
}

/// The address a host was written as, if it was; a zone (RFC 4007, section 11) is not part of it.
fn literal(host: &Host) -> Option<IpAddr> {
    host.as_str().split('%').next()?.parse().ok().map(canonical)
}

/// The IPv4 address that a NAT64 gateway would dial for this one (RFC 6052, section 2.1).
fn translated(address: IpAddr) -> Option<IpAddr> {
    let IpAddr::V6(address) = address else { return None };
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)).into())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
