//! Which web pages may talk to the relay: compares `Origin` and `Host`, and knows nothing of tokens.
//!
//! Both are read into their parts and compared whole, never as text. A request without an `Origin` passes: no
//! browser sends one across origins without it where it matters (every WebSocket, every request but a plain
//! `GET`), and a program that is no browser could write whatever it liked there. That is safe because nothing
//! here authenticates by what a browser adds by itself: the token is in a header that only a page that knows
//! it can set, never in a cookie.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use axum::http::HeaderValue;
use axum::http::uri::{Authority, Uri};
use postern_shared::target::Host;
use serde::{Deserialize, Serialize};

/// Scheme, host and port of a web page (RFC 6454, section 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin {
    is_secure: bool,
    /// Lower case, an IPv6 address without its brackets.
    host: String,
    port: u16,
}

/// Text that is no origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no origin such as https://postern.example.net or http://localhost:8080")]
pub struct BadOrigin(String);

/// Whether the page that sends this request may: it is the relay's own, or a configured one.
///
/// The relay's own origin is what the request's `Host` names, under the scheme the relay itself speaks. Behind
/// a proxy that speaks TLS for it, the page's origin is another one and has to be configured.
pub(crate) fn allowed(
    origin: Option<&HeaderValue>,
    host: Option<&HeaderValue>,
    secure: bool,
    configured: &[Origin],
) -> bool {
    let Some(origin) = origin else { return true };
    // `null`, which sandboxed frames and files send, is no origin and ends here.
    let Some(origin) = origin.to_str().ok().and_then(Origin::from_header) else { return false };
    let own = host.and_then(|host| Origin::of_host(host, secure));
    own.is_some_and(|own| own == origin) || configured.contains(&origin)
}

/// Whether a request names the relay as its users do, and not by a name that somebody else points at it.
///
/// This is what stands against DNS rebinding, where a foreign page and the relay share an origin as far as the
/// browser can tell. On loopback the names are `localhost`, loopback addresses and the configured origins'.
/// Elsewhere any address will do, since only names can be rebound, and any name as long as none is configured.
pub(crate) fn host_allowed(host: Option<&HeaderValue>, loopback: bool, configured: &[Origin]) -> bool {
    let Some(host) = host.and_then(|host| Origin::of_host(host, false)).map(|origin| origin.host) else {
        return false;
    };
    let is_configured = configured.iter().any(|origin| origin.host == host);
    let by_itself = match (host.parse::<IpAddr>(), loopback) {
        (Ok(address), true) => address.to_canonical().is_loopback(),
        (Ok(_), false) => true,
        (Err(_), true) => host == "localhost",
        (Err(_), false) => host == "localhost" || configured.is_empty(),
    };
    is_configured || by_itself
}

impl Origin {
    /// Reads an `Origin` header, which is an origin to the letter: no path, not even a slash.
    fn from_header(text: &str) -> Option<Self> {
        text.parse().ok().filter(|_| !text.ends_with('/'))
    }

    /// The origin of the page that a `Host` header belongs to.
    fn of_host(host: &HeaderValue, is_secure: bool) -> Option<Self> {
        Self::of(is_secure, &host.to_str().ok()?.parse().ok()?)
    }

    fn of(is_secure: bool, authority: &Authority) -> Option<Self> {
        // User information, which no origin has, would stand before the host and end here.
        let rest = authority.as_str().strip_prefix(authority.host())?;
        let port = match rest.strip_prefix(':') {
            Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => port.parse().ok()?,
            None if rest.is_empty() => Self::default_port(is_secure),
            _ => return None,
        };
        let host = Host::parse(authority.host()).ok()?.as_str().to_lowercase();
        // One spelling for each address.
        let host = host.parse::<Ipv6Addr>().map_or(host, |address| address.to_string());
        Some(Self { is_secure, host, port })
    }

    fn default_port(is_secure: bool) -> u16 {
        if is_secure { 443 } else { 80 }
    }
}

