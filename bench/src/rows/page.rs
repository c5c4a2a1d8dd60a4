//! Figures of the page, measured by Playwright in Chromium; `bench/page/measure.mjs` holds the steps.

use std::path::Path;
use std::process::{Command, Stdio};

use postern_shared::api::{Credential, OpenSession, SignIn};
use postern_testkit::{Login, PASSWORD, Session, TestSshd, request};
use serde::Deserialize;
use serde_json::json;

use super::Rows;
use crate::error::{BenchError, Result};
use crate::figure::{
    PAGE_BESIDE, PAGE_BYTES, PAGE_FOLDER, PAGE_HEAP, PAGE_HIDDEN, PAGE_INTERRUPT, PAGE_LONG_FOLDER,
    PAGE_MORE_BYTES, PAGE_OPEN, PAGE_PAINT, PAGE_PROMPT, PAGE_SCROLL,
};
use crate::machine;
use crate::rig::Rig;
use crate::row::Row;

/// What the page shows in one go, in 10^6 bytes.
const MEGABYTES: u64 = 50;

#[derive(Deserialize)]
struct Measured {
    rounds: Vec<Round>,
    /// 10^6 bytes that the page's heap has grown by in a day.
    growth: f64,
}

/// Milliseconds, except where another unit is named.
#[derive(Deserialize)]
struct Round {
    open: f64,
    /// Bytes fetched for the sign-in form.
    bytes: f64,
    /// Bytes fetched after these, until the prompt.
    more: f64,
    prompt: f64,
    /// 10^6 bytes a second.
    paint: f64,
    interrupt: f64,
    beside: f64,
    /// Percent.
    hidden: f64,
    folder: f64,
    long_folder: f64,
    scroll: f64,
}

/// All of them.
pub(crate) fn measure(rig: &Rig) -> Rows {
    // The form is filled in with a password, as most people do.
    let sshd = TestSshd::start_with(Login::Password, "LogLevel INFO\n");
    remember_host_key(rig, &sshd)?;
    let Measured { rounds, growth } = run(rig, &sshd)?;
    let all = |read: fn(&Round) -> f64| rounds.iter().map(read).collect::<Vec<_>>();
    let rows = [
        Row::of(&PAGE_BYTES, &all(|round| round.bytes / 1024.0), &[]),
        Row::of(&PAGE_MORE_BYTES, &all(|round| round.more / 1024.0), &[]),
        Row::of(&PAGE_OPEN, &all(|round| round.open), &[]),
        Row::of(&PAGE_PROMPT, &all(|round| round.prompt), &[]),
        Row::of(&PAGE_PAINT, &all(|round| round.paint), &[]),
        Row::of(&PAGE_INTERRUPT, &all(|round| round.interrupt), &[]),
        Row::of(&PAGE_BESIDE, &all(|round| round.beside), &[]),
        Row::of(&PAGE_HIDDEN, &all(|round| round.hidden), &[]),
        Row::of(&PAGE_HEAP, &[growth], &[]),
        Row::of(&PAGE_FOLDER, &all(|round| round.folder), &[]),
        Row::of(&PAGE_LONG_FOLDER, &all(|round| round.long_folder), &[]),
        Row::of(&PAGE_SCROLL, &all(|round| round.scroll), &[]),
    ];
    Ok(rows.into_iter().flatten().collect())
}

/// Accepts the host key once and for all, so that the page does not ask about it.
fn remember_host_key(rig: &Rig, sshd: &TestSshd) -> Result<()> {
    let credential = Credential::Password { password: PASSWORD.into() };
    let mut request: OpenSession = request(sshd, credential);
    request.accept.iter_mut().for_each(|accepted| accepted.remember = true);
    let client = rig.relay.client();
    match rig.runtime.block_on(client.open(&request)) {
        Ok(SignIn::Open { session, token, info }) => {
            rig.close(&Session { client, id: session, token, info });
            Ok(())
        }
        other => Err(BenchError::Relay(format!("does not sign in by password: {other:?}"))),
    }
}

fn run(rig: &Rig, sshd: &TestSshd) -> Result<Measured> {
    let target = sshd.target();
    let order = json!({
        "browser": machine::browser().to_string_lossy(),
        "relay": format!("http://{}/", rig.relay.address()),
        "target": { "host": target.host, "port": target.port, "user": target.user, "password": PASSWORD },
        "rounds": rig.extent.rounds,
        "text": rig.text,
        "megabytes": MEGABYTES.min(rig.extent.text / 1_000_000),
        "day": rig.extent.day,
        "folders": rig.folders,
        "flood": rig.extent.flood.as_millis() as u64,
    });
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("page/measure.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg(order.to_string()).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = node.output().map_err(|error| BenchError::Page(format!("node does not start: {error}")))?;
    if !output.status.success() {
        return Err(BenchError::Page(format!("node: {}", output.status)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| BenchError::Page(error.to_string()))
}
