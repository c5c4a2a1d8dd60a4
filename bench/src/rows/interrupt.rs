//! Ctrl-C under a flood: time to the prompt and bytes that still come, for a fast and for a slow reader.

use super::{Rows, milliseconds};
use crate::error::Result;
use crate::figure::{InterruptFigures, LINES_FAST, LINES_SLOW, YES_FAST, YES_SLOW};
use crate::relay::RelayShell;
use crate::rig::Rig;
use crate::row::Row;
use crate::shell::{Reader, Shell, interrupt, prompt};

const YES: &str = "yes";

/// Lines of 4000 characters.
const LINES: &str = "yes $(printf %04000d 0)";

struct Interrupts {
    times: Vec<f64>,
    bytes: Vec<f64>,
}

/// All four.
pub(crate) fn measure(rig: &Rig) -> Rows {
    let mut rows = Vec::new();
    for (figures, flood, reader) in [
        (&YES_FAST, YES, Reader::Fast),
        (&LINES_FAST, LINES, Reader::Fast),
        (&YES_SLOW, YES, Reader::Slow),
        (&LINES_SLOW, LINES, Reader::Slow),
    ] {
        rows.extend(compare(rig, figures, flood, reader)?);
    }
    Ok(rows)
}

fn compare(rig: &Rig, figures: &'static InterruptFigures, flood: &str, reader: Reader) -> Rows {
    let (mut relay, mut ssh) = (Interrupts::new(), Interrupts::new());
    for _ in 0..rig.extent.rounds {
        let session = rig.sign_in(&rig.relay)?;
        relay.measure(rig, RelayShell::open(&session)?, flood, reader)?;
        rig.close(&session);
        ssh.measure(rig, rig.ssh.shell()?, flood, reader)?;
    }
    let rows =
        [Row::of(&figures.time, &relay.times, &ssh.times), Row::of(&figures.bytes, &relay.bytes, &ssh.bytes)];
    Ok(rows.into_iter().flatten().collect())
}

impl Interrupts {
    const fn new() -> Self {
        Self { times: Vec::new(), bytes: Vec::new() }
    }

    fn measure(&mut self, rig: &Rig, mut shell: impl Shell, flood: &str, reader: Reader) -> Result<()> {
        prompt(&mut shell)?;
        let interrupted = interrupt(&mut shell, flood, reader, rig.extent.flood)?;
        self.times.push(milliseconds(interrupted.time));
        self.bytes.push(interrupted.bytes as f64 / 1024.0);
        Ok(())
    }
}
