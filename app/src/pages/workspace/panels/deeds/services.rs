//! What is done to services, timers and logs.

use postern_shared::script::services::{Deed, Read, Verb};
use postern_shared::script::{logs, timers};

use crate::words::{Locale, td_string};

pub(super) fn verb(l: Locale, deed: Deed) -> &'static str {
    match deed {
        Deed::List => td_string!(l, services.list),
        Deed::Do(Verb::Start) => td_string!(l, services.start),
        Deed::Do(Verb::Stop) => td_string!(l, services.stop),
        Deed::Do(Verb::Restart) => td_string!(l, services.restart),
        Deed::Do(Verb::Reload) => td_string!(l, services.reload),
        Deed::Do(Verb::ResetFailed) => td_string!(l, services.reset_failed),
        Deed::Do(Verb::Enable) => td_string!(l, services.enable),
        Deed::Do(Verb::Disable) => td_string!(l, services.disable),
        Deed::Do(Verb::Mask) => td_string!(l, services.mask),
        Deed::Do(Verb::Unmask) => td_string!(l, services.unmask),
        Deed::Read(Read::Status) => td_string!(l, services.status),
        Deed::Read(Read::Definition) => td_string!(l, services.definition),
        Deed::Read(Read::Dependencies) => td_string!(l, services.dependencies),
        Deed::ReloadFiles => td_string!(l, services.reload_files),
        Deed::Edit => td_string!(l, timers.edit),
    }
}

pub(super) fn icon(deed: Deed) -> &'static str {
    match deed {
        Deed::List | Deed::ReloadFiles | Deed::Do(Verb::Restart | Verb::Reload) => "refresh",
        Deed::Do(Verb::Start) => "run",
        Deed::Do(Verb::Stop) => "stop",
        Deed::Do(Verb::ResetFailed | Verb::Enable) => "check",
        Deed::Do(Verb::Disable) => "pause",
        Deed::Do(Verb::Mask) => "shield",
        Deed::Do(Verb::Unmask) => "undo",
        Deed::Read(Read::Status) => "pulse",
        Deed::Read(Read::Definition) | Deed::Edit => "file",
        Deed::Read(Read::Dependencies) => "link",
    }
}

pub(super) fn verb_of_timers(l: Locale, deed: timers::Deed) -> &'static str {
    match deed {
        timers::Deed::List => td_string!(l, services.list_timers),
        timers::Deed::Trigger => td_string!(l, services.trigger),
        timers::Deed::Add => td_string!(l, timers.add),
        timers::Deed::Change => td_string!(l, timers.change),
        timers::Deed::Delete => td_string!(l, timers.delete),
        timers::Deed::DeleteWithService => td_string!(l, timers.delete_with_service),
    }
}

pub(super) fn icon_of_timers(deed: timers::Deed) -> &'static str {
    match deed {
        timers::Deed::List => "refresh",
        timers::Deed::Trigger => "run",
        timers::Deed::Add => "plus",
        timers::Deed::Change => "pencil",
        timers::Deed::Delete | timers::Deed::DeleteWithService => "trash",
    }
}

pub(super) fn verb_of_logs(l: Locale, deed: logs::Deed) -> &'static str {
    match deed {
        logs::Deed::List => td_string!(l, services.list_logs),
        logs::Deed::Follow => td_string!(l, services.follow),
        logs::Deed::Filter => td_string!(l, services.filter),
    }
}

pub(super) fn icon_of_logs(deed: logs::Deed) -> &'static str {
    match deed {
        logs::Deed::List => "refresh",
        logs::Deed::Follow => "book",
        logs::Deed::Filter => "search",
    }
}
