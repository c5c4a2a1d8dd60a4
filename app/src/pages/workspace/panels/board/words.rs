//! What columns, parts and subjects are called, in the person's language.

use postern_shared::table::{Heading, Scope, Topic};

use crate::words::{Locale, td_string};

pub(in super::super) fn topic(l: Locale, topic: Topic) -> &'static str {
    match topic {
        Topic::Processes => td_string!(l, board.processes),
        Topic::Packages => td_string!(l, people.packages),
        Topic::Users => td_string!(l, people.users),
        Topic::Groups => td_string!(l, people.groups),
        Topic::Keys => td_string!(l, people.keys),
        Topic::Cron => td_string!(l, people.cron),
    }
}

pub(super) fn scope(l: Locale, scope: Scope) -> &'static str {
    match scope {
        Scope::All => td_string!(l, board.all),
        Scope::Mine => td_string!(l, board.mine),
        Scope::Installed => td_string!(l, people.installed),
        Scope::Upgradable => td_string!(l, people.upgradable),
        Scope::People => td_string!(l, people.people),
        Scope::System => td_string!(l, people.system),
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
        Heading::Version => td_string!(l, people.version),
        Heading::Size => td_string!(l, people.size),
        Heading::Description => td_string!(l, people.description),
        Heading::Uid => td_string!(l, people.uid),
        Heading::Gid => td_string!(l, people.gid),
        Heading::Groups => td_string!(l, people.further_groups),
        Heading::Members => td_string!(l, people.members),
        Heading::Home => td_string!(l, people.home_and_shell),
        Heading::Password => td_string!(l, people.password),
        Heading::Comment => td_string!(l, people.comment),
        Heading::LastLogin => td_string!(l, people.last_login),
        Heading::Kind => td_string!(l, people.kind),
        Heading::Fingerprint => td_string!(l, people.fingerprint),
        Heading::Schedule => td_string!(l, people.schedule),
        Heading::Next => td_string!(l, people.next),
    }
}
