//! Bulk output: a large file through `exec`, text through the shell's pty; speed and processor time.

use std::time::{Duration, Instant};

use super::{Rows, megabytes_per_second, seconds_per_gigabyte};
use crate::error::{BenchError, Result};
use crate::figure::{CAT, CAT_CPU, EXEC_ACKED, EXEC_CPU, EXEC_DEFAULT, EXEC_SAME};
use crate::process::processor_time;
use crate::relay::{Acks, RelayCommand, RelayShell};
use crate::rig::Rig;
use crate::row::Row;
use crate::shell::{Shell, prompt, run};
use crate::ssh::SAME_CIPHER;

/// Speed and processor time of each transfer of one kind.
struct Transfers {
    speeds: Vec<f64>,
    costs: Vec<f64>,
}

impl Transfers {
    const fn new() -> Self {
        Self { speeds: Vec::new(), costs: Vec::new() }
    }

    fn add(&mut self, bytes: u64, time: Duration, processor_time: Duration) {
        self.speeds.push(megabytes_per_second(bytes, time));
        self.costs.push(seconds_per_gigabyte(processor_time, bytes));
    }
}

/// `exec` of `cat`.
pub(crate) fn exec(rig: &Rig) -> Rows {
    let session = rig.sign_in(&rig.relay)?;
    let bytes = rig.extent.file;
    // Ready on standard error, then a line releases the file: no sign-in is part of the time.
    let command = format!("printf r >&2; read line; exec cat {}", rig.file.display());
    let [mut plain, mut acked, mut same, mut default] = [const { Transfers::new() }; 4];
    for _ in 0..rig.extent.rounds {
        for (acks, transfers) in [(Acks::Never, &mut plain), (Acks::AsRead, &mut acked)] {
            let mut running = RelayCommand::run(&session, &command, acks)?;
            running.wait_for_error_output()?;
            let (began, before) = (Instant::now(), processor_time(rig.relay.id())?);
            running.write(b"\n")?;
            let (received, time) = running.discard(began)?;
            if received != bytes {
                return Err(BenchError::Relay(format!(
                    "brought {received} of {bytes} bytes, acknowledged {acks:?}"
                )));
            }
            transfers.add(bytes, time, processor_time(rig.relay.id())?.saturating_sub(before));
        }
        for (cipher, transfers) in [(Some(SAME_CIPHER), &mut same), (None, &mut default)] {
            let run = rig.ssh.run(cipher, &command)?;
            transfers.add(bytes, run.time, run.processor_time);
        }
    }
    rig.close(&session);
    let rows = [
        Row::of(&EXEC_SAME, &plain.speeds, &same.speeds),
        Row::of(&EXEC_DEFAULT, &plain.speeds, &default.speeds),
        Row::of(&EXEC_ACKED, &acked.speeds, &same.speeds),
        Row::of(&EXEC_CPU, &plain.costs, &same.costs),
    ];
    Ok(rows.into_iter().flatten().collect())
}

/// `cat` of text in the shell.
pub(crate) fn cat(rig: &Rig) -> Rows {
    let session = rig.sign_in(&rig.relay)?;
    let (mut relay, mut ssh) = (Transfers::new(), Transfers::new());
    for _ in 0..rig.extent.rounds {
        let mut shell = RelayShell::open(&session)?;
        show(rig, &mut shell, rig.relay.id(), &mut relay)?;
        shell.type_keys(b"exit\r")?;
        let mut shell = rig.ssh.shell()?;
        let process = shell.process();
        show(rig, &mut shell, process, &mut ssh)?;
    }
    rig.close(&session);
    let rows = [Row::of(&CAT, &relay.speeds, &ssh.speeds), Row::of(&CAT_CPU, &relay.costs, &ssh.costs)];
    Ok(rows.into_iter().flatten().collect())
}

fn show(rig: &Rig, shell: &mut impl Shell, process: u32, transfers: &mut Transfers) -> Result<()> {
    prompt(shell)?;
    let before = processor_time(process)?;
    let time = run(shell, &format!("cat {}", rig.text.display()))?;
    transfers.add(rig.extent.text, time, processor_time(process)?.saturating_sub(before));
    Ok(())
}
