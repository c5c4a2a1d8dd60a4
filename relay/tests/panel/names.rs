//! Names that broke out of other software's scripts, given to every action: each does what it does, to that name only.

use postern_shared::script::files::{
    Checksum, Copy, Delete, Digest, Link, List, MakeDirectory, MakeFile, Measure, Mode, Move, Peek, Rename,
    SetMode, SetOwner, Touched, Trash, TrashId, Was,
};
use postern_shared::script::{Action as _, Name};
use postern_testkit::{USER, sha256};

use super::desk::{Desk, name, owned, plainly};

/// Names as they were published, and the longest of bytes that are no text.
pub(crate) fn nasty() -> Vec<Name> {
    let all: [&[u8]; 25] = [
        b"$(touch pwned)",
        b"`touch pwned`",
        b"; touch pwned",
        b"| touch pwned",
        b"&& touch pwned",
        b"\ntouch pwned\n",
        b"a\ntouch pwned",
        b"-",
        b"-n",
        b"-rf",
        b"--help",
        b"--no-preserve-root",
        b"-exec",
        b"' ; touch pwned ; '",
        b"\"; touch pwned; \"",
        b"\\$(touch pwned)",
        b"~root",
        b"{a,b}",
        b"*",
        b"!!",
        b"\x1b[201~touch pwned\n",
        b"%s%n",
        b"\xff\xfe\\",
        b"\r",
        &[0xe6; 255],
    ];
    all.into_iter().map(name).collect()
}

/// Files of these names, each holding its own name, beside some that a pattern or an option could mean.
pub(crate) async fn lay(desk: &Desk, names: &[Name]) {
    let file = |bytes: &[u8]| format!("printf %s {0} > {0}; ", plainly(bytes));
    let bystanders: [&[u8]; 4] = [b"a", b"b", b"root", b"touch"];
    let all = bystanders.into_iter().chain(names.iter().map(Name::bytes));
    desk.lay(&all.map(file).collect::<String>()).await;
}

