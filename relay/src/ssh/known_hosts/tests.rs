mod writing;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use postern_shared::target::Host;
use proptest::prelude::*;
use russh::keys::{Algorithm, EcdsaCurve, HashAlg, PublicKey};
use tempfile::TempDir;

use super::{KnownHosts, Verdict, host_key};

/// Keys of [`KEYS`], by what they are for.
const HOST: usize = 0;
const OTHER: usize = 1;
const RSA: usize = 2;

/// Made by `ssh-keygen`.
const KEYS: [&str; 4] = [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB9dG4kjRhQTtWTVzd2t27+t0DEHBPW7iOD23TUiYLio",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC+1isGo/1Xz/8HP6WEl3B1nslsEBT+5DAQeqLFea2uOUTiMoic63mHPy0CdgXlh9Pjo4UQqWDaxSQB+pZldMmXJxct3264Ggy5If7uojqfbuJPdZg8qz86tUoTp/MyENeq+vrMIsof+vAY2vTqO+yzd9jhMKM14hY/LlUgTuj+CsLanlo4dU2tEFf0Zry3+rfFOM20Prg9anQtwtdjlCJRWJ9T+1eR8lgzzJAROAJqbsOveyDYKPNainzH2fJDBqgYIBsQDD1SvSobrpDu487HuydIV87iUGErjopZjUZBkqtnlv9LoaUtcwHwt6PUwjfoWF1NkvprQwth8TvNh4NR",
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBLkIxuNAv2Ong5oTuewLDdje/MOnbToROOwVwUd7OFJehI8PJOo6uqXGgRmPyw2j51+krQUypO/ONAAlQYfegb4=",
];

fn key(index: usize) -> PublicKey {
    PublicKey::from_openssh(KEYS[index]).unwrap()
}

fn host(text: &str) -> Host {
    Host::parse(text).unwrap()
}

/// A `known_hosts` of these lines, in which `KEYn` stands for a key.
fn known_hosts(lines: &[&str]) -> (TempDir, KnownHosts) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("known_hosts");
    fs::write(&path, with_keys(lines)).unwrap();
    let known = KnownHosts::open(path).unwrap();
    (directory, known)
}

fn with_keys(lines: &[&str]) -> String {
    let mut text = lines.join("\n") + "\n";
    for (index, key) in KEYS.iter().enumerate() {
        text = text.replace(&format!("KEY{index}"), key);
    }
    text
}

fn verdict(lines: &[&str], name: &str, port: u16, shown: usize) -> Verdict {
    known_hosts(lines).1.check(&host(name), port, &key(shown))
}

fn changed(known: &[usize]) -> Verdict {
    Verdict::Changed { known: known.iter().map(|&index| host_key(&key(index))).collect() }
}

