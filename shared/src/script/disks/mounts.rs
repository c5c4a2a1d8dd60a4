//! What is mounted, where, and how full it is.

use std::collections::HashMap;

use super::{Deed, Detach, Users};
use crate::script::{Action, Failure, Missing, Path, Ran, Risk, Script, Title, Tools};
use crate::table::{Cell, Column, Heading, Layout, Offer, Row, Scope, Shown, Subject, Width};

/// File systems that hold nothing of a person's: the kernel's own, and what is only in memory or in a file.
const UNREAL: [&str; 26] = [
    "autofs",
    "binfmt_misc",
    "bpf",
    "cgroup",
    "cgroup2",
    "configfs",
    "debugfs",
    "devpts",
    "devtmpfs",
    "efivarfs",
    "fusectl",
    "hugetlbfs",
    "mqueue",
    "nsfs",
    "overlay",
    "proc",
    "pstore",
    "ramfs",
    "rpc_pipefs",
    "securityfs",
    "selinuxfs",
    "squashfs",
    "sysfs",
    "tmpfs",
    "tracefs",
    "fuse.lxcfs",
];

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Mounts;

/// Lists what is mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListMounts;

/// Something mounted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mount {
    /// The kernel's number of it.
    pub id: u32,
    /// What is mounted: a device, a server's directory, a name.
    pub source: String,
    /// Which directory of it: `/` for all of it.
    pub root: String,
    /// Where.
    pub target: String,
    /// What kind of file system it is.
    pub file_system: String,
    /// How it is mounted.
    pub options: String,
    /// How much fits, and how much of it is used; none where nothing is counted.
    pub room: Option<Room>,
    /// How many files fit, and how many there are.
    pub files: Option<Room>,
}

/// How much fits: in bytes, or in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// In all.
    pub size: u64,
    /// Of it used.
    pub used: u64,
    /// Of it left for users.
    pub available: u64,
}

impl Action for ListMounts {
    type Outcome = Vec<Mount>;

