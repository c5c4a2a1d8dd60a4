//! Archives: made, taken apart, hostile; and times of files.

use std::sync::atomic::{AtomicUsize, Ordering};

use postern_shared::script::files::{Compress, Extract, Format, SetTime, TrashId, Was};
use postern_shared::script::{Action as _, Failure, Name, Remedy, Tool};

use super::desk::{Desk, Refused, name, names};
use super::names::{lay, nasty};

const TAKEN: Refused = Refused { failure: Failure::Failed, remedy: Some(Remedy::OtherName) };

/// What there is of tools on the target: the busybox of Debian packs no `.zip`, and reads no `.zst`.
fn formats(desk: &Desk) -> impl Iterator<Item = Format> {
    let has_all = desk.tools.has(Tool::Zip) && desk.tools.has(Tool::Zstd);
    Format::MADE.into_iter().filter(move |format| has_all || *format == Format::TarGz)
}

#[tokio::test]
async fn what_is_packed_comes_out_as_it_was() {
    for desk in Desk::both().await {
        desk.lay("mkdir -p tree/deep; echo one > tree/one; ln -s ../away tree/way; : > .hidden; echo two > tree/deep/two")
            .await;
        desk.lay("chmod 640 tree/one; chmod 750 tree/deep; echo not > other").await;
        for format in formats(&desk) {
            let before = desk.found().await;
            let archive = name(format!("site{}", format.suffix()));
            let names = names(["tree", ".hidden"]);
            let compress =
                Compress { directory: desk.place.clone(), names, archive: archive.clone(), format };
            let after = desk.there_and_back(&compress).await;
            assert_eq!(after.without(archive.bytes()), before);

            desk.act(&compress).await;
            let with_archive = desk.found().await;
            let extract = extract(&desk, &archive, "site");
            let after = desk.there_and_back(&extract).await;
            assert!(after.of(b"site").unwrap().starts_with("d "), "{after:?}");
            // What came out, put in the place of what went in.
            let out = after.without(b"tree").without(b".hidden").moved(b"site/tree", b"tree");
            let out = out.moved(b"site/.hidden", b".hidden").without(b"site");
            assert_eq!(out, with_archive);
            desk.lay(&format!("rm -r {0}", archive.text())).await;
        }
    }
}

