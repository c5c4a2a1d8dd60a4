//! Rows of disks.

use postern_shared::script::disks::{
    Attach, Detach, Device, Health, ListBlocks, ListMounts, Properties, Users,
};

use super::{path, row};

pub(crate) fn rows(rows: &mut String) {
    row(rows, "disks", "list what is mounted", &ListMounts);
    row(rows, "disks", "list block devices", &ListBlocks);
    let device = || Device::of("sda1").unwrap();
    row(rows, "disks", "all of a device", &Properties { device: device() });
    row(rows, "disks", "its health", &Health { device: Device::of("sda").unwrap() });
    row(rows, "disks", "who uses it", &Users { at: path("/srv/data") });
    row(rows, "disks", "mount", &Attach { device: device().path().clone(), at: path("/srv/data") });
    for (file_system, label) in [("ext4", "unmount"), ("tmpfs", "unmount what is only in memory")] {
        let detach = Detach {
            at: path("/srv/data"),
            from: Some(device().path().clone()),
            file_system: file_system.into(),
            options: "rw,noatime".into(),
            brings_back: true,
        };
        row(rows, "disks", label, &detach);
    }
}
