//! From nothing to the first prompt: sign-in and shell through the relay, and the start of `ssh`.

use std::time::Instant;

use super::{Rows, milliseconds};
use crate::figure::SIGN_IN;
use crate::relay::RelayShell;
use crate::rig::Rig;
use crate::row::Row;
use crate::shell::prompt;

/// Sign-in to first prompt.
pub(crate) fn measure(rig: &Rig) -> Rows {
    let (mut relay, mut ssh) = (Vec::new(), Vec::new());
    for _ in 0..rig.extent.rounds {
        let began = Instant::now();
        let session = rig.sign_in(&rig.relay)?;
        prompt(&mut RelayShell::open(&session)?)?;
        relay.push(milliseconds(began.elapsed()));
        rig.close(&session);
        let began = Instant::now();
        prompt(&mut rig.ssh.shell()?)?;
        ssh.push(milliseconds(began.elapsed()));
    }
    Ok(Row::of(&SIGN_IN, &relay, &ssh).into_iter().collect())
}
