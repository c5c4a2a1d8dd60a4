//! Stories of a connection; its properties are in `world`.

mod world;

use postern_shared::api::{ChannelInfo, ChannelKind, Problem, SessionEnd};
use postern_shared::wire::{ClientControl, CloseCode, Role, ServerControl, TermSize};

use super::{Answer, Arrival, Attach, Away, Connection, Effect, Ending, Event, Moment, Notice, State};

#[test]
fn a_first_shell_opens_and_what_was_typed_meanwhile_is_sent() {
    let (mut connection, effects) = start(None);
    assert_eq!(attach(&effects).unwrap().resume, None);
    assert!(connection.handle(typed(b"ls\r"), 5, 0.5).is_empty());
    let effects = connection.handle(opened("c1", 0, 0), 20, 0.5);
    assert!(effects.contains(&Effect::Remember("c1".into())));
    assert!(effects.contains(&Effect::Type(b"ls\r".to_vec())));
}

#[test]
fn a_cut_line_is_resumed_from_the_bytes_that_arrived() {
    let (mut connection, _) = live(0);
    assert_eq!(connection.arrived(1000), Arrival::Output(1000));
    let effects = connection.handle(Event::Closed(1006), 100, 1.0);
    assert_eq!(effects, [Effect::WakeAt(350)]);
    let effects = connection.handle(Event::Woken, 350, 0.5);
    assert_eq!(attach(&effects).unwrap().resume, Some(("c1".into(), 1000)));
}

#[test]
fn unconfirmed_input_is_sent_again_from_where_the_relay_stands() {
    let (mut connection, typist) = live(0);
    connection.handle(typed(b"sleep 9\r"), 30, 0.5);
    connection.handle(Event::Closed(1006), 100, 0.5);
    connection.handle(typed(b"date\r"), 200, 0.5);
    let effects = connection.handle(Event::Woken, 9_000, 0.5);
    assert_eq!(attach(&effects).unwrap().typist, typist);
    let effects = connection.handle(opened("c1", 0, 6), 9_010, 0.5);
    assert!(effects.contains(&Effect::Type(b"9\rdate\r".to_vec())), "{effects:?}");
    assert_eq!(connection.notice(), None);
}

#[test]
fn a_line_without_pong_counts_as_stalled() {
    let (mut connection, _) = live(1_000);
    assert!(!connection.handle(Event::Woken, 5_900, 0.5).contains(&Effect::Disconnect));
    let effects = connection.handle(Event::Woken, 6_000, 0.0);
    assert_eq!(effects, [Effect::Disconnect, Effect::WakeAt(6_125)]);
    assert_eq!(connection.state(), &State::Waiting { tries: 0, until: 6_125, why: Away::Cut });
}

#[test]
fn pongs_keep_a_quiet_line_alive_and_measure_it() {
    let (mut connection, _) = live(0);
    connection.handle(Event::Said(ServerControl::Pong { id: 1 }), 23, 0.5);
    assert_eq!(connection.round_trips().collect::<Vec<_>>(), [23]);
    let effects = connection.handle(Event::Woken, 5_000, 0.5);
    assert_eq!(effects, [Effect::Say(ClientControl::Ping { id: 2 }), Effect::WakeAt(10_000)]);
}

#[test]
fn a_browser_back_online_does_not_wait() {
    let (mut connection, _) = live(0);
    connection.handle(Event::Closed(1006), 100, 1.0);
    let effects = connection.handle(Event::Stirred, 110, 0.5);
    assert!(attach(&effects).is_some());
}

#[test]
fn a_socket_that_fails_before_it_opens_leads_to_the_question_whether_the_session_lives() {
    for (answer, expected) in [
        (Answer::Lives(vec![]), None),
        (Answer::Silence, None),
        (Answer::Gone(gone()), Some(Ending::Session(gone()))),
    ] {
        let (mut connection, _) = start(None);
        assert!(connection.handle(Event::Closed(1006), 50, 0.5).contains(&Effect::Ask));
        connection.handle(Event::Answered(answer), 60, 0.5);
        match (connection.state(), expected) {
            (State::Waiting { tries: 1, .. }, None) => {}
            (State::Ended(ending), Some(expected)) => assert_eq!(*ending, expected),
            (state, expected) => panic!("{state:?} instead of {expected:?}"),
        }
    }
}

#[test]
fn a_shell_that_was_opened_but_never_named_is_found_again() {
    let (mut connection, _) = start(None);
    connection.handle(Event::Closed(1006), 50, 0.5);
    let shell = |channel: &str, attached| ChannelInfo {
        channel: channel.into(),
        kind: ChannelKind::Shell,
        attached,
        offset: 40,
    };
    connection.handle(Event::Answered(Answer::Lives(vec![shell("c1", true), shell("c2", false)])), 60, 0.5);
    let effects = connection.handle(Event::Again, 70, 0.5);
    assert_eq!(attach(&effects).unwrap().resume, Some(("c2".into(), 0)));
}

