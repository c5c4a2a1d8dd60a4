//! Packages: what is installed, found, installed, upgraded and removed, with what would happen said before.

use postern_shared::script::packages::{
    Apply, Change, List, Package, PackageName, Read, Reading, Refresh, State,
};
use postern_shared::script::{Action as _, Failure, Remedy};

use super::scratch::Scratch;

/// A repository of two packages, and no other; nothing is installed.
const APT: &str = r#"
rm -rf /var/lib/dpkg /var/lib/apt/lists /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/preferences.d/*
mkdir -p /var/lib/dpkg/info /var/lib/dpkg/updates /var/lib/apt/lists/partial /srv/repo
touch /var/lib/dpkg/status /var/lib/dpkg/available
echo 'deb [trusted=yes] file:/srv/repo ./' >/etc/apt/sources.list
cat >/usr/local/bin/offer <<'END'
#!/bin/bash
# offer NAME VERSION [FIELD…]
set -eu
at=$(mktemp -d)
mkdir -p "$at/DEBIAN" "$at/usr/share/$1" "$at/etc"
echo "$2" >"$at/usr/share/$1/version"
echo "of the package" >"$at/etc/$1.conf"
echo "/etc/$1.conf" >"$at/DEBIAN/conffiles"
{
  printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: x <x@example.net>\nInstalled-Size: 12\n' "$1" "$2"
  printf '%s\n' "${@:3}"
  printf 'Description: a thing called %s\n More of it.\n' "$1"
} | sed '/^$/d' >"$at/DEBIAN/control"
chmod 755 "$at"
dpkg-deb --root-owner-group --build "$at" "/srv/repo/$1_$2_all.deb" >/dev/null
cd /srv/repo
for deb in *.deb; do
  dpkg-deb --field "$deb"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d ' ' -f 1)"
done >Packages
END
chmod 755 /usr/local/bin/offer
offer postern-base 1.0
offer postern-hello 1.0 'Depends: postern-base'
apt-get -q update
"#;

/// The same of two packages for `dnf`, on a target without `apt-get`.
const DNF: &str = r#"
rm -rf /var/lib/rpm /var/cache/dnf /etc/yum.repos.d /usr/bin/apt-get
mkdir -p /etc/yum.repos.d /srv/repo /etc/dnf
printf '[local]\nname=local\nbaseurl=file:///srv/repo\nenabled=1\ngpgcheck=0\nmetadata_expire=0\n' >/etc/yum.repos.d/local.repo
rpm --initdb
cat >/usr/local/bin/offer <<'END'
#!/bin/bash
# offer NAME VERSION [FIELD…]
set -eu
cd "$(mktemp -d)"
{
  printf 'Name: %s\nVersion: %s\nRelease: 1\nSummary: a thing called %s\nLicense: MIT\nBuildArch: noarch\n' "$1" "$2" "$1"
  printf '%s\n' "${@:3}"
  printf '%%description\nMore of it.\n%%install\nmkdir -p %%{buildroot}/usr/share\necho %s >%%{buildroot}/usr/share/%s\n' "$2" "$1"
  printf '%%files\n/usr/share/%s\n' "$1"
} >x.spec
rpmbuild -bb --quiet --define "_topdir $PWD" --define "_rpmdir /srv/repo" x.spec
createrepo_c --quiet /srv/repo
END
chmod 755 /usr/local/bin/offer
offer postern-base 1.0
offer postern-hello 1.0 'Requires: postern-base'
"#;

fn name(text: &str) -> PackageName {
    PackageName::parse(text).unwrap()
}

fn apply(change: Change, names: &[&str]) -> Apply {
    Apply { change, names: names.iter().map(|text| name(text)).collect() }
}

async fn listed(scratch: &Scratch, query: &str) -> Vec<Package> {
    let mut packages = scratch.desk.act(&List { query: query.into() }).await;
    packages.sort_by(|one, other| one.name.cmp(&other.name));
    packages
}

fn brief(packages: &[Package]) -> Vec<(&str, State, &str, Option<&str>)> {
    packages
        .iter()
        .map(|package| (package.name.as_str(), package.state, &*package.version, package.newer.as_deref()))
        .collect()
}

async fn would(scratch: &Scratch, action: &Apply) -> String {
    let preview = action.preview(&scratch.desk.tools).unwrap();
    let ran = scratch.desk.run(preview.script()).await;
    assert_eq!(ran.status, Some(0), "{ran:?}");
    String::from_utf8(ran.stdout).unwrap()
}

#[tokio::test]
async fn a_package_comes_with_what_it_needs_and_goes_with_what_needs_it() {
    let scratch = Scratch::root(APT).await;
    assert_eq!(listed(&scratch, "").await, []);
    let found = listed(&scratch, "postern hello").await;
    assert_eq!(brief(&found), [("postern-hello", State::Available, "", None)]);
    assert_eq!(found[0].summary, "a thing called postern-hello");

    let install = apply(Change::Install, &["postern-hello"]);
    let said = would(&scratch, &install).await;
    assert!(said.contains("Inst postern-base (1.0") && said.contains("Inst postern-hello (1.0"), "{said}");
    assert_eq!(listed(&scratch, "").await, [], "nothing was done");
    scratch.desk.act(&install).await;
    let (base, hello) =
        (("postern-base", State::Installed, "1.0", None), ("postern-hello", State::Installed, "1.0", None));
    let all = listed(&scratch, "").await;
    assert_eq!(brief(&all), [base, hello]);
    assert_eq!(all[0].size, Some(12 * 1024));
    assert_eq!(brief(&listed(&scratch, "thing called postern-hello").await), [hello]);

    let remove = apply(Change::Remove, &["postern-base"]);
    let said = would(&scratch, &remove).await;
    assert!(said.contains("Remv postern-base") && said.contains("Remv postern-hello"), "{said}");
    scratch.desk.act(&remove).await;
    let left = ("postern-hello", State::Configuration, "1.0", None);
    assert_eq!(brief(&listed(&scratch, "").await)[1..], [left]);
    scratch.desk.act(&apply(Change::Purge, &["postern-base", "postern-hello"])).await;
    assert_eq!(listed(&scratch, "").await, []);
    assert_eq!(scratch.says("ls /etc/postern-*.conf | wc -l").await.lines().last(), Some("0"));
}

#[tokio::test]
async fn what_is_newer_is_known_after_a_refresh_and_keeps_what_was_configured() {
    let scratch = Scratch::root(APT).await;
    scratch.desk.act(&apply(Change::Install, &["postern-hello", "postern-base"])).await;
    scratch.says("for name in base hello; do echo mine >/etc/postern-$name.conf; done").await;
    // Its own configuration changes too, which is what dpkg would ask about.
    let offer = "sed -i 's/of the package/of another version/' /usr/local/bin/offer";
    scratch.says(&format!("{offer}; offer postern-base 2.0; offer postern-hello 2.0")).await;
    assert_eq!(brief(&listed(&scratch, "").await)[0], ("postern-base", State::Installed, "1.0", None));
    scratch.desk.act(&Refresh).await;
    let newer = listed(&scratch, "").await;
    assert_eq!(brief(&newer)[0], ("postern-base", State::Installed, "1.0", Some("2.0")));

    let one = apply(Change::Upgrade, &["postern-hello"]);
    let said = would(&scratch, &one).await;
    assert!(said.contains("Inst postern-hello [1.0] (2.0") && !said.contains("Inst postern-base"), "{said}");
    scratch.desk.act(&one).await;
    let versions = "cat /usr/share/postern-*/version /etc/postern-*.conf | tr '\\n' ' '";
    assert_eq!(scratch.says(versions).await, "1.0 2.0 mine mine ");
    scratch.desk.act(&apply(Change::UpgradeAll, &[])).await;
    assert_eq!(scratch.says(versions).await, "2.0 2.0 mine mine ");
}

