//! `make bench`: runs every measurement, prints the table, and writes `docs/PERFORMANCE.md`.

mod error;
mod figure;
mod machine;
mod process;
mod relay;
mod report;
mod rig;
mod row;
mod rows;
mod shell;
mod ssh;
mod stats;
mod websocket;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use crate::error::{BenchError, Result};
use crate::figure::ALL;
use crate::machine::Machine;
use crate::rig::{Extent, Rig};
use crate::rows::{GROUPS, Group};

/// Measures the relay and the page against OpenSSH's ssh.
#[derive(Parser)]
struct Arguments {
    /// Measure little, once, to see that everything runs; the figures mean nothing and are not written
    #[arg(long)]
    quick: bool,
    /// Measure these groups only, and do not write
    #[arg(long, value_delimiter = ',', value_name = "GROUP", value_parser = GROUPS.map(|group| group.name))]
    only: Vec<String>,
    /// The relay's program [default: postern beside this program]
    #[arg(long, value_name = "FILE")]
    relay: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("postern-bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool> {
    let machine = Machine::here()?;
    let program = match &arguments.relay {
        Some(program) => program.clone(),
        None => std::env::current_exe()?.with_file_name("postern"),
    };
    if !program.is_file() {
        return Err(BenchError::Relay(format!("there is no {}; `make relay` builds it", program.display())));
    }
    let extent = if arguments.quick { Extent::QUICK } else { Extent::WHOLE };
    let rig = Rig::start(program, extent)?;
    let mut rows = Vec::new();
    let mut good = true;
    for Group { name, measure } in GROUPS {
        if !arguments.only.is_empty() && !arguments.only.iter().any(|only| only == name) {
            continue;
        }
        let began = Instant::now();
        // What cannot be measured must not cost the minutes that the rest took.
        match measure(&rig) {
            Ok(measured) => rows.extend(measured),
            Err(error) => {
                say(&format!("{name}: {error}"));
                good = false;
            }
        }
        say(&format!("{name}: {:.0} s", began.elapsed().as_secs_f64()));
    }
    let missed = report::missed(&rows);
    writeln!(std::io::stdout(), "\n{}\nMissed:\n{missed}", report::table(&rows))?;
    let whole = ALL.iter().all(|figure| rows.iter().any(|row| row.figure == *figure));
    if whole && !arguments.quick {
        std::fs::write(destination(), report::document(&rows, &machine))?;
        say("written to docs/PERFORMANCE.md");
    }
    Ok(good)
}

fn destination() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/PERFORMANCE.md")
}

fn say(text: &str) {
    // Whoever closed this pipe does not want to know.
    let _ = writeln!(std::io::stderr(), "{text}");
}
