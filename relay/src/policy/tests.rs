use std::net::IpAddr;

use ipnet::IpNet;
use postern_shared::target::Host;
use proptest::prelude::*;

use super::{Denied, FORBIDDEN, Rule, TargetPolicy, parse_network};

fn policy(allow: &[&str], deny: &[&str]) -> TargetPolicy {
    let rules = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
    TargetPolicy::new(rules(allow), rules(deny))
}

fn host(text: &str) -> Host {
    Host::parse(text).unwrap()
}

/// Judges as the dialler does: the name first, then the address it has.
fn judge(policy: &TargetPolicy, name: &str, address: &str, port: u16) -> Result<(), Denied> {
    policy.check_name(&host(name), port)?;
    policy.check_address(&host(name), address.parse().unwrap(), port)
}

fn judge_address(policy: &TargetPolicy, address: &str, port: u16) -> Result<(), Denied> {
    judge(policy, address, address, port)
}

#[test]
fn all_forbidden_networks_are_read() {
    assert_eq!(TargetPolicy::default().forbidden.len(), FORBIDDEN.len());
}

#[test]
fn by_default_loopback_private_and_public_addresses_may_be_dialled() {
    let policy = TargetPolicy::default();
    for address in ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "100.64.0.1", "fd12::1", "198.51.100.7"] {
        assert_eq!(judge_address(&policy, address, 22), Ok(()), "{address}");
    }
}

#[test]
fn by_default_metadata_services_and_addresses_of_nobody_are_refused_in_every_spelling() {
    let policy = TargetPolicy::default();
    for address in [
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "fd00:ec2::254",
        "fd20:ce::254",
        "100.100.100.200",
        "fe80::a9fe:a9fe",
        "0.0.0.0",
        "0.0.0.1",
        "::",
        "::ffff:0.0.0.0",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
    ] {
        assert_eq!(judge_address(&policy, address, 80), Err(Denied), "{address}");
    }
    assert_eq!(judge(&policy, "metadata.google.internal", "169.254.169.254", 80), Err(Denied));
    assert_eq!(policy.check_name(&host("fe80::1%eth0"), 22), Err(Denied));
}

#[test]
fn an_address_rule_within_a_forbidden_network_lifts_it_there_and_a_star_does_not() {
    assert_eq!(judge_address(&policy(&["*"], &[]), "169.254.10.1", 22), Err(Denied));
    assert_eq!(judge_address(&policy(&["0.0.0.0/0"], &[]), "169.254.10.1", 22), Err(Denied));
    let lifted = policy(&["*", "169.254.10.0/24:22"], &[]);
    assert_eq!(judge_address(&lifted, "169.254.10.1", 22), Ok(()));
    assert_eq!(judge_address(&lifted, "169.254.10.1", 80), Err(Denied));
    assert_eq!(judge_address(&lifted, "169.254.169.254", 22), Err(Denied));
    let denied_again = policy(&["169.254.10.0/24"], &["169.254.10.9"]);
    assert_eq!(judge_address(&denied_again, "169.254.10.9", 22), Err(Denied));
}

#[test]
fn deny_wins_over_allow() {
    let policy = policy(&["10.0.0.0/8", "*.example.net"], &["10.9.0.0/16", "db.example.net"]);
    assert_eq!(judge_address(&policy, "10.1.0.1", 22), Ok(()));
    assert_eq!(judge_address(&policy, "10.9.0.1", 22), Err(Denied));
    assert_eq!(judge(&policy, "web.example.net", "10.1.0.1", 22), Ok(()));
    assert_eq!(judge(&policy, "web.example.net", "10.9.0.1", 22), Err(Denied));
    assert_eq!(judge(&policy, "db.example.net", "10.1.0.1", 22), Err(Denied));
}

