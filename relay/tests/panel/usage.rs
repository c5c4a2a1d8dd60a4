//! Room, size, digests, and how files begin.

use postern_shared::script::files::{Checksum, DiskUsage, Measure, Peek, Space};
use postern_shared::script::{Failure, Path, Remedy};
use postern_testkit::sha256;

use super::desk::{Desk, Refused, name, names};

#[tokio::test]
async fn room_is_that_of_the_file_system_a_directory_is_on() {
    for desk in Desk::both().await {
        let left = desk.act(&Space { directory: desk.place.clone() }).await;
        let stat = format!("stat -f -c '%b %S' {}", desk.place.word());
        let stat = String::from_utf8(desk.stand.session.run(&stat).await.stdout).unwrap();
        let (blocks, bytes) = stat.trim().split_once(' ').unwrap();
        assert_eq!(left.size, blocks.parse::<u64>().unwrap() * bytes.parse::<u64>().unwrap());
        assert!(left.free <= left.size && left.mount.starts_with('/'), "{left:?}");
        let proc = desk.act(&Space { directory: Path::parse(b"/dev/shm").unwrap() }).await;
        assert_eq!(proc.mount, "/dev/shm");
        let gone = Space { directory: desk.place.join(&name("gone")) };
        let remedy = Some(Remedy::ReadAgain);
        assert_eq!(desk.refused(&gone).await, Refused { failure: Failure::Failed, remedy });
    }
}

#[tokio::test]
async fn trees_are_measured_each_by_itself() {
    for desk in Desk::both().await {
        desk.lay("mkdir tree; head -c 100000 /dev/zero | tr '\\0' x > tree/big; ln -s tree way; head -c 9000 /dev/zero | tr '\\0' x > file").await;
        let before = desk.found().await;
        let measure = Measure { directory: desk.place.clone(), names: names(["tree", "file", "way"]) };
        let trees = desk.act(&measure).await;
        assert_eq!(
            trees.iter().map(|tree| tree.name.as_slice()).collect::<Vec<_>>(),
            [&b"tree"[..], b"file", b"way"]
        );
        assert!((100_000..120_000).contains(&trees[0].bytes), "{trees:?}");
        assert!((9000..20_000).contains(&trees[1].bytes) && trees[2].bytes <= 4096, "{trees:?}");
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn a_tree_that_may_be_read_in_part_is_measured_as_far() {
    for desk in Desk::both().await {
        desk.lay("mkdir -p tree/closed; head -c 100000 /dev/urandom > tree/big; chmod 000 tree/closed").await;
        let measure = Measure { directory: desk.place.clone(), names: names(["tree"]) };
        let trees = desk.act(&measure).await;
        assert!((100_000..120_000).contains(&trees[0].bytes), "{trees:?}");
    }
}

#[tokio::test]
async fn digests_are_those_of_the_files() {
    for desk in Desk::both().await {
        desk.lay("printf abc > abc; : > empty; mkdir directory; echo x > closed; chmod 000 closed").await;
        let checksum = |names| Checksum { directory: desk.place.clone(), names };
        let digests = desk.act(&checksum(names(["empty", "abc"]))).await;
        assert_eq!(
            digests.iter().map(|one| one.sha256.clone()).collect::<Vec<_>>(),
            [sha256(b""), sha256(b"abc")]
        );
        let refused = |remedy| Refused { failure: Failure::Failed, remedy };
        assert_eq!(desk.refused(&checksum(names(["abc", "gone"]))).await, refused(Some(Remedy::ReadAgain)));
        assert_eq!(desk.refused(&checksum(names(["closed"]))).await, refused(Some(Remedy::Sudo)));
        assert_eq!(desk.refused(&checksum(names(["directory"]))).await, refused(None));
    }
}

#[tokio::test]
async fn a_file_shows_how_it_begins() {
    for desk in Desk::both().await {
        desk.lay(
            "printf 'a\\0\\377\\n' > small; head -c 70000 /dev/zero > big; echo x > closed; chmod 000 closed",
        )
        .await;
        let peek = |text: &str| Peek { directory: desk.place.clone(), name: name(text) };
        assert_eq!(desk.act(&peek("small")).await, b"a\0\xff\n");
        assert_eq!(desk.act(&peek("big")).await.len(), Peek::BYTES);
        let refused = |remedy| Refused { failure: Failure::Failed, remedy: Some(remedy) };
        assert_eq!(desk.refused(&peek("closed")).await, refused(Remedy::Sudo));
        assert_eq!(desk.refused(&peek("gone")).await, refused(Remedy::ReadAgain));
    }
}

#[tokio::test]
async fn everything_in_a_directory_is_measured_but_what_is_mounted_there() {
    for desk in Desk::both().await {
        desk.lay("mkdir -- tree '-rf'; head -c 100000 /dev/urandom > tree/big; ln -s tree way; : > .hidden")
            .await;
        desk.lay("printf x > $'\\n99\\tb\\xff'; mkdir closed; chmod 000 closed").await;
        let mut measured = desk.act(&DiskUsage { directory: desk.place.clone() }).await;
        measured.sort_by_key(|(_, bytes)| *bytes);
        let bytes = |text: &[u8]| measured.iter().find(|(name, _)| name.bytes() == text).unwrap().1;
        assert_eq!(measured.len(), 6);
        assert!((100_000..120_000).contains(&bytes(b"tree")), "{measured:?}");
        assert_eq!((bytes(b"way"), bytes(b".hidden")), (0, 0));
        assert_eq!(bytes(b"\n99\tb\xff"), 4096);
        assert_eq!(measured.last().map(|(name, _)| name.bytes()), Some(&b"tree"[..]));
        let root = desk.act(&DiskUsage { directory: Path::parse(b"/dev").unwrap() }).await;
        assert!(root.iter().all(|(name, _)| name.bytes() != b"shm"), "{root:?}");
        let gone = DiskUsage { directory: desk.place.join(&name("gone")) };
        let remedy = Some(Remedy::ReadAgain);
        assert_eq!(desk.refused(&gone).await, Refused { failure: Failure::Failed, remedy });
    }
}