#[test]
fn a_relay_that_shuts_down_is_waited_for() {
    let (mut connection, _) = live(0);
    let problem = Problem::ShuttingDown;
    connection.handle(Event::Said(ServerControl::Problem { problem: problem.into() }), 10, 0.5);
    connection.handle(Event::Closed(CloseCode::ShuttingDown.number()), 11, 0.5);
    assert!(matches!(connection.state(), State::Waiting { why: Away::RelayStopped, .. }));
}

#[test]
fn an_exit_ends_it_and_a_new_shell_begins_on_request() {
    let (mut connection, first) = live(0);
    connection.arrived(77);
    let exit = ServerControl::Exit { status: Some(3), signal: None, seconds: 720 };
    connection.handle(Event::Said(exit), 10, 0.5);
    assert!(connection.handle(Event::Closed(1000), 11, 0.5).is_empty());
    let ended = Ending::Exit { status: Some(3), signal: None, seconds: Some(720) };
    assert_eq!(connection.state(), &State::Ended(ended));
    assert!(connection.handle(typed(b"lost"), 12, 0.5).is_empty());
    let effects = connection.handle(Event::Again, 20, 0.5);
    assert_eq!(effects[0], Effect::Freshen);
    let attach = attach(&effects).unwrap();
    assert_eq!(attach.resume, None);
    assert_ne!(attach.typist, first);
}

#[test]
fn problems_of_the_shell_and_of_the_session_end_differently() {
    for (problem, code, ending) in [
        (gone(), CloseCode::SessionGone, Ending::Session(gone())),
        (Problem::ChannelGone, CloseCode::ChannelGone, Ending::Shell(Problem::ChannelGone)),
    ] {
        // The relay may refuse before it says `opened`.
        for mut connection in [live(0).0, start(Some("c1")).0] {
            let said = ServerControl::Problem { problem: problem.clone().into() };
            connection.handle(Event::Said(said), 10, 0.5);
            connection.handle(Event::Closed(code.number()), 11, 0.5);
            assert_eq!(connection.state(), &State::Ended(ending.clone()));
        }
    }
}

#[test]
fn a_relay_of_another_version_is_not_asked_for_one_shell_after_the_other() {
    let (mut connection, _) = start(None);
    connection.handle(Event::Unreadable, 10, 0.5);
    assert_eq!(connection.state(), &State::Ended(Ending::Garbled));
    let (mut connection, _) = live(0);
    assert!(connection.handle(Event::Unreadable, 10, 0.5).is_empty());
    assert!(matches!(connection.state(), State::Live { .. }));
}

#[test]
fn a_watcher_does_not_type_and_takes_over_as_someone_new() {
    let (mut connection, first) = live(0);
    connection.handle(Event::Said(ServerControl::Role { role: Role::Watcher }), 10, 0.5);
    assert!(connection.handle(typed(b"x"), 11, 0.5).is_empty());
    assert!(connection.handle(Event::Resized(TermSize::new(9, 9).unwrap()), 12, 0.5).is_empty());
    let effects = connection.handle(Event::Take, 20, 0.5);
    let attach = attach(&effects).unwrap();
    assert!(!attach.watch);
    assert_ne!(attach.typist, first);
}

#[test]
fn a_page_that_was_overtaken_while_away_types_nothing_again_and_says_so() {
    let (mut connection, first) = live(0);
    connection.handle(typed(b"make install\n"), 10, 0.5);
    connection.handle(Event::Closed(1006), 20, 0.5);
    connection.handle(Event::Stirred, 30, 0.5);
    let effects = connection.handle(unknown_typist(Role::Watcher), 40, 0.5);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Type(_))), "{effects:?}");
    assert_eq!(connection.notice(), Some(Notice::InputLost(13)));
    let effects = connection.handle(Event::Take, 50, 0.5);
    assert_ne!(attach(&effects).unwrap().typist, first);
}

