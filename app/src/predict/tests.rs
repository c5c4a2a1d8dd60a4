//! What is drawn while a person types on a slow line, and when it goes away.

mod world;

use proptest::prelude::*;

use super::{BLANK, HALF, Line, Mode, Predictor};
use world::{Program, ROUND_TRIP, World};

/// Keys typed into a line that has echoed one, `a`.
fn typing(program: Program, keys: &[&str]) -> World {
    let mut world = World::with_proof(program);
    for key in keys {
        world.types(key);
    }
    world
}

#[test]
fn nothing_is_drawn_before_the_line_has_proved_that_it_echoes() {
    let mut world = World::new(Program::Shell, Mode::On);
    world.types("l");
    assert_eq!(world.drawn(), None);
    world.passes(ROUND_TRIP);
    world.types("s");
    assert_eq!(world.seen(), "$ ls|");
}

#[test]
fn keys_are_drawn_at_once_and_confirmed_by_their_echo() {
    let mut world = typing(Program::Shell, &["b", "c"]);
    assert_eq!(world.seen(), "$ abc|");
    world.passes(ROUND_TRIP);
    assert_eq!((world.drawn(), world.seen().as_str()), (None, "$ abc|"));
}

#[test]
fn wide_characters_and_several_at_once_are_drawn() {
    assert_eq!(typing(Program::Shell, &["中文", "ä"]).seen(), "$ a中文ä|");
    assert_eq!(typing(Program::Shell, &["中文", "\x7f"]).seen(), "$ a中|");
}

#[test]
fn backspace_and_arrows_work_within_what_was_typed() {
    assert_eq!(typing(Program::Shell, &["b", "c", "\x7f"]).seen(), "$ ab|");
    assert_eq!(typing(Program::Shell, &["b", "c", "\x1b[D", "\x1b[D", "\x1b[C"]).seen(), "$ ab|c");
}

#[test]
fn backspace_does_not_reach_into_the_prompt() {
    assert_eq!(typing(Program::Shell, &["\x7f", "\x7f", "\x7f"]).seen(), "$ |");
}

#[test]
fn typing_in_the_middle_is_drawn_once_the_rest_was_seen_to_move() {
    let mut world = typing(Program::Shell, &["b", "c", "\x1b[D"]);
    world.passes(ROUND_TRIP);
    world.types("x");
    assert_eq!(world.drawn(), None, "nobody knows yet what happens to the rest");
    world.passes(ROUND_TRIP);
    world.types("y");
    assert_eq!(world.seen(), "$ abxy|c");
    world.types("\x7f");
    assert_eq!(world.seen(), "$ abx|c");
}

#[test]
fn a_line_goes_on_in_the_next_row_if_that_is_empty() {
    let mut world = typing(Program::Shell, &["0123456789", "0123456789"]);
    assert_eq!(world.seen(), "$ a01234567890123456789|");
    world.passes(ROUND_TRIP);
    assert_eq!(world.seen(), "$ a01234567890123456789|");
    // Back over the margin it is left to the program.
    let typed_back = ["\x7f"; 6];
    for key in typed_back {
        world.types(key);
    }
    assert_eq!(world.seen(), "$ a01234567890123456|");
    world.passes(ROUND_TRIP);
    assert_eq!((world.drawn(), world.seen().as_str()), (None, "$ a01234567890123|"));
}

#[test]
fn at_the_bottom_of_the_screen_it_stops_at_the_margin() {
    let mut world = World::with_proof(Program::Shell);
    world.is_at_the_bottom();
    world.types("0123456789");
    world.types("0123456789");
    // A cursor behind the last column stands upon it.
    assert_eq!(world.seen(), "$ a0123456789012345|6");
    world.passes(ROUND_TRIP);
    assert_eq!((world.drawn(), world.seen().as_str()), (None, "$ a01234567890123456789|"));
}

#[test]
fn nothing_is_drawn_after_enter_until_the_next_line_echoes() {
    let mut world = typing(Program::Password, &["\r"]);
    for key in ["s", "e", "c", "r", "e", "t"] {
        world.types(key);
        assert!(!world.seen().contains(key) || world.screen_has(key), "{}", world.seen());
        world.passes(ROUND_TRIP / 3);
    }
    world.passes(10 * ROUND_TRIP);
    assert_eq!((world.drawn(), world.seen().as_str()), (None, "Password: |"));
}

