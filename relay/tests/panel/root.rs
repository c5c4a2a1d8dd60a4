//! As root, through `sudo` too, in a directory of the test's own: what an ordinary user may not do.

use postern_shared::api::{Credential, SignIn};
use postern_shared::script::Action as _;
use postern_shared::script::files::{List, MakeDirectory, Rename, SetOwner, Was};
use postern_shared::target::UserName;
use postern_testkit::{Login, PASSWORD, Session, Stand, TestRelay, TestSshd, USER, accepted, request};

use super::desk::{Desk, Userland, name};

#[tokio::test]
async fn an_owner_changes_in_depth_or_not_and_comes_back() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let desk = Desk::at(stand().await.into(), userland).await;
        desk.lay("mkdir tree; echo one > tree/one; echo away > away; ln -s ../away tree/way; ln -s away way")
            .await;
        let before = desk.found().await;
        let set = |owner: &str, is_deep| SetOwner {
            directory: desk.place.clone(),
            files: vec![Was { name: name("tree"), had: "root:root".into() }],
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
            files: vec![Was { name: name("way"), had: "root:root".into() }],
            owner: USER.into(),
            is_deep: false,
        };
        let after = desk.there_and_back(&link).await;
        assert!(after.of(b"way").unwrap().contains(&format!(" {USER}:root ")), "{after:?}");
        assert_eq!(after.of(b"away"), before.of(b"away"));
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
