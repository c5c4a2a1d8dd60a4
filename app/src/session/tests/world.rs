//! Properties of a connection, in a world that does whatever it likes to the line.

use postern_shared::wire::{ClientControl, ServerControl};
use proptest::prelude::*;

use super::super::{Arrival, Connection, Effect, Event, Moment};
use super::{opened, start};

/// What the world does to a connection.
#[derive(Clone, Debug)]
enum Step {
    Type(Vec<u8>),
    /// The shell prints so many bytes, and they arrive if the line is up.
    Print(usize),
    /// The relay takes so many of the bytes under way, and perhaps says so.
    Take(usize, bool),
    /// The terminal gets on with its work.
    Process,
    Cut,
    /// The line hangs: nothing passes any more, and nobody is told.
    Stall,
    Stir,
    Pass(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..30).prop_map(Step::Type),
        (1usize..50_000).prop_map(Step::Print),
        (0usize..60, any::<bool>()).prop_map(|(most, says)| Step::Take(most, says)),
        Just(Step::Process),
        Just(Step::Cut),
        Just(Step::Stall),
        Just(Step::Stir),
        (1u64..7_000).prop_map(Step::Pass),
    ]
}

/// A relay with one shell, a line to it, and the terminal at the other end.
#[derive(Default)]
struct World {
    now: Moment,
    printed: u64,
    shown: u64,
    processed: u64,
    acknowledged: u64,
    /// What the relay may forget: acknowledged, or not asked for on resuming.
    known: u64,
    typed: Vec<u8>,
    taken: Vec<u8>,
    under_way: Vec<u8>,
    is_up: bool,
    is_stalled: bool,
    wake_at: Option<Moment>,
}

impl World {
    fn perform(&mut self, connection: &mut Connection, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Connect(attach) => {
                    let offset = attach.resume.map_or(0, |(_, offset)| offset);
                    assert_eq!(offset, self.shown, "resumes from what was shown");
                    (self.is_up, self.is_stalled) = (true, false);
                    self.known = self.known.max(offset);
                    self.under_way.clear();
                    let event = opened("c1", offset, self.taken.len() as u64);
                    let effects = connection.handle(event, self.now, 0.5);
                    self.perform(connection, effects);
                    self.deliver(connection);
                }
                Effect::Disconnect => self.is_up = false,
                Effect::Type(bytes) if self.passes() => self.under_way.extend(bytes),
                Effect::Say(ClientControl::Ack { offset }) => {
                    self.acknowledged = offset;
                    if self.passes() {
                        self.known = offset;
                    }
                }
                Effect::Say(ClientControl::Ping { id }) if self.passes() => {
                    self.feed(connection, Event::Said(ServerControl::Pong { id }));
                }
                Effect::WakeAt(moment) => self.wake_at = Some(moment),
                Effect::Say(_) | Effect::Type(_) | Effect::Remember(_) => {}
                Effect::Ask | Effect::Freshen => panic!("{effect:?}"),
            }
        }
    }

    fn feed(&mut self, connection: &mut Connection, event: Event) {
        let effects = connection.handle(event, self.now, 0.5);
        self.perform(connection, effects);
    }

    fn passes(&self) -> bool {
        self.is_up && !self.is_stalled
    }

    fn deliver(&mut self, connection: &mut Connection) {
        if self.passes() && self.shown < self.printed {
            let end = connection.arrived((self.printed - self.shown) as usize);
            assert_eq!(end, Arrival::Output(self.printed), "nothing is lost or doubled");
            self.shown = self.printed;
        }
    }

    fn step(&mut self, connection: &mut Connection, step: Step) {
        match step {
            Step::Type(bytes) => {
                self.typed.extend(&bytes);
                self.feed(connection, Event::Typed(bytes));
            }
            Step::Print(bytes) => {
                self.printed += bytes as u64;
                self.deliver(connection);
            }
            Step::Take(most, says) => {
                let rest = self.under_way.split_off(most.min(self.under_way.len()));
                self.taken.append(&mut self.under_way);
                self.under_way = rest;
                if says && self.passes() {
                    let offset = self.taken.len() as u64;
                    self.feed(connection, Event::Said(ServerControl::Input { offset }));
                }
            }
            Step::Process => {
                self.processed = self.shown;
                self.feed(connection, Event::Processed(self.shown));
            }
            Step::Cut if self.is_up => {
                self.is_up = false;
                self.under_way.clear();
                self.feed(connection, Event::Closed(1006));
            }
            Step::Cut => {}
            Step::Stall => self.is_stalled = true,
            Step::Stir => self.feed(connection, Event::Stirred),
            Step::Pass(millis) => {
                self.now += millis;
                if self.wake_at.take_if(|moment| *moment <= self.now).is_some() {
                    self.feed(connection, Event::Woken);
                }
            }
        }
        assert!(self.acknowledged <= self.processed, "nothing is acknowledged before it was processed");
    }
}

proptest! {
    #[test]
    fn whatever_happens_to_the_line_both_directions_arrive_once_and_in_order(
        steps in proptest::collection::vec(step(), 0..80),
    ) {
        let (mut connection, effects) = start(None);
        let mut world = World::default();
        world.perform(&mut connection, effects);
        // Long enough to find a stalled line out, to drop it, and to come back.
        let calm = std::iter::repeat_n(Step::Pass(20_000), 4);
        let end = calm.chain([Step::Take(usize::MAX, true), Step::Process]);
        for step in steps.into_iter().chain(end) {
            world.step(&mut connection, step);
        }
        prop_assert_eq!(world.taken, world.typed);
        prop_assert_eq!(world.shown, world.printed);
        prop_assert_eq!(world.known, world.printed);
    }
}
