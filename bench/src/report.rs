//! The table as Markdown that also reads well in a terminal, and the whole of `docs/PERFORMANCE.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::machine::Machine;
use crate::row::{Row, Verdict};

/// Why a figure is missed, by its key. Kept apart from the measurement, so that it survives the next one.
const WHY: &str = include_str!("why.toml");

const HEAD: [&str; 6] = ["figure", "unit", "Postern", "`ssh`", "to reach", "reached"];

const INTRODUCTION: &str = "\
# Performance

Written by `make bench`, which takes some minutes. This relay and OpenSSH's `ssh` do the same on the same `sshd`, in \
turns within one run; each figure is the median of five (of eleven for files, which vary most), with least and most. \
Where `ssh` is compared with, the medians are. MB and GB are 10^6 and 10^9 bytes, KiB and MiB are 2^10 and 2^20.
";

const METHOD: &str = "\
## How it is measured

- Relay and `ssh` run as processes of their own; client, relay, `ssh` and `sshd` share the machine's cores, over loopback. \
The WebSocket client parses frame headers and discards the rest; `ssh` writes to `/dev/null` (`exec`) or to a pipe.
- `exec`: the connection stands before the clock starts; from the line that releases `cat` to the exit. \
The file lies in memory (`/dev/shm`). The client never acknowledges there and TCP alone holds the relay, except where the row says otherwise.
- Files: the connection stands before the clock starts, and the files lie in memory. Up: to the answer that every byte is on the target; the comparison of digests after that is not part of it, for `sftp` makes none. Down: by the address a browser gets, to the last byte; `sftp` writes to `/dev/null`. The relay computes SHA-256 on the way.
- Shells: `ssh -tt host < pipe > pipe`, the fair limit of a pty. The relay's client acknowledges its first output and then every 32 KiB.
- Processor time is the scheduler's, of the relay's or the `ssh` client's process alone.
- Key echo: one byte typed, the same byte back from `cat` in a raw terminal, then the next; 1000 a round, 500 beside a flood.
- Ctrl-C: `yes`, or `yes` with lines of 4000 characters, for a second; then from the key to the last byte of the prompt. \
The slow reader takes 1 MB a second and acknowledges what it has taken.
- Memory is resident memory. The stalled client neither reads nor acknowledges. Idle shells are attached, each with a session and an SSH connection of its own; \
the figure of `ssh` beside them is one idle `ssh` process.
- Sign-in is by key. `ssh`'s time includes its own start.
- The panel's monitor: the scheduler's time of its bash from one frame to the 30th after, a minute later, and the time of the processes that it began meanwhile, `df` once.
- The page runs in headless Chromium, opened with an empty cache each time; painted means that the terminal has drawn it. A day of output is 2 GB of text in one shell; the heap is JavaScript's, its buffers and what the document holds, after a garbage collection.
- Folders: from the double click to the listing painted; 1,000 entries 20 times, 50,000 once a round. These are then scrolled through by 200 pixels a frame for 180 frames, each measured by the page's own clock.
";

/// The rows as a table.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(Row::cells));
    let width = |column: usize| lines.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    let mut table = String::new();
    for (at, cells) in lines.iter().enumerate() {
        let padded: Vec<_> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let _ = writeln!(table, "| {} |", padded.join(" | "));
        if at == 0 {
            let rules: Vec<_> = widths.iter().map(|width| "-".repeat(*width)).collect();
            let _ = writeln!(table, "| {} |", rules.join(" | "));
        }
    }
    table
}

/// What is missed, each with its reason.
pub(crate) fn missed(rows: &[Row]) -> String {
    let reasons = reasons();
    let mut list = String::new();
    for row in rows.iter().filter(|row| row.verdict() == Verdict::Missed) {
        let figure = row.figure;
        let why = reasons.get(figure.key).map_or("not explained yet", String::as_str);
        let _ = writeln!(list, "- {} (`{}`): {}", figure.title, figure.key, why.trim());
    }
    if list.is_empty() { "Nothing.\n".into() } else { list }
}

/// The whole document.
pub(crate) fn document(rows: &[Row], machine: &Machine) -> String {
    format!("{INTRODUCTION}\n{machine}\n{}\n## Missed, and why\n\n{}\n{METHOD}", table(rows), missed(rows))
}

/// The reasons on file.
fn reasons() -> BTreeMap<String, String> {
    toml::from_str(WHY).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{HEAD, WHY, missed, reasons, table};
    use crate::figure::{ALL, EMPTY, EXEC_SAME};
    use crate::row::Row;

    #[test]
    fn every_reason_on_file_belongs_to_a_figure() {
        toml::from_str::<toml::Table>(WHY).unwrap();
        for key in reasons().keys() {
            assert!(ALL.iter().any(|figure| figure.key == key), "{key}");
        }
    }

    #[test]
    fn no_two_figures_share_a_key() {
        let mut keys: Vec<_> = ALL.iter().map(|figure| figure.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), ALL.len());
    }

    #[test]
    fn the_table_is_aligned_markdown() {
        let rows =
            [Row::of(&EXEC_SAME, &[1.0, 2.0], &[3.0]), Row::of(&EMPTY, &[9.0], &[])].map(Option::unwrap);
        let table = table(&rows);
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(lines.iter().all(|line| line.chars().count() == lines[0].chars().count()), "{table}");
        assert!(lines.iter().all(|line| line.matches(" |").count() == HEAD.len()), "{table}");
    }

    #[test]
    fn what_is_missed_is_listed_with_its_key() {
        let rows = [Row::of(&EXEC_SAME, &[1.0], &[3.0]), Row::of(&EMPTY, &[9.0], &[])].map(Option::unwrap);
        let missed = missed(&rows);
        assert!(missed.contains("(`exec-same-cipher`)"), "{missed}");
        assert!(!missed.contains("(`empty`)"), "{missed}");
    }
}