#[tokio::test]
async fn one_file_of_any_name_is_renamed_and_read() {
    for desk in Desk::both().await {
        let nasty = nasty();
        lay(&desk, &nasty).await;
        let before = desk.found().await;
        for name in &nasty {
            let directory = desk.place.clone();
            let peek = Peek { directory: directory.clone(), name: name.clone() };
            assert_eq!(desk.act(&peek).await, name.bytes());
            let rename = Rename { directory, from: name.clone(), to: self::name("plain") };
            desk.act(&rename).await;
            assert_eq!(desk.found().await, before.clone().moved(name.bytes(), b"plain"));
            desk.undo(&rename).await;
            assert_eq!(desk.found().await, before);
        }
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn one_thing_of_any_name_is_made_and_goes_again() {
    for desk in Desk::both().await {
        lay(&desk, &[]).await;
        let before = desk.found().await;
        for name in nasty() {
            let (directory, bytes) = (desk.place.clone(), name.bytes());
            let file = MakeFile { directory: directory.clone(), name: name.clone() };
            let after = desk.there_and_back(&file).await;
            assert_eq!((after.text(bytes), after.clone().without(bytes)), (Some(""), before.clone()));
            let made = MakeDirectory { directory: directory.clone(), name: name.clone() };
            let after = desk.there_and_back(&made).await;
            assert!(after.of(bytes).unwrap().starts_with("d "), "{after:?}");
            assert_eq!(after.without(bytes), before);
            let link = Link { directory, name: name.clone(), to: bytes.to_vec() };
            let after = desk.there_and_back(&link).await;
            let leads = format!("l 777 {USER}:{USER} {}= ", bytes.escape_ascii());
            assert_eq!(after.of(bytes), Some(leads.as_str()));
            assert_eq!(after.without(bytes), before);
        }
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn files_of_any_name_are_moved_copied_and_put_into_the_trash() {
    for desk in Desk::both().await {
        let nasty = nasty();
        lay(&desk, &nasty).await;
        desk.lay("mkdir to").await;
        let (before, directory, to) = (desk.found().await, desk.place.clone(), desk.place.join(&name("to")));
        let below = |name: &Name| [b"to/", name.bytes()].concat();

        let moved = Move { directory: directory.clone(), names: nasty.clone(), to: to.clone() };
        let expected = nasty.iter().fold(before.clone(), |all, name| all.moved(name.bytes(), &below(name)));
        assert_eq!(desk.there_and_back(&moved).await, expected);

        let same = nasty.iter().map(|name| (name.clone(), name.clone())).collect();
        let copy = Copy { directory: directory.clone(), names: same, to: to.clone() };
        let expected = nasty.iter().fold(before.clone(), |all, name| all.copied(name.bytes(), &below(name)));
        assert_eq!(desk.there_and_back(&copy).await, expected);

        // Each gets the name of the next.
        let turned: Vec<_> = nasty.iter().cloned().zip(nasty.iter().cycle().skip(1).cloned()).collect();
        let copy = Copy { directory: directory.clone(), names: turned.clone(), to };
        let expected =
            turned.iter().fold(before.clone(), |all, (name, copy)| all.copied(name.bytes(), &below(copy)));
        assert_eq!(desk.there_and_back(&copy).await, expected);

        let trash = Trash { directory, names: nasty.clone(), id: TrashId::parse("7f3a").unwrap() };
        let expected = nasty.iter().fold(before, |all, name| all.without(name.bytes()));
        assert_eq!(desk.there_and_back(&trash).await, expected);
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn files_of_any_name_are_changed_and_deleted() {
    for desk in Desk::both().await {
        let nasty = nasty();
        lay(&desk, &nasty).await;
        let (before, directory) = (desk.found().await, desk.place.clone());
        let mode = |text| Mode::parse(text).unwrap();
        let files = nasty.iter().map(|name| Was { name: name.clone(), had: mode("644") }).collect();
        desk.lay("chmod 644 ./*").await;
        let set = SetMode { directory: directory.clone(), files, mode: mode("600"), is_deep: false };
        let after = desk.there_and_back(&set).await;
        for name in &nasty {
            assert_eq!(after.mode(name.bytes()), Some("600"), "{name:?}");
        }
        assert_eq!(after.mode(b"a"), Some("644"));

        let had = owned(&format!("{USER}:{USER}"));
        let files = nasty.iter().map(|name| Was { name: name.clone(), had: had.clone() }).collect();
        let own = SetOwner { directory: directory.clone(), files, owner: format!(":{USER}"), is_deep: false };
        assert_eq!(desk.there_and_back(&own).await, desk.found().await);

        let delete = Delete { directory, names: nasty.clone() };
        let ran = desk.run(delete.preview(&desk.tools).unwrap().script()).await;
        let touched = Touched::read(&ran).unwrap();
        assert_eq!(touched.iter().map(|one| one.name.as_slice()).collect::<Vec<_>>(), bytes(&nasty));
        assert!(touched.iter().all(|one| one.files == 1), "{touched:?}");
        assert_eq!(desk.found().await.without(b"none"), before);
        desk.act(&delete).await;
        assert_eq!(desk.found().await, nasty.iter().fold(before, |all, name| all.without(name.bytes())));
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn files_of_any_name_are_listed_measured_and_summed() {
    for desk in Desk::both().await {
        let nasty = nasty();
        lay(&desk, &nasty).await;
        let (before, directory) = (desk.found().await, desk.place.clone());
        let entries = desk.act(&List { directory: directory.clone() }).await.entries;
        for name in &nasty {
            let entry = entries.iter().find(|entry| entry.name == *name);
            assert_eq!(entry.map(|entry| entry.size), Some(name.bytes().len() as u64), "{name:?}");
        }
        assert_eq!(entries.len(), nasty.len() + 4);

        let measured = desk.act(&Measure { directory: directory.clone(), names: nasty.clone() }).await;
        assert_eq!(measured.iter().map(|tree| tree.name.as_slice()).collect::<Vec<_>>(), bytes(&nasty));

        let expected: Vec<Digest> =
            nasty.iter().map(|name| Digest { name: name.clone(), sha256: sha256(name.bytes()) }).collect();
        assert_eq!(desk.act(&Checksum { directory, names: nasty }).await, expected);
        assert_eq!(desk.found().await, before);
        assert!(!desk.is_pwned().await);
    }
}

fn bytes(names: &[Name]) -> Vec<&[u8]> {
    names.iter().map(Name::bytes).collect()
}
