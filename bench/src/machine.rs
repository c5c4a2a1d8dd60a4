//! The machine that was measured on, as the report describes it.

use std::fmt;
use std::fs;
use std::process::Command;

use crate::error::Result;

/// The machine and what is installed on it.
#[derive(Debug)]
pub(crate) struct Machine {
    processor: String,
    cores: usize,
    kernel: String,
    openssh: String,
    date: String,
}

impl Machine {
    /// Looks at this machine.
    pub(crate) fn here() -> Result<Self> {
        let cpuinfo = fs::read_to_string("/proc/cpuinfo")?;
        let openssh = Command::new("ssh").arg("-V").output()?;
        let date = Command::new("date").args(["-u", "+%Y-%m-%d"]).output()?;
        Ok(Self {
            processor: model(&cpuinfo).unwrap_or("unknown processor").to_owned(),
            cores: std::thread::available_parallelism()?.get(),
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")?.trim().to_owned(),
            openssh: String::from_utf8_lossy(&openssh.stderr).trim().to_owned(),
            date: String::from_utf8_lossy(&date.stdout).trim().to_owned(),
        })
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { processor, cores, kernel, openssh, date } = self;
        writeln!(f, "Measured on {date}: {processor}, {cores} cores, Linux {kernel}, {openssh}.")
    }
}

fn model(cpuinfo: &str) -> Option<&str> {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}

#[cfg(test)]
mod tests {
    use super::{Machine, model};

    #[test]
    fn the_processor_is_named_by_its_model() {
        assert_eq!(
            model("processor\t: 0\nmodel name\t: AMD EPYC 7\nmodel name\t: other\n"),
            Some("AMD EPYC 7")
        );
        assert_eq!(model("processor\t: 0\n"), None);
    }

    #[test]
    fn the_description_names_everything() {
        let machine = Machine::here().unwrap();
        let text = machine.to_string();
        assert!(text.contains(" cores, Linux ") && text.contains("OpenSSH_"), "{text}");
        assert_eq!(machine.date.len(), 10, "{text}");
    }
}
