//! What is done with a shell, whether a relay or `ssh` brings it: type, read to the prompt, echo keys, interrupt.

use std::time::{Duration, Instant};

use crate::error::{BenchError, Result};
use crate::websocket::READ_BYTES;

/// The prompt of the test user's shell, whose files hold no `$`.
const PROMPT: &[u8] = b"$ ";

/// What Ctrl-C sends (`VINTR` of termios(3)).
const INTERRUPT: &[u8] = b"\x03";

/// A login shell in a pty.
pub(crate) trait Shell {
    /// Types keys.
    fn type_keys(&mut self, keys: &[u8]) -> Result<()>;

    /// What the terminal is to show next: at least one byte, at most about `most`.
    fn read(&mut self, most: usize) -> Result<&[u8]>;
}

/// How fast output is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// As fast as it comes.
    Fast,
    /// 1 MB a second, as a slow line or a busy page takes it.
    Slow,
}

/// What followed Ctrl-C.
pub(crate) struct Interrupted {
    /// Time until the prompt was there.
    pub(crate) time: Duration,
    /// Bytes that came before it and with it.
    pub(crate) bytes: u64,
}

/// Reads until what was read ends with `end`; returns the number of bytes.
pub(crate) fn read_to(shell: &mut impl Shell, end: &[u8], pace: &mut Pace) -> Result<u64> {
    let (mut tail, mut count) = (Tail::default(), 0);
    while !tail.ends_with(end) {
        let read = shell.read(pace.next())?;
        count += read.len() as u64;
        pace.took(read.len());
        tail.push(read);
    }
    Ok(count)
}

/// Reads to the prompt.
pub(crate) fn prompt(shell: &mut impl Shell) -> Result<u64> {
    read_to(shell, PROMPT, &mut Pace::new(Reader::Fast))
}

/// Types a line and reads to the prompt that follows; returns the time this took.
pub(crate) fn run(shell: &mut impl Shell, line: &str) -> Result<Duration> {
    let began = Instant::now();
    shell.type_keys(format!("{line}\r").as_bytes())?;
    prompt(shell)?;
    Ok(began.elapsed())
}

/// Leaves a program in the shell's place that sends back every key as it is.
pub(crate) fn start_echo(shell: &mut impl Shell) -> Result<()> {
    shell.type_keys(b"stty raw -echo; echo ready; exec cat\r")?;
    // The line's own echo says `ready;`.
    read_to(shell, b"ready\n", &mut Pace::new(Reader::Fast)).map(drop)
}

/// Types keys one after the other, each when the last has come back; returns how long each took, in milliseconds.
pub(crate) fn echo_times(shell: &mut impl Shell, keys: usize) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(keys);
    for _ in 0..keys {
        let began = Instant::now();
        shell.type_keys(b"k")?;
        if shell.read(64)? != b"k" {
            return Err(BenchError::Shell("did not echo a key as it is"));
        }
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

/// Runs a program that floods the terminal for a while, then presses Ctrl-C.
pub(crate) fn interrupt(
    shell: &mut impl Shell,
    flood: &str,
    reader: Reader,
    after: Duration,
) -> Result<Interrupted> {
    let mut pace = Pace::new(reader);
    shell.type_keys(format!("{flood}\r").as_bytes())?;
    let began = Instant::now();
    while began.elapsed() < after {
        let read = shell.read(pace.next())?.len();
        pace.took(read);
    }
    let pressed = Instant::now();
    shell.type_keys(INTERRUPT)?;
    let bytes = read_to(shell, PROMPT, &mut pace)?;
    Ok(Interrupted { time: pressed.elapsed(), bytes })
}

/// Says when a reader may read on.
pub(crate) struct Pace {
    reader: Reader,
    /// When a slow reader is through with what it has read.
    busy_until: Instant,
}

impl Pace {
    /// A slow reader's bytes a second.
    const SLOW: f64 = 1e6;

    /// What a slow reader takes at once, in bytes.
    const SIP: usize = 8 * 1024;

    pub(crate) fn new(reader: Reader) -> Self {
        Self { reader, busy_until: Instant::now() }
    }

    /// Waits for the next turn; returns how much to read then.
    fn next(&self) -> usize {
        match self.reader {
            Reader::Fast => READ_BYTES,
            Reader::Slow => {
                std::thread::sleep(self.busy_until.saturating_duration_since(Instant::now()));
                Self::SIP
            }
        }
    }

    fn took(&mut self, bytes: usize) {
        if self.reader == Reader::Slow {
            // A reader that had to wait for output does not catch up afterwards, but a timer that woke late does.
            let late = Duration::from_millis(20);
            let floor = Instant::now().checked_sub(late).unwrap_or(self.busy_until);
            self.busy_until = self.busy_until.max(floor) + Duration::from_secs_f64(bytes as f64 / Self::SLOW);
        }
    }
}

/// The last bytes of what was read.
#[derive(Default)]
struct Tail {
    bytes: [u8; Tail::BYTES],
    length: usize,
}

impl Tail {
    const BYTES: usize = 16;

    fn push(&mut self, read: &[u8]) {
        let read = &read[read.len().saturating_sub(Self::BYTES)..];
        let kept = self.length.min(Self::BYTES - read.len());
        self.bytes.copy_within(self.length - kept..self.length, 0);
        self.bytes[kept..kept + read.len()].copy_from_slice(read);
        self.length = kept + read.len();
    }

    fn ends_with(&self, end: &[u8]) -> bool {
        self.bytes[..self.length].ends_with(end)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Pace, Reader, Shell, Tail, read_to};
    use crate::error::{BenchError, Result};

    struct Script(Vec<&'static [u8]>);

    impl Shell for Script {
        fn type_keys(&mut self, _: &[u8]) -> Result<()> {
            Ok(())
        }

        fn read(&mut self, _: usize) -> Result<&[u8]> {
            self.0.pop().ok_or(BenchError::Shell("ended"))
        }
    }

    #[test]
    fn the_prompt_is_found_however_it_arrives_and_nothing_after_it_is_read() {
        let mut shell = Script(vec![b"rest", b" ", b"more$", b"a long line of output $ and"]);
        let count = read_to(&mut shell, b"$ ", &mut Pace::new(Reader::Fast)).unwrap();
        assert_eq!((count, shell.0.len()), (33, 1));
        assert!(read_to(&mut shell, b"$ ", &mut Pace::new(Reader::Fast)).is_err());
    }

    #[test]
    fn the_tail_is_the_end_of_everything_pushed() {
        let mut tail = Tail::default();
        let all: Vec<u8> = (0..200).collect();
        for (at, length) in [(0, 3), (3, 1), (4, 15), (19, 16), (35, 0), (35, 100), (135, 5)] {
            tail.push(&all[at..at + length]);
            let end = at + length;
            assert!(tail.ends_with(&all[end.saturating_sub(16)..end]), "{at}");
        }
    }

    #[test]
    fn a_slow_reader_takes_a_megabyte_a_second() {
        let mut pace = Pace::new(Reader::Slow);
        let (began, mut bytes) = (Instant::now(), 0);
        while bytes < 60_000 {
            let read = pace.next();
            pace.took(read);
            bytes += read;
        }
        assert!(began.elapsed() >= Duration::from_millis(40), "{:?}", began.elapsed());
    }
}
