//! Block devices as the kernel itself has them, where there is no `lsblk` (sysfs(5)).

use std::collections::BTreeMap;

use super::Block;
use crate::script::disks::mounts;
use crate::script::{Failure, Script, Tools};

/// The kernel counts in these, whatever the device does.
const SECTOR_BYTES: u64 = 512;

/// With what reads them: the kernel's facts, what is on them, where they are mounted.
pub(super) fn script(script: Script, tools: &Tools) -> Script {
    tools
        .reaching_sbin(script)
        .line("# There is no lsblk here; the kernel has it in files: sysfs(5).")
        .line("grep -s . /sys/class/block/*/{size,ro,partition,queue/rotational,device/model}")
        .line("ls -d /sys/block/*/*/partition 2>/dev/null")
        .line(r"printf '\0'")
        .line("# Who may not read a device learns nothing of what is on it.")
        .line(format!("{} 2>/dev/null", tools.as_chosen("blkid")))
        .line(r"printf '\0'")
        .line("cat /proc/self/mountinfo")
}

/// Reads them.
pub(super) fn read(text: &str) -> Result<Vec<Block>, Failure> {
    let mut parts = text.split('\0');
    let (Some(facts), Some(held), Some(mounted), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Failure::Garbled);
    };
    let mut blocks: BTreeMap<&str, Block> = BTreeMap::new();
    for line in facts.lines() {
        let Some((file, value)) = line.split_once(':') else {
            // What it is a part of.
            if let ["", "sys", "block", disk, part, "partition"] = line.split('/').collect::<Vec<_>>()[..] {
                let block = blocks.entry(part).or_default();
                block.parent = Some(disk.to_owned());
                block.key = format!("{disk}/{part}");
            }
            continue;
        };
        let file = file.strip_prefix("/sys/class/block/").ok_or(Failure::Garbled)?;
        let (name, fact) = file.split_once('/').ok_or(Failure::Garbled)?;
        let block = blocks.entry(name).or_default();
        match fact {
            "size" => {
                let sectors: u64 = value.parse().map_err(|_| Failure::Garbled)?;
                block.size = sectors.saturating_mul(SECTOR_BYTES);
            }
            "ro" => block.is_read_only = value == "1",
            "partition" => "part".clone_into(&mut block.kind),
            "queue/rotational" => block.is_rotating = value == "1",
            "device/model" => value.trim().clone_into(&mut block.model),
            _ => {}
        }
    }
    for line in held.lines() {
        let Some((device, said)) = line.split_once(": ") else { continue };
        let Some(block) = device.strip_prefix("/dev/").and_then(|name| blocks.get_mut(name)) else {
            continue;
        };
        let value =
            |key: &str| said.split_once(&format!("{key}=\"")).and_then(|(_, rest)| rest.split('"').next());
        value(" TYPE")
            .or_else(|| said.strip_prefix("TYPE=\"")?.split('"').next())
            .unwrap_or_default()
            .clone_into(&mut block.file_system);
        value("LABEL").unwrap_or_default().clone_into(&mut block.label);
    }
    for mount in mounts::table(mounted).ok_or(Failure::Garbled)? {
        if let Some(block) = mount.source.strip_prefix("/dev/").and_then(|name| blocks.get_mut(name)) {
            block.mounted_at = mount.target;
        }
    }
    let named = |(name, block): (&str, Block)| Block {
        key: if block.key.is_empty() { name.to_owned() } else { block.key },
        name: name.replace('!', "/"),
        kernel_name: name.to_owned(),
        kind: if block.kind.is_empty() { kind(name).to_owned() } else { block.kind },
        ..block
    };
    if blocks.is_empty() { Err(Failure::Garbled) } else { Ok(blocks.into_iter().map(named).collect()) }
}

/// What a device is, by its name (`Documentation/admin-guide/devices.txt` of Linux).
fn kind(name: &str) -> &'static str {
    let kinds = [("loop", "loop"), ("dm-", "dm"), ("md", "raid"), ("sr", "rom"), ("ram", "ram")];
    kinds.into_iter().find_map(|(begin, kind)| name.starts_with(begin).then_some(kind)).unwrap_or("disk")
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::read;
    use crate::script::Failure;

    #[test]
    fn the_kernels_files_say_what_lsblk_does() {
        let facts = "sda/size:4\nsda1/size:2\nsda/ro:0\nsda1/ro:1\nsda1/partition:1\nsda/queue/rotational:1\n\
            sda/device/model:QEMU HARDDISK";
        let facts: String = facts.lines().map(|line| format!("/sys/class/block/{line}\n")).collect();
        let text = format!(
            "{facts}/sys/block/sda/sda1/partition\n\0/dev/sda1: LABEL=\"my data\" UUID=\"7\" TYPE=\"ext4\"\n\0\
            29 1 8:1 / /srv rw - ext4 /dev/sda1 rw\n"
        );
        let blocks = read(&text).unwrap();
        let [disk, part] = &blocks[..] else { panic!("{blocks:?}") };
        assert_eq!(
            (disk.size, &*disk.kind, &*disk.model, disk.is_rotating),
            (2048, "disk", "QEMU HARDDISK", true)
        );
        assert_eq!((part.parent.as_deref(), &*part.key, &*part.kind), (Some("sda"), "sda/sda1", "part"));
        assert_eq!((&*part.file_system, &*part.label, &*part.mounted_at), ("ext4", "my data", "/srv"));
        assert!(part.is_read_only);
        assert_eq!(read("\0\0"), Err(Failure::Garbled));
    }
}
