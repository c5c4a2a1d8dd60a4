//! What is done to disks.

use postern_shared::script::disks::Deed;

use crate::words::{Locale, td_string};

pub(super) fn verb(l: Locale, deed: Deed) -> &'static str {
    match deed {
        Deed::Blocks => td_string!(l, disks.blocks),
        Deed::Mounts => td_string!(l, disks.mounts),
        Deed::Properties => td_string!(l, disks.properties),
        Deed::Health => td_string!(l, disks.health),
        Deed::Users => td_string!(l, disks.users),
        Deed::Mount => td_string!(l, disks.mount),
        Deed::Unmount => td_string!(l, disks.unmount),
    }
}

pub(super) fn icon(deed: Deed) -> &'static str {
    match deed {
        Deed::Blocks | Deed::Mounts => "refresh",
        Deed::Properties => "file",
        Deed::Health => "pulse",
        Deed::Users => "eye",
        Deed::Mount => "into",
        Deed::Unmount => "up",
    }
}
