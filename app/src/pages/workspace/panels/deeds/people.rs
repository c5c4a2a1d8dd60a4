//! What is done to packages, users, groups, keys and what cron runs.

use postern_shared::script::{cron, groups, keys, packages, users};

use crate::words::{Locale, td_string};

pub(super) fn package(l: Locale, deed: packages::Deed) -> &'static str {
    use packages::Deed;
    match deed {
        Deed::List => td_string!(l, people.list_packages),
        Deed::Read(packages::Read::Details) => td_string!(l, people.details),
        Deed::Read(packages::Read::Files) => td_string!(l, people.files),
        Deed::Change(packages::Change::Install) => td_string!(l, people.install),
        Deed::Change(packages::Change::Upgrade) => td_string!(l, people.upgrade),
        Deed::Change(packages::Change::UpgradeAll) => td_string!(l, people.upgrade_all),
        Deed::Change(packages::Change::Remove) => td_string!(l, people.remove),
        Deed::Change(packages::Change::Purge) => td_string!(l, people.purge),
        Deed::Refresh => td_string!(l, people.refresh),
    }
}

pub(super) fn package_icon(deed: packages::Deed) -> &'static str {
    use packages::Deed;
    match deed {
        Deed::List | Deed::Refresh => "refresh",
        Deed::Read(packages::Read::Details) => "file",
        Deed::Read(packages::Read::Files) => "folder",
        Deed::Change(packages::Change::Install) => "plus",
        Deed::Change(packages::Change::Upgrade) | Deed::Change(packages::Change::UpgradeAll) => "up",
        Deed::Change(packages::Change::Remove) | Deed::Change(packages::Change::Purge) => "trash",
    }
}

pub(super) fn user(l: Locale, deed: users::Deed) -> &'static str {
    use users::Deed;
    match deed {
        Deed::List => td_string!(l, people.list_users),
        Deed::About => td_string!(l, people.about),
        Deed::Add => td_string!(l, people.add_user),
        Deed::Delete => td_string!(l, people.delete_user),
        Deed::DeleteWithHome => td_string!(l, people.delete_with_home),
        Deed::Lock => td_string!(l, people.lock),
        Deed::Unlock => td_string!(l, people.unlock),
        Deed::Join => td_string!(l, people.join),
        Deed::Leave => td_string!(l, people.leave),
        Deed::SetComment => td_string!(l, people.set_comment),
        Deed::SetShell => td_string!(l, people.set_shell),
        Deed::SetEnd => td_string!(l, people.set_end),
        Deed::SetPassword => td_string!(l, people.set_password),
    }
}

pub(super) fn user_icon(deed: users::Deed) -> &'static str {
    use users::Deed;
    match deed {
        Deed::List => "refresh",
        Deed::About => "file",
        Deed::Add | Deed::Join => "plus",
        Deed::Delete | Deed::DeleteWithHome => "trash",
        Deed::Lock => "shield",
        Deed::Unlock | Deed::SetPassword => "key",
        Deed::Leave => "close",
        Deed::SetComment => "pencil",
        Deed::SetShell => "terminal",
        Deed::SetEnd => "pause",
    }
}

pub(super) fn group(l: Locale, deed: groups::Deed) -> &'static str {
    use groups::Deed;
    match deed {
        Deed::List => td_string!(l, people.list_groups),
        Deed::Add => td_string!(l, people.add_group),
        Deed::Delete => td_string!(l, people.delete_group),
        Deed::SetMembers => td_string!(l, people.set_members),
    }
}

pub(super) fn group_icon(deed: groups::Deed) -> &'static str {
    use groups::Deed;
    match deed {
        Deed::List => "refresh",
        Deed::Add => "plus",
        Deed::Delete => "trash",
        Deed::SetMembers => "pencil",
    }
}

pub(super) fn key(l: Locale, deed: keys::Deed) -> &'static str {
    use keys::Deed;
    match deed {
        Deed::List => td_string!(l, people.list_keys),
        Deed::Add => td_string!(l, people.add_key),
        Deed::Remove => td_string!(l, people.remove_key),
    }
}

pub(super) fn key_icon(deed: keys::Deed) -> &'static str {
    use keys::Deed;
    match deed {
        Deed::List => "refresh",
        Deed::Add => "plus",
        Deed::Remove => "trash",
    }
}

pub(super) fn cron(l: Locale, deed: cron::Deed) -> &'static str {
    use cron::Deed;
    match deed {
        Deed::List => td_string!(l, people.list_cron),
        Deed::Add => td_string!(l, people.add_job),
        Deed::Change => td_string!(l, people.change_job),
        Deed::Delete => td_string!(l, people.delete_job),
        Deed::Enable => td_string!(l, people.enable),
        Deed::Disable => td_string!(l, people.disable),
        Deed::Edit => td_string!(l, people.edit_crontab),
    }
}

pub(super) fn cron_icon(deed: cron::Deed) -> &'static str {
    use cron::Deed;
    match deed {
        Deed::List => "refresh",
        Deed::Add => "plus",
        Deed::Change => "pencil",
        Deed::Delete => "trash",
        Deed::Enable => "run",
        Deed::Disable => "pause",
        Deed::Edit => "file",
    }
}
