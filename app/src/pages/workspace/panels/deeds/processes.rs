//! What is done to processes.

use postern_shared::script::processes::{Deed, Read, Signal};

use crate::words::{Locale, td_string};

pub(super) fn verb(l: Locale, deed: Deed) -> &'static str {
    match deed {
        Deed::List => td_string!(l, processes.list),
        Deed::Renice => td_string!(l, processes.renice),
        Deed::Signal(Signal::Term) => td_string!(l, processes.term),
        Deed::Signal(Signal::Kill) => td_string!(l, processes.kill),
        Deed::Signal(Signal::Hup) => td_string!(l, processes.hup),
        Deed::Signal(Signal::Int) => td_string!(l, processes.int),
        Deed::Signal(Signal::Stop) => td_string!(l, processes.stop),
        Deed::Signal(Signal::Cont) => td_string!(l, processes.cont),
        Deed::Signal(Signal::Usr1) => td_string!(l, processes.usr1),
        Deed::Signal(Signal::Usr2) => td_string!(l, processes.usr2),
        Deed::Read(Read::OpenFiles) => td_string!(l, processes.open_files),
        Deed::Read(Read::Limits) => td_string!(l, processes.limits),
        Deed::Read(Read::Environment) => td_string!(l, processes.environment),
    }
}

pub(super) fn icon(deed: Deed) -> &'static str {
    match deed {
        Deed::List => "refresh",
        Deed::Renice => "sliders",
        Deed::Signal(Signal::Cont) => "run",
        Deed::Signal(_) => "stop",
        Deed::Read(_) => "file",
    }
}
