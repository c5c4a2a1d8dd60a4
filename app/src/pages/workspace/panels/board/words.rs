//! What columns, parts and subjects are called, in the person's language.

use postern_shared::table::{Heading, Scope, Topic};

use crate::words::{Locale, td_string};

pub(in super::super) fn topic(l: Locale, topic: Topic) -> &'static str {
    match topic {
        Topic::Processes => td_string!(l, board.processes),
        Topic::Services => td_string!(l, services.topic_services),
        Topic::Timers => td_string!(l, services.topic_timers),
        Topic::Logs => td_string!(l, services.topic_logs),
        Topic::Sockets => td_string!(l, network.topic_sockets),
        Topic::Addresses => td_string!(l, network.topic_addresses),
        Topic::Routes => td_string!(l, network.topic_routes),
        Topic::Firewall => td_string!(l, network.topic_firewall),
        Topic::Mounts => td_string!(l, disks.topic_mounts),
        Topic::Blocks => td_string!(l, disks.topic_blocks),
        Topic::Containers => td_string!(l, containers.topic_containers),
        Topic::Images => td_string!(l, containers.topic_images),
    }
}

pub(super) fn scope(l: Locale, scope: Scope) -> &'static str {
    match scope {
        Scope::All => td_string!(l, board.all),
        Scope::Mine => td_string!(l, board.mine),
        Scope::Running => td_string!(l, services.running),
        Scope::Failed => td_string!(l, services.failed),
        Scope::Listening => td_string!(l, network.listening),
        Scope::Connected => td_string!(l, network.connected),
        Scope::Main => td_string!(l, network.main),
        Scope::Real => td_string!(l, disks.real),
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
        Heading::Address => td_string!(l, network.column_address),
        Heading::Available => td_string!(l, disks.column_available),
        Heading::Created => td_string!(l, containers.column_created),
        Heading::Destination => td_string!(l, network.column_destination),
        Heading::FileSystem => td_string!(l, disks.column_file_system),
        Heading::Gateway => td_string!(l, network.column_gateway),
        Heading::Id => td_string!(l, containers.column_id),
        Heading::Image => td_string!(l, containers.column_image),
        Heading::Inodes => td_string!(l, disks.column_inodes),
        Heading::Interface => td_string!(l, network.column_interface),
        Heading::Kind => td_string!(l, disks.column_kind),
        Heading::Mac => td_string!(l, network.column_mac),
        Heading::Metric => td_string!(l, network.column_metric),
        Heading::Model => td_string!(l, disks.column_model),
        Heading::MountedAt => td_string!(l, disks.column_mounted_at),
        Heading::Mtu => td_string!(l, network.column_mtu),
        Heading::Peer => td_string!(l, network.column_peer),
        Heading::Place => td_string!(l, network.column_place),
        Heading::Port => td_string!(l, network.column_port),
        Heading::Ports => td_string!(l, containers.column_ports),
        Heading::Process => td_string!(l, network.column_process),
        Heading::Protocol => td_string!(l, network.column_protocol),
        Heading::Received => td_string!(l, network.column_received),
        Heading::Rule => td_string!(l, network.column_rule),
        Heading::Sent => td_string!(l, network.column_sent),
        Heading::Source => td_string!(l, network.column_source),
        Heading::Table => td_string!(l, network.column_table),
        Heading::Tool => td_string!(l, network.column_tool),
        Heading::UsedShare => td_string!(l, disks.column_used_share),
        Heading::Verdict => td_string!(l, network.column_verdict),
    }
}
