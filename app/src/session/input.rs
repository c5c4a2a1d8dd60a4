//! Typed bytes on their way to the shell: kept until the relay has taken them, sent in order, never twice.

use std::collections::VecDeque;

use postern_shared::wire::limits::{CLIENT_MESSAGE_BYTES, INPUT_AHEAD_BYTES};

use super::pastes::{Pastes, Progress};
use crate::paste::Pasted;

/// Most bytes kept, in bytes: room for a paste of several megabytes, also while the line is down.
const KEPT_BYTES: usize = 8 * 1024 * 1024;
/// What pastes leave free of that, in bytes: keys find room behind the longest paste.
const KEPT_FOR_KEYS_BYTES: usize = 64 * 1024;
/// What may be under way of a paste, in bytes: cancelling it stops it here, where a key may go far ahead.
const PASTE_AHEAD_BYTES: u64 = 64 * 1024;

/// The input of one channel.
#[derive(Debug, Default)]
pub(super) struct Input {
    /// Bytes from offset `taken` on.
    kept: VecDeque<u8>,
    /// Offset up to which the relay has taken bytes.
    taken: u64,
    /// Offset up to which bytes were sent on the present WebSocket.
    sent: u64,
    /// Which of the bytes were pasted.
    pastes: Pastes,
}

impl Input {
    /// Takes typed bytes, all or none. Returns whether there was room.
    #[must_use]
    pub(super) fn push(&mut self, bytes: &[u8]) -> bool {
        let fits = self.kept.len() + bytes.len() <= KEPT_BYTES;
        if fits {
            self.kept.extend(bytes);
        }
        fits
    }

    /// Takes a paste, all or none, behind everything that was typed before. Returns whether there was room.
    #[must_use]
    pub(super) fn paste(&mut self, pasted: &Pasted) -> bool {
        let fits = self.kept.len() + pasted.bytes().len() + KEPT_FOR_KEYS_BYTES <= KEPT_BYTES;
        if fits {
            self.pastes.add(self.end(), pasted);
            self.kept.extend(pasted.bytes());
        }
        fits
    }

    /// How far the pastes are that are still to be sent.
    pub(super) fn progress(&self) -> Option<Progress> {
        self.pastes.progress(self.taken, self.sent)
    }

    /// Leaves out what was not sent yet of every paste; the end of its brackets is sent all the same.
    pub(super) fn cancel_pastes(&mut self) {
        let (taken, kept) = (self.taken, &self.kept);
        // Cut between characters, not inside of one.
        let is_inside =
            |offset: u64| kept.get((offset - taken) as usize).is_some_and(|byte| byte & 0xc0 == 0x80);
        // From the last one on, so that the offsets before it stay right.
        for cut in self.pastes.cancel(self.sent, is_inside).into_iter().rev() {
            self.kept.drain((cut.start - taken) as usize..(cut.end - taken) as usize);
        }
    }

    /// The offset that the next byte gets.
    fn end(&self) -> u64 {
        self.taken + self.kept.len() as u64
    }

    /// The relay has taken everything before this offset.
    pub(super) fn taken(&mut self, offset: u64) {
        let offset = offset.min(self.sent);
        let done = offset.saturating_sub(self.taken);
        self.kept.drain(..done as usize);
        self.taken += done;
        self.pastes.taken(self.taken);
    }

    /// A new WebSocket: the relay has taken everything before this offset, and the rest is to be sent again.
    /// Without an offset it knows nothing of this page's input, and counts from 0.
    ///
    /// Returns how many bytes are given up because nobody can say whether they arrived.
    pub(super) fn resume(&mut self, offset: Option<u64>) -> u64 {
        if let Some(offset) = offset.filter(|offset| (self.taken..=self.sent).contains(offset)) {
            self.taken(offset);
            self.sent = self.taken;
            return 0;
        }
        // What was sent and not confirmed may have been typed: twice would be worse. And the rest of a paste
        // without its beginning would be other commands than it was.
        let before = self.kept.len() as u64;
        if self.pastes.is_begun(self.sent) {
            self.cancel_pastes();
        }
        let uncertain = self.sent - self.taken;
        let lost = before - self.kept.len() as u64 + uncertain;
        self.kept.drain(..uncertain as usize);
        let start = offset.unwrap_or(0);
        self.pastes.renumber(self.sent, start);
        (self.taken, self.sent) = (start, start);
        lost
    }

    /// Forgets everything, and counts from 0. Returns how many bytes that were not known to be taken are given up.
    pub(super) fn give_up(&mut self) -> u64 {
        std::mem::take(self).kept.len() as u64
    }

