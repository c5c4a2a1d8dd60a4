use std::process::Command;

use postern_shared::target::{TargetDraft, UserName};
use proptest::prelude::*;

use super::{Config, LARGEST, MOST_HOSTS, Why, read};

#[test]
fn the_usual_file_is_read() {
    let config = read(
        "# my machines\n\
         Host web-01 web\n  HostName web-01.fra.example.net\n  Port 2222\n  User deploy # the one\n  IdentityFile ~/.ssh/id_deploy\n\
         Host 财务库-02\n  HostName=10.0.0.2\n  User = li.wei\n\
         Host *\n  User ops\n  Port 22\n  ServerAliveInterval 30\n",
    );
    assert_eq!(
        places(&config),
        [
            "web-01 deploy@web-01.fra.example.net:2222",
            "web deploy@web-01.fra.example.net:2222",
            "财务库-02 li.wei@10.0.0.2"
        ]
    );
    assert_eq!(config.entries[0].identity_file, "id_deploy");
    assert!(config.left_out.is_empty());
    assert!(config.unused.iter().eq(["ServerAliveInterval"]));
}

#[test]
fn the_first_value_holds_and_negation_takes_a_host_out() {
    let config = read(
        "User first\n\
         Host *.prod !db.prod\n  Port 2200\n\
         Host web.prod db.prod\n  User second\n  Port 2201\n\
         Host a !a\n  Port 1\n",
    );
    assert_eq!(places(&config), ["web.prod first@web.prod:2200", "db.prod first@db.prod:2201"]);
}

#[test]
fn quotes_equals_signs_case_and_comments_are_read_as_openssh_does() {
    let config = read(
        "\u{feff}HOST \"one\" 'two'#not-a-comment\nhostname\t=\t\"a.example\"\n\tUSER \"DOMAIN\\\\jo smith\"\r\n\
         IdentityFile \"C:\\Users\\jo smith\\.ssh\\key file\"\nHost x # Host y\nUser=\"jo\"\n",
    );
    assert_eq!(
        places(&config),
        ["one DOMAIN\\jo smith@a.example", "two#not-a-comment DOMAIN\\jo smith@a.example", "x jo@x"]
    );
    assert_eq!(config.entries[0].identity_file, "key file");
    assert_eq!(read("Host \"open\nHost b").left_out[0].why, Why::Quotes);
}

#[test]
fn a_chain_of_jumps_goes_through_the_other_hosts_of_the_file() {
    let config = read(
        "Host outer\n  HostName gate.example\n  User gate\n  Port 2201\n\
         Host inner\n  ProxyJump outer\n  User in\n\
         Host deep\n  ProxyJump inner,root@last:2203\n  User d\n\
         Host straight\n  ProxyJump none\n\
         Host *\n  ProxyJump outer\n",
    );
    assert_eq!(
        places(&config),
        [
            "outer gate@gate.example:2201",
            "inner in@inner via gate@gate.example:2201",
            "deep d@deep via gate@gate.example:2201 in@inner root@last:2203",
            "straight ?@straight",
        ]
    );
}

#[test]
fn jumps_in_a_circle_or_through_too_many_hosts_are_left_out() {
    let mut text = "Host a\nProxyJump b\nHost b\nProxyJump c\nHost c\nProxyJump a\n".to_owned();
    for n in 0..12 {
        text += &format!("Host h{n}\nProxyJump h{}\n", n + 1);
    }
    let config = read(&text);
    let loops: Vec<&str> = config.left_out.iter().map(|left| left.what.as_str()).collect();
    assert_eq!(loops, ["a", "b", "c", "h0", "h1", "h2", "h3"]);
    assert!(config.left_out.iter().all(|left| left.why == Why::Loop));
    assert_eq!(config.entries[0].place.hops.len(), 8);
}

#[test]
fn what_is_left_out_says_where_and_why() {
    let config = read(
        "Include ~/.ssh/config.d/*\n\
         Match host web exec \"id\"\n  User nobody\n\
         Host cmd\n  ProxyCommand nc %h %p\n\
         Host bad\n  HostName -oProxyCommand=id\n\
         Host port\n  Port 70000\n\
         Host token\n  HostName %k.example\n\
         Host jump\n  ProxyJump a b\n  ProxyJump -x\n\
         Host jump2\n  ProxyJump -x\n\
         Host ok\n  User u\n",
    );
    let left: Vec<(usize, &str, Why)> =
        config.left_out.iter().map(|left| (left.line, left.what.as_str(), left.why)).collect();
    assert_eq!(
        left,
        [
            (1, "Include ~/.ssh/config.d/*", Why::Include),
            (2, "Match host web exec id", Why::Match),
            (4, "cmd", Why::ProxyCommand),
            (6, "bad", Why::Place),
            (8, "port", Why::Place),
            (10, "token", Why::Place),
            (15, "jump2", Why::Jump),
        ]
    );
    assert_eq!(places(&config), ["jump ?@jump via ?@a", "ok u@ok"]);
}

