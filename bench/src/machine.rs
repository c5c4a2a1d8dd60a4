//! The machine that was measured on, as the report describes it.

use std::ffi::OsString;
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
    browser: String,
    date: String,
}

/// The browser's program, named as the end-to-end tests have it.
pub(crate) fn browser() -> OsString {
    std::env::var_os("CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into())
}

impl Machine {
    /// Looks at this machine.
    pub(crate) fn here() -> Result<Self> {
        let cpuinfo = fs::read_to_string("/proc/cpuinfo")?;
        let openssh = Command::new("ssh").arg("-V").output()?;
        let date = Command::new("date").args(["-u", "+%Y-%m-%d"]).output()?;
        let browser = Command::new(browser()).arg("--version").output();
        Ok(Self {
            processor: model(&cpuinfo).unwrap_or("unknown processor").to_owned(),
            cores: std::thread::available_parallelism()?.get(),
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")?.trim().to_owned(),
            openssh: String::from_utf8_lossy(&openssh.stderr).trim().to_owned(),
            browser: browser.map_or_else(|_| "no browser".into(), |output| first_words(&output.stdout)),
            date: String::from_utf8_lossy(&date.stdout).trim().to_owned(),
        })
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { processor, cores, kernel, openssh, browser, date } = self;
        writeln!(f, "Measured on {date}: {processor}, {cores} cores, Linux {kernel}, {openssh}, {browser}.")
    }
}

/// Name and version, without what a distribution adds.
fn first_words(version: &[u8]) -> String {
    let text = String::from_utf8_lossy(version);
    text.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}

fn model(cpuinfo: &str) -> Option<&str> {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}

#[cfg(test)]
mod tests {
    use super::{Machine, first_words, model};

    #[test]
    fn the_processor_is_named_by_its_model() {
        assert_eq!(
            model("processor\t: 0\nmodel name\t: AMD EPYC 7\nmodel name\t: other\n"),
            Some("AMD EPYC 7")
        );
        assert_eq!(model("processor\t: 0\n"), None);
    }

    #[test]
    fn a_browser_is_named_by_name_and_version() {
        assert_eq!(first_words(b"Chromium 142.0.1 built on Debian GNU/Linux 12\n"), "Chromium 142.0.1");
    }

    #[test]
    fn the_description_names_everything() {
        let machine = Machine::here().unwrap();
        let text = machine.to_string();
        assert!(text.contains(" cores, Linux ") && text.contains("OpenSSH_"), "{text}");
        assert_eq!(machine.date.len(), 10, "{text}");
    }
}