#[test]
fn what_is_typed_ahead_of_a_prompt_is_drawn_as_soon_as_its_line_echoes() {
    let mut world = typing(Program::Shell, &["\r", "l", "s", " ", "-", "l"]);
    world.passes(ROUND_TRIP);
    world.types("a");
    world.passes(ROUND_TRIP);
    world.types("h");
    assert_eq!(world.seen(), "$ ls -lah|");
}

#[test]
fn a_program_that_echoes_something_else_is_believed_after_one_round_trip() {
    let mut world = typing(Program::Shell, &["b"]);
    world.passes(ROUND_TRIP);
    world.program = Program::UpperCase;
    world.types("c");
    assert_eq!(world.seen(), "$ abc|");
    world.passes(ROUND_TRIP);
    assert_eq!((world.drawn(), world.seen().as_str()), (None, "$ abC|"));
    world.types("d");
    assert_eq!(world.drawn(), None, "the line has to prove itself again");
}

#[test]
fn a_prediction_that_nothing_answers_is_taken_away_with_all_after_it() {
    let mut world = typing(Program::Shell, &["b"]);
    world.passes(ROUND_TRIP);
    world.program = Program::Silent;
    world.types("c");
    world.types("d");
    assert_eq!(world.seen(), "$ abcd|");
    world.passes(2 * ROUND_TRIP);
    assert_eq!((world.drawn(), world.seen().as_str()), (None, "$ ab|"));
}

#[test]
fn output_that_nobody_foretold_ends_the_trust() {
    let mut world = World::with_proof(Program::Shell);
    world.output("Password: ");
    world.types("s");
    assert_eq!(world.drawn(), None);
}

#[test]
fn a_prompt_that_is_drawn_again_further_down_keeps_what_was_foretold() {
    let mut world = typing(Program::Shell, &["b"]);
    // The screen scrolled; the line is the same.
    world.output("$ a");
    assert_eq!(world.seen(), "$ ab|");
}

#[test]
fn a_key_and_its_undoing_whose_echoes_came_together_are_no_contradiction() {
    let mut world = World::with_proof(Program::Shell);
    world.is_coalescing = true;
    world.types("b");
    world.types("\x7f");
    world.passes(3 * ROUND_TRIP);
    world.is_coalescing = false;
    world.types("c");
    assert_eq!(world.seen(), "$ ac|", "still trusted");
}

#[test]
fn automatic_prediction_begins_above_80_milliseconds() {
    for (round_trip, is_shown) in [(20, false), (81, true)] {
        let mut world = World::new(Program::Shell, Mode::Auto);
        world.round_trip = round_trip;
        world.predictor.line_took(u32::try_from(round_trip).unwrap());
        for key in ["a", "b"] {
            world.types(key);
            world.passes(round_trip);
        }
        world.types("c");
        assert_eq!(world.drawn().is_some(), is_shown, "{round_trip} ms");
    }
}

#[test]
fn half_a_character_that_output_puts_before_what_was_typed_is_not_taken_back_with_it() {
    let mut predictor = Predictor::default();
    predictor.set_mode(Mode::On);
    let line = |cells: &str, cursor| Line { cells: cells.chars().collect(), cursor, columns: 1, room: 3 };
    let events = [
        (line(" ", 0), "a"),
        (line(" ", 0), "\x1b[D"),
        (line(" ", 0), " "),
        (line(" ", 0), "\x1b[C"),
        (line("b", 1), "\x7f"),
        (line(" ", 0), "\x7f"),
        (line("  \0", 0), "a"),
    ];
    for (line, key) in events {
        predictor.typed(key.as_bytes(), 0, line.clone());
        predictor.shows(line, 0);
    }
}

#[test]
fn switched_off_it_draws_nothing() {
    let mut world = typing(Program::Shell, &["b"]);
    world.predictor.set_mode(Mode::Off);
    assert_eq!(world.drawn(), None);
    assert!(!world.predictor.is_waiting());
}