#[test]
fn tokens_in_a_host_name_are_replaced() {
    let config =
        read("Host web db\n  HostName %h.%r.p%p.example%%\n  User u\n  Port 23\nHost a\n  HostName x%%y\n");
    // A per cent sign is in no host name.
    assert!(config.entries.is_empty());
    let config = read("Host web db\n  HostName %h.%r.p%p.example\n  User u\n  Port 23\n");
    assert_eq!(places(&config), ["web u@web.u.p23.example:23", "db u@db.u.p23.example:23"]);
}

/// `ssh -G` prints what OpenSSH itself makes of a file.
#[test]
fn openssh_itself_reads_the_same_out_of_a_file() {
    let text = "Host web-?? !web-09\n  User wild\n  Port 2200\n\
                Host web-01 web-09 db\n  User \"named one\"\n  HostName %h.example.net\n  ProxyJump jo@gate:2022,mid\n\
                Host WEB-10\n  Port=2301\n  IdentityFile none\n\
                Host *.x *-0?\n  Port 2400\nHost mid\n  ProxyJump none\nHost *\n  User last\n  Port 2500\n";
    let folder = std::env::temp_dir().join(format!("postern-ssh-config-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("config");
    std::fs::write(&file, text).unwrap();
    let config = read(text);
    assert_eq!(config.entries.len(), 5);
    for entry in &config.entries {
        let ssh = Command::new("ssh").arg("-F").arg(&file).args(["-G", &entry.alias]).output().unwrap();
        let said = String::from_utf8(ssh.stdout).unwrap();
        let said = |key: &str| {
            said.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' ')).map(str::to_owned)
        };
        let place = &entry.place;
        assert_eq!(
            said("hostname"),
            place.host.as_ref().map(|host| host.as_str().to_lowercase()),
            "{}",
            entry.alias
        );
        assert_eq!(said("user"), place.user.as_ref().map(ToString::to_string), "{}", entry.alias);
        assert_eq!(said("port"), place.port.map(|port| port.to_string()), "{}", entry.alias);
        assert_eq!(said("proxyjump").is_some(), !place.hops.is_empty(), "{}", entry.alias);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_large_hostile_file_costs_a_bounded_amount_of_work() {
    let begun = std::time::Instant::now();
    for unit in ["Host a*a*a*a*a*b\nUser x\n", "Host h h2 !h3\n", "\"", "Host ", "a=\\", "ProxyJump a,b,c\n"]
    {
        let config = read(&unit.repeat(LARGEST / unit.len()));
        assert!(config.entries.len() <= MOST_HOSTS);
    }
    let mut many = String::new();
    for n in 0..80_000 {
        many += &format!("Host h{n}\n");
    }
    let config = read(&many);
    assert_eq!(config.entries.len(), MOST_HOSTS);
    assert_eq!(config.left_out.last().unwrap().why, Why::TooMany);
    let stars = format!("Host {}\nUser x\nHost {}", "*a".repeat(500), "a".repeat(250));
    assert_eq!(read(&stars).entries.len(), 1);
    assert!(begun.elapsed().as_secs() < 20, "unoptimised: {:?}", begun.elapsed());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_file_made_of_its_own_words_makes_it_panic(
        words in prop::collection::vec(prop_oneof![
            Just("Host "), Just("Match "), Just("HostName "), Just("ProxyJump "), Just("User "), Just("Port "),
            Just("\n"), Just("="), Just("\""), Just("'"), Just("\\"), Just("%h"), Just("%"), Just("!"), Just("*"),
            Just("a"), Just("b"), Just("a,b"), Just("none"), Just("22"), Just("#"), Just(" "), Just("财"), Just("?"),
        ], 0..80)
    ) {
        let config = read(&words.concat());
        for entry in &config.entries {
            prop_assert!(entry.place.host.is_some());
            prop_assert!(entry.place.hops.len() <= 8);
        }
    }

    #[test]
    fn whatever_a_person_could_type_survives_a_file(host in "[a-z][a-z0-9.-]{0,20}", user in "[a-z _.@-]{1,12}", port in 1u16..) {
        let text = format!("Host alias\n  HostName {host}\n  User \"{user}\"\n  Port {port}\n");
        let place = &read(&text).entries[0].place;
        prop_assert_eq!(place.host.as_ref().unwrap().as_str(), host);
        prop_assert_eq!(place.user.as_ref().map(UserName::as_str), Some(user.as_str()));
        prop_assert_eq!(place.port, Some(port));
    }
}

fn places(config: &Config) -> Vec<String> {
    let say = |draft: &TargetDraft| {
        let user = draft.user.as_ref().map_or("?", UserName::as_str);
        let port = draft.port.filter(|port| *port != 22).map_or(String::new(), |port| format!(":{port}"));
        format!("{user}@{}{port}", draft.host.as_ref().unwrap())
    };
    let entry = |entry: &super::Entry| {
        let hops: Vec<String> = entry.place.hops.iter().map(say).collect();
        let via = if hops.is_empty() { String::new() } else { format!(" via {}", hops.join(" ")) };
        format!("{} {}{via}", entry.alias, say(&entry.place))
    };
    config.entries.iter().map(entry).collect()
}
