//! Scripts for processes.

use postern_shared::script::Tools;
use postern_shared::script::processes::{List, Process, Read, Reading, Renice, Send, Signal};

use super::{Page, is_as_before, tools};

#[test]
fn scripts_for_processes_read_as_they_did() {
    is_as_before("processes-gnu.sh", &processes(&tools(true)));
    is_as_before("processes-busybox.sh", &processes(&tools(false)));
    is_as_before("processes-sudo.sh", &processes(&tools(true).through_sudo()));
}

fn processes(tools: &Tools) -> Page {
    let mut page = Page::default();
    let process = |pid, nice| Process { pid, nice, name: "nginx".into(), ..Process::default() };
    let two = || vec![process(4711, 0), process(4712, 5)];
    page.act("List", &List, tools);
    for signal in Signal::ALL {
        page.act(&format!("Send {signal:?}"), &Send { processes: two(), signal }, tools);
    }
    page.act("Renice", &Renice { processes: two(), to: -5 }, tools);
    for read in Read::ALL {
        page.act(&format!("Read {read:?}"), &Reading { pid: 4711, read }, tools);
    }
    page
}
