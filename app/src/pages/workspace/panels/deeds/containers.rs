//! What is done to containers.

use postern_shared::script::containers::{Change, Deed, Engine, Read};

use crate::words::{Locale, td_string};

pub(super) fn verb(l: Locale, deed: Deed) -> &'static str {
    match deed {
        Deed::List => td_string!(l, containers.list),
        Deed::Change(Change::Start) => td_string!(l, containers.start),
        Deed::Change(Change::Stop) => td_string!(l, containers.stop),
        Deed::Change(Change::Restart) => td_string!(l, containers.restart),
        Deed::Change(Change::Pause) => td_string!(l, containers.pause),
        Deed::Change(Change::Unpause) => td_string!(l, containers.unpause),
        Deed::Change(Change::Kill) => td_string!(l, containers.kill),
        Deed::Change(Change::Remove) => td_string!(l, containers.remove),
        Deed::Read(Read::Logs) => td_string!(l, containers.logs),
        Deed::Read(Read::Top) => td_string!(l, containers.top),
        Deed::Read(Read::Stats) => td_string!(l, containers.stats),
        Deed::Read(Read::Inspect) => td_string!(l, containers.inspect),
        Deed::Enter => td_string!(l, containers.enter),
        Deed::Images => td_string!(l, containers.images),
        Deed::Image => td_string!(l, containers.image),
        Deed::Pull(Engine::Docker) => td_string!(l, containers.pull_docker),
        Deed::Pull(Engine::Podman) => td_string!(l, containers.pull_podman),
        Deed::RemoveImages => td_string!(l, containers.remove_images),
        Deed::Prune(Engine::Docker) => td_string!(l, containers.prune_docker),
        Deed::Prune(Engine::Podman) => td_string!(l, containers.prune_podman),
    }
}

pub(super) fn icon(deed: Deed) -> &'static str {
    match deed {
        Deed::List | Deed::Images | Deed::Change(Change::Restart) => "refresh",
        Deed::Change(Change::Start | Change::Unpause) => "run",
        Deed::Change(Change::Stop | Change::Kill) => "stop",
        Deed::Change(Change::Pause) => "pause",
        Deed::Change(Change::Remove) | Deed::RemoveImages | Deed::Prune(_) => "trash",
        Deed::Read(Read::Logs) => "script",
        Deed::Read(Read::Top | Read::Stats) => "pulse",
        Deed::Read(Read::Inspect) | Deed::Image => "file",
        Deed::Enter => "terminal",
        Deed::Pull(_) => "download",
    }
}
