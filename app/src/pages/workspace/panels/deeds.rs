//! What is done, in the person's language: a file for each subject.

mod containers;
mod disks;
mod network;
mod people;
mod processes;
mod services;

use postern_shared::script::files::Deed as FileDeed;
use postern_shared::script::{Deed, Title};

use super::shown_text;
use crate::words::{Locale, td_string};

/// What a script does, and to what.
pub(super) fn name(l: Locale, title: &Title) -> String {
    let said = match title.deed {
        Deed::Probe => td_string!(l, deed.probe).to_owned(),
        Deed::CheckPassword => td_string!(l, deed.check_password).to_owned(),
        Deed::Monitor => td_string!(l, monitor.deed, seconds = title.to.clone()),
        Deed::Runbook => td_string!(l, deed.runbook, name = title.what.clone()),
        Deed::File(deed) => file(l, deed, title),
        Deed::Process(_)
        | Deed::Service(_)
        | Deed::Timer(_)
        | Deed::Log(_)
        | Deed::Network(_)
        | Deed::Disk(_)
        | Deed::Container(_) => with_verb(l, title),
        Deed::Package(_) | Deed::User(_) | Deed::Group(_) | Deed::Key(_) | Deed::Cron(_) => {
            with_verb(l, title)
        }
    };
    let said = shown_text(&said);
    if title.is_undone { td_string!(l, deed.undo, what = said) } else { said }
}

/// A verb and what it is done to: `Restart nginx.service`.
fn with_verb(l: Locale, title: &Title) -> String {
    let (verb, name, count) = (verb(l, title.deed), title.what.clone(), title.count);
    let said = match count {
        1 if name.is_empty() => verb.to_owned(),
        1 => td_string!(l, deed.one, verb = verb, name = name),
        _ => td_string!(l, deed.many, verb = verb, count = count),
    };
    if title.to.is_empty() { said } else { format!("{said} → {}", title.to) }
}

/// What is done, in a word or two: for a line of a menu, or a button.
pub(super) fn verb(l: Locale, deed: Deed) -> &'static str {
    match deed {
        Deed::Probe => td_string!(l, deed.probe),
        Deed::CheckPassword => td_string!(l, deed.check_password),
        // The panels of files and figures have words of their own.
        Deed::File(FileDeed::Delete) => td_string!(l, files.delete),
        Deed::File(FileDeed::SetMode) => td_string!(l, deed.set_mode),
        Deed::File(FileDeed::SetOwner) => td_string!(l, deed.set_owner),
        Deed::File(FileDeed::EmptyTrash) => td_string!(l, trash.empty_deed),
        Deed::File(_) | Deed::Monitor | Deed::Runbook => td_string!(l, deed.run),
        Deed::Process(deed) => processes::verb(l, deed),
        Deed::Service(deed) => services::verb(l, deed),
        Deed::Timer(deed) => services::verb_of_timers(l, deed),
        Deed::Log(deed) => services::verb_of_logs(l, deed),
        Deed::Network(deed) => network::verb(l, deed),
        Deed::Disk(deed) => disks::verb(l, deed),
        Deed::Container(deed) => containers::verb(l, deed),
        Deed::Package(deed) => people::package(l, deed),
        Deed::User(deed) => people::user(l, deed),
        Deed::Group(deed) => people::group(l, deed),
        Deed::Key(deed) => people::key(l, deed),
        Deed::Cron(deed) => people::cron(l, deed),
    }
}

/// The icon of what is done.
pub(super) fn icon(deed: Deed) -> &'static str {
    match deed {
        Deed::Probe | Deed::CheckPassword | Deed::Monitor | Deed::Runbook | Deed::File(_) => "run",
        Deed::Process(deed) => processes::icon(deed),
        Deed::Service(deed) => services::icon(deed),
        Deed::Timer(deed) => services::icon_of_timers(deed),
        Deed::Log(deed) => services::icon_of_logs(deed),
        Deed::Network(deed) => network::icon(deed),
        Deed::Disk(deed) => disks::icon(deed),
        Deed::Container(deed) => containers::icon(deed),
        Deed::Package(deed) => people::package_icon(deed),
        Deed::User(deed) => people::user_icon(deed),
        Deed::Group(deed) => people::group_icon(deed),
        Deed::Key(deed) => people::key_icon(deed),
        Deed::Cron(deed) => people::cron_icon(deed),
    }
}

