//! The output of one channel: bytes numbered from 0, the last part kept (at least seven eighths of the cap). Pure data, no tasks, no clock.

use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};
use postern_shared::wire::{Stream, TermSize};

use super::screen::Screen;
use crate::limits::{BLOCK_BYTES, BLOCK_OVERHEAD, PENDING_SIZES};

/// How a channel's bytes become binary frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// The bytes alone: `shell` and `tcp`.
    Plain,
    /// The stream's number before them: `exec`.
    Numbered,
}

/// The last part of a channel's output: at most `cap` bytes, at least seven eighths of it.
pub(crate) struct OutputLog {
    framing: Framing,
    cap: usize,
    /// What the blocks cost, in bytes.
    cost: usize,
    blocks: VecDeque<Block>,
    /// The block still growing: a stream byte, then output. Empty when there is none.
    tail: BytesMut,
    /// Offset behind the last byte.
    end: u64,
    screen: Option<ScreenAtStart>,
}

/// One run of bytes of one stream.
struct Block {
    /// Offset of its first byte.
    start: u64,
    /// The stream's number, then the bytes.
    numbered: Bytes,
}

/// A shell's screen as it was at the log's beginning; built when the first byte leaves the log.
struct ScreenAtStart {
    /// Size the terminal had at the log's beginning.
    size: TermSize,
    /// Later sizes, each with the offset it holds from.
    sizes: VecDeque<(u64, TermSize)>,
    model: Option<Box<Screen>>,
}

/// Why a reader's offset cannot be read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missed {
    /// The bytes there have left the log.
    Gone,
    /// There never were any.
    Ahead,
}

/// A binary frame and the offset behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) bytes: Bytes,
    pub(crate) end: u64,
}

impl OutputLog {
    /// An empty log of a channel without a screen.
    pub(crate) fn new(framing: Framing, cap: usize) -> Self {
        Self { framing, cap, cost: 0, blocks: VecDeque::new(), tail: BytesMut::new(), end: 0, screen: None }
    }

    /// An empty log of a shell whose terminal has this size.
    pub(crate) fn with_screen(size: TermSize, cap: usize) -> Self {
        let screen = ScreenAtStart { size, sizes: VecDeque::new(), model: None };
        Self { screen: Some(screen), ..Self::new(Framing::Plain, cap) }
    }

    /// Offset of the oldest byte kept.
    pub(crate) fn start(&self) -> u64 {
        self.blocks.front().map_or_else(|| self.tail_start(), |block| block.start)
    }

    /// Offset behind the newest byte.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// Notes that the terminal has another size from here on.
    pub(crate) fn resize(&mut self, size: TermSize) {
        let end = self.end;
        if let Some(screen) = &mut self.screen {
            // Sizes between which nothing was written never mattered.
            if screen.sizes.back().is_some_and(|(at, _)| *at == end) {
                screen.sizes.pop_back();
            }
            if screen.sizes.len() >= PENDING_SIZES {
                // Bytes from so long ago are drawn a little wrong.
                screen.sizes.pop_front();
            }
            screen.sizes.push_back((end, size));
            if self.blocks.is_empty() && self.tail.is_empty() {
                screen.reach(end);
            }
        }
    }

    /// Adds output; the oldest bytes leave beyond the cap, but none from `needed` on.
    pub(crate) fn append(&mut self, stream: Stream, mut data: &[u8], needed: u64) {
        while !data.is_empty() {
            let other_stream = self.tail.first().is_some_and(|&number| number != stream as u8);
            if other_stream || self.tail.len() >= BLOCK_BYTES {
                self.seal();
            }
            if self.tail.is_empty() {
                self.tail.extend_from_slice(&[stream as u8]);
            }
            let (now, later) = data.split_at(data.len().min(BLOCK_BYTES + 1 - self.tail.len()));
            self.tail.extend_from_slice(now);
            self.end += now.len() as u64;
            data = later;
        }
        self.evict(needed);
    }

