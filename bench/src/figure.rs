//! Every figure that is measured, with what it has to reach: the table of contents of `docs/PERFORMANCE.md`.

/// One figure.
#[derive(Debug, PartialEq)]
pub(crate) struct Figure {
    /// Names it in `why.toml`.
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    pub(crate) unit: Unit,
    pub(crate) target: Target,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unit {
    /// 10^6 bytes a second.
    MegabytesPerSecond,
    /// Processor seconds for 10^9 bytes.
    SecondsPerGigabyte,
    Milliseconds,
    Kibibytes,
    Mebibytes,
    /// 10^6 bytes.
    Megabytes,
    Percent,
}

/// What a figure has to reach. Those that name `ssh` compare medians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
    AtLeastTimesSsh(f64),
    AtMostTimesSsh(f64),
    AtMostMoreThanSsh(f64),
    /// Nothing: it is shown for what it says about the others.
    None,
}

impl Unit {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::MegabytesPerSecond => "MB/s",
            Self::SecondsPerGigabyte => "s/GB",
            Self::Milliseconds => "ms",
            Self::Kibibytes => "KiB",
            Self::Mebibytes => "MiB",
            Self::Megabytes => "MB",
            Self::Percent => "%",
        }
    }
}

use Target::{AtLeast, AtLeastTimesSsh, AtMost, AtMostMoreThanSsh, AtMostTimesSsh};
use Unit::{Kibibytes, Mebibytes, Megabytes, MegabytesPerSecond, Milliseconds, Percent, SecondsPerGigabyte};

const fn figure(key: &'static str, title: &'static str, unit: Unit, target: Target) -> Figure {
    Figure { key, title, unit, target }
}

pub(crate) const EXEC_SAME: Figure = figure(
    "exec-same-cipher",
    "`exec` of `cat` on 1 GiB, the same cipher (AES-128-GCM)",
    MegabytesPerSecond,
    AtLeastTimesSsh(0.95),
);
pub(crate) const EXEC_DEFAULT: Figure = figure(
    "exec-default-cipher",
    "the same, `ssh` with its default cipher",
    MegabytesPerSecond,
    AtLeastTimesSsh(1.3),
);
pub(crate) const EXEC_ACKED: Figure = figure(
    "exec-acknowledged",
    "the same (AES-128-GCM), a client that acknowledges",
    MegabytesPerSecond,
    Target::None,
);
pub(crate) const EXEC_CPU: Figure = figure(
    "exec-cpu",
    "the same (AES-128-GCM): processor time of relay, of `ssh`",
    SecondsPerGigabyte,
    Target::None,
);
pub(crate) const FILES_UP: Figure = figure(
    "files-up",
    "a file of 1 GiB to the target, against `sftp` with the same cipher",
    MegabytesPerSecond,
    AtLeastTimesSsh(0.8),
);
pub(crate) const FILES_DOWN: Figure = figure(
    "files-down",
    "a file of 1 GiB from the target, against `sftp` with the same cipher",
    MegabytesPerSecond,
    AtLeastTimesSsh(0.8),
);
pub(crate) const CAT: Figure =
    figure("cat", "`cat` of 86 MB of text in the shell", MegabytesPerSecond, AtLeastTimesSsh(1.0));
pub(crate) const CAT_CPU: Figure =
    figure("cat-cpu", "the same: processor time of relay, of `ssh`", SecondsPerGigabyte, AtMostTimesSsh(1.0));
pub(crate) const ECHO_IDLE: Figure =
    figure("echo-idle", "key echo, idle: p50", Milliseconds, AtMostTimesSsh(1.2));
pub(crate) const ECHO_IDLE_P99: Figure =
    figure("echo-idle-p99", "key echo, idle: p99", Milliseconds, Target::None);
pub(crate) const ECHO_BUSY: Figure =
    figure("echo-busy", "key echo while another shell runs `cat`: p50", Milliseconds, AtMostTimesSsh(1.5));
pub(crate) const ECHO_BUSY_P99: Figure =
    figure("echo-busy-p99", "key echo while another shell runs `cat`: p99", Milliseconds, Target::None);

/// Ctrl-C under one kind of flood, read at one pace: time to the prompt, and bytes after it.
pub(crate) struct InterruptFigures {
    pub(crate) time: Figure,
    pub(crate) bytes: Figure,
}

