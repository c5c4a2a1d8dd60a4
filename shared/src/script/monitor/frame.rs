//! One look at a target: what its kernel counts, each part there or not.

use std::collections::BTreeMap;

use super::heat::{self, Sensor};
use super::space::{self, Mount};

/// Most of what there is one of a kind of: cores, devices, interfaces.
pub(super) const MOST: usize = 1024;

/// One look at a target. What it does not tell, or tells in an unknown way, is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Hundredths of a second since the target was started.
    pub at: Option<u64>,
    /// All cores together, then each with its number.
    pub cores: Option<(Ticks, Vec<(u16, Ticks)>)>,
    /// Processes that run or wait to run, on average over 1, 5 and 15 minutes.
    pub load: Option<[f64; 3]>,
    /// Memory and swap.
    pub memory: Option<Memory>,
    /// Block devices: bytes read and written since the target was started.
    pub disks: Option<Vec<Counters>>,
    /// Interfaces of the network: bytes received and sent.
    pub links: Option<Vec<Counters>>,
    /// Temperatures.
    pub sensors: Vec<Sensor>,
    /// File systems, the fullest first.
    pub mounts: Option<Vec<Mount>>,
}

/// How a core has spent its time, in the kernel's ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    /// User, nice, system, idle, waiting for disks, interrupts, soft interrupts, stolen by the host (proc_stat(5)).
    pub kinds: [u64; 8],
}

/// Memory, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// All of it.
    pub total: u64,
    /// What programs could still have.
    pub available: u64,
    /// What files that were read take, until somebody needs it.
    pub cache: u64,
    /// Size of the swap.
    pub swap: u64,
    /// What of it is used.
    pub swap_used: u64,
}

/// What a device counts, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counters {
    /// The kernel's name of the device.
    pub name: String,
    /// Read from it, received on it.
    pub incoming: u64,
    /// Written to it, sent on it.
    pub outgoing: u64,
}

impl Frame {
    /// Reads the lines of a frame: each a file, and a line of it.
    pub(super) fn read(lines: &[String]) -> Self {
        let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in lines {
            if let Some((file, text)) = line.split_once(' ') {
                files.entry(file).or_default().push(text);
            }
        }
        let of = |file| files.get(file).map(Vec::as_slice);
        Self {
            at: of("/proc/uptime").and_then(uptime),
            cores: of("/proc/stat").and_then(cores),
            load: of("/proc/loadavg").and_then(load),
            memory: of("/proc/meminfo").and_then(memory),
            disks: of("/proc/diskstats").and_then(disks),
            links: of("/proc/net/dev").and_then(links),
            sensors: heat::read(&files),
            mounts: of("df").and_then(space::read),
        }
    }
}

fn uptime(lines: &[&str]) -> Option<u64> {
    let (whole, rest) = lines.first()?.split_once('.')?;
    let hundredths = rest.split(' ').next().filter(|hundredths| hundredths.len() == 2)?;
    whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(hundredths.parse().ok()?)
}

fn cores(lines: &[&str]) -> Option<(Ticks, Vec<(u16, Ticks)>)> {
    let mut each = lines.iter().take(MOST + 1).map(|line| {
        let (name, ticks) = line.split_once(' ')?;
        Some((name.strip_prefix("cpu")?, ticks_of(ticks)?))
    });
    let ("", all) = each.next()?? else { return None };
    let numbered = each.map(|core| core.and_then(|(name, ticks)| Some((name.parse().ok()?, ticks))));
    Some((all, numbered.collect::<Option<_>>()?))
}

/// The oldest kernels tell four kinds, newer ones more than eight, of which the last are counted before.
fn ticks_of(text: &str) -> Option<Ticks> {
    let mut ticks = Ticks::default();
    let mut count = 0;
    for (kind, word) in ticks.kinds.iter_mut().zip(text.split_whitespace()) {
        *kind = word.parse().ok()?;
        count += 1;
    }
    (count >= 4).then_some(ticks)
}

fn load(lines: &[&str]) -> Option<[f64; 3]> {
    let mut words = lines.first()?.split(' ');
    let mut next = || words.next()?.parse::<f64>().ok().filter(|load| load.is_finite() && *load >= 0.0);
    Some([next()?, next()?, next()?])
}

fn memory(lines: &[&str]) -> Option<Memory> {
    let value = |key: &str| {
        let of = |line: &str| {
            line.strip_prefix(key)?.strip_prefix(':')?.trim().strip_suffix(" kB").map(str::to_owned)
        };
        lines.iter().find_map(|line| of(line))?.parse::<u64>().ok()?.checked_mul(1024)
    };
    let (total, free) = (value("MemTotal")?, value("MemFree")?);
    let kept = |key| value(key).unwrap_or_default();
    let cache = kept("Buffers").saturating_add(kept("Cached")).saturating_add(kept("SReclaimable"));
    let swap = kept("SwapTotal");
    Some(Memory {
        total,
        // Kernels before 3.14 do not say; then it is what is free and what can be freed.
        available: value("MemAvailable").unwrap_or(free.saturating_add(cache)).min(total),
        cache: cache.min(total),
        swap,
        swap_used: swap.saturating_sub(kept("SwapFree")),
    })
}

/// Whole devices: what is on a partition is on its device too.
fn disks(lines: &[&str]) -> Option<Vec<Counters>> {
    let all: Vec<Counters> = lines.iter().take(MOST).map(|line| disk(line)).collect::<Option<_>>()?;
    let is_part = |one: &Counters| all.iter().any(|other| is_partition(&one.name, &other.name));
    let is_whole = |one: &&Counters| !is_part(one) && !one.name.starts_with("zram");
    Some(all.iter().filter(is_whole).cloned().collect())
}

