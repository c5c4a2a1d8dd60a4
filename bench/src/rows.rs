//! The measurements, one module a group of rows.

mod bulk;
mod files;
mod interrupt;
mod keys;
mod memory;
mod monitor;
mod page;
mod sign_in;

use std::time::Duration;

use crate::error::Result;
use crate::rig::Rig;
use crate::row::Row;

/// Rows of a group.
type Rows = Result<Vec<Row>>;

/// Rows that are measured together, in turns with `ssh`.
pub(crate) struct Group {
    /// Names it on the command line.
    pub(crate) name: &'static str,
    pub(crate) measure: fn(&Rig) -> Rows,
}

const fn group(name: &'static str, measure: fn(&Rig) -> Rows) -> Group {
    Group { name, measure }
}

/// All groups, in the order of the table.
pub(crate) const GROUPS: [Group; 11] = [
    group("exec", bulk::exec),
    group("files", files::measure),
    group("cat", bulk::cat),
    group("echo", keys::idle),
    group("busy", keys::busy),
    group("interrupt", interrupt::measure),
    group("stalled", memory::stalled),
    group("idle", memory::idle),
    group("sign-in", sign_in::measure),
    group("monitor", monitor::measure),
    group("page", page::measure),
];

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// 10^6 bytes a second.
fn megabytes_per_second(bytes: u64, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

/// Seconds for 10^9 bytes.
fn seconds_per_gigabyte(time: Duration, bytes: u64) -> f64 {
    time.as_secs_f64() / (bytes as f64 / 1e9)
}
