//! Who gets how much of the one thread, measured on a clock that only parsing moves.

use super::{HIDDEN_BYTES, Micros, Place, SLICE_BYTES, Sight, TURN, Turn, Turns};

/// What a terminal needs for a slice, in microseconds.
const COST: Micros = 1_500;
/// Bytes the relay lets run ahead.
const AHEAD: usize = 64 * 1024;

/// A page whose terminals process slices one after the other.
struct Page {
    turns: Turns,
    now: Micros,
    /// For each pane: whether its program floods it, and how long its terminal has worked.
    panes: Vec<(Place, bool, Micros)>,
    /// The longest time without a pause.
    longest: Micros,
    begun: Micros,
}

impl Page {
    fn with_floods(panes: usize) -> Self {
        let mut turns = Turns::default();
        let panes = (0..panes).map(|_| (turns.join(), true, 0)).collect();
        let mut page = Self { turns, now: 1_000_000, panes, longest: 0, begun: 1_000_000 };
        for at in 0..page.panes.len() {
            page.turns.came(page.panes[at].0, AHEAD);
        }
        page
    }

    fn quiet_pane(&mut self) -> Place {
        let place = self.turns.join();
        self.panes.push((place, false, 0));
        place
    }

    /// One step: a slice, or a pause. Returns whose slice it was.
    fn step(&mut self) -> Option<Place> {
        match self.turns.next(self.now) {
            Turn::Slice(place, bytes) => {
                let took = COST * bytes.div_ceil(SLICE_BYTES) as Micros;
                self.now += took;
                self.longest = self.longest.max(self.now - self.begun);
                self.turns.done(place, took, self.now);
                let pane = self.panes.iter_mut().find(|pane| pane.0 == place).unwrap();
                pane.2 += took;
                if pane.1 {
                    self.turns.came(place, bytes);
                }
                Some(place)
            }
            Turn::Wait(moment) => {
                // A task ends here; the next begins a little later.
                self.now = moment.max(self.now + 100);
                self.begun = self.now;
                None
            }
            Turn::Rest => {
                self.now += 1_000;
                self.begun = self.now;
                None
            }
        }
    }

    fn run_for(&mut self, micros: Micros) {
        let end = self.now + micros;
        while self.now < end {
            self.step();
        }
    }

    fn worked(&self, at: usize) -> Micros {
        self.panes[at].2
    }
}

#[test]
fn floods_share_the_time_and_none_starves() {
    let mut page = Page::with_floods(8);
    page.run_for(10_000_000);
    let shares: Vec<Micros> = (0..8).map(|at| page.worked(at)).collect();
    let (least, most) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
    assert!(most - least <= 2 * TURN, "{shares:?}");
    assert!(shares.iter().sum::<Micros>() > 8_000_000, "the time is used: {shares:?}");
}

#[test]
fn no_task_is_longer_than_a_turn_and_a_slice() {
    let mut page = Page::with_floods(8);
    page.run_for(3_000_000);
    assert!(page.longest <= TURN + COST, "{}", page.longest);
}

#[test]
fn what_is_typed_in_a_ninth_pane_is_next() {
    let mut page = Page::with_floods(8);
    let typed = page.quiet_pane();
    for _ in 0..50 {
        page.turns.typed(typed, page.now);
        page.run_for(37_000);
        page.turns.came(typed, 1);
        assert_eq!(page.step(), Some(typed));
    }
}

#[test]
fn while_someone_types_the_others_leave_most_of_the_time_free() {
    let mut page = Page::with_floods(8);
    let typed = page.quiet_pane();
    for _ in 0..20 {
        page.turns.typed(typed, page.now);
        page.run_for(100_000);
    }
    let others: Micros = (0..8).map(|at| page.worked(at)).sum();
    assert!(others <= 2_000_000 / 5, "{others}");
    assert!((0..8).all(|at| page.worked(at) > 0), "but none of them stands still");
}

#[test]
fn a_flood_in_the_pane_that_is_typed_in_does_not_starve_the_others() {
    let mut page = Page::with_floods(3);
    for _ in 0..20 {
        page.turns.typed(page.panes[0].0, page.now);
        page.run_for(100_000);
    }
    assert!(page.worked(0) > 1_000_000, "it goes first: {}", page.worked(0));
    assert!(page.worked(1) > 80_000 && page.worked(2) > 80_000, "{} {}", page.worked(1), page.worked(2));
}

#[test]
fn little_may_wait_for_a_pane_nobody_sees_and_much_may_not() {
    let mut turns = Turns::default();
    let place = turns.join();
    assert!(!turns.came(place, 1), "what is seen is processed at once");
    turns.seen(place, Sight::Hidden);
    assert!(turns.came(place, HIDDEN_BYTES - 1));
    assert!(!turns.came(place, 1));
}

#[test]
fn a_hidden_flood_costs_less_than_a_fiftieth_of_the_time() {
    let mut page = Page::with_floods(1);
    page.turns.seen(page.panes[0].0, Sight::Hidden);
    page.run_for(20_000_000);
    assert!((1..400_000).contains(&page.worked(0)), "{}", page.worked(0));
}

#[test]
fn a_pane_that_comes_into_sight_catches_up_at_once() {
    let mut page = Page::with_floods(2);
    page.turns.seen(page.panes[0].0, Sight::Hidden);
    page.run_for(1_000_000);
    page.turns.seen(page.panes[0].0, Sight::Shown);
    let before = page.worked(0);
    page.run_for(1_000_000);
    assert!(page.worked(0) - before > 400_000);
}

#[test]
fn a_flood_that_is_alone_is_handed_over_whole() {
    let mut page = Page::with_floods(1);
    assert_eq!(page.turns.next(page.now), Turn::Slice(page.panes[0].0, AHEAD));
    page.turns.came(page.panes[0].0, 10);
    assert_eq!(page.turns.next(page.now), Turn::Slice(page.panes[0].0, 10), "without waiting for the first");
}

#[test]
fn a_pane_that_is_gone_holds_nobody_up() {
    let mut page = Page::with_floods(2);
    let Turn::Slice(first, _) = page.turns.next(page.now) else { panic!("no slice") };
    page.turns.leave(first);
    page.panes.retain(|pane| pane.0 != first);
    assert_eq!(page.step(), Some(page.panes[0].0));
}
