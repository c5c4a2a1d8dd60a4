//! For each thing that a person can do, the test in which it is done to a real target. Who adds one says here where.

use std::fs;
use std::path::Path;

use postern_shared::script::containers::Engine;
use postern_shared::script::network::Wall;
use postern_shared::script::processes::Signal;
use postern_shared::script::services::Verb;
use postern_shared::script::{
    Deed, containers, cron, disks, files, groups, keys, logs, network, packages, processes, services, timers,
    users,
};

#[test]
fn every_deed_names_a_test_that_is_there() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/panel");
    let is_there = |(file, name): (&str, &str)| {
        let source = fs::read_to_string(tests.join(file)).unwrap_or_default();
        source.contains(&format!("async fn {name}() {{"))
    };
    let named: Vec<_> = include_str!("proof.rs").lines().filter_map(named).collect();
    let missing: Vec<_> = named.iter().filter(|named| !is_there(**named)).collect();
    assert!(missing.is_empty(), "no such test: {missing:#?}");
    assert!(named.len() > 70 && named.contains(&proof(Deed::Probe).split_once(": ").unwrap()), "{named:#?}");
}

/// File and name of the test that a line of this file names.
fn named(line: &str) -> Option<(&str, &str)> {
    let (file, name) = line.split('"').nth(1)?.split_once(": ")?;
    (file.ends_with(".rs") && !name.contains(' ')).then_some((file, name))
}

fn proof(deed: Deed) -> &'static str {
    match deed {
        Deed::Probe => "probe.rs: a_probe_names_the_user_its_home_and_the_machine",
        Deed::CheckPassword => "sudo.rs: a_password_is_checked_before_anything_runs_with_it",
        Deed::Monitor => "monitor.rs: frames_tell_what_the_target_does",
        // What it runs is a person's own script.
        Deed::Runbook => "carrier.rs: a_script_runs_as_it_is_whatever_it_holds",
        Deed::File(deed) => file(deed),
        Deed::Process(deed) => process(deed),
        Deed::Service(deed) => service(deed),
        Deed::Timer(timers::Deed::List) => "timers.rs: timers_are_listed_with_when_they_elapse",
        Deed::Timer(timers::Deed::Trigger) => "timers.rs: what_a_timer_activates_begins_now",
        Deed::Timer(timers::Deed::Add) => {
            "timers_made.rs: a_new_timer_counts_and_is_gone_when_it_is_taken_back"
        }
        Deed::Timer(timers::Deed::Change) => {
            "timers_made.rs: a_timer_elapses_at_another_time_and_what_else_its_drop_in_said_stays"
        }
        Deed::Timer(timers::Deed::Delete | timers::Deed::DeleteWithService) => {
            "timers_made.rs: a_timer_is_deleted_alone_or_with_its_service_and_says_before_what_goes"
        }
        Deed::Log(logs::Deed::List) => "logs.rs: files_are_listed_with_either_userland",
        Deed::Log(logs::Deed::Follow) => "logs.rs: the_journal_of_a_service_is_followed_as_it_grows",
        Deed::Log(logs::Deed::Filter) => "logs.rs: the_journal_is_filtered_by_priority_and_text",
        Deed::Network(deed) => network(deed),
        Deed::Disk(deed) => disk(deed),
        Deed::Container(deed) => container(deed),
        Deed::Package(deed) => package(deed),
        Deed::User(deed) => user(deed),
        Deed::Group(deed) => group(deed),
        Deed::Key(deed) => key(deed),
        Deed::Cron(deed) => job(deed),
    }
}

