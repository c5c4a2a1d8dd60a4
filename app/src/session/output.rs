//! Counts output: what arrived, what the terminal has processed, and when to tell the relay.

use postern_shared::wire::limits::ACK_EVERY_BYTES;

/// What a binary frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// Part of a drawing of the screen, which replaces everything shown so far, and is not counted.
    Repaint { is_first: bool },
    /// Output; it ends at this offset.
    Output(u64),
}

/// The output of one channel.
#[derive(Debug, Default)]
pub(super) struct Output {
    received: u64,
    processed: u64,
    /// Everything before waits here for a terminal that nobody sees, and its program need not wait with it.
    kept: u64,
    acknowledged: u64,
    /// Everything before was processed by an earlier page.
    seen: u64,
    /// Length of the repaint that was announced, and how much of it is still to come, in bytes.
    repaint: u64,
    repaint_due: u64,
}

impl Output {
    /// Offset of the next byte to come.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// A new WebSocket: what an old one announced is void, and the relay has heard nothing on this one.
    pub(super) fn expect_opening(&mut self) {
        self.repaint_due = 0;
    }

    /// The relay goes on at this offset, perhaps with a repaint first.
    pub(super) fn opened(&mut self, offset: u64, seen: u64, repaint: u64) {
        self.received = offset;
        self.seen = seen;
        // What the terminal has still to do counts for nothing now: a repaint replaces it.
        if repaint > 0 || self.processed > offset {
            self.processed = offset;
        }
        self.kept = self.kept.min(offset);
        self.acknowledged = self.processed.min(offset);
        (self.repaint, self.repaint_due) = (repaint, repaint);
    }

    /// Whether the terminal is at work on output that an earlier page has processed, and answered.
    pub(super) fn is_seen_before(&self) -> bool {
        self.processed < self.seen
    }

    /// A binary frame came.
    pub(super) fn arrived(&mut self, bytes: u64) -> Arrival {
        if self.repaint_due > 0 {
            let is_first = self.repaint_due == self.repaint;
            self.repaint_due = self.repaint_due.saturating_sub(bytes);
            return Arrival::Repaint { is_first };
        }
        self.received += bytes;
        Arrival::Output(self.received)
    }

    /// The terminal has processed everything before this offset. Returns the offset to acknowledge, if it is time.
    pub(super) fn processed(&mut self, offset: u64) -> Option<u64> {
        // A frame from before a repaint may be done later than the repaint was announced.
        self.processed = offset.min(self.received).max(self.processed);
        self.due()
    }

    /// Everything before this offset is kept until its terminal has a turn. Returns the same.
    ///
    /// A page that is reloaded meanwhile takes it for processed: questions to the terminal in it stay unanswered.
    pub(super) fn kept(&mut self, offset: u64) -> Option<u64> {
        self.kept = offset.min(self.received).max(self.kept);
        self.due()
    }

    fn due(&mut self) -> Option<u64> {
        let done = self.processed.max(self.kept);
        let owed = done.saturating_sub(self.acknowledged);
        let is_due = owed >= ACK_EVERY_BYTES || (owed > 0 && done == self.received);
        is_due.then(|| {
            self.acknowledged = done;
            done
        })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use postern_shared::wire::limits::ACK_EVERY_BYTES;
    use proptest::prelude::*;

    use super::{Arrival, Output};

    #[test]
    fn a_reader_that_keeps_up_acknowledges_every_frame() {
        let mut output = Output::default();
        assert_eq!(output.arrived(10), Arrival::Output(10));
        assert_eq!(output.processed(10), Some(10));
        assert_eq!(output.processed(10), None);
    }

    #[test]
    fn what_is_kept_is_acknowledged_before_it_is_processed_and_not_again_after() {
        let mut output = Output::default();
        output.opened(0, 0, 0);
        assert_eq!(output.arrived(10), Arrival::Output(10));
        assert_eq!(output.kept(10), Some(10));
        assert!(
            !output.is_seen_before(),
            "what an earlier page has answered is known by what was processed alone"
        );
        assert_eq!(output.processed(10), None);
        assert_eq!(output.arrived(10), Arrival::Output(20));
        assert_eq!(output.processed(20), Some(20));
        // The relay lost what came after.
        output.opened(15, 0, 5);
        assert_eq!(
            (output.arrived(5), output.arrived(5)),
            (Arrival::Repaint { is_first: true }, Arrival::Output(20))
        );
        assert_eq!(output.kept(20), Some(20));
    }

    #[test]
    fn under_a_flood_acknowledgements_are_bundled() {
        let mut output = Output::default();
        let frame = ACK_EVERY_BYTES / 4;
        for _ in 0..100 {
            output.arrived(frame);
        }
        let acknowledged: Vec<_> = (1..=8).map(|n| output.processed(n * frame)).collect();
        let every = Some(ACK_EVERY_BYTES);
        assert_eq!(acknowledged, [None, None, None, every, None, None, None, every.map(|n| 2 * n)]);
    }

    #[test]
    fn a_repaint_is_not_counted_and_comes_once() {
        let mut output = Output::default();
        output.arrived(100);
        output.opened(5000, 0, 900);
        assert_eq!(output.arrived(700), Arrival::Repaint { is_first: true });
        assert_eq!(output.arrived(200), Arrival::Repaint { is_first: false });
        assert_eq!(output.arrived(10), Arrival::Output(5010));
        assert_eq!(output.processed(100), None, "a frame from before the repaint");
        assert_eq!(output.processed(5010), Some(5010));
    }

    proptest! {
        #[test]
        fn in_the_end_everything_is_acknowledged_and_nothing_early(
            frames in proptest::collection::vec(1u64..100_000, 1..50),
        ) {
            let mut output = Output::default();
            let ends: Vec<u64> = frames.iter().map(|&bytes| match output.arrived(bytes) {
                Arrival::Output(end) => end,
                Arrival::Repaint { .. } => 0,
            }).collect();
            let mut last = 0;
            for &end in &ends {
                if let Some(offset) = output.processed(end) {
                    prop_assert!(offset <= end && offset > last);
                    last = offset;
                }
                prop_assert!(end - last < ACK_EVERY_BYTES || end == last);
            }
            prop_assert_eq!(last, frames.iter().sum::<u64>());
        }
    }
}