#[tokio::test]
async fn what_is_known_of_a_package_is_read() {
    let scratch = Scratch::root(APT).await;
    scratch.desk.act(&apply(Change::Install, &["postern-base"])).await;
    let read = async |read, text| {
        let said = scratch.desk.act(&Reading { name: name(text), read }).await;
        String::from_utf8(said).unwrap()
    };
    assert!(read(Read::Details, "postern-hello").await.contains("Depends: postern-base"));
    assert!(read(Read::Files, "postern-base").await.contains("/usr/share/postern-base/version\n"));
    let none = Reading { name: name("no-such-package"), read: Read::Details };
    assert_eq!(scratch.desk.refused(&none).await.failure, Failure::Failed);
    let none = scratch.desk.refused(&apply(Change::Install, &["no-such-package"])).await;
    assert_eq!((none.failure, none.remedy), (Failure::Failed, None));
}

#[tokio::test]
async fn who_is_not_root_may_look_and_is_told_to_ask_root() {
    let scratch = Scratch::user(APT).await;
    assert_eq!(listed(&scratch, "hello").await.len(), 1);
    let install = apply(Change::Install, &["postern-hello"]);
    assert!(would(&scratch, &install).await.contains("Inst postern-hello"));
    for refused in [scratch.desk.refused(&install).await, scratch.desk.refused(&Refresh).await] {
        assert_eq!(refused.remedy, Some(Remedy::Sudo));
    }
}

#[tokio::test]
async fn dnf_does_the_same() {
    let scratch = Scratch::root(DNF).await;
    assert_eq!(listed(&scratch, "").await, []);
    let found = listed(&scratch, "hello").await;
    assert_eq!(brief(&found), [("postern-hello.noarch", State::Available, "1.0-1", None)]);
    assert_eq!(found[0].summary, "a thing called postern-hello");

    let install = apply(Change::Install, &["postern-hello.noarch"]);
    let said = would(&scratch, &install).await;
    assert!(said.contains("postern-base") && said.contains("postern-hello"), "{said}");
    assert_eq!(listed(&scratch, "").await, [], "nothing was done");
    scratch.desk.act(&install).await;
    scratch.says("offer postern-base 2.0; offer postern-hello 2.0 'Requires: postern-base'").await;
    scratch.desk.act(&Refresh).await;
    let newer = ("postern-hello.noarch", State::Installed, "1.0-1", Some("2.0-1"));
    assert_eq!(brief(&listed(&scratch, "").await)[1], newer);
    scratch.desk.act(&apply(Change::Upgrade, &["postern-hello.noarch"])).await;
    assert_eq!(scratch.says("cat /usr/share/postern-*").await, "1.0\n2.0\n");
    scratch.desk.act(&apply(Change::UpgradeAll, &[])).await;
    assert_eq!(scratch.says("cat /usr/share/postern-*").await, "2.0\n2.0\n");

    let details = Reading { name: name("postern-base.noarch"), read: Read::Details };
    assert!(
        String::from_utf8(scratch.desk.act(&details).await).unwrap().contains("a thing called postern-base")
    );
    let files = Reading { name: name("postern-base.noarch"), read: Read::Files };
    assert_eq!(scratch.desk.act(&files).await, b"/usr/share/postern-base\n");
    let remove = apply(Change::Remove, &["postern-base.noarch"]);
    assert!(would(&scratch, &remove).await.contains("postern-hello"));
    scratch.desk.act(&remove).await;
    assert_eq!(listed(&scratch, "").await, []);
}