pub(crate) const YES_FAST: InterruptFigures = InterruptFigures {
    time: figure("yes-fast", "Ctrl-C under `yes` → prompt, fast reader", Milliseconds, AtMost(5.0)),
    bytes: figure("yes-fast-bytes", "the same: bytes after Ctrl-C", Kibibytes, AtMost(64.0)),
};
pub(crate) const LINES_FAST: InterruptFigures = InterruptFigures {
    time: figure("lines-fast", "Ctrl-C under long lines → prompt, fast reader", Milliseconds, AtMost(5.0)),
    bytes: figure("lines-fast-bytes", "the same: bytes after Ctrl-C", Kibibytes, AtMost(64.0)),
};
pub(crate) const YES_SLOW: InterruptFigures = InterruptFigures {
    time: figure("yes-slow", "Ctrl-C under `yes` → prompt, reader of 1 MB/s", Milliseconds, AtMost(300.0)),
    bytes: figure("yes-slow-bytes", "the same: bytes after Ctrl-C", Kibibytes, AtMost(256.0)),
};
pub(crate) const LINES_SLOW: InterruptFigures = InterruptFigures {
    time: figure(
        "lines-slow",
        "Ctrl-C under long lines → prompt, reader of 1 MB/s",
        Milliseconds,
        AtMost(300.0),
    ),
    bytes: figure("lines-slow-bytes", "the same: bytes after Ctrl-C", Kibibytes, AtMost(256.0)),
};

pub(crate) const STALLED: Figure =
    figure("stalled", "growth of memory, client stalled under `yes` for 20 s", Mebibytes, AtMost(1.0));
pub(crate) const EMPTY: Figure = figure("empty", "memory, empty", Mebibytes, AtMost(15.0));
pub(crate) const IDLE_SHELL: Figure =
    figure("idle-shell", "memory per idle signed-in shell, at 500 of them", Kibibytes, AtMost(100.0));
pub(crate) const SIGN_IN: Figure =
    figure("sign-in", "sign-in → first prompt", Milliseconds, AtMostMoreThanSsh(20.0));

pub(crate) const MONITOR: Figure =
    figure("monitor", "the panel's monitor, every 2 s: processor time on the target", Percent, AtMost(1.0));

pub(crate) const PAGE_BYTES: Figure =
    figure("page-bytes", "page: WASM + JS + CSS over the wire (brotli), sign-in", Kibibytes, AtMost(350.0));
pub(crate) const PAGE_MORE_BYTES: Figure =
    figure("page-more-bytes", "the same: in addition until the first prompt", Kibibytes, Target::None);
pub(crate) const PAGE_OPEN: Figure =
    figure("page-open", "page: cold open → sign-in form usable", Milliseconds, AtMost(500.0));
pub(crate) const PAGE_PROMPT: Figure =
    figure("page-prompt", "page: Enter → prompt painted", Milliseconds, AtMost(400.0));
pub(crate) const PAGE_PAINT: Figure =
    figure("page-paint", "page: 50 MB of output painted", MegabytesPerSecond, AtLeast(15.0));
pub(crate) const PAGE_INTERRUPT: Figure =
    figure("page-interrupt", "page: Ctrl-C under `yes` → prompt painted", Milliseconds, AtMost(150.0));

pub(crate) const PAGE_BESIDE: Figure = figure(
    "page-beside",
    "page: key echo painted beside eight panes under `yes`: p95",
    Milliseconds,
    AtMost(50.0),
);
pub(crate) const PAGE_HIDDEN: Figure =
    figure("page-hidden", "page: its thread at work for each of eight hidden floods", Percent, AtMost(2.0));
pub(crate) const PAGE_HEAP: Figure =
    figure("page-heap", "page: growth of its heap after 2 GB of output", Megabytes, AtMost(60.0));
pub(crate) const PAGE_FOLDER: Figure = figure(
    "page-folder",
    "page: double click on a folder of 1,000 entries → painted: p95",
    Milliseconds,
    AtMost(120.0),
);
pub(crate) const PAGE_LONG_FOLDER: Figure = figure(
    "page-long-folder",
    "page: double click on a folder of 50,000 entries → painted",
    Milliseconds,
    AtMost(1500.0),
);
/// A frame at 60 Hz, and a little: what is later has missed the next one.
pub(crate) const PAGE_SCROLL: Figure =
    figure("page-scroll", "page: frames while these are scrolled through: p95", Milliseconds, AtMost(18.7));

/// All of them, in the order of the table.
pub(crate) const ALL: [&Figure; 37] = [
    &EXEC_SAME,
    &EXEC_DEFAULT,
    &EXEC_ACKED,
    &EXEC_CPU,
    &FILES_UP,
    &FILES_DOWN,
    &CAT,
    &CAT_CPU,
    &ECHO_IDLE,
    &ECHO_IDLE_P99,
    &ECHO_BUSY,
    &ECHO_BUSY_P99,
    &YES_FAST.time,
    &YES_FAST.bytes,
    &LINES_FAST.time,
    &LINES_FAST.bytes,
    &YES_SLOW.time,
    &YES_SLOW.bytes,
    &LINES_SLOW.time,
    &LINES_SLOW.bytes,
    &STALLED,
    &EMPTY,
    &IDLE_SHELL,
    &SIGN_IN,
    &MONITOR,
    &PAGE_BYTES,
    &PAGE_MORE_BYTES,
    &PAGE_OPEN,
    &PAGE_PROMPT,
    &PAGE_PAINT,
    &PAGE_INTERRUPT,
    &PAGE_BESIDE,
    &PAGE_HIDDEN,
    &PAGE_HEAP,
    &PAGE_FOLDER,
    &PAGE_LONG_FOLDER,
    &PAGE_SCROLL,
];
