//! File systems and how full they are, of `df -P`.

/// Most file systems.
const MOST: usize = 64;

/// A file system that is mounted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// Where.
    pub at: String,
    /// From what: a device, a server and its directory.
    pub from: String,
    /// Size, in bytes.
    pub size: u64,
    /// What is used, in bytes.
    pub used: u64,
    /// What this user may still write, in bytes.
    pub free: u64,
}

/// What lies in memory or in another file system, and what the kernel makes up.
const UNREAL: [&str; 10] =
    ["tmpfs", "devtmpfs", "udev", "dev", "none", "shm", "overlay", "run", "efivarfs", "squashfs"];
/// Where such things are.
const ELSEWHERE: [&str; 5] = ["/dev", "/proc", "/sys", "/run", "/snap"];
/// Less is no file system that somebody fills, in bytes.
const LEAST_BYTES: u64 = 1 << 20;

impl Mount {
    /// How full it is, from 0 to 1, as `df` counts: what is kept for root is left out.
    #[must_use]
    pub fn fullness(&self) -> f64 {
        let reach = self.used.saturating_add(self.free);
        if reach == 0 { 0.0 } else { self.used as f64 / reach as f64 }
    }

    fn is_real(&self) -> bool {
        let is_within = |place: &str| {
            self.at.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.at == "/"
            || (self.size >= LEAST_BYTES
                && !UNREAL.contains(&self.from.as_str())
                && !self.from.starts_with("/dev/loop")
                && !ELSEWHERE.iter().any(|place| is_within(place)))
    }
}

/// The file systems in what `df -P` printed, the fullest first; one that is mounted in several places, once.
pub(super) fn read(lines: &[&str]) -> Option<Vec<Mount>> {
    let (_, lines) = lines.split_first()?;
    let mut mounts: Vec<Mount> = Vec::new();
    for mount in lines.iter().filter_map(|line| mount(line)).filter(Mount::is_real) {
        let is_known = mount.from.starts_with('/') && mounts.iter().any(|other| other.from == mount.from);
        if !is_known && mounts.len() < MOST {
            mounts.push(mount);
        }
    }
    mounts.sort_by(|one, other| other.fullness().total_cmp(&one.fullness()));
    (!mounts.is_empty()).then_some(mounts)
}

/// One line (POSIX, df(1p)); both what is before the figures and what is after them may hold spaces.
fn mount(line: &str) -> Option<Mount> {
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| word.parse::<u64>().is_ok();
    let is_figures = |w: &[&str]| w[..3].iter().all(|w| is_number(w)) && w[3].ends_with('%');
    let at = words.windows(4).position(is_figures)?;
    let bytes = |at: usize| words.get(at)?.parse::<u64>().ok()?.checked_mul(1024);
    let place = words[at + 4..].join(" ");
    let mount = Mount {
        at: place,
        from: words[..at].join(" "),
        size: bytes(at)?,
        used: bytes(at + 1)?,
        free: bytes(at + 2)?,
    };
    mount.at.starts_with('/').then_some(mount)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::read;

    const HEAD: &str = "Filesystem 1024-blocks Used Available Capacity Mounted on";

    #[test]
    fn what_somebody_fills_is_shown_the_fullest_first() {
        let mounts = read(&[
            HEAD,
            "devtmpfs 12334492 0 12334492 0% /dev",
            "/dev/vda1 1000000 100000 800000 12% /",
            "/dev/vda1 1000000 100000 800000 12% /var/lib/bound",
            "/dev/loop3 65536 65536 0 100% /mnt/image",
            "nas:/my share 5000000 4500000 500000 90% /srv/my files",
            "tank/data 900000 450000 450000 50% /tank",
            "tmpfs 5000000 0 5000000 0% /srv/fast",
            "thing 4 0 4 0% /mnt/tiny",
            "no figures here",
        ]);
        let told: Vec<_> = mounts
            .unwrap()
            .into_iter()
            .map(|mount| (mount.at.clone(), mount.from.clone(), (mount.fullness() * 100.0).round()))
            .collect();
        let expected = [
            ("/srv/my files", "nas:/my share", 90.0),
            ("/tank", "tank/data", 50.0),
            ("/", "/dev/vda1", 11.0),
        ];
        assert_eq!(told, expected.map(|(at, from, full)| (at.to_owned(), from.to_owned(), full)));
    }

    #[test]
    fn a_container_has_its_root_and_a_target_without_df_has_nothing() {
        let root = read(&[HEAD, "overlay 1000000 0 0 0% /"]).unwrap();
        assert_eq!((root[0].at.as_str(), root[0].fullness()), ("/", 0.0));
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[HEAD]), None);
    }
}