fn ssh_keygen(arguments: &[&str], path: &Path) -> String {
    let output = Command::new("ssh-keygen").args(arguments).arg("-f").arg(path).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn without_a_file_every_host_is_unknown() {
    let directory = tempfile::tempdir().unwrap();
    let known = KnownHosts::open(directory.path().join("none/known_hosts")).unwrap();
    assert_eq!(known.check(&host("web"), 22, &key(HOST)), Verdict::Unknown);
    assert_eq!((known.count(), known.algorithms(&host("web"), 22)), (0, vec![]));
}

#[test]
fn a_host_is_known_by_the_ways_its_line_may_name_it() {
    for (line, name, port) in [
        ("web KEY0", "web", 22),
        ("web KEY0 comment with spaces # and a hash", "WEB", 22),
        ("db,web,10.0.0.1 KEY0", "10.0.0.1", 22),
        ("*.example.net KEY0", "a.b.example.net", 22),
        ("WEB-?? KEY0", "web-01", 22),
        ("[web]:2222 KEY0", "web", 2222),
        ("[*.example.net]:22?? KEY0", "a.example.net", 2200),
        ("* KEY0", "anything", 2222),
        ("web KEY0", "web", 2222),
        ("2001:db8::1 KEY0", "[2001:db8::1]", 22),
        ("[2001:db8::1]:2222 KEY0", "2001:db8::1", 2222),
        ("\t web\tKEY0\r", "web", 22),
        ("财务库-02.sh.example.cn KEY0", "财务库-02.sh.example.cn", 22),
    ] {
        assert_eq!(verdict(&[line], name, port, HOST), Verdict::Known, "{line}");
    }
}

#[test]
fn a_line_for_others_leaves_a_host_unknown() {
    for (line, name, port) in [
        ("web KEY0", "web2", 22),
        ("[web]:2222 KEY0", "web", 22),
        ("[web]:2222 KEY0", "web", 2223),
        ("*.example.net KEY0", "a.example.net.evil.org", 22),
        ("*.example.net KEY0", "example.net", 22),
        ("*,!web KEY0", "web", 22),
        ("!web,* KEY0", "web", 22),
        ("# web KEY0", "web", 22),
        ("@cert-authority web KEY0", "web", 22),
        ("@nonsense web KEY0", "web", 22),
        ("web ssh-ed25519 AAAA", "db", 22),
        ("web", "db", 22),
        ("@cert-authority web", "web", 22),
        ("|1|!!!|??? KEY0", "web", 22),
    ] {
        assert_eq!(verdict(&[line], name, port, HOST), Verdict::Unknown, "{line}");
    }
}

#[test]
fn any_known_key_makes_every_other_a_changed_one_of_whatever_type() {
    assert_eq!(verdict(&["web KEY0"], "web", 22, OTHER), changed(&[HOST]));
    assert_eq!(verdict(&["web KEY2"], "web", 22, HOST), changed(&[RSA]));
    assert_eq!(verdict(&["web KEY2", "* KEY1"], "web", 22, HOST), changed(&[RSA, OTHER]));
    assert_eq!(verdict(&["web KEY2", "web KEY0"], "web", 22, HOST), Verdict::Known);
}

#[test]
fn a_port_with_a_line_of_its_own_does_not_fall_back_to_the_bare_name() {
    let lines = ["web KEY0", "[web]:2222 KEY1"];
    assert_eq!(verdict(&lines, "web", 2222, HOST), changed(&[OTHER]));
    // Another key under the bare name is no change: behind another port may be another machine.
    assert_eq!(verdict(&["web KEY0"], "web", 2222, OTHER), Verdict::Unknown);
}

#[test]
fn a_revoked_key_is_refused_whatever_else_the_file_says() {
    for lines in [
        &["@revoked * KEY0", "web KEY0"][..],
        &["web KEY0", "@revoked web KEY0"],
        &["web KEY1", "@revoked w?b KEY0"],
        &["@revoked web KEY0"],
    ] {
        assert_eq!(verdict(lines, "web", 22, HOST), Verdict::Revoked, "{lines:?}");
        assert_eq!(verdict(lines, "web", 2222, HOST), Verdict::Revoked, "{lines:?}");
    }
    assert_eq!(verdict(&["@revoked web KEY0"], "web", 22, OTHER), Verdict::Unknown);
    assert_eq!(verdict(&["@revoked db KEY0", "web KEY0"], "web", 22, HOST), Verdict::Known);
}

#[test]
fn a_key_that_cannot_be_read_makes_every_other_a_changed_one() {
    let half = &KEYS[HOST][..60];
    let dss = "ssh-dss AAAAB3NzaC1kc3MAAACBAP";
    let long = format!("web {} {}", KEYS[HOST], "x".repeat(70_000));
    for line in [
        "web",
        "web ssh-ed25519",
        "web ssh-ed25519 !",
        &format!("*,!db {half}"),
        &format!("web {dss}"),
        &long,
    ] {
        let shown = verdict(&[line], "web", 22, OTHER);
        assert!(matches!(shown, Verdict::Changed { .. }), "{line:.80}: {shown:?}");
        assert_eq!(verdict(&[line], "db", 22, OTHER), Verdict::Unknown, "{line:.80}");
        // Beside it another key may well be known.
        assert_eq!(verdict(&[line, "web KEY1"], "web", 22, OTHER), Verdict::Known, "{line:.80}");
    }
    let unknown_type = "web future-key AAAACmZ1dHVyZS1rZXkAAAAA";
    let Verdict::Changed { known } = verdict(&[unknown_type], "web", 22, HOST) else { panic!() };
    let described: Vec<_> = known.iter().map(|key| (key.algorithm.as_str(), key.bits)).collect();
    assert_eq!(described, [("future-key", 0)]);
}

#[test]
fn a_revocation_that_cannot_be_read_holds_for_what_it_may_mean() {
    let half = &KEYS[HOST][..60];
    for line in [
        "@revoked",
        "@revoked web",
        "@revoked web ssh-ed25519 !",
        &format!("@revoked w?b {half}"),
        &format!("@revoked |1|!!!|??? {}", KEYS[HOST]),
    ] {
        assert_eq!(verdict(&[line, "web KEY0"], "web", 22, HOST), Verdict::Revoked, "{line}");
    }
    // Another type or another host is not meant.
    for line in [&format!("@revoked db {half}")[..], "@revoked web future-key AAAACmZ1dHVyZS1rZXkAAAAA"] {
        assert_eq!(verdict(&[line, "web KEY0"], "web", 22, HOST), Verdict::Known, "{line}");
    }
    assert_eq!(verdict(&[&format!("@revoked web {half}"), "web KEY2"], "web", 22, RSA), Verdict::Known);
}

#[test]
fn the_known_types_of_a_host_are_named_so_that_they_can_be_asked_for() {
    let (_directory, known) = known_hosts(&["web KEY2", "web KEY3", "[web]:2222 KEY0", "@revoked web KEY1"]);
    let rsa = [HashAlg::Sha512, HashAlg::Sha256].map(|hash| Algorithm::Rsa { hash: Some(hash) });
    let ecdsa = Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 };
    assert_eq!(known.algorithms(&host("web"), 22), [&rsa[..], std::slice::from_ref(&ecdsa)].concat());
    assert_eq!(known.algorithms(&host("web"), 2222), [Algorithm::Ed25519]);
    assert_eq!(known.algorithms(&host("web"), 2223), [&rsa[..], &[ecdsa]].concat());
    assert_eq!(known.algorithms(&host("db"), 22), []);
}

