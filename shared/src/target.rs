//! The words for a place to reach: [`Target`], its parts, and the ways people write them.
//!
//! Text becomes these types once, at the edge, and is trusted from there on.

mod command;

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use serde::{Deserialize, Serialize};

pub use command::ssh_command;

/// A host name or address to dial, without brackets, at most 253 bytes (RFC 1035, section 2.3.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Host(String);

/// A login name on a target, at most 256 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserName(String);

/// Where to sign in: user, host and port.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// Name or address.
    pub host: Host,
    /// TCP port, 22 unless said.
    #[serde(default = "ssh_port", deserialize_with = "port")]
    pub port: u16,
    /// Login name.
    pub user: UserName,
}

/// Why a text is no target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTarget {
    /// No host was given, or it is too long or holds characters no host has.
    #[error("the host must be a name or an address")]
    Host,
    /// No user was given, or it is too long or holds control characters.
    #[error("the user must be a login name")]
    User,
    /// Not a number from 1 to 65535.
    #[error("the port must be a number from 1 to 65535")]
    Port,
    /// An `ssh` command with an option that Postern does not know.
    #[error("this ssh command has an option that is not understood here")]
    Option,
}

/// The SSH port (RFC 4253, section 4.1).
#[must_use]
pub fn ssh_port() -> u16 {
    22
}

/// Reads a port number as people and forms send it.
///
/// # Errors
/// [`BadTarget::Port`] unless it is a number from 1 to 65535.
pub fn parse_port(text: &str) -> Result<u16, BadTarget> {
    match text.trim().parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(BadTarget::Port),
    }
}

/// A port as JSON may have it: a number, or the string of a form field.
pub(crate) fn port<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Port {
        Number(u16),
        Text(String),
    }
    let port = match Port::deserialize(from).map_err(|_| serde::de::Error::custom(BadTarget::Port))? {
        Port::Number(port) if port > 0 => Ok(port),
        Port::Number(_) => Err(BadTarget::Port),
        Port::Text(text) => parse_port(&text),
    };
    port.map_err(serde::de::Error::custom)
}

impl Host {
    /// Reads a host; brackets around an IPv6 address are dropped.
    ///
    /// # Errors
    /// [`BadTarget::Host`] when it is empty, too long, starts with `-`, or holds a character no host has.
    pub fn parse(text: &str) -> Result<Self, BadTarget> {
        let text = text.trim();
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        let is_address = match bare.split_once('%') {
            None => bare.parse::<IpAddr>().is_ok(),
            // A scoped IPv6 address (RFC 4007, section 11).
            Some((address, zone)) => {
                let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
                address.parse::<Ipv6Addr>().is_ok() && !zone.is_empty() && zone.chars().all(fits)
            }
        };
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        let is_name = !bare.starts_with('-') && bare.chars().all(fits);
        if bare.is_empty() || bare.len() > 253 || !(is_name || is_address) {
            return Err(BadTarget::Host);
        }
        Ok(Self(bare.to_owned()))
    }

