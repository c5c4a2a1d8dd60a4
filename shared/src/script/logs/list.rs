//! Which logs there are.

use super::{Deed, Source, has_journal};
use crate::script::{Action, Failure, Missing, Path, Ran, Risk, Script, Title, Tool, Tools};

/// Most files that are listed.
const FILES: usize = 10_000;

/// Lists logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List;

/// A log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Where it is.
    pub source: Source,
    /// Its size in bytes, if it is a file.
    pub size: Option<u64>,
    /// When its content changed, in seconds since 1970-01-01 UTC, if that is known.
    pub modified: Option<i64>,
}

impl Action for List {
    type Outcome = Vec<Log>;

    fn title(&self) -> Title {
        Title::one(Deed::List, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Find)?;
        let find = tools.as_chosen("find /var/log -path /var/log/journal -prune -o -type f");
        let script = Script::default().line("export LC_ALL=C");
        let script = script.line("# Size, time, path of each file; those of the journal are for journalctl.");
        let mut script = if tools.find_prints {
            script.line(format!(r"{find} -printf '%s %T@\n%p\0'"))
        } else {
            tools.need(Tool::Stat)?;
            script
                .line(format!("{find} -exec sh -c '"))
                .line("  for file; do")
                .line(r#"    stat -c "%s %Y" "$file" && printf "%s\0" "$file""#)
                .line("  done' sh {} +")
        };
        let last = |script: Script, name: &str, of: &str| {
            let journalctl = tools.as_chosen(&format!("journalctl --quiet{of}"));
            script
                .line(format!(r"printf '{name}\n'"))
                .line(format!("{journalctl} --lines=1 --output=short-unix --no-pager"))
                .line(r"printf '\0'")
        };
        if has_journal(tools) {
            script = script.line("# When something was last said.");
            script = last(last(script, "journal", ""), "kernel", " --dmesg");
        } else if tools.has(Tool::Dmesg) {
            script = script.line(r"printf 'kernel\n\0'");
        }
        Ok(script)
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Log>, Failure> {
        // A directory that may not be read makes `find` fail, and is no reason to show nothing.
        if ran.status.is_none() || (ran.status != Some(0) && ran.stdout.is_empty()) {
            return Err(Failure::Failed);
        }
        let records = ran.stdout.split(|byte| *byte == 0).filter(|record| !record.is_empty());
        records.take(FILES).map(|record| Log::read(record).ok_or(Failure::Garbled)).collect()
    }
}

impl Log {
    fn read(record: &[u8]) -> Option<Self> {
        let at = record.iter().position(|byte| *byte == b'\n')?;
        let (facts, path) = (std::str::from_utf8(&record[..at]).ok()?, &record[at + 1..]);
        // When its last message came, with a fraction, and the message.
        let said = || path.split(|byte| matches!(byte, b'.' | b' ')).next();
        let last = || std::str::from_utf8(said()?).ok()?.parse().ok();
        match facts {
            "journal" => return Some(Self { source: Source::Journal, size: None, modified: last() }),
            "kernel" => return Some(Self { source: Source::Kernel, size: None, modified: last() }),
            _ => {}
        }
        let (size, modified) = facts.split_once(' ')?;
        Some(Self {
            source: Source::File(Path::parse(path)?),
            size: Some(size.parse().ok()?),
            // GNU's `find` prints fractions.
            modified: Some(modified.split('.').next()?.parse().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{List, Log, Source};
    use crate::script::{Action as _, Failure, Path, Ran};

    fn read(stdout: &[u8]) -> Result<Vec<Log>, Failure> {
        List.outcome(&Ran { stdout: stdout.to_vec(), stderr: Vec::new(), status: Some(1) })
    }

    #[test]
    fn logs_are_read_whatever_they_are_called() {
        let logs = read(
            b"journal\n1795314051.25 web-01 a[1]: 7\n\0kernel\n\x0012 1000.75\n/var/log/a\n12 1\n/b\xff\0",
        )
        .unwrap();
        let file = Path::parse(b"/var/log/a\n12 1\n/b\xff").unwrap();
        assert_eq!(
            logs,
            [
                Log { source: Source::Journal, size: None, modified: Some(1_795_314_051) },
                Log { source: Source::Kernel, size: None, modified: None },
                Log { source: Source::File(file), size: Some(12), modified: Some(1000) },
            ]
        );
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert_eq!(read(b"hello"), Err(Failure::Garbled));
        assert_eq!(read(b"12 x\n/var/log/a\0"), Err(Failure::Garbled));
        assert_eq!(read(b""), Err(Failure::Failed));
    }
}