#[tokio::test]
async fn nothing_of_any_name_is_packed_but_itself() {
    for desk in Desk::both().await {
        let nasty = nasty();
        lay(&desk, &nasty).await;
        let before = desk.found().await;
        // `unzip` leaves control characters out of the names that it gives, and nothing is left of some.
        let is_kept = |name: &&Name| name.bytes().iter().all(|byte| (b' '..0x7f).contains(byte));
        for format in formats(&desk) {
            let mut nasty = nasty.clone();
            nasty.retain(|name| format != Format::Zip || is_kept(&name));
            for odd in ["-rf", "a:b [1]*", "$(touch pwned)\n"] {
                let archive = name([odd.as_bytes(), format.suffix().as_bytes()].concat());
                let compress = Compress {
                    directory: desk.place.clone(),
                    names: nasty.clone(),
                    archive: archive.clone(),
                    format,
                };
                desk.act(&compress).await;
                let extract = extract(&desk, &archive, "-into:");
                let after = desk.there_and_back(&extract).await;
                for name in &nasty {
                    let path = [b"-into:/", name.bytes()].concat();
                    assert_eq!(after.text(&path), before.text(name.bytes()), "{format:?} {name:?}");
                }
                assert_eq!(after.of(b"-into:/a"), None);
                desk.undo(&compress).await;
                assert_eq!(desk.found().await, before);
            }
        }
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn an_archive_is_not_written_over_and_half_of_one_is_not_kept() {
    for desk in Desk::both().await {
        desk.lay("echo a > a; echo b > b.tar.gz; ln -s gone c.zip; ln -s gone c.tar.zst; mkdir closed; chmod 000 closed").await;
        let before = desk.found().await;
        for format in formats(&desk) {
            let compress = |names, archive: &str| Compress {
                directory: desk.place.clone(),
                names,
                archive: name(format!("{archive}{}", format.suffix())),
                format,
            };
            let taken = if format == Format::TarGz { "b" } else { "c" };
            assert_eq!(desk.refused(&compress(names(["a"]), taken)).await, TAKEN);
            let gone = desk.refused(&compress(names(["a", "gone"]), "new")).await;
            assert_eq!(gone.failure, Failure::Failed);
            if format != Format::Zip {
                let closed = desk.refused(&compress(names(["a", "closed"]), "new")).await;
                assert_eq!(closed.remedy, Some(Remedy::Sudo));
            }
            assert_eq!(desk.found().await, before, "{format:?}");
        }
    }
}

#[tokio::test]
async fn an_archive_comes_out_into_a_new_folder_only_and_leaves_none_if_it_is_no_archive() {
    for desk in Desk::both().await {
        desk.lay("mkdir -p tree taken; echo one > tree/one; tar -czf taken.tar.gz tree; ln -s gone dangling")
            .await;
        desk.lay("tar -czf dangling.tgz tree; echo nonsense | tee bad.tar.gz bad.tar bad.zip bad.tar.xz > bad.tar.zst").await;
        let before = desk.found().await;
        assert_eq!(desk.refused(&extract(&desk, &name("taken.tar.gz"), "taken")).await, TAKEN);
        assert_eq!(desk.refused(&extract(&desk, &name("dangling.tgz"), "dangling")).await, TAKEN);
        for bad in ["bad.tar", "bad.tar.gz", "bad.tar.xz", "bad.zip", "bad.tar.zst"] {
            let action = extract(&desk, &name(bad), "bad");
            if action.script(&desk.tools).is_ok() {
                assert_eq!(desk.refused(&action).await.failure, Failure::Failed, "{bad}");
            }
        }
        let gone = desk.refused(&extract(&desk, &name("gone.tar.gz"), "new")).await;
        assert_eq!(gone.remedy, Some(Remedy::ReadAgain));
        assert_eq!(desk.found().await, before);
    }
}

#[tokio::test]
async fn one_file_comes_out_beside_its_archive() {
    for desk in Desk::both().await {
        desk.lay("echo line > access.log; gzip -k access.log; rm access.log; cp access.log.gz ./-b.gz; cp -a access.log.gz c.gz; echo c > c").await;
        let before = desk.found().await;
        for (archive, into) in [("access.log.gz", "access.log"), ("-b.gz", "-b")] {
            let after = desk.there_and_back(&extract(&desk, &name(archive), into)).await;
            assert_eq!(after.text(into.as_bytes()), Some("line\\n"));
            assert_eq!(after.without(into.as_bytes()), before);
        }
        assert_eq!(desk.refused(&extract(&desk, &name("c.gz"), "c")).await, TAKEN);
        assert_eq!(desk.found().await, before);
    }
}

/// Members that lead up, to the root, and through links that lead out.
#[tokio::test]
async fn nothing_in_a_hostile_archive_gets_out_of_its_folder() {
    const HOSTILE: &str = r#"
import io, os, sys, tarfile, zipfile
def member(tar, name, **more):
    info = tarfile.TarInfo(name)
    for key, value in more.items(): setattr(info, key, value)
    data = b"evil\n" if info.type == tarfile.REGTYPE else b""
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))
absolute = os.getcwd() + "/absolute"
names = ["../up", "good/../../up2", "../../../up3", absolute, "good/file", "./../up4"]
with tarfile.open("hostile.tar", "w") as tar:
    for name in names: member(tar, name)
    member(tar, "out", type=tarfile.SYMTYPE, linkname="..")
    member(tar, "out/through")
    member(tar, "abs", type=tarfile.SYMTYPE, linkname=os.getcwd())
    member(tar, "abs/through2")
    member(tar, "hard", type=tarfile.LNKTYPE, linkname="../victim")
    member(tar, "hard")
    member(tar, "hard2", type=tarfile.LNKTYPE, linkname=os.getcwd() + "/victim")
    member(tar, "hard2")
    member(tar, "victim", type=tarfile.SYMTYPE, linkname="../victim")
    member(tar, "victim")
with zipfile.ZipFile("hostile.zip", "w") as zip:
    for name in names: zip.writestr(name, "evil\n")
    for name, to in [("out", ".."), ("abs", os.getcwd())]:
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, 0o120777 << 16
        zip.writestr(info, to)
        zip.writestr(name + "/through", "evil\n")
"#;
    for desk in Desk::both().await {
        desk.lay(&format!("python3 - <<'E'\n{HOSTILE}\nE\necho safe > victim; gzip -k hostile.tar")).await;
        desk.lay("if command -v zstd >/dev/null; then zstd -q hostile.tar; fi").await;
        let before = desk.found().await;
        for archive in ["hostile.tar", "hostile.tar.gz", "hostile.tar.zst", "hostile.zip"] {
            let action = extract(&desk, &name(archive), "hostile");
            let Ok(script) = action.script(&desk.tools) else { continue };
            let ran = desk.run(&script).await;
            // What was left out, or put elsewhere, is said.
            assert!(!ran.stderr.is_empty(), "{archive}: {ran:?}");
            let after = desk.found().await;
            assert_eq!(after.text(b"hostile/good/file"), Some("evil\\n"), "{archive}: {ran:?}\n{after:?}");
            assert_eq!(after.without(b"hostile"), before, "{archive}: {ran:?}");
            let home = desk.place.parent().unwrap();
            let out =
                desk.stand.session.run(&format!("ls -d {0}/up* {0}/through* 2>/dev/null", home.word())).await;
            assert!(out.stdout.is_empty(), "{out:?}");
            desk.lay("chmod -R u+w hostile; rm -r hostile").await;
        }
    }
}

