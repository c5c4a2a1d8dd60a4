//! As root, through `sudo` too, in a directory of the test's own: what an ordinary user may not do.

use postern_shared::api::{Credential, SignIn};
use postern_shared::script::files::{
    Compress, Extract, Format, List, MakeDirectory, Mode, Owned, Rename, SetMode, SetOwner, SetProperties,
    SetTime, TrashId, Was,
};
use postern_shared::script::{Action as _, Risk};
use postern_shared::target::UserName;
use postern_testkit::{Login, PASSWORD, Session, Stand, TestRelay, TestSshd, USER, accepted, request};

use super::desk::{Desk, Userland, name, owned};

#[tokio::test]
async fn an_owner_changes_in_depth_or_not_and_comes_back() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let desk = Desk::at(stand().await.into(), userland).await;
        desk.lay("mkdir tree; echo one > tree/one; echo away > away; ln -s ../away tree/way; ln -s away way")
            .await;
        let before = desk.found().await;
        let set = |owner: &str, is_deep| SetOwner {
            directory: desk.place.clone(),
            files: vec![Was { name: name("tree"), had: owned("root:root") }],
            owner: owner.into(),
            is_deep,
        };
        for (owner, expected) in
            [(USER, format!("{USER}:root")), (&format!(":{USER}"), format!("root:{USER}"))]
        {
            let after = desk.there_and_back(&set(owner, false)).await;
            assert!(after.of(b"tree").unwrap().contains(&format!(" {expected} ")), "{after:?}");
            assert_eq!(after.without(b"tree"), before.clone().without(b"tree"));
        }
        desk.act(&set(USER, true)).await;
        let after = desk.found().await;
        for path in [&b"tree"[..], b"tree/one", b"tree/way"] {
            assert!(after.of(path).unwrap().contains(&format!(" {USER}:root ")), "{after:?}");
        }
        assert_eq!(after.of(b"away"), before.of(b"away"), "a link's owner is its own");
        let link = SetOwner {
            directory: desk.place.clone(),
            files: vec![Was { name: name("way"), had: owned("root:root") }],
            owner: USER.into(),
            is_deep: false,
        };
        let after = desk.there_and_back(&link).await;
        assert!(after.of(b"way").unwrap().contains(&format!(" {USER}:root ")), "{after:?}");
        assert_eq!(after.of(b"away"), before.of(b"away"));
    }
}

#[tokio::test]
async fn a_program_that_runs_as_its_owner_does_so_again_after_an_undo() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let desk = Desk::at(stand().await.into(), userland).await;
        desk.lay("echo program > program; chmod 6755 program; echo file > file; chmod 640 file").await;
        let owned = |mode| Owned { owner: "root:root".into(), mode: Mode::parse(mode).unwrap() };
        let files = vec![
            Was { name: name("program"), had: owned("6755") },
            Was { name: name("file"), had: owned("640") },
        ];
        let set = SetOwner { directory: desk.place.clone(), files, owner: USER.into(), is_deep: false };
        let after = desk.there_and_back(&set).await;
        assert_eq!(after.mode(b"program"), Some("755"), "a new owner takes the bits away");
    }
}

