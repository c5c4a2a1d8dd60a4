//! Files of somebody else, written anew: whose they are and who may do what with them stays.

use std::sync::Arc;

use postern_shared::script::files::{Expected, ReadFile, SaveFile, Saving, TrashId};
use postern_shared::script::{Failure, Remedy};
use postern_testkit::{Own, Stand, Sudo, TestRelay, TestSshd, USER};

use super::desk::{Desk, Refused, Userland, name};
use super::root;

/// Lays an access list on a file: besides owner and group, the user `daemon` may read it; and an attribute.
const MARK: &str = r#"python3 - <<'END'
import os, struct
entries = [(0x01, 6, -1), (0x02, 4, 1), (0x04, 4, -1), (0x10, 4, -1), (0x20, 0, -1)]
packed = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
os.setxattr("file", "system.posix_acl_access", packed)
os.setxattr("file", "user.comment", b"it is $(mine)")
END
"#;

/// What a file has besides what it holds.
const MARKS: &str =
    "python3 -c 'import os; print(sorted((it, os.getxattr(\"file\", it)) for it in os.listxattr(\"file\")))'";

fn save(desk: &Desk, bytes: &[u8]) -> SaveFile {
    let id = TrashId::parse(&format!("{:?}-owners", desk.tools.is_gnu)).unwrap();
    let (directory, expected) = (desk.place.clone(), Expected::Anything);
    SaveFile { directory, name: name("file"), bytes: bytes.to_vec(), expected, id }
}

/// A user who becomes root without a password, with the tools of either userland.
async fn trusted() -> [Desk; 2] {
    let relay = TestRelay::start(&[]);
    let sudo = Sudo { rules: "USER ALL=(ALL:ALL) NOPASSWD: ALL".into(), password: "x".into() };
    let sshd = TestSshd::start_own(Own { sudo: Some(sudo), shell: None });
    let session = relay.client().sign_in(&sshd).await;
    let stand = Arc::new(Stand { relay, sshd, session });
    let desks = [Desk::at(stand.clone(), Userland::Gnu).await, Desk::at(stand, Userland::Busybox).await];
    desks[1].lay("ln -s \"$(command -v sudo)\" ~/applets").await;
    desks
}

async fn said(desk: &Desk, command: &str) -> String {
    let output = desk.stand.session.run(&format!("cd {} && {command}", desk.place.word())).await;
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn root_saves_a_file_that_stays_its_owners() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let desk = Desk::at(root::stand().await.into(), userland).await;
        for (owner, mode) in [(format!("{USER}:daemon"), "640"), (format!("daemon:{USER}"), "4750")] {
            desk.lay(&format!("echo before > file; chown {owner} file; chmod {mode} file")).await;
            let after = desk.there_and_back(&save(&desk, b"after")).await;
            assert_eq!(after.of(b"file"), Some(format!("f {mode} {owner} = after").as_str()));
        }
    }
}

#[tokio::test]
async fn a_file_is_saved_through_sudo_and_stays_its_owners() {
    for mut desk in trusted().await {
        desk.lay("echo before > file; sudo -n chown daemon:root file; sudo -n chmod 604 file").await;
        let before = desk.found().await;
        let refused = desk.refused(&save(&desk, b"mine")).await;
        assert_eq!(refused, Refused { failure: Failure::Failed, remedy: Some(Remedy::Sudo) });
        assert_eq!(desk.found().await, before, "nothing is left behind");

        desk.tools = desk.tools.through_sudo();
        let after = desk.there_and_back(&save(&desk, b"after\0\xff")).await;
        assert_eq!(after.of(b"file"), Some("f 604 daemon:root = after0\\xff"));
        // What nobody but root may even look at.
        desk.lay("sudo -n chmod 2600 file").await;
        let read = ReadFile { directory: desk.place.clone(), name: name("file"), most: 4096 };
        let was = desk.act(&read).await.was;
        let known = SaveFile { expected: Expected::Content(was.sha256), ..save(&desk, b"secret") };
        let Saving::Done(now) = desk.act(&known).await else { panic!("it did not change") };
        assert_eq!((now.owner.as_str(), now.mode.octal().as_str()), ("daemon:root", "2600"));
        assert_eq!(said(&desk, "sudo -n cat file").await, "secret");
        desk.undo(&known).await;
        assert_eq!(
            said(&desk, "sudo -n cat file; sudo -n stat -c '%U:%G %a' file").await,
            "before\ndaemon:root 2600\n"
        );
    }
}

#[tokio::test]
async fn who_may_write_a_file_but_not_own_it_writes_into_it() {
    for desk in trusted().await {
        desk.lay(&format!("echo before > file; sudo -n chown daemon:{USER} file; sudo -n chmod 664 file"))
            .await;
        let inode = said(&desk, "stat -c %i file").await;
        let after = desk.there_and_back(&save(&desk, b"after")).await;
        assert_eq!(after.of(b"file"), Some(format!("f 664 daemon:{USER} = after").as_str()));
        assert_eq!(said(&desk, "stat -c %i file").await, inode, "it is the same file");
    }
}

/// Busybox knows of neither.
#[tokio::test]
async fn access_lists_and_attributes_stay_with_gnu_tools() {
    let desk = Desk::start().await;
    desk.lay(&format!("echo before > file; {MARK} touch -d @1000 file")).await;
    let before = said(&desk, MARKS).await;
    assert!(before.contains("posix_acl_access") && before.contains("it is $(mine)"), "{before}");
    let save = save(&desk, b"after");
    desk.act(&save).await;
    assert_eq!(said(&desk, "cat file").await, "after");
    assert_eq!(said(&desk, MARKS).await, before);
    assert_ne!(said(&desk, "stat -c %Y file").await, "1000\n", "it was written now");
    desk.undo(&save).await;
    assert_eq!(said(&desk, MARKS).await, before);
}