#[tokio::test]
async fn a_tool_that_is_missing_is_named() {
    let [_, busybox] = Desk::both().await;
    let directory = busybox.place.clone();
    let compress =
        |format| Compress { directory: directory.clone(), names: names(["a"]), archive: name("b"), format };
    assert_eq!(compress(Format::Zip).script(&busybox.tools).unwrap_err().0, Tool::Zip);
    assert_eq!(compress(Format::TarZst).script(&busybox.tools).unwrap_err().0, Tool::Zstd);
    let zst = extract(&busybox, &name("a.tar.zst"), "a");
    assert_eq!(zst.script(&busybox.tools).unwrap_err().0, Tool::Zstd);
}

#[tokio::test]
async fn a_time_is_set_and_each_file_gets_its_own_back() {
    for desk in Desk::both().await {
        let mut files = nasty();
        lay(&desk, &files).await;
        desk.lay("ln -s a way; mkdir folder; touch -d @5 folder; touch -h -d @7 way; touch -d @9 a").await;
        files.extend(names(["way", "folder"]));
        let times = async || {
            let find = format!("cd {} && find . -printf '%P\\0%Ts\\n'", desk.place.word());
            desk.stand.session.run(&find).await.stdout
        };
        // The directory itself is not touched.
        let before = times().await;
        let had = |name: &Name| {
            let line = [b"\n", name.bytes(), b"\0"].concat();
            let at = before.windows(line.len()).position(|window| window == line).unwrap() + line.len();
            let digits: Vec<u8> = before[at..].iter().copied().take_while(|byte| *byte != b'\n').collect();
            String::from_utf8(digits).unwrap().parse().unwrap()
        };
        let files = files.iter().map(|name| Was { name: name.clone(), had: had(name) }).collect();
        let set = SetTime { directory: desk.place.clone(), files, time: -86_400 };
        desk.act(&set).await;
        let after = String::from_utf8_lossy(&times().await).into_owned();
        assert_eq!(after.matches("\0-86400\n").count(), nasty().len() + 2, "{after}");
        assert!(after.contains("\na\09\n"), "a link's time is its own: {after}");
        desk.undo(&set).await;
        assert_eq!(times().await, before);
        let gone = SetTime { files: vec![Was { name: name("gone"), had: 0 }], ..set };
        desk.act(&gone).await;
        assert_eq!(times().await, before, "nothing comes to be");
        assert!(!desk.is_pwned().await);
    }
}

fn extract(desk: &Desk, archive: &Name, into: &str) -> Extract {
    let (format, _) = Format::of(archive).unwrap();
    // Both userlands share a home directory, and each undo takes a folder of its own.
    static UNDONE: AtomicUsize = AtomicUsize::new(0);
    let id = TrashId::parse(&format!("n{}", UNDONE.fetch_add(1, Ordering::Relaxed))).unwrap();
    Extract { directory: desk.place.clone(), archive: archive.clone(), format, into: name(into), id }
}