#[tokio::test]
async fn owner_permissions_and_time_change_by_one_script_and_come_back() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let desk = Desk::at(stand().await.into(), userland).await;
        desk.lay(
            "mkdir tree; echo one > tree/one; echo program > program; chmod 4755 program; \
             touch -d @1000000000 program tree",
        )
        .await;
        let before = desk.found().await;
        let octal = |text| Mode::parse(text).unwrap();
        let had = [("tree", "755"), ("program", "4755")];
        let directory = || desk.place.clone();
        let owned = |mode| Owned { owner: "root:root".into(), mode: octal(mode) };
        let owner = SetOwner {
            directory: directory(),
            files: had.map(|(file, mode)| Was { name: name(file), had: owned(mode) }).to_vec(),
            owner: USER.into(),
            is_deep: false,
        };
        let mode = SetMode {
            directory: directory(),
            files: had.map(|(file, mode)| Was { name: name(file), had: octal(mode) }).to_vec(),
            mode: octal("4750"),
            is_deep: false,
        };
        let time = SetTime {
            directory: directory(),
            files: had.map(|(file, _)| Was { name: name(file), had: 1_000_000_000 }).to_vec(),
            time: 86_400,
        };
        let all =
            SetProperties { directory: directory(), owner: Some(owner), mode: Some(mode), time: Some(time) };
        let times = async || {
            let listing = desk.act(&List { directory: directory() }).await;
            listing.entries.iter().map(|entry| entry.modified).collect::<Vec<_>>()
        };
        desk.act(&all).await;
        let after = desk.found().await;
        for path in [&b"tree"[..], b"program"] {
            assert!(after.of(path).unwrap().contains(&format!(" {USER}:root ")), "{after:?}");
            assert_eq!(after.mode(path), Some("4750"), "the owner changed before the permissions did");
        }
        assert_eq!(times().await, [86_400, 86_400]);
        desk.undo(&all).await;
        assert_eq!(desk.found().await, before);
        assert_eq!(times().await, [1_000_000_000, 1_000_000_000]);
        let deep = all.mode.clone().map(|mode| SetMode { is_deep: true, ..mode });
        let deep = SetProperties { mode: deep, ..all };
        assert_eq!((deep.risk(), deep.undo(&desk.tools)), (Risk::Final, None));
        desk.act(&deep).await;
        let after = desk.found().await;
        assert_eq!(after.mode(b"tree/one"), Some("4750"));
        assert!(after.of(b"tree/one").unwrap().contains(" root:root "), "only the permissions are deep");
    }
}

#[tokio::test]
async fn what_goes_through_sudo_has_the_same_effect() {
    let mut desk = Desk::at(stand().await.into(), Userland::Gnu).await;
    desk.tools = desk.tools.through_sudo();
    desk.lay("echo one > '-one $(id)'").await;
    let before = desk.found().await;
    let rename = Rename { directory: desk.place.clone(), from: name("-one $(id)"), to: name("two\n") };
    assert!(rename.script(&desk.tools).unwrap().text().contains("\nsudo -n mv "));
    assert_eq!(desk.there_and_back(&rename).await, before.moved(b"-one $(id)", b"two\n"));
    desk.there_and_back(&MakeDirectory { directory: desk.place.clone(), name: name("new") }).await;
    assert_eq!(desk.act(&List { directory: desk.place.clone() }).await.entries.len(), 1);
    for format in Format::MADE {
        let names = vec![name("-one $(id)")];
        let archive = name(format!("-a:b[1]{}", format.suffix()));
        let compress = Compress { directory: desk.place.clone(), names, archive: archive.clone(), format };
        desk.there_and_back(&compress).await;
        desk.act(&compress).await;
        let (into, id) = (name("into"), TrashId::parse(&format!("{format:?}")).unwrap());
        let after =
            desk.there_and_back(&Extract { directory: desk.place.clone(), archive, format, into, id }).await;
        assert_eq!(after.text(b"into/-one $(id)"), Some("one\\n"), "{after:?}");
    }
}

/// A target that lets root in.
pub(crate) async fn stand() -> Stand {
    stand_with("AllowUsers root\nPermitRootLogin yes").await
}

/// The same, with these lines of `sshd_config`.
pub(crate) async fn stand_with(config: &str) -> Stand {
    let relay = TestRelay::start(&[]);
    let sshd = TestSshd::start_with(Login::Password, config);
    let mut asked = request(&sshd, Credential::Password { password: PASSWORD.into() });
    asked.target.user = UserName::parse("root").unwrap();
    asked.accept = vec![accepted(&sshd, &asked.target)];
    let client = relay.client();
    let SignIn::Open { session, token, info } = client.open(&asked).await.unwrap() else {
        panic!("no sign-in: {}", sshd.log())
    };
    let session = Session { client, id: session, token, info };
    Stand { relay, sshd, session }
}
