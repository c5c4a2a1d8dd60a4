//! Scripts for services and timers.

use postern_shared::script::services::{
    List, Manage, Manager, Read, Reading, ReloadFiles, Unit, UnitName, Verb,
};
use postern_shared::script::timers::{self, Trigger};
use postern_shared::script::{Init, Tools};

use super::{Page, is_as_before, tools};

#[test]
fn scripts_for_services_read_as_they_did() {
    is_as_before("services-systemd.sh", &with_systemd(&with(Init::Systemd, true)));
    is_as_before("services-systemd-sudo.sh", &with_systemd(&with(Init::Systemd, true).through_sudo()));
    is_as_before("services-openrc.sh", &without(&with(Init::Openrc, true)));
    is_as_before("services-scripts.sh", &without(&with(Init::Scripts, true)));
}

/// What a target has where this starts its services.
pub(crate) fn with(init: Init, is_gnu: bool) -> Tools {
    let mut tools = tools(is_gnu);
    tools.init = init;
    tools
}

fn with_systemd(tools: &Tools) -> Page {
    let mut page = Page::default();
    page.act("List", &List, tools);
    let mixed = || {
        vec![
            unit("nginx.service", Manager::System, "enabled"),
            unit(r"mnt-a\x2db@1.service", Manager::System, "enabled-runtime"),
            unit("syncthing.service", Manager::User, "disabled"),
        ]
    };
    managed(&mut page, &mixed(), tools);
    for is_active in ["active", "inactive"] {
        for verb in [Verb::Enable, Verb::Disable] {
            let timer = Unit { active: is_active.into(), ..unit("backup.timer", Manager::System, "enabled") };
            let manage = Manage { verb, units: vec![timer], is_now: true };
            page.act(&format!("{verb:?} now, {is_active}"), &manage, tools);
        }
    }
    for manager in Manager::ALL {
        for read in Read::ALL {
            let reading = Reading { unit: unit("nginx.service", manager, ""), read };
            page.act(&format!("Read {read:?} {manager:?}"), &reading, tools);
        }
        page.act(&format!("Reload files {manager:?}"), &ReloadFiles { manager }, tools);
    }
    page.act("List timers", &timers::List, tools);
    page.act("Trigger", &Trigger { units: mixed() }, tools);
    page
}

fn without(tools: &Tools) -> Page {
    let mut page = Page::default();
    page.act("List", &List, tools);
    let units = [unit("nginx", Manager::System, ""), unit("sshd", Manager::System, "boot default $(id) -rf")];
    managed(&mut page, &units, tools);
    for read in Read::ALL.into_iter().filter(|read| read.command(tools.init).is_some()) {
        page.act(&format!("Read {read:?}"), &Reading { unit: units[0].clone(), read }, tools);
    }
    page
}

fn managed(page: &mut Page, units: &[Unit], tools: &Tools) {
    for verb in Verb::ALL.into_iter().filter(|verb| verb.command(tools.init).is_some()) {
        let manage = Manage { verb, units: units.to_vec(), is_now: false };
        page.act(&format!("{verb:?}"), &manage, tools);
    }
}

fn unit(name: &str, manager: Manager, at_boot: &str) -> Unit {
    let (active, sub) = ("active".into(), "running".into());
    Unit { name: UnitName::parse(name).unwrap(), manager, active, sub, at_boot: at_boot.into() }
}
