//! Who is asking: the bearer token of a request or WebSocket, and the address it comes from.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use ipnet::IpNet;
use postern_shared::api::Problem;
use postern_shared::wire::{BEARER_PREFIX, SUBPROTOCOL};
use tokio::sync::OwnedSemaphorePermit;

use crate::token::Token;

/// Whom a connection comes from, as its socket says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// A connection's place among those the relay takes; a WebSocket keeps it beyond its request.
#[derive(Clone, Debug)]
pub(crate) struct Place(#[expect(dead_code, reason = "held, not read")] pub(crate) Arc<OwnedSemaphorePermit>);

/// The token of a plain request: `Authorization: Bearer` (RFC 6750, section 2.1).
///
/// # Errors
/// [`Problem::TokenRefused`].
pub(crate) fn bearer(headers: &HeaderMap) -> Result<Token, Problem> {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| Token::given(token.trim()))
        .ok_or(Problem::TokenRefused)
}

/// The token of a WebSocket: `Sec-WebSocket-Protocol: postern.v1, bearer.<token>`, never in a URL.
///
/// # Errors
/// [`Problem::TokenRefused`]; [`Problem::BadRequest`] for another version of the protocol.
pub(crate) fn subprotocol(headers: &HeaderMap) -> Result<Token, Problem> {
    let offered = || {
        headers
            .get_all(header::SEC_WEBSOCKET_PROTOCOL)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
    };
    if !offered().any(|name| name == SUBPROTOCOL) {
        return Err(Problem::BadRequest { reason: format!("the WebSocket subprotocol is {SUBPROTOCOL}") });
    }
    offered().find_map(|name| name.strip_prefix(BEARER_PREFIX)).map(Token::given).ok_or(Problem::TokenRefused)
}

/// The address a request comes from: the peer's, or behind trusted proxies the last one they did not write themselves.
pub(crate) fn client_address(peer: Peer, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut address = peer.0.ip().to_canonical();
    let lines: Vec<_> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    // From the right: what stands further left may be the client's own words, readable or not.
    let nearest_first = lines.iter().rev().flat_map(|line| line.rsplit(','));
    for next in nearest_first.map_while(forwarded_address) {
        if !trusted.iter().any(|net| net.contains(&address)) {
            break;
        }
        address = next;
    }
    address
}

/// An address as proxies write it: bare, or with the port they saw, `[v6]:port` then.
fn forwarded_address(part: &str) -> Option<IpAddr> {
    let part = part.trim();
    let bare = part.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(part);
    let address = bare.parse().or_else(|_| part.parse::<SocketAddr>().map(|address| address.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::{Peer, bearer, client_address, subprotocol};

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_static(value))])
    }

    #[test]
    fn tokens_are_found_where_they_belong_and_nowhere_else() {
        assert_eq!(bearer(&headers("authorization", "Bearer abc")).unwrap().expose(), "abc");
        assert!(bearer(&headers("authorization", "Basic abc")).is_err());
        assert!(bearer(&headers("cookie", "Bearer abc")).is_err());
        let offered = headers("sec-websocket-protocol", "postern.v1, bearer.abc");
        assert_eq!(subprotocol(&offered).unwrap().expose(), "abc");
        assert!(subprotocol(&headers("sec-websocket-protocol", "bearer.abc")).is_err());
        assert!(subprotocol(&headers("sec-websocket-protocol", "postern.v1")).is_err());
    }

    #[test]
    fn only_a_trusted_proxy_may_name_the_client() {
        let forwarded = headers("x-forwarded-for", "198.51.100.7, 203.0.113.9");
        let trusted = ["127.0.0.0/8".parse().unwrap()];
        let from = |peer: &str, trusted: &[_]| {
            client_address(Peer(peer.parse().unwrap()), &forwarded, trusted).to_string()
        };
        assert_eq!(from("127.0.0.1:1", &trusted), "203.0.113.9");
        assert_eq!(from("127.0.0.1:1", &[]), "127.0.0.1");
        assert_eq!(from("192.0.2.1:1", &trusted), "192.0.2.1");
    }

    #[test]
    fn what_a_client_writes_before_the_proxys_word_does_not_hide_it() {
        let trusted = ["127.0.0.0/8".parse().unwrap(), "10.0.0.0/8".parse().unwrap()];
        for (forwarded, expected) in [
            ("x, 203.0.113.9", "203.0.113.9"),
            ("\u{fc}, 203.0.113.9", "203.0.113.9"),
            ("198.51.100.7, , 203.0.113.9, 10.0.0.1", "203.0.113.9"),
            ("203.0.113.9:4711", "203.0.113.9"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            // Beyond what cannot be read nobody is believed: the last who vouched for something it is.
            ("203.0.113.9, x, 10.0.0.1", "10.0.0.1"),
            ("203.0.113.9, x", "127.0.0.1"),
            ("", "127.0.0.1"),
        ] {
            let from = client_address(
                Peer("127.0.0.1:1".parse().unwrap()),
                &HeaderMap::from_iter([(
                    "x-forwarded-for".parse().unwrap(),
                    HeaderValue::from_bytes(forwarded.as_bytes()).unwrap(),
                )]),
                &trusted,
            );
            assert_eq!(from.to_string(), expected, "{forwarded}");
        }
    }
}
