//! The stream of a monitor, cut into frames: what is not whole is dropped, however it was cut or garbled.

use super::frame::Frame;

/// Longest line, in bytes.
const LINE_BYTES: usize = 1024;
/// Most of a frame, in bytes: a thousand cores.
const FRAME_BYTES: usize = 256 * 1024;

/// Puts frames together from pieces of output.
#[derive(Debug, Default)]
pub struct Frames {
    line: Vec<u8>,
    /// The frame that has begun: its number, and its lines so far. None between frames, and while one is not whole.
    begun: Option<Begun>,
}

#[derive(Debug)]
struct Begun {
    number: u32,
    lines: Vec<String>,
    bytes: usize,
}

impl Frames {
    /// Takes a piece of output; returns the frames that are whole by now.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Frame> {
        let mut frames = Vec::new();
        let mut pieces = bytes.split(|byte| *byte == b'\n');
        let last = pieces.next_back().unwrap_or_default();
        for piece in pieces {
            self.extend(piece);
            let line = std::mem::take(&mut self.line);
            frames.extend(self.take(&line));
        }
        self.extend(last);
        frames
    }

    /// Of a line that is too long one byte too many is kept, by which it is known.
    fn extend(&mut self, piece: &[u8]) {
        let room = (LINE_BYTES + 1).saturating_sub(self.line.len());
        self.line.extend_from_slice(&piece[..piece.len().min(room)]);
    }

    fn take(&mut self, line: &[u8]) -> Option<Frame> {
        let text = std::str::from_utf8(line).ok().filter(|_| line.len() <= LINE_BYTES);
        let Some(text) = text else {
            // A name of any bytes is one line that is not told; the count at the end still has to be right.
            return self.keep(String::new());
        };
        if let Some(number) = text.strip_prefix("frame ") {
            let begin = |number| Begun { number, lines: Vec::new(), bytes: 0 };
            self.begun = number.parse().ok().map(begin);
            return None;
        }
        let Some(end) = text.strip_prefix("end ") else { return self.keep(text.to_owned()) };
        let begun = self.begun.take()?;
        let (number, count) = end.split_once(' ')?;
        let is_whole = number.parse() == Ok(begun.number) && count.parse() == Ok(begun.lines.len());
        is_whole.then(|| Frame::read(&begun.lines))
    }

    fn keep(&mut self, line: String) -> Option<Frame> {
        if let Some(begun) = &mut self.begun {
            begun.bytes += line.len() + 1;
            begun.lines.push(line);
            if begun.bytes > FRAME_BYTES {
                self.begun = None;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{FRAME_BYTES, Frame, Frames, LINE_BYTES};

    /// Two frames of a machine, with a load of their number.
    fn stream() -> Vec<u8> {
        let frame = |number: u32| {
            format!(
                "frame {number}\n/proc/uptime {number}2.50 1.00\n/proc/loadavg {number}.00 0.5 0.25 1/9 99\n\
                 df Filesystem 1024-blocks Used Available Capacity Mounted on\nend {number} 3\n"
            )
        };
        (frame(1) + &frame(2)).into_bytes()
    }

    fn loads(frames: &[Frame]) -> Vec<u64> {
        frames.iter().map(|frame| frame.load.unwrap_or_default()[0] as u64).collect()
    }

    #[test]
    fn a_frame_that_is_cut_garbled_or_interrupted_is_dropped_and_the_next_is_read() {
        assert_eq!(loads(&Frames::default().feed(&stream())), [1, 2]);
        let text = String::from_utf8(stream()).unwrap();
        for (from, to) in [
            ("frame 1\n", ""),
            ("frame 1\n", "frame one\n"),
            ("/proc/uptime 12.50 1.00\n", ""),
            ("end 1 3\n", ""),
            ("end 1 3\n", "end 1\n"),
            ("end 1 3\n", "end 7 3\n"),
            ("/proc/loadavg 1.00", "Broadcast message\n/proc/loadavg 1.00"),
        ] {
            let garbled = text.replacen(from, to, 1);
            assert_eq!(loads(&Frames::default().feed(garbled.as_bytes())), [2], "{from:?} {to:?}");
        }
    }

    #[test]
    fn lines_and_frames_have_an_end() {
        let long = [b"frame 1\n", vec![b'x'; 100 * LINE_BYTES].as_slice()].concat();
        let mut frames = Frames::default();
        assert!(frames.feed(&long).is_empty() && frames.line.len() == LINE_BYTES + 1);
        assert_eq!(
            frames.feed(b"\nend 1 1\n"),
            [Frame::default()],
            "a line too long counts, and says nothing"
        );
        let endless = [b"frame 1\n".to_vec(), b"x\n".repeat(FRAME_BYTES)].concat();
        frames.feed(&endless);
        assert!(frames.begun.is_none());
        assert_eq!(loads(&frames.feed(&stream())), [1, 2]);
    }

    proptest! {
        #[test]
        fn however_the_stream_is_cut_into_pieces_its_frames_are_the_same(
            cuts in prop::collection::vec(0..200_usize, 0..20),
        ) {
            let stream = stream();
            let (mut frames, mut read, mut at) = (Frames::default(), Vec::new(), 0);
            for cut in cuts {
                let end = (at + cut).min(stream.len());
                read.extend(frames.feed(&stream[at..end]));
                at = end;
            }
            read.extend(frames.feed(&stream[at..]));
            prop_assert_eq!(read, Frames::default().feed(&stream));
        }

        #[test]
        fn what_is_missing_in_the_middle_makes_no_frame_of_two(from in 0..190_usize, count in 1..190_usize) {
            let mut stream = stream();
            let from = from.min(stream.len());
            let to = (from + count).min(stream.len());
            let lines_lost = stream[from..to].contains(&b'\n');
            stream.drain(from..to);
            let frames = Frames::default().feed(&stream);
            prop_assert!(!lines_lost || frames.len() < 2);
        }

        #[test]
        fn nonsense_is_read_in_bounds(
            bytes in prop::collection::vec(prop::sample::select(&b"frame end 1 3\n/proc/stat cpu0 \xff:9"[..]), 0..2000),
        ) {
            let mut frames = Frames::default();
            frames.feed(&bytes);
            prop_assert!(frames.line.len() <= LINE_BYTES + 1);
            prop_assert_eq!(loads(&frames.feed(&[b"\n", stream().as_slice()].concat())), [1, 2]);
        }
    }
}
