//! Disks: what is mounted in a table of the test's own, and a disk that is a file.

use std::process::Command;

use postern_shared::script::disks::{
    Attach, Detach, Device, Health, ListBlocks, ListMounts, Mount, Mounts, Properties, Users,
};
use postern_shared::script::{Action as _, Failure, Path, Remedy, Risk};
use postern_shared::table::Subject as _;

use super::desk::{Desk, Userland, name, plainly};
use super::yard::Yard;

/// A disk that is a file, gone with this.
struct Disk {
    device: Device,
    _file: tempfile::NamedTempFile,
}

impl Disk {
    /// None, and it says so, where this machine has no such thing.
    fn start() -> Option<Self> {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(32 * 1024 * 1024).unwrap();
        let made = Command::new("mkfs.ext4").args(["-q", "-L", "the disk"]).arg(file.path()).status();
        let set = Command::new("losetup").args(["--find", "--show"]).arg(file.path()).output();
        let set = set.ok().filter(|set| set.status.success());
        let (Some(set), true) = (set, made.is_ok_and(|made| made.success())) else {
            eprintln!("no loop devices here: what takes a disk is not tested");
            return None;
        };
        let path = String::from_utf8(set.stdout).unwrap();
        let device = Device::of(path.trim().strip_prefix("/dev/").unwrap()).unwrap();
        Some(Self { device, _file: file })
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("losetup").args(["--detach", &self.device.path().text()]).status();
    }
}

async fn mounted(desk: &Desk, at: &Path) -> Option<Mount> {
    desk.act(&ListMounts).await.into_iter().find(|mount| mount.target == at.text())
}

#[tokio::test]
async fn what_is_mounted_is_listed_with_how_full_it_is() {
    for desk in Desk::both().await {
        let mounts = desk.act(&ListMounts).await;
        let root = mounts.iter().rfind(|mount| mount.target == "/").unwrap();
        let room = root.room.unwrap();
        assert!(room.size > 0 && room.used > 0 && room.used + room.available <= room.size, "{room:?}");
        assert!((1..=1000).contains(&room.share()), "{room:?}");
        let kernel = mounts.iter().find(|mount| mount.file_system == "proc").unwrap();
        assert_eq!((kernel.room, kernel.is_real(), root.is_real()), (None, false, true));
    }
}

#[tokio::test]
async fn what_is_only_in_memory_says_who_uses_it_and_goes_for_good() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let yard = Yard::start();
        let desk = yard.desk(userland).await;
        for called in ["data", "-o $(touch pwned)", "a b\\040\n'c'"] {
            let at = desk.place.join(&name(called));
            let place = plainly(at.bytes());
            yard.run(&format!("mkdir -- {place}; mount -t tmpfs -o size=1M tmpfs {place}"));
            let mount = mounted(&desk, &at).await.unwrap_or_else(|| panic!("{called} is not there"));
            assert_eq!((&*mount.file_system, &*mount.source, mount.is_real()), ("tmpfs", "tmpfs", false));
            // `df` writes a line break as a question mark: then it does not say how full it is.
            assert_eq!(mount.room.map(|room| room.size), (!called.contains('\n')).then_some(1024 * 1024));
            let offers = Mounts::offers(&[&mount], &desk.tools);
            let [users, detach] = &offers[..] else { panic!("{mount:?}") };
            let answers = postern_shared::form::Answers::default();
            assert_eq!(detach.plan(&answers, &desk.tools).unwrap().risk, Risk::Final);

            let mut guest = yard.neighbour(&format!("cd -- {place}; echo ready; exec sleep 60"));
            let users = users.plan(&answers, &desk.tools).unwrap();
            let said = desk.run(&users.script).await;
            let said = String::from_utf8_lossy(&said.stdout).into_owned();
            // Busybox alone has neither of the tools that would know.
            assert_eq!(said.contains(&guest.0.id().to_string()), userland == Userland::Gnu, "{said}");
            let detach = detach_of(&mount, &at);
            assert_eq!(desk.refused(&detach).await.remedy, Some(Remedy::EndUse), "it is in use");
            guest.0.kill().unwrap();
            guest.0.wait().unwrap();
            desk.act(&detach).await;
            assert_eq!(mounted(&desk, &at).await, None);
        }
        assert!(!desk.is_pwned().await);
    }
}

