//! What the connection has to say, in the person's language.

use postern_shared::wire::Role;

use crate::session::{Away, Ending, Notice, State};
use crate::sign_in::Fault;
use crate::trouble::{Told, tell, tell_fault};
use crate::words::{Locale, td_string};

/// The state for those who hear the page; nothing while all is well.
pub(super) fn announce(l: Locale, state: &State) -> Option<String> {
    match state {
        State::Opening { tries: 0, .. } => Some(td_string!(l, shell.opening).to_owned()),
        State::Live { role: Role::Owner, .. } => None,
        State::Live { role: Role::Watcher, .. } => Some(td_string!(l, shell.watching).to_owned()),
        State::Opening { why, .. } | State::Asking { why, .. } => Some(away(l, *why).to_owned()),
        State::Waiting { why, .. } => Some(away(l, *why).to_owned()),
        State::Ended(how) => Some(ending(l, how)),
    }
}

/// Why the line is down.
pub(super) fn away(l: Locale, why: Away) -> &'static str {
    match why {
        Away::Cut => td_string!(l, shell.reconnecting),
        Away::RelayStopped => td_string!(l, shell.relay_stopped),
    }
}

/// How it ended.
pub(super) fn ending(l: Locale, ending: &Ending) -> String {
    let what = outcome(l, ending);
    match ending {
        Ending::Exit { seconds: Some(seconds), .. } => {
            td_string!(l, leave.after, what = what, time = duration(l, *seconds))
        }
        Ending::Exit { .. } | Ending::Shell(_) | Ending::Session(_) | Ending::Garbled => what,
    }
}

/// A length of time for a person.
pub(super) fn duration(l: Locale, seconds: u64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match hours {
        24.. => td_string!(l, leave.days, days = hours / 24, hours = hours % 24),
        1.. => td_string!(l, leave.hours, hours = hours, minutes = minutes % 60),
        0 if minutes > 0 => td_string!(l, leave.minutes, count = minutes),
        0 => td_string!(l, leave.seconds, count = seconds),
    }
}

fn outcome(l: Locale, ending: &Ending) -> String {
    match ending {
        Ending::Exit { signal: Some(signal), .. } => {
            td_string!(l, shell.killed, signal = signal.clone())
        }
        Ending::Exit { status: Some(status), .. } => {
            td_string!(l, shell.exited, status = *status)
        }
        Ending::Exit { .. } => td_string!(l, shell.ended).to_owned(),
        Ending::Shell(problem) | Ending::Session(problem) => in_one_line(tell(l, problem)),
        Ending::Garbled => in_one_line(tell_fault(l, &Fault::Garbled)),
    }
}

fn in_one_line(Told { what, next }: Told) -> String {
    format!("{what} {next}")
}

/// What the person should know although the connection goes on.
pub(super) fn notice(l: Locale, notice: Notice) -> String {
    match notice {
        Notice::OutputLost(bytes) => td_string!(l, shell.output_lost, size = size(bytes)),
        Notice::InputLost(bytes) => td_string!(l, shell.input_lost, size = size(bytes)),
        Notice::PasteTooLong(bytes) => td_string!(l, paste.too_long, size = size(bytes)),
    }
}

/// A number of bytes for a person.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}