    /// Forgets everything, and counts from 0.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The next bytes to send, as long as not too many are under way.
    pub(super) fn next_chunk(&mut self) -> Option<Vec<u8>> {
        let under_way = self.sent - self.taken;
        let unsent = self.kept.len() as u64 - under_way;
        let ahead = if self.progress().is_some() { PASTE_AHEAD_BYTES } else { INPUT_AHEAD_BYTES };
        let room = ahead.saturating_sub(under_way);
        let size = unsent.min(room).min(CLIENT_MESSAGE_BYTES as u64);
        if size == 0 {
            return None;
        }
        let start = under_way as usize;
        let chunk = self.kept.range(start..start + size as usize).copied().collect();
        self.sent += size;
        Some(chunk)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use postern_shared::wire::limits::{CLIENT_MESSAGE_BYTES, INPUT_AHEAD_BYTES};
    use proptest::prelude::*;

    use super::{Input, KEPT_BYTES};
    use crate::paste::Pasted;

    fn paste(input: &mut Input, text: &str) {
        assert!(input.paste(&Pasted::new(format!("\x1b[200~{text}\x1b[201~").into_bytes())));
    }

    #[test]
    fn keys_typed_during_a_paste_come_after_it() {
        let mut input = Input::default();
        paste(&mut input, &"x".repeat(200_000));
        assert!(input.push(b"\x04"));
        assert_eq!(drain(&mut input).split_off(6 + 200_000), b"\x1b[201~\x04");
        assert_eq!(input.progress(), None);
    }

    #[test]
    fn a_cancelled_paste_stops_between_characters_and_closes_its_brackets() {
        let mut input = Input::default();
        // Six bytes of bracket, then characters of three bytes: the first message ends inside of one.
        paste(&mut input, &"中".repeat(100_000));
        assert!(input.push(b"ls\r"));
        paste(&mut input, "second");
        let mut sent = input.next_chunk().unwrap();
        assert!(std::str::from_utf8(&sent).is_err());
        input.cancel_pastes();
        assert_eq!(input.progress(), None);
        input.taken(sent.len() as u64);
        sent.extend(drain(&mut input));
        let sent = String::from_utf8(sent).unwrap();
        assert!(sent.ends_with("中\x1b[201~ls\r"), "{:?}", &sent[sent.len() - 40..]);
    }

    #[test]
    fn the_rest_of_a_paste_is_not_typed_when_its_beginning_may_be_lost() {
        let mut input = Input::default();
        paste(&mut input, &"rm old; ".repeat(50_000));
        assert!(input.push(b"later"));
        send_all(&mut input);
        assert_eq!(input.resume(None), 6 + 400_000);
        assert_eq!(drain(&mut input), b"\x1b[201~later");
    }

    #[test]
    fn a_paste_leaves_room_for_keys() {
        let mut input = Input::default();
        assert!(!input.paste(&Pasted::new(vec![b'x'; KEPT_BYTES])));
        assert!(input.paste(&Pasted::new(vec![b'x'; KEPT_BYTES - 64 * 1024])));
        assert!(input.push(b"\x03"));
    }

    /// Sends everything to a relay that takes it at once.
    fn drain(input: &mut Input) -> Vec<u8> {
        let mut arrived = Vec::new();
        while let Some(chunk) = input.next_chunk() {
            arrived.extend(chunk);
            let sent = input.sent;
            input.taken(sent);
        }
        arrived
    }

    fn send_all(input: &mut Input) -> Vec<u8> {
        std::iter::from_fn(|| input.next_chunk()).flatten().collect()
    }

    #[test]
    fn a_large_paste_goes_out_in_pieces_and_waits_for_the_relay() {
        let mut input = Input::default();
        let paste: Vec<u8> = (0..1_000_000u32).map(|n| n as u8).collect();
        assert!(input.push(&paste));
        let (mut arrived, mut largest) = (Vec::new(), 0);
        while arrived.len() < paste.len() {
            let before = arrived.len();
            while let Some(chunk) = input.next_chunk() {
                largest = largest.max(chunk.len());
                arrived.extend(chunk);
            }
            assert!(arrived.len() - before <= INPUT_AHEAD_BYTES as usize);
            input.taken(arrived.len() as u64);
        }
        assert_eq!(arrived, paste);
        assert_eq!(largest, CLIENT_MESSAGE_BYTES);
    }

    #[test]
    fn what_finds_no_room_is_refused_whole() {
        let mut input = Input::default();
        assert!(input.push(&vec![b'x'; KEPT_BYTES - 1]));
        assert!(!input.push(b"ls"));
        assert!(input.push(b"l"));
    }

    #[test]
    fn when_the_relay_counts_anew_nothing_is_typed_twice() {
        let mut input = Input::default();
        assert!(input.push(b"rm -r old\r"));
        send_all(&mut input);
        input.taken(3);
        assert!(input.push(b"later"));
        assert_eq!(input.resume(None), 7);
        assert_eq!(send_all(&mut input), b"later");
    }

    /// What can happen to input between a keyboard and a relay.
    #[derive(Clone, Debug)]
    enum Step {
        Type(Vec<u8>),
        Paste(String),
        Send,
        /// The relay takes some of what it was sent, and says so or not.
        Take(usize, bool),
        /// The line breaks, and is up again.
        Cut,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 1..50).prop_map(Step::Type),
            "[a中]{1,40}".prop_map(Step::Paste),
            Just(Step::Send),
            (0usize..80, any::<bool>()).prop_map(|(most, says)| Step::Take(most, says)),
            Just(Step::Cut),
        ]
    }

    proptest! {
        #[test]
        fn typed_bytes_arrive_once_and_in_order_however_often_the_line_breaks(
            steps in proptest::collection::vec(step(), 1..60),
        ) {
            let (mut input, mut typed, mut line, mut arrived) = (Input::default(), vec![], vec![], vec![]);
            for step in steps.into_iter().chain([Step::Cut, Step::Send, Step::Take(usize::MAX, true)]) {
                match step {
                    Step::Type(bytes) => {
                        prop_assert!(input.push(&bytes));
                        typed.extend(bytes);
                    }
                    Step::Paste(text) => {
                        let pasted = Pasted::new(format!("\x1b[200~{text}\x1b[201~").into_bytes());
                        prop_assert!(input.paste(&pasted));
                        typed.extend(pasted.bytes());
                    }
                    Step::Send => line.extend(send_all(&mut input)),
                    Step::Take(most, says) => {
                        let rest = line.split_off(most.min(line.len()));
                        arrived.append(&mut line);
                        line = rest;
                        if says {
                            input.taken(arrived.len() as u64);
                        }
                    }
                    Step::Cut => {
                        line.clear();
                        prop_assert_eq!(input.resume(Some(arrived.len() as u64)), 0);
                    }
                }
            }
            prop_assert_eq!(arrived, typed);
        }
    }
}