    /// The host as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl UserName {
    /// Reads a login name.
    ///
    /// # Errors
    /// [`BadTarget::User`] when it is empty, too long or holds control characters.
    pub fn parse(text: &str) -> Result<Self, BadTarget> {
        if text.is_empty() || text.len() > 256 || text.chars().any(char::is_control) {
            return Err(BadTarget::User);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Host {
    type Error = BadTarget;

    fn try_from(text: String) -> Result<Self, BadTarget> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for UserName {
    type Error = BadTarget;

    fn try_from(text: String) -> Result<Self, BadTarget> {
        Self::parse(&text)
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.0
    }
}

impl From<UserName> for String {
    fn from(user: UserName) -> Self {
        user.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `user@host`, with `:port` where it is not 22, and brackets where they are needed.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@", self.user)?;
        match (self.port, self.host.0.contains(':')) {
            (22, _) => write!(f, "{}", self.host),
            (port, false) => write!(f, "{}:{port}", self.host),
            (port, true) => write!(f, "[{}]:{port}", self.host),
        }
    }
}

/// What a person typed where a target is asked for: any part may still be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetDraft {
    /// Host, if given.
    pub host: Option<Host>,
    /// Port, if given.
    pub port: Option<u16>,
    /// User, if given.
    pub user: Option<UserName>,
    /// Hops of `-J`, first to last.
    pub hops: Vec<TargetDraft>,
}

impl TargetDraft {
    /// Reads `host`, `user@host:port`, `ssh://user@host:port`, or a whole `ssh` command.
    ///
    /// # Errors
    /// [`BadTarget`] names the part that cannot be read.
    pub fn parse(text: &str) -> Result<Self, BadTarget> {
        let text = text.trim();
        match text.strip_prefix("ssh ") {
            Some(arguments) => Self::parse_command(arguments),
            None => Self::parse_place(text.strip_prefix("ssh://").unwrap_or(text)),
        }
    }

    fn parse_place(text: &str) -> Result<Self, BadTarget> {
        let (user, place) = match text.rsplit_once('@') {
            Some((user, place)) => (Some(UserName::parse(user)?), place),
            None => (None, text),
        };
        let place = place.trim_end_matches('/');
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if host.ends_with(']') || !host.contains(':') => {
                (host, Some(parse_port(port)?))
            }
            _ => (place, None),
        };
        Ok(Self { host: Some(Host::parse(host)?), port, user, hops: Vec::new() })
    }

    fn parse_command(arguments: &str) -> Result<Self, BadTarget> {
        let (mut port, mut user, mut hops, mut place) = (None, None, Vec::new(), None);
        let mut words = arguments.split_whitespace();
        while let Some(word) = words.next() {
            let Some(option) = word.strip_prefix('-').filter(|_| place.is_none()) else {
                if place.is_some() {
                    return Err(BadTarget::Option);
                }
                place = Some(Self::parse_place(word.strip_prefix("ssh://").unwrap_or(word))?);
                continue;
            };
            let (name, joined) = option.split_at(option.chars().next().map_or(0, char::len_utf8));
            let mut value = || if joined.is_empty() { words.next().unwrap_or("") } else { joined };
            match name {
                "p" => port = Some(parse_port(value())?),
                "l" => user = Some(UserName::parse(value())?),
                "J" => {
                    hops = value().split(',').map(Self::parse_place).collect::<Result<_, _>>()?;
                }
                // Options that change nothing here: the credential comes from the form, a pty always.
                "i" | "o" => drop(value()),
                // The end of options (POSIX, section 12.2, guideline 10).
                "-" if joined.is_empty() => {}
                "t" | "T" | "4" | "6" | "A" | "a" | "C" | "q" | "v" => {}
                _ => return Err(BadTarget::Option),
            }
        }
        let place = place.ok_or(BadTarget::Host)?;
        Ok(Self { host: place.host, port: place.port.or(port), user: place.user.or(user), hops })
    }

    /// The whole target, once nothing is missing; the port defaults to 22.
    ///
    /// # Errors
    /// [`BadTarget`] names the first part that is missing.
    pub fn complete(self) -> Result<Target, BadTarget> {
        Ok(Target {
            host: self.host.ok_or(BadTarget::Host)?,
            port: self.port.unwrap_or_else(ssh_port),
            user: self.user.ok_or(BadTarget::User)?,
        })
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use proptest::prelude::*;

    use super::{BadTarget, Host, Target, TargetDraft, UserName, parse_port};

    fn target(text: &str) -> Target {
        TargetDraft::parse(text).unwrap().complete().unwrap()
    }

    #[test]
    fn the_usual_ways_to_write_a_target_are_read() {
        for (text, user, host, port) in [
            ("ops@web-01.example.net", "ops", "web-01.example.net", 22),
            ("ops@web-01:2222", "ops", "web-01", 2222),
            ("ssh://ops@web-01:2222/", "ops", "web-01", 2222),
            ("ops@[2001:db8::1]:2200", "ops", "2001:db8::1", 2200),
            ("ops@2001:db8::1", "ops", "2001:db8::1", 22),
            ("ops@[fe80::1%eth0]:22", "ops", "fe80::1%eth0", 22),
            ("ssh -p 2222 -l ops web-01", "ops", "web-01", 2222),
            ("ssh -l ops -- web-01", "ops", "web-01", 22),
            (
                "ssh -tt -i ~/.ssh/id_ed25519 -p2200 li.wei@财务库-02.sh.example.cn",
                "li.wei",
                "财务库-02.sh.example.cn",
                2200,
            ),
            ("user@corp@web-01", "user@corp", "web-01", 22),
        ] {
            let read = target(text);
            assert_eq!((read.user.as_str(), read.host.as_str(), read.port), (user, host, port), "{text}");
        }
    }

    #[test]
    fn hops_of_an_ssh_command_are_read_in_order() {
        let draft = TargetDraft::parse("ssh -J ops@a:2201,b deploy@c").unwrap();
        let hops: Vec<_> =
            draft.hops.iter().map(|hop| (hop.host.clone().unwrap().to_string(), hop.port)).collect();
        assert_eq!(hops, [("a".to_owned(), Some(2201)), ("b".to_owned(), None)]);
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for (text, why) in [
            ("", BadTarget::Host),
            ("ops@", BadTarget::Host),
            ("ops@-oProxyCommand=id", BadTarget::Host),
            ("ops@web 01", BadTarget::Host),
            ("ops@web/../etc", BadTarget::Host),
            ("ops@::1%", BadTarget::Host),
            ("ops@::1%eth0, x", BadTarget::Host),
            ("ops@web:0", BadTarget::Port),
            ("ops@web:70000", BadTarget::Port),
            ("@web", BadTarget::User),
            ("ssh -L 80:x:80 web", BadTarget::Option),
            ("ssh ops@web rm -rf /", BadTarget::Option),
        ] {
            assert_eq!(TargetDraft::parse(text).unwrap_err(), why, "{text}");
        }
    }

    #[test]
    fn a_port_may_come_as_number_or_text() {
        for json in [r#"{"host":"h","port":"22","user":"u"}"#, r#"{"host":"h","user":"u"}"#] {
            assert_eq!(serde_json::from_str::<Target>(json).unwrap().port, 22);
        }
        assert!(serde_json::from_str::<Target>(r#"{"host":"h","port":0,"user":"u"}"#).is_err());
    }

    proptest! {
        #[test]
        fn a_shown_target_reads_back(user in "[a-z][a-z0-9._-]{0,12}", host in "[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?", port in 1u16..) {
            let shown = Target { host: Host::parse(&host).unwrap(), port, user: UserName::parse(&user).unwrap() };
            prop_assert_eq!(target(&shown.to_string()), shown);
        }

        #[test]
        fn nothing_typed_makes_the_parser_panic(text in ".{0,80}") {
            let _ = TargetDraft::parse(&text);
            let _ = TargetDraft::parse(&format!("ssh {text}"));
            let _ = parse_port(&text);
        }

        #[test]
        fn no_host_can_be_an_option_or_hold_shell_syntax(text in ".{1,40}") {
            if let Ok(host) = Host::parse(&text) {
                prop_assert!(!host.as_str().starts_with('-'));
                prop_assert!(!host.as_str().contains(['$', '`', ';', '|', '&', '<', '>', '\'', '"', ' ', '\n', '/']));
            }
        }
    }
}