/// A key, and the time that passes after it.
fn typed() -> impl Strategy<Value = (String, u64)> {
    let key = prop_oneof![
        6 => "[a-e *]".prop_map(String::from),
        1 => Just("中".to_owned()),
        2 => Just("\x7f".to_owned()),
        1 => Just("\x1b[D".to_owned()),
        1 => Just("\x1b[C".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\x01".to_owned()),
    ];
    (key, prop_oneof![0u64..30, 0u64..2 * ROUND_TRIP])
}

fn session() -> impl Strategy<Value = Vec<(String, u64)>> {
    proptest::collection::vec(typed(), 1..60)
}

/// Text at any pace.
fn text() -> impl Strategy<Value = Vec<(String, u64)>> {
    let key = prop_oneof![6 => "[a-e *]".prop_map(String::from), 1 => Just("中".to_owned())];
    proptest::collection::vec((key, prop_oneof![0u64..30, 0u64..2 * ROUND_TRIP]), 1..60)
}

/// Any line a terminal can show, in a window of any width.
fn any_line() -> impl Strategy<Value = Line> {
    (1usize..12, 1usize..4, any::<bool>()).prop_flat_map(|(columns, rows, is_free)| {
        let cells = columns * rows;
        let character = prop_oneof![3 => Just(BLANK), 3 => proptest::char::range('a', 'c'), 1 => Just(HALF)];
        (proptest::collection::vec(character, cells), 0..=cells).prop_map(move |(cells, cursor)| {
            let room = cells.len() + if is_free { columns } else { 0 };
            Line { cells, cursor, columns, room }
        })
    })
}

proptest! {
    #[test]
    fn no_output_upsets_it(events in proptest::collection::vec((any_line(), typed()), 1..80)) {
        let mut predictor = Predictor::default();
        predictor.set_mode(Mode::On);
        let mut now = 0;
        for (line, (key, pause)) in events {
            predictor.typed(key.as_bytes(), now, line.clone());
            now += pause;
            let room = line.room;
            predictor.shows(line, now);
            if let Some(drawing) = predictor.drawing() {
                prop_assert!(drawing.cursor < room);
                prop_assert!(drawing.cells.iter().all(|cell| cell.index + cell.width <= room.max(1)));
            }
        }
    }

    #[test]
    fn in_the_end_the_screen_is_all_there_is(keys in session(), coalescing: bool) {
        for program in [Program::Shell, Program::UpperCase, Program::Silent, Program::Password, Program::Stars] {
            let mut world = World::new(program, Mode::On);
            world.is_coalescing = coalescing;
            for (key, pause) in &keys {
                world.types(key);
                world.passes(*pause);
            }
            // The longest that anything is waited for.
            world.passes(3_000);
            prop_assert_eq!(world.drawn(), None);
            prop_assert!(!world.predictor.is_waiting());
        }
    }

    #[test]
    fn nothing_is_ever_drawn_where_nothing_echoes(keys in session()) {
        let mut world = World::new(Program::Silent, Mode::On);
        for (key, pause) in &keys {
            world.types(key);
            prop_assert_eq!(world.drawn(), None);
            world.passes(*pause);
            prop_assert_eq!(world.drawn(), None);
        }
    }

    #[test]
    fn what_is_drawn_was_typed_less_than_two_round_trips_ago(keys in session(), coalescing: bool) {
        for program in [Program::Shell, Program::UpperCase, Program::Password, Program::Stars] {
            let mut world = World::new(program, Mode::On);
            world.is_coalescing = coalescing;
            for (key, pause) in &keys {
                world.types(key);
                world.passes(*pause);
                let is_recent = world.since_typed() < 2 * ROUND_TRIP;
                prop_assert!(is_recent || world.drawn().is_none());
            }
        }
    }

    // Keys that may have nothing to do, such as Backspace at a prompt, are left out: their silence is told from a late
    // echo only by waiting, and what is drawn meanwhile may be wrong for a round trip.
    #[test]
    fn what_is_drawn_is_what_a_shell_will_show(keys in text()) {
        let mut world = World::new(Program::Shell, Mode::On);
        for (key, pause) in &keys {
            world.types(key);
            prop_assert!(world.is_foretold_right(), "{} after {keys:?}", world.seen());
            world.passes(*pause);
            prop_assert!(world.is_foretold_right(), "{} after {keys:?}", world.seen());
        }
    }

    #[test]
    fn a_shell_that_echoes_what_is_typed_is_foretold_right(keys in proptest::collection::vec("[a-z]", 1..40)) {
        let mut world = World::with_proof(Program::Shell);
        let mut expected = "$ a".to_owned();
        for key in &keys {
            world.types(key);
            expected.push_str(key);
            prop_assert_eq!(world.seen(), format!("{expected}|"));
            world.passes(37);
        }
    }
}
