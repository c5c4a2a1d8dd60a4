//! Block devices: disks, their partitions, and what is made of those.

mod kernel;

use serde_json::Value;

use super::{Attach, Deed, Detach};
use crate::form::{Answers, Field, Kind, Label};
use crate::script::{Action, Failure, Missing, Path, Ran, Risk, Script, Title, Tool, Tools, json};
use crate::table::{Cell, Column, Heading, Layout, Offer, Row, Shown, Subject, Width};

/// Deepest tree of devices that is read.
const DEEPEST: usize = 16;

/// What `lsblk` is to say.
const COLUMNS: &str = "NAME,KNAME,TYPE,SIZE,FSTYPE,LABEL,UUID,MOUNTPOINT,MODEL,RO,ROTA";

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Blocks;

/// Lists block devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListBlocks;

/// The file of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device(Path);

/// A block device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What tells it from the others: one device may hang below several.
    pub key: String,
    /// The key of what it is made of.
    pub parent: Option<String>,
    /// What it is called.
    pub name: String,
    /// What the kernel calls it.
    pub kernel_name: String,
    /// What it is: `disk`, `part`, `lvm`.
    pub kind: String,
    /// How large, in bytes.
    pub size: u64,
    /// What is on it.
    pub file_system: String,
    /// What that is called.
    pub label: String,
    /// Where it is mounted, or `[SWAP]`.
    pub mounted_at: String,
    /// What its maker calls it.
    pub model: String,
    /// Whether nothing can be written to it.
    pub is_read_only: bool,
    /// Whether it turns.
    pub is_rotating: bool,
}

/// Reads all there is of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Properties {
    /// Which.
    pub device: Device,
}

/// Reads what a disk says of its health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Which.
    pub device: Device,
}

