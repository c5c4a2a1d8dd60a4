//! The words and statuses of [`super::Problem::FileRefused`], by its reason.

use crate::api::FileFault;

pub(super) fn file_status(why: FileFault) -> u16 {
    match why {
        FileFault::NotFound => 404,
        FileFault::Exists | FileFault::NotAFile | FileFault::Changed => 409,
        FileFault::Denied => 403,
        FileFault::NoSpace => 507,
        FileFault::Checksum | FileFault::Other => 502,
    }
}

pub(super) fn file_title(why: FileFault) -> &'static str {
    match why {
        FileFault::NotFound => "There is no such file or directory.",
        FileFault::Exists => "There is a file of this name already.",
        FileFault::Denied => "The account may not do this.",
        FileFault::NotAFile => "This is no ordinary file.",
        FileFault::NoSpace => "The target's disk is full.",
        FileFault::Changed => "The file changed on the way.",
        FileFault::Checksum => "The file was damaged on the way.",
        FileFault::Other => "The target refused the file.",
    }
}

pub(super) fn file_detail(path: &str, why: FileFault, reason: &str) -> String {
    match why {
        FileFault::NotFound => format!("{path:?} is not there; check the path."),
        FileFault::Exists => format!("{path:?} is there already; overwrite it, or choose another name."),
        FileFault::Denied => {
            format!("The target does not let this account at {path:?}; check its permissions.")
        }
        FileFault::NotAFile => format!("{path:?} is a directory, a device or the like; name a file."),
        FileFault::NoSpace => format!("There is no room for {path:?}; make some, then go on."),
        FileFault::Changed => format!("{path:?} changed while it was sent; send it again."),
        FileFault::Checksum => {
            format!("What the target stored of {path:?} is not what was sent; it was removed, send it again.")
        }
        FileFault::Other => {
            format!("The target says of {path:?}: {reason}; its disk, quota or limits may be full.")
        }
    }
}