#[test]
fn a_relay_that_does_not_know_the_typist_gets_nothing_twice() {
    let (mut connection, _) = live(0);
    connection.handle(typed(b"rm -r old\n"), 10, 0.5);
    connection.handle(Event::Closed(1006), 20, 0.5);
    connection.handle(Event::Stirred, 30, 0.5);
    connection.handle(typed(b"ls\n"), 35, 0.5);
    let effects = connection.handle(unknown_typist(Role::Owner), 40, 0.5);
    let sent: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Type(bytes) => Some(bytes.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(sent, [b"ls\n".to_vec()]);
    assert_eq!(connection.notice(), Some(Notice::InputLost(10)));
}

#[test]
fn a_relay_that_stopped_is_the_reason_until_it_answers_again() {
    let (mut connection, _) = live(0);
    connection.handle(Event::Closed(CloseCode::ShuttingDown.number()), 10, 0.5);
    for now in [20, 40] {
        connection.handle(Event::Stirred, now, 0.5);
        assert!(matches!(connection.state(), State::Opening { why: Away::RelayStopped, .. }));
        connection.handle(Event::Closed(1006), now + 1, 0.5);
        connection.handle(Event::Answered(Answer::Silence), now + 2, 0.5);
        assert!(matches!(connection.state(), State::Waiting { why: Away::RelayStopped, .. }));
    }
    connection.handle(Event::Stirred, 60, 0.5);
    connection.handle(Event::Closed(1006), 61, 0.5);
    connection.handle(Event::Answered(Answer::Lives(Vec::new())), 62, 0.5);
    assert!(matches!(connection.state(), State::Waiting { why: Away::Cut, .. }));
}

#[test]
fn a_watcher_whose_line_breaks_comes_back_as_a_watcher() {
    let (mut connection, _) = live(0);
    connection.handle(Event::Said(ServerControl::Role { role: Role::Watcher }), 10, 0.5);
    connection.handle(Event::Closed(1006), 20, 0.5);
    let effects = connection.handle(Event::Stirred, 30, 0.5);
    assert!(attach(&effects).unwrap().watch);
}

#[test]
fn lost_output_is_told_unless_the_page_had_shown_nothing_yet() {
    for (had_output, notice) in [(true, Some(Notice::OutputLost(900))), (false, None)] {
        let (mut connection, _) = start(Some("c1"));
        if had_output {
            connection.handle(opened("c1", 0, 0), 10, 0.5);
            connection.arrived(100);
            connection.handle(Event::Closed(1006), 20, 0.5);
            connection.handle(Event::Stirred, 30, 0.5);
        }
        connection.handle(repainted(1000, 900), 40, 0.5);
        assert_eq!(connection.notice(), notice);
        assert_eq!(connection.arrived(300), Arrival::Repaint { is_first: true });
        assert_eq!(connection.arrived(5), Arrival::Output(1005));
    }
}

#[test]
fn an_opening_said_again_in_the_middle_moves_the_output_and_leaves_the_input_alone() {
    let (mut connection, _) = live(0);
    connection.handle(typed(b"abc"), 10, 0.5);
    connection.handle(Event::Said(ServerControl::Input { offset: 3 }), 11, 0.5);
    let effects = connection.handle(repainted(5000, 4000), 12, 0.5);
    assert!(effects.is_empty(), "{effects:?}");
    assert_eq!(connection.handle(typed(b"d"), 13, 0.5), [Effect::Type(b"d".to_vec())]);
}

#[test]
fn tries_are_counted_until_the_line_has_proved_itself() {
    let (mut connection, _) = live(0);
    let mut now = 0;
    let mut cut = |connection: &mut Connection, answered: bool| {
        now += 20_000;
        connection.handle(Event::Closed(1006), now, 0.5);
        connection.handle(Event::Stirred, now, 0.5);
        if answered {
            connection.handle(opened("c1", 0, 0), now, 0.5);
        } else {
            connection.handle(Event::Closed(1006), now, 0.5);
            connection.handle(Event::Answered(Answer::Silence), now, 0.5);
        }
        now
    };
    cut(&mut connection, false);
    let now = cut(&mut connection, true);
    assert!(matches!(connection.state(), State::Live { tries: 1, .. }), "{:?}", connection.state());
    let ping = connection.handle(Event::Stirred, now, 0.5);
    assert!(ping.iter().all(|effect| !matches!(effect, Effect::Say(_))), "one is under way already");
    connection.handle(Event::Said(ServerControl::Pong { id: 2 }), now + 9, 0.5);
    assert!(matches!(connection.state(), State::Live { tries: 0, .. }));
}

fn start(channel: Option<&str>) -> (Connection, Vec<Effect>) {
    Connection::new("page".into(), channel.map(Into::into), TermSize::default(), 0)
}

/// A shell attached at `now`, and its typist.
fn live(now: Moment) -> (Connection, String) {
    let (mut connection, effects) = start(None);
    connection.handle(opened("c1", 0, 0), now, 0.5);
    (connection, attach(&effects).unwrap().typist.clone())
}

fn attach(effects: &[Effect]) -> Option<&Attach> {
    effects.iter().find_map(|effect| match effect {
        Effect::Connect(attach) => Some(attach),
        _ => None,
    })
}

/// A relay that goes on with the channel, and counts this page's input from the beginning.
fn unknown_typist(role: Role) -> Event {
    let channel = "c1".to_owned();
    Event::Said(ServerControl::Opened { channel, offset: 0, lost: 0, seen: 0, repaint: 0, input: None, role })
}

fn opened(channel: &str, offset: u64, input: u64) -> Event {
    let input = Some(input);
    let (channel, role) = (channel.into(), Role::Owner);
    Event::Said(ServerControl::Opened { channel, offset, lost: 0, seen: 0, repaint: 0, input, role })
}

fn repainted(offset: u64, lost: u64) -> Event {
    let (channel, role) = ("c1".into(), Role::Owner);
    Event::Said(ServerControl::Opened { channel, offset, lost, seen: 0, repaint: 300, input: None, role })
}

fn typed(bytes: &[u8]) -> Event {
    Event::Typed(bytes.to_vec())
}

fn gone() -> Problem {
    Problem::SessionGone { why: SessionEnd::Expired }
}