    /// The next frame from `offset` on; none when the reader has everything.
    ///
    /// # Errors
    /// [`Missed`] when the bytes at `offset` are not there.
    pub(crate) fn read(&mut self, offset: u64) -> Result<Option<Frame>, Missed> {
        if offset < self.start() {
            return Err(Missed::Gone);
        }
        if offset >= self.end {
            return if offset == self.end { Ok(None) } else { Err(Missed::Ahead) };
        }
        if offset >= self.tail_start() {
            self.seal();
        }
        let at = self.blocks.partition_point(|block| block.start <= offset) - 1;
        let block = &self.blocks[at];
        // Skipping fewer bytes than the block holds, so it fits a usize.
        let skip = (offset - block.start) as usize;
        let bytes = match self.framing {
            Framing::Plain => block.numbered.slice(1 + skip..),
            Framing::Numbered if skip == 0 => block.numbered.clone(),
            Framing::Numbered => [&block.numbered[..1], &block.numbered[1 + skip..]].concat().into(),
        };
        Ok(Some(Frame { bytes, end: block.end() }))
    }

    /// Bytes that draw the screen as it was at [`Self::start`]; none for a channel without a screen.
    pub(crate) fn repaint(&mut self) -> Option<Bytes> {
        let model = self.screen.as_mut()?.model.as_mut()?;
        Some(model.repaint().into())
    }

    fn tail_start(&self) -> u64 {
        self.end - self.tail.len().saturating_sub(1) as u64
    }

    /// Closes the growing block, so that readers can share its bytes.
    fn seal(&mut self) {
        if !self.tail.is_empty() {
            let start = self.tail_start();
            let numbered = self.tail.split().freeze();
            self.cost += numbered.len() + BLOCK_OVERHEAD;
            self.blocks.push_back(Block { start, numbered });
        }
    }

    /// Lets the oldest eighth go once the cap is reached, in one piece.
    fn evict(&mut self, needed: u64) {
        if self.cost + self.tail.len() <= self.cap {
            return;
        }
        let start = self.start();
        let eighth = self.cap / 8;
        let mut gone = Vec::with_capacity(if self.screen.is_some() { eighth + BLOCK_BYTES } else { 0 });
        while self.cost + self.tail.len() > self.cap - eighth {
            let Some(block) = self.blocks.pop_front_if(|block| block.end() <= needed) else { break };
            self.cost -= block.numbered.len() + BLOCK_OVERHEAD;
            if self.screen.is_some() {
                gone.extend_from_slice(&block.numbered[1..]);
            }
        }
        if let Some(screen) = &mut self.screen {
            screen.pass(start, &gone);
        }
    }
}

impl Block {
    fn end(&self) -> u64 {
        self.start + self.numbered.len() as u64 - 1
    }
}

impl ScreenAtStart {
    /// Shows bytes that leave the log, with the sizes the terminal had meanwhile.
    fn pass(&mut self, start: u64, mut bytes: &[u8]) {
        let mut offset = start;
        while !bytes.is_empty() {
            self.reach(offset);
            let until = self.sizes.front().map_or(u64::MAX, |(at, _)| at - offset);
            // No longer than the bytes, so it fits a usize.
            let (now, later) = bytes.split_at(until.min(bytes.len() as u64) as usize);
            let size = self.size;
            self.model.get_or_insert_with(|| Box::new(Screen::new(size))).feed(now);
            offset += now.len() as u64;
            bytes = later;
        }
    }

