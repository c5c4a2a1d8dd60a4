//! What counts as one account: a user at a host and port, however the host was written.
//!
//! Names are not resolved here: two names of one machine are two accounts, and the client's own bucket is what
//! then holds.

use std::net::{IpAddr, Ipv4Addr};

use postern_shared::target::Target;

/// The name under which a place's account is counted.
pub(crate) fn account(place: &Target) -> String {
    let host = host(place.host.as_str());
    // No host holds an `@`, so this reads one way only, whatever the user is called.
    format!("{}@{host} {}", place.user, place.port)
}

fn host(written: &str) -> String {
    let name = written.trim_end_matches('.').to_lowercase();
    match name.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().to_string(),
        Err(_) => old_ipv4(&name).map_or(name, |address| address.to_string()),
    }
}

/// An IPv4 address as inet_aton(3) reads it, and with it most resolvers: `127.1`, `0x7f.0.0.1`, `2130706433`.
fn old_ipv4(name: &str) -> Option<Ipv4Addr> {
    let parts: Vec<u32> = name.split('.').map(number).collect::<Option<_>>()?;
    let (last, first) = parts.split_last()?;
    let bits = match first.len() {
        0 => 32,
        1 => 24,
        2 => 16,
        3 => 8,
        _ => return None,
    };
    if first.iter().any(|&part| part > 255) || u64::from(*last) >= 1 << bits {
        return None;
    }
    let high = first.iter().fold(0u32, |high, part| (high << 8) | part);
    Some(Ipv4Addr::from_bits(high.checked_shl(bits).unwrap_or(0) | last))
}

fn number(part: &str) -> Option<u32> {
    let (digits, radix) = match part.strip_prefix("0x") {
        Some(hexadecimal) => (hexadecimal, 16),
        None if part.len() > 1 && part.starts_with('0') => (&part[1..], 8),
        None => (part, 10),
    };
    // The library would take a sign.
    if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, ToSocketAddrs as _};

    use postern_shared::target::{Target, TargetDraft};
    use proptest::prelude::*;

    use super::{account, old_ipv4};

    fn place(text: &str) -> Target {
        TargetDraft::parse(text).unwrap().complete().unwrap()
    }

    #[test]
    fn one_account_is_one_however_its_host_is_written() {
        for (one, other) in [
            ("root@web", "root@WEB."),
            ("root@127.0.0.1", "root@127.1"),
            ("root@127.0.0.1", "root@0x7f.1"),
            ("root@127.0.0.1", "root@0177.0.0.01"),
            ("root@127.0.0.1", "root@2130706433"),
            ("root@127.0.0.1", "root@[::ffff:127.0.0.1]:22"),
            ("root@10.1.0.5", "root@10.1.5."),
            ("root@2001:db8::1", "root@2001:0DB8:0::1"),
        ] {
            assert_eq!(account(&place(one)), account(&place(other)), "{other}");
        }
        for (one, other) in [
            ("root@web", "root@db"),
            ("root@web", "ops@web"),
            ("root@web", "root@web:2222"),
            ("root@127.0.0.1", "root@127.0.0.2"),
            ("root@127.0.0.1", "root@127.0.0.1.example.net"),
            ("root@127.0.0.1", "root@127.0.0.0.1"),
        ] {
            assert_ne!(account(&place(one)), account(&place(other)), "{other}");
        }
    }

    proptest! {
        #[test]
        fn an_old_spelling_is_read_as_the_resolver_reads_it(
            parts in prop::collection::vec((0u32.., 0u32..32, 0..3), 1..6),
        ) {
            let part = |(bits, shift, radix): &(u32, u32, i32)| match (bits >> shift, radix) {
                (number, 0) => format!("{number}"),
                (number, 1) => format!("0x{number:x}"),
                (number, _) => format!("0{number:o}"),
            };
            let name = parts.iter().map(part).collect::<Vec<_>>().join(".");
            if let Some(address) = old_ipv4(&name) {
                let resolved = (name.as_str(), 22).to_socket_addrs().unwrap().next().unwrap();
                prop_assert_eq!(resolved.ip(), IpAddr::V4(address), "{}", name);
            }
        }
    }
}