#[test]
fn a_remembered_key_is_known_at_once_once_and_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("data/known_hosts");
    let known = KnownHosts::open(&path).unwrap();
    for _ in 0..2 {
        known.remember(&host("Web"), 22, &key(HOST)).unwrap();
        known.remember(&host("web"), 2222, &key(OTHER)).unwrap();
    }
    let expected = with_keys(&["web KEY0", "[web]:2222 KEY1"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    for known in [known, KnownHosts::open(&path).unwrap()] {
        assert_eq!(known.check(&host("web"), 22, &key(HOST)), Verdict::Known);
        assert_eq!(known.check(&host("web"), 2222, &key(OTHER)), Verdict::Known);
        assert_eq!(known.count(), 2);
    }
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
}

#[test]
fn remembering_keeps_what_an_administrator_wrote() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("known_hosts");
    let written = format!("# ours\n\nnonsense\n@cert-authority * {}", KEYS[OTHER]);
    fs::write(&path, &written).unwrap();
    KnownHosts::open(&path).unwrap().remember(&host("web"), 22, &key(HOST)).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{written}\nweb {}\n", KEYS[HOST]));
}

#[test]
fn a_key_known_by_a_hashed_line_is_not_written_again() {
    let (directory, known) = known_hosts(&["web KEY0"]);
    let path = directory.path().join("known_hosts");
    ssh_keygen(&["-H"], &path);
    let hashed = fs::read_to_string(&path).unwrap();
    assert!(hashed.starts_with("|1|"), "{hashed}");
    known.remember(&host("web"), 22, &key(HOST)).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), hashed);
}

#[test]
fn a_file_edited_by_hand_is_read_again() {
    let (directory, known) = known_hosts(&["web KEY0"]);
    let path = directory.path().join("known_hosts");
    assert_eq!(known.check(&host("web"), 22, &key(HOST)), Verdict::Known);
    fs::write(&path, with_keys(&["@revoked web KEY0"])).unwrap();
    assert_eq!(known.check(&host("web"), 22, &key(HOST)), Verdict::Revoked);
    fs::remove_file(&path).unwrap();
    assert_eq!(known.check(&host("web"), 22, &key(HOST)), Verdict::Unknown);
}

#[test]
fn an_entry_removed_by_ssh_keygen_is_forgotten() {
    let (directory, known) = known_hosts(&["web KEY0", "db KEY0"]);
    ssh_keygen(&["-R", "web"], &directory.path().join("known_hosts"));
    assert_eq!(known.check(&host("web"), 22, &key(OTHER)), Verdict::Unknown);
    assert_eq!(known.check(&host("db"), 22, &key(OTHER)), changed(&[HOST]));
}

#[test]
fn a_file_that_cannot_be_read_any_more_does_not_make_hosts_unknown() {
    let (directory, known) = known_hosts(&["web KEY0"]);
    let path = directory.path().join("known_hosts");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(known.check(&host("web"), 22, &key(OTHER)), changed(&[HOST]));
    assert!(KnownHosts::open(&path).is_err());
}