#[test]
fn once_something_is_allowed_the_rest_is_not() {
    let policy = policy(&["10.0.0.0/8:22", "*.example.net:22-2222"], &[]);
    for (name, address, port, verdict) in [
        ("10.1.0.1", "10.1.0.1", 22, Ok(())),
        ("10.1.0.1", "10.1.0.1", 23, Err(Denied)),
        ("anything", "10.1.0.1", 22, Ok(())),
        ("web.example.net", "192.0.2.1", 2222, Ok(())),
        ("web.example.net", "192.0.2.1", 2223, Err(Denied)),
        ("example.net", "192.0.2.1", 22, Err(Denied)),
        ("192.0.2.1", "192.0.2.1", 22, Err(Denied)),
    ] {
        assert_eq!(judge(&policy, name, address, port), verdict, "{name} {port}");
    }
}

#[test]
fn a_name_that_nothing_could_allow_is_not_even_looked_up() {
    let by_name = policy(&["*.example.net"], &[]);
    assert_eq!(by_name.check_name(&host("secret.example.org"), 22), Err(Denied));
    let by_address = policy(&["10.0.0.0/8:22"], &[]);
    assert_eq!(by_address.check_name(&host("secret.example.org"), 22), Ok(()));
    assert_eq!(by_address.check_name(&host("secret.example.org"), 80), Err(Denied));
}

#[test]
fn a_denied_name_is_not_evaded_by_case_or_a_dot_at_the_end() {
    let policy = policy(&[], &["vault.example.net", "*.secret.example.net"]);
    for name in ["vault.example.net", "VAULT.Example.Net", "vault.example.net.", "a.b.SECRET.example.net."] {
        assert_eq!(policy.check_name(&host(name), 22), Err(Denied), "{name}");
        assert_eq!(policy.check_address(&host(name), [192, 0, 2, 1].into(), 22), Err(Denied), "{name}");
        assert_eq!(policy.check_unresolved(&host(name), 22), Err(Denied), "{name}");
    }
    for name in ["xvault.example.net", "secret.example.net", "notsecret.example.net"] {
        assert_eq!(judge(&policy, name, "192.0.2.1", 22), Ok(()), "{name}");
    }
}