fn file(l: Locale, deed: FileDeed, title: &Title) -> String {
    let (name, to, count) = (title.what.clone(), title.to.clone(), title.count);
    let one = count == 1;
    match deed {
        FileDeed::List => td_string!(l, deed.list, name = name),
        FileDeed::Folders if one => td_string!(l, tree.deed, name = name),
        FileDeed::Folders => td_string!(l, tree.deed_many, count = count),
        FileDeed::Space => td_string!(l, deed.space, name = name),
        FileDeed::Rename => td_string!(l, deed.rename, name = name, to = to),
        FileDeed::Move if one => td_string!(l, deed.move_one, name = name, to = to),
        FileDeed::Move => td_string!(l, deed.move_many, count = count, to = to),
        FileDeed::Copy if one => td_string!(l, deed.copy_one, name = name, to = to),
        FileDeed::Copy => td_string!(l, deed.copy_many, count = count, to = to),
        FileDeed::MakeDirectory => td_string!(l, deed.make_directory, name = name),
        FileDeed::MakeFile => td_string!(l, deed.make_file, name = name),
        FileDeed::Link => td_string!(l, deed.link, name = name, to = to),
        FileDeed::Trash if one => td_string!(l, deed.trash_one, name = name),
        FileDeed::Trash => td_string!(l, deed.trash_many, count = count),
        FileDeed::Origin => td_string!(l, trash.origin_deed, name = name),
        FileDeed::PutBack if one => td_string!(l, trash.put_one, name = name, to = to),
        FileDeed::PutBack => td_string!(l, trash.put_many, count = count, to = to),
        FileDeed::EmptyTrash => td_string!(l, trash.empty_deed).to_owned(),
        FileDeed::Delete if one => td_string!(l, deed.delete_one, name = name),
        FileDeed::Delete => td_string!(l, deed.delete_many, count = count),
        FileDeed::SetMode if one => td_string!(l, deed.set_mode_one, name = name, to = to),
        FileDeed::SetMode => td_string!(l, deed.set_mode_many, count = count, to = to),
        FileDeed::SetOwner if one => td_string!(l, deed.set_owner_one, name = name, to = to),
        FileDeed::SetOwner => td_string!(l, deed.set_owner_many, count = count, to = to),
        FileDeed::SetTime if one => td_string!(l, time.set_one, name = name, to = to),
        FileDeed::SetTime => td_string!(l, time.set_many, count = count, to = to),
        FileDeed::SetProperties if one => td_string!(l, deed.set_properties_one, name = name, to = to),
        FileDeed::SetProperties => td_string!(l, deed.set_properties_many, count = count, to = to),
        FileDeed::Compress if one => td_string!(l, archive.compress_one, name = name, to = to),
        FileDeed::Compress => td_string!(l, archive.compress_many, count = count, to = to),
        FileDeed::Fetch if one => td_string!(l, computer.fetch_one, name = name, to = to),
        FileDeed::Fetch => td_string!(l, computer.fetch_many, count = count, to = to),
        FileDeed::MakeTree if one => td_string!(l, computer.tree_one, name = name),
        FileDeed::MakeTree => td_string!(l, computer.tree_many, count = count, name = name),
        FileDeed::Extract => td_string!(l, archive.extract_to, name = name, to = to),
        FileDeed::Search => td_string!(l, search.deed, name = name, to = to),
        FileDeed::DiskUsage => td_string!(l, usage.deed, name = name),
        FileDeed::Measure if one => td_string!(l, deed.measure_one, name = name),
        FileDeed::Measure => td_string!(l, deed.measure_many, count = count),
        FileDeed::Checksum if one => td_string!(l, deed.checksum_one, name = name),
        FileDeed::Checksum => td_string!(l, deed.checksum_many, count = count),
        FileDeed::Read => td_string!(l, deed.read, name = name),
        FileDeed::Save => td_string!(l, deed.save, name = name),
        FileDeed::Follow => td_string!(l, deed.follow, name = name),
        FileDeed::Peek => td_string!(l, deed.peek, name = name),
    }
}
