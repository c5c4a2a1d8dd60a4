//! What the panel's monitor costs the target.

use std::time::{Duration, Instant};

use postern_shared::script::monitor::Monitor;
use postern_shared::script::{Action as _, Probe, Ran, carrier};

use super::Rows;
use crate::error::{BenchError, Result};
use crate::figure::MONITOR;
use crate::process::{processor_time, time_of_children};
use crate::rig::Rig;
use crate::row::Row;

/// Seconds from one frame to the next.
const EVERY: u16 = 2;

/// Processor time of its bash, and of what that has begun, as part of the time that passes.
pub(crate) fn measure(rig: &Rig) -> Rows {
    let session = rig.sign_in(&rig.relay)?;
    let percent = rig.runtime.block_on(async {
        let mut exec = session.exec(carrier::COMMAND).await;
        let script = format!("echo \"process $$\"\n{}", script()?);
        exec.type_bytes(&carrier::input(&script, None, b"")).await;
        exec.end_input().await;
        exec.read_until("process ").await;
        let process = exec.read_until("\n").await;
        let process = process.trim().parse().map_err(|_| BenchError::Relay(format!("began {process:?}")))?;
        // What it takes to begin is not part of it; one look at free space is.
        exec.read_until("\nend 0 ").await;
        let (began, before) = (Instant::now(), taken(process)?);
        exec.read_until(&format!("\nend {} ", rig.extent.frames)).await;
        let taken = taken(process)?.saturating_sub(before);
        Ok::<_, BenchError>(100.0 * taken.as_secs_f64() / began.elapsed().as_secs_f64())
    })?;
    rig.close(&session);
    Ok(Row::of(&MONITOR, &[percent], &[]).into_iter().collect())
}

/// The script, for a target with GNU's tools.
fn script() -> Result<String> {
    let ran = Ran { stdout: b"uid=0\0gnu=coreutils\0".to_vec(), status: Some(0), ..Ran::default() };
    let tools = Probe.outcome(&ran).map_err(|failure| BenchError::Relay(failure.to_string()))?;
    let script = Monitor { every: EVERY }.script(&tools);
    script.map(|script| script.text().to_owned()).map_err(|missing| BenchError::Relay(missing.to_string()))
}

fn taken(process: u32) -> Result<Duration> {
    Ok(processor_time(process)? + time_of_children(process)?)
}