fn file(deed: files::Deed) -> &'static str {
    match deed {
        files::Deed::List => "list.rs: every_kind_of_file_is_listed_for_what_it_is",
        files::Deed::Space => "usage.rs: room_is_that_of_the_file_system_a_directory_is_on",
        files::Deed::Rename => "change.rs: a_renamed_file_has_its_new_name_and_an_undo_its_old",
        files::Deed::Move => {
            "change.rs: what_is_moved_is_there_and_no_longer_here_and_an_undo_brings_it_back"
        }
        files::Deed::Copy => "change.rs: a_copy_is_the_same_in_everything_and_an_undo_removes_only_it",
        files::Deed::MakeDirectory | files::Deed::MakeFile => {
            "create.rs: a_new_file_or_directory_is_empty_and_goes_again"
        }
        files::Deed::Link => "create.rs: a_link_leads_where_it_was_told_to_and_an_undo_leaves_that_alone",
        files::Deed::Trash => "delete.rs: what_is_in_the_trash_lies_in_a_folder_of_its_own_and_comes_back",
        files::Deed::Delete => "delete.rs: what_is_deleted_is_gone_and_what_links_lead_to_stays",
        files::Deed::SetMode => "mode.rs: permissions_change_and_an_undo_gives_each_its_own_back",
        files::Deed::SetOwner => "root.rs: an_owner_changes_in_depth_or_not_and_comes_back",
        files::Deed::SetProperties => {
            "root.rs: owner_permissions_and_time_change_by_one_script_and_come_back"
        }
        files::Deed::SetTime => "archive.rs: a_time_is_set_and_each_file_gets_its_own_back",
        files::Deed::Folders => "folders.rs: folders_and_links_to_them_are_told_from_everything_else",
        files::Deed::Origin | files::Deed::PutBack => {
            "trash.rs: what_is_in_the_trash_knows_where_it_was_and_goes_back_there"
        }
        files::Deed::EmptyTrash => "trash.rs: the_trash_is_emptied_and_what_links_in_it_lead_to_stays",
        files::Deed::Fetch => "fetch.rs: what_is_packed_for_a_computer_comes_out_there_as_it_was",
        files::Deed::MakeTree => {
            "fetch.rs: folders_are_made_where_they_lack_and_only_empty_ones_are_taken_away"
        }
        files::Deed::Compress | files::Deed::Extract => "archive.rs: what_is_packed_comes_out_as_it_was",
        files::Deed::Search => "search.rs: lines_are_found_by_text_and_by_expression",
        files::Deed::DiskUsage => "usage.rs: everything_in_a_directory_is_measured_but_what_is_mounted_there",
        files::Deed::Measure => "usage.rs: trees_are_measured_each_by_itself",
        files::Deed::Checksum => "usage.rs: digests_are_those_of_the_files",
        files::Deed::Peek => "usage.rs: a_file_shows_how_it_begins",
        files::Deed::Read => "content.rs: a_file_is_read_with_what_it_is",
        files::Deed::Save => "content.rs: a_saved_file_keeps_its_mode_and_comes_back",
        files::Deed::Follow => "follow.rs: a_log_is_followed_through_its_rotation_until_it_is_stopped",
    }
}

fn process(deed: processes::Deed) -> &'static str {
    match deed {
        processes::Deed::List => "processes.rs: processes_are_listed_with_whose_they_are_and_what_they_use",
        processes::Deed::Read(_) => "processes.rs: what_the_kernel_knows_of_a_process_is_read",
        processes::Deed::Renice => "processes.rs: niceness_changes_and_root_brings_it_back",
        processes::Deed::Signal(Signal::Kill) => {
            "processes.rs: a_signal_reaches_those_it_is_sent_to_and_says_whom_before"
        }
        processes::Deed::Signal(
            Signal::Term
            | Signal::Hup
            | Signal::Int
            | Signal::Usr1
            | Signal::Usr2
            | Signal::Stop
            | Signal::Cont,
        ) => "processes.rs: every_signal_is_the_one_that_arrives",
    }
}

fn service(deed: services::Deed) -> &'static str {
    match deed {
        services::Deed::List => {
            "services.rs: services_are_listed_whether_they_run_failed_or_were_never_begun"
        }
        services::Deed::Read(_) => "services.rs: what_is_said_of_a_service_is_read_whether_it_runs_or_not",
        services::Deed::ReloadFiles => "services.rs: files_of_units_are_read_anew",
        services::Deed::Edit => {
            "timers_made.rs: a_unit_is_edited_where_it_was_made_or_overridden_where_it_came_with_the_system"
        }
        services::Deed::Do(Verb::Start | Verb::Stop | Verb::Restart | Verb::Reload) => {
            "services.rs: a_service_starts_restarts_reloads_and_stops"
        }
        services::Deed::Do(Verb::ResetFailed) => {
            "services.rs: what_fails_to_start_says_so_and_can_be_forgotten"
        }
        services::Deed::Do(Verb::Enable | Verb::Disable | Verb::Mask | Verb::Unmask) => {
            "services.rs: enabling_and_masking_are_taken_back_to_what_was_there"
        }
    }
}

fn network(deed: network::Deed) -> &'static str {
    match deed {
        network::Deed::Sockets => "network.rs: sockets_are_listed_with_who_has_them_and_their_process_ends",
        network::Deed::Socket => "network.rs: one_socket_is_looked_at_closely",
        network::Deed::Addresses
        | network::Deed::Interface
        | network::Deed::Up
        | network::Deed::Down
        | network::Deed::DownOwn => "network.rs: an_interface_goes_down_and_comes_up",
        network::Deed::Routes | network::Deed::Lookup => {
            "network.rs: routes_of_every_table_are_listed_and_asked"
        }
        network::Deed::Rules | network::Deed::Remove | network::Deed::RemoveOwn => {
            "firewall.rs: a_rule_of_nftables_goes_and_comes_back_to_its_place"
        }
        network::Deed::Open(Wall::Nft) | network::Deed::Close(Wall::Nft) => {
            "firewall.rs: a_port_opens_and_closes_with_nftables"
        }
        network::Deed::Open(Wall::Ufw) | network::Deed::Close(Wall::Ufw) => {
            "firewall.rs: a_port_opens_and_closes_with_ufw"
        }
        network::Deed::Open(Wall::Firewalld) | network::Deed::Close(Wall::Firewalld) => {
            "firewall.rs: a_port_opens_and_closes_with_firewalld"
        }
        network::Deed::CloseOwn => "firewall.rs: closing_the_sessions_own_port_waits_and_says_so",
    }
}

