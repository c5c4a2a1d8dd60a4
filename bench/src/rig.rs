//! What every measurement stands on: one `sshd`, one relay, the files that are sent, and how much is done.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postern_shared::api::{Credential, SignIn};
use postern_testkit::{Login, Session, TestRelay, TestSshd, request};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::error::{BenchError, Result};
use crate::ssh::Ssh;

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Times every figure is measured.
    pub(crate) rounds: usize,
    /// Times a file is brought and fetched: disk and cache make these figures vary most.
    pub(crate) file_rounds: usize,
    /// Bytes of the file that `exec` sends.
    pub(crate) file: u64,
    /// Bytes of the text that the shell shows.
    pub(crate) text: u64,
    /// Bytes of output that stand for a day in one page.
    pub(crate) day: u64,
    /// Keys typed in a round.
    pub(crate) keys: usize,
    /// How long a flood runs before Ctrl-C.
    pub(crate) flood: Duration,
    /// How long a client stalls.
    pub(crate) stall: Duration,
    /// Idle shells at once.
    pub(crate) shells: usize,
    /// Frames of the monitor.
    pub(crate) frames: u32,
    /// Entries of a folder, and of a long one.
    pub(crate) entries: [u32; 2],
}

impl Extent {
    /// What the table is made of.
    pub(crate) const WHOLE: Self = Self {
        rounds: 5,
        file_rounds: 11,
        file: 1 << 30,
        text: 86_000_000,
        day: 2_000_000_000,
        keys: 1000,
        flood: Duration::from_secs(1),
        stall: Duration::from_secs(20),
        shells: 500,
        // A minute: its free space is looked at once in that time.
        frames: 30,
        entries: [1_000, 50_000],
    };

    /// Enough to see that everything runs.
    pub(crate) const QUICK: Self = Self {
        rounds: 1,
        file_rounds: 1,
        file: 1 << 27,
        text: 10_000_000,
        day: 30_000_000,
        keys: 200,
        flood: Duration::from_millis(300),
        stall: Duration::from_secs(3),
        shells: 20,
        frames: 3,
        entries: [1_000, 50_000],
    };
}

/// What every measurement stands on.
pub(crate) struct Rig {
    pub(crate) extent: Extent,
    pub(crate) runtime: Runtime,
    pub(crate) sshd: TestSshd,
    pub(crate) ssh: Ssh,
    pub(crate) program: PathBuf,
    pub(crate) relay: TestRelay,
    /// The text that the shell shows.
    pub(crate) text: PathBuf,
    /// The file that `exec` sends.
    pub(crate) file: PathBuf,
    /// A directory that the user of the session may write to.
    pub(crate) inbox: PathBuf,
    /// A directory with a folder `short` and a folder `long`.
    pub(crate) folders: PathBuf,
    _files: TempDir,
}

impl Rig {
    /// Starts everything.
    pub(crate) fn start(program: PathBuf, extent: Extent) -> Result<Self> {
        // In memory, so that no disk is measured; readable by the user of the session.
        let files = tempfile::Builder::new().prefix("postern-bench-").tempdir_in("/dev/shm")?;
        fs::set_permissions(files.path(), fs::Permissions::from_mode(0o755))?;
        let (text, file) = (files.path().join("text"), files.path().join("file"));
        let inbox = files.path().join("inbox");
        fs::create_dir(&inbox)?;
        fs::set_permissions(&inbox, fs::Permissions::from_mode(0o777))?;
        let folders = files.path().join("folders");
        for (name, count) in ["short", "long"].into_iter().zip(extent.entries) {
            fill(&folders.join(name), count)?;
        }
        write_text(&text, extent.text)?;
        write_text(&file, extent.file)?;
        let sshd = TestSshd::start_with(Login::Key, "LogLevel INFO\n");
        let ssh = Ssh::prepare(&sshd, files.path())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let relay = TestRelay::start_program(&program, ARGUMENTS);
        Ok(Self { extent, runtime, sshd, ssh, program, relay, text, file, inbox, folders, _files: files })
    }

    /// A further relay, with nothing in it.
    pub(crate) fn fresh_relay(&self) -> TestRelay {
        TestRelay::start_program(&self.program, ARGUMENTS)
    }

    /// Signs in through a relay, with the key that `ssh` uses too.
    pub(crate) fn sign_in(&self, relay: &TestRelay) -> Result<Session> {
        let credential = Credential::Key { key: self.sshd.key().text().to_owned(), passphrase: None };
        let client = relay.client();
        match self.runtime.block_on(client.open(&request(&self.sshd, credential))) {
            Ok(SignIn::Open { session, token, info }) => Ok(Session { client, id: session, token, info }),
            Ok(SignIn::Challenge { .. }) => Err(BenchError::Relay("asks a question".into())),
            Err(problem) => Err(BenchError::Relay(format!("{problem:?}"))),
        }
    }

    /// Ends a session with all that runs in it.
    pub(crate) fn close(&self, session: &Session) {
        self.runtime.block_on(session.close());
    }
}

/// What hundreds of people behind one address, in one account, sign in with within a minute.
const ARGUMENTS: &[&str] = &["--sign-in-address-burst", "100000", "--sign-in-account-burst", "100000"];

/// Makes a directory with so many empty files.
fn fill(directory: &Path, files: u32) -> Result<()> {
    fs::create_dir_all(directory)?;
    for number in 0..files {
        fs::File::create(directory.join(format!("entry-{number:05}")))?;
    }
    Ok(())
}

/// Writes lines of words, as a log has them; the same every time, and without the prompt's `$`.
fn write_text(path: &Path, bytes: u64) -> Result<()> {
    const WORDS: [&str; 16] = [
        "accepted",
        "connection",
        "from",
        "port",
        "session",
        "opened",
        "for",
        "user",
        "closed",
        "by",
        "(uid=0)",
        "systemd[1]:",
        "Started",
        "kernel:",
        "192.0.2.17",
        "timeout",
    ];
    let mut file = BufWriter::with_capacity(1 << 20, fs::File::create(path)?);
    // A linear congruential generator (Knuth): what the words are does not matter, only that they vary.
    let (mut state, mut left) = (1_u64, bytes);
    while left > 0 {
        let mut line = format!("{left:010}");
        while line.len() < 72 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            line.push(' ');
            line.push_str(WORDS[(state >> 60) as usize]);
        }
        line.push('\n');
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(line.len());
        file.write_all(&line.as_bytes()[..length])?;
        left -= length as u64;
    }
    Ok(file.into_inner().map_err(|error| error.into_error())?.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::write_text;

    #[test]
    fn the_text_has_the_asked_length_varies_and_holds_no_prompt() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("text");
        write_text(&path, 100_001).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.len(), 100_001);
        assert!(!text.contains('$'));
        let mut lines: Vec<_> = text.lines().map(|line| &line[10..]).collect();
        let all = lines.len();
        lines.sort_unstable();
        lines.dedup();
        assert!(lines.len() > all / 2);
    }
}
