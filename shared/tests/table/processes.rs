//! Rows of processes.

use postern_shared::script::processes::{List, Process, Read, Reading, Renice, Send, Signal};

use super::row;

pub(crate) fn rows(rows: &mut String) {
    let these = || vec![Process { pid: 4711, ..Process::default() }];
    row(rows, "processes", "list them", &List);
    for (read, label) in [
        (Read::OpenFiles, "open files and sockets"),
        (Read::Limits, "limits"),
        (Read::Environment, "environment"),
    ] {
        row(rows, "processes", label, &Reading { pid: 4711, read });
    }
    row(rows, "processes", "change the niceness", &Renice { processes: these(), to: 10 });
    for signal in Signal::ALL {
        row(rows, "processes", &format!("send {}", signal.name()), &Send { processes: these(), signal });
    }
}