    /// Applies the sizes that hold from `offset` or before.
    fn reach(&mut self, offset: u64) {
        while let Some((_, size)) = self.sizes.pop_front_if(|(at, _)| *at <= offset) {
            self.size = size;
            if let Some(model) = &mut self.model {
                model.resize(size);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use postern_shared::wire::{Stream, TermSize};
    use proptest::prelude::*;

    use super::{Framing, Missed, OutputLog};

    const OUT: Stream = Stream::Stdout;

    fn read_from(log: &mut OutputLog, mut offset: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while let Some(frame) = log.read(offset).unwrap() {
            bytes.extend_from_slice(&frame.bytes);
            offset = frame.end;
        }
        bytes
    }

    #[test]
    fn a_reader_gets_exactly_the_bytes_after_its_offset() {
        let mut log = OutputLog::new(Framing::Plain, 1 << 20);
        log.append(OUT, b"hello ", u64::MAX);
        assert_eq!(read_from(&mut log, 0), b"hello ");
        log.append(OUT, b"world", u64::MAX);
        assert_eq!(read_from(&mut log, 4), b"o world");
        assert_eq!(log.read(11), Ok(None));
        assert_eq!(log.read(12), Err(Missed::Ahead));
    }

    #[test]
    fn frames_of_an_exec_channel_name_their_stream() {
        let mut log = OutputLog::new(Framing::Numbered, 1 << 20);
        log.append(OUT, b"out", u64::MAX);
        log.append(Stream::Stderr, b"err", u64::MAX);
        assert_eq!(log.read(0).unwrap().unwrap().bytes, &b"\x01out"[..]);
        assert_eq!(log.read(1).unwrap().unwrap().bytes, &b"\x01ut"[..]);
        assert_eq!(log.read(3).unwrap().unwrap().bytes, &b"\x02err"[..]);
    }

    #[test]
    fn bytes_beyond_the_cap_leave_and_the_screen_remembers_them() {
        let mut log = OutputLog::with_screen(TermSize::new(20, 4).unwrap(), 256 * 1024);
        log.append(OUT, b"\x1b[?1049h\x1b[2Jmenu", u64::MAX);
        for _ in 0..600 {
            log.append(OUT, &[b'.'; 1024], u64::MAX);
            log.append(OUT, b"\r", u64::MAX);
        }
        assert!(log.start() > 0);
        assert!(log.end() - log.start() <= 256 * 1024);
        assert_eq!(log.read(0), Err(Missed::Gone));
        let repaint = log.repaint().unwrap();
        assert!(repaint.windows(8).any(|part| part == b"\x1b[?1047h" || part == b"\x1b[?1049h"));
    }

    #[test]
    fn bytes_that_somebody_still_needs_stay_whatever_the_cap() {
        let mut log = OutputLog::new(Framing::Plain, 64 * 1024);
        for _ in 0..100 {
            log.append(OUT, &[b'x'; 4096], 10);
        }
        assert_eq!(log.start(), 0);
        log.append(OUT, b"x", 200 * 1024);
        assert!(log.start() > 0 && log.start() <= 200 * 1024);
    }

    #[test]
    fn many_tiny_blocks_are_bounded_by_what_they_cost() {
        let mut log = OutputLog::new(Framing::Plain, 64 * 1024);
        for _ in 0..100_000 {
            let offset = log.end();
            log.append(OUT, b"x", u64::MAX);
            log.read(offset).unwrap();
        }
        assert!(log.blocks.len() <= 1024);
    }

    #[test]
    fn a_size_that_came_with_bytes_already_gone_is_the_screens_size() {
        let mut log = OutputLog::with_screen(TermSize::new(20, 4).unwrap(), 128 * 1024);
        log.append(OUT, &[b'a'; 1000], u64::MAX);
        log.resize(TermSize::new(30, 5).unwrap());
        log.append(OUT, &[b'b'; 300_000], u64::MAX);
        let screen = log.screen.as_ref().unwrap();
        assert_eq!(screen.size, TermSize::new(30, 5).unwrap());
        assert!(screen.sizes.is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_kept_reads_back_as_it_was_written(
            chunks in prop::collection::vec((any::<bool>(), prop::collection::vec(any::<u8>(), 0..3000), any::<bool>()), 0..200),
            from in any::<prop::sample::Index>(),
        ) {
            let mut log = OutputLog::new(Framing::Plain, 64 * 1024);
            let mut written = Vec::new();
            for (stderr, chunk, read) in chunks {
                let at = log.end();
                log.append(if stderr { Stream::Stderr } else { OUT }, &chunk, u64::MAX);
                written.extend_from_slice(&chunk);
                if read {
                    let _ = log.read(at);
                }
            }
            let start = usize::try_from(log.start()).unwrap();
            let offset = start + from.index(written.len() - start + 1);
            prop_assert_eq!(log.end(), written.len() as u64);
            prop_assert_eq!(read_from(&mut log, offset as u64), &written[offset..]);
        }
    }
}