#[test]
fn no_host_can_write_a_second_line_or_a_pattern() {
    let (directory, known) = known_hosts(&[]);
    for name in ["::1%\n* x", "::1%a,b", "::1%*", "::1% x", "::1%\u{2028}x"] {
        assert!(Host::parse(name).is_err(), "{name:?}");
    }
    assert_eq!(fs::read_to_string(directory.path().join("known_hosts")).unwrap().trim(), "");
    known.remember(&host("fe80::1%eth0"), 22, &key(HOST)).unwrap();
    assert_eq!(known.check(&host("fe80::1%eth0"), 22, &key(HOST)), Verdict::Known);
}

#[test]
fn many_at_once_write_whole_lines_and_each_only_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("known_hosts");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let known = KnownHosts::open(&path).unwrap();
                for number in 0..16 {
                    known.remember(&host(&format!("web-{number}")), 22, &key(HOST)).unwrap();
                }
            });
        }
    });
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!((KnownHosts::open(&path).unwrap().count(), text.lines().count()), (16, 16));
}

#[test]
fn names_hashed_by_ssh_keygen_are_found() {
    let (directory, known) =
        known_hosts(&["web,db.example.net KEY0", "[web]:2222 KEY1", "[2001:db8::1]:2200 KEY2"]);
    ssh_keygen(&["-H"], &directory.path().join("known_hosts"));
    for (name, port, shown) in
        [("web", 22, HOST), ("DB.example.net", 22, HOST), ("web", 2222, OTHER), ("2001:db8::1", 2200, RSA)]
    {
        assert_eq!(known.check(&host(name), port, &key(shown)), Verdict::Known, "{name}");
    }
    assert_eq!(known.check(&host("web3"), 22, &key(HOST)), Verdict::Unknown);
}

#[test]
fn a_key_is_described_as_ssh_keygen_does() {
    let directory = tempfile::tempdir().unwrap();
    for (number, (kind, bits)) in [
        ("ed25519", "256"),
        ("ecdsa", "256"),
        ("ecdsa", "384"),
        ("ecdsa", "521"),
        ("rsa", "1024"),
        ("rsa", "2047"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = directory.path().join(number.to_string());
        ssh_keygen(&["-q", "-N", "", "-t", kind, "-b", bits], &path);
        let public = path.with_extension("pub");
        let described = ssh_keygen(&["-l"], &public);
        let described: Vec<&str> = described.split_whitespace().collect();
        let key = host_key(&PublicKey::from_openssh(&fs::read_to_string(&public).unwrap()).unwrap());
        assert_eq!(described[..2], [&key.bits.to_string()[..], &key.fingerprint.to_string()]);
        assert_eq!(described.last().unwrap(), &format!("({})", key.family()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_lines_match_as_in_ssh_keygen(
        lines in prop::collection::vec(prop::collection::vec("!?[ab*?]{1,4}|\\[[ab*?]{1,3}\\]:2[2*?]", 1..4), 1..6),
        name in "[ab]{1,3}", port in prop_oneof![Just(22u16), Just(23), Just(222)],
    ) {
        let lines: Vec<String> = lines.iter().map(|patterns| format!("{} KEY0", patterns.join(","))).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (directory, known) = known_hosts(&lines);
        let asked = super::names(&host(&name), port).exact;
        let found = ssh_keygen(&["-F", &asked], &directory.path().join("known_hosts"));
        let theirs: Vec<usize> = found
            .lines()
            .filter_map(|line| line.strip_prefix("# Host ")?.rsplit("line ").next()?.trim().parse().ok())
            .collect();
        let entries = known.current();
        let ours: Vec<usize> = (0..entries.len()).filter(|&at| entries[at].matches(&asked)).map(|at| at + 1).collect();
        prop_assert_eq!(ours, theirs);
    }
}

proptest! {
    #[test]
    fn nothing_in_the_file_makes_the_reader_panic(text in "(?s).{0,200}", name in "[a-z.]{1,8}[a-z]") {
        let (_directory, known) = known_hosts(&[&text, "web KEY0"]);
        let _ = known.check(&host(&name), 22, &key(HOST));
        prop_assert_eq!(known.check(&host("web"), 22, &key(HOST)), Verdict::Known);
    }

    #[test]
    fn every_host_that_can_be_remembered_is_known_afterwards_and_nobody_else(
        name in "\\PC{1,20}", port in 1u16..,
    ) {
        let Ok(name) = Host::parse(&name) else { return Ok(()) };
        let (_directory, known) = known_hosts(&[]);
        if known.remember(&name, port, &key(HOST)).is_ok() {
            prop_assert_eq!(known.check(&name, port, &key(HOST)), Verdict::Known);
            prop_assert_eq!(known.check(&host("somebody.else"), port, &key(HOST)), Verdict::Unknown);
        }
    }
}