#[test]
fn a_denied_address_is_not_evaded_by_a_name_or_another_spelling() {
    let policy = policy(&[], &["10.0.0.0/8", "127.0.0.0/8", "2001:db8::/32"]);
    for (name, address) in [
        ("innocent.example.org", "10.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
        ("64:ff9b::a00:1", "64:ff9b::a00:1"),
        ("2001:0DB8:0::1", "2001:db8::1"),
    ] {
        assert_eq!(judge(&policy, name, address, 22), Err(Denied), "{name}");
    }
}

#[test]
fn behind_a_jump_host_only_what_is_known_for_sure_allows() {
    let by_address = policy(&["10.0.0.0/8"], &[]);
    assert_eq!(by_address.check_unresolved(&host("10.0.0.1"), 22), Ok(()));
    assert_eq!(by_address.check_unresolved(&host("db.internal"), 22), Err(Denied));
    let by_name = policy(&["*.internal:22"], &["10.0.0.0/8"]);
    assert_eq!(by_name.check_unresolved(&host("db.internal"), 22), Ok(()));
    assert_eq!(by_name.check_unresolved(&host("db.internal"), 23), Err(Denied));
    let open = TargetPolicy::default();
    assert_eq!(open.check_unresolved(&host("db.internal"), 22), Ok(()));
    for disguised in ["0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "169.254.43518", "0x7f.1", "127.1."]
    {
        assert_eq!(open.check_unresolved(&host(disguised), 22), Err(Denied), "{disguised}");
    }
    assert_eq!(open.check_unresolved(&host("169.254.169.254"), 80), Err(Denied));
}

#[test]
fn rules_are_read_as_people_write_them() {
    for (written, shown) in [
        ("*", "*"),
        ("*:22", "*:22"),
        ("Web-01.Example.net.", "web-01.example.net"),
        ("*.example.net:22-2222", "*.example.net:22-2222"),
        ("10.0.0.0/8:22", "10.0.0.0/8:22"),
        ("10.1.2.3", "10.1.2.3/32"),
        ("10.1.2.3:22-22", "10.1.2.3/32:22"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("2001:db8::1", "2001:db8::1/128"),
        ("[2001:db8::/32]:22-2222", "[2001:db8::/32]:22-2222"),
        ("[2001:db8::1]", "2001:db8::1/128"),
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
    ] {
        let rule: Rule = written.parse().unwrap();
        assert_eq!(rule.to_string(), shown);
    }
}

#[test]
fn what_is_no_rule_is_refused_and_never_taken_for_one_that_matches_nothing() {
    for text in [
        "",
        ":22",
        "*.",
        "*.*",
        "a.*.net",
        "web*",
        "web:",
        "web:0",
        "web:x",
        "web:22-",
        "web:23-22",
        "web:65536",
        "web:+22",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0",
        "256.1.1.1",
        "0x7f.1",
        "[10.0.0.0/8",
        "[web]:22",
        "a b",
        "http://web",
        "[::1]22",
        "2001:db8::g",
        "-x",
        "a..b",
    ] {
        assert!(text.parse::<Rule>().is_err(), "{text}");
    }
}

#[test]
fn one_address_is_a_network_of_itself() {
    assert_eq!(parse_network(" 10.0.0.1 ").unwrap(), "10.0.0.1/32".parse::<IpNet>().unwrap());
    assert_eq!(parse_network("10.0.0.0/8").unwrap(), "10.0.0.0/8".parse::<IpNet>().unwrap());
    assert!(parse_network("proxy").is_err());
}

proptest! {
    #[test]
    fn a_shown_rule_reads_back(rule in any_rule()) {
        prop_assert_eq!(rule.to_string().parse::<Rule>().unwrap(), rule);
    }

    #[test]
    fn nothing_written_makes_the_parser_panic(text in ".{0,60}") {
        if let Ok(rule) = text.parse::<Rule>() {
            prop_assert_eq!(rule.to_string().parse::<Rule>().unwrap(), rule);
        }
    }

    #[test]
    fn a_denied_network_denies_each_of_its_addresses_mapped_or_not(
        network in any::<[u8; 4]>(), prefix in 0u8..=32, offset: u32, port in 1u16..
    ) {
        let network = ipnet::Ipv4Net::new(network.into(), prefix).unwrap().trunc();
        let within = u32::from(network.network()) | (offset & u32::from(network.hostmask()));
        let address = std::net::Ipv4Addr::from(within);
        let policy = policy(&["*", "0.0.0.0/0"], &[&network.to_string()]);
        for address in [IpAddr::V4(address), IpAddr::V6(address.to_ipv6_mapped())] {
            prop_assert_eq!(policy.check_address(&host("any.example.net"), address, port), Err(Denied));
        }
    }

    #[test]
    fn the_early_check_never_refuses_what_the_late_one_allows(
        allow in prop::collection::vec(any_rule(), 0..4),
        deny in prop::collection::vec(any_rule(), 0..4),
        name in "[a-c]{1,2}(\\.[a-c]){0,2}", address: [u8; 4], port in 20u16..25,
    ) {
        let policy = TargetPolicy::new(allow, deny);
        let allowed = policy.check_address(&host(&name), address.into(), port).is_ok();
        prop_assert!(!allowed || policy.check_name(&host(&name), port).is_ok());
    }
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let hosts = prop_oneof![
        Just("*".to_owned()),
        "[a-c]{1,2}(\\.[a-c]){0,2}",
        "\\*\\.[a-c](\\.[a-c]){0,2}",
        (any::<[u8; 4]>(), 0u8..=32)
            .prop_map(|(ip, prefix)| ipnet::Ipv4Net::new(ip.into(), prefix).unwrap().trunc().to_string()),
        (any::<[u16; 8]>(), 0u8..=128).prop_map(|(ip, prefix)| format!(
            "[{}]",
            ipnet::Ipv6Net::new(ip.into(), prefix).unwrap().trunc()
        )),
    ];
    let ports = prop_oneof![
        Just(String::new()),
        (1u16..30, 0u16..9).prop_map(|(at, more)| format!(":{at}-{}", at + more))
    ];
    (hosts, ports).prop_map(|(hosts, ports)| format!("{hosts}{ports}").parse().unwrap())
}