impl FromStr for Origin {
    type Err = BadOrigin;

    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let bad = || BadOrigin(text.to_owned());
        let uri: Uri = text.parse().map_err(|_| bad())?;
        let is_secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(bad()),
        };
        if uri.path() != "/" || uri.query().is_some() || text.contains('#') {
            return Err(bad());
        }
        uri.authority().and_then(|authority| Self::of(is_secure, authority)).ok_or_else(bad)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_secure { "https" } else { "http" };
        match self.host.contains(':') {
            true => write!(f, "{scheme}://[{}]", self.host)?,
            false => write!(f, "{scheme}://{}", self.host)?,
        }
        if self.port == Self::default_port(self.is_secure) { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

impl TryFrom<String> for Origin {
    type Error = BadOrigin;

    fn try_from(text: String) -> Result<Self, BadOrigin> {
        text.parse()
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.to_string()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::{Origin, allowed, host_allowed};

    fn header(text: &str) -> HeaderValue {
        HeaderValue::from_str(text).unwrap()
    }

    fn judge(origin: &str, host: &str, secure: bool, configured: &[&str]) -> bool {
        let configured: Vec<Origin> = configured.iter().map(|text| text.parse().unwrap()).collect();
        allowed(Some(&header(origin)), Some(&header(host)), secure, &configured)
    }

    fn is_own(host: &str, loopback: bool, configured: &[&str]) -> bool {
        let configured: Vec<Origin> = configured.iter().map(|text| text.parse().unwrap()).collect();
        host_allowed(Some(&header(host)), loopback, &configured)
    }

    #[test]
    fn the_relays_own_page_may_talk_to_it() {
        for (origin, host, secure) in [
            ("http://localhost:3000", "localhost:3000", false),
            ("http://127.0.0.1:3000", "127.0.0.1:3000", false),
            ("http://[::1]:3000", "[::1]:3000", false),
            ("https://postern.example.net", "postern.example.net", true),
            ("https://postern.example.net", "POSTERN.example.net:443", true),
            ("http://postern.example.net", "postern.example.net:80", false),
        ] {
            assert!(judge(origin, host, secure, &[]), "{origin} {host}");
        }
    }

    #[test]
    fn a_page_of_another_origin_may_not_however_alike_it_looks() {
        for (origin, host, secure) in [
            ("http://evil.example.org", "localhost:3000", false),
            ("http://localhost:3001", "localhost:3000", false),
            ("http://localhost", "localhost:3000", false),
            ("http://127.0.0.1:3000", "localhost:3000", false),
            ("https://localhost:3000", "localhost:3000", false),
            ("http://postern.example.net", "postern.example.net", true),
            ("https://postern.example.net.evil.org", "postern.example.net", true),
            ("https://evil-postern.example.net", "postern.example.net", true),
            ("https://a.postern.example.net", "postern.example.net", true),
            ("https://postern.example.net@evil.org", "postern.example.net", true),
            ("https://evil.org@postern.example.net", "postern.example.net", true),
            ("https://evil.org/postern.example.net", "postern.example.net", true),
            ("https://postern.example.net/", "postern.example.net", true),
            ("https://postern.example.net:443:443", "postern.example.net", true),
            ("https://postern.example.net https://evil.org", "postern.example.net", true),
            ("null", "null", false),
            ("", "localhost:3000", false),
            ("file://", "localhost:3000", false),
            ("ws://localhost:3000", "localhost:3000", false),
            ("localhost:3000", "localhost:3000", false),
        ] {
            assert!(!judge(origin, host, secure, &[]), "{origin} {host}");
        }
        let configured = ["https://postern.example.net".parse().unwrap()];
        assert!(!allowed(Some(&HeaderValue::from_bytes(b"http://\xff").unwrap()), None, false, &configured));
    }

    #[test]
    fn a_configured_page_may_and_only_as_configured() {
        let configured = ["https://postern.example.net", "http://localhost:8080/"];
        for (origin, verdict) in [
            ("https://postern.example.net", true),
            ("https://postern.example.net:443", true),
            ("http://localhost:8080", true),
            ("http://postern.example.net", false),
            ("https://postern.example.net:8443", false),
            ("https://localhost:8080", false),
            ("null", false),
        ] {
            assert_eq!(judge(origin, "127.0.0.1:3000", false, &configured), verdict, "{origin}");
        }
    }

    #[test]
    fn a_client_that_is_no_browser_sends_no_origin_and_may() {
        assert!(allowed(None, Some(&header("localhost:3000")), false, &[]));
        assert!(!allowed(Some(&header("http://localhost:3000")), None, false, &[]));
    }

    #[test]
    fn a_name_pointed_at_loopback_by_somebody_else_is_not_the_relays() {
        for (host, verdict) in [
            ("localhost:3000", true),
            ("LOCALHOST", true),
            ("127.0.0.1:3000", true),
            ("127.1.2.3", true),
            ("[::1]:3000", true),
            ("[::ffff:127.0.0.1]:3000", true),
            ("postern.example.net", true),
            ("rebound.example.org:3000", false),
            ("localhost.example.org", false),
            ("192.0.2.1:3000", false),
            ("user@localhost:3000", false),
            ("", false),
        ] {
            assert_eq!(is_own(host, true, &["https://postern.example.net"]), verdict, "{host}");
        }
        assert!(!host_allowed(None, true, &[]));
    }

    #[test]
    fn beyond_loopback_addresses_and_configured_names_are_the_relays() {
        for (host, configured, verdict) in [
            ("192.0.2.1:3000", &["https://postern.example.net"][..], true),
            ("postern.example.net", &["https://postern.example.net"], true),
            ("rebound.example.org", &["https://postern.example.net"], false),
            ("whatever.example.org", &[], true),
        ] {
            assert_eq!(is_own(host, false, configured), verdict, "{host}");
        }
    }

    #[test]
    fn what_is_no_origin_is_not_taken_for_one() {
        for text in [
            "",
            "*",
            "null",
            "example.net",
            "//example.net",
            "ftp://example.net",
            "https://",
            "https://a/b",
            "https://a?b",
            "https://a#b",
            "https://u@a",
            "https://a:",
            "https://a:x",
            "https://a:70000",
            "https://a b",
            "https://*.example.net",
            "https://-a",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_shown_origin_reads_back(secure: bool, host in "[a-z0-9]{1,9}(\\.[a-z]{1,5}){0,2}|\\[::[0-9a-f]{1,4}\\]", port in 1u16..) {
            let text = format!("{}://{host}:{port}", if secure { "https" } else { "http" });
            let origin: Origin = text.parse().unwrap();
            prop_assert_eq!(origin.to_string().parse::<Origin>().unwrap(), origin);
        }

        #[test]
        fn no_origin_but_the_relays_own_passes(origin in "(https?://)?[a-z.:@/\\[\\]#?]{0,20}localhost[a-z.:@/0-9]{0,12}") {
            let own = ["http://localhost:3000", "http://localhost:03000"];
            let is_allowed = judge(&origin, "localhost:3000", false, &[]);
            prop_assert_eq!(is_allowed, own.contains(&origin.as_str()));
        }
    }
}