impl Device {
    /// The file of what the kernel calls this; it writes `!` for `/`.
    #[must_use]
    pub fn of(kernel_name: &str) -> Option<Self> {
        let fits = |character: char| character.is_ascii_alphanumeric() || "._-!".contains(character);
        let is_name = !kernel_name.is_empty() && !kernel_name.contains("..") && kernel_name.chars().all(fits);
        let path = format!("/dev/{}", kernel_name.replace('!', "/"));
        is_name.then(|| Path::parse(path.as_bytes())).flatten().map(Self)
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Action for ListBlocks {
    type Outcome = Vec<Block>;

    fn title(&self) -> Title {
        Title::one(Deed::Blocks, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let script = Script::default().line("export LC_ALL=C");
        if tools.has(Tool::Lsblk) {
            return Ok(script.line(format!("lsblk -J -b -o {COLUMNS}")));
        }
        Ok(kernel::script(script, tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Block>, Failure> {
        let output = ran.output()?;
        if output.contains(&0) {
            return kernel::read(&String::from_utf8_lossy(output));
        }
        let mut blocks = Vec::new();
        for said in json::things(output)? {
            let devices = said.get("blockdevices").ok_or(Failure::Garbled)?;
            for device in devices.as_array().ok_or(Failure::Garbled)? {
                descend(device, None, DEEPEST, &mut blocks).ok_or(Failure::Garbled)?;
            }
        }
        Ok(blocks)
    }
}

/// Takes a device and what hangs below it.
fn descend(device: &Value, parent: Option<&str>, depth: usize, blocks: &mut Vec<Block>) -> Option<()> {
    let name = device.get("name")?.as_str()?;
    let key = parent.map_or_else(|| name.to_owned(), |parent| format!("{parent}/{name}"));
    blocks.push(Block {
        key: key.clone(),
        parent: parent.map(str::to_owned),
        name: name.to_owned(),
        kernel_name: json::text(device, "kname"),
        kind: json::text(device, "type"),
        size: json::number(device, "size")?,
        file_system: json::text(device, "fstype"),
        label: json::text(device, "label"),
        mounted_at: json::text(device, "mountpoint"),
        model: json::text(device, "model").trim().to_owned(),
        is_read_only: json::flag(device, "ro"),
        is_rotating: json::flag(device, "rota"),
    });
    let depth = depth.checked_sub(1)?;
    json::list(device, "children").iter().try_for_each(|child| descend(child, Some(&key), depth, blocks))
}

impl Action for Properties {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Properties, self.device.path().text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let device = self.device.path().word();
        Ok(if tools.has(Tool::Lsblk) {
            let columns = format!("{COLUMNS},SERIAL,PARTUUID,PHY-SEC,SCHED,TRAN,OWNER,GROUP,MODE");
            Script::default().line(format!("lsblk -P -o {columns} {device} | tr ' ' '\\n'"))
        } else {
            tools.reaching_sbin(Script::default()).line(tools.as_chosen(&format!("blkid {device}")))
        })
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}

impl Action for Health {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Health, self.device.path().text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Smartctl)?;
        let read = format!("smartctl -i -H -A -l error {}", self.device.path().word());
        let script = tools.reaching_sbin(Script::default());
        Ok(script
            .line("# Its exit status has a bit for each thing that is not well.")
            .line(tools.as_chosen(&read)))
    }

    /// What it says counts, however the disk is.
    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        // The first three bits: it could not look (smartctl(8), EXIT STATUS).
        match ran.status {
            Some(status) if status & 0b111 == 0 => Ok(ran.stdout.clone()),
            Some(_) | None => Err(Failure::Failed),
        }
    }
}

impl Block {
    /// Its file, where it can be named.
    #[must_use]
    pub fn device(&self) -> Option<Device> {
        Device::of(&self.kernel_name)
    }
}

impl Subject for Blocks {
    type Item = Block;
    type Read = ListBlocks;

    const LAYOUT: Layout = Layout {
        is_tree: true,
        ..Layout::of(&[
            Column::of(Heading::Name, Width::Large, Shown::Always),
            Column::of(Heading::Kind, Width::Middling, Shown::Middling),
            Column::of(Heading::Size, Width::Middling, Shown::Always),
            Column::of(Heading::FileSystem, Width::Large, Shown::Middling),
            Column::of(Heading::MountedAt, Width::Rest, Shown::Always),
            Column::of(Heading::Model, Width::Large, Shown::Wide),
        ])
    };

    fn read(_: &str) -> ListBlocks {
        ListBlocks
    }

    fn row(block: &Block, _: &Tools) -> Row {
        let ways = [(block.is_read_only, "ro"), (block.is_rotating, "rota")];
        let ways: Vec<&str> = ways.into_iter().filter_map(|(is_so, way)| is_so.then_some(way)).collect();
        let cells = vec![
            Cell::text(&block.name),
            Cell::Pair(block.kind.clone(), ways.join(" ")),
            Cell::Bytes(block.size),
            Cell::Pair(block.file_system.clone(), block.label.clone()),
            Cell::text(&block.mounted_at),
            Cell::text(&block.model),
        ];
        Row { parent: block.parent.clone(), ..Row::of(&block.key, cells) }
    }

    fn offers(chosen: &[&Block], tools: &Tools) -> Vec<Offer> {
        let [block] = chosen else { return Vec::new() };
        let Some(device) = block.device() else { return Vec::new() };
        let command = if tools.has(Tool::Lsblk) { "lsblk -P" } else { "blkid" };
        let mut offers = vec![Offer::of(command, Properties { device: device.clone() }).to_read()];
        if block.kind == "disk" && tools.has(Tool::Smartctl) {
            offers.push(Offer::of("smartctl -H -A", Health { device: device.clone() }).to_read());
        }
        let mounted_at = Path::parse(block.mounted_at.as_bytes());
        if let Some(at) = mounted_at {
            let detach = Detach {
                at,
                from: Some(device.path().clone()),
                file_system: block.file_system.clone(),
                options: String::new(),
                brings_back: false,
            };
            offers.push(Offer::of("umount", detach));
        } else if !block.file_system.is_empty() && block.mounted_at.is_empty() {
            let fields = vec![Field::of(Label::Directory, Kind::Path).holding("/mnt")];
            let (device, home) = (device.path().clone(), tools.home.text());
            let attach = move |answers: &Answers| {
                let typed = answers.of(&Label::Directory);
                let at =
                    typed.strip_prefix('~').map_or_else(|| typed.to_owned(), |rest| format!("{home}{rest}"));
                // The form has looked at it. Nothing is mounted on what is no directory.
                let at = Path::parse(at.as_bytes()).unwrap_or_else(|| device.clone());
                Attach { device: device.clone(), at }
            };
            offers.push(Offer::asking(Deed::Mount, "mount", fields, attach));
        }
        offers
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Block, Device, Health, ListBlocks};
    use crate::script::{Action as _, Failure, Ran};

    fn read(text: &str) -> Result<Vec<Block>, Failure> {
        ListBlocks.outcome(&Ran { stdout: text.into(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn devices_hang_below_what_they_are_made_of_in_old_tools_words_and_new_ones() {
        let part = r#"{"name":"sda1","kname":"sda1","type":"part","size":"1024","fstype":"ext4","label":"my data",
            "mountpoint":"/srv","model":null,"ro":"0","rota":"1"}"#;
        let text = format!(
            r#"{{"blockdevices":[{{"name":"sda","kname":"sda","type":"disk","size":2048,"fstype":null,"label":null,
            "mountpoint":null,"model":"QEMU HARDDISK   ","ro":false,"rota":true,"children":[{part}]}}]}}"#
        );
        let blocks = read(&text).unwrap();
        let [disk, part] = &blocks[..] else { panic!("{blocks:?}") };
        assert_eq!(
            (disk.size, &*disk.model, disk.is_rotating, disk.is_read_only),
            (2048, "QEMU HARDDISK", true, false)
        );
        assert_eq!((part.parent.as_deref(), &*part.key, part.size), (Some("sda"), "sda/sda1", 1024));
        assert_eq!((&*part.label, &*part.mounted_at, part.is_rotating), ("my data", "/srv", true));
    }

    #[test]
    fn what_is_no_list_of_devices_is_refused() {
        let deep = format!("{}{}", r#"{"name":"a","size":1,"children":["#.repeat(40), "]}".repeat(40));
        for text in
            ["x", "{}", r#"{"blockdevices":[{"name":"a"}]}"#, &format!(r#"{{"blockdevices":[{deep}]}}"#)]
        {
            assert_eq!(read(text), Err(Failure::Garbled), "{text}");
        }
    }

    #[test]
    fn a_device_is_a_file_below_dev() {
        assert_eq!(Device::of("cciss!c0d0").unwrap().path().text(), "/dev/cciss/c0d0");
        for name in ["", "../etc", "!..!etc!shadow", "a b", "$(id)", "\u{202e}"] {
            assert_eq!(Device::of(name), None, "{name}");
        }
    }

    #[test]
    fn a_sick_disk_is_read_like_a_healthy_one() {
        let health = Health { device: Device::of("sda").unwrap() };
        let ran = |status| {
            health.outcome(&Ran { stdout: b"FAILED!".to_vec(), status: Some(status), ..Ran::default() })
        };
        assert_eq!(
            (ran(0), ran(8), ran(2)),
            (Ok(b"FAILED!".to_vec()), Ok(b"FAILED!".to_vec()), Err(Failure::Failed))
        );
    }
}
