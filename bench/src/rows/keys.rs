//! Key echo: idle, and while another shell floods.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Rows;
use crate::error::Result;
use crate::figure::{ECHO_BUSY, ECHO_BUSY_P99, ECHO_IDLE, ECHO_IDLE_P99, Figure};
use crate::relay::RelayShell;
use crate::rig::Rig;
use crate::row::Row;
use crate::shell::{Shell, echo_times, prompt, start_echo};
use crate::stats::percentile;
use crate::websocket::READ_BYTES;

/// Percentiles of each round, in milliseconds.
struct Echoes {
    p50: Vec<f64>,
    p99: Vec<f64>,
}

impl Echoes {
    const fn new() -> Self {
        Self { p50: Vec::new(), p99: Vec::new() }
    }

    fn measure(&mut self, shell: &mut impl Shell, keys: usize) -> Result<()> {
        let times = echo_times(shell, keys)?;
        self.p50.extend(percentile(&times, 50));
        self.p99.extend(percentile(&times, 99));
        Ok(())
    }
}

/// Key echo with nothing else going on.
pub(crate) fn idle(rig: &Rig) -> Rows {
    let (mut relay, mut ssh) = (Echoes::new(), Echoes::new());
    for _ in 0..rig.extent.rounds {
        let session = rig.sign_in(&rig.relay)?;
        relay.measure(&mut echoing(RelayShell::open(&session)?)?, rig.extent.keys)?;
        rig.close(&session);
        ssh.measure(&mut echoing(rig.ssh.shell()?)?, rig.extent.keys)?;
    }
    Ok(rows(&ECHO_IDLE, &ECHO_IDLE_P99, &relay, &ssh))
}

/// Key echo while another shell of the same relay runs `cat`; for `ssh`, another `ssh`.
pub(crate) fn busy(rig: &Rig) -> Rows {
    let (mut relay, mut ssh) = (Echoes::new(), Echoes::new());
    // A key takes several times as long here.
    let keys = rig.extent.keys / 2;
    for _ in 0..rig.extent.rounds {
        let session = rig.sign_in(&rig.relay)?;
        let mut shell = echoing(RelayShell::open(&session)?)?;
        beside_flood(rig, RelayShell::open(&session)?, || relay.measure(&mut shell, keys))?;
        rig.close(&session);
        let mut shell = echoing(rig.ssh.shell()?)?;
        beside_flood(rig, rig.ssh.shell()?, || ssh.measure(&mut shell, keys))?;
    }
    Ok(rows(&ECHO_BUSY, &ECHO_BUSY_P99, &relay, &ssh))
}

fn echoing<S: Shell>(mut shell: S) -> Result<S> {
    prompt(&mut shell)?;
    start_echo(&mut shell)?;
    Ok(shell)
}

/// Measures while `flooded` runs `cat` over and over and is read.
fn beside_flood(
    rig: &Rig,
    mut flooded: impl Shell + Send,
    measure: impl FnOnce() -> Result<()>,
) -> Result<()> {
    prompt(&mut flooded)?;
    flooded.type_keys(format!("while :; do cat {}; done\r", rig.text.display()).as_bytes())?;
    let mut seen = 0;
    while seen < rig.extent.text / 10 {
        seen += flooded.read(READ_BYTES)?.len() as u64;
    }
    let measured = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let flood = scope.spawn(|| {
            while !measured.load(Ordering::Relaxed) {
                flooded.read(READ_BYTES)?;
            }
            Ok(())
        });
        let result = measure();
        measured.store(true, Ordering::Relaxed);
        let read = flood.join().unwrap_or(Ok(()));
        result.and(read)
    })
}

fn rows(p50: &'static Figure, p99: &'static Figure, relay: &Echoes, ssh: &Echoes) -> Vec<Row> {
    let rows = [Row::of(p50, &relay.p50, &ssh.p50), Row::of(p99, &relay.p99, &ssh.p99)];
    rows.into_iter().flatten().collect()
}