#[tokio::test]
async fn a_disk_is_mounted_and_unmounted_there_and_back() {
    let Some(disk) = Disk::start() else { return };
    for userland in [Userland::Gnu, Userland::Busybox] {
        let yard = Yard::start();
        let desk = yard.desk(userland).await;
        let blocks = desk.act(&ListBlocks).await;
        let block = blocks.iter().find(|block| block.device().as_ref() == Some(&disk.device)).unwrap();
        assert_eq!(
            (block.size, &*block.kind, block.is_read_only),
            (32 * 1024 * 1024, "loop", false),
            "{block:?}"
        );
        let said = desk.act(&Properties { device: disk.device.clone() }).await;
        assert!(String::from_utf8(said).unwrap().contains(&block.name));

        let at = desk.place.join(&name("the disk"));
        desk.lay("mkdir 'the disk'").await;
        let attach = Attach { device: disk.device.path().clone(), at: at.clone() };
        desk.act(&attach).await;
        let mount = mounted(&desk, &at).await.unwrap();
        assert_eq!(
            (&*mount.file_system, mount.source.as_str(), mount.is_real()),
            ("ext4", &*disk.device.path().text(), true)
        );
        assert!(mount.files.is_some_and(|files| files.used > 0 && files.size > 1000), "{mount:?}");
        let blocks = desk.act(&ListBlocks).await;
        let block = blocks.iter().find(|block| block.device().as_ref() == Some(&disk.device)).unwrap();
        assert_eq!(block.mounted_at, at.text());
        desk.undo(&attach).await;
        assert_eq!(mounted(&desk, &at).await, None);

        desk.act(&attach).await;
        let detach = detach_of(&mounted(&desk, &at).await.unwrap(), &at);
        assert_eq!(detach.risk(), Risk::Disturbs);
        desk.act(&detach).await;
        assert_eq!(mounted(&desk, &at).await, None);
        desk.undo(&detach).await;
        assert_eq!(mounted(&desk, &at).await.map(|again| again.options), Some(mount.options));
        desk.act(&detach).await;
        assert_eq!(desk.refused(&detach).await.failure, Failure::Failed);
    }
}

/// No machine of a test has a disk with a health of its own: what cannot be asked is said not to have been.
#[tokio::test]
async fn what_has_no_health_to_tell_is_no_healthy_disk() {
    let desk = Desk::at(super::root::stand().await.into(), Userland::Gnu).await;
    let health = Health { device: Device::of("no-such-disk").unwrap() };
    let script = health.script(&desk.tools).unwrap();
    let ran = desk.run(&script).await;
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(said.contains("/dev/no-such-disk: Unable to detect device type"), "smartctl says so: {ran:?}");
    assert_eq!(health.outcome(&ran), Err(Failure::Failed));
}

#[tokio::test]
async fn devices_are_listed_by_whatever_is_there() {
    let [gnu, busybox] = Desk::both().await;
    let known = |blocks: Vec<postern_shared::script::disks::Block>| {
        let mut sizes: Vec<(String, u64)> = blocks.into_iter().map(|it| (it.kernel_name, it.size)).collect();
        // Others may make disks meanwhile, and `lsblk` leaves out those that hold nothing.
        sizes.retain(|(name, size)| *size > 0 && !name.starts_with("loop") && !name.starts_with("ram"));
        sizes.sort();
        sizes
    };
    assert_eq!(known(gnu.act(&ListBlocks).await), known(busybox.act(&ListBlocks).await));
}

#[tokio::test]
async fn a_user_may_look_and_is_told_who_may_mount() {
    for desk in Desk::both().await {
        assert!(desk.run(&Users { at: Path::root() }.script(&desk.tools).unwrap()).await.status.is_some());
        let attach = Attach { device: Path::parse(b"/dev/null").unwrap(), at: desk.place.clone() };
        assert_eq!(desk.refused(&attach).await.remedy, Some(Remedy::Sudo));
    }
}

fn detach_of(mount: &Mount, at: &Path) -> Detach {
    Detach {
        at: at.clone(),
        from: Path::parse(mount.source.as_bytes()),
        file_system: mount.file_system.clone(),
        options: mount.options.clone(),
        brings_back: mount.source.starts_with("/dev/"),
    }
}
