//! Memory of the relay: empty, for idle shells, and while a client stalls under a flood.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::Rows;
use crate::error::{BenchError, Result};
use crate::figure::{EMPTY, IDLE_SHELL, STALLED};
use crate::process::memory;
use crate::relay::RelayShell;
use crate::rig::Rig;
use crate::row::Row;
use crate::shell::{Shell, prompt};
use crate::websocket::READ_BYTES;

/// Time after which a process that has nothing to do is taken to be at rest.
const REST: Duration = Duration::from_secs(2);

/// Stack of a thread that only waits for pings, in bytes.
const SMALL_STACK: usize = 64 * 1024;

/// A client that stalls under `yes`. Each round is a relay of its own, and all rounds run at once.
pub(crate) fn stalled(rig: &Rig) -> Rows {
    let mut relays = Vec::new();
    for _ in 0..rig.extent.rounds {
        let relay = rig.fresh_relay();
        let shell = RelayShell::open(&rig.sign_in(&relay)?)?;
        relays.push(Stalled::new(relay.id(), shell, relay)?);
    }
    let mut sshs = Vec::new();
    for _ in 0..rig.extent.rounds {
        let shell = rig.ssh.shell()?;
        sshs.push(Stalled::new(shell.process(), shell, ())?);
    }
    relays.iter_mut().try_for_each(Stalled::flood)?;
    sshs.iter_mut().try_for_each(Stalled::flood)?;
    std::thread::sleep(rig.extent.stall);
    let relay: Vec<_> = relays.iter().map(Stalled::growth).collect::<Result<_>>()?;
    let ssh: Vec<_> = sshs.iter().map(Stalled::growth).collect::<Result<_>>()?;
    Ok(Row::of(&STALLED, &relay, &ssh).into_iter().collect())
}

struct Stalled<S, R> {
    process: u32,
    shell: S,
    before: u64,
    _relay: R,
}

impl<S: Shell, R> Stalled<S, R> {
    fn new(process: u32, mut shell: S, relay: R) -> Result<Self> {
        prompt(&mut shell)?;
        Ok(Self { process, shell, before: memory(process)?, _relay: relay })
    }

    fn flood(&mut self) -> Result<()> {
        self.shell.type_keys(b"yes\r")
    }

    fn growth(&self) -> Result<f64> {
        Ok(mebibytes(memory(self.process)?.saturating_sub(self.before)))
    }
}

/// Empty, and then with many idle shells. `ssh` beside it is one idle process of it.
pub(crate) fn idle(rig: &Rig) -> Rows {
    let mut empty = Vec::new();
    for _ in 1..rig.extent.rounds {
        let relay = rig.fresh_relay();
        std::thread::sleep(REST);
        empty.push(mebibytes(memory(relay.id())?));
    }
    let relay = rig.fresh_relay();
    std::thread::sleep(REST);
    let before = memory(relay.id())?;
    empty.push(mebibytes(before));
    let alive = Arc::new(AtomicUsize::new(0));
    for _ in 0..rig.extent.shells {
        let mut shell = RelayShell::open(&rig.sign_in(&relay)?)?;
        prompt(&mut shell)?;
        keep_alive(shell, &alive)?;
    }
    std::thread::sleep(REST);
    let grown = memory(relay.id())?.saturating_sub(before);
    if alive.load(Ordering::SeqCst) < rig.extent.shells {
        return Err(BenchError::Relay("let go of idle shells".into()));
    }
    let shell = grown as f64 / 1024.0 / rig.extent.shells as f64;
    let ssh: Vec<_> = (0..rig.extent.rounds).map(|_| idle_ssh(rig)).collect::<Result<_>>()?;
    let rows = [Row::of(&EMPTY, &empty, &[]), Row::of(&IDLE_SHELL, &[shell], &ssh)];
    Ok(rows.into_iter().flatten().collect())
}

/// Answers the relay's pings from a thread of its own until the connection ends.
fn keep_alive(mut shell: RelayShell, alive: &Arc<AtomicUsize>) -> Result<()> {
    alive.fetch_add(1, Ordering::SeqCst);
    let alive = Arc::clone(alive);
    std::thread::Builder::new().stack_size(SMALL_STACK).spawn(move || {
        while shell.read(READ_BYTES).is_ok() {}
        alive.fetch_sub(1, Ordering::SeqCst);
    })?;
    Ok(())
}

fn idle_ssh(rig: &Rig) -> Result<f64> {
    let mut shell = rig.ssh.shell()?;
    prompt(&mut shell)?;
    Ok(memory(shell.process())? as f64 / 1024.0)
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