/// Sectors are of 512 bytes there, whatever the device's own are (the kernel's `admin-guide/iostats.rst`).
fn disk(line: &str) -> Option<Counters> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let bytes = |at: usize| words.get(at)?.parse::<u64>().ok()?.checked_mul(512);
    Some(Counters { name: (*words.get(2)?).to_owned(), incoming: bytes(5)?, outgoing: bytes(9)? })
}

/// Whether this is a partition of that: `sda1` of `sda`, `nvme0n1p2` of `nvme0n1`.
fn is_partition(name: &str, of: &str) -> bool {
    let Some(rest) = name.strip_prefix(of) else { return false };
    let number = match of.ends_with(|last: char| last.is_ascii_digit()) {
        true => rest.strip_prefix('p'),
        false => Some(rest),
    };
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// All but the one that leads to the target itself.
fn links(lines: &[&str]) -> Option<Vec<Counters>> {
    let link = |line: &&str| {
        // An alias has a colon in its name.
        let (name, counters) = line.rsplit_once(':')?;
        let words: Vec<&str> = counters.split_whitespace().collect();
        let bytes = |at: usize| words.get(at)?.parse::<u64>().ok();
        Some(Counters { name: name.trim().to_owned(), incoming: bytes(0)?, outgoing: bytes(8)? })
    };
    let all: Vec<Counters> = lines.iter().take(MOST).map(link).collect::<Option<_>>()?;
    Some(all.into_iter().filter(|link| link.name != "lo").collect())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Counters, Frame, Memory, is_partition};

    fn read(text: &str) -> Frame {
        Frame::read(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_look_at_a_machine_is_read() {
        let frame = read(
            "/proc/stat cpu  10 1 5 80 4 0 1 2 0 0\n/proc/stat cpu0 5 1 5 40 2 0 1 1 0 0\n\
             /proc/stat cpu3 5 0 0 40 2 0 0 1 0 0\n/proc/loadavg 3.21 2.87 2.40 3/96 27649\n\
             /proc/uptime 61618.01 39282.22\n/proc/meminfo MemTotal:       1000 kB\n\
             /proc/meminfo MemFree:  100 kB\n/proc/meminfo MemAvailable:  600 kB\n\
             /proc/meminfo Cached:  300 kB\n/proc/meminfo SwapTotal:  50 kB\n/proc/meminfo SwapFree:  20 kB\n\
             /proc/diskstats  8 0 sda 1 2 10 4 5 6 20 8 0 10 11\n/proc/diskstats  8 1 sda1 1 2 10 4 5 6 20 8 0 10 11\n\
             /proc/diskstats  253 0 zram0 1 2 3 4 5 6 7 8 9 10 11\n\
             /proc/net/dev    lo: 9 1 0 0 0 0 0 0 9 1 0 0 0 0 0 0\n/proc/net/dev  eth0:7 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0",
        );
        assert_eq!(frame.at, Some(6_161_801));
        let (all, each) = frame.cores.unwrap();
        assert_eq!(all.kinds, [10, 1, 5, 80, 4, 0, 1, 2]);
        assert_eq!(each.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(frame.load, Some([3.21, 2.87, 2.4]));
        let kib = |count: u64| count * 1024;
        let memory = Memory {
            total: kib(1000),
            available: kib(600),
            cache: kib(300),
            swap: kib(50),
            swap_used: kib(30),
        };
        assert_eq!(frame.memory, Some(memory));
        let counters = |name: &str, incoming, outgoing| Counters { name: name.into(), incoming, outgoing };
        assert_eq!(frame.disks, Some(vec![counters("sda", 5120, 10240)]));
        assert_eq!(frame.links, Some(vec![counters("eth0", 7, 8)]));
        assert_eq!((frame.sensors.len(), frame.mounts), (0, None));
    }

    #[test]
    fn what_is_not_told_or_not_understood_is_none_and_the_rest_is_there() {
        assert_eq!(read(""), Frame::default());
        let frame = read(
            "/proc/stat cpu  10 1 5\n/proc/loadavg NaN 1 1 1/1 1\n/proc/uptime 5\n/proc/meminfo MemTotal: 1 kB\n\
             /proc/diskstats 8 0 sda 1\n/proc/net/dev eth0: 1 2\nsomething else",
        );
        assert_eq!(frame, Frame::default());
        let old =
            read("/proc/meminfo MemTotal: 9 kB\n/proc/meminfo MemFree: 2 kB\n/proc/meminfo Buffers: 3 kB");
        assert_eq!(old.memory.map(|memory| memory.available), Some(5 * 1024));
        assert_eq!(read("/proc/stat cpu0 1 2 3 4").cores, None, "all together come first");
    }

    #[test]
    fn partitions_are_known_by_their_names() {
        for (name, of) in [("sda1", "sda"), ("nvme0n1p12", "nvme0n1"), ("md0p1", "md0"), ("vdb3", "vdb")] {
            assert!(is_partition(name, of), "{name}");
        }
        for (name, of) in [
            ("sdaa", "sda"),
            ("dm-10", "dm-1"),
            ("mmcblk0boot0", "mmcblk0"),
            ("sda", "sda"),
            ("nvme0n1p", "nvme0n1"),
        ] {
            assert!(!is_partition(name, of), "{name}");
        }
    }
}
