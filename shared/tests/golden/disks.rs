//! Scripts for disks.

use postern_shared::script::disks::{
    Attach, Detach, Device, Health, ListBlocks, ListMounts, Properties, Users,
};
use postern_shared::script::{Action as _, Path, Probe, Ran, Tools};

use super::{Page, is_as_before, tools};

#[test]
fn scripts_for_disks_read_as_they_did() {
    is_as_before("disks-gnu.sh", &disks(&tools(true), true));
    is_as_before("disks-sudo.sh", &disks(&tools(true).through_sudo(), true));
    is_as_before("disks-busybox.sh", &disks(&bare(), false));
}

/// A target with little on it.
fn bare() -> Tools {
    let said = b"user=ops\0uid=1000\0home=/home/ops\0host=web-01\0";
    Probe.outcome(&Ran { stdout: said.to_vec(), status: Some(0), ..Ran::default() }).unwrap()
}

fn disks(tools: &Tools, has_smart: bool) -> Page {
    let mut page = Page::default();
    page.act("ListBlocks", &ListBlocks, tools);
    page.act("ListMounts", &ListMounts, tools);
    let device = || Device::of("sda1").unwrap();
    page.act("Properties", &Properties { device: device() }, tools);
    if has_smart {
        page.act("Health", &Health { device: device() }, tools);
    }
    for at in ["/srv/data", "/srv/it's $(id)"] {
        let at = || Path::parse(at.as_bytes()).unwrap();
        page.act("Users", &Users { at: at() }, tools);
        page.act("Attach", &Attach { device: device().path().clone(), at: at() }, tools);
        let from = Some(device().path().clone());
        let (file_system, options) = ("ext4".to_owned(), "rw,noatime".to_owned());
        page.act("Detach", &Detach { at: at(), from, file_system, options, brings_back: true }, tools);
        let (file_system, options) = ("tmpfs".to_owned(), "rw".to_owned());
        page.act(
            "Detach tmpfs",
            &Detach { at: at(), from: None, file_system, options, brings_back: false },
            tools,
        );
    }
    page
}
