use postern_shared::target::UserName;
use proptest::prelude::*;

use super::{BadFile, Secrets, Standing, Taken, of_config, read, standing, take, write};
use crate::machines::tests::{machine, target};
use crate::machines::vault::{Sealed, Vault};
use crate::machines::{Machine, MachineId, Machines, ssh_config};
use crate::recent::Method;

#[test]
fn what_was_written_is_read_again_whole() {
    let all = sample();
    assert_eq!(read(&write(&all, Secrets::Sealed)).unwrap(), all);
}

#[test]
fn secrets_stay_here_unless_they_are_wanted_in_the_file() {
    let text = write(&sample(), Secrets::Leave);
    assert!(!text.contains("secret") && !text.contains("vault") && !text.contains("c2VhbGVk"));
    assert!(write(&sample(), Secrets::Sealed).contains("c2VhbGVk"));
}

#[test]
fn nothing_is_replaced_that_was_not_chosen_and_the_same_is_known_as_such() {
    let mut all = sample();
    let before = all.clone();
    let file = read(&write(&all, Secrets::Leave)).unwrap();
    assert!(file.list.iter().all(|machine| standing(&all, machine) == Standing::Same));
    let changed = Machine { note: "moved".into(), ..machine("a", "web-01") };
    assert_eq!(standing(&all, &changed), Standing::Differs(MachineId("a".into())));
    assert_eq!(standing(&all, &machine("z", "other")), Standing::New);
    assert_eq!(take(&mut all, vec![], None, id), Taken::default());
    assert_eq!(all, before);
}

#[test]
fn a_machine_is_known_by_id_then_place_then_name() {
    let all = sample();
    let moved = Machine { target: target("root@elsewhere"), ..machine("a", "web-01") };
    let renamed = Machine { name: "shop".into(), ..machine("", "web-01") };
    let same_name = Machine { name: "db".into(), ..machine("", "10.0.0.9") };
    for (machine, id) in [(moved, "a"), (renamed, "a"), (same_name, "b")] {
        assert_eq!(standing(&all, &machine), Standing::Differs(MachineId(id.into())));
    }
}

#[test]
fn replacing_keeps_the_secret_of_the_same_place_and_drops_it_for_another() {
    let mut all = sample();
    take(&mut all, vec![Machine { name: "shop".into(), ..machine("", "web-01") }], None, id);
    assert!(all.get(&MachineId("a".into())).unwrap().secret.is_some());
    take(&mut all, vec![Machine { target: target("ops@evil"), ..machine("a", "web-01") }], None, id);
    assert_eq!(all.get(&MachineId("a".into())).unwrap().secret, None);
    assert_eq!(all.list.len(), 2);
}

#[test]
fn secrets_come_along_where_their_passphrase_does() {
    let file = sample();
    let mut empty = Machines::default();
    let taken = take(&mut empty, file.list.clone(), file.vault.clone(), id);
    assert_eq!((taken.added, taken.without_secret, empty.vault.clone()), (2, 0, file.vault.clone()));
    assert!(empty.list[0].secret.is_some());
    let mut other = Machines { vault: Some(vault("b3RoZXI=")), ..Machines::default() };
    let taken = take(&mut other, file.list, file.vault, id);
    assert_eq!((taken.added, taken.without_secret), (2, 1));
    assert!(other.list.iter().all(|machine| machine.secret.is_none()));
    assert_eq!(other.vault, Some(vault("b3RoZXI=")));
}

#[test]
fn a_file_that_is_none_of_this_page_is_refused_with_its_reason() {
    let newer = write(&sample(), Secrets::Leave).replace("\"version\":1", "\"version\":2");
    let empty = write(&Machines::default(), Secrets::Leave);
    for (text, why) in [
        ("", BadFile::NotOurs),
        ("{}", BadFile::NotOurs),
        (r#"{"format":"other","version":1}"#, BadFile::NotOurs),
        (r#"{"format":"postern-machines","version":1,"list":[{"name":"x"}]}"#, BadFile::NotOurs),
        (&newer, BadFile::Newer),
        (&empty, BadFile::Empty),
    ] {
        assert_eq!(read(text), Err(why), "{text}");
    }
}

#[test]
fn a_hostile_file_is_put_within_bounds() {
    let mut all = sample();
    all.list.push(Machine { name: "twin".into(), ..machine("a", "twin") });
    all.list.push(Machine { name: "\u{1b}]0;x\u{7}".repeat(99), ..machine("../../x", "y") });
    all.vault = Some(Vault { iterations: u32::MAX, ..vault("c2FsdA==") });
    let read = read(&write(&all, Secrets::Sealed)).unwrap();
    assert_eq!(read.list.len(), 3);
    assert!(read.vault.is_none() && read.secrets() == 0);
    assert!(read.list[2].id.0.is_empty() && !read.list[2].name.contains('\u{1b}'));
}

#[test]
fn hosts_of_an_ssh_config_wait_for_their_user() {
    let config =
        ssh_config::read("Host a\nUser ops\nIdentityFile ~/k\nHost b\nHost c\nUser x\nProxyJump b\n");
    let (machines, lacking) = of_config(&config, None);
    assert_eq!((machines.len(), lacking), (1, 2));
    assert_eq!((machines[0].method, machines[0].identity_file.as_str()), (Method::Key, "k"));
    let (machines, lacking) = of_config(&config, Some(&UserName::parse("me").unwrap()));
    assert_eq!((machines.len(), lacking), (3, 2));
    assert_eq!(machines[2].hops, [target("me@b")]);
    let mut all = Machines::default();
    assert_eq!(take(&mut all, machines.clone(), None, id).added, 3);
    assert!(machines.iter().all(|machine| standing(&all, machine) == Standing::Same));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), tail in "[{}\\[\\]\",:a-z0-9]{0,60}") {
        let _ = read(&text);
        let _ = read(&format!(r#"{{"format":"postern-machines","version":1,"list":[{tail}"#));
    }
}

fn sample() -> Machines {
    let sealed = Sealed { iv: "aXY=".into(), data: "c2VhbGVk".into() };
    let list = vec![Machine { secret: Some(sealed), ..machine("a", "web-01") }, machine("b", "db")];
    Machines { list, vault: Some(vault("c2FsdA==")) }
}

fn vault(salt: &str) -> Vault {
    let check = Sealed { iv: "aXY=".into(), data: "Y2hlY2s=".into() };
    Vault { salt: salt.into(), iterations: 600_000, check }
}

fn id() -> MachineId {
    let nth = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    MachineId(format!("new{nth}"))
}

static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
