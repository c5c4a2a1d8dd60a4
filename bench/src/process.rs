//! What the kernel says of a running process: processor time and memory.
//!
//! The same clock serves relay and `ssh`: the scheduler's nanoseconds, which can be read while a process runs.

use std::fs;
use std::time::Duration;

use crate::error::{BenchError, Result};

/// Processor time of all threads that now live in the process (`schedstat`, first field).
pub(crate) fn processor_time(process: u32) -> Result<Duration> {
    let mut nanoseconds = 0;
    for thread in fs::read_dir(format!("/proc/{process}/task"))? {
        let path = thread?.path().join("schedstat");
        // A thread may end between the listing and the look.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let first = text.split_whitespace().next().and_then(|field| field.parse::<u64>().ok());
        nanoseconds += first.ok_or_else(|| BenchError::Proc(path.display().to_string()))?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// Processor time of children that have ended (`stat`, fields 16 and 17 of proc_pid_stat(5)), to a hundredth of a
/// second.
pub(crate) fn time_of_children(process: u32) -> Result<Duration> {
    let path = format!("/proc/{process}/stat");
    ticks_of_children(&fs::read_to_string(&path)?).map(|ticks| TICK * ticks).ok_or(BenchError::Proc(path))
}

/// What the kernel counts in towards programs, everywhere (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// The second field is a name in parentheses, and may hold anything.
fn ticks_of_children(stat: &str) -> Option<u32> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(13);
    let mut next = || fields.next()?.trim().parse::<u32>().ok();
    Some(next()? + next()?)
}

/// Resident memory, in bytes (`smaps_rollup`: exact, where `status` is a running estimate).
pub(crate) fn memory(process: u32) -> Result<u64> {
    let path = format!("/proc/{process}/smaps_rollup");
    let text = fs::read_to_string(&path)?;
    resident(&text).ok_or(BenchError::Proc(path))
}

fn resident(smaps_rollup: &str) -> Option<u64> {
    let kib = smaps_rollup.lines().find_map(|line| line.strip_prefix("Rss:"))?;
    Some(kib.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{memory, processor_time, resident, ticks_of_children};

    #[test]
    fn resident_memory_is_read_in_bytes() {
        let text = "5581-7ffd ---p 00000000 00:00 0 [rollup]\nRss:                1234 kB\nPss:  9 kB\n";
        assert_eq!(resident(text), Some(1234 * 1024));
        assert_eq!(resident("Pss: 9 kB\n"), None);
        assert!(memory(std::process::id()).unwrap() > 100_000);
    }

    #[test]
    fn what_children_took_is_read_past_any_name() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 294 277 0 0 11 12 13 14 20 0 1 0 6206022\n";
        assert_eq!(ticks_of_children(stat), Some(27));
        assert_eq!(ticks_of_children("7 (a) S 1"), None);
    }

    #[test]
    fn work_shows_as_processor_time() {
        let process = std::process::id();
        let (before, began) = (processor_time(process).unwrap(), Instant::now());
        // The scheduler brings a running thread's time up to date at its next tick only.
        while processor_time(process).unwrap() == before {
            assert!(began.elapsed() < Duration::from_secs(10));
        }
    }
}
