//! What columns, parts and subjects are called, in the person's language.

use postern_shared::table::{Heading, Scope, Topic};

use crate::words::{Locale, td_string};

pub(in super::super) fn topic(l: Locale, topic: Topic) -> &'static str {
    match topic {
        Topic::Processes => td_string!(l, board.processes),
    }
}

pub(super) fn scope(l: Locale, scope: Scope) -> &'static str {
    match scope {
        Scope::All => td_string!(l, board.all),
        Scope::Mine => td_string!(l, board.mine),
    }
}

pub(super) fn heading(l: Locale, heading: Heading) -> &'static str {
    match heading {
        Heading::Name => td_string!(l, board.name),
        Heading::Pid => td_string!(l, board.pid),
        Heading::User => td_string!(l, board.user),
        Heading::Cpu => td_string!(l, board.cpu),
        Heading::Memory => td_string!(l, board.memory),
        Heading::Resident => td_string!(l, board.resident),
        Heading::State => td_string!(l, board.state),
        Heading::Nice => td_string!(l, board.nice),
        Heading::Threads => td_string!(l, board.threads),
        Heading::Time => td_string!(l, board.time),
        Heading::Age => td_string!(l, board.age),
        Heading::Command => td_string!(l, board.command),
    }
}