fn disk(deed: disks::Deed) -> &'static str {
    match deed {
        disks::Deed::Mounts => "disks.rs: what_is_mounted_is_listed_with_how_full_it_is",
        disks::Deed::Blocks => "disks.rs: devices_are_listed_by_whatever_is_there",
        disks::Deed::Properties | disks::Deed::Mount => {
            "disks.rs: a_disk_is_mounted_and_unmounted_there_and_back"
        }
        disks::Deed::Unmount | disks::Deed::Users => {
            "disks.rs: what_is_only_in_memory_says_who_uses_it_and_goes_for_good"
        }
        disks::Deed::Health => "disks.rs: what_has_no_health_to_tell_is_no_healthy_disk",
    }
}

fn container(deed: containers::Deed) -> &'static str {
    match deed {
        containers::Deed::List | containers::Deed::Change(_) => {
            "containers.rs: containers_are_listed_and_change_their_state_there_and_back"
        }
        containers::Deed::Read(_) => {
            "containers.rs: what_is_known_of_a_container_is_read_and_its_log_goes_on"
        }
        containers::Deed::Enter => "containers.rs: a_terminal_opens_in_a_container",
        containers::Deed::Images
        | containers::Deed::Image
        | containers::Deed::RemoveImages
        | containers::Deed::Prune(Engine::Podman) => {
            "containers.rs: images_are_listed_and_removed_when_nothing_needs_them"
        }
        containers::Deed::Pull(Engine::Podman) => "containers.rs: an_image_is_fetched_from_a_registry",
        containers::Deed::Pull(Engine::Docker) | containers::Deed::Prune(Engine::Docker) => {
            "none: the daemon of docker is not to be had within a test; podman takes the same words"
        }
    }
}

fn package(deed: packages::Deed) -> &'static str {
    match deed {
        packages::Deed::List => "packages.rs: a_package_comes_with_what_it_needs_and_goes_with_what_needs_it",
        packages::Deed::Read(_) => "packages.rs: what_is_known_of_a_package_is_read",
        packages::Deed::Refresh => {
            "packages.rs: what_is_newer_is_known_after_a_refresh_and_keeps_what_was_configured"
        }
        packages::Deed::Change(
            packages::Change::Install | packages::Change::Remove | packages::Change::Purge,
        ) => "packages.rs: a_package_comes_with_what_it_needs_and_goes_with_what_needs_it",
        packages::Deed::Change(packages::Change::Upgrade | packages::Change::UpgradeAll) => {
            "packages.rs: what_is_newer_is_known_after_a_refresh_and_keeps_what_was_configured"
        }
    }
}

fn user(deed: users::Deed) -> &'static str {
    match deed {
        users::Deed::List | users::Deed::Add => "accounts.rs: a_user_comes_with_what_was_said_and_goes_again",
        users::Deed::About => "accounts.rs: what_is_known_of_a_user_is_read",
        users::Deed::Delete | users::Deed::DeleteWithHome => {
            "accounts.rs: a_user_goes_with_its_home_or_without_and_it_is_said_what_that_touches"
        }
        users::Deed::Lock | users::Deed::Unlock | users::Deed::SetPassword => {
            "accounts.rs: a_password_is_set_locked_and_unlocked_and_stands_nowhere"
        }
        users::Deed::Join
        | users::Deed::Leave
        | users::Deed::SetComment
        | users::Deed::SetShell
        | users::Deed::SetEnd => "accounts.rs: what_is_changed_of_a_user_comes_back",
    }
}

fn group(deed: groups::Deed) -> &'static str {
    match deed {
        groups::Deed::List | groups::Deed::Add | groups::Deed::Delete | groups::Deed::SetMembers => {
            "accounts.rs: groups_come_and_go_with_their_number_and_members"
        }
    }
}

fn key(deed: keys::Deed) -> &'static str {
    match deed {
        keys::Deed::List | keys::Deed::Add | keys::Deed::Remove => {
            "accounts.rs: a_key_lets_in_and_does_so_no_more"
        }
    }
}

fn job(deed: cron::Deed) -> &'static str {
    match deed {
        cron::Deed::List => "cron.rs: jobs_are_listed_with_when_they_run_next",
        cron::Deed::Add => "cron.rs: a_job_is_added_to_what_is_there_or_to_nothing",
        cron::Deed::Change
        | cron::Deed::Delete
        | cron::Deed::Enable
        | cron::Deed::Disable
        | cron::Deed::Edit => "cron.rs: one_job_changes_and_everything_else_stays",
    }
}
