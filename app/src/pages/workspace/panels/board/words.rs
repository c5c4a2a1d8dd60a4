//! What columns, parts and subjects are called, in the person's language.

use postern_shared::table::{Heading, Scope, Topic};

use crate::words::{Locale, td_string};

pub(in super::super) fn topic(l: Locale, topic: Topic) -> &'static str {
    match topic {
        Topic::Processes => td_string!(l, board.processes),
        Topic::Services => td_string!(l, services.topic_services),
        Topic::Timers => td_string!(l, services.topic_timers),
        Topic::Logs => td_string!(l, services.topic_logs),
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
        Scope::Running => td_string!(l, services.running),
        Scope::Failed => td_string!(l, services.failed),
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
        Heading::AtBoot => td_string!(l, services.at_boot),
        Heading::Since => td_string!(l, services.since),
        Heading::MemoryUsed => td_string!(l, services.memory),
        Heading::Next => td_string!(l, services.next),
        Heading::Left => td_string!(l, services.left),
        Heading::Last => td_string!(l, services.last),
        Heading::Size => td_string!(l, services.size),
        Heading::Modified => td_string!(l, services.modified),
        Heading::Version => td_string!(l, people.version),
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
    }
}