    fn title(&self) -> Title {
        Title::one(Deed::Mounts, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, _: &Tools) -> Result<Script, Missing> {
        Ok(Script::default()
            .line("export LC_ALL=C")
            .line("cat /proc/self/mountinfo")
            .line(r"printf '\0'")
            .line("# Blocks, then files. What this user may not look at is left out.")
            .line("df -P -k -a 2>/dev/null")
            .line(r"printf '\0'")
            .line("df -P -i -a 2>/dev/null")
            .line("true"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Mount>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let mut parts = output.split('\0');
        let (Some(mounted), Some(blocks), Some(files), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Failure::Garbled);
        };
        let (blocks, files) = (rooms(blocks, 1024), rooms(files, 1));
        let mut mounts = table(mounted).ok_or(Failure::Garbled)?;
        // Of what is mounted over something else only the last is seen, and `df` says it of that.
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (number, mount) in mounts.iter().enumerate() {
            seen.insert(mount.target.clone(), number);
        }
        for (target, number) in seen {
            mounts[number].room = blocks.get(&*target).copied();
            mounts[number].files = files.get(&*target).copied();
        }
        Ok(mounts)
    }
}

/// The kernel's table (proc_pid_mountinfo(5)):
/// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue`
pub(super) fn table(text: &str) -> Option<Vec<Mount>> {
    let mount = |line: &str| {
        let (place, kind) = line.split_once(" - ")?;
        let fields: Vec<&str> = place.split(' ').collect();
        let [id, _, _, root, target, options, ..] = fields[..] else { return None };
        let mut kinds = kind.split(' ');
        Some(Mount {
            id: id.parse().ok()?,
            source: { unescaped(kind.split(' ').nth(1)?) },
            root: unescaped(root),
            target: unescaped(target),
            file_system: kinds.next()?.to_owned(),
            options: options.to_owned(),
            room: None,
            files: None,
        })
    };
    text.lines().map(mount).collect()
}

/// `\040` is a space: what would end a field is written in octal.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let octal = after.get(..3).and_then(|digits| str::from_utf8(digits).ok());
        match octal.and_then(|digits| u8::from_str_radix(digits, 8).ok()).filter(|_| *first == b'\\') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[3..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What `df` counts, by where it is mounted: `/dev/vda 263112772 20202020 229509204 9% /`. What is counted in nothing is
/// left out, as is what has no such line.
fn rooms(text: &str, unit: u64) -> HashMap<&str, Room> {
    let room = |line: &'_ str| -> Option<(usize, Room)> {
        // The source may have spaces in it; the figures before the share have none.
        let (before, after) = line.split_once("% ")?;
        let fields: Vec<&str> = before.split_whitespace().collect();
        let [.., size, used, available, _] = fields[..] else { return None };
        let number = |text: &str| text.parse::<u64>().ok()?.checked_mul(unit);
        let room = Room { size: number(size)?, used: number(used)?, available: number(available)? };
        (room.size > 0).then_some((line.len() - after.len(), room))
    };
    text.lines()
        .skip(1)
        .filter_map(|line| room(line).map(|(at, room)| (line[at..].trim_start(), room)))
        .collect()
}

impl Room {
    /// How much of what users can have is used, in tenths of a percent.
    #[must_use]
    pub fn share(&self) -> u64 {
        let whole = self.used.saturating_add(self.available).max(1);
        self.used.saturating_mul(1000).div_ceil(whole)
    }
}

impl Mount {
    /// Whether it holds what somebody put there.
    #[must_use]
    pub fn is_real(&self) -> bool {
        self.target == "/" || !UNREAL.contains(&&*self.file_system)
    }

    /// Whether the same command brings it back as it was.
    fn comes_back(&self) -> bool {
        self.root == "/" && self.source.starts_with("/dev/")
    }
}

impl Subject for Mounts {
    type Item = Mount;
    type Read = ListMounts;

    const LAYOUT: Layout = Layout {
        scopes: &[Scope::Real, Scope::All],
        is_live: true,
        ..Layout::of(&[
            Column::of(Heading::MountedAt, Width::Rest, Shown::Always),
            Column::of(Heading::Source, Width::Large, Shown::Middling),
            Column::of(Heading::FileSystem, Width::Middling, Shown::Wide),
            Column::of(Heading::Size, Width::Middling, Shown::Middling),
            Column::of(Heading::Available, Width::Middling, Shown::Always),
            Column::of(Heading::UsedShare, Width::Middling, Shown::Always),
            Column::of(Heading::Inodes, Width::Middling, Shown::Wide),
        ])
    };

    fn read(_: &str) -> ListMounts {
        ListMounts
    }

    fn row(mount: &Mount, _: &Tools) -> Row {
        let bytes =
            |of: fn(&Room) -> u64| mount.room.as_ref().map_or(Cell::Nothing, |room| Cell::Bytes(of(room)));
        let share = |room: Option<Room>| room.map_or(Cell::Nothing, |room| Cell::Share(room.share()));
        let cells = vec![
            Cell::text(&mount.target),
            Cell::text(&mount.source),
            Cell::Pair(mount.file_system.clone(), mount.options.clone()),
            bytes(|room| room.size),
            bytes(|room| room.available),
            share(mount.room),
            share(mount.files),
        ];
        let scopes = if mount.is_real() { vec![Scope::Real] } else { Vec::new() };
        Row { scopes, ..Row::of(mount.id.to_string(), cells) }
    }

    fn offers(chosen: &[&Mount], _: &Tools) -> Vec<Offer> {
        let [mount] = chosen else { return Vec::new() };
        let Some(at) = Path::parse(mount.target.as_bytes()) else { return Vec::new() };
        let detach = Detach {
            at: at.clone(),
            from: Path::parse(mount.source.as_bytes()),
            file_system: mount.file_system.clone(),
            options: mount.options.clone(),
            brings_back: mount.comes_back(),
        };
        vec![Offer::of("fuser -vm", Users { at }).to_read(), Offer::of("umount", detach).key("Delete")]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{ListMounts, Mount, Room, unescaped};
    use crate::script::{Action as _, Failure, Ran};

    fn read(text: &str) -> Result<Vec<Mount>, Failure> {
        ListMounts.outcome(&Ran { stdout: text.into(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn what_is_mounted_is_read_with_how_full_it_is() {
        let text = "20 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
            21 20 0:5 / /proc rw - proc proc rw\n\
            22 20 8:2 /x /srv/my\\040data ro,noatime - ext4 /dev/sda2 rw\n\0\
            Filesystem 1024-blocks Used Available Capacity Mounted on\n\
            /dev/sda1 1000 250 650 28% /\nproc 0 0 0 - /proc\n/dev/sda2 100 50 50 50% /srv/my data\n\0\
            Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/sda1 64 16 48 25% /\n";
        let mounts = read(text).unwrap();
        let [root, kernel, data] = &mounts[..] else { panic!("{mounts:?}") };
        assert_eq!(root.room, Some(Room { size: 1_024_000, used: 256_000, available: 665_600 }));
        assert_eq!((root.room.unwrap().share(), root.files.unwrap().share()), (278, 250));
        assert_eq!((kernel.room, kernel.is_real(), root.is_real()), (None, false, true));
        assert_eq!((&*data.target, &*data.root, data.room.unwrap().used), ("/srv/my data", "/x", 51_200));
        assert!(root.comes_back() && !data.comes_back() && !kernel.comes_back());
    }

    #[test]
    fn what_is_no_table_of_mounts_is_refused() {
        for text in ["", "hello\0\0", "20 1 8:1 / / rw ext4 /dev/sda1 rw\0\0", "\0"] {
            assert_eq!(read(text), Err(Failure::Garbled), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_the_kernel_escapes_comes_back(name in "[ a-z\\\\\t\n0-7]{0,12}") {
            let escape = |byte: u8| match byte {
                b' ' | b'\t' | b'\n' | b'\\' => format!("\\{byte:03o}"),
                byte => char::from(byte).to_string(),
            };
            prop_assert_eq!(unescaped(&name.bytes().map(escape).collect::<String>()), name);
        }
    }
}
